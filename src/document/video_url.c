#include "config.h"

#include "document/video_url.h"

#include <glib.h>
#include <string.h>

#include "document/clock.h"
#include "document/document.h"
#include "document/url.h"

enum {
	ID_LENGTH = VIDEO_ID_ROOM - 1,
	LONGEST = 999 * 3600 + 59 * 60 + 59, /* seconds: SAFETY §2 */
};

/* --- sites --- */

enum site { SITE_NONE, SITE_YOUTUBE, SITE_YOUTUBE_SHORT, SITE_VIMEO };

/* `www.` and `m.` before a host are taken off first. */
static const struct {
	const char *host;
	enum site site;
} hosts[] = {
	{ "youtube.com", SITE_YOUTUBE },
	{ "music.youtube.com", SITE_YOUTUBE },
	{ "youtube-nocookie.com", SITE_YOUTUBE },
	{ "youtu.be", SITE_YOUTUBE_SHORT },
	{ "vimeo.com", SITE_VIMEO },
	{ "player.vimeo.com", SITE_VIMEO },
};

static bool
skip(const char **s, const char *prefix)
{
	const char *rest = url_after(*s, prefix);

	if (rest != NULL)
		*s = rest;
	return rest != NULL;
}

/* The site whose host stands at s, and what follows the host. */
static enum site
site_at(const char *s, const char **rest)
{
	size_t n;

	if (!skip(&s, "www."))
		skip(&s, "m.");
	n = strcspn(s, "/?#:");
	*rest = s + n;
	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++)
		if (strlen(hosts[i].host) == n && g_ascii_strncasecmp(s, hosts[i].host, n) == 0)
			return hosts[i].site;
	return SITE_NONE;
}

/* --- identifiers --- */

static size_t
id_length(const char *s)
{
	return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
}

bool
video_is_id(const char *s)
{
	return id_length(s) == ID_LENGTH && s[ID_LENGTH] == '\0';
}

static bool
take_id(const char *s, char *id)
{
	if (id_length(s) != ID_LENGTH)
		return false;
	memcpy(id, s, ID_LENGTH);
	id[ID_LENGTH] = '\0';
	return true;
}

/* Paths of YouTube below which the identifier stands. */
static const char *const paths[] = { "/embed/", "/shorts/", "/live/", "/v/", "/e/" };

bool
video_url_id(const char *url, char *id)
{
	const char *host = url_after_http(url), *rest, *query;
	enum site site = site_at(host != NULL ? host : url, &rest);

	if ((site != SITE_YOUTUBE && site != SITE_YOUTUBE_SHORT) || *rest != '/')
		return false;
	if (site == SITE_YOUTUBE_SHORT)
		return take_id(rest + 1, id);
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		const char *video = url_after(rest, paths[i]);

		if (video != NULL)
			return take_id(video, id);
	}
	for (query = strchr(rest, '?'); query != NULL; query = strpbrk(query, "&#")) {
		if (*query == '#')
			return false;
		query++;
		if (strncmp(query, "v=", 2) == 0)
			return take_id(query + 2, id);
	}
	return false;
}

/* --- seconds --- */

/* `754`, `754s`, `12m34s`, `1h2m3s`: all n bytes, or nothing. */
static bool
read_units(const char *s, size_t n, uint64_t *seconds)
{
	static const struct {
		char name;
		unsigned seconds;
	} units[] = { { 'h', 3600 }, { 'm', 60 }, { 's', 1 } };
	uint64_t sum = 0, value = 0;
	unsigned unit = 0;
	bool digits = false;

	for (size_t i = 0; i < n; i++) {
		if (g_ascii_isdigit(s[i])) {
			value = MIN(value * 10 + (uint64_t)(s[i] - '0'), (uint64_t)LONGEST + 1);
			digits = true;
			continue;
		}
		while (unit < G_N_ELEMENTS(units) && units[unit].name != g_ascii_tolower(s[i]))
			unit++;
		if (!digits || unit == G_N_ELEMENTS(units))
			return false;
		sum += value * units[unit++].seconds;
		value = 0;
		digits = false;
	}
	*seconds = sum + value;
	return n > 0;
}

/* Takes `.5` off the end of a number of seconds; gives its milliseconds. */
static uint32_t
read_fraction(const char *s, size_t *n)
{
	const char *dot = memchr(s, '.', *n);
	uint32_t sum = 0, place = 100;

	if (dot == NULL || dot == s || dot + 1 == s + *n)
		return 0;
	for (const char *digit = dot + 1; digit < s + *n; digit++) {
		if (digit + 1 == s + *n && (*digit == 's' || *digit == 'S') && digit > dot + 1)
			break;
		if (!g_ascii_isdigit(*digit))
			return 0;
		sum += (uint32_t)(*digit - '0') * place;
		place /= 10;
	}
	*n = (size_t)(dot - s);
	return sum;
}

bool
video_time_read(const char *s, size_t n, uint32_t *milliseconds)
{
	struct clock_time time;
	uint32_t fraction;
	uint64_t seconds;

	if (clock_read(s, n, true, &time) == n && n > 0) {
		*milliseconds = clock_milliseconds(&time, false);
		return true;
	}
	fraction = read_fraction(s, &n);
	if (!read_units(s, n, &seconds) || seconds > LONGEST)
		return false;
	*milliseconds = (uint32_t)seconds * 1000 + fraction;
	return true;
}

/* `10`, `10,20`, `,20`, `npt:10,20`: where it begins, and where it ends. */
static bool
read_span(const char *s, size_t n, struct media_part *part)
{
	const char *comma;
	size_t first;

	if (n > 4 && g_ascii_strncasecmp(s, "npt:", 4) == 0) {
		s += 4;
		n -= 4;
	}
	comma = memchr(s, ',', n);
	first = comma != NULL ? (size_t)(comma - s) : n;
	part->start = 0;
	part->end = NONE;
	if (comma != NULL && first + 1 < n &&
		!video_time_read(comma + 1, n - first - 1, &part->end))
		return false;
	if (first > 0 ? !video_time_read(s, first, &part->start) : part->end == NONE)
		return false;
	if (part->end <= part->start)
		part->end = NONE;
	return true;
}

/* The parameters of a query or fragment that hold a time, and whether that is the end. */
static const struct {
	const char *name;
	bool is_end;
} parameters[] = {
	{ "t", false },
	{ "start", false },
	{ "time_continue", false },
	{ "end", true },
};

enum { VALUE_BYTES = 64 };

/* Reads one parameter, `t=754`, into part: the first that holds the start stands. */
static void
read_parameter(const char *s, size_t n, struct media_part *part, uint32_t *end)
{
	const char *equals = memchr(s, '=', n);
	g_autofree char *value = NULL;
	struct media_part read;
	size_t name;

	if (equals == NULL || (size_t)(s + n - equals) > VALUE_BYTES)
		return;
	if (n > 4 && strncmp(s, "amp;", 4) == 0 && equals > s + 4) {
		n -= 4;
		s += 4;
	}
	name = (size_t)(equals - s);
	for (size_t i = 0; i < G_N_ELEMENTS(parameters); i++) {
		if (strlen(parameters[i].name) != name || memcmp(s, parameters[i].name, name) != 0)
			continue;
		value = g_uri_unescape_segment(equals + 1, s + n, NULL);
		if (value == NULL || *value == '\0')
			return;
		if (!read_span(value, strlen(value), &read)) {
			if (part->bad == NULL && !parameters[i].is_end) {
				part->bad = equals + 1;
				part->bad_length = n - name - 1;
			}
		} else if (parameters[i].is_end) {
			*end = read.start;
		} else if (part->start == NONE) {
			part->start = read.start;
			part->end = read.end;
		}
		return;
	}
}

static bool
read_parameters(const char *s, const char *parts, struct media_part *part)
{
	uint32_t end = NONE;

	*part = (struct media_part){ .start = NONE, .end = NONE };
	while (*s != '\0') {
		size_t length = strcspn(s, parts);

		read_parameter(s, length, part, &end);
		s += length;
		s += *s != '\0';
	}
	if (part->start == NONE)
		return false;
	if (part->end == NONE && end != NONE && end > part->start)
		part->end = end;
	part->bad = NULL;
	return true;
}

bool
media_fragment_read(const char *fragment, struct media_part *part)
{
	return read_parameters(fragment, "&", part);
}

bool
video_url_part(const char *url, struct media_part *part)
{
	const char *at = url;

	*part = (struct media_part){ .start = NONE, .end = NONE };
	if (!skip(&at, "https:") && !skip(&at, "http:") && strncmp(at, "//", 2) != 0 &&
		url_after(at, "www.") == NULL)
		return false;
	skip(&at, "//");
	if (site_at(at, &at) == SITE_NONE)
		return false;
	at += strcspn(at, "?#&");
	return read_parameters(at, "?#&", part);
}

bool
video_url_seconds(const char *url, uint32_t *seconds)
{
	struct media_part part;

	if (!video_url_part(url, &part))
		return false;
	*seconds = part.start / 1000;
	return true;
}

char *
video_url_at(const char *id, uint32_t seconds)
{
	return g_strdup_printf("https://www.youtube.com/watch?v=%s&t=%us", id, seconds);
}
