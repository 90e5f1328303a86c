#include "config.h"

#include "document/url.h"

#include <glib.h>
#include <string.h>

size_t
url_scheme(const char *s, size_t n)
{
	size_t i = 0;

	if (n == 0 || !g_ascii_isalpha(s[0]))
		return 0;
	while (i < n && (g_ascii_isalnum(s[i]) || s[i] == '+' || s[i] == '-' || s[i] == '.'))
		i++;
	return n - i >= 3 && memcmp(s + i, "://", 3) == 0 ? i : 0;
}

const char *
url_after(const char *s, const char *prefix)
{
	size_t n = strlen(prefix);

	return g_ascii_strncasecmp(s, prefix, n) == 0 ? s + n : NULL;
}

const char *
url_after_http(const char *url)
{
	const char *rest = url_after(url, "https://");

	return rest != NULL ? rest : url_after(url, "http://");
}
