/*
 * Cutting the query's text: where words, names and values end.
 */
#include "config.h"

#include "library/query_private.h"

#include <string.h>

#include "text/character.h"
#include "text/utf8.h"

/* Bytes of the blank at an offset; 0 where there is none. */
static size_t
blank_at(const struct query_cursor *in, size_t at)
{
	uint32_t c;
	size_t taken;

	if (at >= in->length)
		return 0;
	taken = utf8_next(in->text + at, in->length - at, &c);
	return character_is_space(c) ? taken : 0;
}

size_t
query_skip_blanks(const struct query_cursor *in, size_t at)
{
	size_t taken;

	while ((taken = blank_at(in, at)) > 0)
		at += taken;
	return at;
}

bool
query_is_end(const struct query_cursor *in, size_t at)
{
	return at >= in->length || in->text[at] == ')' || blank_at(in, at) > 0;
}

bool
query_is_last(const struct query_cursor *in, size_t at)
{
	return in->typing && query_skip_blanks(in, at) == in->length;
}

/* After the bracket that closes the one at an offset, before the next blank; 0 where none does. While
 * typing it may still come: then the end, and *missing brackets are open. */
static size_t
after_bracket(const struct query_cursor *in, size_t at, unsigned *missing)
{
	unsigned depth = 0;

	for (; at < in->length && blank_at(in, at) == 0; at++) {
		if (in->text[at] == '(')
			depth++;
		if (in->text[at] == ')' && --depth == 0)
			return at + 1;
	}
	if (!in->typing || at < in->length)
		return 0;
	*missing = depth;
	return at;
}

static size_t
word_end(const struct query_cursor *in, size_t at, bool in_list, unsigned *missing)
{
	size_t after;

	*missing = 0;
	while (!query_is_end(in, at) && !(in_list && in->text[at] == ',')) {
		if (in->text[at] == '(') {
			after = after_bracket(in, at, missing);
			if (after == 0)
				return at;
			at = after;
		} else {
			at++;
		}
	}
	return at;
}

size_t
query_word_end(const struct query_cursor *in, size_t at)
{
	unsigned missing;

	return word_end(in, at, false, &missing);
}

bool
query_negates(const struct query_cursor *in, size_t at)
{
	size_t next = at + 1;

	if (query_is_end(in, next) || in->text[next] == '-')
		return false;
	if (in->text[next] == '"' || in->text[next] == '(')
		return true;
	for (; next < in->length && blank_at(in, next) == 0; next++) {
		if (!g_ascii_ispunct(in->text[next]) || in->text[next] == '_' ||
			in->text[next] == '"')
			return true;
	}
	return false;
}

size_t
query_name_length(const struct query_cursor *in, size_t start)
{
	size_t at = start;
	uint32_t c;

	while (at < in->length) {
		size_t taken = utf8_next(in->text + at, in->length - at, &c);
		bool first = character_is_letter(c) || c == '_';

		if (!first && (at == start || !(character_is_word(c) || c == '-' || c == '.')))
			break;
		at += taken;
	}
	if (at == start || at == in->length || in->text[at] != ':' || in->text[at + 1] == ':' ||
		strncmp(in->text + at, "://", 3) == 0)
		return 0;
	return at - start;
}

/* --- values --- */

/* Takes the characters of a phrase at its quote into out. */
static bool
take_quoted(struct query_cursor *in, GString *out, struct query_value *value, GError **error)
{
	size_t start = in->at++;
	bool lone = false; /* the last was a `\` that stands for itself */

	while (in->at < in->length && in->text[in->at] != '"') {
		char next = in->text[in->at] == '\\' ? in->text[in->at + 1] : '\0';

		lone = in->text[in->at] == '\\' && next != '"' && next != '\\';
		if (next == '"' || next == '\\')
			in->at++;
		g_string_append_c(out, in->text[in->at++]);
	}
	value->quoted = true;
	if (in->at < in->length) {
		in->at++;
		value->star = in->text[in->at] == '*';
		in->at += value->star;
		return true;
	}
	if (!in->typing) {
		query_fail(error, in->text, start, "write \\\" for a quote that is meant",
			"this quote is not closed");
		return false;
	}
	value->open = true;
	/* It would hide the quote behind it. */
	if (lone)
		g_string_append_c(in->closing, '\\');
	g_string_append_c(in->closing, '"');
	return true;
}

static bool
take_regex(struct query_cursor *in, GString *out, struct query_value *value, GError **error)
{
	size_t start = in->at++;

	value->regex = true;
	while (in->at < in->length && in->text[in->at] != '/') {
		if (in->text[in->at] == '\\' && in->at + 1 < in->length)
			g_string_append_c(out, in->text[in->at++]);
		g_string_append_c(out, in->text[in->at++]);
	}
	if (in->at == in->length) {
		value->open = in->typing;
		g_string_append_c(in->closing, '/');
		if (!value->open)
			query_fail(error, in->text, start,
				"end it with a \"/\", or write the value in quotes",
				"this regular expression is not closed");
		return value->open;
	}
	in->at++;
	if (query_is_end(in, in->at) || in->text[in->at] == ',')
		return true;
	query_fail(error, in->text, in->at,
		"write \\/ for a \"/\" that is meant, or the value in quotes",
		"the regular expression ended before this");
	return false;
}

static bool
take_word(struct query_cursor *in, bool in_field, GString *out, struct query_value *value,
	GError **error)
{
	size_t start = in->at;
	unsigned missing;

	in->at = word_end(in, start, in_field, &missing);
	if (in->at == start) {
		query_fail(error, in->text, start, "write field:a,b for either, or quote the value",
			"a field cannot have a bracket of terms");
		return false;
	}
	for (; missing > 0; missing--)
		g_string_append_c(in->closing, ')');
	g_string_append_len(out, in->text + start, (gssize)(in->at - start));
	value->star = out->str[out->len - 1] == '*';
	g_string_truncate(out, out->len - value->star);
	return true;
}

bool
query_take_value(struct query_cursor *in, bool in_field, GString *out, struct query_value *value,
	GError **error)
{
	size_t start = in->at;
	bool taken;

	*value = (struct query_value){ 0 };
	g_string_truncate(out, 0);
	if (in->text[start] == '"')
		taken = take_quoted(in, out, value, error);
	else if (in_field && in->text[start] == '/')
		taken = take_regex(in, out, value, error);
	else
		taken = take_word(in, in_field, out, value, error);
	value->text = out->str;
	value->place = (struct range){ (uint32_t)start, (uint32_t)in->at };
	value->last = in->typing && in->at == in->length &&
		      ((!value->quoted && !value->regex) || value->open);
	return taken;
}

char *
query_take_quoted_name(struct query_cursor *in)
{
	g_autoptr(GString) out = g_string_new(NULL);
	size_t start = in->at, closing = in->closing->len;
	struct query_value value = { 0 };

	if (in->text[start] != '"')
		return NULL;
	if (take_quoted(in, out, &value, NULL) && !value.open && !value.star &&
		in->text[in->at] == ':' && in->text[in->at + 1] != ':' &&
		!query_is_end(in, in->at + 1)) {
		in->at++;
		return g_string_free(g_steal_pointer(&out), FALSE);
	}
	in->at = start;
	g_string_truncate(in->closing, closing);
	return NULL;
}

void
query_leave_out(struct query_cursor *in, size_t start)
{
	in->finished = MIN(in->finished, start);
	g_string_truncate(in->closing, 0);
}
