/*
 * Answers: which documents of a store a query finds, and in what order. Each test of the tree is
 * asked of the store as one statement with bound values (words and phrases that are joined by and,
 * or, not as one search of the text), each gives a set of ids, and the tree's operators are
 * operators on sets.
 *
 * Candidates that the index cannot decide (regular expressions over the text, signs, some
 * punctuation: text/phrase.h) are read from their files, the fewest last: all other tests of an
 * `and` come first.
 *
 * source: a URL (the same as the document's under the rule of SPEC §5, or below it at a `/`) or a
 * host (`a.org` is `www.a.org` and `blog.a.org` too), with a path below it or not. link: a URL or a
 * host in the same way, else the documents that link to the document of that name (path, name,
 * title or alias, as a wikilink finds it), or where there is none, to that name.
 */
#ifndef LECTERN_LIBRARY_ANSWER_H
#define LECTERN_LIBRARY_ANSWER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/idset.h"
#include "library/query.h"
#include "library/store.h"
#include "text/cancel.h"

/* Over so many hits words are not weighed (SPEC §7). */
#define ANSWER_WEIGHED 3000

/* The order of an answer where the query does not say `sort:`. */
enum answer_order {
	ANSWER_BY_PATH,      /* in byte order of path; of several roots in their order */
	ANSWER_BY_RELEVANCE, /* SPEC §7; by path where nothing can be weighed */
	ANSWER_BY_ID,        /* none: cheapest */
};

struct answer_options {
	enum answer_order order;
	bool full; /* weigh all hits however many: for a pipe */
	/* in the filter, as letters are typed: a last word of up to four letters is no prefix in
	 * the text (that costs too much), but in titles and headings; expressions over the text
	 * wait */
	bool typing;
	/* only documents at or below these real paths, NULL-terminated; NULL: all */
	const char *const *below;
	/* fills a set with the ids that are read (or starred) now; may be NULL: none is */
	void (*state)(void *data, enum query_state state, struct idset *ids);
	/* whether a text:/re/ or signs are asked now is up to the caller: where read_texts is false
	 * they match nothing and answer->waiting is set. Words with punctuation that the index
	 * cannot decide are read then too where they are few; else all that hold those words are
	 * found, and waiting is set */
	bool read_texts;
	/* no file is read, and what only files can decide counts as found: documents that the query
	 * finds are among those given, maybe with others */
	bool widest;
	/* told of files that had to be read, to show progress; on the calling thread; may be
	 * NULL */
	void (*progress)(void *data, uint32_t done, uint32_t all);
	void *data;
	const struct cancel *cancel;
};

struct answer {
	GArray *ids;       /* uint32_t, in order; at most the query's limit */
	uint32_t count;    /* all that match, before limit */
	bool by_relevance; /* the order came of weighing */
	bool newest;  /* there were too many hits to weigh: title and headings first, then newest */
	bool waiting; /* files were not read */
	/* while typing: of how many letters a last word is that begins so few that it was looked for
	 * in names alone (titles and headings, whichever was asked for), and of the text only as it
	 * stands; 0: the answer is whole */
	unsigned short_letters;
	/* files that could not be read to decide, or in which a search met a limit: not found */
	uint32_t unread;
};

/* Answers. NULL and error where it was cancelled (STORE_ERROR_STOPPED) or failed. */
struct answer *answer_new(struct store *store, const struct query *query,
	const struct answer_options *options, GError **error);
void answer_free(struct answer *answer);

/* A value of a field and how many documents of a set have it. */
struct facet {
	char *value;
	uint32_t count;
	bool exact; /* another value of the field holds it: query_with() */
};

/* At most so many values of a field are given, those of the most documents. */
#define ANSWER_FACETS 1000

/* The values of a field (`kind`, `category`, `tag`, any attribute's key, `year`: of either date)
 * among ids (a set; NULL: all documents): struct facet *, most documents first, then by value.
 * Count is what the query that query_with() makes of it would find among them. The caller frees. */
GPtrArray *answer_facets(struct store *store, const char *field, const struct idset *ids,
	const struct cancel *cancel, GError **error);

typedef struct answer Answer;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answer, answer_free)

#endif
