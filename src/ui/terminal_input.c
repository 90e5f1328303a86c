#include "config.h"

#include "ui/terminal_input.h"

#include <curses.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>

/* Milliseconds that the rest of a report is waited for. */
#define REPORT_PATIENCE 25

/* A sequence longer than this is no key. */
#define SEQUENCE_MOST 32

void
terminal_input_init(struct terminal_input *input, int fd)
{
	*input = (struct terminal_input){ .fd = fd, .pad = newpad(1, 1), .held = ERR };
	keypad(input->pad, TRUE);
	nodelay(input->pad, TRUE);
}

void
terminal_input_clear(struct terminal_input *input)
{
	delwin(input->pad);
}

/* The next byte or code of curses, ERR where there is none. */
static int
next_code(struct terminal_input *input)
{
	int code = input->held;

	input->held = ERR;
	return code != ERR ? code : wgetch(input->pad);
}

/* The same within a report of the mouse: one that the line has cut in two goes on soon. */
static int
report_code(struct terminal_input *input)
{
	struct pollfd more = { .fd = input->fd, .events = POLLIN };
	int code = next_code(input);

	if (code == ERR && poll(&more, 1, REPORT_PATIENCE) > 0)
		code = next_code(input);
	return code;
}

/* After Esc: the sequence that it begins, where curses knew none, as a key; an unknown one is
 * nothing. Curses has waited already, so what belongs to the sequence is there. */
static key_code
read_escape(struct terminal_input *input, bool *nothing)
{
	char sequence[SEQUENCE_MOST + 1] = "";
	size_t n = 0;
	int code = next_code(input);

	if (code != '[' && code != 'O') {
		input->held = code;
		return KEY_CODE_ESC;
	}
	sequence[n++] = (char)code;
	for (;;) {
		bool first = n == 1;

		code = sequence[1] == '<' ? report_code(input) : next_code(input);
		if (code == ERR || code >= 0x80)
			break;

		if (n < SEQUENCE_MOST)
			sequence[n++] = (char)code;
		if (code < 0x20 || (code >= 0x40 && !(first && code == '[')))
			break;
	}
	if (n == 1) {
		input->held = sequence[0];
		return KEY_CODE_ESC;
	}
	key_code key = sequence[1] == '<' ? key_of_report(sequence + 2) : key_of_sequence(sequence);
	*nothing = key == KEY_CODE_NONE;
	return key;
}

struct curses_key {
	int code;
	key_code key;
};

static const struct curses_key curses_keys[] = {
	{ KEY_ENTER, KEY_CODE_ENTER },
	{ KEY_BTAB, KEY_CODE_SHIFT_TAB },
	{ KEY_BACKSPACE, KEY_CODE_BACKSPACE },
	{ KEY_UP, KEY_CODE_UP },
	{ KEY_SR, KEY_CODE_UP },
	{ KEY_DOWN, KEY_CODE_DOWN },
	{ KEY_SF, KEY_CODE_DOWN },
	{ KEY_LEFT, KEY_CODE_LEFT },
	{ KEY_RIGHT, KEY_CODE_RIGHT },
	{ KEY_SLEFT, KEY_CODE_SHIFT_LEFT },
	{ KEY_SRIGHT, KEY_CODE_SHIFT_RIGHT },
	{ KEY_HOME, KEY_CODE_HOME },
	{ KEY_FIND, KEY_CODE_HOME },
	{ KEY_A1, KEY_CODE_HOME },
	{ KEY_END, KEY_CODE_END },
	{ KEY_SELECT, KEY_CODE_END },
	{ KEY_LL, KEY_CODE_END },
	{ KEY_C1, KEY_CODE_END },
	{ KEY_PPAGE, KEY_CODE_PGUP },
	{ KEY_A3, KEY_CODE_PGUP },
	{ KEY_NPAGE, KEY_CODE_PGDN },
	{ KEY_C3, KEY_CODE_PGDN },
	{ KEY_DC, KEY_CODE_DELETE },
	{ KEY_IC, KEY_CODE_INSERT },
};

static key_code
key_of_curses(int code)
{
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return KEY_CODE_F1 + (key_code)(code - KEY_F(1));
	for (size_t i = 0; i < G_N_ELEMENTS(curses_keys); i++)
		if (curses_keys[i].code == code)
			return curses_keys[i].key;
	return KEY_CODE_NONE;
}

/* The rest of a report of the mouse that curses took the beginning of: read also where the mouse is
 * not taken, so that it is not typed. */
static key_code
read_report(struct terminal_input *input)
{
	char report[SEQUENCE_MOST + 1] = "";
	int bytes[3], code;
	size_t n = 0;

	if (key_mouse != NULL && strcmp(key_mouse, "\033[M") == 0) {
		for (int i = 0; i < 3; i++)
			bytes[i] = report_code(input);
		return key_of_report_bytes(bytes);
	}
	do {
		code = report_code(input);
		if (n < SEQUENCE_MOST && code != ERR)
			report[n++] = (char)code;
	} while (code != ERR && code < 0x40);
	return key_of_report(report);
}

key_code
terminal_input_key(struct terminal_input *input, bool pointing)
{
	int code;

	while ((code = next_code(input)) != ERR) {
		bool nothing = false;
		key_code key;

		if (code == KEY_MOUSE)
			key = read_report(input);
		else if (code > 0xff)
			key = key_of_curses(code);
		else if (code == 0x1b)
			key = read_escape(input, &nothing);
		else
			key = key_of_byte(&input->under_way, (unsigned char)code);
		if (key_is_pointer(key) && !pointing)
			continue;
		if (key != KEY_CODE_NONE && !nothing)
			return key;
	}
	return KEY_CODE_NONE;
}

bool
terminal_input_gone(const struct terminal_input *input)
{
	struct pollfd more = { .fd = input->fd, .events = POLLIN };
	int waiting = 0;

	if (poll(&more, 1, 0) <= 0)
		return false;
	if (more.revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	return ioctl(input->fd, FIONREAD, &waiting) < 0 || waiting == 0;
}
