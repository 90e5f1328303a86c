#include "config.h"

#include "ui/terminal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "text/safe.h"
#include "text/utf8.h"
#include "ui/osc52.h"
#include "ui/outlet.h"
#include "ui/rescue.h"
#include "ui/terminal_input.h"

#define TITLE_CELLS 120
#define TITLE_PUSH "\033[22;2t"
#define TITLE_POP "\033[23;2t"

/* Buttons are reported, with places of any number (xterm's ctlseqs, 1000 and 1006). */
#define POINTER_TAKE "\033[?1000h\033[?1006h"
#define POINTER_LEAVE "\033[?1006l\033[?1000l"

/* What curses needs for a role. */
struct role_look {
	attr_t attributes;
	int pair;
};

struct terminal {
	FILE *input, *output;
	struct outlet outlet; /* of output */
	SCREEN *screen;
	struct terminal_input keys;
	int height, width;
	bool colour, titled;
	enum osc52_way copies;
	bool points, pointing; /* knows a mouse; it is taken */
	bool saves_title;      /* by ourselves: where going to the alternate screen does not */
	bool left;             /* given back for a while */
	bool whole;            /* all is drawn anew at the next show */
	struct role_look looks[ROLE_COUNT_OF];
	struct canvas *shown;
	cchar_t *row;
};

/* Whether the terminal takes xterm's titles and answers nothing to them. */
static bool
takes_titles(void)
{
	static const char *const names[] = { "xterm", "tmux", "screen", "rxvt", "foot", "alacritty",
		"kitty", "st-", "vte", "gnome", "konsole", "wezterm", "ghostty" };
	const char *name = termname();

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_str_has_prefix(name, names[i]))
			return true;
	return tigetflag("XT") > 0;
}

/* Whether terminfo has a string of that name: "Ms" is OSC 52 (user_caps(5)). */
static bool
has_string(const char *name)
{
	const char *s = tigetstr(name);

	return s != NULL && s != (char *)-1;
}

/* Whether s is part of what the terminal is sent to take it. */
static bool
enters_with(const char *s)
{
	const char *enter = tigetstr("smcup");

	return enter != NULL && enter != (char *)-1 && strstr(enter, s) != NULL;
}

static void
send_bytes(const struct terminal *terminal, const char *s, size_t n)
{
	outlet_send(outlet_terminal(&terminal->outlet), s, n);
}

/* A string of terminfo without its padding (`$<5>`), as it is written; "" where there is none. */
static void
append_capability(GString *out, const char *name)
{
	const char *s = tigetstr(name);

	if (s == NULL || s == (char *)-1)
		return;
	while (*s != '\0') {
		const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;

		if (end != NULL)
			s = end;
		else
			g_string_append_c(out, *s);
		s++;
	}
}

static void
prepare_rescue(const struct terminal *terminal, const struct termios *modes)
{
	g_autoptr(GString) leave = g_string_new(NULL);

	append_capability(leave, "sgr0");
	append_capability(leave, "op");
	append_capability(leave, "rmkx");
	append_capability(leave, "cnorm");
	append_capability(leave, "rmcup");
	if (terminal->points)
		g_string_append(leave, POINTER_LEAVE);
	if (terminal->saves_title)
		g_string_append(leave, TITLE_POP);
	rescue_init(outlet_terminal(&terminal->outlet), modes, leave->str, leave->len);
}

static attr_t
curses_attributes(uint8_t attributes)
{
	attr_t result = A_NORMAL;

	if (attributes & LOOK_BOLD)
		result |= A_BOLD;
	if (attributes & LOOK_DIM)
		result |= A_DIM;
	if (attributes & LOOK_ITALIC)
		result |= A_ITALIC;
	if (attributes & LOOK_UNDERLINE)
		result |= A_UNDERLINE;
	if (attributes & LOOK_REVERSE)
		result |= A_REVERSE;
	return result;
}

/* A colour as curses counts it: an index, or on a terminal of direct colours the colour itself, of
 * which the first 8 values are the palette's. */
static int
curses_colour(int32_t colour, bool direct)
{
	if (colour < 0)
		return -1;
	if (!direct)
		return colour - LOOK_INDEXED;
	return theme_rgb(colour) < 8 ? 0 : theme_rgb(colour);
}

void
terminal_theme(struct terminal *terminal, const struct theme *theme)
{
	int colours = terminal->colour ? COLORS : 0, pairs = 0;
	struct look given[ROLE_COUNT_OF];

	for (int role = 0; role < ROLE_COUNT_OF; role++) {
		struct look look = theme_look_in(theme, (enum role)role, colours);
		int pair = 0;

		given[role] = look;
		for (int i = 0; i < role && pair == 0; i++)
			if (given[i].fg == look.fg && given[i].bg == look.bg)
				pair = terminal->looks[i].pair;
		if (pair == 0 && (look.fg >= 0 || look.bg >= 0) && pairs + 1 < COLOR_PAIRS) {
			pair = ++pairs;
			init_extended_pair(pair, curses_colour(look.fg, colours > 256),
				curses_colour(look.bg, colours > 256));
		}
		terminal->looks[role].pair = pair;
		terminal->looks[role].attributes = curses_attributes(look.attributes);
	}
	terminal_redraw(terminal);
}

static void
set_modes(struct terminal *terminal, int escape_delay)
{
	raw();
	noecho();
	nonl();
	typeahead(-1);
	set_escdelay(escape_delay);
	idlok(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	terminal_input_init(&terminal->keys, fileno(terminal->input));
}

static bool
open_streams(struct terminal *terminal, const struct terminal_options *options)
{
	int in = fcntl(options->input, F_DUPFD_CLOEXEC, 3);
	int out = fcntl(options->output, F_DUPFD_CLOEXEC, 3);

	terminal->input = in >= 0 ? fdopen(in, "r") : NULL;
	terminal->output = out >= 0 ? fdopen(out, "w") : NULL;
	return terminal->input != NULL && terminal->output != NULL;
}

/* Asked beforehand, since what newterm() had begun on an unknown terminal stays behind. */
static bool
is_known(const char *name, int fd)
{
	int found;

	if (name == NULL || setupterm(name, fd, &found) == ERR)
		return false;
	del_curterm(cur_term);
	return true;
}

struct terminal *
terminal_new(const struct terminal_options *options, GError **error)
{
	struct terminal *terminal = g_new0(struct terminal, 1);
	const char *name = g_getenv("TERM");
	struct termios modes;

	if (!open_streams(terminal, options) || tcgetattr(options->output, &modes) < 0) {
		g_set_error(error, G_IO_CHANNEL_ERROR, G_IO_CHANNEL_ERROR_FAILED,
			"no terminal to show on: %s", g_strerror(errno));
		terminal_free(terminal);
		return NULL;
	}
	if (is_known(name, options->output)) {
		use_env(FALSE);
		use_tioctl(TRUE);
		terminal->screen = newterm(name, terminal->output, terminal->input);
	}
	if (terminal->screen == NULL) {
		g_set_error(error, G_IO_CHANNEL_ERROR, G_IO_CHANNEL_ERROR_FAILED,
			"the terminal \"%s\" is not known: set TERM to one of `toe -a`, as in "
			"TERM=xterm",
			name != NULL ? name : "");
		terminal_free(terminal);
		return NULL;
	}
	outlet_init(&terminal->outlet, fileno(terminal->output));
	terminal->titled = takes_titles();
	terminal->copies = osc52_way(name, g_getenv("TMUX"), g_getenv("STY"),
		terminal->titled || has_string("Ms"));
	terminal->saves_title = terminal->titled && !enters_with("\033[22;0;0t");
	terminal->points = terminal->titled || key_mouse != NULL;
	prepare_rescue(terminal, &modes);
	rescue_arm(1);
	set_modes(terminal, options->escape_delay);
	terminal->colour = options->colour && has_colors() && start_color() == OK;
	if (terminal->colour)
		assume_default_colors(-1, -1);
	terminal_theme(terminal, options->theme);
	getmaxyx(stdscr, terminal->height, terminal->width);
	terminal->shown = canvas_new(terminal->height, terminal->width);
	terminal->row = g_new0(cchar_t, (gsize)terminal->width + 1);
	if (terminal->saves_title)
		send_bytes(terminal, TITLE_PUSH, strlen(TITLE_PUSH));
	return terminal;
}

void
terminal_free(struct terminal *terminal)
{
	if (terminal == NULL)
		return;
	if (terminal->screen != NULL) {
		terminal_leave(terminal);
		terminal_input_clear(&terminal->keys);
		delscreen(terminal->screen);
		outlet_clear(&terminal->outlet);
	}
	if (terminal->input != NULL)
		fclose(terminal->input);
	if (terminal->output != NULL)
		fclose(terminal->output);
	canvas_free(terminal->shown);
	g_free(terminal->row);
	g_free(terminal);
}

void
terminal_size(const struct terminal *terminal, int *height, int *width)
{
	*height = terminal->height;
	*width = terminal->width;
}

bool
terminal_resize(struct terminal *terminal)
{
	struct winsize size;

	if (ioctl(fileno(terminal->output), TIOCGWINSZ, &size) < 0 || size.ws_row == 0 ||
		size.ws_col == 0)
		return false;
	if (size.ws_row == terminal->height && size.ws_col == terminal->width)
		return false;
	resizeterm(size.ws_row, size.ws_col);
	getmaxyx(stdscr, terminal->height, terminal->width);
	canvas_resize(terminal->shown, terminal->height, terminal->width);
	g_free(terminal->row);
	terminal->row = g_new0(cchar_t, (gsize)terminal->width + 1);
	terminal_redraw(terminal);
	return true;
}

key_code
terminal_key(struct terminal *terminal)
{
	return terminal_input_key(&terminal->keys, terminal->pointing);
}

bool
terminal_gone(const struct terminal *terminal)
{
	return terminal_input_gone(&terminal->keys);
}

/* One cell for curses: a character and the marks on it. */
static void
fill_cell(const struct terminal *terminal, cchar_t *cell, const char *glyph, enum role role)
{
	wchar_t text[CCHARW_MAX + 1];
	size_t length = strlen(glyph), n = 0;
	int pair = terminal->looks[role].pair;

	for (size_t at = 0; at < length && n < CCHARW_MAX;) {
		uint32_t c;

		at += utf8_next(glyph + at, length - at, &c);
		text[n++] = (wchar_t)(c == UTF8_BAD ? '?' : c);
	}
	text[n] = L'\0';
	if (setcchar(cell, text, terminal->looks[role].attributes, (short)MIN(pair, SHRT_MAX),
		    &pair) == ERR)
		setcchar(cell, L"?", terminal->looks[role].attributes, (short)MIN(pair, SHRT_MAX),
			&pair);
}

static void
show_row(struct terminal *terminal, const struct canvas *canvas, int y)
{
	int n = 0;

	for (int x = 0; x < terminal->width; x++) {
		const char *glyph = canvas_glyph(canvas, y, x);

		if (glyph[0] != '\0')
			fill_cell(terminal, &terminal->row[n++], glyph,
				canvas_role_at(canvas, y, x));
	}
	mvadd_wchnstr(y, 0, terminal->row, n);
}

void
terminal_show(struct terminal *terminal, const struct canvas *canvas)
{
	int y, x;
	bool cursor = canvas_cursor_at(canvas, &y, &x);

	if (terminal->left || canvas_height(canvas) != terminal->height ||
		canvas_width(canvas) != terminal->width)
		return;
	/* What longer glyphs of rows that went left behind is thrown away with the rest. */
	if (terminal->whole)
		canvas_clear(terminal->shown);
	for (int row = 0; row < terminal->height; row++) {
		if (!terminal->whole && canvas_row_equal(terminal->shown, canvas, row))
			continue;
		show_row(terminal, canvas, row);
		canvas_row_copy(terminal->shown, canvas, row);
	}
	terminal->whole = false;
	curs_set(cursor ? 1 : 0);
	leaveok(stdscr, !cursor);
	if (cursor)
		move(y, x);
	outlet_hold(&terminal->outlet);
	refresh();
	outlet_release(&terminal->outlet);
}

void
terminal_redraw(struct terminal *terminal)
{
	terminal->whole = true;
	clearok(curscr, TRUE);
}

void
terminal_leave(struct terminal *terminal)
{
	if (terminal->left)
		return;
	terminal->left = true;
	curs_set(1);
	if (terminal->pointing)
		send_bytes(terminal, POINTER_LEAVE, strlen(POINTER_LEAVE));
	endwin();
	if (terminal->saves_title)
		send_bytes(terminal, TITLE_POP, strlen(TITLE_POP));
	rescue_arm(0);
}

void
terminal_enter(struct terminal *terminal)
{
	if (!terminal->left)
		return;
	terminal->left = false;
	rescue_arm(1);
	reset_prog_mode();
	if (terminal->saves_title)
		send_bytes(terminal, TITLE_PUSH, strlen(TITLE_PUSH));
	if (terminal->pointing)
		send_bytes(terminal, POINTER_TAKE, strlen(POINTER_TAKE));
	terminal_redraw(terminal);
}

void
terminal_mouse(struct terminal *terminal, bool take)
{
	const char *bytes = take ? POINTER_TAKE : POINTER_LEAVE;

	if (!terminal->points || take == terminal->pointing)
		return;
	terminal->pointing = take;
	if (!terminal->left)
		send_bytes(terminal, bytes, strlen(bytes));
}

void
terminal_title(struct terminal *terminal, const char *title)
{
	g_autofree char *safe = NULL;
	g_autofree char *bytes = NULL;

	if (!terminal->titled || terminal->left)
		return;
	safe = safe_cut(SAFE_NAME, title, strlen(title), TITLE_CELLS);
	bytes = g_strdup_printf("\033]2;%s\a", safe);
	send_bytes(terminal, bytes, strlen(bytes));
}

bool
terminal_copy(struct terminal *terminal, const char *text, size_t n, bool *sure, GError **error)
{
	g_autoptr(GString) bytes = g_string_new(NULL);

	*sure = terminal->copies == OSC52_PLAIN || terminal->copies == OSC52_SCREEN;
	if (terminal->copies == OSC52_NONE || terminal->left || n > OSC52_MOST) {
		g_set_error(error, G_IO_CHANNEL_ERROR, G_IO_CHANNEL_ERROR_FAILED,
			"this terminal (%s) takes no clipboard: set copy-command", termname());
		return false;
	}
	osc52_append(bytes, terminal->copies, text, n);
	send_bytes(terminal, bytes->str, bytes->len);
	return true;
}
