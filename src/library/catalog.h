/*
 * The catalog: what is known of every document of a library, in memory. Rows only grow; their order is
 * that of arrival, and a view (ui/list_pane.c, command/list.c) sorts indices. Owned and changed by one
 * thread. Strings live in one block of text.
 */
#ifndef LECTERN_LIBRARY_CATALOG_H
#define LECTERN_LIBRARY_CATALOG_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "library/scan.h"

struct entry {
	const char *path;     /* as printed; opens from the current folder */
	const char *below;    /* part of path: from the root */
	const char *title;    /* full */
	const char *short_title; /* as the list shows it */
	const char *category;
	const char *channel;
	const char *date;     /* document_date() */
	const char *source;   /* URL or "" */
	const char *video;
	const char *kind;     /* its name; "" until its head was read */
	uint64_t device, inode, size;
	int64_t mtime;
	uint32_t root;
	uint32_t minutes;     /* UINT32_MAX until the whole was parsed */
	uint32_t timestamps;  /* the same */
	uint32_t sections;
	uint32_t problems;
	bool known;           /* its head was read */
	bool failed;          /* it cannot be read */
};

struct catalog;

struct catalog *catalog_new(void);
void catalog_free(struct catalog *catalog);

/* Adds a file found by the scan, its head not yet read: the title is the file's name meanwhile. Gives
 * its index. */
uint32_t catalog_add(struct catalog *catalog, const struct scan_file *file);

/* Fills in what a document (head or whole) tells. */
void catalog_update(struct catalog *catalog, uint32_t index, const struct document *document);

/* Marks that it could not be read; binary files leave the views and are counted. */
void catalog_fail(struct catalog *catalog, uint32_t index, const GError *error);

uint32_t catalog_count(const struct catalog *catalog);
uint32_t catalog_binary_count(const struct catalog *catalog);
const struct entry *catalog_entry(const struct catalog *catalog, uint32_t index);

/* The entry of a printed path, or of a file by device and inode; NONE where there is none. */
uint32_t catalog_find(const struct catalog *catalog, const char *path);
uint32_t catalog_find_file(const struct catalog *catalog, uint64_t device, uint64_t inode);

typedef struct catalog Catalog;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalog, catalog_free)

#endif
