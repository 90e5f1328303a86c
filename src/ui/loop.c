#include "config.h"

#include "ui/loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Nanoseconds: how often a program is asked after that says nothing of its end; one that says nothing
 * of its stop alone; and how long one is waited for that was told to end. */
#define END_LOOKED 50000000L
#define STOP_LOOKED 250000000L
#define END_WAITED 500000000L

static const int taken_signals[] = { SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT, SIGWINCH };

struct loop {
	GMainContext *context;
	GPollFunc poll_before;
	GPollFD input;
	sigset_t mask_before;
	struct sigaction before[G_N_ELEMENTS(taken_signals)];
	struct sigaction pipe_before;
};

static volatile sig_atomic_t resized, suspended, continued, left;

static void
on_signal(int number)
{
	switch (number) {
	case SIGWINCH:
		resized = 1;
		break;
	case SIGTSTP:
		suspended = 1;
		break;
	case SIGCONT:
		continued = 1;
		break;
	default:
		left = 1;
	}
}

static void
taken_set(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < G_N_ELEMENTS(taken_signals); i++)
		sigaddset(set, taken_signals[i]);
}

/* The context's poll function: the only place that signals are let in. */
static gint
poll_letting_signals_in(GPollFD *fds, guint count, gint timeout)
{
	const struct timespec time = { timeout / 1000, (timeout % 1000) * 1000000L };
	const struct timespec none = { 0, 0 };
	int ready;
	sigset_t mask;

	G_STATIC_ASSERT(sizeof(GPollFD) == sizeof(struct pollfd));
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	for (size_t i = 0; i < G_N_ELEMENTS(taken_signals); i++)
		sigdelset(&mask, taken_signals[i]);
	ready = ppoll((struct pollfd *)(void *)fds, count, timeout < 0 ? NULL : &time, &mask);
	/* Where a descriptor is ready the kernel lets no signal in: it is asked for once more. */
	if (ready > 0)
		ppoll(NULL, 0, &none, &mask);
	return ready;
}

struct loop *
loop_new(GMainContext *context, int input)
{
	struct loop *loop = g_new0(struct loop, 1);
	struct sigaction action = { .sa_handler = on_signal };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t taken;

	taken_set(&taken);
	pthread_sigmask(SIG_BLOCK, &taken, &loop->mask_before);
	resized = suspended = continued = left = 0;
	action.sa_mask = taken;
	for (size_t i = 0; i < G_N_ELEMENTS(taken_signals); i++)
		sigaction(taken_signals[i], &action, &loop->before[i]);
	sigaction(SIGPIPE, &ignore, &loop->pipe_before);
	loop->context = g_main_context_ref(context);
	loop->poll_before = g_main_context_get_poll_func(context);
	g_main_context_set_poll_func(context, poll_letting_signals_in);
	loop->input.fd = input;
	loop->input.events = G_IO_IN;
	g_main_context_add_poll(context, &loop->input, G_PRIORITY_DEFAULT);
	return loop;
}

void
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	g_main_context_remove_poll(loop->context, &loop->input);
	g_main_context_set_poll_func(loop->context, loop->poll_before);
	g_main_context_unref(loop->context);
	for (size_t i = 0; i < G_N_ELEMENTS(taken_signals); i++)
		sigaction(taken_signals[i], &loop->before[i], NULL);
	sigaction(SIGPIPE, &loop->pipe_before, NULL);
	pthread_sigmask(SIG_SETMASK, &loop->mask_before, NULL);
	g_free(loop);
}

/* The flag's event, taken. Its signal is blocked, so that none comes between. */
static unsigned
take(volatile sig_atomic_t *flag, enum loop_event event)
{
	bool set = *flag != 0;

	*flag = 0;
	return set ? (unsigned)event : 0;
}

unsigned
loop_turn(struct loop *loop, bool wait)
{
	unsigned events = 0;

	loop->input.revents = 0;
	/* What came while a program was waited for is there already. */
	wait = wait && !resized && !suspended && !continued && !left;
	g_main_context_iteration(loop->context, wait);
	if (loop->input.revents != 0)
		events |= LOOP_INPUT;
	return events | take(&resized, LOOP_RESIZE) | take(&suspended, LOOP_SUSPEND) |
	       take(&continued, LOOP_CONTINUE) | take(&left, LOOP_LEAVE);
}

void
loop_stop(struct loop *loop)
{
	struct sigaction action = { .sa_handler = SIG_DFL }, ours;
	sigset_t stop, mask;

	(void)loop;
	sigaction(SIGTSTP, &action, &ours);
	/* The whole group, as the terminal would: a pipeline stops as one. */
	kill(0, SIGTSTP);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	sigaddset(&stop, SIGCONT);
	pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGTSTP, &ours, NULL);
	suspended = continued = 0;
}

/* A descriptor that is ready when a process has ended; -1 where the system has none. */
static int
end_of(GPid pid)
{
#ifdef SYS_pidfd_open
	return (int)syscall(SYS_pidfd_open, pid, 0);
#else
	(void)pid;
	return -1;
#endif
}

/* Until it has ended; only here are signals let in. */
static int
await(GPid pid, const sigset_t *mask)
{
	struct pollfd end = { .fd = end_of(pid), .events = POLLIN };
	const struct timespec look = { 0, end.fd < 0 ? END_LOOKED : STOP_LOOKED };
	const struct timespec last = { 0, END_WAITED };
	int status = 0;
	bool told = false;

	for (;;) {
		pid_t ended = waitpid(pid, &status, WNOHANG | WUNTRACED);

		if (ended == pid && WIFSTOPPED(status)) {
			/* One that stops itself alone would leave the terminal to nobody. */
			loop_stop(NULL);
			kill(pid, SIGCONT);
			continue;
		}
		if (ended == pid || (ended < 0 && errno != EINTR))
			break;
		if (left && told)
			break;
		if (left) {
			kill(pid, SIGHUP);
			told = true;
		}
		ppoll(&end, 1, told ? &last : &look, mask);
		/* Who continues us means both; a stop of before is none any more. */
		if (continued)
			kill(pid, SIGCONT);
		continued = 0;
	}
	if (end.fd >= 0)
		close(end.fd);
	return status;
}

int
loop_wait(struct loop *loop, GPid pid)
{
	static const int given[] = { SIGTSTP, SIGINT, SIGQUIT };
	struct sigaction ours[G_N_ELEMENTS(given)];
	sigset_t mask;
	int status;

	(void)loop;
	for (size_t i = 0; i < G_N_ELEMENTS(given); i++) {
		struct sigaction action = { .sa_handler = given[i] == SIGTSTP ? SIG_DFL : SIG_IGN };

		sigaction(given[i], &action, &ours[i]);
	}
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	for (size_t i = 0; i < G_N_ELEMENTS(taken_signals); i++)
		sigdelset(&mask, taken_signals[i]);
	status = await(pid, &mask);
	for (size_t i = 0; i < G_N_ELEMENTS(given); i++)
		sigaction(given[i], &ours[i], NULL);
	suspended = continued = 0;
	return status;
}

void
loop_drop(GSource **source)
{
	if (*source != NULL)
		g_source_destroy(*source);
	g_clear_pointer(source, g_source_unref);
}

void
loop_child(void *unused)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	sigset_t none;

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(taken_signals); i++)
		sigaction(taken_signals[i], &action, NULL);
	sigaction(SIGPIPE, &action, NULL);
	sigaction(SIGXFSZ, &action, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}
