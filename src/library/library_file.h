/*
 * Files of a library that are no documents: pictures, recordings and papers that links name.
 */
#ifndef LECTERN_LIBRARY_LIBRARY_FILE_H
#define LECTERN_LIBRARY_LIBRARY_FILE_H

#include <glib.h>

/* The real path of the file that a document (at a path as printed) calls target: beside it, else
 * below one of the roots (NULL-terminated). NULL with a sentence where there is none, or it lies
 * outside of the roots and of the document's folder, be it through a symbolic link. Asks the disk: for
 * a worker. The caller frees. */
char *library_file(const char *document, const char *const *roots, const char *target,
	GError **error);

#endif
