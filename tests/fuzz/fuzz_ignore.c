/*
 * libFuzzer: the bytes before the first NUL as an ignore file, those behind as a path. Beside it
 * the same patterns stand below another file's.
 */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "library/ignore.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, 0, size) : NULL;
	size_t n = end != NULL ? (size_t)(end - data) : size;
	g_autofree char *path =
		end != NULL ? g_strndup((const char *)end + 1, size - n - 1) : g_strdup("a/b.md");
	g_autofree char *below = g_strconcat("folder/", path, NULL);
	g_autoptr(Ignore) top = ignore_new(NULL, "", (const char *)data, n);
	g_autoptr(Ignore) inner = ignore_new(top, "folder", (const char *)data, n);

	for (int is_folder = 0; is_folder < 2; is_folder++) {
		ignore_matches(top, path, is_folder);
		ignore_matches(inner, below, is_folder);
	}
	return 0;
}
