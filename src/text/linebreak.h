/*
 * Line breaks: between which characters of a paragraph a row may end.
 *
 * Source: Unicode 14 UAX #14, tailored for reading in narrow columns: ASCII follows a few rules of
 * its own (linebreak_ascii), and nothing breaks before an em dash that its word touches.
 */
#ifndef LECTERN_TEXT_LINEBREAK_H
#define LECTERN_TEXT_LINEBREAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a row may begin at byte p (0 < p < n) of s, where s[p - 1] and s[p] are both ASCII and
 * neither is a line end:
 *   - after blanks, but not before a closing mark, nor after an opening one;
 *   - inside a word, after a hyphen between letters (never before a digit), a slash of a path, a
 * `?` of a query, a `|`. Never before a bracket that its word touches: `evaluations[00:13:26]`. */
bool linebreak_ascii(const char *s, size_t n, size_t p);

/* The same where one side is beyond ASCII, for the letters, quotes and dashes of European text and
 * for Han and Hangul: of these UAX #14 says the same wherever they stand. LINEBREAK_ASK:
 * linebreak_find() must tell. */
enum linebreak { LINEBREAK_NO, LINEBREAK_YES, LINEBREAK_ASK };
enum linebreak linebreak_common(const char *s, size_t n, size_t p);

/* breaks[i] is set to 1 where a row may begin at byte i of s, else to 0; breaks[0] is 0. Broken
 * bytes count as letters. Line ends (LF, NEL, U+2028...) are no breaks here: the caller knows them.
 * Meant for stretches with characters beyond ASCII, at least from blank to blank. */
void linebreak_find(const char *s, size_t n, uint8_t *breaks);

#endif
