/*
 * Between the parts of the reference: reference.c (documents, and the tree of a query),
 * reference_test.c (one test of it), reference_words.c (words and phrases), reference_values.c
 * (numbers, dates, addresses, front matter), reference_links.c, reference_order.c.
 */
#ifndef LECTERN_TESTS_SUPPORT_REFERENCE_PRIVATE_H
#define LECTERN_TESTS_SUPPORT_REFERENCE_PRIVATE_H

#include "library/catalog.h"
#include "library/resolve.h"
#include "support/reference.h"

/* --- words (reference_words.c) --- */

/* Every different word is kept once and has a number. */
struct lexicon;

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *lexicon);

/* A word of a text. */
struct read_word {
	uint32_t number; /* of the lexicon */
	uint32_t start, end;
	bool single; /* one character that is a word by itself */
};

/* A text as words: no phrase runs over its ends. */
struct read_text {
	const char *text; /* borrowed */
	size_t length;
	GArray *words; /* struct read_word */
};

struct read_text read_text_new(struct lexicon *lexicon, const char *text, size_t n);
void read_text_clear(struct read_text *text);

/* A typed word or phrase; NULL where nothing is left to look for. */
struct sought;

struct sought *sought_new(struct lexicon *lexicon, const char *typed, bool prefix);
void sought_free(struct sought *sought);
bool sought_is_in(const struct sought *sought, const struct read_text *text);

/* Whether the words it has are among several (uint32_t: their numbers, which the other puts in
 * order). */
void sought_sort(GArray *numbers);
bool sought_may_be_in(const struct sought *sought, GArray *numbers);

/* Whether text is it as a whole; whether text begins with it, but for blanks, quotes and
 * brackets. */
bool sought_is(const struct sought *sought, const struct read_text *text);
bool sought_begins(const struct sought *sought, const struct read_text *text);

/* Whether any signs are asked for. */
bool sought_has_signs(const struct sought *sought);

/* Whether it is one word, with the signs that are written with it, of at most so many letters and
 * signs, and may go on. */
bool sought_is_short(const struct sought *sought, unsigned letters);

/* --- values (reference_values.c) --- */

/* A text without case and accents; the caller frees. */
char *folded_of(const char *s);

/* Whether a number, or the first day of a date's text, is what a value of a query asks for. The
 * value is as typed: `>5`, `2k..`, `2026-02`, `<7d`; empty: more than 0. */
bool number_passes(const char *asked, bool with_letters, double number);
bool date_passes(const char *asked, const char *today, const char *date);

/* The first day of a date (YYYY, YYYY-MM or YYYY-MM-DD), counted from 1970-01-01. */
int64_t first_day(const char *date);

/* A value as a number: all of it. */
bool number_of(const char *value, double *number);

/* The form under which URLs are the same; the caller frees. */
char *url_form(const char *url);

/* Whether an address is the one that is asked for, or below it; without a scheme asked for, of a
 * host below that host too. */
bool address_passes(const char *asked, bool prefix, const char *address);

/* The values of a key of front matter (lower case): appends char *, which the caller frees.
 * Whether the document has the key. */
bool meta_values(const struct document *document, const char *key, GPtrArray *values);

/* Adds all keys to a set of char *. */
void meta_keys(const struct document *document, GHashTable *keys);

/* A name in small letters; the caller frees. */
char *small_letters(const char *s);

/* --- documents (reference.c) --- */

struct read_link;

struct read_document {
	char *path;
	const char *below; /* part of path */
	uint32_t root;
	struct document *document; /* NULL: it cannot be read */
	struct file_state state;
	bool read, starred;
	struct read_text title, short_title;
	GArray *headings, *pieces; /* struct read_text */
	GArray *numbers;           /* uint32_t: the different words of all these */
	GArray *links;             /* struct read_link */
	bool linked_to;            /* by another document */
};

struct reference {
	struct lexicon *lexicon;
	struct catalog *catalog; /* entry i is document i */
	struct resolver *resolver;
	GArray *documents; /* struct read_document */
};

struct read_document *document_at(const struct reference *reference, uint32_t i);

/* The test of the last word that is being typed, where that is too short to begin words of the
 * text; else NULL. */
const struct query_node *short_word_of(struct reference *reference, const struct query *query,
	const struct reference_options *options);

/* --- tests (reference_test.c) --- */

/* Asks a test of all documents: appends a byte for each. short_word: it is the last word that is
 * typed, and too short to begin words of the text. */
void test_all(struct reference *reference, const struct reference_options *options,
	const struct query_node *node, bool short_word, GByteArray *passed);

/* Whether it asks for a word or phrase of title, headings or text. */
bool is_words(const struct query_node *node);

/* Whether a word or phrase is in one of the columns. */
bool columns_hold(const struct read_document *document, const struct sought *sought,
	unsigned columns);

/* --- links (reference_links.c) --- */

/* Where a link leads, and what it says. */
struct read_link {
	uint32_t entry; /* NONE: to no document */
	char *url;      /* of a web page; NULL: it is a name or path */
	char *name;     /* "" for an anchor */
};

/* Fills in the links of all documents. */
void links_read(struct reference *reference);
void links_clear(GArray *links);

/* Whether a document links to what a value of link: names. */
bool links_to(const struct reference *reference, const struct read_document *document,
	const char *target);

#endif
