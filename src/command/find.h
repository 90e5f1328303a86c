/*
 * Finding: the documents a command line names. A path of a file is read without a scan; else a DOC
 * is whatever a wikilink could say, looked for in the library.
 */
#ifndef LECTERN_COMMAND_FIND_H
#define LECTERN_COMMAND_FIND_H

#include <stdbool.h>

#include "command/command.h"
#include "document/document.h"
#include "library/catalog.h"
#include "library/loader.h"
#include "library/resolve.h"
#include "library/roots.h"
#include "library/state.h"

/* The library of a command: -L or the operands, else the configured one, else the current
 * folder. */
struct library {
	struct roots roots;
	struct scan_options scan;
	Catalog *catalog;
	Resolver *resolver;
	GHashTable *told;    /* problems already printed */
	struct state *state; /* library_state(); NULL before it was asked for */
	GHashTable *choices; /* the same */
};

/* roots (NULL-terminated, may be NULL or empty) are the operands of commands that take PATHs. False
 * where a root is not there, or is / or the home folder and nobody named it: the scan tells, and
 * does not read it. */
bool library_init(struct library *library, const struct invocation *invocation,
	const char *const *roots);
void library_clear(struct library *library);

/* Whether it may be scanned: / and the home folder only where they are named or configured. Where not,
 * that is told. */
bool library_may_scan(const struct library *library);

/* Prints what could not be read (struct scan_problem *) on standard error, each once. */
void library_tell(const struct library *library, const GPtrArray *problems);

/* Scans, and reads the heads into catalog and resolver; tells problems on standard error. */
void library_load(struct library *library);

/* The files of the library in order of path: struct scan_file *, freed with the array. */
GPtrArray *library_files(struct library *library);

/* Has library not tell again what other told, and the other way round. Before either is read. */
void library_tell_once(struct library *library, const struct library *other);

/* What the person who asks has marked; what is to be said of it is told. Belongs to the library, as do
 * all choices of it (state_all_choices()). */
struct state *library_state(struct library *library);
GHashTable *library_choices(struct library *library);

/* They may have changed: asked for anew. Whether there are any. */
bool library_choices_again(struct library *library);

/* What the reader of the document at a path chose, NULL where nothing. Belongs to the library. */
const struct choices *library_chosen(struct library *library, const char *path);

/* Reads the document at a path as its reader chose: document_open(). printed may be path. */
struct document *library_open(struct library *library, const char *path, const char *printed,
	enum document_extent extent, GError **error);

/* The path of an entry of the catalog, as printed. */
const char *library_path(const struct library *library, uint32_t entry);

/* A document that was found, and where it stands. */
struct found {
	Document *document; /* whole */
	uint32_t entry;     /* in the library's catalog where one was loaded; else NONE */
	struct library library;
};

/* Finds and reads DOC; with needs_library the catalog and resolver are loaded too. Otherwise prints
 * a sentence, with the candidates where DOC is ambiguous, and gives the exit status. */
enum status find_document(struct found *found, const struct invocation *invocation, const char *doc,
	bool needs_library);
void found_clear(struct found *found);

/* Splits `PATH#Heading` and `PATH@00:12:34` (a file of that very name comes first): the place, from
 * `#` or `@` on, or NULL. Both belong to the caller. */
void split_place(const char *operand, char **path, char **place);

#endif
