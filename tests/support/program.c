#include "config.h"

#include "support/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <sys/prctl.h>
#include <unistd.h>

bool
program_there(void)
{
	return g_getenv("LECTERN") != NULL;
}

/* The caller frees the array alone. */
static char **
argv_of(const char *const *arguments)
{
	GPtrArray *argv = g_ptr_array_new();

	g_ptr_array_add(argv, (char *)g_getenv("LECTERN"));
	for (; *arguments != NULL; arguments++)
		g_ptr_array_add(argv, (char *)*arguments);
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}

void
program_run(struct outcome *outcome, const char *const *arguments)
{
	g_autoptr(GError) error = NULL;
	g_autofree char **argv = argv_of(arguments);
	int status;

	*outcome = (struct outcome){ 0 };
	if (!g_spawn_sync(NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &outcome->out,
		    &outcome->err, &status, &error))
		fail_msg("%s", error->message);
	outcome->status = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

void
outcome_clear(struct outcome *outcome)
{
	g_free(outcome->out);
	g_free(outcome->err);
	*outcome = (struct outcome){ 0 };
}

void
outcome_check(const struct outcome *outcome, const char *what, int status, int or_status)
{
	if (outcome->status != status && outcome->status != or_status)
		fail_msg("%s: gives %d: %s", what, outcome->status, outcome->err);
	if (outcome->err[0] != '\0')
		fail_msg("%s: says %s", what, outcome->err);
}

void
outcome_compare(const struct outcome *a, const struct outcome *b, const char *what)
{
	if (strcmp(a->out, b->out) == 0)
		return;
	g_auto(GStrv) one = g_strsplit(a->out, "\n", -1);
	g_auto(GStrv) two = g_strsplit(b->out, "\n", -1);
	guint i = 0;

	while (one[i] != NULL && two[i] != NULL && strcmp(one[i], two[i]) == 0)
		i++;
	fail_msg("%s: line %u is \"%s\" (of %u), and \"%s\" (of %u)", what, i + 1,
		one[i] != NULL ? one[i] : "missing", g_strv_length(one),
		two[i] != NULL ? two[i] : "missing", g_strv_length(two));
}

pid_t
program_start(const char *const *arguments)
{
	g_autofree char **argv = argv_of(arguments);
	pid_t child = fork();

	if (child == 0) {
		int nowhere = open("/dev/null", O_RDWR);

		prctl(PR_SET_PDEATHSIG, SIGKILL);

		dup2(nowhere, STDIN_FILENO);
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
		execv(argv[0], argv);
		_exit(127);
	}
	assert_true(child > 0);
	return child;
}
