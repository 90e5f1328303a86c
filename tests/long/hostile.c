/*
 * Documents made to be slow, deep, long or broken (SAFETY.md §4), each at two sizes, through the
 * program's commands: `hostile [--slow N] [--sizes N,N] LECTERN [CASE...]`. For every case and
 * command:
 *   - the exit status is 0 to 2;
 *   - no byte that a terminal would obey comes out;
 *   - CPU time and memory stay within what the limits of SAFETY.md §2 allow for the size;
 *   - the longer size takes no more than its share, with room for a constant and for noise.
 * --slow multiplies what is allowed, for sanitizers and valgrind. Prints TAP: a line a case, with
 * its slowest command. Nothing random: a case is the same on every machine.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile_cases.h"

/* --- one run of the program --- */

struct outcome {
	double seconds; /* of CPU */
	long kilobytes; /* at most resident */
	int status;     /* exit status, or minus the signal */
	size_t printed;
	const char *danger;
};

/* What no output holds; the last three bytes of the part before are looked at again. */
static const char *
danger_in(const unsigned char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((s[i] < ' ' && s[i] != '\n' && s[i] != '\t') || s[i] == 0x7F)
			return "a control";
		if (i + 1 < n && s[i] == 0xC2 && s[i + 1] >= 0x80 && s[i + 1] < 0xA0)
			return "a C1 control";
		if (i + 2 < n && s[i] == 0xE2 && s[i + 1] == 0x80 && s[i + 2] >= 0xAA &&
			s[i + 2] <= 0xAE)
			return "a bidirectional control";
		if (i + 2 < n && s[i] == 0xE2 && s[i + 1] == 0x81 && s[i + 2] >= 0xA6 &&
			s[i + 2] <= 0xAF)
			return "a bidirectional control";
	}
	return NULL;
}

static void
read_output(int fd, struct outcome *outcome)
{
	enum { PART = 65536, AGAIN = 3 };
	unsigned char *buffer = g_malloc(AGAIN + PART);
	size_t kept = 0;
	ssize_t got;

	while ((got = read(fd, buffer + kept, PART)) > 0 || (got < 0 && errno == EINTR)) {
		if (got < 0)
			continue;
		size_t n = kept + (size_t)got;
		if (outcome->danger == NULL)
			outcome->danger = danger_in(buffer, n);
		outcome->printed += (size_t)got;
		kept = MIN(n, (size_t)AGAIN);
		memmove(buffer, buffer + n - kept, kept);
	}
	g_free(buffer);
}

static struct outcome
run(char **arguments, const char *folder, unsigned most_seconds)
{
	struct outcome outcome = { 0 };
	struct rusage usage;
	int pipes[2], status = 0;

	if (pipe(pipes) != 0)
		g_error("pipe: %s", g_strerror(errno));
	pid_t child = fork();
	if (child == 0) {
		struct rlimit limit = { most_seconds, most_seconds + 1 };
		int nothing = open("/dev/null", O_RDWR);

		setrlimit(RLIMIT_CPU, &limit);
		if (chdir(folder) != 0)
			_exit(127);
		dup2(nothing, 0);
		dup2(pipes[1], 1);
		dup2(pipes[1], 2);
		close(pipes[0]);
		close(pipes[1]);
		execv(arguments[0], arguments);
		_exit(127);
	}
	close(pipes[1]);
	read_output(pipes[0], &outcome);
	close(pipes[0]);
	if (wait4(child, &status, 0, &usage) != child)
		g_error("wait4: %s", g_strerror(errno));
	outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
	outcome.seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
			  (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
	outcome.kilobytes = usage.ru_maxrss;
	return outcome;
}

/* --- a case through the commands --- */

/* `once`: with the smaller size alone, since what it does is what the one before does. */
static const struct hostile_command {
	const char *name, *option;
	bool once;
	int parses; /* of the document */
} commands[] = {
	{ .name = "cat", .parses = 1 },
	{ .name = "cat", .option = "--width=20", .once = true, .parses = 1 },
	{ .name = "outline", .once = true, .parses = 1 },
	{ .name = "outline", .option = "--json", .once = true, .parses = 1 },
	{ .name = "links", .parses = 2 },
	{ .name = "links", .option = "--json", .once = true, .parses = 2 },
	{ .name = "stamps", .parses = 1 },
	{ .name = "stamps", .option = "--json", .once = true, .parses = 1 },
	{ .name = "info", .once = true, .parses = 1 },
	{ .name = "info", .option = "--json", .once = true, .parses = 1 },
	{ .name = "check", .parses = 2 },
	{ .name = "check", .option = "--json", .once = true, .parses = 2 },
	{ .name = "list", .parses = 1 },
	{ .name = "list", .option = "--json", .once = true, .parses = 1 },
};

struct hostile {
	const char *lectern;
	double slow;
	size_t sizes[2];
	char folders[2][24];
};

/* What a command may take: the limits of SAFETY.md §2 for each parse, and half a second for the
 * rest. */
static double
seconds_allowed(const struct hostile *h, const struct hostile_command *command, size_t size)
{
	return (0.5 + command->parses * (1 + (double)size * 4e-6)) * h->slow;
}

static long
kilobytes_allowed(const struct hostile *h, size_t size)
{
	return (long)((64e6 + 500.0 * (double)size) * (h->slow > 1 ? 4 : 1) / 1000);
}

static char *
fault_of(const struct hostile *h, const struct hostile_command *command, const struct outcome *o,
	size_t size)
{
	if (o->status < 0 || o->status > 2)
		return g_strdup_printf("ends with %d", o->status);
	if (o->danger != NULL)
		return g_strdup_printf("prints %s", o->danger);
	if (o->seconds > seconds_allowed(h, command, size))
		return g_strdup_printf("takes %.2f s", o->seconds);
	if (o->kilobytes > kilobytes_allowed(h, size))
		return g_strdup_printf("takes %ld KB", o->kilobytes);
	return NULL;
}

/* Time beyond a start and some noise may grow with the size, twice as fast at most. */
static bool
out_of_proportion(const struct hostile *h, double small, double large)
{
	double share = (double)h->sizes[1] / (double)h->sizes[0];

	return large > 0.3 * h->slow && large > 2 * share * MAX(small, 0.005 * h->slow);
}

static struct outcome
run_command(const struct hostile *h, const struct hostile_command *command, const char *name,
	size_t size)
{
	g_autofree char *folder = g_path_get_dirname(name);
	char *arguments[5] = { (char *)h->lectern, (char *)command->name };
	int n = 2;

	if (command->option != NULL)
		arguments[n++] = (char *)command->option;
	arguments[n] = (char *)name + strlen(folder) + 1;
	return run(arguments, folder, (unsigned)(seconds_allowed(h, command, size) * 2) + 1);
}

/* What the slowest and the largest run of a case took. */
struct worst {
	const char *command;
	double seconds;
	long kilobytes;
};

/* A command over one case at both sizes; gives the number of faults. */
static unsigned
try_command(const struct hostile *h, const struct hostile_command *command, char **names,
	struct worst *worst)
{
	const char *option = command->option != NULL ? command->option : "";
	double seconds[2] = { 0 };
	unsigned faults = 0;

	for (int s = 0; s < (command->once ? 1 : 2); s++) {
		struct outcome o = run_command(h, command, names[s], h->sizes[s]);
		g_autofree char *fault = fault_of(h, command, &o, h->sizes[s]);

		seconds[s] = o.seconds;
		worst->kilobytes = MAX(worst->kilobytes, o.kilobytes);
		if (o.seconds > worst->seconds) {
			worst->seconds = o.seconds;
			worst->command = command->name;
		}
		if (fault != NULL && ++faults > 0)
			printf("# %s %s %s: %s\n", command->name, option, names[s], fault);
	}
	if (out_of_proportion(h, seconds[0], seconds[1]) && ++faults > 0)
		printf("# %s %s: %.3f s at %zu bytes, %.3f s at %zu\n", command->name, option,
			seconds[0], h->sizes[0], seconds[1], h->sizes[1]);
	return faults;
}

/* Each size has a folder of its own, in which the program runs. */
static bool
try_case(const struct hostile *h, const struct hostile_case *c, unsigned number)
{
	struct worst worst = { .command = "" };
	unsigned faults = 0;
	char *names[2];

	for (int s = 0; s < 2; s++) {
		GString *bytes = hostile_bytes(c, h->sizes[s]);

		names[s] = g_strdup_printf("%s/%s.%s", h->folders[s], c->name,
			c->suffix != NULL ? c->suffix : "md");
		if (!g_file_set_contents(names[s], bytes->str, (gssize)bytes->len, NULL))
			g_error("%s cannot be written", names[s]);
		g_string_free(bytes, TRUE);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		faults += try_command(h, &commands[i], names, &worst);
	printf("%sok %u - %s (%s %.2f s, %ld MB)\n", faults > 0 ? "not " : "", number, c->name,
		worst.command, worst.seconds, worst.kilobytes / 1024);
	fflush(stdout);
	for (int s = 0; s < 2; s++) {
		g_unlink(names[s]);
		g_free(names[s]);
	}
	return faults == 0;
}

static bool
is_wanted(const char *name, char **names, int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return count == 0;
}

static bool
read_options(struct hostile *h, int *argc, char ***argv, GError **error)
{
	g_autofree char *sizes = NULL;
	const GOptionEntry entries[] = {
		{ "slow", 0, 0, G_OPTION_ARG_DOUBLE, &h->slow, "Allow N times as much", "N" },
		{ "sizes", 0, 0, G_OPTION_ARG_STRING, &sizes, "The two sizes in bytes", "N,N" },
		{ 0 },
	};
	g_autoptr(GOptionContext) context = g_option_context_new("LECTERN [CASE...]");

	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, argc, argv, error))
		return false;
	return sizes == NULL || sscanf(sizes, "%zu,%zu", &h->sizes[0], &h->sizes[1]) == 2;
}

int
main(int argc, char **argv)
{
	struct hostile h = { .slow = 1, .sizes = { 100000, 1000000 } };
	g_autoptr(GError) error = NULL;
	unsigned number = 0, faults = 0;

	if (!read_options(&h, &argc, &argv, &error) || argc < 2) {
		fprintf(stderr, "usage: hostile [--slow N] [--sizes N,N] LECTERN [CASE...]\n");
		return 2;
	}
	g_autofree char *folder = g_dir_make_tmp("hostile-XXXXXX", &error);

	if (folder == NULL)
		g_error("%s", error->message);
	g_autofree char *lectern = g_canonicalize_filename(argv[1], NULL);
	h.lectern = lectern;
	if (g_chdir(folder) != 0)
		g_error("%s: %s", folder, g_strerror(errno));
	for (int s = 0; s < 2; s++) {
		g_snprintf(h.folders[s], sizeof(h.folders[s]), "%zu", h.sizes[s]);
		g_mkdir(h.folders[s], 0700);
	}
	for (const struct hostile_case *c = hostile_cases; c->name != NULL; c++)
		if (is_wanted(c->name, argv + 2, argc - 2))
			faults += !try_case(&h, c, ++number);
	printf("1..%u\n", number);
	for (int s = 0; s < 2; s++)
		g_rmdir(h.folders[s]);
	g_rmdir(folder);
	return faults > 0;
}
