/*
 * The catalog: what is known of every document of a library, in memory. Rows only grow; their order
 * is that of arrival, and a view (ui/list_view.c) sorts indices. Owned and changed
 * by one thread. Rows and strings live in blocks that never move: what catalog_entry() gives holds
 * as long as the catalog, and its strings too, but a row's change when it is updated.
 */
#ifndef LECTERN_LIBRARY_CATALOG_H
#define LECTERN_LIBRARY_CATALOG_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/document.h"
#include "library/scan.h"

/* Strings are never NULL. */
struct entry {
	const char *path;        /* as printed; opens from the current folder */
	const char *below;       /* part of path: from the root */
	const char *title;       /* full; the file's name until its head was read */
	const char *short_title; /* as the list shows it */
	const char *category;
	const char *channel;
	const char *date;   /* document_date() */
	const char *source; /* URL or "" */
	const char *kind;   /* its name; "" until its head was read */
	const char *real;   /* where path leads through a symbolic link: the real path; else NULL */
	uint64_t inode;
	uint32_t size;   /* UINT32_MAX: so many bytes or more */
	uint32_t device; /* a number of the catalog's own */
	uint32_t root;
	uint32_t minutes;    /* UINT32_MAX until the whole was parsed */
	uint32_t timestamps; /* the same */
	uint32_t sections;   /* 0 until the whole was parsed */
	/* of the store, for the answers of queries; 0 until it is in there */
	uint32_t id;
	unsigned char hash[SOURCE_HASH]; /* of its bytes; all 0 until it was read whole */
	char video[12];                  /* identifier, or "" */
	uint16_t problems;               /* UINT16_MAX: so many or more */
	bool known : 1;                  /* its head was read */
	bool failed : 1;                 /* it cannot be read */
	bool binary : 1;  /* it cannot be read, since it is no text: out of every view */
	bool gone : 1;    /* it is there no more: out of every view, found by nothing */
	bool marked : 1;  /* catalog_mark() */
	bool unnamed : 1; /* catalog_set_unnamed() */
};

struct catalog;

struct catalog *catalog_new(void);
void catalog_free(struct catalog *catalog);

/* Adds a file found by the scan, its head not yet read. Gives its index; that of the row that is
 * there where the path is known already: that takes its state, and keeps what was read. */
uint32_t catalog_add(struct catalog *catalog, const struct scan_file *file);

/* Fills in what a document (head or whole) tells. What only a whole one can tell is kept from
 * before by a head. */
void catalog_update(struct catalog *catalog, uint32_t index, const struct document *document);

/* Marks that it could not be read; binary files (SOURCE_ERROR_BINARY) leave the views and are
 * counted. */
void catalog_fail(struct catalog *catalog, uint32_t index, const GError *error);

/* Fills in what the store knows of it, and its id. */
struct store_row;
void catalog_update_row(struct catalog *catalog, uint32_t index, const struct store_row *row);

/* The file is gone: the row stays, marked, and a later catalog_add() of its path begins it anew. */
void catalog_remove(struct catalog *catalog, uint32_t index);

/* To find what is gone: catalog_mark() begins, catalog_add() marks rows, and catalog_sweep() removes
 * those without a mark whose printed path is in one of folders (NULL-terminated; NULL: anywhere), or
 * where not shallow below one; it gives how many. */
void catalog_mark(struct catalog *catalog);
uint32_t catalog_sweep(struct catalog *catalog, const char *const *folders, bool shallow);

/* The document has this id from now on; and the row of an id, NONE where there is none. */
void catalog_set_id(struct catalog *catalog, uint32_t index, uint32_t id);
uint32_t catalog_find_id(const struct catalog *catalog, uint32_t id);

/* What is known of a row's id but its aliases, which the resolver lacks; and how many such rows there
 * are: they are to be loaded again. */
void catalog_set_unnamed(struct catalog *catalog, uint32_t index, bool unnamed);
uint32_t catalog_unnamed_count(const struct catalog *catalog);

/* The ids of all rows that have one, and are not unnamed. The caller frees. */
struct idset;
struct idset *catalog_ids(const struct catalog *catalog);

/* The real path of a row's file: roots are those of the library (store_location_roots()). The caller
 * frees. */
char *catalog_real_path(const struct catalog *catalog, uint32_t index, const char *const *roots);

/* Rows in all, how many of them are gone, how many binary, and one of them. */
uint32_t catalog_count(const struct catalog *catalog);
uint32_t catalog_gone_count(const struct catalog *catalog);
uint32_t catalog_binary_count(const struct catalog *catalog);
const struct entry *catalog_entry(const struct catalog *catalog, uint32_t index);

/* The entry of a printed path, or the first of a file by device and inode, for which all are looked at;
 * NONE where there is none. */
uint32_t catalog_find(const struct catalog *catalog, const char *path);
uint32_t catalog_find_file(const struct catalog *catalog, uint64_t device, uint64_t inode);

/* Bytes it takes. */
size_t catalog_size(const struct catalog *catalog);

typedef struct catalog Catalog;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalog, catalog_free)

#endif
