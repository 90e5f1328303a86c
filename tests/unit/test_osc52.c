/*
 * What a terminal is sent to take a text for its clipboard, through tmux and screen too.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "ui/osc52.h"

struct way_case {
	const char *term, *tmux, *sty;
	bool takes;
	enum osc52_way way;
};

static const struct way_case way_cases[] = {
	{ "xterm-256color", NULL, NULL, true, OSC52_PLAIN },
	{ "foot", "", "", true, OSC52_PLAIN },
	{ "linux", NULL, NULL, false, OSC52_NONE },
	{ "vt100", NULL, NULL, false, OSC52_NONE },
	{ NULL, NULL, NULL, false, OSC52_NONE },
	{ "tmux-256color", "/tmp/tmux-0/default,1,0", NULL, true, OSC52_TMUX },
	{ "screen-256color", "/tmp/tmux-0/default,1,0", NULL, true, OSC52_TMUX },
	{ "linux", "/tmp/tmux-0/default,1,0", NULL, false, OSC52_TMUX },
	{ "tmux-256color", NULL, NULL, true, OSC52_TMUX },
	{ "screen", NULL, "1.pts-0.host", true, OSC52_SCREEN },
	{ "screen.xterm-256color", NULL, NULL, true, OSC52_EITHER },
	{ "screen-256color", "/tmp/tmux-0/default,1,0", "1.pts-0.host", true, OSC52_EITHER },
	{ "tmux-256color", "/tmp/tmux-0/default,1,0", "1.pts-0.host", true, OSC52_TMUX },
};

static void
test_way(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(way_cases); i++) {
		const struct way_case *c = &way_cases[i];

		if (osc52_way(c->term, c->tmux, c->sty, c->takes) != c->way)
			fail_msg("case %zu: %s", i, c->term);
	}
}

static void
assert_sent(enum osc52_way way, const char *text, const char *expected)
{
	g_autoptr(GString) out = g_string_new(NULL);

	osc52_append(out, way, text, strlen(text));
	assert_string_equal(out->str, expected);
}

static void
test_bytes(void **state)
{
	(void)state;
	assert_sent(OSC52_PLAIN, "hello", "\033]52;c;aGVsbG8=\a");
	assert_sent(OSC52_TMUX, "hello",
		"\033]52;c;aGVsbG8=\a\033Ptmux;\033\033]52;c;aGVsbG8=\a\033\\");
	assert_sent(OSC52_SCREEN, "hello", "\033P\033]52;c;aGVsbG8=\a\033\\");
	assert_sent(OSC52_EITHER, "hello", "\033]52;c;aGVsbG8=\a\033P\033]52;c;aGVsbG8=\a\033\\");
	assert_sent(OSC52_PLAIN, "", "\033]52;c;\a");
}

/* What screen hands on is put together again by its terminal; none of its strings is too long. */
static void
test_pieces(void **state)
{
	g_autofree char *text = g_strnfill(5000, 'x');
	g_autoptr(GString) out = g_string_new(NULL), whole = g_string_new(NULL);
	g_autoptr(GString) plain = g_string_new(NULL);

	(void)state;
	osc52_append(out, OSC52_SCREEN, text, strlen(text));
	osc52_append(plain, OSC52_PLAIN, text, strlen(text));
	for (const char *at = out->str; *at != '\0';) {
		const char *end = strstr(at, "\033\\");

		assert_non_null(end);
		assert_int_equal(strncmp(at, "\033P", 2), 0);
		assert_true(end - at < 768);
		g_string_append_len(whole, at + 2, end - at - 2);
		at = end + 2;
	}
	assert_string_equal(whole->str, plain->str);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_way),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
