/*
 * The search fold works a code point at a time, so that each byte of its result has an origin. What
 * a code point folds to is kept in pages, made when first asked for; composition (NFC) needs only
 * the code point before, since the marks that could stand between are dropped.
 */
#include "config.h"

#include "text/fold.h"

#include <glib.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "text/character.h"
#include "text/property.h"
#include "text/utf8.h"

enum {
	PAGE = 256,
	PAGES = 0x110000 / PAGE,
	HANGUL_FIRST = 0xAC00,
	HANGUL_LAST = 0xD7A3,
};

struct folded {
	uint32_t c[FOLD_MOST]; /* marks dropped: U+FB03 takes all */
	uint8_t length;
};

enum table { TABLE_FOLD, TABLE_KEEP_CASE, TABLES };

/* A page once made never changes; two threads that make the same one keep the first. */
static _Atomic(const struct folded *) pages[TABLES][PAGES];

/* --- the name fold --- */

static char *
fold_name_ascii(const char *s, size_t n)
{
	char *name = g_malloc(n + 1);
	size_t length = 0;

	for (size_t i = 0; i < n; i++)
		if (g_ascii_isalnum(s[i]))
			name[length++] = g_ascii_tolower(s[i]);
	name[length] = '\0';
	return name;
}

char *
fold_name(const char *s, size_t n)
{
	size_t length, end = 0;

	if (utf8_ascii(s, n) == n)
		return fold_name_ascii(s, n);
	g_autofree char *whole = utf8_whole(s, n, &length);
	uint8_t *normal = u8_normalize(UNINORM_NFKC, (const uint8_t *)whole, length, NULL, &length);
	uint8_t *folded = NULL;
	if (normal != NULL)
		folded = u8_casefold(normal, length, NULL, UNINORM_NFKC, NULL, &length);
	char *name = g_malloc(folded != NULL ? length + 1 : 1);

	for (size_t i = 0, taken; folded != NULL && i < length; i += taken) {
		uint32_t c;
		taken = utf8_next((const char *)folded + i, length - i, &c);
		if (!character_is_word(c))
			continue;
		memmove(name + end, folded + i, taken);
		end += taken;
	}
	name[end] = '\0';
	free(normal);
	free(folded);
	return name;
}

/* --- the search fold --- */

static struct folded
fold_code_point(uint32_t c, enum table table)
{
	struct folded folded = { .c = { c }, .length = 1 };
	size_t length = 0;
	uint32_t *out;

	/* Syllables would only be taken apart and put together again; surrogates are no
	 * characters. */
	if ((c >= HANGUL_FIRST && c <= HANGUL_LAST) || (c >= 0xD800 && c <= 0xDFFF))
		return folded;
	if (table == TABLE_KEEP_CASE)
		out = u32_normalize(UNINORM_NFD, &c, 1, NULL, &length);
	else
		out = u32_casefold(&c, 1, NULL, UNINORM_NFD, NULL, &length);
	if (out == NULL)
		return folded;
	folded.length = 0;
	for (size_t i = 0; i < length && folded.length < FOLD_MOST; i++)
		if ((property_of(out[i]) & PROPERTY_NONSPACING) == 0)
			folded.c[folded.length++] = out[i];
	free(out);
	return folded;
}

static const struct folded *
make_page(enum table table, uint32_t number)
{
	struct folded *page = g_new(struct folded, PAGE);
	const struct folded *none = NULL;

	for (uint32_t i = 0; i < PAGE; i++)
		page[i] = fold_code_point(number * PAGE + i, table);
	if (atomic_compare_exchange_strong_explicit(&pages[table][number], &none, page,
		    memory_order_acq_rel, memory_order_acquire))
		return page;
	g_free(page);
	return none;
}

static const struct folded *
folded_of(enum table table, uint32_t c)
{
	const struct folded *page =
		atomic_load_explicit(&pages[table][c / PAGE], memory_order_acquire);

	if (page == NULL)
		page = make_page(table, c / PAGE);
	return &page[c % PAGE];
}

unsigned
fold_character(uint32_t c, const uint32_t **folded)
{
	const struct folded *found = folded_of(TABLE_FOLD, c);

	*folded = found->c;
	return found->length;
}

/* A fold under way. The last code point is held back, since the next may be composed with it. */
struct folding {
	char *bytes;
	uint32_t *origins; /* NULL where they are not asked for */
	size_t length, room;
	uint32_t held, held_origin;
	bool holds;
};

static void
make_room(struct folding *folding, size_t more)
{
	if (folding->length + more <= folding->room)
		return;
	folding->room = MAX(folding->room * 2, folding->length + more);
	folding->bytes = g_realloc(folding->bytes, folding->room);
	if (folding->origins != NULL)
		folding->origins = g_renew(uint32_t, folding->origins, folding->room);
}

static void
put_held(struct folding *folding)
{
	if (!folding->holds)
		return;
	make_room(folding, 4);
	size_t taken = utf8_put(folding->bytes + folding->length, folding->held);
	for (size_t i = 0; folding->origins != NULL && i < taken; i++)
		folding->origins[folding->length + i] = folding->held_origin;
	folding->length += taken;
	folding->holds = false;
}

/* Only marks and the vowels and finals of Hangul can be the second half of a composition. */
static bool
may_compose(uint32_t c)
{
	switch (property_break(property_of(c))) {
	case BREAK_EXTEND:
	case BREAK_SPACING_MARK:
	case BREAK_V:
	case BREAK_T:
		return true;
	default:
		return (property_of(c) & PROPERTY_MARK) != 0;
	}
}

uint32_t
fold_compose(uint32_t first, uint32_t second)
{
	return may_compose(second) ? uc_composition(first, second) : 0;
}

static void
fold_push(struct folding *folding, uint32_t c, size_t origin)
{
	uint32_t composed = folding->holds ? fold_compose(folding->held, c) : 0;

	if (composed != 0) {
		folding->held = composed;
		return;
	}
	put_held(folding);
	folding->held = c;
	folding->held_origin = (uint32_t)origin;
	folding->holds = true;
}

static void
put_ascii(struct folding *folding, const char *s, size_t n, size_t origin, bool keep_case)
{
	char *out;

	make_room(folding, n);
	out = folding->bytes + folding->length;
	if (keep_case)
		memcpy(out, s, n);
	else
		for (size_t i = 0; i < n; i++) {
			unsigned char c = (unsigned char)s[i];
			out[i] = (char)(c | (((unsigned char)(c - 'A') < 26) << 5));
		}
	for (size_t i = 0; folding->origins != NULL && i < n; i++)
		folding->origins[folding->length + i] = (uint32_t)(origin + i);
	folding->length += n;
}

char *
fold_search(const char *s, size_t n, bool keep_case, size_t *length, uint32_t **origins)
{
	enum table table = keep_case ? TABLE_KEEP_CASE : TABLE_FOLD;
	struct folding folding = { .room = n + 1, .bytes = g_malloc(n + 1) };
	uint32_t c;

	if (origins != NULL)
		folding.origins = g_new(uint32_t, n + 1);
	for (size_t i = 0; i < n;) {
		size_t ascii = utf8_ascii(s + i, n - i);
		if (ascii > 0) {
			/* The last one may be composed with what follows. */
			put_held(&folding);
			put_ascii(&folding, s + i, ascii, i, keep_case);
			i += ascii;
			continue;
		}
		size_t taken = utf8_next(s + i, n - i, &c);
		if (c == UTF8_BAD) {
			put_held(&folding);
			put_ascii(&folding, s + i, 1, i, true);
		} else {
			const struct folded *folded = folded_of(table, c);
			for (unsigned k = 0; k < folded->length; k++)
				fold_push(&folding, folded->c[k], i);
		}
		i += taken;
	}
	put_held(&folding);
	make_room(&folding, 1);
	folding.bytes[folding.length] = '\0';
	if (origins != NULL) {
		folding.origins[folding.length] = (uint32_t)n;
		*origins = folding.origins;
	}
	*length = folding.length;
	return folding.bytes;
}

bool
fold_has_upper(const char *s, size_t n)
{
	uint32_t c;

	for (size_t i = 0; i < n;) {
		i += utf8_next(s + i, n - i, &c);
		if (c < 0x80 ? c >= 'A' && c <= 'Z' : character_is_upper(c))
			return true;
	}
	return false;
}
