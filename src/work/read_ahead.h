/*
 * Reading ahead: the documents that a command goes through one after the other are read by threads while it
 * is at those before.
 */
#ifndef LECTERN_WORK_READ_AHEAD_H
#define LECTERN_WORK_READ_AHEAD_H

#include <glib.h>
#include <stdint.h>

#include "document/document.h"

struct read_ahead;

/* A document to be read; borrowed until read_ahead_free(). */
struct read_ahead_file {
	const char *path;
	const struct choices *choices; /* may be NULL */
};

/* Of n files; a few alone are read when they are asked for. Takes files (g_free). */
struct read_ahead *read_ahead_new(struct read_ahead_file *files, uint32_t n);

/* Stops, and frees what nobody asked for. */
void read_ahead_free(struct read_ahead *ahead);

/* The document of the next file, whole, which the caller frees: loader_open(). At most n times. */
struct document *read_ahead_next(struct read_ahead *ahead, GError **error);

typedef struct read_ahead ReadAhead;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReadAhead, read_ahead_free)

#endif
