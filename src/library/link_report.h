/*
 * The links of a whole library: which documents are linked to most, to which nothing links, and which
 * links name a place that their document does not have. What links ask for that is no document is
 * mentions_wanted()'s.
 */
#ifndef LECTERN_LIBRARY_LINK_REPORT_H
#define LECTERN_LIBRARY_LINK_REPORT_H

#include <glib.h>
#include <stdint.h>

#include "library/linked.h"
#include "text/cancel.h"

/* A document that others link to. */
struct link_rank {
	uint32_t id;
	uint32_t documents; /* that link to it, without itself */
	uint32_t links;     /* theirs */
};

/* A link with an anchor that names no heading and no block. */
struct link_broken {
	uint32_t id; /* of the document it stands in */
	uint32_t line;
	uint32_t link;      /* index into its links */
	uint32_t to;        /* id of the document it leads to, which may be the same */
	const char *anchor; /* belongs to the report */
};

struct link_report {
	GArray *linked; /* struct link_rank: of most documents first, then most links, then by path */
	GArray *orphans; /* uint32_t: ids of documents to which no other links, by path */
	GArray *broken;  /* struct link_broken: by path and place, after link_report_look() */
	GStringChunk *anchors;
	GArray *suspects; /* struct link_broken: links with an anchor, of which it is not known yet */
	uint32_t documents, links; /* of the library; links are those between two documents */
};

/* Goes through all links of names, paths and addresses. NULL where cancelled, or the store failed. */
struct link_report *link_report_new(struct linked *linked, const struct cancel *cancel);

/* Looks for the places that links name: sections by their titles, which the store has, blocks in the
 * document itself, which is read. False where cancelled. */
bool link_report_look(struct link_report *report, struct linked *linked,
	const struct cancel *cancel);

void link_report_free(struct link_report *report);

typedef struct link_report LinkReport;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LinkReport, link_report_free)

#endif
