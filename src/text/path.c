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

char *
path_join(const char *folder, const char *name)
{
	size_t n = strlen(folder);

	return g_strconcat(folder, n == 0 || folder[n - 1] == '/' ? "" : "/", name, NULL);
}

unsigned
path_distance(const char *a, const char *b)
{
	size_t same = 0;
	unsigned folders = 0;

	for (size_t i = 0; a[i] != '\0' && a[i] == b[i]; i++) {
		if (a[i] == '/')
			same = i + 1;
	}
	for (const char *p = a + same; (p = strchr(p, '/')) != NULL; p++)
		folders++;
	for (const char *p = b + same; (p = strchr(p, '/')) != NULL; p++)
		folders++;
	return folders;
}

bool
path_lies_in(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 &&
	       (n == 0 || folder[n - 1] == '/' || path[n] == '\0' || path[n] == '/');
}
