/* libFuzzer: the bytes before the first line end as a pattern, those behind as the text it is
 * looked for in. What is found lies in the text, and a search ends. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/regex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t n = end != NULL ? (size_t)(end - data) : size, rest = size - n;
	g_autofree char *pattern = g_strndup((const char *)data, n);
	g_autoptr(GError) error = NULL;
	g_autoptr(Regex) regex = regex_new(pattern, rest % 2 == 0, &error);
	struct range match;

	if (regex == NULL) {
		if (error == NULL)
			abort();
		return 0;
	}
	for (size_t from = 0; from <= rest && regex_find(regex, (const char *)data + n, rest, from,
						      &match) == REGEX_FOUND;) {
		if (match.start < from || match.end < match.start || match.end > rest)
			abort();
		from = match.end > from ? match.end : from + 1;
	}
	return 0;
}
