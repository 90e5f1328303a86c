/*
 * Digests, inside: what digest.c and digest_*.c share. Numbers in brackets are the rules of
 * DIGEST.md. Lengths and places within a line are in characters, ranges in bytes of the source.
 * Strengths are in tenths, certainties in hundredths, so that sums are exact.
 */
#ifndef LECTERN_DOCUMENT_DIGEST_PRIVATE_H
#define LECTERN_DOCUMENT_DIGEST_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/document.h"

enum {
	TITLE_LONGEST = 140,
	HEAD_LENGTH = 192, /* characters of a line that rules look at, its end aside */
	CUT_LEAST = 90,
	CUT_MOST = 4000,
	CUT_REACH = 142, /* a cut stands at most so far past a line's start */
};

/* A line that is not blank [1]. */
struct digest_line {
	struct range bytes;
	uint32_t length;
	uint32_t tail; /* characters of the ellipsis at its end and the spaces after it [2] */
	bool led;      /* begins with an ellipsis */
	bool mid;      /* mid-sentence [3] */
};

/* The first characters of a line. */
struct digest_head {
	uint32_t c[HEAD_LENGTH];
	uint32_t at[HEAD_LENGTH + 1]; /* offset in the source of each, and of what follows */
	uint32_t n;
	bool title[HEAD_LENGTH + 1]; /* title[p]: the first p characters are title-like [5] */
};

enum excerpt_kind { EXCERPT_S, EXCERPT_K, EXCERPT_W, EXCERPT_P };

/* A title or an excerpt, as lines were split. */
struct digest_item {
	struct range bytes;
	bool title;
	enum excerpt_kind kind;
	uint8_t certainty;
	bool led;         /* of an excerpt: begins with an ellipsis */
	bool tail;        /* and ends in one */
	bool taken;       /* of a title: an excerpt has it */
	uint32_t partner; /* of an excerpt: its title's index, or NONE */
};

/* --- digest_lines.c --- */

/* The lines of bytes[from, n), without those that are blank. */
GArray *digest_lines_read(const char *bytes, uint32_t from, uint32_t n);

/* Snippet-like [4]. */
bool digest_line_is_snippet(const struct digest_line *line);

/* The first characters of a line, and how much of them could be a title. */
void digest_head_read(struct digest_head *head, const char *bytes, const struct digest_line *line);

/* Strength of the boundary before character p (0 < p < n) [6]; cjk: it is one that CJK makes,
 * of 1.0 or less. */
unsigned digest_strength(const struct digest_head *head, uint32_t p, bool *cjk);

/* Letters of the sentence opener that begins at character p, 0 where none does [12]. */
uint32_t digest_opener_at(const struct digest_head *head, uint32_t p);

/* Whether a word (n bytes, in lower case or capitalised) is one. */
bool digest_is_opener(const char *word, size_t n);

/* Characters of the ellipsis that begins at p; 0 where none does. */
uint32_t digest_ellipsis_at(const struct digest_head *head, uint32_t p);

/* A letter, digit, closer, `?`, `!` or `%`: what an ellipsis may be run into. */
bool digest_ends_word(uint32_t c);

/* --- digest_cut.c --- */

/* The length at which excerpts are cut [10, 11], or none. */
struct digest_cut {
	uint32_t k; /* 0: none */
	bool any;   /* a CJK boundary counts: k is round or some voter's own length */
};

/* Finds it in all lines (struct digest_line): k is 0 where they were not cut. */
struct digest_cut digest_cut_find(const char *bytes, const GArray *lines);

/* Where a line is cut: the characters of its title into *p (0: all is excerpt), and the strength
 * less the steps; 0 where the cut is not supported. */
unsigned digest_cut_at(const struct digest_cut *cut, const struct digest_head *head, uint32_t n,
	uint32_t *p);

/* --- digest_split.c, digest_runs.c --- */

/* Titles and excerpts of the lines, in order (struct digest_item) [13 to 19]. */
GArray *digest_split(const char *bytes, const GArray *lines);

/* Gives excerpts their titles [20 to 22]: sets taken and partner, and lowers certainty. */
void digest_pair(const char *bytes, GArray *items, enum title_side side);

/* Whether rule 13 splits a line: the characters of its title, else 0. */
uint32_t digest_split_at_ellipsis(const struct digest_head *head, const struct digest_line *line);

#endif
