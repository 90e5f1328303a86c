#include "config.h"

#include "text/path.h"

#include <glib.h>
#include <string.h>

const char *
path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

size_t
path_stem(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
}

bool
path_has_suffix(const char *name, const char *const *suffixes)
{
	size_t n = strlen(name);

	for (; *suffixes != NULL; suffixes++) {
		size_t length = strlen(*suffixes);

		if (n > length && name[n - length - 1] == '.' &&
			g_ascii_strcasecmp(name + n - length, *suffixes) == 0)
			return true;
	}
	return false;
}
