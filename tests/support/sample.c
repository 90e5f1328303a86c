#include "config.h"

#include "support/sample.h"

#include <unistd.h>

#define TIME "2026-03-01 12:00:00Z"

static bool
run(const char *const *argv)
{
	int status = 0;

	return g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
		       &status, NULL) &&
	       status == 0;
}

bool
sample_enter(struct sample *sample)
{
	sample->before = g_get_current_dir();
	sample->folder = g_dir_make_tmp("lectern-XXXXXX", NULL);
	const char *const copy[] = { "cp", "-R", "data", sample->folder, NULL };
	const char *const open[] = { "chmod", "-R", "u+w", sample->folder, NULL };
	const char *const date[] = { "find", sample->folder, "-type", "f", "-exec", "touch", "-d",
		TIME, "{}", "+", NULL };
	return sample->folder != NULL && run(copy) && run(open) && run(date) &&
	       chdir(sample->folder) == 0;
}

void
sample_leave(struct sample *sample)
{
	const char *const remove[] = { "rm", "-rf", sample->folder, NULL };

	if (chdir(sample->before) == 0 && sample->folder != NULL)
		run(remove);
	g_free(sample->folder);
	g_free(sample->before);
}
