/*
 * Speakers as a transcript's text names them: `Ann Lee: Hello`, `>> SPEAKER 1: Hello`.
 */
#ifndef LECTERN_DOCUMENT_SPEAKER_H
#define LECTERN_DOCUMENT_SPEAKER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Bytes of the marks of another speaker that s begins with, blanks after them included: `>> `,
 * `- `; 0 where there are none. */
size_t speaker_marks(const char *s, size_t n);

/* Bytes of a name of one to four words at the start of s, capital letters first; 0 where there is
 * none. What follows it is the caller's to judge. */
size_t speaker_name(const char *s, size_t n);

/* As speaker_name(), where `:` follows, and then a blank or the end; the `:` is counted. */
size_t speaker_label(const char *s, size_t n);

/* Names as they are met: which of them are speakers is known when all were noted. */
struct speakers;

struct speakers *speakers_new(void);
void speakers_free(struct speakers *speakers);

/* Notes the label of a line, if it begins with one, marks before it or not. */
void speakers_note(struct speakers *speakers, const char *s, size_t n);

/* Notes a name of n bytes, met so and so many times. */
void speakers_add(struct speakers *speakers, const char *s, size_t n, unsigned times);

/* Whether a label or name (without marks) was noted often enough to be a speaker's, and no word that only
 * happens to stand before a `:`. */
bool speakers_have(const struct speakers *speakers, const char *s, size_t n);

#endif
