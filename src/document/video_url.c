#include "config.h"

#include "document/video_url.h"

#include <glib.h>
#include <string.h>

#include "document/clock.h"
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

/* Parameters of the query and the fragment that hold the second. */
static const char *const parameters[] = { "t", "start", NULL };

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

bool
video_time_read(const char *s, size_t n, uint32_t *milliseconds)
{
	struct clock_time time;
	const char *dot = memchr(s, '.', n);
	uint64_t seconds;

	if (clock_read(s, n, true, &time) == n && n > 0) {
		*milliseconds = clock_milliseconds(&time, false);
		return true;
	}
	/* `t=10.5`: the fraction of a second is dropped. */
	if (dot != NULL && dot > s && dot + 1 < s + n) {
		size_t digits = 1;

		while (dot + digits < s + n && g_ascii_isdigit(dot[digits]))
			digits++;
		if (dot + digits == s + n)
			n = (size_t)(dot - s);
	}
	if (!read_units(s, n, &seconds) || seconds > LONGEST)
		return false;
	*milliseconds = (uint32_t)seconds * 1000;
	return true;
}

/* The value of the parameter that begins at s, if it is one that holds the second. */
static bool
read_parameter(const char *s, size_t n, uint32_t *seconds)
{
	const char *equals = memchr(s, '=', n);
	uint32_t milliseconds;

	if (equals == NULL)
		return false;
	if (n > 4 && strncmp(s, "amp;", 4) == 0 && equals > s + 4) {
		n -= 4;
		s += 4;
	}
	for (int i = 0; parameters[i] != NULL; i++) {
		size_t name = strlen(parameters[i]);

		if ((size_t)(equals - s) == name && strncmp(s, parameters[i], name) == 0 &&
			video_time_read(equals + 1, n - name - 1, &milliseconds)) {
			*seconds = milliseconds / 1000;
			return true;
		}
	}
	return false;
}

bool
video_url_seconds(const char *url, uint32_t *seconds)
{
	const char *at = url;

	if (!skip(&at, "https:") && !skip(&at, "http:") && strncmp(at, "//", 2) != 0 &&
		url_after(at, "www.") == NULL)
		return false;
	skip(&at, "//");
	if (site_at(at, &at) == SITE_NONE)
		return false;
	at += strcspn(at, "?#");
	while (*at != '\0') {
		size_t length;

		at++;
		length = strcspn(at, "?#&");
		if (read_parameter(at, length, seconds))
			return true;
		at += length;
	}
	return false;
}

char *
video_url_at(const char *id, uint32_t seconds)
{
	return g_strdup_printf("https://www.youtube.com/watch?v=%s&t=%us", id, seconds);
}
