/*
 * The loop: the one place where the program waits, for keys, for results of workers and timers (the
 * sources of a GMainContext), and for signals. Signals are blocked but while it waits, so that each
 * wakes it and none is lost: HUP, TERM, INT, TSTP, CONT and WINCH (`ppoll`; g_unix_signal_add()
 * knows no TSTP).
 */
#ifndef LECTERN_UI_LOOP_H
#define LECTERN_UI_LOOP_H

#include <glib.h>
#include <stdbool.h>

struct loop;

/* What happened. */
enum loop_event {
	LOOP_INPUT = 1 << 0,    /* there may be keys */
	LOOP_RESIZE = 1 << 1,   /* WINCH */
	LOOP_SUSPEND = 1 << 2,  /* TSTP: loop_stop() when the terminal is given back */
	LOOP_CONTINUE = 1 << 3, /* CONT: the screen may hold something else now */
	LOOP_LEAVE = 1 << 4,    /* HUP, TERM or INT: the program has a second to end */
};

/* Takes over the signals and the context's poll function. Before threads are started, so that they
 * inherit the blocked signals. input is the descriptor of keys. One loop at a time. */
struct loop *loop_new(GMainContext *context, int input);

/* Gives the signals back as they were. */
void loop_free(struct loop *loop);

/* Runs what is ready of the context; where wait is set and nothing is, waits. Gives the events
 * since the last call. */
unsigned loop_turn(struct loop *loop, bool wait);

/* Stops the process as TSTP would have; returns when it is continued. */
void loop_stop(struct loop *loop);

/* Waits for a program that has the terminal, of our own group, and gives its wait status. What stops
 * it stops us too, so that the shell gets its turn; INT and QUIT are its alone; HUP, and TERM
 * as one, are handed on to it, and are an event after: then it has half a second. */
int loop_wait(struct loop *loop, GPid pid);

/* Ends a timer or another source, and forgets it; it may be NULL. */
void loop_drop(GSource **source);

/* For g_spawn_async(): gives a child an empty signal mask and default handlers. */
void loop_child(void *unused);

typedef struct loop Loop;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Loop, loop_free)

#endif
