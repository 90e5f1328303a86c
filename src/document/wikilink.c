#include "config.h"

#include "document/wikilink.h"

#include <glib.h>
#include <string.h>

#include "document/clock.h"
#include "document/url.h"

enum {
	TARGET_LIMIT = 4096, /* SAFETY §2 */
};

static size_t
bytes_of(const char *s, size_t n, char c)
{
	size_t i = 0;

	while (i < n && s[i] == c)
		i++;
	return i;
}

static void
trim(const char **s, size_t *n)
{
	while (*n > 0 && ((*s)[0] == ' ' || (*s)[0] == '\t')) {
		(*s)++;
		(*n)--;
	}
	while (*n > 0 && ((*s)[*n - 1] == ' ' || (*s)[*n - 1] == '\t'))
		(*n)--;
}

/* The offset of the "]]" that closes what was opened before s, or n. Single brackets inside are
 * matched; in a run of closing ones the inner ones close first, but the last two close the link.
 * *stop is where the look ended. */
static size_t
find_close(const char *s, size_t n, size_t *stop)
{
	size_t inner = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n' || s[i] == '\r') {
			*stop = i;
			return n;
		}
		if (s[i] == '[') {
			if (i + 1 < n && s[i + 1] == '[') {
				*stop = i;
				return n;
			}
			inner++;
		} else if (s[i] == ']') {
			size_t run = bytes_of(s + i, n - i, ']');

			if (run >= 2)
				return i + MIN(inner, run - 2);
			inner -= MIN(inner, 1);
		}
	}
	*stop = n;
	return n;
}

/* "300" or "300x200": what an embed's last part may be, and then is no alias. */
static bool
is_size(const char *s, size_t n)
{
	size_t i = 0, digits;

	while (i < n && g_ascii_isdigit(s[i]))
		i++;
	if (i == 0 || i == n)
		return i > 0;
	if (s[i++] != 'x')
		return false;
	digits = i;
	while (i < n && g_ascii_isdigit(s[i]))
		i++;
	return i == n && i > digits;
}

static void
split_alias(struct wikilink *link, const char *s, size_t n, bool embed)
{
	const char *last;

	trim(&s, &n);
	while (embed && n > 0) {
		const char *part = s;
		size_t part_length = n;

		last = g_strrstr_len(s, (gssize)n, "|");
		if (last != NULL) {
			part = last + 1;
			part_length = (size_t)(s + n - part);
		}
		trim(&part, &part_length);
		if (!is_size(part, part_length))
			break;
		n = last != NULL ? (size_t)(last - s) : 0;
		trim(&s, &n);
	}
	if (n > 0) {
		link->alias = s;
		link->alias_length = n;
	}
}

/* "[[00:50:02]]" is a timestamp in doubled brackets (cases/stamps.tsv s18), not a document of that
 * name. */
static bool
is_time(const struct wikilink *link)
{
	struct clock_time time;

	return link->alias == NULL && clock_read(link->written, link->written_length, false,
					      &time) == link->written_length;
}

static void
split_anchor(struct wikilink *link)
{
	/* A URL is opened as one: its '#' is no anchor. */
	bool is_url = url_scheme(link->written, link->written_length) > 0;
	const char *hash = is_url ? NULL : memchr(link->written, '#', link->written_length);

	link->target = link->written;
	link->target_length = link->written_length;
	link->anchor = link->written + link->written_length;
	if (hash == NULL)
		return;
	link->anchored = true;
	link->target_length = (size_t)(hash - link->written);
	trim(&link->target, &link->target_length);
	link->anchor = hash + 1;
	link->anchor_length = (size_t)(link->written + link->written_length - link->anchor);
	trim(&link->anchor, &link->anchor_length);
}

bool
wikilink_read(const char *s, size_t n, bool embed, struct wikilink *link, size_t *looked)
{
	const char *inside = s + 2, *pipe;
	size_t stop = 0, close = find_close(inside, n - 2, &stop);

	memset(link, 0, sizeof(*link));
	if (close == n - 2) {
		*looked = MAX(stop + 2, (size_t)2);
		return false;
	}
	*looked = link->length = close + 4;
	link->written = inside;
	link->written_length = close;
	pipe = memchr(inside, '|', close);
	if (pipe != NULL) {
		link->written_length = (size_t)(pipe - inside);
		/* In a table the bar is written with a backslash. */
		if (link->written_length > 0 && pipe[-1] == '\\')
			link->written_length--;
		split_alias(link, pipe + 1, (size_t)(inside + close - pipe - 1), embed);
	}
	trim(&link->written, &link->written_length);
	split_anchor(link);
	return link->target_length + link->anchor_length > 0 &&
	       link->written_length <= TARGET_LIMIT && !is_time(link);
}
