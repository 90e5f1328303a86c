#include "config.h"

#include "ui/key.h"

#include <string.h>

#include "text/utf8.h"
#include "text/width.h"

/* A sequence longer than this could not be remembered. */
#define SEQUENCE_MOST 16

struct named_key {
	const char *name;
	key_code key;
};

/* The first row of a key is the name it is shown by; the others are read too. */
static const struct named_key named_keys[] = {
	{ "Space", ' ' },
	{ "Enter", KEY_CODE_ENTER },
	{ "Return", KEY_CODE_ENTER },
	{ "Tab", KEY_CODE_TAB },
	{ "Shift-Tab", KEY_CODE_SHIFT_TAB },
	{ "Esc", KEY_CODE_ESC },
	{ "Escape", KEY_CODE_ESC },
	{ "Backspace", KEY_CODE_BACKSPACE },
	{ "Up", KEY_CODE_UP },
	{ "Down", KEY_CODE_DOWN },
	{ "Left", KEY_CODE_LEFT },
	{ "Right", KEY_CODE_RIGHT },
	{ "Shift-Left", KEY_CODE_SHIFT_LEFT },
	{ "Shift-Right", KEY_CODE_SHIFT_RIGHT },
	{ "Home", KEY_CODE_HOME },
	{ "End", KEY_CODE_END },
	{ "PgUp", KEY_CODE_PGUP },
	{ "PageUp", KEY_CODE_PGUP },
	{ "PgDn", KEY_CODE_PGDN },
	{ "PageDown", KEY_CODE_PGDN },
	{ "Delete", KEY_CODE_DELETE },
	{ "Del", KEY_CODE_DELETE },
	{ "Insert", KEY_CODE_INSERT },
	{ "Ins", KEY_CODE_INSERT },
	{ "F1", KEY_CODE_F1 },
	{ "F2", KEY_CODE_F1 + 1 },
	{ "F3", KEY_CODE_F1 + 2 },
	{ "F4", KEY_CODE_F1 + 3 },
	{ "F5", KEY_CODE_F1 + 4 },
	{ "F6", KEY_CODE_F1 + 5 },
	{ "F7", KEY_CODE_F1 + 6 },
	{ "F8", KEY_CODE_F1 + 7 },
	{ "F9", KEY_CODE_F1 + 8 },
	{ "F10", KEY_CODE_F1 + 9 },
	{ "F11", KEY_CODE_F1 + 10 },
	{ "F12", KEY_CODE_F12 },
};

/* Controls that a terminal sends for a key with a name, so that both spellings are one key. */
static const struct named_key named_controls[] = {
	{ "i", KEY_CODE_TAB },
	{ "m", KEY_CODE_ENTER },
	{ "j", KEY_CODE_ENTER },
	{ "h", KEY_CODE_BACKSPACE },
	{ "[", KEY_CODE_ESC },
	{ "?", KEY_CODE_BACKSPACE },
};

/* Bits of a row and of a column, and what is left of those that do not fit. */
#define POINTER_BITS 14
#define POINTER_MOST ((1 << POINTER_BITS) - 1)

key_code
key_pointer(enum pointer what, int y, int x)
{
	return KEY_POINTER | (key_code)what << 2 * POINTER_BITS |
	       (key_code)CLAMP(y, 0, POINTER_MOST) << POINTER_BITS |
	       (key_code)CLAMP(x, 0, POINTER_MOST);
}

bool
key_is_pointer(key_code key)
{
	return (key & KEY_POINTER) != 0;
}

enum pointer
key_pointer_what(key_code key)
{
	return (enum pointer)(key >> 2 * POINTER_BITS & 3);
}

int
key_pointer_y(key_code key)
{
	return (int)(key >> POINTER_BITS & POINTER_MOST);
}

int
key_pointer_x(key_code key)
{
	return (int)(key & POINTER_MOST);
}

const char *
key_code_name(key_code key, char *buffer)
{
	for (guint i = 0; i < G_N_ELEMENTS(named_keys); i++)
		if (named_keys[i].key == key)
			return strcpy(buffer, named_keys[i].name);
	if (key > KEY_CTRL && key <= KEY_CTRL + '~')
		g_snprintf(buffer, 32, "Ctrl-%c", (char)(key - KEY_CTRL));
	else if (key == KEY_CODE_RESIZE)
		strcpy(buffer, "Resize");
	else if (key >= KEY_SPECIAL)
		strcpy(buffer, "None");
	else if (width_of(key) > 0 && g_unichar_validate(key))
		buffer[utf8_put(buffer, key)] = '\0';
	else
		g_snprintf(buffer, 32, "U+%04X", key);
	return buffer;
}

/* The key that a terminal sends for Ctrl and c (lower case): Tab for `i`, Enter for `m`, else
 * KEY_CTRL + c. */
static key_code
key_of_ctrl(uint32_t c)
{
	char name[2] = { (char)c, '\0' };

	for (guint i = 0; i < G_N_ELEMENTS(named_controls); i++)
		if (strcmp(named_controls[i].name, name) == 0)
			return named_controls[i].key;
	return KEY_CTRL + c;
}

static bool
fail(GError **error, const char *what, const char *word, size_t n)
{
	g_autofree char *shown = g_strndup(word, n);

	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: \"%s\"", what, shown);
	return false;
}

/* A word that is a key's name: that key; KEY_CODE_NONE where it is none. */
static key_code
word_key(const char *word, size_t n)
{
	for (guint i = 0; i < G_N_ELEMENTS(named_keys); i++)
		if (strlen(named_keys[i].name) == n &&
			g_ascii_strncasecmp(named_keys[i].name, word, n) == 0)
			return named_keys[i].key;
	if (n == strlen("Ctrl-x") && g_ascii_strncasecmp(word, "Ctrl-", 5) == 0) {
		char c = g_ascii_tolower(word[5]);

		if (g_ascii_isalpha(c) || strchr("[\\]^_?@", c) != NULL)
			return key_of_ctrl((unsigned char)c);
	}
	if (n == strlen("Ctrl-Space") && g_ascii_strncasecmp(word, "Ctrl-Space", n) == 0)
		return KEY_CTRL + '@';
	return KEY_CODE_NONE;
}

/* Whether the word was meant to name a key with a modifier, so that it is no row of letters. */
static bool
word_has_modifier(const char *word, size_t n)
{
	static const char *const modifiers[] = { "Ctrl-", "Shift-", "Alt-", "Meta-", "Super-" };

	for (guint i = 0; i < G_N_ELEMENTS(modifiers); i++)
		if (n > strlen(modifiers[i]) &&
			g_ascii_strncasecmp(word, modifiers[i], strlen(modifiers[i])) == 0)
			return true;
	return false;
}

static bool
parse_word(const char *word, size_t n, GArray *keys, GError **error)
{
	key_code key = word_key(word, n);

	if (key != KEY_CODE_NONE) {
		g_array_append_val(keys, key);
		return true;
	}
	if (word_has_modifier(word, n))
		return fail(error, "there is no such key", word, n);
	for (size_t at = 0; at < n;) {
		uint32_t c;

		at += utf8_next(word + at, n - at, &c);
		if (c == UTF8_BAD)
			return fail(error, "the key is not UTF-8", "", 0);
		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			return fail(error, "a control is written by its name, as in Ctrl-d", "", 0);
		g_array_append_val(keys, c);
	}
	return true;
}

bool
key_parse(const char *sequence, GArray *keys, GError **error)
{
	guint before = keys->len;
	const char *word = sequence;

	while (*word != '\0') {
		size_t n = strcspn(word, " ");

		if (n > 0 && !parse_word(word, n, keys, error)) {
			g_array_set_size(keys, before);
			return false;
		}
		word += n;
		word += strspn(word, " ");
	}
	if (keys->len == before || keys->len - before > SEQUENCE_MOST) {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s",
			keys->len == before ? "no key is named" : "the sequence is too long");
		g_array_set_size(keys, before);
		return false;
	}
	return true;
}

/* Whether text is read as just these n keys. */
static bool
reads_as(const char *text, const key_code *keys, guint n)
{
	g_autoptr(GArray) read = g_array_new(FALSE, FALSE, sizeof(key_code));

	return key_parse(text, read, NULL) && read->len == n &&
	       memcmp(read->data, keys, n * sizeof(key_code)) == 0;
}

char *
key_sequence_name(const key_code *keys, guint n)
{
	g_autoptr(GString) tight = g_string_new(NULL);
	g_autoptr(GString) parted = g_string_new(NULL);
	bool long_before = false;
	char name[32];

	for (guint i = 0; i < n; i++) {
		bool is_long = g_utf8_strlen(key_code_name(keys[i], name), -1) > 1;

		if (i > 0 && (is_long || long_before))
			g_string_append_c(tight, ' ');
		g_string_append(tight, name);
		g_string_append_printf(parted, "%s%s", i > 0 ? " " : "", name);
		long_before = is_long;
	}
	return g_strdup(reads_as(tight->str, keys, n) ? tight->str : parted->str);
}
