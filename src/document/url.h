/*
 * URLs: the parts that several readers of them ask for (RFC 3986 §3).
 */
#ifndef LECTERN_DOCUMENT_URL_H
#define LECTERN_DOCUMENT_URL_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the scheme at the start of s where "://" follows it (RFC 3986 §3.1); else 0. */
size_t url_scheme(const char *s, size_t n);

/* What follows prefix in s, in any case; NULL where s does not begin with it. */
const char *url_after(const char *s, const char *prefix);

/* What follows "https://" or "http://" in url, in any case; NULL where it begins with neither. */
const char *url_after_http(const char *url);

/* Whether url begins with either. */
static inline bool
url_is_http(const char *url)
{
	return url_after_http(url) != NULL;
}

#endif
