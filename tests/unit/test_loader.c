#include "config.h"

#include "library/loader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/place.h"

static const char *const here[] = { ".", NULL };
static const char *const extensions[] = { "md", "txt", NULL };
static const struct scan_options options = { .roots = here, .extensions = extensions };

static void
put_library(void)
{
	place_put("a.md", "# Title of a\n\nSee [[b]].\n", -1);
	place_put("sub/b.txt", "---\ntitle: Title of b\naliases: [bee]\n---\ntext\n", -1);
	place_put("binary.md", "a\0b", 3);
	place_put("empty.md", "", 0);
}

/* Phases come in order, and what they tell becomes known then. */
static void
test_phases(void **state)
{
	(void)state;
	put_library();
	g_autoptr(Catalog) catalog = catalog_new();
	g_autoptr(Resolver) resolver = resolver_new(catalog);
	for (int i = 0; i < 200; i++) {
		g_autofree char *path = g_strdup_printf("z/%03d.md", i);

		place_put(path, "# Z\n", -1);
	}
	g_autoptr(Loader) loader = loader_new(&(struct loader_options){ .scan = options,
		.last = LOADER_WHOLE,
		.heads = true });
	enum loader_phase phase = LOADER_KNOWN;
	struct batch *batch;
	uint32_t done = 0, all = 0;

	while ((batch = loader_step(loader, NULL)) != NULL) {
		const struct entry *a;

		assert_true(batch_phase(batch) >= phase);
		phase = batch_phase(batch);
		batch_apply(batch, catalog, resolver);
		batch_progress(batch, &done, &all);
		assert_true(done <= all);
		assert_int_equal(batch_problems(batch)->len, 0);
		batch_unref(batch);
		if (phase < LOADER_HEADS || done < all)
			continue;
		a = catalog_entry(catalog, catalog_find(catalog, "a.md"));
		assert_true(a->known);
		assert_int_equal(a->minutes, phase == LOADER_WHOLE ? 1 : UINT32_MAX);
	}
	assert_int_equal(phase, LOADER_WHOLE);
	assert_int_equal(done, 204);
	assert_int_equal(catalog_count(catalog), 204);
	assert_int_equal(catalog_binary_count(catalog), 1);
	assert_string_equal(catalog_entry(catalog, 0)->title, "Title of a");
	assert_int_equal(resolve_name(resolver, NONE, "bee", NULL).entry,
		catalog_find(catalog, "sub/b.txt"));
	assert_int_equal(resolve_name(resolver, NONE, "binary", NULL).entry, NONE);
	assert_null(loader_step(loader, NULL));
}

static void
test_run_once_for_all(void **state)
{
	(void)state;
	put_library();
	place_put("locked.md", "text", -1);
	assert_int_equal(chmod("locked.md", 0), 0);
	for (enum loader_phase last = LOADER_SCAN; last <= LOADER_WHOLE; last++) {
		const struct loader_options loading = { .scan = options, .last = last };
		g_autoptr(Catalog) catalog = catalog_new();
		g_autoptr(GPtrArray) problems =
			g_ptr_array_new_with_free_func((GDestroyNotify)scan_problem_free);

		loader_run(&loading, catalog, NULL, problems);
		const struct entry *a = catalog_entry(catalog, catalog_find(catalog, "a.md"));
		const struct entry *locked =
			catalog_entry(catalog, catalog_find(catalog, "locked.md"));

		assert_int_equal(catalog_count(catalog), 5);
		assert_string_equal(a->title, last == LOADER_SCAN ? "a.md" : "Title of a");
		assert_int_equal(a->minutes, last == LOADER_WHOLE ? 1 : UINT32_MAX);
		if (last == LOADER_SCAN || geteuid() == 0)
			continue;
		assert_true(locked->failed);
		assert_int_equal(problems->len, 1);
		const struct scan_problem *problem = problems->pdata[0];

		assert_string_equal(problem->path, "locked.md");
		assert_string_equal(problem->message, "cannot be opened: Permission denied");
	}
}

static void
test_cancel(void **state)
{
	(void)state;
	put_library();
	g_autoptr(Loader) loader =
		loader_new(&(struct loader_options){ .scan = options, .last = LOADER_WHOLE });
	struct cancel cancel = { false };
	struct batch *batch = loader_step(loader, &cancel);

	assert_non_null(batch);
	batch_unref(batch);
	cancel_set(&cancel);
	assert_null(loader_step(loader, &cancel));
}

static void
test_deep_document(void **state)
{
	(void)state;
	g_autofree char *folder = g_get_current_dir();
	g_autofree char *name = g_strnfill(200, 'n');
	g_autoptr(Catalog) catalog = catalog_new();

	for (int i = 0; i < 40; i++) {
		assert_int_equal(mkdir(name, 0700), 0);
		assert_int_equal(chdir(name), 0);
	}
	place_put("deep.md", "# Far down\n", -1);
	assert_int_equal(chdir(folder), 0);
	loader_run(&(struct loader_options){ .scan = options, .last = LOADER_HEADS }, catalog, NULL,
		NULL);
	assert_int_equal(catalog_count(catalog), 1);
	assert_string_equal(catalog_entry(catalog, 0)->title, "Far down");
}

/* A file waits for a descriptor rather than fail. */
static void
test_no_descriptors(void **state)
{
	(void)state;
	place_put("a.md", "# Here\n", -1);
	struct rlimit before, few;
	struct cancel cancel = { true };
	g_autoptr(GError) error = NULL;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = before;
	few.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_null(loader_open("a.md", NULL, DOCUMENT_HEAD, &cancel, &error));
	assert_null(error);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	g_autoptr(Document) document = loader_open("a.md", NULL, DOCUMENT_HEAD, NULL, &error);

	assert_non_null(document);
	assert_null(loader_open("absent.md", NULL, DOCUMENT_HEAD, NULL, &error));
	assert_string_equal(error->message,
		"absent.md: cannot be opened: No such file or directory");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_phases, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_run_once_for_all, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_cancel, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_deep_document, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_no_descriptors, place_enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
