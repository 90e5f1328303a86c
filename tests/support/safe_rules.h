/*
 * SAFETY.md §1 read a second time, by number and without a look at how src/text/ does it: what a
 * code point that stands alone is shown as, and what may come out at all.
 */
#ifndef LECTERN_TESTS_SAFE_RULES_H
#define LECTERN_TESTS_SAFE_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unictype.h>
#include <wchar.h>

#include "text/safe.h"

enum look {
	LOOK_AS_IS,
	LOOK_BLANK,
	LOOK_NOTHING,
	LOOK_CARET, /* ^A */
	LOOK_MARK,  /* <U+XXXX> */
	LOOK_CIRCLE,
	LOOK_RESERVED, /* a pictograph to come: itself, two cells */
};

struct rule {
	uint32_t first, last;
	enum look text, name;
};

/* By code point; what is not listed is decided by its category and width. */
static const struct rule rules[] = {
	{ 0x0000, 0x0008, LOOK_CARET, LOOK_CARET },
	{ 0x0009, 0x0009, LOOK_BLANK, LOOK_BLANK },
	{ 0x000A, 0x000A, LOOK_NOTHING, LOOK_CARET },
	{ 0x000B, 0x000C, LOOK_CARET, LOOK_CARET },
	{ 0x000D, 0x000D, LOOK_NOTHING, LOOK_CARET },
	{ 0x000E, 0x001F, LOOK_CARET, LOOK_CARET },
	{ 0x0020, 0x0020, LOOK_BLANK, LOOK_BLANK },
	{ 0x007F, 0x007F, LOOK_CARET, LOOK_CARET },
	{ 0x0080, 0x009F, LOOK_MARK, LOOK_MARK },
	{ 0x00A0, 0x00A0, LOOK_BLANK, LOOK_BLANK },
	{ 0x00AD, 0x00AD, LOOK_NOTHING, LOOK_MARK },
	{ 0x034F, 0x034F, LOOK_NOTHING, LOOK_MARK },
	{ 0x061C, 0x061C, LOOK_NOTHING, LOOK_MARK },
	{ 0x115F, 0x1160, LOOK_MARK, LOOK_MARK },
	{ 0x1680, 0x1680, LOOK_BLANK, LOOK_BLANK },
	{ 0x17B4, 0x17B5, LOOK_NOTHING, LOOK_MARK },
	{ 0x180B, 0x180F, LOOK_MARK, LOOK_MARK },
	{ 0x2000, 0x200A, LOOK_BLANK, LOOK_BLANK },
	{ 0x200B, 0x200F, LOOK_NOTHING, LOOK_MARK },
	{ 0x2028, 0x2029, LOOK_NOTHING, LOOK_MARK },
	{ 0x202A, 0x202E, LOOK_MARK, LOOK_MARK },
	{ 0x202F, 0x202F, LOOK_BLANK, LOOK_BLANK },
	{ 0x205F, 0x205F, LOOK_BLANK, LOOK_BLANK },
	{ 0x2060, 0x2064, LOOK_NOTHING, LOOK_MARK },
	{ 0x2065, 0x206F, LOOK_MARK, LOOK_MARK },
	{ 0x3000, 0x3000, LOOK_BLANK, LOOK_BLANK },
	{ 0x3164, 0x3164, LOOK_MARK, LOOK_MARK },
	{ 0xFE00, 0xFE0F, LOOK_MARK, LOOK_MARK },
	{ 0xFEFF, 0xFEFF, LOOK_NOTHING, LOOK_MARK },
	{ 0xFFA0, 0xFFA0, LOOK_MARK, LOOK_MARK },
	{ 0xFFF0, 0xFFFC, LOOK_MARK, LOOK_MARK },
	{ 0x1BCA0, 0x1BCA3, LOOK_NOTHING, LOOK_MARK },
	{ 0x1D173, 0x1D17A, LOOK_NOTHING, LOOK_MARK },
	{ 0xE0000, 0xE0FFF, LOOK_MARK, LOOK_MARK },
};

static inline bool
is_noncharacter(uint32_t c)
{
	return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

static inline bool
is_private(uint32_t c)
{
	return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && !is_noncharacter(c));
}

static inline bool
is_combining_jamo(uint32_t c)
{
	return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FB);
}

/* Spacing marks that UAX #29 leaves out of the cluster before them stand on their own: only of
 * these may either look be right. */
static inline bool
is_spacing(uint32_t c)
{
	return uc_is_general_category(c, UC_COMBINING_SPACING_MARK) && wcwidth((wchar_t)c) > 0;
}

static inline enum look
look_of(uint32_t c, enum safe_mode mode)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (c >= rules[i].first && c <= rules[i].last)
			return mode == SAFE_TEXT ? rules[i].text : rules[i].name;
	if (is_noncharacter(c) || is_private(c))
		return LOOK_MARK;
	if (uc_is_general_category(c, UC_UNASSIGNED))
		return uc_is_property_extended_pictographic(c) ? LOOK_RESERVED : LOOK_MARK;
	if (wcwidth((wchar_t)c) < 0)
		return LOOK_MARK;
	if (wcwidth((wchar_t)c) > 0)
		return LOOK_AS_IS;
	return uc_is_general_category(c, UC_MARK) || is_combining_jamo(c) ? LOOK_CIRCLE : LOOK_MARK;
}

/* What no output holds, whatever stands around it. */
static inline bool
is_dangerous(uint32_t c)
{
	switch (look_of(c, SAFE_NAME)) {
	case LOOK_CARET:
		return true;
	case LOOK_MARK:
		/* These have a place in some cluster. */
		return c != 0x200C && c != 0x200D && !(c >= 0xFE00 && c <= 0xFE0F) &&
		       !(c >= 0x180B && c <= 0x180F && c != 0x180E) &&
		       !(c >= 0xE0100 && c <= 0xE01EF) && !(c >= 0xE0020 && c <= 0xE007F) &&
		       c != 0x115F && c != 0x1160;
	default:
		return false;
	}
}

/* Never on the screen, whatever stands around it: what a cluster may hold in a file but not in a
 * cell. */
static inline bool
is_dangerous_on_screen(uint32_t c)
{
	return is_dangerous(c) || c == '\t' || (c >= 0xE0000 && c <= 0xE007F);
}

#endif
