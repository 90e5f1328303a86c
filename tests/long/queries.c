/*
 * Queries in great number against an independent reading of the same files (support/reference.h):
 * of a made-up library that changes between, and of a folder where one is named. `queries [COUNT
 * [SEED [FOLDER]]]`; seed 0 is a new one. Prints TAP: a line a library, a comment a difference.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/made_library.h"
#include "support/query_check.h"
#include "work/indexing.h"

/* Differences of one library that are shown. */
#define SHOWN 40

/* Changes of the made-up library, one after the other, and its documents. */
enum { ROUNDS = 10, DOCUMENTS = 300 };

static const char *const extensions[] = { "md", "markdown", "mdown", "mkd", "txt", "text", "vtt",
	"srt", NULL };
static const char *const none[] = { NULL };

static void
drop_batch(void *data, struct batch *batch)
{
	(void)data;
	batch_unref(batch);
}

static struct store *
open_store(struct store_location *location)
{
	g_autoptr(GError) error = NULL;
	struct store *store = store_open(location, &error);

	if (store == NULL)
		g_error("%s", error->message);
	return store;
}

/* Asks so many queries of a store that is up to date, and tells what differs: how many did. */
static unsigned
ask(struct store *store, const char *const *roots, GRand *random, unsigned count, int rarely)
{
	struct query_check check = {
		.store = store,
		.reference = reference_new(roots),
		.today = "2026-03-01",
	};
	unsigned differences = 0;
	char *wrong = query_check_begin(&check);

	for (;;) {
		if (wrong != NULL && ++differences <= SHOWN) {
			g_auto(GStrv) lines = g_strsplit(wrong, "\n", -1);

			for (guint i = 0; lines[i] != NULL; i++)
				printf("# %s\n", lines[i]);
		}
		g_free(wrong);
		if (check.asked >= count)
			break;
		wrong = query_check_many(&check, random, count - check.asked, rarely);
	}
	printf("# %u queries compared, %u of them differ\n", check.asked, differences);
	query_check_end(&check);
	reference_free(check.reference);
	return differences;
}

/* Indexes what is below a root, changes it so many times, and asks after each. */
static unsigned
ask_library(const char *root, GRand *random, unsigned rounds, unsigned count, int rarely)
{
	const char *const roots[] = { root, NULL };
	struct store_location *location = store_location_new(roots, none, extensions, true);
	const struct indexing_options options = {
		.loader = { .scan = { .roots = roots, .extensions = extensions },
			.last = LOADER_WHOLE },
		.location = location,
		.batch = drop_batch,
	};
	struct store *store = open_store(location);
	unsigned differences = 0;

	for (unsigned round = 0; round < rounds; round++) {
		g_autoptr(GError) error = NULL;

		if (round > 0)
			made_library_change(random, root, DOCUMENTS / 5);
		if (!indexing_run(&options, &error))
			g_error("%s", error->message);
		if (!store_current(store)) {
			store_close(store);
			store = open_store(location);
		}
		differences += ask(store, roots, random, count / rounds, rarely);
	}
	store_close(store);
	store_location_unref(location);
	return differences;
}

int
main(int argc, char **argv)
{
	unsigned count = argc > 1 ? (unsigned)atoi(argv[1]) : 100000;
	guint32 given = argc > 2 ? (guint32)strtoul(argv[2], NULL, 10) : 0;
	guint32 seed = given != 0 ? given : g_random_int();
	g_autofree char *folder = g_dir_make_tmp("lectern-XXXXXX", NULL);
	g_autofree char *root = g_build_filename(folder, "library", NULL);
	const char *const removal[] = { "rm", "-rf", folder, NULL };
	GRand *random = g_rand_new_with_seed(seed);
	unsigned differences;

	printf("1..%d\n# seed %u\n", argc > 3 ? 2 : 1, seed);
	made_library_write(random, root, DOCUMENTS);
	differences = ask_library(root, random, ROUNDS, count, 40);
	printf("%sok 1 - a made-up library\n", differences > 0 ? "not " : "");
	if (argc > 3) {
		g_autofree char *real = g_canonicalize_filename(argv[3], NULL);
		unsigned others = ask_library(real, random, 1, count / 10, 1000);

		printf("%sok 2 - %s\n", others > 0 ? "not " : "", argv[3]);
		differences += others;
	}
	g_rand_free(random);
	g_spawn_sync(NULL, (char **)removal, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
		NULL, NULL);
	return differences > 0;
}
