/*
 * Queries: the language of SPEC §7 read into one tree. The tree says nothing of how it is answered: an
 * index answers it (library/answer.h), a test does without one.
 *
 *	query  = { term | "OR" }            terms side by side are ANDed; OR binds less
 *	term   = [ "-" ] ( "(" query ")" | word | phrase | field ":" values )
 *	word   = letters, punctuation, no space; `*` at its end: a prefix
 *	phrase = '"' ... '"'                  `\"` for a quote, `\\` for a `\`; `*` behind it: its last
 *	                                    word is a prefix
 *	field  = name | phrase              a phrase for a key of front matter that is no name
 *	values = value { "," value }        any of them
 *	value  = word | phrase | "*" | "/" regular expression "/"
 *	       | number or date with `>` `>=` `<` `<=` before it or `..` inside
 *
 * A name before a colon is a field only where it looks like one (a letter or `_`, then also digits, `.`,
 * `-`) and `//` or `:` does not follow: `https://a.org`, `12:34` and `std::vector` are words; so is
 * a name that is no field before a blank (`Attention: a survey`). Names count in any case, OR in
 * capitals alone. A `-` negates at a term's start alone, and not before another `-` or where only
 * signs follow: `gpt-4`, `--flag` and `->` are words, a `-` alone counts nothing. A bracket inside
 * a word belongs to it where it is closed before the next blank: `main()`.
 *
 * Fields are those of the table, then the keys of front matter that the library has, then the other names
 * under which front matter has a field (`keywords:` is tag:, SPEC §1).
 *
 * How values are compared, for each field (the table in query_fields.c):
 * - title, heading, text, author, channel, category, description, alias and any key of front matter: a
 *   value holds the word or phrase (text/phrase.h). Of all but the first three a comparison (`rating:>3`,
 *   `due:2026-01..2026-03`) tests the numbers or dates (date_of_value()) among the values; a key that
 *   is in no table holds `due:2026-02` also where its value is a date inside;
 * - tag: the whole tag, folded, with or without `#`, or one below it (`tag:ai` is `ai/agents` too);
 *   with `*` all that begin so;
 * - kind: the whole name; another is an error with the nearest name;
 * - path: the path below the root holds the letters, folded; a trailing `*` counts nothing;
 * - source, link: see library/answer.h; video: the identifier, or the video of a URL;
 * - fetched, published, date (either of the two): a document's date is its first day, and lies in
 *   the value's span: `2026`, `2026-02`, `2026-02-08`, `a..b` (ends included, either may be
 *   missing), `>2026-01` after its last day, `<2026-01` before its first, `>=`, `<=` with it. `7d` is
 *   the day 7 days ago (d, w, m of 30 days, y of 365), `<7d` that day and all since, `>7d` all
 *   before, `>=7d` with it;
 * - words, stamps, sections, links, minutes, problems, size: numbers, the same operators, `k`, `M`
 *   and `G` for thousands; `*` is more than 0.
 * field:* holds where there is a value that is not empty. Expressions are for all but link, is, has and
 * the numbers; of a date they see YYYY-MM-DD or as much of it as is known.
 *
 * sort: and limit: may stand anywhere outside brackets, and change nothing else; the last of each holds.
 */
#ifndef LECTERN_LIBRARY_QUERY_H
#define LECTERN_LIBRARY_QUERY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "text/phrase.h"
#include "text/range.h"
#include "text/regex.h"

/* What a field is about. */
enum query_field_type {
	QUERY_TEXT,      /* a column of the text: title, heading, text */
	QUERY_ATTRIBUTE, /* a list of values: author, tag..., any key of front matter */
	QUERY_NAME,      /* a closed list: kind */
	QUERY_PATH,
	QUERY_SOURCE,
	QUERY_VIDEO,
	QUERY_LINK,
	QUERY_DATE,
	QUERY_NUMBER,
	QUERY_STATE, /* is: */
	QUERY_HAS,   /* has: */
};

struct query_field {
	const char *name;       /* "tag" */
	const char *other_name; /* "tags", or NULL */
	enum query_field_type type;
	/* as the index stores it: a column of the text or the documents, or an attribute's key */
	const char *column; /* NULL: date is of both; is and has are of none */
	uint8_t columns;    /* enum query_column, of QUERY_TEXT */
	bool sortable;
	const char *help; /* half a sentence for the manual and the help */
};

/* The table, ended by a row without a name. */
extern const struct query_field query_fields[];

/* The row of every key of front matter that is not in the table: an attribute without a name. */
extern const struct query_field query_field_key;

/* The row of a name in any case, n bytes; NULL where there is none. */
const struct query_field *query_field_named(const char *name, size_t n);

/* The name of a key in small letters: as the index keeps it, and as names are compared. The caller
 * frees. */
char *query_small_letters(const char *name);

/* A column of the text. A word without a field is looked for in all. */
enum query_column { COLUMN_TITLE = 1, COLUMN_HEADING = 2, COLUMN_TEXT = 4, COLUMN_ALL = 7 };

enum query_op { QUERY_AND, QUERY_OR, QUERY_NOT, QUERY_TEST };

/* What is asked of a value. */
enum query_test {
	TEST_PHRASE, /* holds it; of a tag, path, name... as said above */
	/* matches, folded for case where the pattern has no capital (`\S` is none) */
	TEST_REGEX,
	TEST_RANGE, /* a number between least and most, both included */
	TEST_DATES, /* a date (YYYY-MM-DD) from first to last, both included; "" is open */
	TEST_ANY,   /* field:*, and is: and has: */
};

/* The states of is: and has:. */
enum query_state {
	STATE_UNREAD,
	STATE_READ,
	STATE_STARRED,
	STATE_BROKEN, /* has problems */
	STATE_ORPHAN, /* no other document links to it */
	STATE_STAMPS,
	STATE_LINKS,
	STATE_SOURCE,
};

struct query_node {
	enum query_op op;
	struct query_node **children; /* of AND, OR (two or more), NOT (one) */
	uint32_t count;

	/* of QUERY_TEST */
	const struct query_field *field; /* NULL: a word or phrase in any column */
	uint8_t columns;                 /* enum query_column */
	/* of an attribute: "author"; or a key of front matter, as options->keys has it, else in lower
	 * case */
	char *key;
	enum query_test test;
	enum query_state state;
	char *value; /* as typed, without quotes and the `*` at its end */
	bool prefix; /* a `*` stood there, or it is the last word while typing */
	/* TEST_PHRASE of a word, QUERY_TEXT or QUERY_ATTRIBUTE but the tag; NULL where nothing is left
	 * of it: holds everywhere */
	struct phrase *phrase;
	/* TEST_PHRASE of the others, as it is compared: letters folded of a path, tag and name, the
	 * resolve_url_key() of a source and link, the identifier of a video */
	char *folded;
	struct regex *regex;
	double least, most;
	char first[11], last[11];
	struct range place; /* bytes of the query: the whole term, `-` and brackets included */
};

struct query {
	char *text;
	struct query_node *root;        /* NULL: every document */
	const struct query_field *sort; /* NULL where none is asked for */
	bool reverse;
	bool relevance;   /* sort:relevance */
	uint32_t limit;   /* 0: none */
	bool needs_texts; /* text:/re/ or signs alone: files must be read */
	/* text that reads the same when nobody is typing: what is unfinished left out or closed */
	char *finished;
	GArray *settings; /* struct range of text: where sort: and limit: stand */
	bool either;      /* an OR stands outside all brackets */
};

struct query_options {
	char today[11]; /* YYYY-MM-DD: what `<7d` counts from */
	bool typing;    /* the last word is a prefix */
	/* the keys of front matter that the library has, NULL-terminated; NULL: any name is one */
	const char *const *keys;
};

#define QUERY_ERROR query_error_quark()
GQuark query_error_quark(void);

/* At most so many bytes, brackets inside each other, and terms (each value of a list is one). */
#define QUERY_BYTES 4096
#define QUERY_DEPTH 64
#define QUERY_TERMS 256

/* Reads a query (UTF-8, may hold broken bytes); options may be NULL. NULL and a sentence with the
 * column (from 1, in characters) and what was probably meant: `unknown field "catgory", column 1: did
 * you mean "category"?`. While typing, what is only not finished yet (an open quote or bracket, `field:`,
 * an open `/re`, half a date, `OR` at the end) is no error: it is closed, or left out. "" is every
 * document. */
struct query *query_parse(const char *text, const struct query_options *options, GError **error);
void query_free(struct query *query);

/* Today, of the local clock, for options; seconds since 1970. */
void query_today(int64_t now, char today[11]);

/* The phrases whose places are hits: words and phrases that must or may hold (not those under a
 * `-`), with the columns they are looked for in. Appends const struct query_node *. */
void query_hits(const struct query *query, GPtrArray *nodes);

/* Whether one value passes a node's test, its field's way of comparing included: values as the text
 * they have, a path from below the root, a source or a link as a URL (not the documents that a link may
 * name). A node without a field takes any text. Not for is: and has:. */
bool query_test_value(const struct query_node *node, const char *value);

/* A query with a term more, or one less where it holds it already: what picking a facet writes.
 * `category:video` where the value is one word, else quoted; and where exact says that another value
 * of the field holds it too, as `category:/^video$/`. A year is `date:2026`. What is unfinished in text
 * is closed or left out. The caller frees. */
char *query_with(const char *text, const char *field, const char *value, bool exact);

/* Whether a query holds the term that query_with() would add: it would take it out. */
bool query_has(const char *text, const char *field, const char *value, bool exact);

/* The tree as brackets, for tests: `(and (word "a") (not (tag "b"*)) (words 2001..))`, behind it
 * ` sort:-date limit:5`; "" for every document. The caller frees. */
char *query_print(const struct query *query);

typedef struct query Query;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Query, query_free)

#endif
