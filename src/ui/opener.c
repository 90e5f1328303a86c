#include "config.h"

#include "ui/opener.h"

#include <stddef.h>
#include <string.h>

#include "document/url.h"
#include "text/safe.h"
#include "ui/app_state.h"

/* One that fails later than this, in seconds, did its work: a browser that is closed at night. */
#define FAILS_WITHIN 10

/* Cells of what may not be opened that are shown. */
#define SHOWN_CELLS 100

/* --- words --- */

struct word {
	const char *name;
	size_t at; /* of the word in struct opener_words */
};

static const struct word words_known[] = {
	{ "{url}", offsetof(struct opener_words, url) },
	{ "{path}", offsetof(struct opener_words, path) },
	{ "{line}", offsetof(struct opener_words, line) },
	{ "{seconds}", offsetof(struct opener_words, seconds) },
	{ "{title}", offsetof(struct opener_words, title) },
	{ "{socket}", offsetof(struct opener_words, socket) },
};

static const struct word *
word_at(const char *s)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words_known); i++)
		if (g_str_has_prefix(s, words_known[i].name))
			return &words_known[i];
	return NULL;
}

static void
append_title(GString *out, const char *title)
{
	g_autofree char *safe = safe_string(SAFE_NAME, title, -1);
	const char *s = safe;

	while (out->len == 0 && *s == '-')
		s++;
	g_string_append(out, s);
}

/* The argument with its words, NULL where one is not known. */
static char *
fill_argument(const char *argument, const struct opener_words *words)
{
	g_autoptr(GString) out = g_string_new(NULL);

	while (*argument != '\0') {
		const struct word *word = word_at(argument);
		const char *value;

		if (word == NULL) {
			g_string_append_c(out, *argument++);
			continue;
		}
		value = *(const char *const *)(const void *)((const char *)words + word->at);
		if (value == NULL)
			return NULL;
		if (value == words->title)
			append_title(out, value);
		else
			g_string_append(out, value);
		argument += strlen(word->name);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char **
opener_fill(const char *const *argv, const struct opener_words *words)
{
	GPtrArray *filled = g_ptr_array_new();

	for (; *argv != NULL; argv++) {
		char *argument = fill_argument(*argv, words);

		if (argument != NULL)
			g_ptr_array_add(filled, argument);
	}
	g_ptr_array_add(filled, NULL);
	return (char **)g_ptr_array_free(filled, FALSE);
}

char *
opener_url(const char *url, GError **error)
{
	char *encoded = safe_url(url);

	if (encoded == NULL) {
		g_autofree char *shown = safe_cut(SAFE_NAME, url, strlen(url), SHOWN_CELLS);
		bool known = url_is_http(url) || url_after(url, "mailto:") != NULL;

		g_set_error(error, G_IO_CHANNEL_ERROR, G_IO_CHANNEL_ERROR_INVAL, "%s: %s",
			known ? "this is too long to be opened"
			      : "only http, https and mailto are opened",
			shown);
	}
	return encoded;
}

char *
opener_path(const char *path)
{
	return g_canonicalize_filename(path, NULL);
}

/* --- starting --- */

static void
on_end(void *data, const struct child_end *end)
{
	struct app *app = data;
	g_autofree char *failure = child_failure(end);

	if (failure != NULL)
		app_fail(app, "%s %s", end->program, failure);
}

bool
opener_start(struct app *app, const char *const *argv, GError **error)
{
	struct child_options options = {
		.argv = argv,
		.patience = FAILS_WITHIN,
		.ended = on_end,
		.data = app,
	};

	if (argv[0] == NULL) {
		g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_INVAL, "no program is configured");
		return false;
	}
	if (app->outside.start != NULL)
		return app->outside.start(app->outside.data, argv, error);
	return child_start(&app->children, &options, error);
}

bool
opener_has_display(void)
{
#ifdef __APPLE__
	return g_getenv("SSH_CONNECTION") == NULL;
#else
	static const char *const names[] = { "DISPLAY", "WAYLAND_DISPLAY" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = g_getenv(names[i]);

		if (value != NULL && *value != '\0')
			return true;
	}
	return false;
#endif
}
