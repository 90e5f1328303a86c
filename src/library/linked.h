/*
 * Who links to whom: over all links of a store, resolved as the reader resolves them (library/resolve.h).
 * It stands on names alone, read from the store when first asked for, and on its links by key; each
 * link that may lead to a document is resolved from the document it stands in, so that of several of a
 * name the nearest is meant.
 */
#ifndef LECTERN_LIBRARY_LINKED_H
#define LECTERN_LIBRARY_LINKED_H

#include <glib.h>
#include <stdint.h>

#include "library/idset.h"
#include "library/store.h"
#include "text/cancel.h"

struct linked;

/* store is borrowed; what is read of it is what it is now. NULL where cancelled. */
struct linked *linked_new(struct store *store, const struct cancel *cancel);
void linked_free(struct linked *linked);

/* The one of a connection, made when it is first asked for and again after the store changed; it belongs
 * to the store, until it is next asked for. NULL where cancelled. */
struct linked *linked_of_store(struct store *store, const struct cancel *cancel);

/* Adds to ids the documents that link to what target names. With `://` or `mailto:` it is a URL: the
 * same under SPEC §5, or below it at a '/' (16 levels are told apart). Else it is a document, as a
 * wikilink finds it from no document: path, file name, title or alias; where there is none, those
 * whose link has that same name. What could be a host, with a path below it or not, is that too, with
 * the hosts below it (a.org: blog.a.org). A document that links to itself counts. False where
 * cancelled. */
bool linked_to(struct linked *linked, const char *target, struct idset *ids,
	const struct cancel *cancel);

/* Appends to ids (uint32_t) the documents that a name names, as a wikilink from no document does (`name`,
 * `name#anchor`), those that are nearest first. *anchor is set to what is to be looked for in it, a part
 * of name, "" for nothing. */
void linked_named(struct linked *linked, const char *name, GArray *ids, const char **anchor);

/* Adds to ids the documents to which no other document links. Worked out once. */
bool linked_orphans(struct linked *linked, struct idset *ids, const struct cancel *cancel);

#endif
