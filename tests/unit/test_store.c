/* What a store keeps of documents, and what it gives of them. */
#include "config.h"

#include "support/store_place.h"

#include "library/store_files.h"
#include "library/store_private.h"

#define FOLDER "/library/a"

/* Each test has a store of its own. */
struct kept {
	void *place;
	struct store_location *location;
	struct store *store;
};

static int
enter(void **state)
{
	struct kept *kept = g_new0(struct kept, 1);

	store_place_enter(&kept->place);
	kept->location = store_place_location();
	kept->store = store_place_open(kept->location);
	*state = kept;
	return 0;
}

static int
leave(void **state)
{
	struct kept *kept = *state;

	store_close(kept->store);
	store_location_unref(kept->location);
	place_leave(&kept->place);
	g_free(kept);
	return 0;
}

static struct store *
store_of(void **state)
{
	return ((struct kept *)*state)->store;
}

/* --- what is printed of a store --- */

static bool
print_row(void *data, const struct store_row *row)
{
	g_string_append_printf(data, "%u %s/%s [%s] %s|%s|%s|%s|%s w%u m%u t%u s%u p%u%s%s\n",
		row->id, row->folder, row->name, row->kind, row->title, row->category, row->channel,
		row->date, row->source, row->words, row->minutes, row->timestamps, row->sections,
		row->problems, *row->reason != '\0' ? " " : "", row->reason);
	return true;
}

static char *
rows_of(struct store *store)
{
	GString *out = g_string_new(NULL);

	store_rows(store, NULL, NULL, print_row, out);
	return g_string_free(out, FALSE);
}

static bool
print_alias(void *data, uint32_t id, const char *alias)
{
	g_string_append_printf(data, "%u %s\n", id, alias);
	return true;
}

static bool
print_section(void *data, uint32_t id, uint32_t line, const char *title)
{
	g_string_append_printf(data, "%u %u %s\n", id, line, title);
	return true;
}

/* The values of a key, each with the documents that hold it. */
static char *
values_of(struct store *store, const char *key)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT a.value, h.document FROM attributes a JOIN holders h ON h.attribute = a.id"
		" JOIN documents d ON d.id = h.document WHERE a.key = ? ORDER BY a.value, 2",
		NULL);
	GString *out = g_string_new(NULL);

	sqlite3_bind_int64(statement, 1, store_key(store, key));
	while (sqlite3_step(statement) == SQLITE_ROW)
		g_string_append_printf(out, "%s=%lld;", sqlite3_column_text(statement, 0),
			sqlite3_column_int64(statement, 1));
	sqlite3_reset(statement);
	return g_string_free(out, FALSE);
}

/* The ids that the index has for a search; -1 for a fault. */
static char *
found(struct store *store, const char *match)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid", NULL);
	GString *out = g_string_new(NULL);
	int code;

	sqlite3_bind_text(statement, 1, match, -1, SQLITE_STATIC);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		g_string_append_printf(out, "%lld ", sqlite3_column_int64(statement, 0));
	if (code != SQLITE_DONE)
		g_string_append_printf(out, "%s", sqlite3_errmsg(store->db));
	sqlite3_reset(statement);
	return g_string_free(out, FALSE);
}

static void
assert_text(char *given, const char *wanted)
{
	assert_string_equal(given, wanted);
	g_free(given);
}

/* --- tests --- */

static void
rows_tell_what_documents_are(void **state)
{
	struct store *store = store_of(state);
	g_autoptr(GError) error = NULL;
	g_autoptr(GError) reason =
		g_error_new(SOURCE_ERROR, SOURCE_ERROR_OPEN, "x: cannot be opened: No way");
	struct file_state file = { .device = 1, .inode = 2, .size = 3, .mtime = 4, .ctime = 5 };
	uint32_t id;

	store_place_put(store, FOLDER, "one.md",
		"---\ntitle: First\ncategory: notes\npublished: 2026-02-08\n"
		"source: https://a.org/x\n---\n# First\n\nsome words here\n\n## Second\n",
		1);
	store_place_put(store, FOLDER, "two.md", "From: [[Somebody]]\n\nText.\n", 2);
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_put_failure(store, FOLDER, "three.md", &file, reason, NULL, &id, &error));
	assert_true(store_commit(store, NULL));
	assert_text(rows_of(store),
		"1 /library/a/one.md [article] First|notes||2026-02-08|https://a.org/x"
		" w5 m1 t0 s2 p0\n"
		"2 /library/a/two.md [note] Text.||Somebody|| w1 m1 t0 s0 p0\n"
		"3 /library/a/three.md [] three.md|||| w0 m0 t0 s0 p0"
		" x: cannot be opened: No way\n");
	assert_int_equal(store_count(store), 3);
}

static bool
one_row(void *data, const struct store_row *row)
{
	g_string_append_printf(data, "%u ", row->id);
	return ((GString *)data)->len < 4;
}

static void
rows_come_as_asked(void **state)
{
	struct store *store = store_of(state);
	const uint32_t ids[] = { 3, 9, 1, 2 };
	g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GString) out = g_string_new(NULL);

	store_place_put(store, "/b", "z.md", "z", 1);
	store_place_put(store, "/a", "y.md", "y", 2);
	store_place_put(store, "/b", "x.md", "x", 3);
	g_array_append_vals(array, ids, G_N_ELEMENTS(ids));
	store_rows(store, array, NULL, one_row, out);
	assert_string_equal(out->str, "3 1 ");
	g_string_truncate(out, 0);
	store_rows(store, NULL, "/b", one_row, out);
	assert_string_equal(out->str, "3 1 ");
	g_string_truncate(out, 0);
	store_rows(store, NULL, NULL, one_row, out);
	assert_string_equal(out->str, "1 2 ");
}

static void
a_changed_document_gets_a_new_id(void **state)
{
	struct store *store = store_of(state);

	assert_int_equal(store_place_put(store, FOLDER, "a.md", "# Old\n\nashes\n", 1), 1);
	uint64_t version = store_version(store);

	assert_int_equal(store_version(store), version);
	assert_true(idset_has(store_alive(store), 1));
	assert_int_equal(store_place_put(store, FOLDER, "a.md", "# New\n\nbeech\n", 2), 2);
	assert_int_not_equal(store_version(store), version);
	assert_text(found(store, "ashes"), "1 ");
	assert_text(found(store, "beech"), "2 ");
	assert_false(idset_has(store_alive(store), 1));
	assert_true(idset_has(store_alive(store), 2));
	assert_int_equal(store_count(store), 1);
	/* Another process was first. */
	assert_int_equal(store_place_put(store, FOLDER, "a.md", "# New\n\nbeech\n", 2), 2);
}

static void
what_was_read_in_the_moment_it_was_written_is_looked_at_again(void **state)
{
	struct store *store = store_of(state);
	g_autoptr(Document) document = store_place_document("a.md", "one", 1);
	g_autoptr(Document) same = store_place_document("a.md", "one", 1);
	g_autoptr(Document) other = store_place_document("a.md", "two", 1);
	g_autoptr(GPtrArray) files =
		g_ptr_array_new_with_free_func((GDestroyNotify)store_file_free);
	uint32_t id;

	document->file.ctime = g_get_real_time() * 1000;
	same->file = other->file = document->file;
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_put(store, FOLDER, "a.md", NULL, document, NULL, &id, NULL));
	assert_int_equal(id, 1);
	assert_true(store_put(store, FOLDER, "a.md", NULL, same, NULL, &id, NULL));
	assert_int_equal(id, 1);
	assert_true(store_put(store, FOLDER, "a.md", NULL, other, NULL, &id, NULL));
	assert_int_equal(id, 2);
	assert_true(store_commit(store, NULL));
	store_folder_files(store, FOLDER, files);
	assert_int_equal(files->len, 1);
	assert_true(((struct store_file *)files->pdata[0])->racy);
	store_place_put(store, FOLDER, "b.md", "text", 5);
	store_folder_files(store, FOLDER, files);
	assert_false(((struct store_file *)files->pdata[2])->racy);
}

static void
the_index_has_each_column(void **state)
{
	struct store *store = store_of(state);

	store_place_put(store, FOLDER, "a.md",
		"---\ntitle: Oak\n---\nfirst end\n\n# Ash one\n\nbeech\n\n## Elm\n\nfir\n", 1);
	assert_text(found(store, "title : oak"), "1 ");
	assert_text(found(store, "body : oak"), "");
	assert_text(found(store, "headings : ash"), "1 ");
	assert_text(found(store, "headings : beech"), "");
	assert_text(found(store, "body : fir"), "1 ");
	/* A phrase stays within a section, and within a heading. */
	assert_text(found(store, "body : one + beech"), "1 ");
	assert_text(found(store, "body : end + ash"), "");
	assert_text(found(store, "headings : one + elm"), "");
	assert_text(found(store, "body : beech + elm"), "");
}

static void
attributes_are_fields_and_front_matter(void **state)
{
	struct store *store = store_of(state);
	g_auto(GStrv) keys = NULL;
	g_autofree char *names = NULL;

	store_place_put(store, FOLDER, "a.md",
		"---\nauthor: [Ann, Bob]\ntags: x, y\nRating: 5\nempty:\nnone: []\n"
		"deep: {one: {two: v}, list: [1, {three: 3}]}\naliases: [Other]\nÄRGER: 1\n---\n",
		1);
	store_place_put(store, FOLDER, "b.md", "---\nauthor: Ann\nrating: 5\nrating2: 4\n---\n", 2);
	keys = store_keys(store);
	names = g_strjoinv(" ", keys);
	assert_string_equal(names,
		"alias author deep deep.list deep.list.three deep.one deep.one.two rating rating2"
		" tag ärger");
	assert_text(values_of(store, "author"), "Ann=1;Ann=2;Bob=1;");
	assert_text(values_of(store, "tag"), "x=1;y=1;");
	assert_text(values_of(store, "rating"), "5=1;5=2;");
	assert_text(values_of(store, "deep.one.two"), "v=1;");
	assert_text(values_of(store, "deep.list"), "=1;1=1;");
	assert_text(values_of(store, "deep.list.three"), "3=1;");
	assert_text(values_of(store, "deep"), "=1;");
	/* A key that nobody has any more is none. */
	store_place_put(store, FOLDER, "b.md", "bare", 3);
	g_strfreev(keys);
	g_free(names);
	keys = store_keys(store);
	names = g_strjoinv(" ", keys);
	assert_non_null(strstr(names, " rating "));
	assert_null(strstr(names, "rating2"));
}

static void
hostile_front_matter_is_bounded(void **state)
{
	struct store *store = store_of(state);
	g_autoptr(GString) text = g_string_new("---\n");

	for (int i = 0; i < 60; i++)
		g_string_append_printf(text, "%*sa-rather-long-name-%d:\n", i, "", i);
	g_string_append_printf(text, "%*sx: deep\nlong: ", 60, "");
	for (int i = 0; i < 9000; i++)
		g_string_append(text, "é");
	g_string_append(text, "\nbroken: \"a\xff\xfe z\"\n---\nText \xff\x00 \xc3.\n");
	store_place_put(store, FOLDER, "a.md", text->str, 1);

	sqlite3_stmt *statement = store_statement(store,
		"SELECT (SELECT max(length(CAST(name AS BLOB))) FROM keys),"
		" (SELECT max(length(CAST(value AS BLOB))) FROM attributes)",
		NULL);

	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(statement, 0), STORE_KEY);
	/* Each word of a value is found. */
	assert_int_equal(sqlite3_column_int(statement, 1), 18000);
	sqlite3_reset(statement);
	assert_text(found(store, "text"), "1 ");
}

static void
sections_and_aliases_are_listed(void **state)
{
	struct store *store = store_of(state);
	g_autoptr(GString) out = g_string_new(NULL);

	store_place_put(store, FOLDER, "gone.md", "# Gone\n", 1);
	store_place_put(store, FOLDER, "a.md",
		"---\naliases: [One, Two]\n---\n# First\ttab\n\nText\n\nSecond\\\nline\n---\n", 2);
	store_place_put(store, FOLDER, "gone.md", "bare", 3);
	store_sections(store, print_section, out);
	assert_string_equal(out->str, "2 4 First tab\n2 8 Second line\n");
	g_string_truncate(out, 0);
	store_aliases(store, print_alias, out);
	assert_string_equal(out->str, "2 One\n2 Two\n");
}

static void
a_title_of_two_lines_is_one_section(void **state)
{
	struct store *store = store_of(state);
	g_autoptr(Document) document = store_place_document("a.md", "# One\n\n# Two\n", 1);
	g_autoptr(GString) out = g_string_new(NULL);
	uint32_t id;

	((struct section *)document->sections)[0].title = "9\t\nOne\n";
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_put(store, FOLDER, "a.md", NULL, document, NULL, &id, NULL));
	assert_true(store_commit(store, NULL));
	store_sections(store, print_section, out);
	assert_string_equal(out->str, "1 1 9\t One \n1 3 Two\n");
}

static void
a_choice_makes_another_reading(void **state)
{
	struct store *store = store_of(state);
	g_autoptr(Document) document = store_place_document("a.md", "text", 1);
	uint32_t id;

	store_place_put(store, FOLDER, "a.md", "text", 1);
	document->choices.title_side = TITLE_BELOW;
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_put(store, FOLDER, "a.md", NULL, document, NULL, &id, NULL));
	assert_int_equal(id, 2);
	assert_true(store_put(store, FOLDER, "a.md", NULL, document, NULL, &id, NULL));
	assert_int_equal(id, 2);
	assert_true(store_commit(store, NULL));
	assert_int_equal(store_choices(store, 2).title_side, TITLE_BELOW);
}

static void
paths_ids_and_bytes_find_documents(void **state)
{
	struct store *store = store_of(state);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(Document) document = store_place_document("x", "same", 1);

	store_place_put(store, "/", "top.md", "same", 1);
	store_place_put(store, FOLDER, "na\xffme.md", "same", 2);
	store_place_put(store, FOLDER, "other.md", "other", 3);
	assert_text(store_path_of(store, 1), "/top.md");
	assert_text(store_path_of(store, 2), "/library/a/na\xffme.md");
	assert_null(store_path_of(store, 9));
	assert_int_equal(store_id_of(store, "/top.md"), 1);
	assert_int_equal(store_id_of(store, "/library/a/na\xffme.md"), 2);
	assert_int_equal(store_id_of(store, "/library/a/none.md"), 0);
	assert_int_equal(store_id_of(store, "none"), 0);
	store_with_hash(store, document->hash, ids);
	assert_int_equal(ids->len, 2);
	assert_int_equal(g_array_index(ids, uint32_t, 1), 2);
}

static uint32_t
put_link(struct store *store, const char *folder, const char *name, const char *real, unsigned n)
{
	g_autoptr(Document) document = store_place_document(name, "text", n);
	uint32_t id = 0;

	assert_true(store_begin(store, 0, NULL));
	assert_true(store_put(store, folder, name, real, document, NULL, &id, NULL));
	assert_true(store_commit(store, NULL));
	return id;
}

/* Whether few are looked up or all gone through. */
static void
files_are_found_where_they_stand_and_through_links(void **state)
{
	static const char *const paths[] = { "/top.md", "/l/a.md", "/l/link.md", "/else/x.md",
		"/l/7.md", "/none.md", "none" };
	struct store *store = store_of(state);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Idset) few = idset_new(), all = idset_new(), none = idset_new();
	uint32_t ids[5] = { store_place_put(store, "/", "top.md", "top", 1),
		store_place_put(store, "/l", "a.md", "a", 2),
		put_link(store, "/l", "link.md", "/l/a.md", 3),
		put_link(store, "/l", "other.md", "/else/x.md", 4) };

	for (unsigned i = 0; i < 200; i++) {
		g_autofree char *name = g_strdup_printf("%u.md", i);
		uint32_t id = store_place_put(store, "/l", name, "text", 10 + i);

		if (i == 7)
			ids[4] = id;
	}
	store_of_files(store, files, none);
	assert_int_equal(idset_count(none), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
		g_ptr_array_add(files, g_strdup(paths[i]));
	store_of_files(store, files, few);
	while (files->len < 400)
		g_ptr_array_add(files, g_strdup_printf("/elsewhere/%u.md", files->len));
	store_of_files(store, files, all);
	assert_int_equal(idset_count(few), 5);
	assert_int_equal(idset_count(all), 5);
	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
		assert_true(idset_has(few, ids[i]));
		assert_true(idset_has(all, ids[i]));
	}
}

static void
folders_know_whether_they_are_whole(void **state)
{
	struct store *store = store_of(state);
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
	uint64_t signature;
	uint32_t count;

	assert_false(store_folder(store, "/l", &signature, &count));
	store_place_put(store, "/l", "a.md", "one", 1);
	store_place_put(store, "/l/b", "a.md", "two", 2);
	store_place_put(store, "/l.x", "a.md", "three", 3);
	store_place_put(store, "/lx", "a.md", "other", 5);
	assert_true(store_folder(store, "/l", &signature, &count));
	assert_int_equal(signature, 0);
	assert_int_equal(count, 1);
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_folder_done(store, "/l", UINT64_MAX - 4, NULL));
	assert_true(store_folder_done(store, "/l/empty", 7, NULL));
	assert_true(store_commit(store, NULL));
	assert_true(store_folder(store, "/l", &signature, &count));
	assert_true(signature == UINT64_MAX - 4);
	/* A change of a document of it counts until the folder is done again. */
	store_place_put(store, "/l", "a.md", "four", 4);
	store_folder(store, "/l", &signature, &count);
	assert_int_equal(signature, 0);
	store_folders(store, "/l", folders);
	assert_int_equal(folders->len, 3);
	assert_string_equal(folders->pdata[2], "/l/empty");
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_remove_folder(store, "/l/b", NULL));
	assert_true(store_commit(store, NULL));
	assert_false(store_folder(store, "/l/b", &signature, &count));
	assert_int_equal(store_count(store), 3);
	g_ptr_array_set_size(folders, 0);
	store_folders(store, "/", folders);
	assert_int_equal(folders->len, 4);
}

static void
a_change_within_a_step_counts_after_its_folder_was_done(void **state)
{
	struct store *store = store_of(state);
	g_autoptr(Document) one = store_place_document("a.md", "one", 1);
	g_autoptr(Document) two = store_place_document("a.md", "two", 2);
	uint64_t signature;
	uint32_t count, id;

	assert_true(store_begin(store, 0, NULL));
	assert_true(store_put(store, "/l", "a.md", NULL, one, NULL, &id, NULL));
	assert_true(store_folder_done(store, "/l", 5, NULL));
	assert_true(store_put(store, "/l", "a.md", NULL, two, NULL, &id, NULL));
	assert_true(store_commit(store, NULL));
	assert_true(store_folder(store, "/l", &signature, &count));
	assert_int_equal(signature, 0);
}

static struct file_state
state_at(int64_t ctime)
{
	return (struct file_state){ .device = 7,
		.inode = 1,
		.size = 3,
		.mtime = 9,
		.ctime = ctime };
}

/* Puts a.md as it was, by one who finds the file as it is now. The id that stands there then. */
static uint32_t
put_late(struct store *store, const char *text, int64_t was, int64_t now)
{
	g_autoptr(Document) document = store_place_document("a.md", text, 1);
	struct file_state state = state_at(now);
	uint32_t id;

	document->file = state_at(was);
	assert_true(store_put(store, "/l", "a.md", NULL, document, &state, &id, NULL));
	return id;
}

static void
nothing_goes_back_to_an_older_state(void **state)
{
	struct store *store = store_of(state);
	struct file_state old = state_at(20), now = state_at(30);
	uint32_t id = 2;

	assert_true(store_begin(store, 0, NULL));
	assert_int_equal(put_late(store, "ten", 10, 10), 1);
	assert_int_equal(put_late(store, "thirty", 30, 30), 2);
	/* Who read it before the last was written, comes late. */
	assert_int_equal(put_late(store, "twenty", 20, 30), 2);
	assert_true(store_move(store, &id, "/l", "a.md", &old, &now, NULL));
	assert_int_equal(id, 2);
	assert_true(store_remove(store, 2, 10, NULL));
	assert_int_equal(store_count(store), 1);
	/* Where neither is as it is now, the next load tells. */
	assert_int_equal(put_late(store, "twenty", 20, 40), 3);
	/* What moves gives way to what is there now. */
	assert_true(store_commit(store, NULL));
	id = store_place_put(store, "/l", "c.md", "other", 5);
	old = state_at(7);
	now = state_at(20);
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_move(store, &id, "/l", "a.md", &old, &now, NULL));
	assert_int_equal(id, 3);
	assert_int_equal(store_count(store), 1);
	/* What another process removed is not there to be moved. */
	id = 1;
	assert_true(store_move(store, &id, "/l", "d.md", &old, &old, NULL));
	assert_int_equal(id, 0);
	assert_true(store_remove(store, 3, 20, NULL));
	assert_int_equal(store_count(store), 0);
	assert_true(store_commit(store, NULL));
}

static void
a_document_is_moved(void **state)
{
	struct store *store = store_of(state);
	struct file_state file = { .device = 7,
		.inode = 1,
		.size = 3,
		.mtime = 9,
		.ctime = 1600000000000000000 };
	uint64_t signature;
	uint32_t count, id = 1;

	store_place_put(store, "/l", "a.md", "one", 1);
	store_place_put(store, "/m", "b.md", "two", 2);
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_folder_done(store, "/l", 5, NULL));
	assert_true(store_folder_done(store, "/m", 6, NULL));
	assert_true(store_move(store, &id, "/m", "b.md", &file, NULL, NULL));
	assert_int_equal(id, 1);
	id = 77;
	assert_true(store_move(store, &id, "/m", "c.md", &file, NULL, NULL));
	assert_int_equal(id, 0);
	assert_true(store_commit(store, NULL));
	assert_int_equal(store_count(store), 1);
	assert_text(store_path_of(store, 1), "/m/b.md");
	assert_true(store_folder(store, "/l", &signature, &count));
	assert_int_equal(signature, 0);
	assert_int_equal(count, 0);
	store_folder(store, "/m", &signature, &count);
	assert_int_equal(signature, 0);
	assert_int_equal(count, 1);
	/* The state is the new one. */
	g_autoptr(Document) document = store_place_document("b.md", "one", 1);

	document->file = file;
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_put(store, "/m", "b.md", NULL, document, NULL, &id, NULL));
	assert_int_equal(id, 1);
	assert_true(store_remove(store, 1, 0, NULL));
	assert_true(store_remove(store, 1, 0, NULL));
	assert_true(store_commit(store, NULL));
	assert_int_equal(store_count(store), 0);
}

static void
the_newest_come_first(void **state)
{
	static const struct {
		const char *text;
		uint32_t place;
	} rows[] = {
		{ "---\npublished: 2020-05\n---\n", 3 },
		{ "---\nfetched_at: 2021-01-01T10:00:00Z\n---\n", 2 },
		{ "no date: the file's, of 2017", 4 },
		{ "---\npublished: 1969-12-31\nfetched: 2024-01-01\n---\n", 5 },
		{ "---\npublished: 2021-01-01\n---\n", 1 },
		{ "---\npublished: 2025\n---\n", 0 },
	};
	struct store *store = store_of(state);

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *name = g_strdup_printf("%u.md", i);

		store_place_put(store, FOLDER, name, rows[i].text, i);
	}
	const GArray *newest = store_newest(store);

	assert_int_equal(newest->len, G_N_ELEMENTS(rows));
	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_int_equal(g_array_index(newest, uint32_t, rows[i].place), i + 1);
	assert_true(store_newest_key("2026-01-02", 0) > store_newest_key("2026-01-01", INT64_MAX));
	assert_true(store_newest_key("", 1000000000000) > store_newest_key("", 0));
	assert_true(store_newest_key("", INT64_MIN) == store_newest_key("1970-01-01", 0));
}

static void
what_is_rolled_back_was_never_there(void **state)
{
	struct store *store = store_of(state);
	g_autoptr(Document) document =
		store_place_document("a.md", "---\nkey: value\n---\nnever\n", 1);
	uint32_t id;

	assert_true(store_begin(store, 0, NULL));
	assert_true(store_put(store, FOLDER, "a.md", NULL, document, NULL, &id, NULL));
	store_rollback(store);
	assert_int_equal(store_count(store), 0);
	assert_text(found(store, "never"), "");
	/* Ids of keys and values that were given in it are not relied on. */
	store_place_put(store, FOLDER, "b.md", "---\nother: value\n---\nthen\n", 2);
	store_place_put(store, FOLDER, "a.md", "---\nkey: value\n---\nnever\n", 1);
	assert_text(values_of(store, "other"), "value=1;");
	assert_text(values_of(store, "key"), "value=2;");
}

static void
a_reader_sees_what_is_committed_and_writers_take_turns(void **state)
{
	struct kept *kept = *state;
	struct store *writer = kept->store, *reader = store_place_open(kept->location);
	g_autoptr(Document) document = store_place_document("a.md", "words", 1);
	g_autoptr(GError) error = NULL;
	uint64_t version = store_version(reader);
	uint32_t id;

	assert_true(store_begin(writer, 0, NULL));
	assert_true(store_put(writer, FOLDER, "a.md", NULL, document, NULL, &id, NULL));
	assert_int_equal(store_count(reader), 0);
	assert_int_equal(store_version(reader), version);
	int64_t start = g_get_monotonic_time();

	assert_false(store_begin(reader, 10, &error));
	assert_in_range(g_get_monotonic_time() - start, 8000, 400000);
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_BUSY));
	assert_true(store_commit(writer, NULL));
	assert_int_not_equal(store_version(reader), version);
	assert_true(idset_has(store_alive(reader), 1));
	assert_true(store_begin(reader, 0, NULL));
	assert_true(store_put(reader, FOLDER, "a.md", NULL, document, NULL, &id, NULL));
	assert_int_equal(id, 1);
	assert_true(store_commit(reader, NULL));
	store_close(reader);
}

static void
cancel_stops_what_runs_and_waits(void **state)
{
	struct kept *kept = *state;
	struct store *store = kept->store, *other = store_place_open(kept->location);
	struct cancel cancel = { 0 };
	g_autoptr(GError) error = NULL;
	sqlite3_stmt *statement = store_statement(store,
		"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
		" SELECT sum(x) FROM n",
		NULL);

	store->cancel = &cancel;
	cancel_set(&cancel);
	assert_int_equal(sqlite3_step(statement), SQLITE_INTERRUPT);
	assert_false(store_failed(store, "cannot be asked", &error));
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_STOPPED));
	sqlite3_reset(statement);
	assert_true(store_begin(other, 0, NULL));
	assert_false(store_begin(store, 60000, NULL));
	store_rollback(other);
	store_close(other);
	store->cancel = NULL;
}

static void
what_somebody_typed_is_no_damage(void **state)
{
	struct store *store = store_of(state);
	sqlite3_stmt *statement =
		store_statement(store, "SELECT rowid FROM text WHERE text MATCH ?", NULL);
	g_autoptr(GError) error = NULL;

	sqlite3_bind_text(statement, 1, "\"open AND (", -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(statement), SQLITE_ERROR);
	assert_false(store_failed(store, "cannot be asked", &error));
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_FAILED));
	sqlite3_reset(statement);
	assert_false(store_is_broken(store));
}

/* In memory a commit waits for readers; one that waited in vain is an error, and nothing is lost. */
static void
a_commit_in_memory_waits_for_readers(void **state)
{
	static const char *const roots[] = { "notes", NULL };
	g_autoptr(StoreLocation) location =
		store_location_new(roots, store_place_none, store_place_extensions, true);
	g_autoptr(Store) writer = store_place_open(location), reader = store_place_open(location);
	g_autoptr(Document) document = store_place_document("a.md", "text", 1);
	g_autoptr(GError) error = NULL;
	uint32_t id;
	bool begun;

	(void)state;
	begun = store_begin_reading(reader);
	assert_true(begun);
	assert_int_equal(store_count(reader), 0);
	assert_true(store_begin(writer, 1000, NULL));
	assert_true(store_put(writer, FOLDER, "a.md", NULL, document, NULL, &id, NULL));
	writer->wait = 50;
	assert_false(store_commit(writer, &error));
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_BUSY));
	assert_int_equal(store_count(reader), 0);
	store_end_reading(reader, begun);
	assert_true(store_commit(writer, NULL));
	assert_int_equal(store_count(reader), 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)
	const struct CMUnitTest tests[] = {
		TEST(rows_tell_what_documents_are),
		TEST(rows_come_as_asked),
		TEST(a_changed_document_gets_a_new_id),
		TEST(what_was_read_in_the_moment_it_was_written_is_looked_at_again),
		TEST(the_index_has_each_column),
		TEST(attributes_are_fields_and_front_matter),
		TEST(hostile_front_matter_is_bounded),
		TEST(sections_and_aliases_are_listed),
		TEST(a_title_of_two_lines_is_one_section),
		TEST(a_choice_makes_another_reading),
		TEST(paths_ids_and_bytes_find_documents),
		TEST(files_are_found_where_they_stand_and_through_links),
		TEST(folders_know_whether_they_are_whole),
		TEST(a_change_within_a_step_counts_after_its_folder_was_done),
		TEST(nothing_goes_back_to_an_older_state),
		TEST(a_document_is_moved),
		TEST(the_newest_come_first),
		TEST(what_is_rolled_back_was_never_there),
		TEST(a_reader_sees_what_is_committed_and_writers_take_turns),
		TEST(a_commit_in_memory_waits_for_readers),
		TEST(cancel_stops_what_runs_and_waits),
		TEST(what_somebody_typed_is_no_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
