#include "config.h"

#include "library/roots.h"

#include <glib.h>
#include <string.h>
#include <sys/stat.h>

char *
roots_path(const char *root)
{
	const char *start = root;

	while (start[0] == '.' && start[1] == '/') {
		start++;
		start += strspn(start, "/");
	}
	if (start[0] == '\0' && start > root)
		return g_strdup(".");

	size_t n = strlen(start);

	while (n > 1 && start[n - 1] == '/')
		n--;
	return g_strndup(start, n);
}

static char *
configured_path(const char *root)
{
	if (root[0] != '~' || (root[1] != '/' && root[1] != '\0'))
		return roots_path(root);
	g_autofree char *path = g_build_filename(g_get_home_dir(), root + 1, NULL);

	return roots_path(path);
}

static bool
is_current_folder(const char *path)
{
	struct stat one, other;

	return stat(path, &one) == 0 && stat(".", &other) == 0 && one.st_dev == other.st_dev &&
	       one.st_ino == other.st_ino;
}

void
roots_init(struct roots *roots, const char *const *named, const struct settings *settings)
{
	bool configured = named == NULL || named[0] == NULL;
	const char *const *paths = configured ? settings_list(settings, "library") : named;
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

	roots->ask = false;
	for (size_t i = 0; paths[i] != NULL; i++) {
		g_autofree char *path =
			configured ? configured_path(paths[i]) : roots_path(paths[i]);

		g_strv_builder_add(builder, path);
	}
	if (paths[0] == NULL) {
		g_strv_builder_add(builder, ".");
		roots->ask = is_current_folder("/") || is_current_folder(g_get_home_dir());
	}
	roots->paths = g_strv_builder_end(builder);
}

void
roots_clear(struct roots *roots)
{
	g_strfreev(roots->paths);
	roots->paths = NULL;
}
