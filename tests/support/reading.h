/*
 * Lectern on a pseudo-terminal with a place of its own: documents, configuration and state in a folder
 * that is the current one meanwhile, so that nothing of whoever runs the tests is read or written.
 */
#ifndef LECTERN_TESTS_SUPPORT_READING_H
#define LECTERN_TESTS_SUPPORT_READING_H

#include <stdbool.h>

#include "support/session.h"

/* Setup and teardown of cmocka: makes, enters and removes the place; TERM is xterm's, and no
 * multiplexer, network or display is named. */
int reading_enter(void **state);
int reading_leave(void **state);

/* Writes the configuration. */
void reading_configure(const char *settings);

/* Opens a document on 24 rows of 100 columns, and waits for words of it. Without LECTERN in the
 * environment the test is skipped. */
void reading_open(struct session *session, const char *document, const char *words);

/* The same for a document that a pipe brings. */
void reading_open_piped(struct session *session, const char *document, const char *words);

/* Waits until words stand whole on the screen. */
void reading_shows(struct session *session, const char *words);

/* Types keys until words are said to them, and gives how often: other ones may be said over them while the
 * library is read. */
unsigned reading_says(struct session *session, const char *keys, const char *words);

/* Quits, and checks that the terminal was given back. */
void reading_quit(struct session *session);

#endif
