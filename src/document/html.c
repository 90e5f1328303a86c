#include "config.h"

#include "document/html.h"

#include <stdlib.h>
#include <string.h>

#include "document/document.h"

/* The tags of HTML, in order of name. One row adds one. */
static const struct html_element elements[] = {
	{ .name = "a", .does = HTML_LINK },
	{ .name = "abbr" },
	{ .name = "acronym" },
	{ .name = "address", .is_block = true },
	{ .name = "applet" },
	{ .name = "area", .is_void = true },
	{ .name = "article", .is_block = true },
	{ .name = "aside", .is_block = true },
	{ .name = "audio", .does = HTML_PICTURE },
	{ .name = "b", .does = HTML_STYLE, .style = STYLE_STRONG },
	{ .name = "base", .is_void = true, .is_block = true },
	{ .name = "basefont", .is_block = true },
	{ .name = "bdi" },
	{ .name = "bdo" },
	{ .name = "big" },
	{ .name = "blockquote", .is_block = true },
	{ .name = "body", .is_block = true },
	{ .name = "br", .does = HTML_BREAK, .is_void = true },
	{ .name = "button" },
	{ .name = "canvas" },
	{ .name = "caption", .is_block = true },
	{ .name = "center", .is_block = true },
	{ .name = "cite" },
	{ .name = "code", .does = HTML_STYLE, .style = STYLE_CODE },
	{ .name = "col", .is_void = true, .is_block = true },
	{ .name = "colgroup", .is_block = true },
	{ .name = "data" },
	{ .name = "datalist" },
	{ .name = "dd", .is_block = true },
	{ .name = "del", .does = HTML_STYLE, .style = STYLE_STRIKE },
	{ .name = "details", .does = HTML_DETAILS, .is_block = true },
	{ .name = "dfn" },
	{ .name = "dialog", .is_block = true },
	{ .name = "dir", .is_block = true },
	{ .name = "div", .is_block = true },
	{ .name = "dl", .is_block = true },
	{ .name = "dt", .is_block = true },
	{ .name = "em", .does = HTML_STYLE, .style = STYLE_EMPHASIS },
	{ .name = "embed", .does = HTML_PICTURE, .is_void = true },
	{ .name = "fieldset", .is_block = true },
	{ .name = "figcaption", .is_block = true },
	{ .name = "figure", .is_block = true },
	{ .name = "font" },
	{ .name = "footer", .is_block = true },
	{ .name = "form", .is_block = true },
	{ .name = "frame", .is_block = true },
	{ .name = "frameset", .is_block = true },
	{ .name = "h1", .is_block = true },
	{ .name = "h2", .is_block = true },
	{ .name = "h3", .is_block = true },
	{ .name = "h4", .is_block = true },
	{ .name = "h5", .is_block = true },
	{ .name = "h6", .is_block = true },
	{ .name = "head", .is_block = true },
	{ .name = "header", .is_block = true },
	{ .name = "hr", .is_void = true, .is_block = true },
	{ .name = "html", .is_block = true },
	{ .name = "i", .does = HTML_STYLE, .style = STYLE_EMPHASIS },
	{ .name = "iframe", .does = HTML_PICTURE },
	{ .name = "img", .does = HTML_PICTURE, .is_void = true },
	{ .name = "input", .is_void = true },
	{ .name = "ins" },
	{ .name = "kbd", .does = HTML_STYLE, .style = STYLE_KBD },
	{ .name = "label" },
	{ .name = "legend", .is_block = true },
	{ .name = "li", .is_block = true },
	{ .name = "link", .is_void = true, .is_block = true },
	{ .name = "main", .is_block = true },
	{ .name = "map" },
	{ .name = "mark", .does = HTML_STYLE, .style = STYLE_MARK },
	{ .name = "math" },
	{ .name = "menu", .is_block = true },
	{ .name = "menuitem", .is_block = true },
	{ .name = "meta", .is_void = true, .is_block = true },
	{ .name = "meter" },
	{ .name = "nav", .is_block = true },
	{ .name = "noframes", .is_block = true },
	{ .name = "noscript" },
	{ .name = "object" },
	{ .name = "ol", .is_block = true },
	{ .name = "optgroup", .is_block = true },
	{ .name = "option", .is_block = true },
	{ .name = "output" },
	{ .name = "p", .is_block = true },
	{ .name = "param", .is_void = true, .is_block = true },
	{ .name = "picture" },
	{ .name = "pre", .does = HTML_PRE, .is_block = true },
	{ .name = "progress" },
	{ .name = "q" },
	{ .name = "rp" },
	{ .name = "rt" },
	{ .name = "ruby" },
	{ .name = "s", .does = HTML_STYLE, .style = STYLE_STRIKE },
	{ .name = "samp", .does = HTML_STYLE, .style = STYLE_CODE },
	{ .name = "script", .does = HTML_RAW, .is_block = true },
	{ .name = "search", .is_block = true },
	{ .name = "section", .is_block = true },
	{ .name = "select" },
	{ .name = "slot" },
	{ .name = "small" },
	{ .name = "source", .does = HTML_PICTURE, .is_void = true },
	{ .name = "span" },
	{ .name = "strike", .does = HTML_STYLE, .style = STYLE_STRIKE },
	{ .name = "strong", .does = HTML_STYLE, .style = STYLE_STRONG },
	{ .name = "style", .does = HTML_RAW, .is_block = true },
	{ .name = "sub", .does = HTML_STYLE, .style = STYLE_SUB },
	{ .name = "summary", .does = HTML_SUMMARY, .is_block = true },
	{ .name = "sup", .does = HTML_STYLE, .style = STYLE_SUP },
	{ .name = "svg" },
	{ .name = "table", .is_block = true },
	{ .name = "tbody", .is_block = true },
	{ .name = "td", .is_block = true },
	{ .name = "template" },
	{ .name = "textarea", .is_block = true },
	{ .name = "tfoot", .is_block = true },
	{ .name = "th", .is_block = true },
	{ .name = "thead", .is_block = true },
	{ .name = "time" },
	{ .name = "title", .is_block = true },
	{ .name = "tr", .is_block = true },
	{ .name = "track", .is_void = true, .is_block = true },
	{ .name = "tt", .does = HTML_STYLE, .style = STYLE_CODE },
	{ .name = "u" },
	{ .name = "ul", .is_block = true },
	{ .name = "var" },
	{ .name = "video", .does = HTML_PICTURE },
	{ .name = "wbr", .is_void = true },
};

enum {
	NAME_LIMIT = 10,
};

static int
compare_element(const void *name, const void *element)
{
	return strcmp(name, ((const struct html_element *)element)->name);
}

/* By name in any case; NULL where HTML knows no such tag. */
static const struct html_element *
element_named(const char *s, size_t n)
{
	char name[NAME_LIMIT + 1];

	if (n == 0 || n > NAME_LIMIT)
		return NULL;
	for (size_t i = 0; i < n; i++)
		name[i] = g_ascii_tolower(s[i]);
	name[n] = '\0';
	return bsearch(name, elements, G_N_ELEMENTS(elements), sizeof(elements[0]),
		compare_element);
}

static size_t
skip_blank(const char *s, size_t n, size_t i)
{
	while (i < n && g_ascii_isspace(s[i]))
		i++;
	return i;
}

/* Past the value that begins at i, quotes included; *start and *length are what is in them. */
static size_t
read_value(const char *s, size_t n, size_t i, size_t *start, size_t *length)
{
	if (i < n && (s[i] == '"' || s[i] == '\'')) {
		const char *end = memchr(s + i + 1, s[i], n - i - 1);

		*start = i + 1;
		*length = end != NULL ? (size_t)(end - s) - *start : n - *start;
		return end != NULL ? (size_t)(end - s) + 1 : n;
	}
	*start = i;
	while (i < n && !g_ascii_isspace(s[i]) && s[i] != '>')
		i++;
	*length = i - *start;
	return i;
}

/* What stands between attributes, rightly or not. */
static bool
is_stray(char c)
{
	return c == '/' || c == '"' || c == '\'' || c == '=';
}

/* The next attribute at or after *at; false at the tag's end. */
static bool
next_attribute(const char *s, size_t n, size_t *at, size_t name[2], size_t value[2])
{
	size_t i = *at;

	while (i < n && (g_ascii_isspace(s[i]) || is_stray(s[i])))
		i++;
	if (i >= n || s[i] == '>' || s[i] == '<')
		return false;
	name[0] = i;
	while (i < n && !g_ascii_isspace(s[i]) && !is_stray(s[i]) && s[i] != '>' && s[i] != '<')
		i++;
	name[1] = MAX(i - name[0], (size_t)1);
	i = MAX(i, name[0] + 1);
	value[0] = value[1] = 0;
	if (skip_blank(s, n, i) < n && s[skip_blank(s, n, i)] == '=') {
		i = skip_blank(s, n, skip_blank(s, n, i) + 1);
		i = read_value(s, n, i, &value[0], &value[1]);
	}
	*at = i;
	return true;
}

/* The text of an attribute's value: character references decoded. */
static char *
value_text(const char *s, size_t n)
{
	GString *out = g_string_sized_new(n);

	for (size_t i = 0; i < n;) {
		size_t length = s[i] == '&' ? html_reference_length(s + i, n - i) : 0;
		char text[8];
		size_t text_length = length > 0 ? html_reference_text(s + i, length, text) : 0;

		if (text_length > 0) {
			g_string_append_len(out, text, (gssize)text_length);
			i += length;
		} else {
			g_string_append_c(out, s[i++]);
		}
	}
	return g_string_free(out, FALSE);
}

char *
html_attribute(const char *s, size_t n, const char *wanted)
{
	size_t at = 1, name[2], value[2], length = strlen(wanted);

	while (at < n && (g_ascii_isalnum(s[at]) || s[at] == '/'))
		at++;
	while (next_attribute(s, n, &at, name, value))
		if (name[1] == length && g_ascii_strncasecmp(s + name[0], wanted, length) == 0)
			return value_text(s + value[0], value[1]);
	return NULL;
}

static bool
read_comment(const char *s, size_t n, struct html_tag *tag)
{
	const char *end;

	if (n >= 4 && memcmp(s, "<!--", 4) == 0) {
		end = g_strstr_len(s + 4, (gssize)(n - 4), "-->");
		if (end == NULL)
			return false;
		tag->length = (size_t)(end - s) + 3;
		tag->comment = true;
		return true;
	}
	if (n >= 9 && g_ascii_strncasecmp(s, "<!doctype", 9) == 0) {
		size_t i = 9;

		while (i < n && s[i] != '>' && s[i] != '<')
			i++;
		if (i == n || s[i] == '<')
			return false;
		tag->length = i + 1;
		tag->comment = true;
		return true;
	}
	return false;
}

bool
html_tag_read(const char *s, size_t n, struct html_tag *tag)
{
	size_t i = 1, start, name[2], value[2];

	memset(tag, 0, sizeof(*tag));
	if (n >= 2 && s[1] == '!')
		return read_comment(s, n, tag);
	if (i < n && s[i] == '/') {
		tag->closing = true;
		i++;
	}
	start = i;
	if (i >= n || !g_ascii_isalpha(s[i]))
		return false;
	while (i < n && (g_ascii_isalnum(s[i]) || s[i] == '-'))
		i++;
	if (i < n && !g_ascii_isspace(s[i]) && s[i] != '>' && s[i] != '/')
		return false;
	tag->element = element_named(s + start, i - start);
	while (next_attribute(s, n, &i, name, value))
		tag->has_attributes = true;
	while (i < n && (g_ascii_isspace(s[i]) || is_stray(s[i])))
		i++;
	if (i >= n || s[i] != '>')
		return false;
	tag->length = i + 1;
	return true;
}
