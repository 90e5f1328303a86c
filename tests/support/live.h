/*
 * A library of made documents that changes, as people and editors change them: in place, by a new file
 * renamed over the old, by removal, by another name. Each document holds the word "common" and one that
 * names it and its version ("doc17v3"); document N is `FOLDER/sK/docN.md`.
 */
#ifndef LECTERN_TESTS_SUPPORT_LIVE_H
#define LECTERN_TESTS_SUPPORT_LIVE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct live {
	char *folder;
	unsigned count;
	GRand *random;
	unsigned *versions; /* 0: it is not there */
	unsigned *names;    /* a number in its name; 0: none */
	unsigned last;      /* version that was given */
};

void live_init(struct live *live, const char *folder, unsigned count, uint32_t seed);
void live_clear(struct live *live);

/* Its path; the caller frees. */
char *live_path(const struct live *live, unsigned number);

/* Makes one change to one document, which it gives. */
unsigned live_change(struct live *live);

/* Changes only what documents hold. */
unsigned live_rewrite(struct live *live);

/* A process that makes changes, or only rewrites, until it is killed; what the struct knows of
 * versions and names is out of date after. */
pid_t live_go_on(struct live *live, bool rewrite);

#endif
