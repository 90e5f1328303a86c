/*
 * The inside of struct linked: names (linked.c), and what is looked up by them (linked_find.c).
 */
#ifndef LECTERN_LIBRARY_LINKED_PRIVATE_H
#define LECTERN_LIBRARY_LINKED_PRIVATE_H

#include "library/catalog.h"
#include "library/linked.h"
#include "library/resolve.h"

/* Of an entry; text belongs to the chunk. */
struct alias {
	uint32_t entry;
	const char *text;
};

struct linked {
	struct store *store;
	struct catalog *catalog;
	struct resolver *resolver;
	GArray *entries;       /* uint32_t by id; NONE for what is not there */
	GArray *folders;       /* uint32_t by entry: a number of its folder */
	GArray *aliases;       /* struct alias, by entry */
	GStringChunk *texts;   /* of aliases */
	GHashTable *targets;   /* uint64_t: target and folder to what it leads to: leads_to() */
	struct idset *orphans; /* NULL until asked for */
	GArray *ranks;         /* uint32_t by entry: its place by path; NULL until asked for */
	const char *const *roots;
	uint32_t folder_count;
	char *folder; /* of the last row */
	uint32_t seen;
	const struct cancel *cancel; /* of what is under way */
	bool stopped;
};

/* Begins what reads much of the store: as one transaction, as each statement alone would lock. Gives
 * what linked_end() takes. */
bool linked_begin(struct linked *linked, const struct cancel *cancel);
void linked_end(struct linked *linked, bool begun);

/* Whether what is under way is to stop; asked after each small step. */
bool linked_stopped(struct linked *linked);

/* The entry of an id; NONE where no such document is there. */
uint32_t linked_entry(const struct linked *linked, int64_t id);

/* Where a link of a name or path (a row of `targets`) leads from an entry; NONE for nowhere. */
uint32_t linked_leads_to(struct linked *linked, int64_t target, uint32_t from);

/* What a row of `targets` says; the caller frees. NULL where it is not there. */
char *linked_target(struct linked *linked, int64_t target, enum target_kind *kind);

/* Links of a document that have one target. */
struct linked_links {
	uint32_t from;  /* the entry they stand in */
	int64_t target; /* as in `links` */
	const uint8_t
		*places; /* link_places.h, up to places_end; NULL where they are not asked for */
	const uint8_t *places_end;
};

/* What is done with them. False ends the walk. */
typedef bool (*linked_found)(struct linked *linked, const struct linked_links *links, void *data);

/* Gives the links of a key to found; and with their places. False where it was stopped; where the
 * store failed, it is broken. */
bool linked_each(struct linked *linked, int64_t key, linked_found found, void *data);
bool linked_each_place(struct linked *linked, int64_t key, linked_found found, void *data);

/* The same of those to names and paths, of all keys in their order; key is where that of the links is
 * told. */
bool linked_each_name(struct linked *linked, int64_t *key, linked_found found, void *data);

/* The keys (int64_t) of an entry by which names find it: of its file, of its titles and aliases. */
GArray *linked_keys(const struct linked *linked, uint32_t entry, bool file, bool titles);

#endif
