#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <curses.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "text/width.h"
#include "ui/terminal.h"

#include <term.h> /* last: its macros are common words */

#define HEIGHT 6
#define WIDTH 20

/* A terminal whose other end the test holds. */
struct line {
	int master, slave;
	struct terminal *terminal;
	struct theme *theme;
};

static void
line_open(struct line *line, const char *name, bool colour)
{
	struct winsize size = { .ws_row = HEIGHT, .ws_col = WIDTH };
	g_autoptr(GError) error = NULL;

	assert_int_equal(openpty(&line->master, &line->slave, NULL, NULL, &size), 0);
	fcntl(line->master, F_SETFL, O_NONBLOCK);
	g_setenv("TERM", name, TRUE);
	line->theme = theme_new();
	line->terminal = terminal_new(&(struct terminal_options){ .input = line->slave,
					      .output = line->slave,
					      .escape_delay = 25,
					      .colour = colour,
					      .theme = line->theme },
		&error);
	if (line->terminal == NULL)
		fail_msg("%s", error->message);
}

/* What was written to the terminal since the last call. */
static char *
line_read(const struct line *line)
{
	GString *out = g_string_new(NULL);
	char buffer[4096];
	ssize_t n;

	while ((n = read(line->master, buffer, sizeof(buffer))) > 0)
		g_string_append_len(out, buffer, n);
	return g_string_free(out, FALSE);
}

static void
line_type(const struct line *line, const char *bytes)
{
	struct pollfd input = { .fd = line->slave, .events = POLLIN };

	assert_int_equal(write(line->master, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
	assert_int_equal(poll(&input, 1, 5000), 1);
}

static void
line_close(struct line *line)
{
	terminal_free(line->terminal);
	theme_free(line->theme);
	close(line->master);
	close(line->slave);
}

/* Each cell that curses holds is the canvas's: the character, its marks, and what attributes can
 * tell. */
static void
assert_screen(const struct canvas *canvas)
{
	for (int y = 0; y < canvas_height(canvas); y++) {
		for (int x = 0; x < canvas_width(canvas); x++) {
			wchar_t wide[CCHARW_MAX + 1] = L"";
			g_autofree char *held = NULL;
			attr_t attributes;
			short pair;
			int full;
			cchar_t cell;

			if (canvas_glyph(canvas, y, x)[0] == '\0')
				continue;
			assert_int_equal(mvin_wch(y, x, &cell), OK);
			assert_int_equal(getcchar(&cell, wide, &attributes, &pair, &full), OK);
			held = g_ucs4_to_utf8((const gunichar *)wide, -1, NULL, NULL, NULL);
			assert_string_equal(held, canvas_glyph(canvas, y, x));
			if (canvas_role_at(canvas, y, x) == ROLE_HEADING2)
				assert_true(attributes & A_BOLD);
			if (canvas_role_at(canvas, y, x) == ROLE_LINK)
				assert_true(attributes & A_UNDERLINE);
		}
	}
}

static void
draw_sample(struct canvas *canvas)
{
	canvas_put(canvas, 0, 0, ROLE_HEADING2, SAFE_TEXT, "Heading 漢字 x", -1);
	canvas_put(canvas, 1, 0, ROLE_TEXT, SAFE_TEXT,
		"cafe\xcc\x81 \xf0\x9d\x92\x80\xcc\x81\xcc\x82\xcc\x83\xcc\x84.", -1);
	canvas_put(canvas, 2, 0, ROLE_LINK, SAFE_TEXT, "👩‍🚀 link", -1);
	canvas_put(canvas, 3, 0, ROLE_TEXT, SAFE_TEXT, "12345678901234567890", -1);
	canvas_put(canvas, 4, 19, ROLE_TEXT, SAFE_TEXT, "漢", -1);
	canvas_put(canvas, 5, 18, ROLE_HIT, SAFE_TEXT, "漢", -1);
	canvas_put(canvas, 5, 0, ROLE_TEXT, SAFE_TEXT, "\033]0;evil\a\xc2\x9b", -1);
	canvas_role(canvas, (struct rect){ 3, 4, 1, 5 }, ROLE_CURSOR);
}

static const char *const terminal_names[] = { "vt100", "xterm", "xterm-16color", "xterm-256color",
	"xterm-direct", "screen-256color", "tmux-256color", "linux" };

static void
test_shows(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(terminal_names); i++) {
		for (int colour = 0; colour < 2; colour++) {
			struct line line;
			g_autoptr(Canvas) canvas = canvas_new(HEIGHT, WIDTH);
			g_autofree char *written = NULL;

			if (setupterm(terminal_names[i], STDERR_FILENO, &(int){ 0 }) == ERR)
				continue;
			del_curterm(cur_term);
			line_open(&line, terminal_names[i], colour);
			draw_sample(canvas);
			terminal_show(line.terminal, canvas);
			assert_screen(canvas);
			written = line_read(&line);
			assert_non_null(strstr(written, "Heading"));
			assert_null(strstr(written, "\033]0;evil"));
			canvas_clear(canvas);
			canvas_put(canvas, 1, 3, ROLE_TEXT, SAFE_TEXT, "漢字", -1);
			terminal_show(line.terminal, canvas);
			assert_screen(canvas);
			line_close(&line);
		}
	}
}

static void
test_writes_little(void **state)
{
	struct line line;
	g_autoptr(Canvas) canvas = canvas_new(HEIGHT, WIDTH);
	g_autofree char *first = NULL;
	g_autofree char *same = NULL;
	g_autofree char *cell = NULL;

	(void)state;
	line_open(&line, "xterm-256color", true);
	draw_sample(canvas);
	terminal_show(line.terminal, canvas);
	first = line_read(&line);
	terminal_show(line.terminal, canvas);
	same = line_read(&line);
	assert_string_equal(same, "");
	canvas_put(canvas, 3, 0, ROLE_TEXT, SAFE_TEXT, "x", -1);
	terminal_show(line.terminal, canvas);
	cell = line_read(&line);
	assert_true(strlen(cell) > 0 && strlen(cell) < 24);
	line_close(&line);
}

static void
test_no_colours(void **state)
{
	struct line line;
	g_autoptr(Canvas) canvas = canvas_new(HEIGHT, WIDTH);
	g_autofree char *written = NULL;

	(void)state;
	line_open(&line, "xterm-256color", false);
	canvas_put(canvas, 0, 0, ROLE_CURSOR, SAFE_TEXT, "reverse", -1);
	terminal_show(line.terminal, canvas);
	written = line_read(&line);
	assert_null(strstr(written, "[38;5"));
	assert_null(strstr(written, "[3"));
	assert_non_null(strstr(written, "7mreverse"));
	line_close(&line);
}

struct key_case {
	const char *bytes, *keys;
};

static const struct key_case key_cases[] = {
	{ "j", "j" },
	{ "]]", "]]" },
	{ "\r", "Enter" },
	{ "\t", "Tab" },
	{ "\033[Z", "Shift-Tab" },
	{ "\x7f\b", "Backspace Backspace" },
	{ "\033OA\033OB\033OC\033OD", "Up Down Right Left" },
	{ "\033[A\033[B", "Up Down" },
	{ "\033[1;2D\033[1;2C", "Shift-Left Shift-Right" },
	{ "\033[5~\033[6~", "PgUp PgDn" },
	{ "\033OH\033OF\033[H\033[F", "Home End Home End" },
	{ "\033OP\033[11~", "F1 F1" },
	{ "\x03\x1a\x0c", "Ctrl-c Ctrl-z Ctrl-l" },
	{ "\xc3\xa9\xe6\xbc\xa2", "é漢" },
	{ "\033", "Esc" },
	{ "\033j", "Esc j" },
	{ "\033\033[A", "Esc Up" },
	{ "\033[200~x", "x" },
	{ "\033[1;99Zx", "x" },
	{ "\033[<0;3;4Mx", "x" },
	{ "\xff\xfex", "x" },
};

static void
test_keys(void **state)
{
	struct line line;

	(void)state;
	line_open(&line, "xterm-256color", true);
	assert_int_equal(terminal_key(line.terminal), KEY_CODE_NONE);
	for (size_t i = 0; i < G_N_ELEMENTS(key_cases); i++) {
		g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(key_code));
		g_autofree char *name = NULL;
		key_code key;

		line_type(&line, key_cases[i].bytes);
		while ((key = terminal_key(line.terminal)) != KEY_CODE_NONE)
			g_array_append_val(keys, key);
		name = key_sequence_name((const key_code *)(void *)keys->data, keys->len);
		assert_string_equal(name, key_cases[i].keys);
	}
	assert_false(terminal_gone(line.terminal));
	line_close(&line);
}

/* Keys as they come, those of the mouse with their places. */
static char *
keys_of(struct line *line)
{
	static const char *const words[] = {
		[POINTER_CLICK] = "click",
		[POINTER_WHEEL_UP] = "up",
		[POINTER_WHEEL_DOWN] = "down",
	};
	GString *out = g_string_new(NULL);
	char name[32];
	key_code key;

	while ((key = terminal_key(line->terminal)) != KEY_CODE_NONE) {
		if (out->len > 0)
			g_string_append_c(out, ' ');
		if (key_is_pointer(key))
			g_string_append_printf(out, "%s@%d,%d", words[key_pointer_what(key)],
				key_pointer_y(key), key_pointer_x(key));
		else
			g_string_append(out, key_code_name(key, name));
	}
	return g_string_free(out, FALSE);
}

static void
test_mouse(void **state)
{
	static const struct key_case cases[] = {
		{ "\033[<0;3;4Mx", "click@3,2 x" },
		{ "\033[<0;3;4M\033[<0;3;4mx", "click@3,2 x" },
		{ "\033[<64;1;1M\033[<65;300;200M", "up@0,0 down@199,299" },
		{ "\033[<65;2;2M\033[<65;2;2M\033[<65;2;2M", "down@1,1 down@1,1 down@1,1" },
		/* With Ctrl; another button; one that is dragged. */
		{ "\033[<16;3;4M\033[<2;3;4M\033[<32;3;4Mx", "click@3,2 x" },
		{ "\033[<0;0;4M\033[<0;3;M\033[<;3;4M\033[<0;3M\033[<0;3;4;5Mx", "x" },
		{ "\033[<0;99999999999;99999999999Mx", "click@16383,16383 x" },
	};
	static const char *const terminals[] = { "xterm-256color", "tmux-256color",
		"screen-256color" };

	(void)state;
	for (size_t t = 0; t < G_N_ELEMENTS(terminals); t++) {
		struct line line;
		line_open(&line, terminals[t], true);
		for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
			g_autofree char *keys = NULL;
			line_type(&line, cases[i].bytes);
			g_free(keys_of(&line));
			terminal_mouse(line.terminal, true);
			line_type(&line, cases[i].bytes);
			keys = keys_of(&line);
			assert_string_equal(keys, cases[i].keys);
			terminal_mouse(line.terminal, false);
		}
		line_close(&line);
	}
}

/* The older form, where the terminal's description has it: three bytes. */
static void
test_mouse_bytes(void **state)
{
	struct line line;

	(void)state;
	line_open(&line, "tmux-256color", true);
	line_type(&line, "\033[M !!x");
	g_autofree char *ignored = keys_of(&line);
	assert_string_equal(ignored, "x");
	terminal_mouse(line.terminal, true);
	line_type(&line, "\033[M !!\033[Ma#\xc1\033[M#!!x");
	g_autofree char *keys = keys_of(&line);
	assert_string_equal(keys, "click@0,0 down@160,2 x");
	line_close(&line);
}

/* It is asked for, and given back whenever the terminal is. */
static void
test_mouse_given_back(void **state)
{
	struct line line;

	(void)state;
	line_open(&line, "xterm-256color", true);
	g_autofree char *before = line_read(&line);
	assert_null(strstr(before, "[?1000"));
	terminal_mouse(line.terminal, true);
	g_autofree char *taken = line_read(&line);
	assert_non_null(strstr(taken, "\033[?1000h\033[?1006h"));
	terminal_leave(line.terminal);
	g_autofree char *left = line_read(&line);
	assert_non_null(strstr(left, "\033[?1006l\033[?1000l"));
	terminal_enter(line.terminal);
	g_autofree char *again = line_read(&line);
	assert_non_null(strstr(again, "\033[?1000h"));
	terminal_mouse(line.terminal, false);
	g_autofree char *given = line_read(&line);
	assert_non_null(strstr(given, "\033[?1000l"));
	line_close(&line);
	/* A terminal that knows no mouse is asked nothing. */
	line_open(&line, "vt100", false);
	terminal_mouse(line.terminal, true);
	g_autofree char *none = line_read(&line);
	assert_null(strstr(none, "?1000"));
	line_close(&line);
}

static void
test_resize(void **state)
{
	struct winsize size = { .ws_row = 3, .ws_col = 40 };
	struct line line;
	g_autoptr(Canvas) canvas = canvas_new(3, 40);
	g_autoptr(Canvas) old = canvas_new(HEIGHT, WIDTH);
	int height, width;

	(void)state;
	line_open(&line, "xterm-256color", true);
	assert_false(terminal_resize(line.terminal));
	ioctl(line.slave, TIOCSWINSZ, &size);
	assert_true(terminal_resize(line.terminal));
	terminal_size(line.terminal, &height, &width);
	assert_int_equal(height, 3);
	assert_int_equal(width, 40);
	assert_int_equal(terminal_key(line.terminal), KEY_CODE_NONE);
	terminal_show(line.terminal, old);
	draw_sample(canvas);
	terminal_show(line.terminal, canvas);
	assert_screen(canvas);
	line_close(&line);
}

static void
test_gives_back(void **state)
{
	struct line line;
	g_autoptr(Canvas) canvas = canvas_new(HEIGHT, WIDTH);
	struct termios before, after;
	g_autofree char *entered = NULL;
	g_autofree char *left = NULL;
	g_autofree char *again = NULL;

	(void)state;
	assert_int_equal(openpty(&line.master, &line.slave, NULL, NULL, NULL), 0);
	assert_int_equal(tcgetattr(line.slave, &before), 0);
	close(line.master);
	close(line.slave);
	line_open(&line, "xterm-256color", true);
	draw_sample(canvas);
	terminal_show(line.terminal, canvas);
	terminal_title(line.terminal, "a\033title\a");
	entered = line_read(&line);
	assert_non_null(strstr(entered, "\033[?1049h"));
	assert_non_null(strstr(entered, "\033]2;a^[title^G\a"));
	terminal_leave(line.terminal);
	left = line_read(&line);
	assert_non_null(strstr(left, "\033[?1049l"));
	assert_int_equal(tcgetattr(line.slave, &after), 0);
	assert_int_equal(after.c_lflag, before.c_lflag);
	assert_int_equal(after.c_iflag, before.c_iflag);
	terminal_show(line.terminal, canvas);
	terminal_enter(line.terminal);
	terminal_show(line.terminal, canvas);
	again = line_read(&line);
	assert_non_null(strstr(again, "\033[?1049h"));
	assert_non_null(strstr(again, "Heading"));
	line_close(&line);
}

static void
test_gone(void **state)
{
	struct line line;

	(void)state;
	line_open(&line, "xterm-256color", true);
	close(line.master);
	line.master = open("/dev/null", O_RDONLY);
	assert_int_equal(terminal_key(line.terminal), KEY_CODE_NONE);
	assert_true(terminal_gone(line.terminal));
	line_close(&line);
}

static void
test_refuses(void **state)
{
	static const char *const names[] = { "no-such-terminal", "" };
	g_autoptr(Theme) theme = theme_new();
	struct terminal_options options = { .theme = theme, .colour = true };
	int master, slave, null = open("/dev/null", O_RDWR);

	(void)state;
	assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
	options.input = options.output = slave;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(GError) error = NULL;

		g_setenv("TERM", names[i], TRUE);
		assert_null(terminal_new(&options, &error));
		assert_non_null(strstr(error->message, "TERM"));
	}
	options.input = options.output = null;
	{
		g_autoptr(GError) error = NULL;

		g_setenv("TERM", "xterm", TRUE);
		assert_null(terminal_new(&options, &error));
		assert_non_null(error);
	}
	close(master);
	close(slave);
	close(null);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shows),
		cmocka_unit_test(test_writes_little),
		cmocka_unit_test(test_no_colours),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_mouse),
		cmocka_unit_test(test_mouse_bytes),
		cmocka_unit_test(test_mouse_given_back),
		cmocka_unit_test(test_resize),
		cmocka_unit_test(test_gives_back),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_refuses),
	};

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
