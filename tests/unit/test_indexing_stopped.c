/*
 * Indexing that is stopped while what was read waits to be written.
 */
#include "config.h"

#include "work/indexing.h"

#include "support/store_place.h"

#define DOCUMENTS 300

/* Stops when all was read. */
static void
stop_at_the_end(void *data, struct batch *batch)
{
	uint32_t done, all;

	batch_progress(batch, &done, &all);
	if (batch_phase(batch) == LOADER_WHOLE && done == all)
		cancel_set(data);
	batch_unref(batch);
}

static void
put_documents(void)
{
	g_autoptr(GString) text = g_string_new("# One of many\n");

	/* Other words in each, which take longer to write than to read. */
	for (int i = 0; i < DOCUMENTS; i++) {
		g_autofree char *path = g_strdup_printf("notes/%03d.md", i);

		g_string_truncate(text, 0);
		for (int k = 0; k < 1000; k++)
			g_string_append_printf(text, "word%d ", i * 1000 + k);
		place_put(path, text->str, -1);
	}
}

/* An index is complete where all of it was written, not where all was read. */
static void
is_not_complete_without_what_waited(void **state)
{
	(void)state;
	put_documents();
	StoreLocation *location = store_place_location();
	const char *const roots[] = { "notes", NULL };
	struct cancel cancel = { false };
	struct indexing_options options = {
		.loader = { .scan = { .roots = roots, .extensions = store_place_extensions },
			.last = LOADER_WHOLE },
		.location = location,
		.batch = stop_at_the_end,
		.data = &cancel,
		.cancel = &cancel,
	};
	g_autoptr(GError) error = NULL;
	bool done = indexing_run(&options, &error);
	g_autoptr(Store) store = store_open(location, NULL);

	assert_int_equal(store_is_complete(store), done);
	if (done)
		assert_int_equal(store_count(store), DOCUMENTS);
	else
		assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_STOPPED));
	store_location_unref(location);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(is_not_complete_without_what_waited,
			store_place_enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
