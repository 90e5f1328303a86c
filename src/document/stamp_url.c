#include "config.h"

#include "document/timestamp.h"

#include <glib.h>
#include <string.h>

#include "document/stamps.h"

enum { LONGEST = 999 * 3600 + 59 * 60 + 59 }; /* seconds: SAFETY §2 */

/* Hosts whose URLs name a second; `www.` and `m.` before them are taken off first. */
static const char *const hosts[] = {
	"youtube.com",
	"music.youtube.com",
	"youtube-nocookie.com",
	"youtu.be",
	"vimeo.com",
	"player.vimeo.com",
	NULL,
};

/* Parameters of the query and the fragment that hold the second. */
static const char *const parameters[] = { "t", "start", NULL };

static bool
skip_prefix(const char **s, const char *prefix)
{
	size_t n = strlen(prefix);

	if (g_ascii_strncasecmp(*s, prefix, n) != 0)
		return false;
	*s += n;
	return true;
}

static bool
is_video_host(const char *s, size_t n)
{
	for (int i = 0; hosts[i] != NULL; i++)
		if (strlen(hosts[i]) == n && g_ascii_strncasecmp(s, hosts[i], n) == 0)
			return true;
	return false;
}

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
stamp_value_read(const char *s, size_t n, uint32_t *milliseconds)
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
			stamp_value_read(equals + 1, n - name - 1, &milliseconds)) {
			*seconds = milliseconds / 1000;
			return true;
		}
	}
	return false;
}

bool
timestamp_of_url(const char *url, uint32_t *seconds)
{
	const char *at = url;
	size_t host;

	if (!skip_prefix(&at, "https:") && !skip_prefix(&at, "http:") &&
		strncmp(at, "//", 2) != 0 && g_ascii_strncasecmp(at, "www.", 4) != 0)
		return false;
	skip_prefix(&at, "//");
	if (!skip_prefix(&at, "www."))
		skip_prefix(&at, "m.");
	host = strcspn(at, "/?#:");
	if (!is_video_host(at, host))
		return false;
	at += host;
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
