/*
 * The outlet: what is written to a descriptor between two calls goes to the terminal in one piece.
 * Curses writes a screen in some hundred (one for each move of the cursor, ncurses 6.4), and each
 * would wake the terminal, or be a packet of its own on a line.
 */
#ifndef LECTERN_UI_OUTLET_H
#define LECTERN_UI_OUTLET_H

#include <stddef.h>

struct outlet {
	int fd;       /* that is written to */
	int terminal; /* always the terminal itself; -1: nothing is held back, fd alone is used */
	int memory;   /* what is held back */
};

/* fd (borrowed) is the terminal's. Where the system gives no memory for it, nothing is held back. */
void outlet_init(struct outlet *outlet, int fd);
void outlet_clear(struct outlet *outlet);

/* Holds back from now on; lets all of it go. */
void outlet_hold(struct outlet *outlet);
void outlet_release(struct outlet *outlet);

/* The descriptor of the terminal, whether or not something is held back. */
int outlet_terminal(const struct outlet *outlet);

/* Writes n bytes whole to a descriptor, as far as that is possible. */
void outlet_send(int fd, const char *bytes, size_t n);

#endif
