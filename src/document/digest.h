/*
 * Digests (SPEC §3, DIGEST.md): the plain-text dump of a page of search results.
 */
#ifndef LECTERN_DOCUMENT_DIGEST_H
#define LECTERN_DOCUMENT_DIGEST_H

#include <stdbool.h>

struct draft;

/* For the table of kinds (document/kinds.h). */
bool digest_looks_like(struct draft *draft);
void digest_parse(struct draft *draft);

#endif
