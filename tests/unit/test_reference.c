/*
 * What queries find in a made-up library, and in the real documents where they are there, against
 * an independent reading of the same files (support/reference.h): no document more, none fewer.
 */
#include "config.h"

#include "library/answer.h"

#include <setjmp.h>
#include <stdlib.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/made_library.h"
#include "support/place.h"
#include "support/query_check.h"
#include "work/indexing.h"

#define TODAY "2026-03-01"

static const char *const extensions[] = { "md", "markdown", "mdown", "mkd", "txt", "text", "vtt",
	"srt", NULL };
static const char *const none[] = { NULL };

/* --- a library and its store --- */

struct library {
	struct store_location *location;
	struct store *store;
};

static void
library_open(struct library *library, const char *const *roots, const char *const *configured,
	bool memory)
{
	g_autoptr(GError) error = NULL;

	library->location = store_location_new(roots, configured, extensions, memory);
	library->store = store_open(library->location, &error);
	if (library->store == NULL)
		fail_msg("%s", error->message);
}

static void
library_close(struct library *library)
{
	store_close(library->store);
	store_location_unref(library->location);
}

static void
drop_batch(void *data, struct batch *batch)
{
	(void)data;
	batch_unref(batch);
}

/* Brings the store up to date with the files. */
static void
library_index(struct library *library, const char *const *roots, bool rebuild)
{
	const struct indexing_options options = {
		.loader = { .scan = { .roots = roots, .extensions = extensions },
			.last = LOADER_WHOLE },
		.location = library->location,
		.rebuild = rebuild,
		.batch = drop_batch,
	};
	g_autoptr(GError) error = NULL;

	if (!indexing_run(&options, &error))
		fail_msg("%s", error->message);
	if (!store_current(library->store)) {
		store_close(library->store);
		library->store = store_open(library->location, &error);
		assert_non_null(library->store);
	}
}

/* Asks a store so many queries made of the documents below the roots; below: answers of those
 * alone. */
static void
ask(struct library *library, const char *const *roots, bool below, GRand *random, unsigned count,
	int rarely)
{
	struct query_check check = {
		.store = library->store,
		.reference = reference_new(roots),
		.below = below ? roots : NULL,
		.today = TODAY,
	};
	char *wrong = query_check_begin(&check);

	if (wrong == NULL)
		wrong = query_check_many(&check, random, count, rarely);
	query_check_end(&check);
	reference_free(check.reference);
	if (wrong != NULL)
		fail_msg("query %u of %u: %s", check.asked, count, wrong);
}

/* --- the tests --- */

struct fixture {
	void *place;
	char *root;
};

static int
setup(void **state)
{
	struct fixture *fixture = g_new0(struct fixture, 1);
	g_autofree char *cache = NULL;

	if (place_enter(&fixture->place) != 0)
		return -1;
	fixture->root = g_get_current_dir();
	cache = g_build_filename(fixture->root, "cache", NULL);
	g_setenv("XDG_CACHE_HOME", cache, TRUE);
	*state = fixture;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *fixture = *state;
	void *place = fixture->place;

	g_free(fixture->root);
	g_free(fixture);
	return place_leave(&place);
}

static char *
root_of(void **state, const char *name)
{
	const struct fixture *fixture = *state;

	return g_build_filename(fixture->root, name, NULL);
}

/* As it is first indexed, after each of several changes, and built anew. */
static void
test_changes(void **state)
{
	g_autofree char *root = root_of(state, "changes");
	const char *const roots[] = { root, NULL };
	GRand *random = g_rand_new_with_seed(1);
	struct library library;

	made_library_write(random, root, 300);
	library_open(&library, roots, none, false);
	library_index(&library, roots, false);
	ask(&library, roots, false, random, 2000, 100);
	for (int round = 0; round < 3; round++) {
		made_library_change(random, root, 60);
		library_index(&library, roots, false);
		ask(&library, roots, false, random, 800, 100);
	}
	library_index(&library, roots, true);
	ask(&library, roots, false, random, 200, 100);
	library_close(&library);
	g_rand_free(random);
}

/* An index that lives in memory gives the same. */
static void
test_memory(void **state)
{
	g_autofree char *root = root_of(state, "memory");
	const char *const roots[] = { root, NULL };
	GRand *random = g_rand_new_with_seed(2);
	struct library library;

	made_library_write(random, root, 150);
	library_open(&library, roots, none, true);
	library_index(&library, roots, false);
	ask(&library, roots, false, random, 800, 100);
	library_close(&library);
	g_rand_free(random);
}

/* What has to be looked up in the files, which takes its time, in few of them. */
static void
test_expressions(void **state)
{
	g_autofree char *root = root_of(state, "expressions");
	const char *const roots[] = { root, NULL };
	GRand *random = g_rand_new_with_seed(5);
	struct library library;

	made_library_write(random, root, 30);
	library_open(&library, roots, none, true);
	library_index(&library, roots, false);
	ask(&library, roots, false, random, 3000, 3);
	library_close(&library);
	g_rand_free(random);
}

/* Two roots, and then one of them and a folder of the other, out of the index of both. */
static void
test_roots(void **state)
{
	g_autofree char *one = root_of(state, "one"), *two = root_of(state, "two");
	g_autofree char *notes = g_build_filename(two, "notes", NULL);
	const char *const roots[] = { two, one, NULL }, *const fewer[] = { notes, one, NULL };
	GRand *random = g_rand_new_with_seed(3);
	struct library library;

	made_library_write(random, one, 60);
	made_library_write(random, two, 120);
	library_open(&library, roots, roots, false);
	library_index(&library, roots, false);
	ask(&library, roots, false, random, 500, 100);
	library_close(&library);

	library_open(&library, fewer, roots, false);
	ask(&library, fewer, true, random, 500, 100);
	library_close(&library);
	g_rand_free(random);
}

static void
test_real_documents(void **state)
{
	g_autofree char *named = g_canonicalize_filename("../shared/library", TOP_SRCDIR);
	g_autofree char *root = realpath(named, NULL);
	const char *const roots[] = { root, NULL };
	GRand *random = g_rand_new_with_seed(4);
	struct library library;

	(void)state;
	if (root == NULL) {
		g_rand_free(random);
		skip();
	}
	library_open(&library, roots, none, false);
	library_index(&library, roots, false);
	ask(&library, roots, false, random, 1500, 1000);
	library_close(&library);
	g_rand_free(random);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_expressions),
		cmocka_unit_test(test_roots),
		cmocka_unit_test(test_real_documents),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
