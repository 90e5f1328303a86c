/*
 * The rescue: gives the terminal back when the program ends in a way that nobody foresaw (SAFETY.md
 * §3). On SEGV, BUS, ABRT, FPE and ILL, on a stack of its own, it writes the leave string, sets the
 * modes that held before and raises the signal again, and nothing else; on exit() it does the same.
 */
#ifndef LECTERN_UI_RESCUE_H
#define LECTERN_UI_RESCUE_H

#include <stddef.h>
#include <termios.h>

/* Longer leave strings are cut to nothing. */
#define RESCUE_MOST 512

/* Prepares to give fd back: n bytes of leave are copied. Then rescue_arm(). */
void rescue_init(int fd, const struct termios *modes, const char *leave, size_t n);

/* Whether the terminal is ours now. Also from a signal handler. */
void rescue_arm(int armed);

#endif
