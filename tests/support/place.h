/*
 * A folder of a test's own, which is the current one meanwhile: setup and teardown of cmocka.
 */
#ifndef LECTERN_TESTS_SUPPORT_PLACE_H
#define LECTERN_TESTS_SUPPORT_PLACE_H

#include <glib.h>

/* Makes and enters the folder; leaves and removes it. */
int place_enter(void **state);
int place_leave(void **state);

/* Writes a file of n bytes (-1: a string), with the folders around it. */
void place_put(const char *path, const char *text, gssize n);

#endif
