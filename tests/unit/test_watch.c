#include "config.h"

#include "library/watch.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/place.h"

static gint
compare(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "a b | c": folders, then trees. */
static char *
take(struct watch *watch)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) trees = g_ptr_array_new_with_free_func(g_free);
	GString *out = g_string_new(NULL);
	bool overflow;

	watch_take(watch, folders, trees, &overflow);
	assert_false(overflow);
	g_ptr_array_sort(folders, compare);
	g_ptr_array_sort(trees, compare);
	for (guint i = 0; i < folders->len; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "", (char *)folders->pdata[i]);
	g_string_append(out, " |");
	for (guint i = 0; i < trees->len; i++)
		g_string_append_printf(out, " %s", (char *)trees->pdata[i]);
	return g_string_free(out, FALSE);
}

static void
add(struct watch *watch, const char *path)
{
	g_autoptr(GError) error = NULL;

	if (!watch_add(watch, path, path, &error))
		fail_msg("%s", error->message);
}

static void
appear(void)
{
	place_put("a/new.md", "text", -1);
}

static void
append(void)
{
	int fd = open("a/new.md", O_WRONLY | O_APPEND);

	assert_int_equal(write(fd, "more", 4), 4);
	close(fd);
}

static void
save_by_rename(void)
{
	place_put("a/.new.swp", "text", -1);
	assert_int_equal(rename("a/.new.swp", "a/new.md"), 0);
}

static void
hide(void)
{
	place_put("a/.hidden", "text", -1);
	assert_int_equal(unlink("a/.hidden"), 0);
}

static void
restrict_file(void)
{
	assert_int_equal(chmod("a/new.md", 0400), 0);
}

static void
move_file(void)
{
	assert_int_equal(rename("a/new.md", "a/b/new.md"), 0);
}

static void
vanish(void)
{
	assert_int_equal(unlink("a/b/new.md"), 0);
}

static void
make_folder(void)
{
	assert_int_equal(mkdir("a/c", 0700), 0);
}

static void
remove_folder(void)
{
	assert_int_equal(rmdir("a/c"), 0);
}

static void
link_folder(void)
{
	assert_int_equal(symlink("../other", "a/link"), 0);
}

static void
ignore(void)
{
	place_put("a/.lecternignore", "*.txt\n", -1);
}

static void
move_folder(void)
{
	assert_int_equal(rename("a/b", "a/moved"), 0);
}

static void
write_below_moved(void)
{
	place_put("a/moved/x.md", "", -1);
}

static void
restrict_folder(void)
{
	assert_int_equal(chmod("a", 0700), 0);
}

static void
move_all(void)
{
	assert_int_equal(rename("a", "away"), 0);
}

static const struct {
	const char *name;
	void (*happen)(void);
	const char *told;
} cases[] = {
	{ "appear", appear, "a |" },
	{ "append", append, "a |" },
	{ "save by rename", save_by_rename, "a |" },
	{ "hide", hide, " |" },
	{ "restrict a file", restrict_file, "a |" },
	{ "move a file", move_file, "a a/b |" },
	{ "vanish", vanish, "a/b |" },
	{ "make a folder", make_folder, " | a/c" },
	{ "remove a folder", remove_folder, " | a/c" },
	{ "link a folder", link_folder, " | a/link" },
	{ "ignore", ignore, " | a" },
	{ "move a folder", move_folder, " | a/b a/moved" },
	{ "write below what moved", write_below_moved, " |" },
	{ "restrict a folder", restrict_folder, " | a" },
	{ "move all", move_all, " | a" },
};

static void
test_cases(void **state)
{
	(void)state;
	g_autoptr(Watch) watch = watch_new(NULL);

	place_put("a/b/c.md", "", -1);
	place_put("other/d.md", "", -1);
	add(watch, "a");
	add(watch, "a/b");
	add(watch, "a/b");
	assert_int_equal(watch_count(watch), 2);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		cases[i].happen();
		g_autofree char *got = take(watch);

		if (strcmp(got, cases[i].told) != 0)
			fail_msg("%s: %s", cases[i].name, got);
	}
	assert_int_equal(watch_count(watch), 0);
}

static void
test_descriptor(void **state)
{
	(void)state;
	g_autoptr(Watch) watch = watch_new(NULL);
	struct pollfd fd = { .fd = watch_descriptor(watch), .events = POLLIN };

	place_put("a/b.md", "", -1);
	add(watch, "a");
	assert_int_equal(poll(&fd, 1, 0), 0);
	appear();
	assert_int_equal(poll(&fd, 1, 1000), 1);
	g_free(take(watch));
	assert_int_equal(poll(&fd, 1, 0), 0);
}

/* What stands at a path now is watched, not what stood there; a folder has the path it was given
 * last. */
static void
test_again(void **state)
{
	(void)state;
	g_autoptr(Watch) watch = watch_new(NULL);

	place_put("a/b.md", "", -1);
	add(watch, "a");
	assert_int_equal(rename("a", "old"), 0);
	place_put("a/b.md", "", -1);
	g_free(take(watch));
	add(watch, "a");
	assert_int_equal(watch_count(watch), 1);
	place_put("old/c.md", "", -1);
	g_autofree char *none = take(watch);
	assert_string_equal(none, " |");
	place_put("a/c.md", "", -1);
	g_autofree char *some = take(watch);
	assert_string_equal(some, "a |");
	assert_true(watch_add(watch, "other name", "a", NULL));
	place_put("a/d.md", "", -1);
	g_autofree char *named = take(watch);
	assert_string_equal(named, "other name |");
	assert_int_equal(watch_count(watch), 1);
}

static void
test_what_cannot_be_watched(void **state)
{
	(void)state;
	g_autoptr(Watch) watch = watch_new(NULL);
	g_autoptr(GError) error = NULL;

	assert_false(watch_add(watch, "absent", "absent", &error));
	assert_string_equal(error->message, "absent: cannot be watched: No such file or directory");
	place_put("file", "", -1);
	assert_false(watch_add(watch, "file", "file", NULL));
	assert_int_equal(watch_count(watch), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cases, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_descriptor, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_again, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_watched, place_enter,
			place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
