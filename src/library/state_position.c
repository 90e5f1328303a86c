/*
 * Positions: an offset with the words around it, and where they are in a text that was edited
 * since.
 */
#include "config.h"

#include <string.h>

#include "library/state_private.h"

/* Words before and after the offset, and bytes of each part at most: a script without spaces has no
 * other words. */
#define WORDS_BEFORE 3
#define WORDS_AFTER 5
#define BYTES_MOST 96

/* A text is searched so far before and after the old offset: a key never waits for more. */
#define SEARCH_MOST (8u << 20)

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* A byte inside a character. */
static bool
is_inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Appends text[start, end) with single spaces; NUL ends it. */
static void
append_words(GString *out, const char *text, uint32_t start, uint32_t end)
{
	gsize from = out->len;
	for (uint32_t i = start; i < end && text[i] != '\0'; i++) {
		if (!is_space(text[i]))
			g_string_append_c(out, text[i]);
		else if (out->len > from && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	if (out->len > from && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
}

static uint32_t
words_end(const char *text, uint32_t start, uint32_t length)
{
	uint32_t most = length - start > BYTES_MOST ? start + BYTES_MOST : length;
	uint32_t at = start;
	for (int words = 0; at < most && words < WORDS_AFTER; words++) {
		while (at < most && is_space(text[at]))
			at++;
		while (at < most && !is_space(text[at]))
			at++;
	}
	while (at > start && at < length && is_inside(text[at]))
		at--;
	return at;
}

static uint32_t
words_start(const char *text, uint32_t end)
{
	uint32_t least = end > BYTES_MOST ? end - BYTES_MOST : 0;
	uint32_t at = end;
	for (int words = 0; at > least && words < WORDS_BEFORE; words++) {
		while (at > least && is_space(text[at - 1]))
			at--;
		while (at > least && !is_space(text[at - 1]))
			at--;
	}
	while (at < end && is_inside(text[at]))
		at++;
	return at;
}

char *
state_around(const struct document *document, uint32_t offset)
{
	g_autoptr(GString) around = g_string_new(NULL);
	uint32_t at = MIN(offset, document->length);
	append_words(around, document->text, words_start(document->text, at), at);
	g_string_append_c(around, '\n');
	append_words(around, document->text, at, words_end(document->text, at, document->length));
	return g_string_free(g_steal_pointer(&around), FALSE);
}

/* --- finding --- */

static uint32_t
skip_spaces(const struct document *document, uint32_t at)
{
	while (at < document->length && is_space(document->text[at]))
		at++;
	return at;
}

/* Whether words (with single spaces) stand at text[at], whatever the spaces there; then their
 * end. */
static bool
stands_at(const struct document *document, uint32_t at, const char *words, uint32_t *end)
{
	const char *text = document->text;
	for (; *words != '\0'; words++) {
		if (at >= document->length)
			return false;
		if (*words != ' ') {
			if (text[at++] != *words)
				return false;
			continue;
		}
		if (!is_space(text[at]))
			return false;
		while (at < document->length && is_space(text[at]))
			at++;
	}
	*end = at;
	return true;
}

/* The place of words nearest to offset, with its end; false where there is none. */
static bool
nearest(const struct document *document, const char *words, uint32_t offset, uint32_t *start,
	uint32_t *end)
{
	const char *text = document->text;
	uint32_t least = offset > SEARCH_MOST ? offset - SEARCH_MOST : 0;
	uint32_t most =
		document->length - offset > SEARCH_MOST ? offset + SEARCH_MOST : document->length;
	uint32_t found = UINT32_MAX, found_end = 0;
	const char *p = text + offset;
	while ((p = memchr(p, words[0], (size_t)(text + most - p))) != NULL) {
		if (stands_at(document, (uint32_t)(p - text), words, &found_end)) {
			found = (uint32_t)(p - text);
			break;
		}
		p++;
	}
	/* Before it only what is nearer is better. */
	if (found != UINT32_MAX && offset - least > found - offset)
		least = offset - (found - offset);
	for (uint32_t n = offset - least;
		n > 0 && (p = memrchr(text + least, words[0], n)) != NULL;) {
		n = (uint32_t)(p - (text + least));
		if (stands_at(document, least + n, words, &found_end)) {
			found = least + n;
			break;
		}
	}
	if (found == UINT32_MAX)
		return false;
	*start = found;
	return stands_at(document, found, words, end);
}

/* The first words of a part, so many. */
static char *
first_words(const char *words, int count)
{
	const char *p = words;
	while (*p != '\0' && (*p != ' ' || --count > 0))
		p++;
	return g_strndup(words, (gsize)(p - words));
}

uint32_t
state_find_position(const struct state_row *row, const struct document *document)
{
	if (row == NULL || row->around[0] == '\0' || document->length == 0)
		return 0;
	uint32_t offset = MIN(row->offset, document->length), start, end;
	const char *parted = strchr(row->around, '\n');
	g_autofree char *before = parted == NULL
					  ? g_strdup("")
					  : g_strndup(row->around, (gsize)(parted - row->around));
	const char *after = parted == NULL ? row->around : parted + 1;
	uint32_t word = skip_spaces(document, offset);
	if (after[0] != '\0' && stands_at(document, word, after, &end))
		return word;
	if (before[0] != '\0' && after[0] != '\0') {
		g_autofree char *both = g_strconcat(before, " ", after, NULL);
		uint32_t length = (uint32_t)strlen(before) + 1;
		if (nearest(document, both, offset > length ? offset - length : 0, &start, &end) &&
			stands_at(document, start, before, &end))
			return skip_spaces(document, end);
	}
	if (after[0] != '\0' && nearest(document, after, offset, &start, &end))
		return start;
	if (before[0] != '\0' && nearest(document, before, offset, &start, &end))
		return MIN(skip_spaces(document, end), document->length - 1);
	g_autofree char *fewer = first_words(after, 3);
	if (strlen(fewer) >= 8 && nearest(document, fewer, offset, &start, &end))
		return start;
	return MIN(offset, document->length - 1);
}

uint32_t
state_find_words(const char *around, uint32_t offset, const struct document *document)
{
	offset = MIN(offset, document->length);
	if (around == NULL || around[0] == '\0')
		return offset;
	g_autofree char *now = state_around(document, offset);
	struct state_row row = { .offset = offset, .around = around };
	return strcmp(now, around) == 0 ? offset : state_find_position(&row, document);
}
