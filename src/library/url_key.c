/*
 * When two URLs are the same (SPEC §5).
 */
#include "config.h"

#include <string.h>

#include "document/url.h"
#include "document/video_url.h"
#include "library/resolve.h"

/* Parts of a query that say whence a reader came; a name that ends with '*' stands for all that
 * begin so. */
static const char *const tracking[] = { "utm_*", "fbclid", "gclid", "ref" };

static bool
is_tracking(const char *part, size_t n)
{
	const char *equals = memchr(part, '=', n);
	size_t length = equals != NULL ? (size_t)(equals - part) : n;

	for (size_t i = 0; i < G_N_ELEMENTS(tracking); i++) {
		size_t name = strlen(tracking[i]);
		bool stem = tracking[i][name - 1] == '*';

		if (stem ? length >= name - 1 && strncmp(part, tracking[i], name - 1) == 0
			 : length == name && strncmp(part, tracking[i], name) == 0)
			return true;
	}
	return false;
}

/* Appends what a query (n bytes, without its `?`) says beyond tracking. */
static void
append_query(GString *key, const char *query, size_t n)
{
	const char *end = query + n;
	char before = '?';

	while (query < end) {
		const char *stop = memchr(query, '&', (size_t)(end - query));

		if (stop == NULL)
			stop = end;
		if (stop > query && !is_tracking(query, (size_t)(stop - query))) {
			g_string_append_c(key, before);
			g_string_append_len(key, query, stop - query);
			before = '&';
		}
		query = stop + 1;
	}
}

char *
resolve_url_key(const char *url)
{
	char video[VIDEO_ID_ROOM];

	if (video_url_id(url, video))
		return g_strconcat("youtube.com/", video, NULL);
	GString *key = g_string_new(NULL);

	const char *rest = url_after_http(url);

	if (rest != NULL)
		url = rest;
	rest = url_after(url, "www.");
	if (rest != NULL)
		url = rest;
	size_t host = strcspn(url, "/?#"), path = strcspn(url, "?#"), all = strcspn(url, "#");

	for (size_t i = 0; i < host; i++)
		g_string_append_c(key, g_ascii_tolower(url[i]));
	if (path > host && url[path - 1] == '/')
		g_string_append_len(key, url + host, (gssize)(path - host) - 1);
	else
		g_string_append_len(key, url + host, (gssize)(path - host));
	if (all > path)
		append_query(key, url + path + 1, all - path - 1);
	return g_string_free(key, FALSE);
}

uint32_t
resolve_url_written(const char *url)
{
	uint32_t hash = 0x811c9dc5u;

	/* FNV-1a */
	for (size_t i = 0, n = strcspn(url, "#"); i < n; i++)
		hash = (hash ^ (unsigned char)url[i]) * 0x01000193u;
	hash &= INT32_MAX;
	return hash != 0 ? hash : 1;
}
