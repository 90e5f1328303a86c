/*
 * Mentions: the links of all documents of a store by where they lead, each with its place. It is the
 * exact inverse of the links as resolve_link() resolves them, and reads no file: the store keeps where
 * each link stands (library/store_links.c). What is shown of a row is read from the document it
 * stands in: mention_sentence().
 *
 * All functions are for the thread that has the store's connection, and look at cancel on the way.
 */
#ifndef LECTERN_LIBRARY_MENTIONS_H
#define LECTERN_LIBRARY_MENTIONS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "library/linked.h"
#include "library/resolve.h"
#include "text/cancel.h"

/* A link, by where it stands. */
struct mention {
	uint32_t id;      /* of the document it stands in */
	uint32_t section; /* of it: an index; NONE before the first heading */
	uint32_t line;    /* from 1 */
	uint32_t link;    /* index into its document's links */
	bool of_section;  /* it leads to the very section that was asked for */
};

/* A section of the document that is asked for: read whole, since it alone tells which of its sections
 * an anchor names (document_anchor()). index NONE: none of them. */
struct mention_section {
	const struct document *document;
	uint32_t index;
};

/* All links that lead to the document of an id: those to the section (may be NULL) first, then the
 * others; among each those of one document together, the nearest document first (folders up and down
 * between the two, then path), in order of their lines. Its links to itself are among them: to its own
 * headings those that name one. A GArray of struct mention, which the caller frees; empty where no
 * document has the id. NULL where cancelled, or the store failed. */
GArray *mentions_of_document(struct linked *linked, uint32_t id,
	const struct mention_section *section, const struct cancel *cancel);

/* All links that name the same as one does: kind and target as resolve_link_target() gives them, anchor
 * the link's; from is the id of the document it stands in (0: none). Where it leads to a document, as
 * above, those with an anchor of the same name first; TARGET_NONE is `from` itself: the link of an
 * anchor alone. Where it leads nowhere, all that lead nowhere and whose name folds to the same (SPEC
 * §5), nearest to `from` first; of a URL that no document has as its source, those of the same URL. */
GArray *mentions_of_link(struct linked *linked, uint32_t from, enum target_kind kind,
	const char *target, const char *anchor, const struct cancel *cancel);

/* A name that links ask for and no document has. */
struct mention_wanted {
	char *target;       /* as most links write it, without anchor */
	uint32_t sections;  /* that ask for it; what stands before the first heading is one */
	uint32_t documents; /* that ask for it */
};

/* All such names, those that most sections ask for first, then by name: of wikilinks, embeds and links
 * of a path, but those of digests. A GPtrArray of struct mention_wanted, freed with it. NULL where
 * cancelled, or the store failed. */
GPtrArray *mentions_wanted(struct linked *linked, const struct cancel *cancel);

/* The same of the links of some documents alone: their ids. */
GPtrArray *mentions_wanted_by(struct linked *linked, const struct idset *ids,
	const struct cancel *cancel);

/* The title of a section of a document as the store has it: NULL where there is none; the caller
 * frees. */
char *mention_title(struct linked *linked, uint32_t id, uint32_t section);

/* The sentence a link stands in (the list item, heading, cell or cue, where that is all there is), of
 * document, which was read from its file: as one line of about so many characters, with the link marked in
 * its range. Of a link of front matter or the channel line it is that link's target. Where the document
 * has changed and has no such link, what its line says is given, and an empty range. The caller frees. */
char *mention_sentence(const struct document *document, const struct mention *mention,
	uint32_t length, struct range *marked);

#endif
