/*
 * Plain text: line for line. Every document is one that is nothing else.
 */
#ifndef LECTERN_DOCUMENT_PLAIN_H
#define LECTERN_DOCUMENT_PLAIN_H

#include <stdbool.h>

struct draft;

/* For the table of kinds (document/kinds.h). */
bool plain_looks_like(struct draft *draft);
void plain_parse(struct draft *draft);

#endif
