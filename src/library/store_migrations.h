/*
 * The shape of the store's database (store_private.h says what each table holds), step by step.
 */
#ifndef LECTERN_LIBRARY_STORE_MIGRATIONS_H
#define LECTERN_LIBRARY_STORE_MIGRATIONS_H

#include "library/migrations.h"

/* What a parse or the words of the index depend on: counted up when either changes, so that
 * a store made by another is built anew. */
#define STORE_READING 9

extern const struct migration store_migrations[];

#endif
