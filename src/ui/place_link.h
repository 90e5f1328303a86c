/*
 * Links to places, made to be pasted into a note: `[[name#Heading]]`, as zk and Obsidian write them.
 * The name is the file's, with as many folders before it as tell it from all others of the library,
 * so that the link leads to its place from wherever it stands.
 */
#ifndef LECTERN_UI_PLACE_LINK_H
#define LECTERN_UI_PLACE_LINK_H

#include <stdint.h>

#include "document/document.h"

struct app;

/* A link to a section of a document (NONE, or its title: to the document). NULL where the document is
 * no file. The caller frees. */
char *place_link(const struct app *app, const struct document *document, uint32_t section);

/* A link to a document of the library by its printed path, with an anchor as links write it, or
 * "". The caller frees. */
char *place_link_to(const struct app *app, const char *path, const char *anchor);

#endif
