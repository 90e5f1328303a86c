/*
 * Goldens: files of what must come out. With renew they are written anew.
 */
#ifndef LECTERN_TESTS_SUPPORT_GOLDEN_H
#define LECTERN_TESTS_SUPPORT_GOLDEN_H

#include <stdbool.h>

/* Whether got is what the file golden holds (nothing where it is not there). Else prints the lines
 * that differ, as comments of TAP: those expected with `-`, those that came with `+`; with renew
 * the file is written, and that is what is told. */
bool golden_check(const char *golden, const char *got, bool renew);

#endif
