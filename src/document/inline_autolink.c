/*
 * Bare links: URLs and addresses that stand in the text without marks (GFM 0.29 §6.9).
 */
#include "config.h"

#include "document/markdown_private.h"

#include <string.h>

static struct piece *
piece_at(const struct markdown *md, guint i)
{
	return &g_array_index(md->pieces, struct piece, i);
}

/* Whether what stands before a link lets it begin: not a letter, a digit or a part of a path. */
static bool
may_begin(const char *s, uint32_t least, uint32_t at)
{
	unsigned char c;

	if (at <= least)
		return true;
	c = (unsigned char)s[at - 1];
	return !g_ascii_isalnum(c) && c != '/' && c != '.' && c != '@' && c != '-';
}

/* The bytes of the visible text of piece i, from source offset from on. */
static void
visible(const struct markdown *md, guint i, uint32_t from, const char **s, size_t *n)
{
	const struct piece *piece = piece_at(md, i);

	*s = piece->text != NULL ? piece->text : md->source + from;
	*n = piece->text != NULL ? piece->length : piece->source.end - from;
}

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static size_t
url_bytes(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (unsigned char)s[i] > ' ' && s[i] != '<' && s[i] != 0x7F)
		i++;
	return i;
}

/* Whether text goes on from piece i into the next, with nothing between. */
static bool
goes_on(const struct markdown *md, guint i, guint last)
{
	const struct piece *piece, *next;

	if (i + 1 >= last)
		return false;
	piece = piece_at(md, i);
	next = piece_at(md, i + 1);
	return (next->kind == PIECE_TEXT || next->kind == PIECE_FIXED) &&
	       (next->style & STYLE_CODE) == 0 && next->style == piece->style &&
	       next->source.start - piece->source.end <= 1 &&
	       next->source.start >= piece->source.end;
}

/* How many bytes of the URL's end are punctuation that ends a sentence around it. */
static size_t
trailing(const char *s, size_t n)
{
	size_t end = n, opened = 0, closed = 0;

	for (size_t i = 0; i < n; i++) {
		opened += s[i] == '(';
		closed += s[i] == ')';
	}
	while (end > 0) {
		char c = s[end - 1];

		if (c == ')' && closed > opened) {
			closed--;
		} else if (c == ';') {
			size_t i = end - 1;

			while (i > 0 && g_ascii_isalnum(s[i - 1]))
				i--;
			if (i == 0 || i == end - 1 || s[i - 1] != '&')
				break;
			end = i;
		} else if (!is_one_of(c, "?!.,:*_~'\"")) {
			break;
		}
		end--;
	}
	return n - end;
}

/* Reads on from link->start in piece i: the URL, where it ends. */
static void
read_on(const struct markdown *md, guint i, guint last, struct bare_link *link)
{
	GString *url = g_string_new(NULL);
	uint32_t from = link->start;
	size_t cut;

	for (;;) {
		const char *s;
		size_t n, taken;

		visible(md, i, from, &s, &n);
		taken = url_bytes(s, n);
		if (taken == 0 && i > 0 && url->len > 0)
			break;
		g_string_append_len(url, s, (gssize)taken);
		link->piece = i;
		link->end = piece_at(md, i)->text != NULL ? piece_at(md, i)->source.end
							  : from + (uint32_t)taken;
		if (taken < n || !goes_on(md, i, last))
			break;
		from = piece_at(md, ++i)->source.start;
	}
	cut = trailing(url->str, url->len);
	g_string_truncate(url, url->len - cut);
	while (cut > 0) {
		const struct piece *piece = piece_at(md, link->piece);
		uint32_t start = MAX(piece->source.start, link->start);
		size_t here = piece->text != NULL ? piece->length : link->end - start;

		if (here > cut) {
			link->end -= piece->text == NULL ? (uint32_t)cut : 0;
			break;
		}
		cut -= here;
		link->end = piece_at(md, --link->piece)->source.end;
	}
	link->url = g_string_free(url, FALSE);
}

/* "https:" and the like before the ':' at at. */
static bool
read_url(const struct markdown *md, guint i, guint last, uint32_t from, uint32_t at,
	struct bare_link *link)
{
	static const char *const schemes[] = { "https", "http", "ftp" };
	const char *s = md->source;
	uint32_t end = piece_at(md, i)->source.end;

	if (end - at < 4 || s[at + 1] != '/' || s[at + 2] != '/' ||
		!(g_ascii_isalnum(s[at + 3]) || s[at + 3] == '[' ||
			(unsigned char)s[at + 3] >= 0x80))
		return false;
	for (size_t k = 0; k < G_N_ELEMENTS(schemes); k++) {
		uint32_t n = (uint32_t)strlen(schemes[k]);

		if (at - from < n || g_ascii_strncasecmp(s + at - n, schemes[k], n) != 0 ||
			!may_begin(s, from, at - n))
			continue;
		link->start = at - n;
		read_on(md, i, last, link);
		return true;
	}
	return false;
}

static bool
read_www(const struct markdown *md, guint i, guint last, uint32_t from, uint32_t at,
	struct bare_link *link)
{
	char *url;

	if (!may_begin(md->source, from, at) || !g_ascii_isalnum(md->source[at + 4]))
		return false;
	link->start = at;
	read_on(md, i, last, link);
	if (strlen(link->url) <= 4 || strchr(link->url + 4, '.') == NULL) {
		g_free(link->url);
		return false;
	}
	url = g_strconcat("http://", link->url, NULL);
	g_free(link->url);
	link->url = url;
	return true;
}

static bool
read_address(const struct markdown *md, guint i, uint32_t from, uint32_t at, struct bare_link *link)
{
	static const char mailto[] = "mailto:";
	const char *s = md->source;
	uint32_t start = at, end = at + 1, limit = piece_at(md, i)->source.end;
	bool dot = false;

	while (start > from && (g_ascii_isalnum(s[start - 1]) || is_one_of(s[start - 1], ".+-_")))
		start--;
	while (end < limit && (g_ascii_isalnum(s[end]) || is_one_of(s[end], ".-_"))) {
		dot |= s[end] == '.' && end + 1 < limit && g_ascii_isalnum(s[end + 1]);
		end++;
	}
	while (end > at && s[end - 1] == '.')
		end--;
	if (start == at || !dot || end <= at + 1 || !g_ascii_isalnum(s[end - 1]))
		return false;
	link->start = start;
	link->piece = i;
	link->end = end;
	if (start - from >= sizeof(mailto) - 1 &&
		g_ascii_strncasecmp(s + start - (sizeof(mailto) - 1), mailto, sizeof(mailto) - 1) ==
			0)
		link->start = start - (uint32_t)(sizeof(mailto) - 1);
	link->url = g_strdup_printf("mailto:%.*s", (int)(end - start), s + start);
	return true;
}

bool
inline_bare_link(struct markdown *md, guint i, guint last, uint32_t from, uint32_t at,
	struct bare_link *link)
{
	switch (md->source[at]) {
	case ':':
		return read_url(md, i, last, from, at, link);
	case '@':
		return read_address(md, i, from, at, link);
	default:
		return read_www(md, i, last, from, at, link);
	}
}
