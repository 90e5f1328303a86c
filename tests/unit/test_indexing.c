/*
 * Libraries that change, loaded again and again by one store: list and index must be as a first load
 * of the same folder has them, whatever happened between.
 */
#include "config.h"

#include "work/indexing.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "document/source.h"
#include "support/place.h"

static const char *const extensions[] = { "md", "txt", NULL };
static const char *const lib[] = { "lib", NULL };

/* A list that lives on while its library changes. */
struct shelf {
	const char *const *roots;
	struct store_location *location;
	struct store *anchor;
	struct catalog *catalog;
	struct resolver *resolver;
	struct batch_counts counts;
	uint32_t documents; /* that were parsed whole */
	GMutex lock;
	GPtrArray *ids; /* GArray * */
	bool threaded;
	uint32_t renewed; /* files that were read again to renew the store */
};

static void
take_batch(void *data, struct batch *batch)
{
	struct shelf *shelf = data;
	struct batch_counts counts = batch_counts(batch);

	batch_apply(batch, shelf->catalog, shelf->resolver);
	shelf->counts.added += counts.added;
	shelf->counts.changed += counts.changed;
	shelf->counts.moved += counts.moved;
	shelf->counts.gone += counts.gone;
	batch_unref(batch);
}

static void
take_ids(void *data, GArray *ids)
{
	struct shelf *shelf = data;

	g_mutex_lock(&shelf->lock);
	g_ptr_array_add(shelf->ids, ids);
	g_mutex_unlock(&shelf->lock);
}

static void
open_shelf(struct shelf *shelf, const char *const *roots)
{
	*shelf = (struct shelf){ .roots = roots };
	g_mutex_init(&shelf->lock);
	shelf->location = store_location_new(roots, NULL, extensions, false);
	shelf->anchor = store_open(shelf->location, NULL);
	assert_non_null(shelf->anchor);
	shelf->catalog = catalog_new();
	shelf->resolver = resolver_new(shelf->catalog);
	shelf->ids = g_ptr_array_new();
}

static void
close_shelf(struct shelf *shelf)
{
	resolver_free(shelf->resolver);
	catalog_free(shelf->catalog);
	store_close(shelf->anchor);
	store_location_unref(shelf->location);
	g_ptr_array_free(shelf->ids, TRUE);
	g_mutex_clear(&shelf->lock);
}

static void
set_ids(struct shelf *shelf)
{
	for (guint i = 0; i < shelf->ids->len; i++) {
		GArray *ids = shelf->ids->pdata[i];

		for (guint k = 0; k < ids->len; k++) {
			const struct batch_id *given = &g_array_index(ids, struct batch_id, k);
			uint32_t entry = catalog_find(shelf->catalog, given->path);

			if (entry != NONE)
				catalog_set_id(shelf->catalog, entry, given->id);
		}
		indexing_free_ids(ids);
	}
	g_ptr_array_set_size(shelf->ids, 0);
}

static struct indexing_options
options_of(struct shelf *shelf)
{
	return (struct indexing_options){
		.loader = { .scan = { .roots = shelf->roots, .extensions = extensions },
			.last = LOADER_WHOLE,
			.want_known = true,
			.heads = true },
		.location = shelf->location,
		.one_thread = !shelf->threaded,
		.batch = take_batch,
		.stored = take_ids,
		.data = shelf,
	};
}

static void
run(struct shelf *shelf, const struct indexing_options *options)
{
	g_autoptr(GError) error = NULL;
	bool ok;

	shelf->counts = (struct batch_counts){ 0 };
	ok = indexing_run(options, &error);
	if (!ok)
		fail_msg("%s", error->message);
	set_ids(shelf);
}

static void
update(struct shelf *shelf)
{
	struct indexing_options options = options_of(shelf);

	run(shelf, &options);
}

static void
update_part(struct shelf *shelf, bool shallow, const char *const *folders)
{
	struct indexing_options options = options_of(shelf);

	options.loader.scan.folders = folders;
	options.loader.scan.shallow = shallow;
	run(shelf, &options);
}

/* --- what must hold --- */

static int
compare_lines(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A line for each document, sorted. */
static char *
lines_of(const struct catalog *catalog)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	GString *all = g_string_new(NULL);

	for (uint32_t i = 0; i < catalog_count(catalog); i++) {
		const struct entry *row = catalog_entry(catalog, i);

		if (row->gone)
			continue;
		bool read = !row->failed;

		g_ptr_array_add(lines,
			g_strdup_printf("%s|%s|%s|%s|%s|%s|%u|%u|%u|%u|%d|%d|%s\n", row->path,
				row->below, read ? row->title : "", read ? row->kind : "",
				read ? row->date : "", read ? row->source : "",
				read ? row->minutes : 0, read ? row->timestamps : 0,
				read ? row->sections : 0, read ? row->problems : 0, row->failed,
				row->binary, row->real != NULL ? row->real : "-"));
	}
	g_ptr_array_sort(lines, compare_lines);
	for (guint i = 0; i < lines->len; i++)
		g_string_append(all, lines->pdata[i]);
	return g_string_free(all, FALSE);
}

static uint32_t
there(const struct catalog *catalog)
{
	return catalog_count(catalog) - catalog_gone_count(catalog);
}

static char *
lines_of_first_load(const char *const *roots)
{
	g_autoptr(Catalog) catalog = catalog_new();
	struct loader_options options = {
		.scan = { .roots = roots, .extensions = extensions },
		.last = LOADER_WHOLE,
	};

	loader_run(&options, catalog, NULL, NULL);
	return lines_of(catalog);
}

/* The list is that of a first load, each row in the store by its id, and nothing else there. */
static void
check(struct shelf *shelf, const char *what)
{
	g_autofree char *got = lines_of(shelf->catalog);
	g_autofree char *expected = lines_of_first_load(shelf->roots);

	if (strcmp(got, expected) != 0)
		fail_msg("%s: the list is\n%sand should be\n%s", what, got, expected);
	if (!store_current(shelf->anchor)) {
		store_close(shelf->anchor);
		shelf->anchor = store_open(shelf->location, NULL);
	}
	for (uint32_t i = 0; i < catalog_count(shelf->catalog); i++) {
		const struct entry *row = catalog_entry(shelf->catalog, i);

		if (row->gone)
			continue;
		g_autofree char *place = store_path_of(shelf->anchor, row->id);

		if (row->id == 0 || place == NULL)
			fail_msg("%s: %s is not in the index", what, row->path);
		if (!g_str_has_suffix(place, row->below))
			fail_msg("%s: %s is %s in the index", what, row->path, place);
		assert_int_equal(catalog_find_id(shelf->catalog, row->id), i);
		assert_int_equal(store_id_of(shelf->anchor, place), row->id);
	}
	assert_int_equal(store_count(shelf->anchor), there(shelf->catalog));
}

/* And so it is for who starts anew, who reads nothing. */
static void
check_anew(struct shelf *shelf, const char *what)
{
	struct shelf other;

	check(shelf, what);
	open_shelf(&other, shelf->roots);
	update(&other);
	if (other.counts.added + other.counts.changed + other.counts.moved + other.counts.gone > 0)
		fail_msg("%s: the next start finds %u new, %u changed, %u moved, %u gone", what,
			other.counts.added, other.counts.changed, other.counts.moved,
			other.counts.gone);
	check(&other, what);
	close_shelf(&other);
}

/* --- changes --- */

static void
put_library(void)
{
	place_put("lib/a.md", "# Title of a\n\nSee [[b]].\n", -1);
	place_put("lib/sub/b.txt", "---\ntitle: Title of b\naliases: [bee]\n---\ntext\n", -1);
	place_put("lib/sub/deep/c.md", "# C\n\nOne [00:01:02].\n", -1);
	place_put("lib/binary.md", "a\0b", 3);
	place_put("lib/empty.md", "", 0);
	place_put("lib/notes.pdf", "no document", -1);
}

static void
set_mtime(const char *path, const struct stat *to)
{
	struct timespec times[2] = { to->st_atim, to->st_mtim };

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void
appear(void)
{
	place_put("lib/sub/new.md", "# New\n", -1);
}

static void
appear_in_new_folder(void)
{
	place_put("lib/more/of/it.md", "# It\n", -1);
}

/* In place: the same inode. */
static void
change(void)
{
	int fd = open("lib/a.md", O_WRONLY | O_TRUNC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "# Another a\n", 12), 12);
	close(fd);
}

static void
change_by_rename(void)
{
	place_put("lib/sub/.b.swp.txt", "---\ntitle: B again\n---\ntext\n", -1);
	assert_int_equal(rename("lib/sub/.b.swp.txt", "lib/sub/b.txt"), 0);
}

/* Only the ctime tells. */
static void
change_secretly(void)
{
	struct stat status;
	int fd = open("lib/sub/deep/c.md", O_WRONLY);

	assert_int_equal(stat("lib/sub/deep/c.md", &status), 0);
	assert_int_equal(pwrite(fd, "# D", 3, 0), 3);
	close(fd);
	set_mtime("lib/sub/deep/c.md", &status);
}

static void
touch(void)
{
	assert_int_equal(utimensat(AT_FDCWD, "lib/a.md", NULL, 0), 0);
}

static void
vanish(void)
{
	assert_int_equal(unlink("lib/empty.md"), 0);
}

static void
rename_file(void)
{
	assert_int_equal(rename("lib/a.md", "lib/sub/moved.md"), 0);
}

/* What they are called, and of which kind they are, is told by the names of their files. */
static void
appear_unnamed(void)
{
	place_put("lib/bare.md", "", 0);
	place_put("lib/line.md", "Some words\n", -1);
	place_put("lib/titled.md", "# Titled\n", -1);
}

static void
rename_unnamed(void)
{
	assert_int_equal(rename("lib/bare.md", "lib/bald.md"), 0);
	assert_int_equal(rename("lib/line.md", "lib/line.txt"), 0);
	assert_int_equal(rename("lib/titled.md", "lib/entitled.md"), 0);
}

static void
vanish_unnamed(void)
{
	assert_int_equal(unlink("lib/bald.md"), 0);
	assert_int_equal(unlink("lib/line.txt"), 0);
	assert_int_equal(unlink("lib/entitled.md"), 0);
}

static void
rename_and_edit(void)
{
	assert_int_equal(rename("lib/sub/moved.md", "lib/edited.md"), 0);
	place_put("lib/edited.md", "# Edited\n", -1);
}

static void
rename_folder(void)
{
	assert_int_equal(rename("lib/sub", "lib/folder"), 0);
}

static void
rename_over(void)
{
	assert_int_equal(rename("lib/edited.md", "lib/folder/b.txt"), 0);
}

static void
become_binary(void)
{
	place_put("lib/folder/new.md", "n\0w", 3);
}

static void
become_text(void)
{
	place_put("lib/binary.md", "# Text after all\n", -1);
}

static void
become_fifo(void)
{
	assert_int_equal(unlink("lib/folder/deep/c.md"), 0);
	assert_int_equal(mkfifo("lib/folder/deep/c.md", 0600), 0);
}

static void
become_folder(void)
{
	assert_int_equal(unlink("lib/folder/b.txt"), 0);
	place_put("lib/folder/b.txt/inside.md", "# Inside\n", -1);
}

static void
link_file(void)
{
	place_put("elsewhere.txt", "# Elsewhere\n", -1);
	assert_int_equal(symlink("../elsewhere.txt", "lib/link.md"), 0);
}

static void
link_folder(void)
{
	place_put("outside/x/y.md", "# Outside\n", -1);
	assert_int_equal(symlink("../outside", "lib/linked"), 0);
}

static void
change_through_link(void)
{
	place_put("outside/x/y.md", "# Outside, later\n", -1);
}

static void
ignore_some(void)
{
	place_put("lib/.lecternignore", "more\n*.txt/\n", -1);
}

static void
ignore_none(void)
{
	assert_int_equal(unlink("lib/.lecternignore"), 0);
}

static void
vanish_folder(void)
{
	assert_int_equal(rename("lib/more", "more"), 0);
}

/* Another file of the same size and time, perhaps of the same inode. */
static void
deceive(void)
{
	struct stat status;

	assert_int_equal(stat("lib/binary.md", &status), 0);
	assert_int_equal(unlink("lib/binary.md"), 0);
	place_put("lib/folder/deceit.md", "# Text other than\n", 17);
	set_mtime("lib/folder/deceit.md", &status);
}

static void
vanish_all(void)
{
	assert_int_equal(rename("lib", "gone"), 0);
}

static void
come_back(void)
{
	assert_int_equal(rename("gone", "lib"), 0);
}

static void
nothing(void)
{
}

/* In this order; and what the update must count. */
static const struct {
	const char *name;
	void (*happen)(void);
	struct batch_counts counts; /* added, changed, moved, gone */
	const char *folders[3];     /* where one need look */
	bool deep;
} changes[] = {
	{ "nothing", nothing, { 0, 0, 0, 0 }, { "lib" }, false },
	{ "appear", appear, { 1, 0, 0, 0 }, { "lib/sub" }, false },
	{ "appear in a new folder", appear_in_new_folder, { 1, 0, 0, 0 }, { "lib/more" }, true },
	{ "change", change, { 0, 1, 0, 0 }, { "lib" }, false },
	{ "change by rename", change_by_rename, { 0, 1, 0, 0 }, { "lib/sub" }, false },
	{ "change secretly", change_secretly, { 0, 1, 0, 0 }, { "lib/sub/deep" }, false },
	{ "touch", touch, { 0, 0, 0, 0 }, { "lib" }, false },
	{ "vanish", vanish, { 0, 0, 0, 1 }, { "lib" }, false },
	{ "rename a file", rename_file, { 0, 0, 1, 0 }, { "lib", "lib/sub" }, false },
	{ "appear unnamed", appear_unnamed, { 3, 0, 0, 0 }, { "lib" }, false },
	{ "rename what has no name", rename_unnamed, { 2, 0, 1, 2 }, { "lib" }, false },
	{ "vanish unnamed", vanish_unnamed, { 0, 0, 0, 3 }, { "lib" }, false },
	{ "rename and edit", rename_and_edit, { 1, 0, 0, 1 }, { "lib", "lib/sub" }, false },
	{ "rename a folder", rename_folder, { 0, 0, 3, 0 }, { "lib/sub", "lib/folder" }, true },
	{ "rename over", rename_over, { 0, 1, 0, 1 }, { "lib", "lib/folder" }, false },
	{ "become binary", become_binary, { 0, 0, 0, 0 }, { "lib/folder" }, false },
	{ "become text", become_text, { 0, 1, 0, 0 }, { "lib" }, false },
	{ "become a FIFO", become_fifo, { 0, 0, 0, 1 }, { "lib/folder/deep" }, false },
	{ "become a folder", become_folder, { 1, 0, 0, 1 }, { "lib/folder" }, true },
	{ "a link to a file", link_file, { 1, 0, 0, 0 }, { "lib" }, false },
	{ "a link to a folder", link_folder, { 1, 0, 0, 0 }, { "lib/linked" }, true },
	{ "change through a link", change_through_link, { 0, 1, 0, 0 }, { "lib/linked/x" }, false },
	{ "ignore", ignore_some, { 0, 0, 0, 2 }, { "lib" }, true },
	{ "ignore no more", ignore_none, { 2, 0, 0, 0 }, { "lib" }, true },
	{ "vanish with a folder", vanish_folder, { 0, 0, 0, 1 }, { "lib/more" }, true },
	{ "deceive", deceive, { 1, 0, 0, 1 }, { "lib", "lib/folder" }, false },
	{ "vanish all", vanish_all, { 0, 0, 0, 5 }, { "lib" }, true },
	{ "come back", come_back, { 4, 0, 0, 0 }, { "lib" }, true },
};

static void
check_counts(const struct shelf *shelf, size_t i)
{
	const struct batch_counts *got = &shelf->counts, *wanted = &changes[i].counts;

	if (memcmp(got, wanted, sizeof(*got)) != 0)
		fail_msg("%s: %u new, %u changed, %u moved, %u gone", changes[i].name, got->added,
			got->changed, got->moved, got->gone);
}

static void
walk_through_changes(bool parts, bool threaded)
{
	struct shelf shelf;

	put_library();
	open_shelf(&shelf, lib);
	shelf.threaded = threaded;
	update(&shelf);
	assert_int_equal(shelf.counts.added, 4);
	check_anew(&shelf, "at first");
	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
		changes[i].happen();
		if (parts)
			update_part(&shelf, !changes[i].deep, changes[i].folders);
		else
			update(&shelf);
		check_counts(&shelf, i);
		check_anew(&shelf, changes[i].name);
	}
	close_shelf(&shelf);
}

static void
test_changes(void **state)
{
	(void)state;
	walk_through_changes(false, false);
}

static void
test_changes_of_folders(void **state)
{
	(void)state;
	walk_through_changes(true, false);
}

static void
test_changes_on_threads(void **state)
{
	(void)state;
	walk_through_changes(false, true);
}

/* What another process took in comes into the list too. */
static void
test_others_write(void **state)
{
	(void)state;
	static const char *const folder[] = { "lib/sub", NULL };
	struct shelf mine, other;

	put_library();
	open_shelf(&mine, lib);
	open_shelf(&other, lib);
	update(&mine);
	update(&other);
	appear();
	change_by_rename();
	update(&other);
	check(&other, "of who wrote");
	update_part(&mine, true, folder);
	check(&mine, "of the other");
	assert_int_equal(mine.counts.added + mine.counts.changed, 0);
	assert_int_equal(unlink("lib/sub/new.md"), 0);
	change();
	update(&other);
	update(&mine);
	check(&mine, "of the other, all");
	close_shelf(&mine);
	close_shelf(&other);
}

/* A cancel at any step loses nothing, and what was committed is not read again. */
struct stopping {
	struct cancel cancel;
	int left;
	uint32_t added;
};

static void
count_and_stop(void *data, struct batch *batch)
{
	struct stopping *stopping = data;

	stopping->added += batch_counts(batch).added;
	batch_unref(batch);
	if (--stopping->left == 0)
		cancel_set(&stopping->cancel);
}

static void
test_stops_and_goes_on(void **state)
{
	(void)state;
	struct shelf shelf;
	uint32_t added = 0;
	bool done = false;

	for (int i = 0; i < 300; i++) {
		g_autofree char *path = g_strdup_printf("lib/%d/%d.md", i % 7, i);
		g_autofree char *text = g_strdup_printf("# Number %d\n\nSome words.\n", i);

		place_put(path, text, -1);
	}
	open_shelf(&shelf, lib);
	for (int i = 2; !done && i < 1000; i++) {
		struct stopping stopping = { .left = i };
		struct indexing_options options = options_of(&shelf);

		options.batch = count_and_stop;
		options.stored = NULL;
		options.data = &stopping;
		options.cancel = &stopping.cancel;
		done = indexing_run(&options, NULL);
		added += stopping.added;
	}
	assert_true(done);
	assert_int_equal(added, 300);
	update(&shelf);
	assert_int_equal(shelf.counts.added, 0);
	check_anew(&shelf, "after many stops");
	close_shelf(&shelf);
}

/* A part of a library that is configured uses its index, and leaves the rest of it alone. */
static void
test_part_of_a_library(void **state)
{
	(void)state;
	static const char *const sub[] = { "lib/sub", NULL };
	struct shelf all, part;

	put_library();
	open_shelf(&all, lib);
	update(&all);
	open_shelf(&part, sub);
	store_close(part.anchor);
	store_location_unref(part.location);
	part.location = store_location_new(sub, lib, extensions, false);
	part.anchor = store_open(part.location, NULL);
	appear();
	update(&part);
	assert_int_equal(part.counts.added, 1);
	assert_int_equal(there(part.catalog), 3);
	assert_int_equal(store_count(part.anchor), 6);
	g_autofree char *got = lines_of(part.catalog), *expected = lines_of_first_load(sub);
	assert_string_equal(got, expected);
	update(&all);
	check_anew(&all, "all");
	close_shelf(&part);
	close_shelf(&all);
}

/* A shelf of a part of the configured library "lib". */
static void
open_part(struct shelf *shelf, const char *const *roots)
{
	open_shelf(shelf, roots);
	store_close(shelf->anchor);
	store_location_unref(shelf->location);
	shelf->location = store_location_new(roots, lib, extensions, false);
	shelf->anchor = store_open(shelf->location, NULL);
	assert_non_null(shelf->anchor);
}

/* Where only a part was looked at the index holds that, and does not count as all of it. */
static void
test_part_first(void **state)
{
	(void)state;
	static const char *const sub[] = { "lib/sub", NULL };
	struct shelf part, all;

	put_library();
	open_part(&part, sub);
	update_part(&part, true, sub);
	assert_false(store_is_settled(part.anchor));
	update(&part);
	assert_true(store_is_settled(part.anchor));
	assert_false(store_is_complete(part.anchor));
	assert_false(store_exists(part.location));
	check(&part, "a part");
	update(&part);
	assert_int_equal(part.counts.added + part.counts.changed, 0);
	appear();
	update(&part);
	assert_int_equal(part.counts.added, 1);
	open_part(&all, lib);
	update(&all);
	assert_int_equal(all.counts.added, 2);
	assert_true(store_is_complete(all.anchor));
	assert_true(store_is_complete(part.anchor));
	check_anew(&all, "all");
	close_shelf(&all);
	close_shelf(&part);
}

/* Built anew it is of the whole library, whichever part that was asked for. */
static void
test_part_rebuilt(void **state)
{
	(void)state;
	static const char *const sub[] = { "lib/sub", NULL };
	struct shelf part, all;

	put_library();
	open_part(&all, lib);
	update(&all);
	open_part(&part, sub);
	struct indexing_options options = options_of(&part);

	options.rebuild = true;
	options.batch = NULL;
	options.stored = NULL;
	assert_true(indexing_run(&options, NULL));
	update(&all);
	assert_int_equal(all.counts.added + all.counts.gone, 0);
	check_anew(&all, "built anew from a part");
	close_shelf(&part);
	close_shelf(&all);
}

/* Roots that overlap, and such that are files. */
static void
test_roots(void **state)
{
	(void)state;
	static const char *const cases[][4] = {
		{ "lib/sub", "lib", NULL },
		{ "lib", "lib/sub", NULL },
		{ "lib/a.md", NULL },
		{ "lib/a.md", "lib/sub/deep", "./lib/empty.md", NULL },
		{ "lib/a.md", "lib", NULL },
		{ "absent", "lib/sub", NULL },
	};

	put_library();
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct shelf shelf;

		open_shelf(&shelf, cases[i]);
		update(&shelf);
		check_anew(&shelf, cases[i][0]);
		change();
		update(&shelf);
		check_anew(&shelf, cases[i][0]);
		assert_int_equal(rename("lib/a.md", "lib/kept"), 0);
		update(&shelf);
		check_anew(&shelf, cases[i][0]);
		assert_int_equal(rename("lib/kept", "lib/a.md"), 0);
		update(&shelf);
		check_anew(&shelf, cases[i][0]);
		close_shelf(&shelf);
	}
}

static void
test_rebuild(void **state)
{
	(void)state;
	struct shelf shelf;

	put_library();
	open_shelf(&shelf, lib);
	update(&shelf);
	struct indexing_options options = options_of(&shelf);

	options.rebuild = true;
	run(&shelf, &options);
	assert_int_equal(shelf.counts.added, 4);
	check_anew(&shelf, "built anew");
	close_shelf(&shelf);
}

/* --- renewing --- */

enum { RENEWED = 300 };

static void
rewrite(unsigned round)
{
	for (int i = 0; i < RENEWED; i++) {
		g_autofree char *path = g_strdup_printf("lib/%d/%d.md", i % 7, i);
		g_autofree char *text = g_strdup_printf("# Number %d, %u times\n", i, round);

		place_put(path, text, -1);
	}
}

static unsigned
databases(void)
{
	g_autoptr(GDir) folder = g_dir_open("cache/lectern", 0, NULL);
	const char *name;
	unsigned count = 0;

	while ((name = g_dir_read_name(folder)) != NULL)
		count += g_str_has_suffix(name, ".db");
	return count;
}

/* A reader in a process of its own: opens the store when it is told to, reads on when that is renewed,
 * then opens the new one. Gives 0 where all is well. */
static int
read_on(int from, int to)
{
	struct store_location *location = store_location_new(lib, NULL, extensions, false);
	struct store *store = NULL;
	char byte;

	if (read(from, &byte, 1) == 1)
		store = store_open(location, NULL);
	if (store == NULL || store_count(store) != RENEWED || write(to, &byte, 1) != 1 ||
		read(from, &byte, 1) != 1)
		return 1;
	if (store_count(store) != RENEWED || store_is_broken(store) || store_current(store))
		return 2;
	store_close(store);
	store = store_open(location, NULL);
	if (store == NULL || !store_is_complete(store) || store_count(store) != RENEWED)
		return 3;
	store_close(store);
	return 0;
}

static void
note_renewing(void *data, uint32_t done, uint32_t all)
{
	struct shelf *shelf = data;

	assert_true(done <= all);
	shelf->renewed = done;
}

/* When a tenth is dead it is built anew, whoever reads it. */
static void
test_renewing(void **state)
{
	(void)state;
	struct shelf shelf;
	int to[2], from[2], status;
	unsigned round = 0;
	char byte = 'r';

	assert_int_equal(pipe(to), 0);
	assert_int_equal(pipe(from), 0);
	pid_t reader = fork();

	if (reader == 0)
		_exit(read_on(to[0], from[1]));
	rewrite(round);
	open_shelf(&shelf, lib);
	update(&shelf);
	assert_int_equal(write(to[1], &byte, 1), 1);
	assert_int_equal(read(from[0], &byte, 1), 1);
	while (store_current(shelf.anchor) && round < 10) {
		struct indexing_options options = options_of(&shelf);

		assert_int_equal(shelf.renewed, 0);
		rewrite(++round);
		options.renews = true;
		options.renewing = note_renewing;
		run(&shelf, &options);
		assert_int_equal(shelf.counts.changed, RENEWED);
	}
	assert_int_equal(round, 4);
	assert_int_equal(shelf.renewed, RENEWED);
	assert_int_equal(databases(), 1);
	assert_int_equal(write(to[1], &byte, 1), 1);
	assert_int_equal(waitpid(reader, &status, 0), reader);
	assert_int_equal(status, 0);
	check_anew(&shelf, "renewed");
	close_shelf(&shelf);
}

/* While another process builds the index the list is there all the same. */
static void
test_another_builds(void **state)
{
	(void)state;
	struct shelf shelf;
	g_autoptr(GError) error = NULL;

	put_library();
	open_shelf(&shelf, lib);
	assert_true(store_claim(shelf.anchor));
	struct indexing_options options = options_of(&shelf);

	options.lists_meanwhile = true;
	assert_false(indexing_run(&options, &error));
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_BUSY));
	assert_int_equal(there(shelf.catalog), 5);
	assert_string_equal(
		catalog_entry(shelf.catalog, catalog_find(shelf.catalog, "lib/a.md"))->title,
		"Title of a");
	assert_int_equal(store_count(shelf.anchor), 0);
	store_close(shelf.anchor);
	shelf.anchor = store_open(shelf.location, NULL);
	update(&shelf);
	check_anew(&shelf, "when it is free");
	close_shelf(&shelf);
}

static int
enter(void **state)
{
	int result = place_enter(state);
	g_autofree char *here = g_get_current_dir();
	g_autofree char *cache = g_build_filename(here, "cache", NULL);

	g_setenv("XDG_CACHE_HOME", cache, TRUE);
	return result;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_changes, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_changes_of_folders, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_changes_on_threads, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_others_write, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_stops_and_goes_on, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_part_of_a_library, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_part_first, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_part_rebuilt, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_roots, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_rebuild, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_renewing, enter, place_leave),
		cmocka_unit_test_setup_teardown(test_another_builds, enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
