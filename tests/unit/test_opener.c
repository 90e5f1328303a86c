/*
 * Argument vectors filled in, and which URLs are handed to a program.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "library/library_file.h"
#include "support/place.h"
#include "ui/editor.h"
#include "ui/opener.h"

#define ARGUMENTS 8

static const struct opener_words known = {
	.url = "https://x.org/{path}?a=$(id)&b='",
	.path = "/a b/`c`.md",
	.line = "12",
	.seconds = "754",
	.title = "--\"quoted\"\nand {url}\033[31m",
};

struct fill_case {
	const char *argv[ARGUMENTS], *filled;
};

static const struct fill_case fill_cases[] = {
	{ { "open", "{url}" }, "open|https://x.org/{path}?a=$(id)&b='" },
	{ { "mpv", "--start={seconds}", "--", "{url}" },
		"mpv|--start=754|--|https://x.org/{path}?a=$(id)&b='" },
	/* what is not known is left out with its argument */
	{ { "mpv", "--input-ipc-server={socket}", "{path}" }, "mpv|/a b/`c`.md" },
	{ { "vi", "+{line}", "{path}" }, "vi|+12|/a b/`c`.md" },
	{ { "code", "-g", "{path}:{line}" }, "code|-g|/a b/`c`.md:12" },
	/* a title is one line, never an option, and not looked into */
	{ { "mpv", "--title={title}" }, "mpv|--title=--\"quoted\"^Jand {url}^[[31m" },
	{ { "mpv", "{title}" }, "mpv|\"quoted\"^Jand {url}^[[31m" },
	/* other braces stand */
	{ { "sh", "-c", "{ur}{{line}}{", "" }, "sh|-c|{ur}{12}{|" },
	{ { NULL }, "" },
};

static void
test_fill(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(fill_cases); i++) {
		g_auto(GStrv) filled = opener_fill(fill_cases[i].argv, &known);
		g_autofree char *joined = g_strjoinv("|", filled);

		assert_string_equal(joined, fill_cases[i].filled);
	}
}

struct url_case {
	const char *url, *opened; /* NULL: it is not */
};

static const struct url_case url_cases[] = {
	{ "https://x.org/a?b=c#d", "https://x.org/a?b=c#d" },
	{ "HTTP://x.org", "HTTP://x.org" },
	{ "mailto:a@x.org", "mailto:a@x.org" },
	{ "https://x.org/a b\"<>\\^{|}`\n\033\x80", "https://x.org/a%20b%22%3C%3E%5C%5E%7B%7C%7D%60"
						    "%0A%1B%80" },
	{ "https://x.org/\xc3\xa9$(id)'", "https://x.org/%C3%A9$(id)'" },
	{ "file:///etc/passwd", NULL },
	{ "javascript:alert(1)", NULL },
	{ "data:text/html,x", NULL },
	{ "ftp://x.org", NULL },
	{ "--help", NULL },
	{ "-https://x.org", NULL },
	{ " https://x.org", NULL },
	{ "/etc/passwd", NULL },
	{ "", NULL },
};

static void
test_urls(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(url_cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *opened = opener_url(url_cases[i].url, &error);

		if (g_strcmp0(opened, url_cases[i].opened) != 0)
			fail_msg("%s: %s", url_cases[i].url, opened);
		assert_true((opened == NULL) == (error != NULL));
		if (error != NULL && strpbrk(error->message, "\n\033") != NULL)
			fail_msg("a control in: %s", error->message);
	}
}

/* One that is too long is said to be that. */
static void
test_long_url(void **state)
{
	g_autofree char *path = g_strnfill(5000, 'x');
	g_autofree char *url = g_strconcat("https://x.org/", path, NULL);
	g_autoptr(GError) error = NULL;

	(void)state;
	assert_null(opener_url(url, &error));
	assert_non_null(strstr(error->message, "too long"));
}

struct editor_case {
	const char *setting[ARGUMENTS], *visual, *editor, *arguments;
};

static const struct editor_case editor_cases[] = {
	{ { NULL }, "vi", "nano", "vi|+7|/a b/--c.md" },
	{ { NULL }, "", "nano", "nano|+7|/a b/--c.md" },
	{ { NULL }, NULL, "/usr/bin/vim -u NONE", "/usr/bin/vim|-u|NONE|+7|/a b/--c.md" },
	{ { NULL }, NULL, "'/opt/my editors/nvim' -R", "/opt/my editors/nvim|-R|+7|/a b/--c.md" },
	{ { NULL }, "emacsclient -t -a ''", NULL, "emacsclient|-t|-a||+7|/a b/--c.md" },
	{ { NULL }, "hx", NULL, "hx|/a b/--c.md:7" },
	{ { NULL }, "code --wait", NULL, "code|--wait|-g|/a b/--c.md:7" },
	{ { NULL }, "kate", NULL, "kate|-l|7|/a b/--c.md" },
	{ { NULL }, "my-editor", NULL, "my-editor|/a b/--c.md" },
	{ { "micro" }, "vi", "vi", "micro|+7|/a b/--c.md" },
	{ { "ed", "{path}" }, "vi", "vi", "ed|/a b/--c.md" },
	{ { "e", "--line", "{line}", "--", "{path}" }, NULL, NULL, "e|--line|7|--|/a b/--c.md" },
};

static void
test_editors(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(editor_cases); i++) {
		const struct editor_case *c = &editor_cases[i];
		struct editor_choice choice = { c->setting, c->visual, c->editor };
		g_autoptr(GError) error = NULL;
		g_auto(GStrv) argv = editor_arguments(&choice, "/a b/--c.md", 7, &error);
		g_autofree char *joined = NULL;

		assert_null(error);
		joined = g_strjoinv("|", argv);
		assert_string_equal(joined, c->arguments);
	}
}

static void
test_bad_editor(void **state)
{
	const char *none[] = { NULL };
	struct editor_choice choice = { none, "vi 'unended", NULL };
	g_autoptr(GError) error = NULL;

	(void)state;
	assert_null(editor_arguments(&choice, "/a.md", 1, &error));
	assert_non_null(strstr(error->message, "VISUAL cannot be read as a command: "));
}

struct file_case {
	const char *document, *target, *found; /* NULL: none */
};

static const struct file_case file_cases[] = {
	{ "lib/talks/a.md", "a.mp4", "lib/talks/a.mp4" },
	{ "lib/talks/a.md", "./a.mp4", "lib/talks/a.mp4" },
	{ "lib/talks/a.md", "talks/a.mp4", "lib/talks/a.mp4" },
	{ "lib/talks/a.md", "../pic.png", "lib/pic.png" },
	{ "lib/talks/a.md", "/pic.png", "lib/pic.png" },
	{ "lib/talks/a.md", "pic.png", "lib/pic.png" },
	{ "lib/talks/a.md", "../../secret.pdf", NULL },
	{ "lib/talks/a.md", "out.pdf", NULL },
	{ "lib/talks/a.md", "/etc/passwd", NULL },
	{ "lib/talks/a.md", "../talks", NULL },
	{ "lib/talks/a.md", "none\033.png", NULL },
	{ "lib/talks/a.md", "", NULL },
	{ "elsewhere/b.md", "b.png", "elsewhere/b.png" },
	{ "elsewhere/b.md", "../secret.pdf", NULL },
};

static void
test_files(void **state)
{
	const char *roots[] = { "lib", NULL };
	g_autofree char *here = g_get_current_dir();

	(void)state;
	place_put("lib/talks/a.md", "a", -1);
	place_put("lib/talks/a.mp4", "a", -1);
	place_put("lib/pic.png", "a", -1);
	place_put("secret.pdf", "a", -1);
	place_put("elsewhere/b.png", "a", -1);
	assert_int_equal(symlink("../../secret.pdf", "lib/talks/out.pdf"), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(file_cases); i++) {
		const struct file_case *c = &file_cases[i];
		g_autoptr(GError) error = NULL;
		g_autofree char *found = library_file(c->document, roots, c->target, &error);
		g_autofree char *expected =
			c->found == NULL ? NULL : g_build_filename(here, c->found, NULL);

		if (g_strcmp0(found, expected) != 0)
			fail_msg("%s from %s: %s", c->target, c->document, found);
		if (error != NULL && strchr(error->message, '\033') != NULL)
			fail_msg("a control in: %s", error->message);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_urls),
		cmocka_unit_test(test_long_url),
		cmocka_unit_test(test_editors),
		cmocka_unit_test(test_bad_editor),
		cmocka_unit_test_setup_teardown(test_files, place_enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
