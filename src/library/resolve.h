/*
 * Resolving: which document, and which place in it, a link names (SPEC §5). The rules are one
 * table, tried in order. Beside, root and name, as written, then the same folded; then title,
 * alias; sources for URLs and site paths. Several matches: the nearest wins (fewest folders up and
 * down between the two, then fewest bytes in the path, then byte order).
 *
 * How each kind of link is read:
 * - wikilinks and embeds by all rules, with or without the suffix of the file; a name with folders
 * is the end of a path; `[[C#]]` is looked for as "C#" first; `[[My%20Note]]` decoded, where the
 * name as written is not found;
 * - path links beside the document alone, with or without suffix; from `/`, in a document without a
 * source, from the root;
 * - site paths and URLs by source; of several that are the same address, those that are written
 * like it come before the nearest. Nothing here asks the disk: of a file that is no document (a
 * picture, a recording) the state is unknown.
 */
#ifndef LECTERN_LIBRARY_RESOLVE_H
#define LECTERN_LIBRARY_RESOLVE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "library/catalog.h"

struct resolution {
	uint32_t entry; /* of the catalog; NONE where nothing matches */
	/* "beside", "root-folded", "title", "source"...; NULL where nothing matches */
	const char *rule;
	uint32_t candidates; /* how many match by that rule, 1 or more */
	/* to look up in the target: the link's, or what `[[C#]]` left; part of the link or name
	 * that was asked, never NULL */
	const char *anchor;
};

/* Tables over a catalog's names, titles, aliases and sources; follows the catalog (borrowed) as it
 * grows. */
struct resolver;

struct resolver *resolver_new(const struct catalog *catalog);
void resolver_free(struct resolver *resolver);

/* Takes in an entry: by the name of its file, and where document (head or whole) is not NULL, by
 * what that tells, of which the catalog has been updated. Call it as rows are added and updated; again for
 * a document that changed. */
void resolver_add(struct resolver *resolver, uint32_t entry, const struct document *document);

/* The same for what the store knows of it: by its catalog row and its aliases (NULL-terminated, may
 * be NULL). */
void resolver_add_row(struct resolver *resolver, uint32_t entry, const char *const *aliases);

/* What was added is only noted, and taken in when something is looked up, all at once; before that a
 * little at a time by this: at most so many entries; whether there are more. */
bool resolver_take_in(const struct resolver *resolver, uint32_t most);

/* Resolves a link of document, which stands in the catalog as from; NONE where it is not there:
 * then its own path counts. Anchors of the document itself, footnotes and links that lead outside
 * give NONE and a NULL rule: ask resolve_state(). */
struct resolution resolve_link(const struct resolver *resolver, const struct document *document,
	uint32_t from, const struct link *link);

/* The same, and fills all (uint32_t) with every candidate, nearest first. */
struct resolution resolve_link_all(const struct resolver *resolver, const struct document *document,
	uint32_t from, const struct link *link, GArray *all);

/* What a wikilink's text (target#anchor), a path or a URL names, for a DOC of the command line and
 * `gd`. from may be NONE: then paths are those printed. Fills all (may be NULL) with every
 * candidate index (uint32_t), nearest first. */
struct resolution resolve_name(const struct resolver *resolver, uint32_t from, const char *name,
	GArray *all);

/* Resolving without the document at hand: of an entry, or of none (NONE), a link's target as
 * resolve_link_target() wrote it down. */
enum target_kind {
	TARGET_NONE, /* it leads to no document, whatever there is */
	TARGET_NAME, /* of a wikilink or embed */
	TARGET_PATH,
	TARGET_URL,
};
struct resolution resolve_target(const struct resolver *resolver, uint32_t from,
	enum target_kind kind, const char *target);

/* What is to be kept of a link so that resolve_target() resolves it as resolve_link() does. The
 * caller frees *target; NULL for TARGET_NONE. */
enum target_kind resolve_link_target(const struct document *document, const struct link *link,
	char **target);

/* Whether a name leads to the same document (*entry, or NONE) wherever it stands; false too where
 * that cannot be told cheaply. */
bool resolve_anywhere(const struct resolver *resolver, const char *name, uint32_t *entry);

/* How a URL is written but for its fragment, as a number from 1 to INT32_MAX: of several documents
 * of one URL the one that writes it so comes first. Then the document of a URL of which
 * no more is known than its resolve_url_key() and that number. */
uint32_t resolve_url_written(const char *url);
struct resolution resolve_url(const struct resolver *resolver, uint32_t from, const char *key,
	uint32_t written);

/* How a link looks (enum link_state of page/page.h): resolved, missing, web, or unknown for a file
 * that is no document. An anchor of the document itself is missing where it has no such heading;
 * that of another document is not looked at. */
uint8_t resolve_state(const struct resolver *resolver, const struct document *document,
	uint32_t from, const struct link *link);

/* The documents whose names come closest to a target that resolves to nothing: entry indices, best
 * first, at most n. */
void resolve_closest(const struct resolver *resolver, const char *target, uint32_t n,
	GArray *entries);

/* Two URLs under the rule of SPEC §5 ("the same where they agree without..."): the form both fold
 * to. The caller frees. */
char *resolve_url_key(const char *url);

typedef struct resolver Resolver;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Resolver, resolver_free)

#endif
