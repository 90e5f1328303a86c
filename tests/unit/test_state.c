/* What is remembered of documents: kept through kills, other processes, renames and edits. */
#include "config.h"

#include "support/state_place.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct document *
parse(const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Source) source = source_from_bytes("a.md", text, strlen(text), &error);
	assert_non_null(source);
	return document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
}

static uint32_t
offset_of(const struct document *document, const char *words)
{
	const char *at = strstr(document->text, words);
	assert_non_null(at);
	return (uint32_t)(at - document->text);
}

/* --- keeping --- */

static void
keeps_what_was_set(void **unused)
{
	(void)unused;
	g_autoptr(Document) document = parse("# Head\n\nOne two three four.\n\nFive six seven.\n");
	State *state = open_it();
	unsigned char hash[SOURCE_HASH];
	struct stat st;
	assert_null(state_word(state));
	assert_null(state_of(state, "/a"));
	assert_true(state_set_read(state, "/a", hash_of(1), true));
	assert_true(state_set_starred(state, "/a", NULL, true));
	assert_true(state_set_title_side(state, "/b\xff", NULL, TITLE_BELOW));
	assert_true(state_set_opened(state, "/c", hash_of(3)));
	assert_true(state_set_position(state, "/c", NULL, document, offset_of(document, "Five")));
	/* Nothing is remembered of what stays as it always was. */
	assert_true(state_set_read(state, "/d", NULL, false));
	assert_true(state_set_position(state, "/d", NULL, document, 0));
	assert_null(state_of(state, "/d"));
	state_close(state);

	assert_int_equal(stat(FILE_PATH, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat("kept", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_false(g_file_test(FILE_PATH "-wal", G_FILE_TEST_EXISTS));

	state = open_it();
	const struct state_row *row = state_of(state, "/a");
	assert_true(row->read && row->starred);
	assert_int_equal(row->opened, 0);
	assert_string_equal(row->around, "");
	assert_true(state_hash(state, "/a", hash));
	assert_memory_equal(hash, hash_of(1), SOURCE_HASH);
	assert_int_equal(state_choices(state, "/b\xff").title_side, TITLE_BELOW);
	assert_int_equal(state_choices(state, "/a").title_side, TITLE_AUTO);
	row = state_of(state, "/c");
	assert_int_equal(row->opened, 1000);
	assert_int_equal(state_find_position(row, document), offset_of(document, "Five"));
	assert_true(state_set_read(state, "/a", NULL, false));
	assert_true(state_set_position(state, "/c", NULL, document, 0));
	state_close(state);

	state = open_it();
	assert_false(state_of(state, "/a")->read);
	assert_true(state_of(state, "/a")->starred);
	assert_int_equal(state_find_position(state_of(state, "/c"), document), 0);
	g_autoptr(GHashTable) choices = state_all_choices(state);
	assert_int_equal(g_hash_table_size(choices), 1);
	const struct choices *choice = g_hash_table_lookup(choices, "/b\xff");
	assert_int_equal(choice->title_side, TITLE_BELOW);
	state_close(state);
}

static void
gives_what_was_opened_last(void **unused)
{
	(void)unused;
	static const char *const order[] = { "/b", "/a", "/c", "/a" };
	static const char *const expected[] = { "/a", "/c", "/b" };
	State *state = open_it();
	for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
		state_set_opened(state, order[i], NULL);
	state_set_read(state, "/never", NULL, true);
	state_close(state);
	state = open_it();
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	state_recent(state, 10, paths);
	assert_int_equal(paths->len, 3);
	for (guint i = 0; i < paths->len; i++)
		assert_string_equal(g_ptr_array_index(paths, i), expected[i]);
	g_ptr_array_set_size(paths, 0);
	state_recent(state, 2, paths);
	assert_int_equal(paths->len, 2);
	state_close(state);
}

static void
keeps_lines(void **unused)
{
	(void)unused;
	State *state = open_it();
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < 203; i++) {
		g_autofree char *line = g_strdup_printf("line %d", i);
		assert_true(state_add_line(state, "search", line));
	}
	state_add_line(state, "search", "line 100");
	state_add_line(state, "search", "");
	state_add_line(state, "filter", "one");
	state_close(state);
	state = open_it();
	state_lines(state, "search", lines);
	assert_int_equal(lines->len, 200);
	assert_string_equal(g_ptr_array_index(lines, 0), "line 3");
	assert_string_equal(g_ptr_array_index(lines, 199), "line 100");
	assert_string_equal(g_ptr_array_index(lines, 198), "line 202");
	g_ptr_array_set_size(lines, 0);
	state_lines(state, "filter", lines);
	assert_int_equal(lines->len, 1);
	state_lines(state, "none", lines);
	assert_int_equal(lines->len, 1);
	state_close(state);
}

static void
asks_without_making_a_file(void **unused)
{
	(void)unused;
	State *state = state_open_known(FILE_PATH);
	assert_null(state_word(state));
	assert_null(state_of(state, "/a"));
	state_close(state);
	assert_false(g_file_test("kept", G_FILE_TEST_EXISTS));
	state = open_it();
	state_set_read(state, "/a", NULL, true);
	state_close(state);
	state = state_open_known(FILE_PATH);
	assert_true(state_of(state, "/a")->read);
	state_close(state);
}

/* --- kills and other processes --- */

/* Marks one after another and tells each that is done; until it is killed. */
static void
mark_until_killed(int out, int round)
{
	State *state = open_it();
	for (int i = 0; i < 100000; i++) {
		char path[64];
		g_snprintf(path, sizeof path, "/%d/%d", round, i);
		if (!state_set_read(state, path, NULL, true) || write(out, "x", 1) != 1)
			_exit(1);
	}
	_exit(0);
}

static void
loses_no_mark_when_killed(void **unused)
{
	(void)unused;
	enum { ROUNDS = 20 };
	size_t marked[ROUNDS];
	for (int round = 0; round < ROUNDS; round++) {
		int pipes[2];
		char told[64];
		assert_int_equal(pipe(pipes), 0);
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			close(pipes[0]);
			mark_until_killed(pipes[1], round);
		}
		close(pipes[1]);
		marked[round] = 0;
		/* From round to round it is killed at another moment. */
		for (size_t least = (size_t)round * 3; marked[round] <= least;) {
			ssize_t n = read(pipes[0], told, 1);
			assert_int_equal(n, 1);
			marked[round] += (size_t)n;
		}
		kill(child, SIGKILL);
		for (ssize_t n; (n = read(pipes[0], told, sizeof told)) > 0;)
			marked[round] += (size_t)n;
		close(pipes[0]);
		assert_int_equal(waitpid(child, NULL, 0), child);
	}
	State *state = open_it();
	assert_null(state_word(state));
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < marked[round]; i++) {
			char path[64];
			g_snprintf(path, sizeof path, "/%d/%zu", round, i);
			const struct state_row *row = state_of(state, path);
			assert_true(row != NULL && row->read);
		}
	}
	state_close(state);
}

static void
two_processes_share_it(void **unused)
{
	(void)unused;
	State *a = open_it(), *b = open_it();
	assert_false(state_refresh(a));
	state_set_read(a, "/a", NULL, true);
	state_add_line(a, "filter", "typed there");
	/* Parts of one document that both change are both kept. */
	state_set_starred(b, "/a", NULL, true);
	assert_true(state_refresh(b));
	assert_false(state_refresh(b));
	assert_true(state_of(b, "/a")->read && state_of(b, "/a")->starred);
	assert_true(state_refresh(a));
	assert_true(state_of(a, "/a")->starred);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	state_lines(b, "filter", lines);
	assert_int_equal(lines->len, 1);
	/* A move is followed, and what one had there that was nothing goes. */
	state_set_starred(b, "/to", NULL, true);
	state_set_starred(b, "/to", NULL, false);
	assert_true(state_move(a, "/a", "/to"));
	assert_true(state_refresh(b));
	assert_null(state_of(b, "/a"));
	assert_true(state_of(b, "/to")->starred && state_of(b, "/to")->read);
	state_set_read(b, "/to", NULL, false);
	state_refresh(a);
	assert_false(state_of(a, "/to")->read);
	state_close(a);
	state_close(b);
}

static void
a_move_to_what_another_took_is_undone(void **unused)
{
	(void)unused;
	State *a = open_it(), *b = open_it();
	state_set_starred(a, "/a", NULL, true);
	state_refresh(b);
	state_set_read(b, "/to", NULL, true);
	assert_false(state_move(a, "/a", "/to"));
	assert_true(state_of(a, "/a")->starred);
	assert_true(state_of(a, "/to")->read);
	assert_false(state_of(a, "/to")->starred);
	state_close(a);
	state_close(b);
}

static void
many_write_at_once(void **unused)
{
	(void)unused;
	enum { WRITERS = 4, EACH = 60 };
	for (int writer = 0; writer < WRITERS; writer++) {
		if (fork() != 0)
			continue;
		State *state = open_it();
		bool good = state_word(state) == NULL;
		for (int i = 0; i < EACH; i++) {
			char path[64];
			g_snprintf(path, sizeof path, "/%d/%d", writer, i);
			good = state_set_opened(state, path, NULL) && good;
			state_refresh(state);
		}
		state_close(state);
		_exit(good ? 0 : 1);
	}
	for (int writer = 0; writer < WRITERS; writer++) {
		int status = 1;
		wait(&status);
		assert_int_equal(status, 0);
	}
	State *state = open_it();
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	state_recent(state, UINT32_MAX, paths);
	assert_int_equal(paths->len, WRITERS * EACH);
	state_close(state);
}

/* --- renames --- */

struct folder {
	const char *const *there; /* path, then a letter of its bytes */
};

static bool
folder_exists(void *data, const char *path)
{
	const struct folder *folder = data;
	for (const char *const *p = folder->there; *p != NULL; p += 2) {
		if (strcmp(*p, path) == 0)
			return true;
	}
	return false;
}

static bool
folder_hash(void *data, const char *path, unsigned char hash[SOURCE_HASH])
{
	const struct folder *folder = data;
	for (const char *const *p = folder->there; *p != NULL; p += 2) {
		if (strcmp(*p, path) == 0)
			memcpy(hash, hash_of((unsigned char)p[1][0]), SOURCE_HASH);
	}
	return true;
}

static void
folder_same(void *data, const unsigned char hash[SOURCE_HASH], GPtrArray *paths)
{
	const struct folder *folder = data;
	for (const char *const *p = folder->there; *p != NULL; p += 2) {
		if ((unsigned char)p[1][0] == hash[0])
			g_ptr_array_add(paths, g_strdup(*p));
	}
}

static void
follows_renames(void **unused)
{
	(void)unused;
	static const struct {
		const char *name;
		const char *there[10];
		const char *starred; /* the only one then */
		unsigned moved;
	} cases[] = {
		{ "still there", { "/a", "x", "/b", "x" }, "/a", 0 },
		{ "renamed", { "/b", "x" }, "/b", 1 },
		{ "two have its bytes", { "/b", "x", "/c", "x" }, "/a", 0 },
		{ "told of twice", { "/b", "x", "/b", "x" }, "/b", 1 },
		{ "one of two has state", { "/known", "x", "/c", "x" }, "/c", 1 },
		{ "only one with state", { "/known", "x" }, "/a", 0 },
		{ "other bytes", { "/b", "y" }, "/a", 0 },
		{ "gone", { NULL }, "/a", 0 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		print_message("# %s\n", cases[i].name);
		State *state = state_open(STATE_MEMORY, fixed_now);
		struct folder folder = { cases[i].there };
		struct state_follow library = { folder_exists, NULL, folder_same, &folder };
		state_set_starred(state, "/a", hash_of('x'), true);
		state_set_read(state, "/known", hash_of('z'), true);
		assert_int_equal(state_follow(state, &library), cases[i].moved);
		assert_true(state_of(state, cases[i].starred)->starred);
		if (cases[i].moved)
			assert_null(state_of(state, "/a"));
		state_close(state);
	}
}

static void
a_document_edited_and_then_renamed_is_found(void **unused)
{
	(void)unused;
	static const char *const edited[] = { "/a", "y", NULL };
	static const char *const renamed[] = { "/b", "y", NULL };
	State *state = open_it();
	struct folder folder = { edited };
	struct state_follow library = { folder_exists, folder_hash, folder_same, &folder };
	state_set_starred(state, "/a", hash_of('x'), true);
	assert_int_equal(state_follow(state, &library), 0);
	folder.there = renamed;
	assert_int_equal(state_follow(state, &library), 1);
	state_close(state);
	state = open_it();
	assert_null(state_of(state, "/a"));
	assert_true(state_of(state, "/b")->starred);
	state_close(state);
}

/* --- positions --- */

static void
finds_a_position_after_edits(void **unused)
{
	(void)unused;
	static const char before[] = "# A title\n\nThe first paragraph says this.\n\n"
				     "Here the reader stopped at the fourth word of it.\n\n"
				     "The last one ends.\n";
	static const struct {
		const char *name, *after, *found;
	} cases[] = {
		{ "unchanged", before, "stopped at the fourth" },
		{ "more before it",
			"# A title\n\nMuch more text than there was. And more of it, in sentences.\n\n"
			"The first paragraph says this.\n\n"
			"Here the reader stopped at the fourth word of it.\n\nThe last one ends.\n",
			"stopped at the fourth" },
		{ "less before it", "Here the reader stopped at the fourth word of it.\n",
			"stopped at the fourth" },
		{ "twice: the nearer one",
			"# A title\n\nThe first paragraph says this now.\n\n"
			"Here the reader stopped at the fourth word of it. Not here.\n\n"
			"Some text that stands between the two paragraphs, long enough.\n\n"
			"Here the reader stopped at the fourth word of it.\n\nThe last one ends.\n",
			"stopped at the fourth word of it. Not" },
		{ "words before it changed",
			"# Title\n\nThere somebody stopped at the fourth word of it.\n",
			"stopped at the fourth" },
		{ "words after it changed",
			"# Title\n\nAdded.\n\nHere the reader went on to the next word of it.\n",
			"went on" },
		{ "later words changed",
			"# Title\n\nAdded.\n\nWho came stopped at the first one.\n",
			"stopped at the first" },
	};
	g_autoptr(Document) document = parse(before);
	State *state = state_open(STATE_MEMORY, fixed_now);
	state_set_position(state, "/a", NULL, document, offset_of(document, "stopped"));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) edited = parse(cases[i].after);
		print_message("# %s\n", cases[i].name);
		assert_int_equal(state_find_position(state_of(state, "/a"), edited),
			offset_of(edited, cases[i].found));
	}
	/* Where its words are gone it is the offset, and never past the end. */
	g_autoptr(Document) other = parse("Nothing of that.\n");
	g_autoptr(Document) empty = parse("");
	assert_int_equal(state_find_position(state_of(state, "/a"), other), other->length - 1);
	assert_int_equal(state_find_position(state_of(state, "/a"), empty), 0);
	assert_int_equal(state_find_position(NULL, other), 0);
	state_close(state);
}

/* Every offset of texts of any script is found where it was. */
static void
finds_every_offset_again(void **unused)
{
	(void)unused;
	static const char *const texts[] = {
		"one one one one one one one\n\none one one one\n",
		"没有空格的文字也要找到，因为这里的词很长。没有空格的文字也要找到。\n",
		"    code\n\tis  kept\n\n    code\n",
		"x\n",
	};
	State *state = state_open(STATE_MEMORY, fixed_now);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(Document) document = parse(texts[i]);
		for (uint32_t offset = 0; offset + 1 < document->length; offset++) {
			state_set_position(state, "/a", NULL, document, offset);
			const struct state_row *row = state_of(state, "/a");
			uint32_t found = state_find_position(row, document);
			uint32_t wanted = offset;
			while (g_ascii_isspace(document->text[wanted]))
				wanted++;
			if (row != NULL)
				assert_in_range(found, MIN(offset, wanted), wanted);
		}
	}
	state_close(state);
}

int
main(void)
{
#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)
	const struct CMUnitTest tests[] = {
		IN_PLACE(keeps_what_was_set),
		IN_PLACE(gives_what_was_opened_last),
		IN_PLACE(keeps_lines),
		IN_PLACE(asks_without_making_a_file),
		IN_PLACE(loses_no_mark_when_killed),
		IN_PLACE(two_processes_share_it),
		IN_PLACE(a_move_to_what_another_took_is_undone),
		IN_PLACE(many_write_at_once),
		IN_PLACE(a_document_edited_and_then_renamed_is_found),
		cmocka_unit_test(follows_renames),
		cmocka_unit_test(finds_a_position_after_edits),
		cmocka_unit_test(finds_every_offset_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
