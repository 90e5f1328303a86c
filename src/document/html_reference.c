#include "config.h"

#include "document/html.h"

#include <cmark-gfm.h>
#include <glib.h>
#include <string.h>

#include "text/utf8.h"

enum {
	NAME_LIMIT = 32,
	DIGIT_LIMIT = 7, /* CommonMark 0.30 §2.5: up to 7 decimal digits, 6 hexadecimal */
};

/* The names that nearly all references have; the rest are asked of cmark. */
static const struct {
	const char *name, *text;
} common[] = {
	{ "amp", "&" },
	{ "lt", "<" },
	{ "gt", ">" },
	{ "quot", "\"" },
	{ "nbsp", "\xC2\xA0" },
	{ "mdash", "\u2014" },
	{ "ndash", "\u2013" },
	{ "hellip", "\u2026" },
	{ "rsquo", "\u2019" },
	{ "lsquo", "\u2018" },
	{ "rdquo", "\u201D" },
	{ "ldquo", "\u201C" },
	{ "apos", "'" },
	{ "copy", "\u00A9" },
	{ "middot", "\u00B7" },
	{ "times", "\u00D7" },
};

size_t
html_reference_length(const char *s, size_t n)
{
	size_t i = 1, start;

	if (i < n && s[i] == '#') {
		bool hex = i + 1 < n && (s[i + 1] == 'x' || s[i + 1] == 'X');

		i += hex ? 2 : 1;
		start = i;
		while (i < n && (hex ? g_ascii_isxdigit(s[i]) : g_ascii_isdigit(s[i])))
			i++;
		if (i == start || i - start > (size_t)(hex ? DIGIT_LIMIT - 1 : DIGIT_LIMIT))
			return 0;
	} else {
		start = i;
		while (i < n && i < NAME_LIMIT + 1 && g_ascii_isalnum(s[i]))
			i++;
		if (i == start)
			return 0;
	}
	return i < n && s[i] == ';' ? i + 1 : 0;
}

static size_t
numeric_text(const char *s, char *out)
{
	bool hex = s[2] == 'x' || s[2] == 'X';
	guint64 c = g_ascii_strtoull(s + (hex ? 3 : 2), NULL, hex ? 16 : 10);

	if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		c = 0xFFFD;
	return utf8_put(out, (uint32_t)c);
}

/* A name as cmark knows it. */
static size_t
named_text(const char *s, size_t n, char *out)
{
	cmark_node *root = cmark_parse_document(s, n, CMARK_OPT_DEFAULT);
	cmark_node *leaf = cmark_node_first_child(root);
	cmark_node *text = leaf != NULL ? cmark_node_first_child(leaf) : NULL;
	const char *literal = text != NULL ? cmark_node_get_literal(text) : NULL;
	size_t length = literal != NULL ? strlen(literal) : 0;

	if (length > 8 || (length > 0 && length == n && memcmp(literal, s, n) == 0))
		length = 0;
	if (length > 0)
		memcpy(out, literal, length);
	cmark_node_free(root);
	return length;
}

size_t
html_reference_text(const char *s, size_t n, char *out)
{
	if (s[1] == '#')
		return numeric_text(s, out);
	for (size_t i = 0; i < G_N_ELEMENTS(common); i++) {
		size_t length = strlen(common[i].name);

		if (n == length + 2 && memcmp(s + 1, common[i].name, length) == 0) {
			length = strlen(common[i].text);
			memcpy(out, common[i].text, length);
			return length;
		}
	}
	return named_text(s, n, out);
}

char *
html_references_read(const char *s)
{
	GString *out = g_string_new(NULL);

	while (*s != '\0') {
		size_t plain = strcspn(s, "&"), length;
		char text[8];

		g_string_append_len(out, s, (gssize)plain);
		s += plain;
		length = *s == '&' ? html_reference_length(s, strlen(s)) : 0;
		size_t n = length > 0 ? html_reference_text(s, length, text) : 0;

		if (n > 0)
			g_string_append_len(out, text, (gssize)n);
		else
			g_string_append_len(out, s, (gssize)(length = *s != '\0'));
		s += length;
	}
	return g_string_free(out, FALSE);
}
