#include "config.h"

#include "library/library_file.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "text/path.h"
#include "text/safe.h"

static char *
real_path(const char *path)
{
	char *resolved = realpath(path, NULL);
	char *real = g_strdup(resolved);

	free(resolved);
	return real;
}

/* The real path of the file there, NULL where there is none. */
static char *
file_below(const char *folder, const char *target)
{
	g_autofree char *path = path_join(folder, target);
	char *real = real_path(path);
	struct stat status;

	if (real != NULL && (stat(real, &status) < 0 || !S_ISREG(status.st_mode)))
		g_clear_pointer(&real, g_free);
	return real;
}

static bool
lies_below(const char *real, const char *folder)
{
	g_autofree char *real_folder = real_path(folder);

	return real_folder != NULL && path_lies_in(real, real_folder);
}

static bool
is_ours(const char *real, const char *beside, const char *const *roots)
{
	for (; *roots != NULL; roots++)
		if (lies_below(real, *roots))
			return true;
	return lies_below(real, beside);
}

char *
library_file(const char *document, const char *const *roots, const char *target, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(document);
	g_autofree char *shown = safe_string(SAFE_NAME, target, -1);
	char *real = NULL;

	if (target[0] != '/')
		real = file_below(folder, target);
	while (*target == '/')
		target++;
	for (const char *const *root = roots; real == NULL && *root != NULL; root++)
		real = file_below(*root, target);
	if (real != NULL && is_ours(real, folder, roots))
		return real;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
		real != NULL ? "%s lies outside of the library: it is not opened"
			     : "there is no file %s beside this document or in the library",
		shown);
	g_free(real);
	return NULL;
}
