/*
 * What is copied, as a terminal gets it: the bytes that each kind of terminal is sent and the words in
 * the status line, those that take nothing, and the command that takes it instead.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "support/place.h"
#include "support/probe.h"
#include "support/reading.h"

#define VIDEO "https://www.youtube.com/watch?v=dQw4w9WgXcQ"

/* The bytes that are sent at most, and those of one of screen's strings. */
#define MOST 74994
#define PIECE_MOST 768

static const char note[] =
	"---\ntitle: A talk\nsource: " VIDEO "\n---\n"
	"Spoken x\033[201~y\033]52;c;eA==\a \xc2\x9b\xe2\x80\xaez\xf3\xa0\x81\x81 "
	"日本 [1:02].\nAnd *more*.\n\n- one\n- two\n";

/* --- what was sent --- */

/* Texts that were handed over plainly, wrapped for tmux, and for screen. */
struct sent {
	GPtrArray *plain, *tmux, *screen;
};

/* The text of one whole sequence. */
static char *
text_of(const char *sequence, size_t n)
{
	static const char start[] = "\033]52;c;", end[] = "\a";
	g_autofree char *base64 = NULL;
	g_autofree guchar *bytes = NULL;
	g_autofree char *again = NULL;
	gsize length;

	if (n < strlen(start) + 1 || memcmp(sequence, start, strlen(start)) != 0 ||
		memcmp(sequence + n - 1, end, 1) != 0)
		fail_msg("no OSC 52: %.*s", (int)n, sequence);
	base64 = g_strndup(sequence + strlen(start), n - strlen(start) - 1);
	bytes = g_base64_decode(base64, &length);
	again = g_base64_encode(bytes, length);
	assert_string_equal(again, base64);
	return g_strndup((const char *)bytes, length);
}

/* Takes a DCS string (after its start) apart; gives its end. */
static const char *
take_wrapped(const char *at, struct sent *sent, GString *pieces)
{
	g_autoptr(GString) held = g_string_new(NULL);
	bool tmux = g_str_has_prefix(at, "tmux;");
	const char *from = at;

	for (at += tmux ? 5 : 0; !g_str_has_prefix(at, "\033\\"); at++) {
		assert_int_not_equal(*at, '\0');
		/* tmux takes each Esc twice. */
		if (tmux && *at == '\033')
			assert_int_equal(*++at, '\033');
		g_string_append_c(held, *at);
	}
	if (tmux) {
		g_ptr_array_add(sent->tmux, text_of(held->str, held->len));
		return at + 2;
	}
	assert_true(at - from + 4 < PIECE_MOST);
	g_string_append_len(pieces, held->str, (gssize)held->len);
	if (g_str_has_suffix(pieces->str, "\a")) {
		g_ptr_array_add(sent->screen, text_of(pieces->str, pieces->len));
		g_string_truncate(pieces, 0);
	}
	return at + 2;
}

static void
sent_find(struct sent *sent, const char *seen)
{
	g_autoptr(GString) pieces = g_string_new(NULL);

	sent->plain = g_ptr_array_new_with_free_func(g_free);
	sent->tmux = g_ptr_array_new_with_free_func(g_free);
	sent->screen = g_ptr_array_new_with_free_func(g_free);
	for (const char *at = seen; *at != '\0';) {
		if (g_str_has_prefix(at, "\033P")) {
			at = take_wrapped(at + 2, sent, pieces);
		} else if (g_str_has_prefix(at, "\033]52")) {
			const char *end = strchr(at, '\a');

			assert_non_null(end);
			g_ptr_array_add(sent->plain, text_of(at, (size_t)(end + 1 - at)));
			at = end + 1;
		} else {
			at++;
		}
	}
	assert_int_equal(pieces->len, 0);
}

static void
sent_clear(struct sent *sent)
{
	g_ptr_array_unref(sent->plain);
	g_ptr_array_unref(sent->tmux);
	g_ptr_array_unref(sent->screen);
}

/* That it is the text, once for each time that it was asked for at most, or nothing where it is not
 * wanted. */
static void
assert_sent(const GPtrArray *texts, unsigned wanted, const char *expected)
{
	if (texts->len > wanted || (texts->len == 0 && wanted > 0))
		fail_msg("%u are sent, not %u: %s", texts->len, wanted, expected);
	for (guint i = 0; i < texts->len; i++)
		assert_string_equal(g_ptr_array_index(texts, i), expected);
}

/* --- each terminal --- */

struct yank_case {
	const char *keys, *text, *words;
};

static const struct yank_case yanks[] = {
	{ "yl", "[[talk]]", "a link to this document: [[talk]]" },
	{ "yt", VIDEO "&t=62s", "the link at 1:02: https://www" },
	{ "yy", "Spoken x[201~y]52;c;eA== z 日本 [1:02]. And more.", "the paragraph: Spoken" },
	{ "ys", "Spoken x[201~y]52;c;eA== z 日本 [1:02].\nAnd *more*.\n\n- one\n- two",
		"the section, 5 lines: Spoken" },
	{ "vGy", "Spoken x[201~y]52;c;eA== z 日本 [1:02]. And more.\n\none\ntwo",
		"4 lines: Spoken" },
};

struct terminal_case {
	const char *term, *tmux, *sty, *ssh;
	bool plain, for_tmux, for_screen;
	const char *words; /* before what was copied */
};

#define UNSURE "copied (where tmux has set-clipboard on) "

static const struct terminal_case terminals[] = {
	{ "xterm-256color", NULL, NULL, NULL, true, false, false, "copied " },
	{ "xterm-256color", NULL, NULL, "10.0.0.1 1 10.0.0.2 22", true, false, false, "copied " },
	{ "tmux-256color", NULL, NULL, NULL, true, true, false, UNSURE },
	{ "tmux-256color", "/nowhere,1,0", NULL, NULL, true, true, false, UNSURE },
	{ "screen-256color", NULL, NULL, NULL, true, false, true, UNSURE },
	{ "screen-256color", NULL, "1.pts-0.host", NULL, false, false, true, "copied " },
	{ "linux", NULL, NULL, NULL, false, false, false,
		"not copied: this terminal (linux) takes no clipboard: set copy-command" },
	{ "vt100", NULL, NULL, NULL, false, false, false,
		"not copied: this terminal (vt100) takes no clipboard: set copy-command" },
};

static void
set_or_unset(const char *name, const char *value)
{
	if (value != NULL)
		g_setenv(name, value, TRUE);
	else
		g_unsetenv(name);
}

/* A tmux of ours, so that it does not matter what is installed. */
static void
put_tmux(const char *script)
{
	g_autofree char *whole = g_strdup_printf("#!/bin/sh\n%s\n", script);
	g_autofree char *here = g_get_current_dir();
	g_autofree char *path = g_strdup_printf("%s/bin:%s", here, g_getenv("PATH"));

	place_put("bin/tmux", whole, -1);
	assert_int_equal(g_chmod("bin/tmux", 0700), 0);
	if (!g_str_has_prefix(g_getenv("PATH"), here))
		g_setenv("PATH", path, TRUE);
}

/* Copies, and looks at what was sent since and is said. */
static void
assert_copies(struct session *session, const struct terminal_case *terminal,
	const struct yank_case *yank)
{
	bool takes = terminal->plain || terminal->for_tmux || terminal->for_screen;
	g_autofree char *words = g_strconcat(terminal->words, takes ? yank->words : "", NULL);
	size_t before = session->seen->len;
	struct sent sent;
	unsigned typed = reading_says(session, yank->keys, words);

	sent_find(&sent, session->seen->str + before);
	assert_sent(sent.plain, terminal->plain ? typed : 0, yank->text);
	assert_sent(sent.tmux, terminal->for_tmux ? typed : 0, yank->text);
	assert_sent(sent.screen, terminal->for_screen ? typed : 0, yank->text);
	sent_clear(&sent);
}

static void
test_terminals(void **state)
{
	(void)state;
	put_tmux("exit 1");
	place_put("talk.md", note, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(terminals); i++) {
		const struct terminal_case *c = &terminals[i];
		struct session session;

		g_setenv("TERM", c->term, TRUE);
		set_or_unset("TMUX", c->tmux);
		set_or_unset("STY", c->sty);
		set_or_unset("SSH_CONNECTION", c->ssh);
		reading_open(&session, "talk.md", "Spoken");
		for (size_t k = 0; k < G_N_ELEMENTS(yanks); k++)
			assert_copies(&session, c, &yanks[k]);
		session_close(&session);
	}
}

/* Without a display what would be opened is copied; so it reaches who sits behind a network. */
static void
test_without_display(void **state)
{
	static const struct terminal_case c = { .plain = true, .words = "copied " };
	static const struct yank_case x = { "x", VIDEO, "the link, as no display is here: " VIDEO };
	struct session session;

	(void)state;
	g_setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22", TRUE);
	place_put("talk.md", note, -1);
	reading_open(&session, "talk.md", "Spoken");
	assert_copies(&session, &c, &x);
	reading_quit(&session);
}

/* --- sizes --- */

/* A section whose file holds so many bytes of it: a heading, and lines that the screen shows. */
static char *
section_of(size_t n)
{
	GString *text = g_string_new("# Long\n\n");

	while (text->len < n)
		g_string_append_c(text, text->len % 60 == 59 ? '\n' : 'x');
	text->str[n - 1] = 'x';
	return g_string_free(text, FALSE);
}

struct size_case {
	size_t n;
	const char *sty;
	const char *words;
};

static const struct size_case sizes[] = {
	{ MOST, NULL, "copied the section, 1,252 lines: # Long" },
	{ MOST, "1.pts-0.host", "copied the section, 1,252 lines: # Long" },
	{ MOST + 1, NULL,
		"not copied: 74,995 bytes are more than the terminal takes (74,994): set copy-" },
	{ MOST + 1, "1.pts-0.host", "not copied: 74,995 bytes are more than the terminal takes" },
};

static void
test_sizes(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		const struct size_case *c = &sizes[i];
		g_autofree char *text = section_of(c->n);
		struct session session;
		struct sent sent;

		place_put("long.md", text, -1);
		set_or_unset("STY", c->sty);
		reading_open(&session, "long.md", "xxx");
		unsigned typed = reading_says(&session, "ys", c->words);

		sent_find(&sent, session.seen->str);
		assert_sent(sent.plain, c->n <= MOST && c->sty == NULL ? typed : 0, text);
		assert_sent(sent.screen, c->n <= MOST && c->sty != NULL ? typed : 0, text);
		assert_sent(sent.tmux, 0, text);
		sent_clear(&sent);
		session_close(&session);
	}
}

/* --- programs that take it --- */

/* In tmux that is asked, and the terminal is sent nothing. */
static void
test_tmux_takes(void **state)
{
	static const struct terminal_case c = {
		.words = "copied a link to this document: [[talk]]"
	};
	struct session session;
	g_autofree char *taken = NULL;

	(void)state;
	put_tmux("printf '%s|' \"$@\" >asked; cat >taken; echo bpaste,clipboard");
	g_setenv("TMUX", "/nowhere,1,0", TRUE);
	place_put("talk.md", note, -1);
	reading_open(&session, "talk.md", "Spoken");
	assert_copies(&session, &c, &yanks[0]);
	assert_true(g_file_get_contents("taken", &taken, NULL, NULL));
	assert_string_equal(taken, "[[talk]]");
	g_clear_pointer(&taken, g_free);
	assert_true(g_file_get_contents("asked", &taken, NULL, NULL));
	assert_string_equal(taken, "load-buffer|-w|-|;|display-message|-p|#{client_termfeatures}|");
	reading_quit(&session);
}

/* The configured command takes it wherever lectern runs, and of any size. */
static void
test_command_takes(void **state)
{
	static const struct terminal_case c = {
		.words = "copied a link to this document: [[talk]]"
	};
	static const struct yank_case refused = { .keys = "yl" };
	static const struct terminal_case fails = { .words =
							    "not copied: test_clipboard ended with "
							    "status 7" };
	g_autofree char *settings = NULL;
	g_autofree char *told = NULL;
	struct session session;
	struct probe probe;

	(void)state;
	probe_open(&probe);
	settings =
		g_strdup_printf("copy-command: [%s, tell, \"a b\", \"$(x)\", \"*\"]\n", probe.call);
	reading_configure(settings);
	place_put("talk.md", note, -1);
	g_setenv("LD_TEST_OF_LECTERN", "1", TRUE);
	g_setenv("TMUX", "/nowhere,1,0", TRUE);
	reading_open(&session, "talk.md", "Spoken");
	assert_copies(&session, &c, &yanks[0]);
	told = probe_tells(&probe);
	assert_string_equal(told,
		"arguments: [tell] [a b] [$(x)] [*]\ninput: 8 [[talk]]\nterminals:\nsession: own\n"
		"descriptors:\nlinker:\nsignals: 0 0\nend\n");
	reading_quit(&session);
	g_free(settings);
	settings = g_strdup_printf("copy-command: [%s, exit, \"7\"]\n", probe.call);
	reading_configure(settings);
	reading_open(&session, "talk.md", "Spoken");
	assert_copies(&session, &fails, &refused);
	reading_quit(&session);
	g_unsetenv("LD_TEST_OF_LECTERN");
	probe_close(&probe);
}

static void
test_command_takes_much(void **state)
{
	g_autofree char *text = section_of(1 << 20);
	g_autofree char *taken = NULL;
	struct session session;

	(void)state;
	reading_configure("copy-command: [sh, -c, 'cat >taken']\n");
	place_put("long.md", text, -1);
	reading_open(&session, "long.md", "xxx");
	reading_says(&session, "ys", "copied the section, 17,479 lines: # Long");
	assert_true(g_file_get_contents("taken", &taken, NULL, NULL));
	assert_string_equal(taken, text);
	reading_quit(&session);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, reading_enter, reading_leave)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(test_terminals),
		TEST(test_without_display),
		TEST(test_sizes),
		TEST(test_tmux_takes),
		TEST(test_command_takes),
		TEST(test_command_takes_much),
	};
	int status;

	if (probe_ran(argc, argv, &status))
		return status;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
