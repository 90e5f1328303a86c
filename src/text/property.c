#include "config.h"

#include "text/property.h"

#include <glib.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unictype.h>
#include <unigbrk.h>

#include "text/width.h"

enum { PAGE = 256, PAGES = 0x110000 / PAGE };

/* What the categories of Unicode do not tell: SAFETY.md §1 by number. In order. */
static const struct {
	uint32_t first, last;
	enum property_class class;
} classes[] = {
	{ .first = 0x0000, .last = 0x001F, .class = CLASS_CONTROL },
	{ .first = 0x007F, .last = 0x009F, .class = CLASS_CONTROL },
	{ .first = 0x00AD, .last = 0x00AD, .class = CLASS_HYPHEN },
	{ .first = 0x115F, .last = 0x1160, .class = CLASS_FILLER },
	{ .first = 0x180B, .last = 0x180F, .class = CLASS_SELECTOR },
	{ .first = 0x200B, .last = 0x200B, .class = CLASS_INVISIBLE },
	{ .first = 0x200C, .last = 0x200D, .class = CLASS_JOINER },
	{ .first = 0x200E, .last = 0x200F, .class = CLASS_INVISIBLE },
	{ .first = 0x2028, .last = 0x2029, .class = CLASS_LINE },
	{ .first = 0x202A, .last = 0x202E, .class = CLASS_FORMAT },
	{ .first = 0x2066, .last = 0x206F, .class = CLASS_FORMAT },
	{ .first = 0x3164, .last = 0x3164, .class = CLASS_FILLER },
	{ .first = 0xFE00, .last = 0xFE0F, .class = CLASS_SELECTOR },
	{ .first = 0xFFA0, .last = 0xFFA0, .class = CLASS_FILLER },
	{ .first = 0xFFF9, .last = 0xFFFC, .class = CLASS_FORMAT },
	{ .first = 0xE0000, .last = 0xE007F, .class = CLASS_TAG },
	{ .first = 0xE0100, .last = 0xE01EF, .class = CLASS_SELECTOR },
};

static const struct {
	int from;
	enum property_break to;
} breaks[] = {
	{ .from = GBP_CR, .to = BREAK_CR },
	{ .from = GBP_LF, .to = BREAK_LF },
	{ .from = GBP_CONTROL, .to = BREAK_CONTROL },
	{ .from = GBP_EXTEND, .to = BREAK_EXTEND },
	{ .from = GBP_PREPEND, .to = BREAK_PREPEND },
	{ .from = GBP_SPACINGMARK, .to = BREAK_SPACING_MARK },
	{ .from = GBP_L, .to = BREAK_L },
	{ .from = GBP_V, .to = BREAK_V },
	{ .from = GBP_T, .to = BREAK_T },
	{ .from = GBP_LV, .to = BREAK_LV },
	{ .from = GBP_LVT, .to = BREAK_LVT },
	{ .from = GBP_RI, .to = BREAK_REGIONAL },
	{ .from = GBP_ZWJ, .to = BREAK_ZWJ },
};

static const struct {
	uint32_t categories; /* bits of libunistring's UC_CATEGORY_MASK_* */
	uint32_t bit;
} categories[] = {
	{ .categories = UC_CATEGORY_MASK_L, .bit = PROPERTY_LETTER },
	{ .categories = UC_CATEGORY_MASK_M, .bit = PROPERTY_MARK },
	{ .categories = UC_CATEGORY_MASK_Mn, .bit = PROPERTY_NONSPACING },
	{ .categories = UC_CATEGORY_MASK_N, .bit = PROPERTY_NUMBER },
	{ .categories = UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt, .bit = PROPERTY_UPPER },
	{ .categories = UC_CATEGORY_MASK_Ll, .bit = PROPERTY_LOWER },
	{ .categories = UC_CATEGORY_MASK_Nd, .bit = PROPERTY_DIGIT },
	{ .categories = UC_CATEGORY_MASK_S, .bit = PROPERTY_SYMBOL },
};

/* The blocks of scripts that put no space between words, or, as Korean, put one behind a word's
 * endings only: line-break classes ID, CJ, SA, H2, H3, JL, JV and JT of UAX #14. In order. */
static const struct {
	uint32_t first, last;
} unspaced[] = {
	{ .first = 0x0E00, .last = 0x0EFF },   /* Thai, Lao */
	{ .first = 0x0F00, .last = 0x0FFF },   /* Tibetan */
	{ .first = 0x1000, .last = 0x109F },   /* Myanmar */
	{ .first = 0x1100, .last = 0x11FF },   /* Hangul Jamo */
	{ .first = 0x1780, .last = 0x17FF },   /* Khmer */
	{ .first = 0x1950, .last = 0x19DF },   /* Tai Le, New Tai Lue */
	{ .first = 0x1A20, .last = 0x1AAF },   /* Tai Tham */
	{ .first = 0x1B00, .last = 0x1B7F },   /* Balinese */
	{ .first = 0x2E80, .last = 0xA4CF },   /* Han, kana, Bopomofo, Yi */
	{ .first = 0xA960, .last = 0xA9DF },   /* Hangul Jamo Extended-A, Javanese */
	{ .first = 0xA9E0, .last = 0xA9FF },   /* Myanmar Extended-B */
	{ .first = 0xAA60, .last = 0xAADF },   /* Myanmar Extended-A, Tai Viet */
	{ .first = 0xAC00, .last = 0xD7FF },   /* Hangul */
	{ .first = 0xF900, .last = 0xFAFF },   /* Han */
	{ .first = 0xFF66, .last = 0xFFDC },   /* half-width kana and Hangul */
	{ .first = 0x11700, .last = 0x1174F }, /* Ahom */
	{ .first = 0x16FE0, .last = 0x18DFF }, /* Tangut, Khitan */
	{ .first = 0x1AFF0, .last = 0x1B2FF }, /* kana, Nushu */
	{ .first = 0x20000, .last = 0x3FFFF }, /* Han */
};

/* A page once made never changes; two threads that make the same one keep the first. */
static _Atomic(const uint32_t *) pages[PAGES];

static bool
is(uint32_t c, uint32_t mask)
{
	return uc_is_general_category_withtable(c, mask);
}

static enum property_break
break_of(uint32_t c)
{
	int found = uc_graphemeclusterbreak_property(c);

	for (size_t i = 0; i < G_N_ELEMENTS(breaks); i++)
		if (breaks[i].from == found)
			return breaks[i].to;
	return BREAK_OTHER;
}

static bool
is_attached(enum property_break found, int width)
{
	switch (found) {
	case BREAK_EXTEND:
	case BREAK_SPACING_MARK:
		return true;
	case BREAK_V:
	case BREAK_T:
		return width == 0;
	default:
		return false;
	}
}

static enum property_class
class_of(uint32_t c, enum property_break found, int width)
{
	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
		if (c >= classes[i].first && c <= classes[i].last)
			return classes[i].class;
	if (uc_is_property_not_a_character(c) || is(c, UC_CATEGORY_MASK_Cs))
		return CLASS_UNKNOWN;
	if (is(c, UC_CATEGORY_MASK_Co))
		return CLASS_PRIVATE;
	if (is(c, UC_CATEGORY_MASK_Cn))
		return uc_is_property_extended_pictographic(c) ? CLASS_PLAIN : CLASS_UNKNOWN;
	if (uc_is_property_default_ignorable_code_point(c))
		return CLASS_INVISIBLE;
	if (is(c, UC_CATEGORY_MASK_Zs))
		return CLASS_BLANK;
	if (width < 0)
		return CLASS_UNKNOWN;
	if (is_attached(found, width) && (width == 0 || is(c, UC_CATEGORY_MASK_M)))
		return CLASS_COMBINING;
	/* Nothing to see, and nothing to attach it to. */
	return width == 0 ? CLASS_FORMAT : CLASS_PLAIN;
}

static bool
is_unspaced(uint32_t c)
{
	for (size_t i = 0; i < G_N_ELEMENTS(unspaced) && c >= unspaced[i].first; i++)
		if (c <= unspaced[i].last)
			return true;
	return false;
}

static uint32_t
joining_of(uint32_t c)
{
	switch (uc_joining_type(c)) {
	case UC_JOINING_TYPE_D:
		return PROPERTY_JOINS_NEXT | PROPERTY_JOINS_LAST;
	case UC_JOINING_TYPE_L:
		return PROPERTY_JOINS_NEXT;
	case UC_JOINING_TYPE_R:
		return PROPERTY_JOINS_LAST;
	case UC_JOINING_TYPE_T:
		return PROPERTY_TRANSPARENT;
	default:
		return 0;
	}
}

static uint32_t
find_out(uint32_t c, int width)
{
	enum property_break found = break_of(c);
	bool pictograph = uc_is_property_extended_pictographic(c);

	/* Reserved for emoji to come, all of which are wide (UTS #51 §1.5). */
	if (pictograph && is(c, UC_CATEGORY_MASK_Cn))
		width = 2;
	uint32_t property = (uint32_t)found | (uint32_t)(width + 1) << PROPERTY_WIDTH_SHIFT |
			    (uint32_t)class_of(c, found, width) << PROPERTY_CLASS_SHIFT |
			    joining_of(c);
	for (size_t i = 0; i < G_N_ELEMENTS(categories); i++)
		if (is(c, categories[i].categories))
			property |= categories[i].bit;
	if (pictograph)
		property |= PROPERTY_PICTOGRAPH;
	if (uc_combining_class(c) == UC_CCC_VR)
		property |= PROPERTY_VIRAMA;
	if (uc_is_property_white_space(c))
		property |= PROPERTY_SPACE;
	if (is_unspaced(c))
		property |= PROPERTY_UNSPACED;
	return property;
}

static const uint32_t *
make_page(uint32_t number)
{
	uint32_t *page = g_new(uint32_t, PAGE);
	const uint32_t *none = NULL;
	int8_t widths[PAGE];

	width_measure(number * PAGE, PAGE, widths);
	for (uint32_t i = 0; i < PAGE; i++)
		page[i] = find_out(number * PAGE + i, widths[i]);
	if (atomic_compare_exchange_strong_explicit(&pages[number], &none, page,
		    memory_order_acq_rel, memory_order_acquire))
		return page;
	g_free(page);
	return none;
}

uint32_t
property_of(uint32_t c)
{
	const uint32_t *page = atomic_load_explicit(&pages[c / PAGE], memory_order_acquire);

	if (G_UNLIKELY(page == NULL))
		page = make_page(c / PAGE);
	return page[c % PAGE];
}
