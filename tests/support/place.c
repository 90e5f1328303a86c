#include "config.h"

#include "support/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
	char *folder;
	char *before;
};

int
place_enter(void **state)
{
	struct place *place = g_new(struct place, 1);

	place->before = g_get_current_dir();
	place->folder = g_dir_make_tmp("lectern-XXXXXX", NULL);
	*state = place;
	return chdir(place->folder);
}

int
place_leave(void **state)
{
	struct place *place = *state;
	const char *const argv[] = { "rm", "-rf", place->folder, NULL };
	int result = chdir(place->before);

	g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
		NULL);
	g_free(place->folder);
	g_free(place->before);
	g_free(place);
	return result;
}

void
place_put(const char *path, const char *text, gssize n)
{
	g_autofree char *folder = g_path_get_dirname(path);

	assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
	assert_true(g_file_set_contents(path, text, n, NULL));
}
