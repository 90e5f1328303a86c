/*
 * The plan of a made library: which folders it has, and what each document is called, so that any can
 * be linked to from any other without a table of all.
 */
#ifndef LECTERN_BENCH_LIBRARY_H
#define LECTERN_BENCH_LIBRARY_H

#include <stdbool.h>
#include <stdint.h>

#include "vocabulary.h"

/* Bytes that grow. */
struct text {
	char *bytes;
	size_t length, room;
};

void text_add(struct text *text, const char *bytes, size_t n);
void text_print(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

enum library_kind {
	LIBRARY_VIDEO,    /* notes on videos, a folder a channel */
	LIBRARY_ARTICLE,  /* fetched, a folder a category */
	LIBRARY_CLIPPING, /* of the web, with authors and tags */
	LIBRARY_READING,  /* highlights of books and pages */
	LIBRARY_NOTE,     /* without front matter */
	LIBRARY_TALK,     /* transcripts */
	LIBRARY_KINDS,
};

struct library_folder {
	char path[200]; /* below the library */
	char name[80];
	uint32_t first, count;
	enum library_kind kind;
};

struct library {
	struct vocabulary *vocabulary;
	struct library_folder *folders;
	uint32_t folder_count, count;
	uint64_t seed;
};

void library_init(struct library *library, uint32_t count, uint64_t seed);
void library_clear(struct library *library);

/* The folder that holds a document. */
const struct library_folder *library_folder(const struct library *library, uint32_t document);

/* Its title, 3 to 8 words with capitals; and its file's name. Both replace what text holds. */
void library_title(const struct library *library, uint32_t document, struct text *title);
void library_name(const struct library *library, uint32_t document, struct text *name);

#endif
