/* Histories and marks in the state: kept through other processes, renames, damage and a full disk. */
#include "config.h"

#include "support/state_place.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct state_place
place_in(const char *path, uint32_t offset)
{
	return (struct state_place){
		.path = path,
		.offset = offset,
		.around = "words before\nand after",
		.top = offset + 1,
		.top_around = "",
		.above = -2,
		.left = 8,
		.link = UINT32_MAX,
		.stamp = 3,
		.jumped = true,
		.pane = 1,
		.view = 2,
		.filter = "tag:x",
		.title = "A title",
		.section = "A section",
		.line = 12,
		.when = 999,
	};
}

static void
assert_same(const struct state_place *a, const struct state_place *b)
{
	assert_string_equal(a->path, b->path);
	assert_int_equal(a->offset, b->offset);
	assert_int_equal(a->top, b->top);
	assert_string_equal(a->around, b->around);
	assert_string_equal(a->top_around, b->top_around);
	assert_int_equal(a->above, b->above);
	assert_int_equal(a->left, b->left);
	assert_int_equal(a->link, b->link);
	assert_int_equal(a->stamp, b->stamp);
	assert_int_equal(a->jumped, b->jumped);
	assert_int_equal(a->pane, b->pane);
	assert_int_equal(a->view, b->view);
	assert_string_equal(a->filter, b->filter);
	assert_string_equal(a->title, b->title);
	assert_string_equal(a->section, b->section);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->when, b->when);
}

/* --- histories --- */

static void
append_slot(void *data, int64_t slot, int64_t at, const struct state_place *place)
{
	g_string_append_printf(data, "%s%d%s:%u", ((GString *)data)->len > 0 ? " " : "", (int)slot,
		slot == at ? "*" : "", place->offset);
}

/* `1:10 2*:20`: slots and their offsets, with where the reader ended. */
static void
assert_history(struct state *state, const char *library, const char *expected)
{
	g_autoptr(GString) slots = g_string_new(NULL);
	state_history(state, library, append_slot, slots);
	assert_string_equal(slots->str, expected);
}

static void
put(struct state *state, int64_t slot, uint32_t offset)
{
	struct state_place place = place_in("/a", offset);
	state_put_place(state, slot, &place);
}

static void
check_place(void *data, int64_t slot, int64_t at, const struct state_place *place)
{
	(void)slot;
	(void)at;
	assert_same(place, data);
}

static void
begins_with_the_last_ones_history(void **unused)
{
	(void)unused;
	State *state = open_it();
	assert_history(state, "/library", "");
	put(state, 1, 10);
	put(state, 2, 20);
	put(state, 3, 30);
	assert_true(state_write_history(state, 2));
	state_close(state);

	state = open_it();
	assert_history(state, "/other", "");
	assert_history(state, "/library", "1:10 2*:20 3:30");
	struct state_place place = place_in("/a", 10);
	state_put_place(state, 1, &place);
	state_drop_places(state, 2, INT64_MAX);
	state_write_history(state, 1);
	state_close(state);

	state = open_it();
	assert_history(state, "/library", "1*:10");
	state_history(state, "/library", check_place, &place);
	/* Dropped and put again in one change. */
	put(state, 1, 1);
	put(state, 5, 5);
	state_write_history(state, 5);
	state_drop_places(state, 1, 5);
	put(state, 5, 6);
	state_write_history(state, 5);
	state_close(state);
	state = open_it();
	assert_history(state, "/library", "5*:6");
	state_close(state);
}

static void
two_at_once_have_each_its_own(void **unused)
{
	(void)unused;
	State *a = open_it(), *b = open_it();
	assert_history(a, "/library", "");
	assert_history(b, "/library", "");
	put(a, 1, 10);
	state_write_history(a, 1);
	put(b, 1, 11);
	state_write_history(b, 1);
	state_refresh(a);
	put(a, 2, 20);
	state_write_history(a, 2);
	State *c = open_it();
	assert_history(c, "/library", "1:10 2*:20");
	state_close(c);
	put(b, 2, 21);
	state_write_history(b, 2);
	state_close(b);
	state_close(a);
	a = open_it();
	assert_history(a, "/library", "1:11 2*:21");
	state_close(a);
}

static int
count(const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *s = NULL;
	assert_int_equal(sqlite3_open(FILE_PATH, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	int n = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	sqlite3_close(db);
	return n;
}

static void
forgets_the_oldest_sessions(void **unused)
{
	(void)unused;
	State *first = open_it();
	assert_history(first, "/library", "");
	put(first, 1, 1);
	put(first, 2, 2);
	state_write_history(first, 2);
	for (int i = 0; i < 20; i++) {
		State *state = open_it();
		state_history(state, "/library", append_slot, g_string_new(NULL));
		put(state, 1, 100);
		state_write_history(state, 1);
		state_close(state);
	}
	assert_int_equal(count("SELECT count(*) FROM sessions"), 16);
	assert_int_equal(count("SELECT count(*) FROM places"), 16);
	/* Whose session was let go of writes all of it again. */
	put(first, 3, 3);
	state_write_history(first, 3);
	state_close(first);
	first = open_it();
	assert_history(first, "/library", "1:1 2:2 3*:3");
	state_close(first);
	assert_int_equal(count("SELECT count(*) FROM sessions"), 16);
}

/* A run begins with many places: they are copied a little at a time, the newest first. */
static void
copies_a_long_history_little_by_little(void **unused)
{
	(void)unused;
	State *state = open_it();
	g_autoptr(GString) slots = g_string_new(NULL);
	assert_history(state, "/library", "");
	for (uint32_t i = 1; i <= 300; i++)
		put(state, i, i);
	assert_true(state_write_history(state, 300));
	assert_int_equal(count("SELECT count(*) FROM places"), 64);
	assert_int_equal(count("SELECT min(slot) FROM places"), 237);
	state_refresh(state);
	assert_int_equal(count("SELECT count(*) FROM places"), 128);
	state_drop_places(state, 1, 10);
	state_close(state);
	assert_int_equal(count("SELECT count(*) FROM places"), 290);
	state = open_it();
	state_history(state, "/library", append_slot, slots);
	assert_true(g_str_has_prefix(slots->str, "11:11 12:12 "));
	assert_true(g_str_has_suffix(slots->str, " 299:299 300*:300"));
	state_close(state);
}

/* --- marks --- */

static void
keeps_marks(void **unused)
{
	(void)unused;
	State *a = open_it(), *b = open_it();
	struct state_place place = place_in("/a\xff", 7), other = place_in("/b", 8);
	assert_null(state_mark(a, 'x'));
	assert_true(state_set_mark(a, 'x', &place));
	assert_true(state_set_mark(a, 0xe9, &other));
	assert_same(state_mark(a, 'x'), &place);
	state_refresh(b);
	assert_same(state_mark(b, 'x'), &place);
	state_set_mark(b, 'x', &other);
	state_refresh(a);
	assert_same(state_mark(a, 'x'), &other);
	state_set_mark(b, 'A', &place);
	state_close(a);
	state_close(b);
	a = open_it();
	g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	state_marks(a, names);
	assert_int_equal(names->len, 3);
	assert_int_equal(g_array_index(names, uint32_t, 0), 'A');
	assert_int_equal(g_array_index(names, uint32_t, 2), 0xe9);
	assert_same(state_mark(a, 'A'), &place);
	state_close(a);
}

static void
places_go_with_a_renamed_document(void **unused)
{
	(void)unused;
	State *a = open_it(), *b = open_it();
	assert_history(a, "/library", "");
	struct state_place place = place_in("/from", 7);
	state_set_opened(a, "/from", hash_of(1));
	state_set_mark(a, 'x', &place);
	state_put_place(a, 1, &place);
	state_write_history(a, 1);
	state_refresh(b);
	assert_true(state_move(b, "/from", "/to"));
	assert_string_equal(state_mark(b, 'x')->path, "/to");
	state_refresh(a);
	assert_string_equal(state_mark(a, 'x')->path, "/to");
	assert_string_equal(state_moved(a, "/from"), "/to");
	assert_true(state_move(a, "/to", "/then"));
	assert_string_equal(state_moved(a, "/from"), "/then");
	assert_true(state_move(a, "/then", "/from"));
	assert_string_equal(state_moved(a, "/to"), "/from");
	assert_null(state_moved(a, "/from"));
	assert_true(state_move(a, "/from", "/last"));
	state_close(a);
	state_close(b);
	a = open_it();
	place.path = "/last";
	assert_same(state_mark(a, 'x'), &place);
	state_history(a, "/library", check_place, &place);
	state_close(a);
}

/* --- trouble --- */

static void
loses_no_place_to_damage(void **unused)
{
	(void)unused;
	State *state = open_it();
	struct state_place place = place_in("/a", 7);
	assert_history(state, "/library", "");
	state_set_mark(state, 'x', &place);
	put(state, 1, 10);
	state_write_history(state, 1);
	/* It is removed, or another file is in its place. */
	assert_int_equal(unlink(FILE_PATH), 0);
	put(state, 2, 20);
	state_write_history(state, 2);
	state_close(state);
	state = open_it();
	assert_same(state_mark(state, 'x'), &place);
	assert_history(state, "/library", "1:10 2*:20");
	state_close(state);
}

static void
a_full_disk_loses_nothing_here(void **unused)
{
	(void)unused;
	State *state = open_it();
	put(state, 1, 10);
	state_close(state);
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigaction(SIGXFSZ, &ignore, NULL);
	pid_t child = fork();
	if (child == 0) {
		struct rlimit limit = { 0, RLIM_INFINITY };
		struct state_place place = place_in("/a", 7);
		state = open_it();
		g_autoptr(GString) slots = g_string_new(NULL);
		state_history(state, "/library", append_slot, slots);
		setrlimit(RLIMIT_FSIZE, &limit);
		state_put_place(state, 1, &place);
		bool told = !state_set_mark(state, 'x', &place) && !state_write_history(state, 1) &&
			    state_mark(state, 'x') != NULL;
		limit.rlim_cur = RLIM_INFINITY;
		setrlimit(RLIMIT_FSIZE, &limit);
		state_close(state);
		_exit(told ? 0 : 1);
	}
	int status = 1;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	state = open_it();
	assert_non_null(state_mark(state, 'x'));
	assert_history(state, "/library", "1*:7");
	state_close(state);
}

static void
a_newer_file_s_history_is_read(void **unused)
{
	(void)unused;
	State *state = open_it();
	struct state_place place = place_in("/a", 7);
	assert_history(state, "/library", "");
	state_set_mark(state, 'x', &place);
	put(state, 1, 10);
	state_write_history(state, 1);
	state_close(state);
	sqlite3 *db = NULL;
	assert_int_equal(sqlite3_open(FILE_PATH, &db), SQLITE_OK);
	sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
	sqlite3_close(db);
	state = open_it();
	assert_same(state_mark(state, 'x'), &place);
	assert_history(state, "/library", "1*:10");
	put(state, 1, 11);
	assert_false(state_write_history(state, 1));
	state_close(state);
	assert_int_equal(count("SELECT count(*) FROM places"), 2);
}

static void
tells_what_the_disk_may_not_have(void **unused)
{
	(void)unused;
	State *state = open_it();
	assert_null(state_unsynced(state));
	state_set_read(state, "/a", NULL, true);
	g_autofree char *path = state_unsynced(state);
	assert_true(g_str_has_suffix(path, FILE_PATH));
	state_sync(path);
	assert_null(state_unsynced(state));
	/* The locks of this process are still there. */
	state_set_read(state, "/b", NULL, true);
	State *other = open_it();
	assert_true(state_of(other, "/b")->read);
	state_close(other);
	state_close(state);
	state_sync("kept/none.db");
}

int
main(void)
{
#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)
	const struct CMUnitTest tests[] = {
		IN_PLACE(begins_with_the_last_ones_history),
		IN_PLACE(two_at_once_have_each_its_own),
		IN_PLACE(forgets_the_oldest_sessions),
		IN_PLACE(copies_a_long_history_little_by_little),
		IN_PLACE(keeps_marks),
		IN_PLACE(places_go_with_a_renamed_document),
		IN_PLACE(loses_no_place_to_damage),
		IN_PLACE(a_full_disk_loses_nothing_here),
		IN_PLACE(a_newer_file_s_history_is_read),
		IN_PLACE(tells_what_the_disk_may_not_have),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
