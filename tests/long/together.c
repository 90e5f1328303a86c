/*
 * Many at once on a library that changes all the while: two interfaces and an index loop write, five
 * readers search and list. Nobody says an error or gives a wrong status, and no answer is of a state
 * that was over before the question was asked. FOR_SECONDS sets how long; without it a few.
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
#define READERS 5
#define WRITERS 2

/* Between two changes. */
#define PAUSE_MICROSECONDS 3000

/* What all threads share. */
struct crowd {
	GMutex lock; /* of the library's versions and names, and what follows */
	struct live live;
	unsigned *changes; /* of each document; odd while one is made */
	char *fault;       /* the first */
	gint asked, sure;  /* atomic: questions, and those of documents that stayed meanwhile */
	gint over;         /* atomic */
};

static bool
is_over(struct crowd *crowd)
{
	return g_atomic_int_get(&crowd->over) != 0;
}

/* Takes fault. */
static void
tell(struct crowd *crowd, char *fault)
{
	g_mutex_lock(&crowd->lock);
	if (crowd->fault == NULL)
		crowd->fault = g_steal_pointer(&fault);
	g_mutex_unlock(&crowd->lock);
	g_free(fault);
	g_atomic_int_set(&crowd->over, 1);
}

/* Whoever holds the lock knows what the files are: a change is made with it held, so that none is under way
 * when a reader looks. */
static gpointer
change(gpointer data)
{
	struct crowd *crowd = data;

	while (!is_over(crowd)) {
		g_mutex_lock(&crowd->lock);
		unsigned number = live_change(&crowd->live);

		crowd->changes[number]++;
		g_mutex_unlock(&crowd->lock);
		g_usleep(PAUSE_MICROSECONDS);
	}
	return NULL;
}

/* --- readers --- */

/* A question of a document, what it was then, and what must come. */
struct question {
	unsigned number, version, changes;
	bool there;
	char *path, *query;
};

static void
ask(struct crowd *crowd, GRand *random, struct question *question)
{
	g_mutex_lock(&crowd->lock);
	question->number = (unsigned)g_rand_int_range(random, 0, DOCUMENTS);
	question->version = crowd->live.versions[question->number];
	question->changes = crowd->changes[question->number];
	question->path = live_path(&crowd->live, question->number);
	/* What it was before, or what it is. */
	question->there = question->version != 0 && g_rand_boolean(random);
	question->query = question->there
				  ? g_strdup_printf("doc%uv%u", question->number, question->version)
				  : g_strdup_printf("doc%uv* -doc%uv%u", question->number,
					    question->number, question->version);
	g_mutex_unlock(&crowd->lock);
}

static bool
stayed(struct crowd *crowd, const struct question *question)
{
	g_mutex_lock(&crowd->lock);
	bool same = crowd->changes[question->number] == question->changes;
	g_mutex_unlock(&crowd->lock);
	return same;
}

static void
check(struct crowd *crowd, const struct question *question, const char *command,
	const struct outcome *outcome)
{
	bool found = strstr(outcome->out, question->path) != NULL;

	g_atomic_int_inc(&crowd->asked);
	if (outcome->err[0] != '\0' || outcome->status < 0 || outcome->status > 1)
		tell(crowd, g_strdup_printf("%s %s: gives %d, says %s", command, question->query,
				    outcome->status, outcome->err));
	if (!stayed(crowd, question))
		return;
	g_atomic_int_inc(&crowd->sure);
	if (found != question->there || (outcome->status == 0) != question->there)
		tell(crowd, g_strdup_printf("%s %s: %s is %s, gives %d: %s", command,
				    question->query, question->path, found ? "there" : "not there",
				    outcome->status, outcome->out));
}

static gpointer
read_on(gpointer data)
{
	struct crowd *crowd = data;
	g_autoptr(GRand) random = g_rand_new();

	while (!is_over(crowd)) {
		struct question question;
		struct outcome outcome;
		bool search = g_rand_boolean(random);

		ask(crowd, random, &question);
		if (search)
			program_run(&outcome, PROGRAM("search", question.query, LIBRARY));
		else
			program_run(&outcome, PROGRAM("list", "-q", question.query, LIBRARY));
		check(crowd, &question, search ? "search" : "list", &outcome);
		outcome_clear(&outcome);
		g_free(question.path);
		g_free(question.query);
	}
	return NULL;
}

/* --- writers --- */

static gpointer
index_on(gpointer data)
{
	struct crowd *crowd = data;

	while (!is_over(crowd)) {
		struct outcome outcome;

		program_run(&outcome, PROGRAM("index", LIBRARY));
		if (outcome.err[0] != '\0' || outcome.status != 0)
			tell(crowd, g_strdup_printf("index: gives %d, says %s", outcome.status,
					    outcome.err));
		outcome_clear(&outcome);
	}
	return NULL;
}

static unsigned
documents_there(const struct crowd *crowd)
{
	unsigned count = 0;

	for (unsigned i = 0; i < DOCUMENTS; i++)
		count += crowd->live.versions[i] != 0;
	return count;
}

/* A second after all is quiet the list is right. */
static void
check_list(struct crowd *crowd, struct session *session)
{
	g_autofree char *count = g_strdup_printf(" · %u", documents_there(crowd));

	session_settle(session, 0);
	if (strstr(session->seen->str, "index:") != NULL ||
		strstr(session->seen->str, "cannot") != NULL)
		fail_msg("an interface says an error: %s",
			strstr(session->seen->str, "index:") != NULL
				? strstr(session->seen->str, "index:")
				: strstr(session->seen->str, "cannot"));
	if (!session_shows(session, count, false, 2000)) {
		g_autofree char *screen = session_screen(session);
		g_autofree char *shown = g_strescape(screen, NULL);

		fail_msg("\"%s\" is not on the screen: %s", count, shown);
	}
}

static void
all_are_right_together(void **state)
{
	const char *given = g_getenv("FOR_SECONDS");
	char *argv[] = { (char *)g_getenv("LECTERN"), (char *)LIBRARY, NULL };
	struct crowd crowd = { 0 };
	struct session sessions[WRITERS];
	GThread *threads[READERS + 2];

	(void)state;
	if (!program_there())
		skip();
	live_init(&crowd.live, LIBRARY, DOCUMENTS, 3);
	crowd.changes = g_new0(unsigned, DOCUMENTS);
	for (int i = 0; i < WRITERS; i++)
		session_open(&sessions[i], 24, 80, argv);
	for (int i = 0; i < READERS; i++)
		threads[i] = g_thread_new("reader", read_on, &crowd);
	threads[READERS] = g_thread_new("change", change, &crowd);
	threads[READERS + 1] = g_thread_new("index", index_on, &crowd);
	gint64 end = g_get_monotonic_time() + (given != NULL ? atoi(given) : 3) * G_USEC_PER_SEC;

	while (g_get_monotonic_time() < end && !is_over(&crowd)) {
		for (int i = 0; i < WRITERS; i++) {
			session_type(&sessions[i], "j");
			session_settle(&sessions[i], 20);
		}
	}
	g_atomic_int_set(&crowd.over, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
		g_thread_join(threads[i]);
	print_message("# %d questions, %d of documents that stayed\n", crowd.asked, crowd.sure);
	if (crowd.fault != NULL)
		fail_msg("%s", crowd.fault);
	assert_true(crowd.sure > 0);
	for (int i = 0; i < WRITERS; i++) {
		check_list(&crowd, &sessions[i]);
		session_close(&sessions[i]);
	}
	live_clear(&crowd.live);
	g_free(crowd.changes);
	g_mutex_clear(&crowd.lock);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_are_right_together, enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
