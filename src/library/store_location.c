#include "config.h"

#include <string.h>
#include <stdlib.h>
#include <xxhash.h>

#include "library/store.h"
#include "library/store_files.h"
#include "text/path.h"

G_DEFINE_QUARK(lectern_store_error, store_error)

static char *
real_path(const char *path)
{
	char *real = realpath(path, NULL);

	if (real == NULL)
		return g_canonicalize_filename(path, NULL);
	char *copy = g_strdup(real);

	free(real);
	return copy;
}

static char **
real_paths(const char *const *paths)
{
	g_autoptr(GPtrArray) real = g_ptr_array_new();

	for (size_t i = 0; paths != NULL && paths[i] != NULL; i++)
		g_ptr_array_add(real, real_path(paths[i]));
	g_ptr_array_add(real, NULL);
	return (char **)g_ptr_array_steal(real, NULL);
}

/* Whether a real path is another or stands below it. */
static bool
lies_in(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	if (strncmp(path, folder, n) != 0)
		return false;
	return path[n] == '\0' || path[n] == '/' || (n > 0 && folder[n - 1] == '/');
}

static bool
lie_in(char **paths, char **folders)
{
	for (char **path = paths; *path != NULL; path++) {
		char **folder = folders;

		while (*folder != NULL && !lies_in(*path, *folder))
			folder++;
		if (*folder == NULL)
			return false;
	}
	return true;
}

static gint
compare_strings(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, each once. */
static char **
sorted(const char *const *strings)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autoptr(GPtrArray) once = g_ptr_array_new();

	for (size_t i = 0; strings != NULL && strings[i] != NULL; i++)
		g_ptr_array_add(all, (char *)strings[i]);
	g_ptr_array_sort(all, compare_strings);
	for (guint i = 0; i < all->len; i++) {
		if (i == 0 || strcmp(all->pdata[i], all->pdata[i - 1]) != 0)
			g_ptr_array_add(once, g_strdup(all->pdata[i]));
	}
	g_ptr_array_add(once, NULL);
	return (char **)g_ptr_array_steal(once, NULL);
}

/* 128 bits over the paths, each with its NUL. */
static char *
hash_of(char **paths)
{
	g_autoptr(GString) all = g_string_new(NULL);
	XXH128_canonical_t hash;
	char *hex = g_malloc(2 * sizeof(hash.digest) + 1);

	for (size_t i = 0; paths[i] != NULL; i++)
		g_string_append_len(all, paths[i], (gssize)strlen(paths[i]) + 1);
	XXH128_canonicalFromHash(&hash, XXH3_128bits(all->str, all->len));
	for (size_t i = 0; i < sizeof(hash.digest); i++)
		g_snprintf(hex + 2 * i, 3, "%02x", hash.digest[i]);
	return hex;
}

/* XDG Base Directory: a relative path in the variable counts nothing. */
static char *
cache_folder(void)
{
	const char *cache = g_getenv("XDG_CACHE_HOME"), *home = g_getenv("HOME");

	if (cache != NULL && g_path_is_absolute(cache))
		return g_build_filename(cache, "lectern", NULL);
	if (home == NULL || !g_path_is_absolute(home))
		home = g_get_home_dir();
	return g_build_filename(home, ".cache", "lectern", NULL);
}

struct store_location *
store_location_new(const char *const *roots, const char *const *configured,
	const char *const *extensions, bool memory)
{
	struct store_location *location = g_new0(struct store_location, 1);
	g_auto(GStrv) library = real_paths(configured);
	g_auto(GStrv) suffixes = sorted(extensions);
	bool inside;

	atomic_init(&location->references, 1);
	atomic_init(&location->connections, 0);
	location->roots = real_paths(roots);
	inside = library[0] != NULL && lie_in(location->roots, library);
	location->owners = sorted((const char *const *)(inside ? library : location->roots));
	location->extensions = g_strjoinv("\n", suffixes);
	location->folder = cache_folder();
	location->hash = hash_of(location->owners);
	location->memory = memory;
	location->words = g_ptr_array_new_with_free_func(g_free);
	g_mutex_init(&location->lock);
	g_mutex_init(&location->making);
	return location;
}

struct store_location *
store_location_ref(struct store_location *location)
{
	atomic_fetch_add(&location->references, 1);
	return location;
}

void
store_location_unref(struct store_location *location)
{
	if (location == NULL || atomic_fetch_sub(&location->references, 1) > 1)
		return;
	g_strfreev(location->roots);
	g_strfreev(location->owners);
	g_free(location->extensions);
	g_free(location->folder);
	g_free(location->hash);
	g_free(location->word);
	g_ptr_array_free(location->words, TRUE);
	g_mutex_clear(&location->lock);
	g_mutex_clear(&location->making);
	g_free(location);
}

const char *const *
store_location_roots(const struct store_location *location)
{
	return (const char *const *)location->roots;
}

const char *const *
store_location_owners(const struct store_location *location)
{
	return (const char *const *)location->owners;
}

bool
store_location_is_whole(struct store_location *location)
{
	return store_location_in_memory(location) || lie_in(location->owners, location->roots);
}

const char *
store_location_word(const struct store_location *location)
{
	struct store_location *shared = (struct store_location *)location;

	g_mutex_lock(&shared->lock);
	const char *word = shared->word;
	g_mutex_unlock(&shared->lock);
	return word;
}

void
store_location_say(struct store_location *location, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	char *word = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_mutex_lock(&location->lock);
	if (g_strcmp0(word, location->word) == 0) {
		g_free(word);
	} else {
		if (location->word != NULL)
			g_ptr_array_add(location->words, location->word);
		location->word = word;
	}
	g_mutex_unlock(&location->lock);
}

bool
store_location_in_memory(struct store_location *location)
{
	g_mutex_lock(&location->lock);
	bool memory = location->memory;
	g_mutex_unlock(&location->lock);
	return memory;
}

void
store_location_to_memory(struct store_location *location)
{
	g_mutex_lock(&location->lock);
	location->memory = true;
	g_mutex_unlock(&location->lock);
}

bool
store_location_leave_disk(struct store_location *location, const GError *why)
{
	if (store_location_in_memory(location))
		return false;
	store_location_to_memory(location);
	store_location_say(location, "the index is kept in memory alone: %s", why->message);
	return true;
}
