/*
 * Who mentions what while files come and go: after each change the index is brought up to date, and
 * tells what links lead to then.
 */
#include "config.h"

#include "library/mentions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/store_place.h"
#include "text/path.h"
#include "work/indexing.h"

static void
take_batch(void *data, struct batch *batch)
{
	(void)data;
	batch_unref(batch);
}

static void
reconcile(struct store_location *location)
{
	static const char *const roots[] = { "notes", NULL };
	const struct indexing_options options = {
		.loader = { .scan = { .roots = roots, .extensions = store_place_extensions },
			.last = LOADER_WHOLE },
		.location = location,
		.one_thread = true,
		.batch = take_batch,
	};
	g_autoptr(GError) error = NULL;

	if (!indexing_run(&options, &error))
		fail_msg("%s", error->message);
}

/* A change, and what leads where after it. */
struct step {
	const char *name;
	const char *path,
		*to; /* a file and what it is renamed to, NULL: removed; or its new text */
	const char *text;
	const char *document; /* that is asked for */
	const char *expected; /* "file:line" of the links to it, as given */
	const char *wanted;   /* names that are wanted, most wanted first */
};

static const struct step steps[] = {
	{ "as it is at first", NULL, NULL, NULL, "notes/goal.md", "a:3 b:3", "nobody" },
	{ "a file is renamed: its links go with it", "notes/a.md", "notes/sub/new.md", NULL,
		"notes/goal.md", "b:3 new:3", "nobody" },
	{ "what was linked to is renamed: it is wanted", "notes/goal.md", "notes/aim.md", NULL,
		"notes/aim.md", "", "Goal nobody" },
	{ "and has its name again", "notes/aim.md", "notes/deep/Goal.md", NULL,
		"notes/deep/Goal.md", "b:3 new:3", "nobody" },
	{ "a nearer one comes: the link of its folder leads there", "notes/sub/goal.md", NULL,
		"# Near\n", "notes/deep/Goal.md", "b:3", "nobody" },
	{ "and that is what it leads to", NULL, NULL, NULL, "notes/sub/goal.md", "new:3",
		"nobody" },
	{ "it goes", "notes/sub/goal.md", NULL, NULL, "notes/deep/Goal.md", "b:3 new:3", "nobody" },
	{ "a title is what was wanted", "notes/b.md", NULL, "# Nobody\n\n[[new]] [[nobody]]\n",
		"notes/b.md", "b:3 new:3", "" },
	{ "a document goes with its links", "notes/sub/new.md", NULL, NULL, "notes/deep/Goal.md",
		"", "new" },
};

static void
apply(const struct step *step)
{
	if (step->text != NULL) {
		place_put(step->path, step->text, -1);
	} else if (step->to != NULL) {
		g_autofree char *folder = g_path_get_dirname(step->to);

		g_mkdir_with_parents(folder, 0700);
		assert_int_equal(rename(step->path, step->to), 0);
	} else if (step->path != NULL) {
		assert_int_equal(unlink(step->path), 0);
	}
}

static char *
mentions_told(struct store *store, const char *document)
{
	g_autofree char *here = g_get_current_dir();
	g_autofree char *path = g_build_filename(here, document, NULL);
	struct linked *linked = linked_of_store(store, NULL);
	g_autoptr(GArray) mentions =
		mentions_of_document(linked, store_id_of(store, path), NULL, NULL);
	g_autoptr(GPtrArray) told = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);
		g_autofree char *from = store_path_of(store, mention->id);
		const char *name = path_name(from);

		g_ptr_array_add(told,
			g_strdup_printf("%.*s:%u", (int)path_stem(name), name, mention->line));
	}
	g_ptr_array_add(told, NULL);
	return g_strjoinv(" ", (char **)told->pdata);
}

static char *
wanted_told(struct store *store)
{
	g_autoptr(GPtrArray) wanted = mentions_wanted(linked_of_store(store, NULL), NULL);
	g_autoptr(GString) told = g_string_new(NULL);

	for (guint i = 0; i < wanted->len; i++) {
		const struct mention_wanted *one = wanted->pdata[i];

		g_string_append_printf(told, "%s%s", i > 0 ? " " : "", one->target);
	}
	return g_string_free(g_steal_pointer(&told), FALSE);
}

/* One connection is kept all along, as the interface keeps it. */
static void
test_steps(void **state)
{
	g_autoptr(StoreLocation) location = store_place_location();
	g_autoptr(Store) store = NULL;

	(void)state;
	place_put("notes/a.md", "# A\n\n[[goal]] [[nobody]]\n", -1);
	place_put("notes/b.md", "# B\n\n[[Goal]]\n", -1);
	place_put("notes/goal.md", "# The goal of all\n\ntext\n", -1);
	reconcile(location);
	store = store_place_open(location);
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		const struct step *step = &steps[i];

		apply(step);
		reconcile(location);
		g_autofree char *told = mentions_told(store, step->document);
		g_autofree char *wanted = wanted_told(store);

		if (strcmp(told, step->expected) != 0 || strcmp(wanted, step->wanted) != 0)
			fail_msg("%s: '%s', not '%s'; wanted '%s', not '%s'", step->name, told,
				step->expected, wanted, step->wanted);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_steps, store_place_enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
