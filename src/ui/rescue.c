#include "config.h"

#include "ui/rescue.h"

#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STACK_SIZE (64 * 1024)

static const int fatal_signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL };

/* What a handler needs, written before it can run: a handler may not be given anything. */
static struct {
	int fd;
	struct termios modes;
	char leave[RESCUE_MOST];
	size_t length;
	bool caught;
	void *stack; /* that handlers run on */
	struct sigaction before[G_N_ELEMENTS(fatal_signals)];
} rescue;

static volatile sig_atomic_t rescue_armed;

static void
give_back(void)
{
	size_t at = 0;

	if (!rescue_armed)
		return;
	rescue_armed = 0;
	while (at < rescue.length) {
		ssize_t n = write(rescue.fd, rescue.leave + at, rescue.length - at);

		if (n <= 0)
			break;
		at += (size_t)n;
	}
	tcsetattr(rescue.fd, TCSANOW, &rescue.modes);
}

static void
on_fatal(int number)
{
	give_back();
	for (size_t i = 0; i < G_N_ELEMENTS(fatal_signals); i++)
		if (fatal_signals[i] == number)
			sigaction(number, &rescue.before[i], NULL);
	raise(number);
}

static void
catch_fatal(void)
{
	stack_t stack = { .ss_size = STACK_SIZE };
	struct sigaction action = { .sa_handler = on_fatal, .sa_flags = SA_ONSTACK };

	sigemptyset(&action.sa_mask);
	stack.ss_sp = rescue.stack = g_malloc(STACK_SIZE);
	sigaltstack(&stack, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(fatal_signals); i++)
		sigaction(fatal_signals[i], &action, &rescue.before[i]);
}

void
rescue_init(int fd, const struct termios *modes, const char *leave, size_t n)
{
	rescue_armed = 0;
	rescue.fd = fd;
	rescue.modes = *modes;
	rescue.length = n <= RESCUE_MOST ? n : 0;
	memcpy(rescue.leave, leave, rescue.length);
	if (!rescue.caught) {
		rescue.caught = true;
		catch_fatal();
		atexit(give_back);
	}
}

void
rescue_arm(int armed)
{
	rescue_armed = armed;
}
