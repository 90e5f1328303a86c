/*
 * Folding: the forms under which texts are the same to a reader.
 *
 * Sources: Unicode §3.13 (full case folding), UAX #15 (NFKC, NFD).
 */
#ifndef LECTERN_TEXT_FOLD_H
#define LECTERN_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The name fold of SPEC §5: NFKC, full case folding, and only letters, marks and numbers (L, M, N).
 * Broken bytes are dropped. Gives a string that the caller frees; "" where nothing is left. */
char *fold_name(const char *s, size_t n);

/* The search fold: case and accents away (full case folding, NFD, marks Mn dropped, NFC), for
 * literal search. Every byte of the result has an origin: (*origins)[i] is the offset in s of
 * the code point that result byte i came from, and (*origins)[result length] is n. Gives both;
 * the caller frees. With origins NULL they are not made. keep_case folds accents alone. A path
 * for pure ASCII is fast. */
char *fold_search(const char *s, size_t n, bool keep_case, size_t *length, uint32_t **origins);

/* The same for those who walk over a text themselves. What the search fold makes of one code point:
 * at most FOLD_MOST into *folded (borrowed), and how many; 0 for what is dropped. And the character
 * that two of these become when they stand together, 0 where they stay two. */
enum { FOLD_MOST = 3 };
unsigned fold_character(uint32_t c, const uint32_t **folded);
uint32_t fold_compose(uint32_t first, uint32_t second);

/* Whether s holds an upper-case letter: then a search keeps case (SPEC §6). */
bool fold_has_upper(const char *s, size_t n);

#endif
