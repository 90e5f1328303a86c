/*
 * Plain text: line for line.
 */
#ifndef LECTERN_DOCUMENT_PLAIN_H
#define LECTERN_DOCUMENT_PLAIN_H

#include <stdbool.h>

struct draft;

bool plain_looks_like(struct draft *draft);
void plain_parse(struct draft *draft);

#endif
