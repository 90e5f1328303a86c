/*
 * A made-up library for tests: small, and with as much in it that is awkward to find as can be. The
 * same seed makes the same files.
 */
#ifndef LECTERN_TESTS_SUPPORT_MADE_LIBRARY_H
#define LECTERN_TESTS_SUPPORT_MADE_LIBRARY_H

#include <glib.h>
#include <stdbool.h>

/* Writes count documents of all kinds below a folder. */
void made_library_write(GRand *random, const char *folder, unsigned count);

/* Edits, moves, copies, removes and adds files and folders below it: about so many. */
void made_library_change(GRand *random, const char *folder, unsigned count);

/* One of a list that ends with NULL. */
const char *made_one_of(GRand *random, const char *const *list);

/* Whether what happens once in so many times happens. */
bool made_chance(GRand *random, int times);

/* A word, name or number as documents have them. */
const char *made_word(GRand *random);

#endif
