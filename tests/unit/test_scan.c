#include "config.h"

#include "library/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "library/scan_private.h"
#include "support/place.h"

static const char *const extensions[] = { "md", "txt", NULL };

static void
put(const char *path, const char *text)
{
	place_put(path, text, -1);
}

/* All paths that a scan gives, and its problems as "path: message", each followed by a line end. */
static char *
scan_all(const char *const *roots, char **problems_found)
{
	struct scan_options options = { .roots = roots, .extensions = extensions };
	g_autoptr(Scan) scan = scan_new(&options);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)scan_file_free);
	g_autoptr(GPtrArray) problems =
		g_ptr_array_new_with_free_func((GDestroyNotify)scan_problem_free);
	GString *out = g_string_new(NULL), *wrong = g_string_new(NULL);

	while (scan_step(scan, files, problems))
		;
	for (guint i = 0; i < files->len; i++)
		g_string_append_printf(out, "%s\n", ((struct scan_file *)files->pdata[i])->path);
	for (guint i = 0; i < problems->len; i++) {
		const struct scan_problem *problem = problems->pdata[i];

		g_string_append_printf(wrong, "%s: %s\n", problem->path, problem->message);
	}
	if (problems_found != NULL)
		*problems_found = g_string_free(wrong, FALSE);
	else
		g_string_free(wrong, TRUE);
	return g_string_free(out, FALSE);
}

static void
check_scan(const char *expected, const char *first, const char *second)
{
	const char *const roots[] = { first, second, NULL };
	g_autofree char *got = scan_all(roots, NULL);

	assert_string_equal(got, expected);
}

static void
test_order_and_names(void **state)
{
	(void)state;
	put("b.md", "");
	put("a.TXT", "");
	put("c.pdf", "");
	put("md", "");
	put(".md", "");
	put(".hidden/x.md", "");
	put("sub/z.md", "");
	put("sub/deep/y.md", "");
	put("also/x.md", "");
	put("bad\xff.md", "");
	check_scan("a.TXT\nb.md\nbad\xff.md\nalso/x.md\nsub/z.md\nsub/deep/y.md\n", ".", NULL);
	check_scan("sub/z.md\nsub/deep/y.md\n", "./sub//", NULL);
	check_scan("sub/deep/y.md\n", ".//./sub/deep", NULL);
}

static void
test_where_a_path_begins(void **state)
{
	(void)state;
	g_autofree char *here = g_get_current_dir();
	g_autofree char *file = g_build_filename(here, "x.md", NULL);
	const char *const roots[][2] = { { ".", NULL }, { here, NULL }, { "x.md", NULL },
		{ "s", NULL } };
	const char *const paths[] = { "x.md", file, "x.md", "s/y.md" };
	const char *const below[] = { "x.md", "x.md", "x.md", "y.md" };

	put("s/y.md", "");
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		if (i < 3)
			put("x.md", "text");
		struct scan_options options = { .roots = roots[i], .extensions = extensions };
		g_autoptr(Scan) scan = scan_new(&options);
		g_autoptr(GPtrArray) files =
			g_ptr_array_new_with_free_func((GDestroyNotify)scan_file_free);
		g_autoptr(GPtrArray) problems = g_ptr_array_new();

		while (scan_step(scan, files, problems))
			;
		const struct scan_file *found = files->pdata[0];

		assert_int_equal(problems->len, 0);
		assert_string_equal(found->path, paths[i]);
		assert_string_equal(found->path + found->below, below[i]);
		assert_int_equal(found->state.size, i < 3 ? 4 : 0);
	}
}

static void
test_links(void **state)
{
	(void)state;
	put("real/a.md", "");
	assert_int_equal(symlink("a.md", "real/link.md"), 0);
	assert_int_equal(symlink("..", "real/loop"), 0);
	assert_int_equal(symlink("real", "another"), 0);
	assert_int_equal(symlink("nowhere", "broken.md"), 0);
	assert_int_equal(symlink("self.md", "self.md"), 0);
	assert_int_equal(symlink("nowhere", "broken"), 0);
	put("outside-of/root/x.md", "");
	assert_int_equal(symlink("../outside-of/root", "real/way"), 0);

	const char *const roots[] = { "real", NULL };
	g_autofree char *problems = NULL;
	g_autofree char *got = scan_all(roots, &problems);

	/* the loop leads to the folder above, which holds what else there is */
	assert_string_equal(got, "real/a.md\nreal/link.md\nreal/loop/outside-of/root/x.md\n");
	assert_string_equal(problems,
		"real/loop/broken.md: cannot be read: No such file or directory\n"
		"real/loop/self.md: cannot be read: Too many levels of symbolic links\n");
}

static void
test_overlapping_roots(void **state)
{
	(void)state;
	put("a/x.md", "");
	put("a/b/y.md", "");
	put("a/other.log", "");
	check_scan("a/x.md\na/b/y.md\n", "a", "a/b");
	check_scan("a/b/y.md\na/x.md\n", "a/b", "a");
	check_scan("a/x.md\na/b/y.md\n", "a/b/y.md", "a");
	check_scan("a/x.md\n", "a/x.md", "./a/x.md");
	check_scan("a/x.md\na/b/y.md\na/other.log\n", "a", "a/other.log");
	put("a/.lecternignore", "x.md");
	check_scan("a/b/y.md\na/x.md\n", "a/x.md", "a");
}

static void
test_ignore_files(void **state)
{
	(void)state;
	put("a.md", "");
	put("drafts/b.md", "");
	put("notes/c.md", "");
	put("notes/deep/c.md", "");
	put("notes/keep/d.md", "");
	put(".lecternignore", "drafts/\nc.md\n");
	put("notes/keep/.lecternignore", "!c.md\n");
	put("notes/keep/c.md", "");
	check_scan("a.md\nnotes/keep/c.md\nnotes/keep/d.md\n", ".", NULL);
	g_autofree char *here = g_get_current_dir();
	g_autofree char *expected =
		g_strdup_printf("%s/a.md\n%s/notes/keep/c.md\n%s/notes/keep/d.md\n", here, here,
			here);

	check_scan(expected, here, NULL);
}

static void
test_other_files(void **state)
{
	(void)state;
	assert_int_equal(mkfifo("pipe.md", 0600), 0);
	assert_int_equal(mkfifo(".lecternignore", 0600), 0);
	put("locked/a.md", "");
	put("open.md", "");
	assert_int_equal(chmod("locked", 0), 0);

	const char *const roots[] = { ".", "absent", "pipe.md", NULL };
	g_autofree char *problems = NULL;
	g_autofree char *got = scan_all(roots, &problems);

	assert_int_equal(chmod("locked", 0700), 0);
	if (geteuid() != 0) {
		assert_string_equal(got, "open.md\n");
		assert_non_null(strstr(problems, "locked: cannot be read: Permission denied\n"));
	}
	assert_non_null(strstr(problems, "absent: cannot be read: No such file or directory\n"));
	assert_non_null(strstr(problems, "pipe.md: is neither a folder nor a file\n"));
}

/* A path of many times PATH_MAX. */
static void
test_depth(void **state)
{
	(void)state;
	g_autofree char *here = g_get_current_dir();
	g_autofree char *name = g_strnfill(200, 'n');

	for (int i = 0; i < 100; i++) {
		assert_int_equal(mkdir(name, 0700), 0);
		assert_int_equal(chdir(name), 0);
	}
	assert_true(g_file_set_contents("deep.md", "", 0, NULL));
	assert_int_equal(chdir(here), 0);

	const char *const roots[] = { ".", NULL };
	g_autofree char *problems = NULL;
	g_autofree char *got = scan_all(roots, &problems);

	assert_string_equal(problems, "");
	assert_int_equal(strlen(got), 100 * 201 + strlen("deep.md\n"));
	assert_true(g_str_has_suffix(got, "/deep.md\n"));

	g_autofree char *root = g_strndup(got, 50 * 201);
	const char *const below[] = { root, NULL };
	g_autofree char *same = scan_all(below, NULL);

	assert_string_equal(got, same);
}

/* Where no descriptor is left the scan waits, and then says so. */
static void
test_no_descriptors(void **state)
{
	(void)state;
	put("a.md", "");
	struct rlimit before, few;
	const char *const roots[] = { ".", NULL };
	struct scan_options options = { .roots = roots, .extensions = extensions };
	g_autoptr(Scan) scan = scan_new(&options);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)scan_file_free);
	g_autoptr(GPtrArray) problems =
		g_ptr_array_new_with_free_func((GDestroyNotify)scan_problem_free);

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = before;
	few.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	for (int i = 0; i < 5; i++)
		assert_true(scan_step(scan, files, problems));
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(files->len, 0);
	assert_int_equal(problems->len, 0);
	while (scan_step(scan, files, problems))
		;
	assert_int_equal(files->len, 1);
	assert_int_equal(problems->len, 0);
}

/* What went after its name was read is no problem; a link that leads nowhere, and a root, are. */
static void
test_what_goes_meanwhile(void **state)
{
	static const char *const roots[] = { ".", "absent", NULL };
	const struct scan_options options = { .roots = roots, .extensions = extensions };
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)scan_file_free);
	g_autoptr(GPtrArray) problems =
		g_ptr_array_new_with_free_func((GDestroyNotify)scan_problem_free);

	(void)state;
	put("a.md", "");
	put("stays.md", "");
	put("sub/b.md", "");
	assert_int_equal(symlink("nowhere", "link.md"), 0);
	assert_int_equal(symlink("nowhere", "gone.md"), 0);
	g_autoptr(Scan) scan = scan_new(&options);

	for (bool gone = false; scan_step(scan, files, problems); gone |= files->len > 0) {
		/* The names of the root were read, and nothing was looked at. */
		if (scan->entries->len > 0 && !gone) {
			gone = true;
			unlink("a.md");
			unlink("gone.md");
			unlink("sub/b.md");
			rmdir("sub");
		}
	}
	assert_int_equal(files->len, 1);
	assert_int_equal(problems->len, 2);
	for (guint i = 0; i < problems->len; i++) {
		const struct scan_problem *problem = problems->pdata[i];

		assert_true(strcmp(problem->path, "link.md") == 0 ||
			    strcmp(problem->path, "absent") == 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order_and_names, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_where_a_path_begins, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_links, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_overlapping_roots, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_ignore_files, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_other_files, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_depth, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_no_descriptors, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_what_goes_meanwhile, place_enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
