/*
 * Made-up queries, of what stands in the documents of a library and of what nearly does: every
 * field, operator and form of value. Some are no queries at all.
 */
#ifndef LECTERN_TESTS_SUPPORT_MADE_QUERIES_H
#define LECTERN_TESTS_SUPPORT_MADE_QUERIES_H

#include "support/reference.h"

/* What queries are made of. */
struct made_queries {
	GRand *random;
	const struct reference *reference; /* not empty */
	const char *const *keys;           /* of front matter */
	/* how rare terms are that have to be looked up in the files, which takes its time: about
	 * one in so many */
	int rarely;
};

/* A query. The caller frees. */
char *made_query(const struct made_queries *queries);

#endif
