/*
 * Properties of code points, gathered from libunistring and the C library into one word each, so
 * that text is read with one lookup a code point.
 *
 * They are found out 256 code points at a time, when first asked for, and kept for the life of the
 * process in a table that only grows: any thread may ask at any time.
 */
#ifndef LECTERN_TEXT_PROPERTY_H
#define LECTERN_TEXT_PROPERTY_H

#include <stdint.h>

/* What SAFETY.md §1 makes of a code point, before its neighbours are looked at. */
enum property_class {
	CLASS_PLAIN,     /* drawn as it is */
	CLASS_BLANK,     /* a space (Zs) */
	CLASS_COMBINING, /* needs a base */
	CLASS_CONTROL,   /* C0, DEL, C1 */
	CLASS_LINE,      /* U+2028, U+2029 */
	CLASS_HYPHEN,    /* the soft hyphen */
	CLASS_INVISIBLE, /* dropped from a text, marked in a name */
	CLASS_JOINER,    /* ZWJ, ZWNJ */
	CLASS_SELECTOR,  /* variation selectors */
	CLASS_TAG,       /* U+E0000-E007F */
	CLASS_FILLER,    /* Hangul fillers */
	CLASS_FORMAT,    /* bidirectional and other format controls: always marked */
	CLASS_PRIVATE,   /* private use */
	CLASS_UNKNOWN,   /* noncharacters, unassigned, and what has no width */
};

/* Grapheme_Cluster_Break (UAX #29, table 2). */
enum property_break {
	BREAK_OTHER,
	BREAK_CR,
	BREAK_LF,
	BREAK_CONTROL,
	BREAK_EXTEND,
	BREAK_PREPEND,
	BREAK_SPACING_MARK,
	BREAK_L,
	BREAK_V,
	BREAK_T,
	BREAK_LV,
	BREAK_LVT,
	BREAK_REGIONAL,
	BREAK_ZWJ,
};

enum property_bits {
	PROPERTY_BREAK = 0xf,
	PROPERTY_WIDTH_SHIFT = 4,       /* two bits: columns + 1 */
	PROPERTY_CLASS_SHIFT = 8,       /* four bits */
	PROPERTY_PICTOGRAPH = 1 << 12,  /* Extended_Pictographic */
	PROPERTY_VIRAMA = 1 << 13,      /* canonical combining class 9 */
	PROPERTY_JOINS_NEXT = 1 << 14,  /* Joining_Type L or D */
	PROPERTY_JOINS_LAST = 1 << 15,  /* Joining_Type R or D */
	PROPERTY_TRANSPARENT = 1 << 16, /* Joining_Type T */
	PROPERTY_LETTER = 1 << 17,      /* General_Category L */
	PROPERTY_MARK = 1 << 18,        /* M */
	PROPERTY_NONSPACING = 1 << 19,  /* Mn */
	PROPERTY_NUMBER = 1 << 20,      /* N */
	PROPERTY_UPPER = 1 << 21,       /* Lu, Lt */
	PROPERTY_LOWER = 1 << 22,       /* Ll */
	PROPERTY_DIGIT = 1 << 23,       /* Nd */
	PROPERTY_SPACE = 1 << 24,       /* White_Space */
	PROPERTY_SYMBOL = 1 << 25,      /* S */
	PROPERTY_UNSPACED = 1 << 26,    /* of a script that puts no space between words */
};

/* The properties of c, which must be a code point (at most U+10FFFF). */
uint32_t property_of(uint32_t c);

/* The two fields of several bits. */
static inline enum property_class
property_class(uint32_t property)
{
	return (enum property_class)(property >> PROPERTY_CLASS_SHIFT & 0xf);
}

static inline enum property_break
property_break(uint32_t property)
{
	return (enum property_break)(property & PROPERTY_BREAK);
}

/* Columns: 0, 1 or 2; -1 where no width is known. */
static inline int
property_width(uint32_t property)
{
	return (int)(property >> PROPERTY_WIDTH_SHIFT & 3) - 1;
}

#endif
