#include "config.h"

#include "ui/terminal_keys.h"

#include <string.h>

#include "text/utf8.h"

struct sequence {
	const char *bytes;
	key_code key;
};

/* ECMA-48 and xterm's own (ctlseqs, "PC-Style Function Keys"), in both cursor modes. */
static const struct sequence sequences[] = {
	{ "[A", KEY_CODE_UP },
	{ "OA", KEY_CODE_UP },
	{ "[B", KEY_CODE_DOWN },
	{ "OB", KEY_CODE_DOWN },
	{ "[C", KEY_CODE_RIGHT },
	{ "OC", KEY_CODE_RIGHT },
	{ "[D", KEY_CODE_LEFT },
	{ "OD", KEY_CODE_LEFT },
	{ "[1;2C", KEY_CODE_SHIFT_RIGHT },
	{ "[1;2D", KEY_CODE_SHIFT_LEFT },
	{ "[c", KEY_CODE_SHIFT_RIGHT },
	{ "[d", KEY_CODE_SHIFT_LEFT },
	{ "[Z", KEY_CODE_SHIFT_TAB },
	{ "[H", KEY_CODE_HOME },
	{ "OH", KEY_CODE_HOME },
	{ "[1~", KEY_CODE_HOME },
	{ "[7~", KEY_CODE_HOME },
	{ "[F", KEY_CODE_END },
	{ "OF", KEY_CODE_END },
	{ "[4~", KEY_CODE_END },
	{ "[8~", KEY_CODE_END },
	{ "[2~", KEY_CODE_INSERT },
	{ "[3~", KEY_CODE_DELETE },
	{ "[5~", KEY_CODE_PGUP },
	{ "[6~", KEY_CODE_PGDN },
	{ "OM", KEY_CODE_ENTER },
	{ "OP", KEY_CODE_F1 },
	{ "[11~", KEY_CODE_F1 },
	{ "[[A", KEY_CODE_F1 },
};

key_code
key_of_control(unsigned char c)
{
	switch (c) {
	case '\r':
	case '\n':
		return KEY_CODE_ENTER;
	case '\b':
	case 0x7f:
		return KEY_CODE_BACKSPACE;
	case 0x1b:
		return KEY_CODE_ESC;
	case '\t':
		return KEY_CODE_TAB;
	default:
		return KEY_CTRL + (uint32_t)(c >= 1 && c <= 26 ? c + 'a' - 1 : c + '@');
	}
}

/* How many bytes a character that begins with c takes; 0 where none does. */
static size_t
length_of(unsigned char c)
{
	if (c < 0x80)
		return 1;
	return c >= 0xc2 && c < 0xe0   ? 2
	       : c >= 0xe0 && c < 0xf0 ? 3
	       : c >= 0xf0 && c < 0xf5 ? 4
				       : 0;
}

key_code
key_of_byte(struct key_bytes *under_way, unsigned char c)
{
	uint32_t point;

	if (c < 0x80 || c >= 0xc0)
		under_way->length = 0;
	else if (under_way->length == 0)
		return KEY_CODE_NONE;
	under_way->bytes[under_way->length++] = (char)c;
	if (length_of((unsigned char)under_way->bytes[0]) == 0) {
		under_way->length = 0;
		return KEY_CODE_NONE;
	}
	if (under_way->length < length_of((unsigned char)under_way->bytes[0]))
		return KEY_CODE_NONE;
	utf8_next(under_way->bytes, under_way->length, &point);
	under_way->length = 0;
	if (point == UTF8_BAD || (point >= 0x80 && point < 0xa0))
		return KEY_CODE_NONE;
	return point < 0x20 || point == 0x7f ? key_of_control((unsigned char)point) : point;
}

key_code
key_of_sequence(const char *sequence)
{
	for (guint i = 0; i < G_N_ELEMENTS(sequences); i++)
		if (strcmp(sequences[i].bytes, sequence) == 0)
			return sequences[i].key;
	return KEY_CODE_NONE;
}

/* --- the mouse --- */

/* What a button's number says: keys that are held are left out, and each step of the wheel is one
 * more button. */
#define BUTTON_KEYS (4 | 8 | 16)
#define BUTTON_WHEEL_UP 64
#define BUTTON_WHEEL_DOWN 65

static key_code
key_of_button(unsigned button, int y, int x)
{
	switch (button & ~(unsigned)BUTTON_KEYS) {
	case 0:
		return key_pointer(POINTER_CLICK, y, x);
	case BUTTON_WHEEL_UP:
		return key_pointer(POINTER_WHEEL_UP, y, x);
	case BUTTON_WHEEL_DOWN:
		return key_pointer(POINTER_WHEEL_DOWN, y, x);
	default:
		return KEY_CODE_NONE;
	}
}

key_code
key_of_report(const char *report)
{
	unsigned number[3] = { 0 };
	for (int i = 0; i < 3; i++) {
		if (!g_ascii_isdigit(*report))
			return KEY_CODE_NONE;
		for (; g_ascii_isdigit(*report); report++)
			number[i] = MIN(number[i] * 10 + (unsigned)(*report - '0'), 100000u);
		if (i < 2 && *report++ != ';')
			return KEY_CODE_NONE;
	}
	if (strcmp(report, "M") != 0 || number[1] == 0 || number[2] == 0)
		return KEY_CODE_NONE;
	return key_of_button(number[0], (int)number[2] - 1, (int)number[1] - 1);
}

key_code
key_of_report_bytes(const int *bytes)
{
	/* Each is 32 more than its number; places count from 1. */
	if (bytes[0] < 32 || bytes[1] < 33 || bytes[2] < 33)
		return KEY_CODE_NONE;
	return key_of_button((unsigned)bytes[0] - 32, bytes[2] - 33, bytes[1] - 33);
}
