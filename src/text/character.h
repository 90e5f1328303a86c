/*
 * Characters: what sort of thing a code point is, and small letters. For the folders below, which
 * do not know the Unicode library.
 */
#ifndef LECTERN_TEXT_CHARACTER_H
#define LECTERN_TEXT_CHARACTER_H

#include <stdbool.h>
#include <stdint.h>

/* General categories. UTF8_BAD is none of them. */
bool character_is_letter(uint32_t c); /* L */
bool character_is_mark(uint32_t c);   /* M */
bool character_is_digit(uint32_t c);  /* Nd */
bool character_is_alnum(uint32_t c);  /* L, N */
bool character_is_word(uint32_t c);   /* L, M, N */
bool character_is_upper(uint32_t c);  /* Lu, Lt */
bool character_is_lower(uint32_t c);  /* Ll */
bool character_is_space(uint32_t c);  /* White_Space, so line ends too */

/* Han, kana, Hangul, and the punctuation and full-width forms that stand among them. */
bool character_is_cjk(uint32_t c);

/* The small letter of c, or c: simple lower case. */
uint32_t character_lower(uint32_t c);

#endif
