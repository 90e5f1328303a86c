/*
 * Markdown (SPEC §2): CommonMark 0.30 and GitHub's extensions through cmark-gfm, with what notes
 * add: wikilinks, embeds, highlights, callouts, comments, strikethrough, bare links, inline HTML.
 * Guarded as SAFETY.md §2 says: over a limit the file is read as plain text, with a problem.
 */
#ifndef LECTERN_DOCUMENT_MARKDOWN_H
#define LECTERN_DOCUMENT_MARKDOWN_H

#include <stdbool.h>

struct draft;

/* For the table of kinds (document/kinds.h). */
bool markdown_looks_like(struct draft *draft);
void markdown_parse(struct draft *draft);

#endif
