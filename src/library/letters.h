/*
 * Letters: the names of a library (titles, sections) to be found by a few of their letters, however many
 * there are (text/fuzzy.h scores them). A list is unchanging once it is filled and ready: any thread may
 * look through it.
 *
 * Most names are passed over by one look at which letters they hold, which is kept beside them as a word
 * of bits; a pattern that goes on looks only at what matched before.
 */
#ifndef LECTERN_LIBRARY_LETTERS_H
#define LECTERN_LIBRARY_LETTERS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "text/cancel.h"

struct letters;

struct letters *letters_new(void);
/* Counts one more user, and one less: the last frees it (NULL is allowed). Any thread. */
struct letters *letters_ref(struct letters *letters);
void letters_unref(struct letters *letters);

/* Adds a name with two numbers of the caller's. weight: its score counts so many times (1 or 2). Of equal
 * matches the shorter name comes first, then the one added first. */
void letters_add(struct letters *letters, const char *name, uint32_t first, uint32_t second,
	uint8_t weight);
/* The same for a name that outlives the list and does not change: it is not copied. */
void letters_add_lasting(struct letters *letters, const char *name, uint32_t first, uint32_t second,
	uint8_t weight);

/* Looks which letters the names hold, before anything is looked for; false where it was cancelled: then it
 * may go on. */
bool letters_ready(struct letters *letters, const struct cancel *cancel);

/* A name, NUL-terminated, and its numbers. */
const char *letters_name(const struct letters *letters, uint32_t index);
uint32_t letters_first(const struct letters *letters, uint32_t index);
uint32_t letters_second(const struct letters *letters, uint32_t index);

/* What a pattern found. */
struct letters_found {
	char *pattern;
	GArray *best;  /* uint32_t: indices, best first, as many as were asked for at most */
	GArray *all;   /* uint32_t: all that match, in order */
	bool complete; /* all names were looked at */
};

/* Looks through the names: those that an earlier pattern found where before says so (may be NULL) and this
 * one goes on from it. Stops after so many milliseconds (0: never), then complete is false and what was found so
 * far is best. NULL where cancelled. The caller frees. */
struct letters_found *letters_find(const struct letters *letters, const char *pattern,
	const struct letters_found *before, uint32_t most, unsigned milliseconds,
	const struct cancel *cancel);
void letters_found_free(struct letters_found *found);

typedef struct letters Letters;
typedef struct letters_found LettersFound;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Letters, letters_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LettersFound, letters_found_free)

#endif
