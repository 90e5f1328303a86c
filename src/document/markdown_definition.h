/*
 * Definitions of links that are none. `[Ann]: Yes` and `[2:11]: Yeah` are what somebody said, which cmark
 * would take for the definition of a link, and drop: no text is ever lost (SPEC §2).
 */
#ifndef LECTERN_DOCUMENT_MARKDOWN_DEFINITION_H
#define LECTERN_DOCUMENT_MARKDOWN_DEFINITION_H

#include <glib.h>
#include <stddef.h>

/* Looks at the line that begins with the '[' at `at` of the n bytes of a text and ends at end. Where it would be a
 * definition that leads nowhere (no scheme, `/`, `.`, `#` or `<` in it): masks its brackets where its label is a
 * time, else appends `at` to said (size_t). */
void definition_note(char *s, size_t n, size_t at, size_t end, GArray *said);

/* Masks the brackets of those whose label nothing else in the text refers to. */
void definitions_mask(char *s, size_t n, const GArray *said);

#endif
