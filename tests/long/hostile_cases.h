/*
 * Hostile documents as cases: what each is made of, and its bytes at any size. One row adds one.
 */
#ifndef LECTERN_TESTS_LONG_HOSTILE_CASES_H
#define LECTERN_TESTS_LONG_HOSTILE_CASES_H

#include <glib.h>
#include <stdbool.h>

/* `head`, then `unit` until the size is met (`@` in a case with `counted` is the number of the
 * turn), then `tail`. Where `turns` is set, the unit is repeated at most so often. */
struct hostile_case {
	const char *name;
	const char *suffix; /* NULL: "md" */
	const char *head, *unit, *tail;
	bool counted;
	/* each byte becomes two behind a byte order mark, and the last is cut in half */
	bool utf16;
	bool nul; /* `@` is a NUL, behind as much text as is looked at for being binary */
	unsigned turns;
};

/* The table, ended by a row without a name. */
extern const struct hostile_case hostile_cases[];

/* The document of a case, of about size bytes. The caller frees. */
GString *hostile_bytes(const struct hostile_case *c, size_t size);

#endif
