/*
 * Sources (document/source.h): encodings, line ends, what is not read, heads of files.
 */
#include "config.h"

#include "document/source.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <glib/gstdio.h>

/* --- encodings --- */

static const struct encoding_case {
	const char *name, *bytes;
	size_t n;
	const char *text;
	bool converted;
	uint32_t body;
} encoding_cases[] = {
#define BYTES(s) (s), sizeof(s) - 1
	{ "empty", BYTES(""), "", false, 0 },
	{ "ASCII", BYTES("plain\n"), "plain\n", false, 0 },
	{ "UTF-8", BYTES("caf\xC3\xA9"), "caf\xC3\xA9", false, 0 },
	{ "UTF-8 with a mark", BYTES("\xEF\xBB\xBFx"), "\xEF\xBB\xBFx", false, 3 },
	{ "UTF-16 LE", BYTES("\xFF\xFEh\0\xE9\0\n\0"), "h\xC3\xA9\n", true, 0 },
	{ "UTF-16 BE", BYTES("\xFE\xFF\0h\0\xE9"), "h\xC3\xA9", true, 0 },
	{ "UTF-16 pairs", BYTES("\xFF\xFE\x3D\xD8\x00\xDE"), "\xF0\x9F\x98\x80", true, 0 },
	{ "UTF-16, half a pair", BYTES("\xFF\xFE\x3D\xD8x\0"), "\xEF\xBF\xBDx", true, 0 },
	{ "UTF-16, half a unit", BYTES("\xFF\xFEx\0y"), "x\xEF\xBF\xBD", true, 0 },
	{ "Windows-1252", BYTES("caf\xE9 \x80 \x93x\x94"),
		"caf\xC3\xA9 \xE2\x82\xAC \xE2\x80\x9Cx\xE2\x80\x9D", true, 0 },
	{ "a hole of Windows-1252", BYTES("\xE9\x81"), "\xC3\xA9\xC2\x81", true, 0 },
	{ "as many broken as whole", BYTES("\xC3\xA9 \xE9"), "\xC3\xA9 \xE9", false, 0 },
	{ "more broken than whole", BYTES("\xC3\xA9 \xE9 \xE8 "),
		"\xC3\x83\xC2\xA9 \xC3\xA9 \xC3\xA8 ", true, 0 },
};

static void
test_encodings(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(encoding_cases); i++) {
		const struct encoding_case *c = &encoding_cases[i];
		g_autoptr(Source) source = source_from_bytes("x", c->bytes, c->n, NULL);

		assert_non_null(source);
		if (strcmp(source->bytes, c->text) != 0)
			fail_msg("%s: got \"%s\"", c->name, source->bytes);
		assert_int_equal(source->length, strlen(c->text));
		assert_int_equal(source->converted, c->converted);
		assert_int_equal(source->body, c->body);
	}
}

static void
test_binary(void **state)
{
	g_autofree char *late = g_malloc0(9000);
	g_autoptr(GError) error = NULL;
	g_autoptr(Source) source = NULL;

	(void)state;
	assert_null(source_from_bytes("x", "a\0b", 3, &error));
	assert_true(g_error_matches(error, SOURCE_ERROR, SOURCE_ERROR_BINARY));
	memset(late, 'a', 8192);
	source = source_from_bytes("x", late, 9000, NULL);
	assert_non_null(source);
	assert_int_equal(source->length, 9000);
}

/* --- lines --- */

static const struct line_case {
	const char *text;
	uint32_t lines;
	uint32_t offset, line, column;
} line_cases[] = {
	{ "", 1, 0, 1, 1 },
	{ "a", 1, 1, 1, 2 },
	{ "a\n", 1, 0, 1, 1 },
	{ "a\nb", 2, 2, 2, 1 },
	{ "a\r\nb\r\n", 2, 3, 2, 1 },
	{ "a\rb\rc", 3, 4, 3, 1 },
	{ "a\n\r\nb", 3, 4, 3, 1 },
	{ "\n\n\n", 3, 2, 3, 1 },
	{ "\xC3\xA9\xC3\xA9x", 1, 4, 1, 3 },
	{ "\xEF\xBB\xBFx\ny", 2, 4, 1, 2 },
};

static void
test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(line_cases); i++) {
		const struct line_case *c = &line_cases[i];
		g_autoptr(Source) source = source_from_bytes("x", c->text, strlen(c->text), NULL);

		assert_int_equal(source_lines(source), c->lines);
		assert_int_equal(source_line(source, c->offset), c->line);
		assert_int_equal(source_column(source, c->offset), c->column);
		assert_true(source_line_start(source, c->line) <= c->offset);
		assert_int_equal(source_line_start(source, c->lines + 1), strlen(c->text));
	}
}

static void
test_many_carriage_returns(void **state)
{
	enum { LINES = 1000000 };
	g_autofree char *text = g_malloc(LINES);
	g_autoptr(Source) source = NULL;

	(void)state;
	memset(text, '\r', LINES);
	source = source_from_bytes("x", text, LINES, NULL);
	assert_int_equal(source_lines(source), LINES);
}

/* --- files --- */

static int
setup_folder(void **state)
{
	*state = g_dir_make_tmp("lectern-source-XXXXXX", NULL);
	return *state == NULL;
}

static int
teardown_folder(void **state)
{
	static const char *const names[] = { "file", "fifo", "folder" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(*state, names[i], NULL);

		g_remove(path);
	}
	g_rmdir(*state);
	g_free(*state);
	return 0;
}

static char *
write_file(const char *folder, const char *text, size_t n)
{
	char *path = g_build_filename(folder, "file", NULL);

	assert_true(g_file_set_contents(path, text, (gssize)n, NULL));
	return path;
}

static void
test_read(void **state)
{
	g_autofree char *path = write_file(*state, "some text\n", 10);
	int folder = open(*state, O_RDONLY | O_DIRECTORY);
	g_autofree char *name = g_path_get_basename(path);
	g_autoptr(Source) source = source_read(folder, name, "shown", 0, NULL);

	close(folder);
	assert_non_null(source);
	assert_string_equal(source->bytes, "some text\n");
	assert_string_equal(source->path, "shown");
	assert_int_equal(source->file.size, 10);
	assert_true(source->file.inode != 0);
	assert_true(source->file.mtime != 0);
	assert_false(source->partial);
}

static void
test_not_read(void **state)
{
	g_autofree char *fifo = g_build_filename(*state, "fifo", NULL);
	g_autofree char *folder = g_build_filename(*state, "folder", NULL);
	g_autofree char *none = g_build_filename(*state, "none", NULL);
	const struct {
		const char *path;
		enum source_error error;
	} cases[] = {
		{ fifo, SOURCE_ERROR_KIND },
		{ folder, SOURCE_ERROR_KIND },
		{ none, SOURCE_ERROR_OPEN },
		{ "/dev/null", SOURCE_ERROR_KIND },
	};

	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(mkdir(folder, 0700), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;

		assert_null(source_read(AT_FDCWD, cases[i].path, "x", 0, &error));
		assert_true(g_error_matches(error, SOURCE_ERROR, (int)cases[i].error));
		assert_true(g_str_has_prefix(error->message, "x: "));
	}
}

static void
test_head(void **state)
{
	enum { SIZE = 40000, HEAD = 1000 };
	g_autofree char *text = g_malloc(SIZE), *path = NULL;
	struct source *source;

	for (int i = 0; i < SIZE; i++)
		text[i] = i % 7 == 6 ? '\n' : 'x';
	path = write_file(*state, text, SIZE);
	source = source_read(AT_FDCWD, path, path, HEAD, NULL);
	assert_true(source->partial);
	assert_in_range(source->length, HEAD - 7, HEAD);
	assert_int_equal(source->bytes[source->length - 1], '\n');
	assert_int_equal(source->file.size, SIZE);
	source_free(source);

	/* How a file is encoded is judged over all of it. */
	g_free(path);
	text[10] = (char)0xE9;
	path = write_file(*state, text, SIZE);
	source = source_read(AT_FDCWD, path, path, HEAD, NULL);
	assert_false(source->partial);
	assert_true(source->converted);
	assert_int_equal(source->length, SIZE + 1);
	source_free(source);
}

static void
test_read_fd(void **state)
{
	enum { SIZE = 200000 };
	g_autofree char *text = g_malloc(SIZE), *path = NULL;
	g_autoptr(Source) source = NULL;
	int fd;

	memset(text, 'y', SIZE);
	path = write_file(*state, text, SIZE);
	fd = open(path, O_RDONLY);
	source = source_read_fd(fd, "-", NULL);
	close(fd);
	assert_int_equal(source->length, SIZE);
	assert_string_equal(source->path, "-");
	assert_int_equal(source->file.inode, 0);
}

/* A file system keeps any seconds: times of it can be compared with those of now all the same. */
static void
test_times_beyond_all_clocks(void **state)
{
	(void)state;
	static const int64_t seconds[] = { INT64_MIN, -INT64_MAX / 2, INT64_MAX / 2, INT64_MAX };

	for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++) {
		struct stat status = { .st_mtim = { .tv_sec = seconds[i], .tv_nsec = 999999999 } };
		int64_t mtime = file_state_of(&status).mtime;

		assert_int_equal(mtime > 0, seconds[i] > 0);
		assert_true(mtime > INT64_MIN / 4 * 3 && mtime < INT64_MAX / 4 * 3);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_binary),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_many_carriage_returns),
		cmocka_unit_test_setup_teardown(test_read, setup_folder, teardown_folder),
		cmocka_unit_test_setup_teardown(test_not_read, setup_folder, teardown_folder),
		cmocka_unit_test_setup_teardown(test_head, setup_folder, teardown_folder),
		cmocka_unit_test(test_times_beyond_all_clocks),
		cmocka_unit_test_setup_teardown(test_read_fd, setup_folder, teardown_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
