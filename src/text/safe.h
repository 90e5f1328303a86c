/*
 * Text made safe: the one way from bytes of a file, a file name or a message to cells of a screen
 * or to standard output (SAFETY.md §1). Text is read as a row of glyphs, each of which may be
 * written to a terminal as it is: a grapheme cluster, or a mark in ASCII that stands for what must
 * not pass.
 */
#ifndef LECTERN_TEXT_SAFE_H
#define LECTERN_TEXT_SAFE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum safe_mode {
	SAFE_TEXT, /* bodies, titles, headings */
	SAFE_NAME, /* paths, targets, URLs, keys, messages: nothing invisible hides */
};

/* Bytes of a cluster that are drawn at most: a base of 4 and 4 marks of 4, and emoji sequences. */
#define SAFE_GLYPH_BYTES 64

struct safe_glyph {
	char bytes[SAFE_GLYPH_BYTES]; /* what may be written, no NUL at its end */
	uint8_t length;               /* of bytes; 0 where the source shows nothing */
	uint8_t columns;              /* it takes on the screen; 0 only where length is 0 */
	bool mark;                    /* stands for something that must not pass: role control */
	bool soft_hyphen;             /* shows nothing here, `-` where a row breaks after it */
	uint32_t source;              /* bytes of the input it stands for, at least 1 */
};

/* The first glyph of s (n > 0 bytes), as the screen takes it. Costs no more than the bytes it
 * stands for.
 * - SAFE_TEXT: a TAB is one blank cell (who lays out expands tabs before); a line end (LF, CR, CR
 *   LF, U+2028, U+2029) shows nothing.
 * - SAFE_NAME: a TAB is one blank cell; line ends are marks.
 * - A run of more than four of what is marked, all of one kind, is one glyph with a count:
 *   `<U+E0069+26>`, `<FF+9>`, `<^@+5>`; the count is of those behind the first. So is a run of what
 *   is dropped, of length 0. Visible characters that are marked for want of a likeness in ASCII are
 *   not counted.
 * - A ZWJ between pictographs and the tags of a flag are not written, since a cell of curses
 *   does not hold them. */
void safe_next(enum safe_mode mode, const char *s, size_t n, struct safe_glyph *glyph);

/* Appends s made safe to out: for `cat`, plain output and messages. ZWJ sequences and flags are
 * kept whole here. SAFE_TEXT keeps TAB, and writes each line end as LF; SAFE_NAME marks them. */
void safe_append(GString *out, enum safe_mode mode, const char *s, size_t n);

/* s made safe, as a new string that the caller frees. n may be -1 for a NUL-terminated s. */
char *safe_string(enum safe_mode mode, const char *s, gssize n);

/* Columns that s takes on a screen once made safe, as safe_next() draws it. */
unsigned safe_columns(enum safe_mode mode, const char *s, size_t n);

/* s made safe as for the screen and cut with `…` (in ASCII `...`, or as much of it as fits) to
 * at most columns; the caller frees. */
char *safe_cut(enum safe_mode mode, const char *s, size_t n, unsigned columns);

/* Whether private-use characters are drawn, one cell each (setting private-use: show), and
 * whether the terminal takes ASCII alone; then every other character is shown as a mark or an
 * ASCII likeness. Set once in main before any thread. */
void safe_init(bool show_private_use, bool ascii);
bool safe_ascii(void);

/* For a finished line of JSON (valid UTF-8): what the table drops or marks becomes \uXXXX, a
 * pair above U+FFFF. In ASCII, every other character does too. Appends to out. */
void safe_append_json(GString *out, const char *line, size_t n);

/* Appends s as it is put on a clipboard: exact, less C0 (but LF and TAB), DEL, C1, bidirectional
 * controls and tags, so that nothing ends a bracketed paste. A broken byte becomes U+FFFD. */
void safe_append_yank(GString *out, const char *s, size_t n);

/* A URL that may be written in OSC 8 and handed to an opener, as a new string that the caller
 * frees: of http, https or mailto, all that does not belong there as %XX. NULL where it is of
 * another scheme or longer than 2,083 bytes. */
char *safe_url(const char *url);

#endif
