/*
 * Resolving: which document, and which place in it, a link names (SPEC §5). The rules are one table,
 * tried in order. Beside, root and name, as written, then the same folded; then title, alias; sources for
 * URLs and site paths. Several matches: the nearest wins (fewest folders up and down between the two, then
 * fewest bytes in the path, then byte order).
 */
#ifndef LECTERN_LIBRARY_RESOLVE_H
#define LECTERN_LIBRARY_RESOLVE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "library/catalog.h"

struct resolution {
	uint32_t entry;      /* of the catalog; NONE where nothing matches */
	const char *rule;    /* "beside", "root-folded", "title", "source"...; NULL where nothing matches */
	uint32_t candidates; /* how many match by that rule, 1 or more */
	const char *anchor;  /* to look up in the target: the link's, or what `[[C#]]` left */
};

/* Tables over a catalog's names, titles, aliases and sources; follows the catalog as it grows: call
 * resolver_add() for each entry whose head was read. */
struct resolver;

struct resolver *resolver_new(const struct catalog *catalog);
void resolver_free(struct resolver *resolver);
void resolver_add(struct resolver *resolver, uint32_t entry, const struct document *document);

/* Resolves a link of document, which stands at path from (printed; root_length bytes of it are its
 * root and a slash; both of the catalog's entry where it has one). Anchors of the document itself and
 * external links give NONE and a NULL rule: ask resolve_state(). */
struct resolution resolve_link(const struct resolver *resolver, const struct document *document,
                               uint32_t from, const struct link *link);

/* What a wikilink's text (target#anchor) or a path names, for a DOC of the command line and `gd`. from may
 * be NONE. Fills all (may be NULL) with every candidate index (uint32_t), nearest first. */
struct resolution resolve_name(const struct resolver *resolver, uint32_t from, const char *name,
                               GArray *all);

/* How a link looks (enum link_state of page/page.h): resolved, missing, or web. An anchor is missing
 * where the document has no such heading. */
uint8_t resolve_state(const struct resolver *resolver, const struct document *document, uint32_t from,
                      const struct link *link);

/* The documents whose names come closest to a target that resolves to nothing: entry indices, best
 * first, at most n. */
void resolve_closest(const struct resolver *resolver, const char *target, uint32_t n, GArray *entries);

/* Two URLs under the rule of SPEC §5 ("the same where they agree without..."): the form both fold to.
 * The caller frees. */
char *resolve_url_key(const char *url);

typedef struct resolver Resolver;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Resolver, resolver_free)

#endif
