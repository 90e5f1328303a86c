/*
 * Nothing of a file or a file name reaches the screen but as text (SAFETY.md §1): a library whose
 * names, titles, headings, links, front matter and timestamps hold what a terminal would obey or
 * hide is walked through with keys, and every cell of every screen is looked at.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <glib/gstdio.h>

#include "support/safe_rules.h"
#include "support/ui_driver.h"
#include "text/utf8.h"
#include "ui/app_state.h"

/* What is put into every place of a document, a piece at a time. */
static const char *const hostile[] = {
	"\033[31mred",          /* CSI */
	"\033]2;title\007",     /* OSC */
	"\033]52;c;aGk=\033\\", /* OSC 52 */
	"\302\2331mred",        /* CSI as U+009B */
	"\2331m",               /* CSI as a byte that is no UTF-8 */
	"\342\200\256evil",     /* U+202E */
	"\342\201\246isolate",  /* U+2066 */
	"\001\010\013\014\177", /* C0 and DEL */
	"a\rb",
	"\357\273\277bom",
	"zero\342\200\213width", /* U+200B */
	"soft\302\255hyphen",
	"\363\240\201\201tags\363\240\201\242",
	"\356\200\200private",
	"\314\201mark", /* a combining mark without a base */
	"\360\237\221\250\342\200\215\360\237\221\251\342\200\215\360\237\221\247 family",
	"\300\257overlong\355\240\200",
	"tab\ttab",
	"\342\200\250line\342\200\251paragraph",
	"\302\205nel",
	"\343\205\244filler",
};

static void
write_file(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* A document with the piece in every place that a document has. */
static void
write_document(const char *folder, unsigned i, const char *piece)
{
	g_autofree char *name = g_strdup_printf("%02u %s name.md", i, piece);
	g_strdelimit(name, "/", '_');
	g_autofree char *text = g_strdup_printf(
		"---\ntitle: |\n  %2$02u title %1$s\ncategory: cat %1$s\nauthor: by %1$s\n"
		"videoId: abcdefghijk\nkey%1$s: value %1$s\ndescription: %1$s\ntags: [%1$s, "
		"other]\n---\n"
		"# Heading %1$s\n\nText %1$s with [[missing %1$s]] and [label %1$s](gone%1$s.md "
		"\"t\") and "
		"[web](https://example.org/%1$s) and `code %1$s`[^n] and [[#nowhere %1$s]].\n\n"
		"A sentence of %1$s ends [00:00:1%3$u]. Another %1$s [00:01:0%3$u]. Third %1$s "
		"[00:02:00].\n\n"
		"## Second %1$s\n\n- item %1$s\n- [ ] task %1$s\n\n| a %1$s | b |\n|---|---|\n| "
		"%1$s | d |\n\n"
		"```%1$s\ncode %1$s\n```\n\n> [!note] callout %1$s\n> quoted\n\n"
		"<details><summary>sum %1$s"
		"</summary>hidden %1$s</details>\n\n![image %1$s](x%1$s.png)\n\n[^n]: note %1$s\n",
		piece, i, i % 10);
	write_file(folder, name, text);
}

static char *
make_library(void)
{
	g_autoptr(GError) error = NULL;
	char *folder = g_dir_make_tmp("lectern-safe-XXXXXX", &error);
	assert_non_null(folder);
	g_autofree char *below = g_build_filename(folder, "folder \033[7m \342\200\256", NULL);
	assert_int_equal(g_mkdir(below, 0700), 0);
	for (unsigned i = 0; i < G_N_ELEMENTS(hostile); i++)
		write_document(i % 3 == 0 ? below : folder, i, hostile[i]);
	write_file(folder, "line\nend.md", "# one\033c\n\ntext\n");
	write_file(below, "digest\033[0m.txt",
		"Some text of an excerpt that goes on for a while, with \033[5m in it, and is cut "
		"off he\n"
		"A title \302\233 hereThe next excerpt begins and goes on for a good while until "
		"it is cut\n"
		"Another \342\200\256 titleThe last excerpt of the three goes on as well until it "
		"ends\n");
	write_file(folder, "broken.md", "---\ntitle: [\033[31m\nkey\033: : :\n\001\n---\n# x\n");
	write_file(folder, "cues.vtt",
		"WEBVTT\n\n00:01.000 --> 00:02.000\n<v \033[1m>words \302\2331m\n\n"
		"00:05.000 --> 00:06.000\nmore \342\200\256\n");
	return folder;
}

static void
remove_folder(const char *path)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	const char *name;
	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *inner = g_build_filename(path, name, NULL);
		if (g_file_test(inner, G_FILE_TEST_IS_DIR))
			remove_folder(inner);
		else
			g_unlink(inner);
	}
	g_rmdir(path);
}

/* --- looking at a screen --- */

static void
check_glyph(const char *glyph, const char *keys, int y, int x)
{
	size_t n = strlen(glyph);
	for (size_t at = 0; at < n;) {
		uint32_t c;
		at += utf8_next(glyph + at, n - at, &c);
		if (c == UTF8_BAD || is_dangerous_on_screen(c))
			fail_msg("after `%s` the cell at %d, %d holds U+%04X", keys, y, x, c);
	}
}

/* The half of a wide glyph behind it is empty; every other cell holds something. */
static void
check_screen(struct ui_driver *driver, const char *keys)
{
	const struct canvas *canvas = ui_driver_draw(driver);
	for (int y = 0; y < canvas_height(canvas); y++) {
		for (int x = 0; x < canvas_width(canvas); x++) {
			const char *glyph = canvas_glyph(canvas, y, x);
			if (glyph[0] == '\0' &&
				(x == 0 || canvas_glyph(canvas, y, x - 1)[0] == '\0'))
				fail_msg("after `%s` the cell at %d, %d is empty", keys, y, x);
			check_glyph(glyph, keys, y, x);
			assert_in_range(canvas_role_at(canvas, y, x), 0, ROLE_COUNT_OF - 1);
		}
	}
}

static void
press(struct ui_driver *driver, const char *keys)
{
	assert_true(ui_driver_keys(driver, keys, NULL));
	check_screen(driver, keys);
}

/* Every panel and view of the document that is open. */
static const char *const walk[] = {
	"]]",
	"]]",
	"[[",
	"]t",
	"]t",
	"[t",
	"K",
	"Tab",
	"K",
	"Esc",
	"Enter",
	"Esc",
	"Tab",
	"Enter",
	"Esc",
	"Tab",
	"K",
	"Esc",
	"Tab",
	"Enter",
	"Esc",
	"Tab",
	"Enter",
	"Esc",
	"G",
	"Enter",
	"gg",
	"T",
	"j",
	"G",
	"s",
	"Tab",
	"j",
	"G",
	"Tab",
	"j",
	"j",
	"j",
	"Enter",
	"Esc",
	"o",
	"G",
	"Enter",
	"i",
	"Space",
	"G",
	"Esc",
	":",
	"Esc",
	"gd",
	"1",
	"Esc",
	") ) )",
	"( (",
	"- -",
	"+",
	"ma",
	"'a",
	"'' ''",
	"z",
	"h",
	"z",
	"/",
	"t",
	"e",
	"Enter",
	"n",
	"N",
	"Esc",
	"t",
	"?",
	"G",
	"Esc",
	"50%",
	"l",
	"l",
	"h",
	"h",
	"Enter",
};

static void
walk_through(struct ui_driver *driver, unsigned documents)
{
	for (unsigned i = 0; i < documents; i++) {
		for (size_t k = 0; k < G_N_ELEMENTS(walk); k++)
			press(driver, walk[k]);
		g_autofree char *next = g_strdup_printf("Esc Esc Esc Esc h h h %uG Enter", i + 2);
		press(driver, next);
		assert_false(driver->quit);
	}
}

static void
test_walk(void **state)
{
	static const struct {
		int height, width;
	} sizes[] = { { 40, 160 }, { 24, 80 }, { 12, 40 }, { 5, 20 } };
	g_autofree char *folder = make_library();
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		struct ui_driver *driver =
			ui_driver_new(folder, NULL, NULL, sizes[i].height, sizes[i].width);
		unsigned count = catalog_count(driver->app->catalog);
		assert_int_equal(count, G_N_ELEMENTS(hostile) + 4);
		check_screen(driver, "start");
		for (unsigned row = 0; row < count; row++)
			press(driver, "j");
		press(driver, "/ e Esc s d s s gg l h Enter");
		walk_through(driver, i == 0 ? count : 6);
		g_autoptr(GPtrArray) opened = g_ptr_array_new();
		state_recent(driver->app->state, UINT32_MAX, opened);
		if (opened->len < (i == 0 ? count - 1 : 3))
			fail_msg("%u of %u documents were opened at %dx%d", opened->len, count,
				sizes[i].width, sizes[i].height);
		ui_driver_free(driver);
	}
	remove_folder(folder);
}

/* Messages name files and what was typed. */
static void
test_messages(void **state)
{
	g_autofree char *folder = make_library();
	struct ui_driver *driver = ui_driver_new(folder, NULL, NULL, 24, 80);
	(void)state;
	for (int i = 0; i < 4; i++)
		press(driver, "j");
	/* What is gone when it is opened, and when the library is read anew. */
	remove_folder(folder);
	for (int i = 0; i < 8; i++)
		press(driver, "Enter j");
	ui_driver_type(driver, "/\302\233\342\200\256");
	check_screen(driver, "filter");
	press(driver, "Enter");
	press(driver, "Esc Esc");
	/* Rows of documents that went lead nowhere. */
	ui_driver_type(driver, "gdt");
	loading_start(driver->app);
	while (g_main_context_iteration(driver->context, FALSE))
		;
	check_screen(driver, "read anew");
	assert_int_equal(driver->app->popup->rows->len, 0);
	press(driver, "Enter");
	assert_int_equal(catalog_count(driver->app->catalog),
		catalog_gone_count(driver->app->catalog));
	ui_driver_free(driver);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_messages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
