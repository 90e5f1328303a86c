#include "config.h"

#include "library/link_keys.h"

#include <string.h>

#include "library/names.h"
#include "library/resolve.h"
#include "library/store_private.h"
#include "text/path.h"

/* Levels of an address that get a key, and hosts above its host. */
enum { LEVELS = 16, HOSTS = 4 };

/* Letters before what is hashed. */
enum { LETTER_NAME = 'n', LETTER_URL = 'u', LETTER_INSIDE = 'h', LETTER_OWN = 'o' };

static int64_t
key_of(char letter, const char *bytes, size_t n)
{
	char room[256], *all = n < sizeof(room) ? room : g_malloc(n + 1);

	all[0] = letter;
	memcpy(all + 1, bytes, n);
	int64_t key = store_hash(all, n + 1);

	if (all != room)
		g_free(all);
	return key;
}

int64_t
link_key_of_name(const char *name_key)
{
	return key_of(LETTER_NAME, name_key, strlen(name_key));
}

int64_t
link_key_of_url(const char *url_key, bool inside)
{
	return key_of(inside ? LETTER_INSIDE : LETTER_URL, url_key, strlen(url_key));
}

int64_t
link_key_of_own(uint32_t id)
{
	return key_of(LETTER_OWN, (const char *)&id, sizeof(id));
}

/* --- names --- */

char *
link_name_key(const char *target)
{
	static const char *const documents[] = { "md", "markdown", "mdown", "mkd", "txt", "text",
		"vtt", "srt", NULL };
	g_autofree char *decoded =
		strchr(target, '%') != NULL ? g_uri_unescape_string(target, NULL) : NULL;
	const char *read = decoded != NULL ? decoded : target, *name = path_name(read);
	size_t n = strlen(read);

	if (path_has_suffix(name, documents))
		n = (size_t)(name - read) + path_stem(name);
	return names_key(read, n);
}

static void
add_name(GArray *keys, const char *name, size_t n)
{
	g_autofree char *name_key = names_key(name, n);
	int64_t key = link_key_of_name(name_key);

	g_array_append_val(keys, key);
}

/* A target stands for a file of its last part, with a suffix more or not, or for a title. */
static void
add_names(GArray *keys, const char *target)
{
	const char *name = path_name(target);
	size_t stem = path_stem(name);

	add_name(keys, name, strlen(name));
	if (name[stem] != '\0')
		add_name(keys, name, stem);
	if (name != target)
		add_name(keys, target, strlen(target));
}

/* The same as written and with its %XX read. */
static void
add_written(GArray *keys, const char *target)
{
	g_autofree char *decoded =
		strchr(target, '%') != NULL ? g_uri_unescape_string(target, NULL) : NULL;

	add_names(keys, target);
	if (decoded != NULL)
		add_names(keys, decoded);
}

void
link_keys_of_target(GArray *keys, const char *target)
{
	size_t n = strlen(target);

	add_written(keys, target);
	if (n > 1 && target[n - 1] == '#') {
		g_autofree char *plain = g_strchomp(g_strndup(target, n - 1));
		add_written(keys, plain);
	}
	g_autofree char *name_key = link_name_key(target);
	int64_t key = link_key_of_name(name_key);

	g_array_append_val(keys, key);
}

/* --- addresses --- */

static void
add_part(GArray *keys, char letter, const char *address, size_t n)
{
	int64_t key = key_of(letter, address, n);

	g_array_append_val(keys, key);
}

/* The address from host (a part of it) on: its host, that without a port, and all up to each slash.
 * Its own key is left out. */
static void
add_levels(GArray *keys, char letter, const char *host)
{
	size_t bare = strcspn(host, "/?:"), with_port = strcspn(host, "/?");
	const char *slash = host;

	if (host[bare] == ':')
		add_part(keys, letter, host, bare);
	if (host[with_port] == '?')
		add_part(keys, letter, host, with_port);
	for (int level = 0; level < LEVELS && (slash = strchr(slash, '/')) != NULL; level++) {
		add_part(keys, letter, host, (size_t)(slash - host));
		slash++;
	}
}

/* What follows the first dot of a host, where that is a host too: a.org of blog.a.org. */
static const char *
host_above(const char *host)
{
	size_t end = strcspn(host, "/?"), first = strcspn(host, "."), label = end;

	while (label > 0 && host[label - 1] != '.')
		label--;
	if (first >= end || label <= first + 1 || g_ascii_isdigit(host[label]))
		return NULL;
	return host + first + 1;
}

/* The hosts above the host of an address, each with what is below it. */
static void
add_hosts(GArray *keys, const char *host)
{
	for (int i = 0; i < HOSTS && (host = host_above(host)) != NULL; i++) {
		add_part(keys, LETTER_INSIDE, host, strlen(host));
		add_levels(keys, LETTER_INSIDE, host);
	}
}

void
link_keys_of_address(GArray *keys, const char *url)
{
	g_autofree char *url_key = resolve_url_key(url), *written = NULL;
	const char *host = strstr(url, "://");

	add_part(keys, LETTER_URL, url_key, strlen(url_key));
	if (host == NULL)
		return;
	add_levels(keys, LETTER_URL, url_key);
	add_hosts(keys, url_key);
	/* That of a video has not the host that was written. */
	host += strlen("://");
	written = g_ascii_strdown(host, (gssize)strcspn(host, "/?#"));
	if (g_str_has_prefix(url_key, written))
		return;
	add_part(keys, LETTER_URL, written, strlen(written));
	add_levels(keys, LETTER_URL, written);
	add_hosts(keys, written);
}
