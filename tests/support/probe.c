#include "config.h"

#include "support/probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define PATIENCE 15
#define DESCRIPTORS 1024
#define SIGNALS 31

/* --- as the program that is started --- */

static void
tell_input(GString *out)
{
	char bytes[4096];
	g_autoptr(GString) input = g_string_new(NULL);
	ssize_t n;

	if (isatty(STDIN_FILENO)) {
		g_string_append(out, "input: terminal\n");
		return;
	}
	while ((n = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0)
		g_string_append_len(input, bytes, n);
	g_string_append_printf(out, "input: %zu %s\n", input->len, input->str);
}

static void
tell_terminal(GString *out)
{
	struct termios modes;
	tcflag_t cooked = ICANON | ECHO | ISIG;

	g_string_append(out, "terminals:");
	for (int fd = 0; fd <= 2; fd++)
		if (isatty(fd))
			g_string_append_printf(out, " %d", fd);
	if (tcgetattr(STDIN_FILENO, &modes) == 0 && (modes.c_lflag & cooked) == cooked)
		g_string_append(out, " cooked");
	if (tcgetpgrp(STDIN_FILENO) == getpgrp())
		g_string_append(out, " foreground");
	g_string_append_printf(out, "\nsession: %s\n", getsid(0) == getpid() ? "own" : "ours");
}

static void
tell_rest(GString *out)
{
	g_auto(GStrv) names = g_listenv();
	unsigned blocked = 0, ignored = 0;
	sigset_t mask;

	g_string_append(out, "descriptors:");
	for (int fd = 3; fd < DESCRIPTORS; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			g_string_append_printf(out, " %d", fd);
	g_string_append(out, "\nlinker:");
	for (char **name = names; *name != NULL; name++)
		if (g_str_has_prefix(*name, "LD_"))
			g_string_append_printf(out, " %s", *name);
	sigprocmask(SIG_SETMASK, NULL, &mask);
	for (int i = 1; i <= SIGNALS; i++) {
		struct sigaction action;

		blocked += sigismember(&mask, i) == 1;
		ignored += sigaction(i, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
	}
	g_string_append_printf(out, "\nsignals: %u %u\nend\n", blocked, ignored);
}

/* In one piece, which a pipe takes whole. */
static void
write_told(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		abort();
	close(fd);
}

static void
tell(const char *path, char **argv)
{
	g_autoptr(GString) out = g_string_new("arguments:");

	for (; *argv != NULL; argv++)
		g_string_append_printf(out, " [%s]", *argv);
	g_string_append_c(out, '\n');
	tell_input(out);
	tell_terminal(out);
	tell_rest(out);
	write_told(path, out->str);
}

/* Says so when it is hung up, which was blocked since before it told. */
static void
await_hangup(const char *path)
{
	const struct timespec patience = { PATIENCE, 0 };
	sigset_t hangup;

	sigemptyset(&hangup);
	sigaddset(&hangup, SIGHUP);
	if (sigtimedwait(&hangup, NULL, &patience) == SIGHUP)
		write_told(path, "hung up\nend\n");
}

static void
block_hangup(void)
{
	sigset_t hangup;

	sigemptyset(&hangup);
	sigaddset(&hangup, SIGHUP);
	sigprocmask(SIG_BLOCK, &hangup, NULL);
}

static void
write_before(const char *path, const char *text)
{
	g_autofree char *bytes = NULL;
	g_autofree char *both = NULL;

	if (!g_file_get_contents(path, &bytes, NULL, NULL))
		abort();
	both = g_strconcat(text, bytes, NULL);
	if (!g_file_set_contents(path, both, -1, NULL))
		abort();
}

static int
act(char **argv)
{
	if (argv[0] == NULL)
		return 0;
	if (strcmp(argv[0], "exit") == 0)
		return atoi(argv[1]);
	if (strcmp(argv[0], "write") == 0)
		write_before(argv[1], argv[2]);
	else if (strcmp(argv[0], "stop") == 0)
		kill(0, SIGTSTP);
	else if (strcmp(argv[0], "stop-self") == 0)
		raise(SIGTSTP);
	else if (strcmp(argv[0], "wait") == 0 || strcmp(argv[0], "wait-on") == 0)
		block_hangup();
	return 0;
}

bool
probe_ran(int argc, char **argv, int *status)
{
	if (argc < 3 || strcmp(argv[1], "--probe") != 0)
		return false;
	*status = act(argv + 3);
	tell(argv[2], argv + 3);
	if (argc > 3 && strcmp(argv[3], "wait") == 0)
		await_hangup(argv[2]);
	if (argc > 3 && strcmp(argv[3], "wait-on") == 0) {
		alarm(PATIENCE);
		pause();
	}
	return true;
}

/* --- as the test --- */

void
probe_open(struct probe *probe)
{
	g_autofree char *here = g_get_current_dir();
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);

	probe->path = g_build_filename(here, "told", NULL);
	probe->call = g_strdup_printf("\"%s\", --probe, \"%s\"", program, probe->path);
	assert_int_equal(mkfifo(probe->path, 0600), 0);
	/* For writing too, so that it never ends. */
	probe->fd = open(probe->path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	assert_true(probe->fd >= 0);
}

void
probe_close(struct probe *probe)
{
	close(probe->fd);
	unlink(probe->path);
	g_free(probe->path);
	g_free(probe->call);
}

char *
probe_tells(struct probe *probe)
{
	gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
	struct pollfd told = { .fd = probe->fd, .events = POLLIN };
	GString *text = g_string_new(NULL);
	char bytes[4096];

	while (!g_str_has_suffix(text->str, "\nend\n")) {
		gint64 left = end - g_get_monotonic_time();
		ssize_t n;

		if (left <= 0 || poll(&told, 1, (int)(left / 1000) + 1) <= 0)
			fail_msg("nothing was told: %s", text->str);
		n = read(probe->fd, bytes, sizeof(bytes));
		if (n > 0)
			g_string_append_len(text, bytes, n);
	}
	return g_string_free(text, FALSE);
}
