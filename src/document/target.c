#include "config.h"

#include "document/target.h"

#include <string.h>

#include "document/media.h"
#include "document/url.h"

/* Schemes that stand without "//". */
static const char *const bare_schemes[] = {
	"mailto:",
	"tel:",
	"data:",
	"javascript:",
	"magnet:",
	"urn:",
	"sms:",
	"doi:",
	"about:",
	"blob:",
	NULL,
};

bool
target_has_scheme(const char *s, size_t n)
{
	for (int k = 0; bare_schemes[k] != NULL; k++) {
		size_t length = strlen(bare_schemes[k]);

		if (n >= length && g_ascii_strncasecmp(s, bare_schemes[k], length) == 0)
			return true;
	}
	return url_scheme(s, n) > 0;
}

/* Percent escapes decoded; %00 and broken ones stay. */
static char *
decode(const char *s, size_t n)
{
	char *out = g_malloc(n + 1);
	size_t o = 0;

	for (size_t i = 0; i < n; i++) {
		int high = -1, low = -1;

		if (s[i] == '%' && n - i > 2) {
			high = g_ascii_xdigit_value(s[i + 1]);
			low = g_ascii_xdigit_value(s[i + 2]);
		}
		if (high >= 0 && low >= 0 && high + low > 0) {
			out[o++] = (char)(high << 4 | low);
			i += 2;
		} else {
			out[o++] = s[i];
		}
	}
	out[o] = '\0';
	return out;
}

bool
target_read(struct target *target, const char *destination, bool picture)
{
	size_t n = strlen(destination);
	const char *hash;

	memset(target, 0, sizeof(*target));
	if (n == 0)
		return false;
	if (picture || target_has_scheme(destination, n) || g_str_has_prefix(destination, "//")) {
		target->kind = picture ? LINK_MEDIA : LINK_WEB;
		target->target = g_strdup(destination);
		target->anchor = g_strdup("");
		return true;
	}
	hash = memchr(destination, '#', n);
	target->anchor = hash != NULL ? decode(hash + 1, strlen(hash + 1)) : g_strdup("");
	if (hash == destination) {
		target->kind = LINK_ANCHOR;
		target->target = g_strdup("");
		return true;
	}
	if (hash != NULL)
		n = (size_t)(hash - destination);
	if (destination[0] == '/') {
		target->kind = LINK_SITE;
		target->target = g_strndup(destination, n);
		return true;
	}
	target->target = decode(destination, n);
	target->kind = media_of(target->target) != MEDIA_NONE ? LINK_MEDIA : LINK_PATH;
	return true;
}

char *
target_shown(const char *destination)
{
	const char *host = strstr(destination, "://"), *user;
	size_t n;

	if (host == NULL || !target_has_scheme(destination, strlen(destination)))
		return g_strdup(g_str_has_prefix(destination, "mailto:") ? destination + 7
									 : destination);
	host += 3;
	n = strcspn(host, "/?#");
	user = g_strrstr_len(host, (gssize)n, "@");
	if (user != NULL) {
		n -= (size_t)(user + 1 - host);
		host = user + 1;
	}
	return n > 0 ? g_strndup(host, n) : g_strdup(destination);
}

char *
target_shown_picture(const char *destination)
{
	if (g_ascii_strncasecmp(destination, "data:", 5) == 0) {
		size_t n = strcspn(destination, ";,");

		return g_strdup_printf("%.*s…", (int)MIN(n, (size_t)60), destination);
	}
	return g_strdup(destination);
}
