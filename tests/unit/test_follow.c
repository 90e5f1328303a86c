/*
 * What is remembered of documents, when their files were renamed: with the index that knew them, with
 * none, and where another document could be meant.
 */
#include "config.h"

#include "library/follow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/store_place.h"
#include "work/indexing.h"

#define STATE_PATH "kept/state.db"

/* What the last reconcile found. */
static struct batch_counts found;

static void
take_batch(void *data, struct batch *batch)
{
	struct batch_counts counts = batch_counts(batch);

	(void)data;
	found.added += counts.added;
	found.changed += counts.changed;
	found.moved += counts.moved;
	found.gone += counts.gone;
	batch_unref(batch);
}

/* Brings the index up to date by choices (may be NULL), and gives it. */
static struct store *
reconcile(GHashTable *choices)
{
	static const char *const roots[] = { "notes", NULL };
	g_autoptr(StoreLocation) location = store_place_location();
	g_autoptr(GError) error = NULL;
	const struct indexing_options options = {
		.loader = { .scan = { .roots = roots, .extensions = store_place_extensions },
			.choices = choices,
			.last = LOADER_WHOLE },
		.location = location,
		.one_thread = true,
		.batch = take_batch,
	};

	found = (struct batch_counts){ 0 };
	if (!indexing_run(&options, &error))
		fail_msg("%s", error->message);
	return store_place_open(location);
}

static void
drop_index(void)
{
	assert_int_equal(system("rm -rf cache"), 0);
}

static char *
real(const char *path)
{
	g_autofree char *here = g_get_current_dir();

	return g_build_filename(here, path, NULL);
}

static void
star(const char *path)
{
	g_autoptr(State) state = state_open(STATE_PATH, NULL);
	g_autofree char *at = real(path);

	assert_true(state_set_starred(state, at, NULL, true));
}

static bool
is_starred(const char *path)
{
	g_autoptr(State) state = state_open(STATE_PATH, NULL);
	g_autofree char *at = real(path);
	const struct state_row *row = state_of(state, at);

	return row != NULL && row->starred;
}

static unsigned
follow(void)
{
	g_autoptr(Store) store = reconcile(NULL);
	g_autoptr(State) state = state_open(STATE_PATH, NULL);

	return follow_renames(state, store);
}

struct rename_case {
	const char *name;
	const char *to;   /* NULL: removed */
	const char *copy; /* another of its bytes; or NULL */
	bool keeps_index;
	bool follows;
};

static const struct rename_case rename_cases[] = {
	{ "renamed", "notes/b.md", NULL, true, true },
	{ "renamed, and the index is gone", "notes/b.md", NULL, false, true },
	{ "into another folder", "notes/sub/b.md", NULL, true, true },
	{ "into another folder, and the index is gone", "notes/sub/b.md", NULL, false, true },
	{ "removed", NULL, NULL, true, false },
	{ "renamed beside a copy", "notes/b.md", "notes/copy.md", true, false },
	{ "a copy stayed", NULL, "notes/copy.md", false, true },
};

static void
marks_follow_a_rename(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rename_cases); i++) {
		const struct rename_case *c = &rename_cases[i];

		print_message("# %s\n", c->name);
		place_put("notes/a.md", "# One\n", -1);
		place_put("notes/other.md", "# Another\n", -1);
		assert_int_equal(follow(), 0);
		star("notes/a.md");
		/* The bytes are known from here on. */
		assert_int_equal(follow(), 0);
		if (c->copy != NULL)
			place_put(c->copy, "# One\n", -1);
		g_mkdir_with_parents("notes/sub", 0700);
		assert_int_equal(c->to != NULL ? rename("notes/a.md", c->to) : unlink("notes/a.md"),
			0);
		if (!c->keeps_index)
			drop_index();
		assert_int_equal(follow(), c->follows);
		assert_int_equal(follow(), 0);
		assert_int_equal(is_starred("notes/a.md"), !c->follows);
		if (c->follows)
			assert_true(is_starred(c->to != NULL ? c->to : c->copy));
		assert_false(is_starred("notes/other.md"));
		assert_int_equal(system("rm -rf notes cache kept"), 0);
	}
}

/* What may be there, as far as can be told, keeps its marks. */
static void
what_cannot_be_looked_at_is_not_gone(void **state)
{
	(void)state;
	place_put("notes/copy.md", "# One\n", -1);
	assert_int_equal(symlink("loop", "loop"), 0);
	g_autoptr(Store) store = reconcile(NULL);
	g_autoptr(State) known = state_open(STATE_PATH, NULL);
	g_autoptr(Document) document = document_open(AT_FDCWD, "notes/copy.md", "notes/copy.md",
		NULL, DOCUMENT_WHOLE, NULL, NULL);
	static const char *const paths[] = { "loop/a.md", "gone/a.md" };

	for (unsigned i = 0; i < 2; i++) {
		g_autofree char *at = real(paths[i]);

		assert_true(state_set_starred(known, at, document->hash, true));
		assert_int_equal(follow_renames(known, store), i);
	}
	assert_true(is_starred("loop/a.md"));
	assert_true(is_starred("notes/copy.md"));
}

/* --- choices --- */

static bool
take_title(void *data, uint32_t id, uint32_t line, const char *title)
{
	(void)id;
	(void)line;
	g_string_append_printf(data, "%s|", title);
	return true;
}

static char *
titles_of(struct store *store)
{
	GString *titles = g_string_new(NULL);

	store_sections(store, take_title, titles);
	return g_string_free(titles, FALSE);
}

static GHashTable *
chosen(const char *path, enum title_side side)
{
	g_autoptr(State) state = state_open(STATE_PATH, NULL);
	g_autofree char *at = real(path);

	assert_true(state_set_title_side(state, at, NULL, side));
	return state_all_choices(state);
}

/* The index holds each document as its reader chose, reads it again when that changes and not
 * else. */
static void
choices_are_part_of_what_is_compared(void **state)
{
	g_autofree char *text = NULL;
	g_autofree char *automatic = NULL;

	(void)state;
	assert_true(g_file_get_contents(TOP_SRCDIR "/tests/digest/after.txt", &text, NULL, NULL));
	place_put("notes/digest.txt", text, -1);
	place_put("notes/a.md", "# A\n", -1);
	assert_int_equal(symlink("digest.txt", "notes/link.txt"), 0);
	g_autoptr(Store) first = reconcile(NULL);
	g_autofree char *place = real("notes/digest.txt");

	automatic = titles_of(first);
	for (enum title_side side = TITLE_NONE;; side = TITLE_AUTO) {
		g_autoptr(GHashTable) choices = chosen("notes/digest.txt", side);
		g_autoptr(Store) store = reconcile(choices);
		g_autofree char *titles = titles_of(store);

		/* The link is its row too. */
		assert_int_equal(found.changed, 2);
		assert_int_equal(found.added + found.moved + found.gone, 0);
		assert_int_equal(store_choices(store, store_id_of(store, place)).title_side, side);
		assert_int_equal(strcmp(titles, automatic) == 0, side == TITLE_AUTO);
		g_autoptr(Store) again = reconcile(choices);

		assert_int_equal(found.changed, 0);
		assert_int_equal(store_id_of(again, place), store_id_of(store, place));
		if (side == TITLE_AUTO)
			break;
	}
}

/* A choice goes with its document. */
static void
choices_follow_a_rename(void **state)
{
	(void)state;
	place_put("notes/a.txt", "# A\n", -1);
	g_autoptr(GHashTable) before = chosen("notes/a.txt", TITLE_NONE);

	for (int with_index = 1; with_index >= 0; with_index--) {
		const char *from = with_index ? "notes/a.txt" : "notes/b.txt";
		const char *to = with_index ? "notes/b.txt" : "notes/c.txt";
		g_autofree char *place = real(to);

		{
			g_autoptr(Store) store = reconcile(before);
			g_autoptr(State) known = state_open(STATE_PATH, NULL);

			assert_int_equal(follow_renames(known, store), 0);
		}
		assert_int_equal(rename(from, to), 0);
		if (!with_index)
			drop_index();
		g_autoptr(Store) store = reconcile(before);
		g_autoptr(State) known = state_open(STATE_PATH, NULL);

		assert_int_equal(follow_renames(known, store), 1);
		g_hash_table_unref(g_steal_pointer(&before));
		before = state_all_choices(known);
		assert_int_equal(g_hash_table_size(before), 1);
		assert_non_null(g_hash_table_lookup(before, place));
		g_autoptr(Store) after = reconcile(before);

		/* What was moved as it was read is right already. */
		assert_int_equal(found.changed, with_index ? 0 : 1);
		assert_int_equal(store_choices(after, store_id_of(after, place)).title_side,
			TITLE_NONE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(marks_follow_a_rename, store_place_enter,
			place_leave),
		cmocka_unit_test_setup_teardown(what_cannot_be_looked_at_is_not_gone,
			store_place_enter, place_leave),
		cmocka_unit_test_setup_teardown(choices_are_part_of_what_is_compared,
			store_place_enter, place_leave),
		cmocka_unit_test_setup_teardown(choices_follow_a_rename, store_place_enter,
			place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
