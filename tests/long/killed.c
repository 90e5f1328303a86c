/*
 * The program, killed at any moment: while it indexes a library that changes, and while it marks
 * documents in the interface. What comes next is right, no index is built anew, and no mark that was
 * shown is lost. ROUNDS sets how often; without it a few.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/live.h"
#include "support/place.h"
#include "support/program.h"
#include "support/session.h"

#define DOCUMENTS 300
#define LIBRARY "library"

static unsigned
rounds(unsigned few)
{
	const char *given = g_getenv("ROUNDS");

	return given != NULL ? (unsigned)atoi(given) : few;
}

static int
enter(void **state)
{
	int result = place_enter(state);
	g_autofree char *here = g_get_current_dir();
	g_autofree char *cache = g_build_filename(here, "cache", NULL);
	g_autofree char *kept = g_build_filename(here, "kept", NULL);

	g_setenv("XDG_CACHE_HOME", cache, TRUE);
	g_setenv("XDG_STATE_HOME", kept, TRUE);
	return result;
}

static void
stop(pid_t child)
{
	kill(child, SIGSTOP);
	waitpid(child, NULL, WUNTRACED);
}

static void
end(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

/* The index and the files give the same answer. */
static void
check_answer(const char *query)
{
	struct outcome indexed, read;

	program_run(&indexed, PROGRAM("list", "-q", query, LIBRARY));
	program_run(&read, PROGRAM("list", "--no-index", "-q", query, LIBRARY));
	outcome_check(&indexed, query, 0, 1);
	outcome_check(&read, query, 0, 1);
	assert_int_equal(indexed.status, read.status);
	outcome_compare(&indexed, &read, query);
	outcome_clear(&indexed);
	outcome_clear(&read);
}

/* The numbers of the index's files, as words: the only one is 1 where none was built anew. */
static char *
generations(void)
{
	g_autoptr(GDir) folder = g_dir_open("cache/lectern", 0, NULL);
	GString *all = g_string_new(NULL);
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		if (g_str_has_suffix(name, ".db"))
			g_string_append_printf(all, "%s ", strchr(name, '.') + 1);
	}
	return g_string_free(all, FALSE);
}

static void
index_is_right_after_a_kill(void **state)
{
	static const char *const queries[] = { "common", "doc17v*", "lamp -category:c3 tide",
		"version:>400", "\"common word\" sort:title", "" };
	const unsigned count = rounds(6);
	struct live live;

	(void)state;
	if (!program_there())
		skip();
	live_init(&live, LIBRARY, DOCUMENTS, 1);
	pid_t changing = live_go_on(&live, false);

	for (unsigned i = 0; i < count; i++) {
		struct outcome outcome;
		bool first = i % 5 == 0;

		if (first && i > 0)
			assert_int_equal(system("rm -rf cache"), 0);
		kill(changing, SIGCONT);
		pid_t indexing = program_start(PROGRAM("index", LIBRARY));

		g_usleep((gulong)g_random_int_range(0, first ? 400000 : 100000));
		end(indexing);
		stop(changing);
		g_autofree char *before = generations();

		check_answer(queries[i % (G_N_ELEMENTS(queries) - 1)]);
		program_run(&outcome, PROGRAM("index", LIBRARY));
		outcome_check(&outcome, "index", 0, 0);
		outcome_clear(&outcome);
		check_answer(queries[G_N_ELEMENTS(queries) - 1]);
		g_autofree char *after = generations();

		/* One whose file was under way when it was to be begun is begun again. */
		if (first)
			assert_true(strcmp(after, "1.db ") == 0 || strcmp(after, "2.db ") == 0);
		else
			assert_string_equal(after, before);
	}
	end(changing);
	live_clear(&live);
}

/* --- marks --- */

/* What is shown of each document, and the one change that may or may not have been made. */
struct marks {
	bool on[2][DOCUMENTS]; /* starred, read */
	int doubted, which;    /* -1: none */
};

static const struct mark {
	const char *key, *query;
	const char *on, *off; /* what is said */
} marks[] = {
	{ "*", "is:starred", "starred", "the star is taken away" },
	{ "U", "is:read", "marked as read", "marked as unread" },
};

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The document of a row of the list, which is in order of path. */
static unsigned
document_of_row(const struct live *live, unsigned row)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	for (unsigned i = 0; i < live->count; i++)
		g_ptr_array_add(paths, live_path(live, i));
	g_ptr_array_sort(paths, compare_paths);
	return (unsigned)atoi(strstr(paths->pdata[row], "/doc") + 4);
}

static void
check_marks(const struct marks *shown)
{
	for (int m = 0; m < 2; m++) {
		struct outcome outcome;
		bool there[DOCUMENTS] = { false };

		program_run(&outcome, PROGRAM("list", "-q", marks[m].query, LIBRARY));
		outcome_check(&outcome, marks[m].query, 0, 1);
		for (const char *at = outcome.out; (at = strstr(at, "/doc")) != NULL; at++)
			there[atoi(at + 4)] = true;
		outcome_clear(&outcome);
		for (int i = 0; i < DOCUMENTS; i++) {
			if (there[i] != shown->on[m][i] &&
				!(shown->doubted == i && shown->which == m))
				fail_msg("%s: document %d is %s", marks[m].query, i,
					there[i] ? "there" : "lost");
		}
	}
}

/* Takes the doubted change as it turned out. */
static void
settle_doubt(struct marks *shown)
{
	struct outcome outcome;
	g_autofree char *name = g_strdup_printf("/doc%03d.md", shown->doubted);

	if (shown->doubted < 0)
		return;
	program_run(&outcome, PROGRAM("list", "-q", marks[shown->which].query, LIBRARY));
	shown->on[shown->which][shown->doubted] = strstr(outcome.out, name) != NULL;
	outcome_clear(&outcome);
	shown->doubted = -1;
}

static void
mark(struct session *session, const struct live *live, struct marks *shown, int m, bool awaits)
{
	unsigned row = (unsigned)g_random_int_range(0, DOCUMENTS),
		 document = document_of_row(live, row);
	g_autofree char *keys = g_strdup_printf("%uG%s", row + 1, marks[m].key);
	bool *on = &shown->on[m][document];

	session_type(session, keys);
	if (awaits) {
		*on = !*on;
		session_await(session, *on ? marks[m].on : marks[m].off);
	} else {
		shown->doubted = (int)document;
		shown->which = m;
	}
}

static void
no_mark_that_was_shown_is_lost(void **state)
{
	char *argv[] = { (char *)g_getenv("LECTERN"), (char *)LIBRARY, NULL };
	const unsigned count = rounds(5);
	struct marks shown = { .doubted = -1 };
	g_autofree char *all = g_strdup_printf("· %u", (unsigned)DOCUMENTS);
	struct live live;
	struct outcome outcome;

	(void)state;
	if (!program_there())
		skip();
	live_init(&live, LIBRARY, DOCUMENTS, 2);
	program_run(&outcome, PROGRAM("index", LIBRARY));
	outcome_check(&outcome, "index", 0, 0);
	outcome_clear(&outcome);
	pid_t changing = live_go_on(&live, true);

	for (unsigned i = 0; i < count; i++) {
		struct session session;
		int marking = g_random_int_range(0, 6), m = g_random_int_range(0, 2);

		kill(changing, SIGCONT);
		session_open(&session, 24, 80, argv);
		session_await(&session, "Document 000");
		/* Rows are counted where all are there. */
		assert_true(session_shows(&session, all, false, 15000));
		for (int k = 0; k < marking; k++, m = 1 - m)
			mark(&session, &live, &shown, m, true);
		mark(&session, &live, &shown, m, false);
		g_usleep((gulong)g_random_int_range(0, 8000));
		kill(session.program, SIGKILL);
		session_await(&session, "<killed 9>");
		session_close(&session);
		stop(changing);
		check_marks(&shown);
		settle_doubt(&shown);
	}
	end(changing);
	live_clear(&live);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(index_is_right_after_a_kill, enter, place_leave),
		cmocka_unit_test_setup_teardown(no_mark_that_was_shown_is_lost, enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
