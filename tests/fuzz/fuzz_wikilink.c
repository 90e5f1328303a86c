/* libFuzzer: any bytes behind "[[": what is read lies within them, and so does what may be passed
 * over. */
#include "config.h"

#include <glib.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "document/wikilink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_part(const char *s, size_t n, const char *part, size_t length)
{
	if (part == NULL ? length > 0 : part < s || part + length > s + n)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n = size + 2;
	char *s = malloc(n); /* no byte behind: a read past the end is seen */

	memcpy(s, "[[", 2);
	memcpy(s + 2, data, size);
	for (int embed = 0; embed < 2; embed++) {
		struct wikilink link = { 0 };
		size_t looked = 0;

		if (!wikilink_read(s, n, embed, &link, &looked)) {
			if (looked > n)
				abort();
			continue;
		}
		if (link.length < 4 || link.length > n ||
			memcmp(s + link.length - 2, "]]", 2) != 0 || link.target_length > 4096)
			abort();
		check_part(s, n, link.written, link.written_length);
		check_part(s, n, link.target, link.target_length);
		check_part(s, n, link.anchor, link.anchor_length);
		check_part(s, n, link.alias, link.alias_length);
	}
	free(s);
	return 0;
}
