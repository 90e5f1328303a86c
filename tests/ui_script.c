/*
 * Screens as tests: runs key scripts (tests/ui/NAME.keys) on the sample library and compares what
 * they show with tests/ui/NAME.golden. Prints TAP.
 *
 *   ui_script                         all scripts
 *   ui_script --renew                 writes the goldens anew, and shows what changed
 *   ui_script --print FILE            prints what a script shows
 *   ui_script --picture OUT.svg FILE  draws the last screen of a script
 *
 * A script has a directive a line:
 *   size 80x24     the window; the first stands before everything else
 *   open DOCUMENT [PLACE]   a document is named alone; the place begins with # or @
 *   key ]] Enter   keys, as the configuration writes them
 *   type words     a key for each character
 *   click 3 10     the mouse, at a row and column of the screen, from 0
 *   wheel down 3 10   a step of its wheel, down or up
 *   screen         shows the screen with its roles
 *   text           shows it without
 *   outside        shows what was copied and started since the last time
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/golden.h"
#include "support/sample.h"
#include "support/ui_driver.h"
#include "ui/picture.h"

#define LIBRARY "data/library"
#define SCRIPTS "tests/ui"

struct script {
	struct ui_driver *driver;
	int height, width;
	char *document, *place;
	GString *keys; /* typed since the last screen */
	GString *out;
	const char *name;
};

static void
fail(const struct script *script, const char *line, const char *why)
{
	g_string_append_printf(script->out, "%s: `%s`: %s\n", script->name, line, why);
}

static struct ui_driver *
driver_of(struct script *script)
{
	if (script->driver == NULL)
		script->driver = ui_driver_new(LIBRARY, script->document, script->place,
			script->height, script->width);
	return script->driver;
}

static void
show(struct script *script, bool roles)
{
	const struct canvas *canvas = ui_driver_draw(driver_of(script));
	g_string_append_printf(script->out, "=== %dx%d%s%s\n", script->width, script->height,
		script->keys->len > 0 ? "  " : "", script->keys->str);
	if (script->driver->quit)
		g_string_append(script->out, "(quit)\n");
	canvas_print(canvas, roles, script->out);
	g_string_truncate(script->keys, 0);
}

static void
show_outside(struct script *script)
{
	struct ui_driver *driver = driver_of(script);
	g_string_append_printf(script->out, "--- %s\n", script->keys->str);
	g_string_append(script->out, driver->outside->str);
	g_string_truncate(driver->outside, 0);
	g_string_truncate(script->keys, 0);
}

static void
note_keys(struct script *script, const char *words)
{
	if (script->keys->len > 0)
		g_string_append_c(script->keys, ' ');
	g_string_append(script->keys, words);
}

static void
set_size(struct script *script, const char *line, const char *words)
{
	int width, height;
	if (sscanf(words, "%dx%d", &width, &height) != 2) {
		fail(script, line, "size is COLUMNSxROWS");
		return;
	}
	script->width = width;
	script->height = height;
	if (script->driver != NULL)
		ui_driver_resize(script->driver, height, width);
}

static void
set_document(struct script *script, const char *words)
{
	const char *place = strstr(words, " #");
	if (place == NULL)
		place = strstr(words, " @");
	script->document =
		place == NULL ? g_strdup(words) : g_strndup(words, (gsize)(place - words));
	script->place = place == NULL ? NULL : g_strdup(place + 1);
}

static void
point(struct script *script, const char *line)
{
	int y, x;
	if (sscanf(line, "click %d %d", &y, &x) == 2)
		ui_driver_key(driver_of(script), key_pointer(POINTER_CLICK, y, x));
	else if (sscanf(line, "wheel down %d %d", &y, &x) == 2)
		ui_driver_key(driver_of(script), key_pointer(POINTER_WHEEL_DOWN, y, x));
	else if (sscanf(line, "wheel up %d %d", &y, &x) == 2)
		ui_driver_key(driver_of(script), key_pointer(POINTER_WHEEL_UP, y, x));
	else
		fail(script, line, "a row and a column are missing");
	note_keys(script, line);
}

static void
run_line(struct script *script, const char *line)
{
	g_autoptr(GError) error = NULL;
	const char *words = strchr(line, ' ');
	words = words == NULL ? "" : words + 1;
	if (line[0] == '\0' || line[0] == '#')
		return;
	if (g_str_has_prefix(line, "size ")) {
		set_size(script, line, words);
	} else if (g_str_has_prefix(line, "open ")) {
		set_document(script, words);
	} else if (g_str_has_prefix(line, "key ")) {
		if (!ui_driver_keys(driver_of(script), words, &error))
			fail(script, line, error->message);
		note_keys(script, words);
	} else if (g_str_has_prefix(line, "type ")) {
		ui_driver_type(driver_of(script), words);
		note_keys(script, words);
	} else if (g_str_has_prefix(line, "click ") || g_str_has_prefix(line, "wheel ")) {
		point(script, line);
	} else if (strcmp(line, "screen") == 0) {
		show(script, true);
	} else if (strcmp(line, "text") == 0) {
		show(script, false);
	} else if (strcmp(line, "outside") == 0) {
		show_outside(script);
	} else {
		fail(script, line, "no such directive");
	}
}

/* What a script shows. picture: the last screen is drawn there, may be NULL. */
static GString *
run_script(const char *path, const char *picture)
{
	g_autofree char *source = NULL;
	struct script script = { .height = 24, .width = 80, .name = path };
	script.out = g_string_new(NULL);
	script.keys = g_string_new(NULL);
	if (!g_file_get_contents(path, &source, NULL, NULL)) {
		fail(&script, path, "cannot be read");
		source = g_strdup("");
	}
	g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		run_line(&script, *line);
	if (picture != NULL) {
		g_autoptr(GString) svg = g_string_new(NULL);
		g_autoptr(Theme) theme = theme_new();
		const struct canvas *canvas = ui_driver_draw(driver_of(&script));
		picture_svg(canvas, theme, svg);
		g_file_set_contents(picture, svg->str, (gssize)svg->len, NULL);
	}
	ui_driver_free(script.driver);
	g_string_free(script.keys, TRUE);
	g_free(script.document);
	g_free(script.place);
	return script.out;
}

static bool
check_script(const char *top, const char *path, bool renew)
{
	g_autofree char *script = g_build_filename(top, path, NULL);
	g_autoptr(GString) golden_path = g_string_new_len(script, (gssize)strlen(script) - 5);
	g_string_append(golden_path, ".golden");
	g_autoptr(GString) shown = run_script(script, NULL);
	return golden_check(golden_path->str, shown->str, renew);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
check_scripts(const char *top, bool renew)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *scripts = g_build_filename(top, SCRIPTS, NULL);
	g_autoptr(GDir) folder = g_dir_open(scripts, 0, NULL);
	bool all = true;
	const char *name;
	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		if (g_str_has_suffix(name, ".keys"))
			g_ptr_array_add(names, g_build_filename(SCRIPTS, name, NULL));
	}
	g_ptr_array_sort(names, compare_names);
	printf("1..%u\n", names->len);
	for (guint i = 0; i < names->len; i++) {
		const char *path = g_ptr_array_index(names, i);
		bool good = check_script(top, path, renew);
		printf("%s %u - %s\n", good ? "ok" : "not ok", i + 1, path);
		all = all && good;
	}
	return all;
}

static char *
absolute(const struct sample *sample, const char *path)
{
	return g_canonicalize_filename(path, sample->before);
}

int
main(int argc, char **argv)
{
	struct sample sample;
	bool good = sample_enter(&sample);
	if (!good) {
		fprintf(stderr, "the sample library cannot be copied\n");
	} else if (argc == 4 && strcmp(argv[1], "--picture") == 0) {
		g_autofree char *picture = absolute(&sample, argv[2]);
		g_autofree char *path = absolute(&sample, argv[3]);
		g_string_free(run_script(path, picture), TRUE);
	} else if (argc == 3 && strcmp(argv[1], "--print") == 0) {
		g_autofree char *path = absolute(&sample, argv[2]);
		g_autoptr(GString) shown = run_script(path, NULL);
		fputs(shown->str, stdout);
	} else {
		good = check_scripts(sample.before, argc > 1 && strcmp(argv[1], "--renew") == 0);
	}
	sample_leave(&sample);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
