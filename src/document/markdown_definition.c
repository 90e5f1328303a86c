#include "config.h"

#include "document/markdown_definition.h"

#include <stdbool.h>
#include <string.h>

#include "document/clock.h"
#include "document/markdown_mask.h"

enum {
	LABEL_BYTES = 999, /* as cmark */
	MARKER_BYTES = 64, /* before a line's text, at most */
};

/* Where the label at `at` ends, at its ']'; 0 where none stands there that cmark would take. */
static size_t
label_end(const char *s, size_t n, size_t at)
{
	bool blank = true;

	n = MIN(n, at + 1 + LABEL_BYTES);
	for (size_t i = at + 1; i < n && strchr("[\\\r\n", s[i]) == NULL; i++) {
		if (s[i] == ']')
			return blank || s[at + 1] == '^' ? 0 : i;
		blank &= g_ascii_isspace(s[i]);
	}
	return 0;
}

/* Whether the word at s, after blanks, may be where a link leads: a URL, a path, an anchor. */
static bool
may_be_destination(const char *s, size_t n)
{
	size_t at = 0;

	while (at < n && (g_ascii_isspace(s[at]) || s[at] == '>'))
		at++;
	for (size_t start = at; at < n && !g_ascii_isspace(s[at]); at++) {
		bool goes_on = at + 1 < n && g_ascii_isalnum(s[at + 1]);

		if (strchr("/#<", s[at]) != NULL || (s[at] == '.' && goes_on) ||
			(s[at] == ':' && goes_on && at > start && g_ascii_isalpha(s[at - 1])))
			return true;
	}
	return false;
}

static void
mask_label(char *s, size_t at, size_t close)
{
	s[at] = s[close] = MASK;
}

void
definition_note(char *s, size_t n, size_t at, size_t end, GArray *said)
{
	struct clock_time time;
	size_t close = label_end(s, end, at), next;

	if (close == 0 || close + 1 >= end || s[close + 1] != ':')
		return;
	next = close + 2;
	if (clock_read(s + at + 1, close - at - 1, false, &time) == close - at - 1) {
		if (!may_be_destination(s + next, end - next))
			mask_label(s, at, close);
		return;
	}
	while (next < end && g_ascii_isspace(s[next]))
		next++;
	/* It may lead to what stands on the line below. */
	if (next == end) {
		while (end < n && g_ascii_isspace(s[end]))
			end++;
		while (end < n && s[end] != '\n' && s[end] != '\r')
			end++;
	}
	if (!may_be_destination(s + next, end - next))
		g_array_append_val(said, at);
}

/* A label as labels are compared; the caller frees. */
static char *
fold(const char *s, size_t n)
{
	g_autofree char *valid = g_utf8_make_valid(s, (gssize)n);
	g_auto(GStrv) words = g_strsplit_set(valid, " \t", -1);
	g_autoptr(GString) joined = g_string_new(NULL);

	for (char **word = words; *word != NULL; word++)
		if (**word != '\0')
			g_string_append_printf(joined, " %s", *word);
	return g_utf8_casefold(joined->str, (gssize)joined->len);
}

/* Whether nothing but markers of quotations and lists stands before a place on its line. */
static bool
begins_line(const char *s, size_t at)
{
	size_t least = at > MARKER_BYTES ? at - MARKER_BYTES : 0;

	while (at > least && s[at - 1] != '\0' && strchr(" \t>-+*", s[at - 1]) != NULL)
		at--;
	return at == 0 || s[at - 1] == '\n' || s[at - 1] == '\r';
}

/* Takes away those labels to which the text refers. */
static void
drop_referred(GHashTable *labels, const char *s, size_t n)
{
	const char *found;

	for (size_t at = 0; (found = memchr(s + at, '[', n - at)) != NULL; at++) {
		at = (size_t)(found - s);
		size_t close = label_end(s, n, at);
		char after = close > 0 && close + 1 < n ? s[close + 1] : '\0';

		if (close == 0 || after == '(' || (after == ':' && begins_line(s, at)))
			continue;
		g_autofree char *label = fold(s + at + 1, close - at - 1);
		g_hash_table_remove(labels, label);
	}
}

void
definitions_mask(char *s, size_t n, const GArray *said)
{
	g_autoptr(GHashTable) labels = NULL;

	if (said->len == 0)
		return;
	labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < said->len; i++) {
		size_t at = g_array_index(said, size_t, i), close = label_end(s, n, at);

		if (close > 0)
			g_hash_table_add(labels, fold(s + at + 1, close - at - 1));
	}
	drop_referred(labels, s, n);
	for (guint i = 0; i < said->len; i++) {
		size_t at = g_array_index(said, size_t, i), close = label_end(s, n, at);
		g_autofree char *label = NULL;

		if (close == 0)
			continue;
		label = fold(s + at + 1, close - at - 1);
		if (g_hash_table_contains(labels, label))
			mask_label(s, at, close);
	}
}
