/*
 * Roots: which folders and files a library is made of (SPEC §1): the command line's, else
 * `library:` of the configuration, else the current folder.
 */
#ifndef LECTERN_LIBRARY_ROOTS_H
#define LECTERN_LIBRARY_ROOTS_H

#include <stdbool.h>

#include "library/settings.h"

struct roots {
	char **paths; /* NULL-terminated, no leading "./", no trailing slash; "." alone stands */
	/* the only root is / or $HOME and nobody named it: the screen asks before scanning */
	bool ask;
};

/* named (NULL-terminated, may be NULL or empty): from the command line, as the shell gave them. In
 * the configuration a leading `~` is the home folder. */
void roots_init(struct roots *roots, const char *const *named, const struct settings *settings);
void roots_clear(struct roots *roots);

/* A root as it is printed: without leading "./" and trailing slashes. The caller frees. */
char *roots_path(const char *root);

#endif
