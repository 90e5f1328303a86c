/*
 * Names: which documents are called so. A compact map from keys to entries, for each kind of name;
 * of a key a hash is kept, of 64 bits and with a seed that nobody knows, so that two are never taken
 * for one. The resolver's tables.
 */
#ifndef LECTERN_LIBRARY_NAMES_H
#define LECTERN_LIBRARY_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum name_kind { NAME_FILE, NAME_TITLE, NAME_ALIAS, NAME_SOURCE };

struct names;

/* A walk over the entries of one key and kind: filled by names_find(), moved by names_next(). */
struct names_walk {
	enum name_kind kind;
	uint32_t node;
};

struct names *names_new(void);
void names_free(struct names *names);

/* Says that an entry has a key. */
void names_add(struct names *names, enum name_kind kind, const char *key, uint32_t entry);

/* Forgets the keys of entries but their files'. Takes time in proportion to all. */
struct idset;
void names_drop(struct names *names, const struct idset *entries);

/* Begins a walk, and the entry it is at, which it leaves behind; NONE at its end. */
struct names_walk names_find(const struct names *names, enum name_kind kind, const char *key);
uint32_t names_next(const struct names *names, struct names_walk *walk);

/* The key of a text as a name (SPEC §5): folded; where that leaves one letter or nothing, the text
 * as it is written behind a '='. The caller frees. */
char *names_key(const char *text, size_t n);

/* Whether a key is a text as it is written. */
bool names_key_is_written(const char *key);

#endif
