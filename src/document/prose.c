#include "config.h"

#include "document/prose.h"

#include <string.h>

#include "document/date.h"
#include "document/draft.h"
#include "document/fields.h"
#include "text/character.h"
#include "text/utf8.h"

/* --- words --- */

enum letter { LETTER_NONE, LETTER_ALPHA, LETTER_DIGIT, LETTER_ALONE };

/* Characters that are words by themselves: UAX #29 breaks around ideographs and hiragana. */
static bool
stands_alone(uint32_t c)
{
	return (c >= 0x2E80 && c < 0x30A0) || (c >= 0x3400 && c < 0xA000) ||
	       (c >= 0xF900 && c < 0xFB00) || (c >= 0x20000 && c < 0x40000);
}

static enum letter
letter_of(uint32_t c)
{
	if (c < 0x80)
		return g_ascii_isalpha((char)c)   ? LETTER_ALPHA
		       : g_ascii_isdigit((char)c) ? LETTER_DIGIT
						  : LETTER_NONE;
	if (!character_is_word(c))
		return LETTER_NONE;
	return stands_alone(c) ? LETTER_ALONE : LETTER_ALPHA;
}

/* Whether the sign c joins what stands on both sides: rules WB6, WB7, WB11, WB12. */
static bool
joins(uint32_t c, enum letter left, enum letter right)
{
	if (left != right)
		return false;
	if (c == '\'' || c == '.' || c == 0x2019)
		return left == LETTER_ALPHA || left == LETTER_DIGIT;
	return c == ',' && left == LETTER_DIGIT;
}

/* What most bytes are can be told at once; the others are looked at. */
#define BYTE_OTHER LETTER_ALONE

static const uint8_t byte_letters[256] = {
	['0' ... '9'] = LETTER_DIGIT,
	['A' ... 'Z'] = LETTER_ALPHA,
	['a' ... 'z'] = LETTER_ALPHA,
	['\''] = BYTE_OTHER,
	[','] = BYTE_OTHER,
	['.'] = BYTE_OTHER,
	['_'] = BYTE_OTHER,
	[0x80 ... 0xFF] = BYTE_OTHER,
};

/* Reads the character at s; what stands before it is in *before, and what stands there after it is
 * left in it. Gives the bytes taken, and counts a word that begins. */
static size_t
step(const char *s, size_t n, enum letter *before, uint32_t *words)
{
	uint32_t c, next;
	size_t taken = utf8_next(s, n, &c);
	enum letter letter = letter_of(c);

	if (letter == LETTER_ALONE || (letter != LETTER_NONE && *before == LETTER_NONE))
		(*words)++;
	if (letter == LETTER_NONE && *before != LETTER_NONE && taken < n) {
		/* A sign that joins: the word goes on after it. */
		utf8_next(s + taken, n - taken, &next);
		if (c == '_' || joins(c, *before, letter_of(next)))
			return taken;
	}
	*before = letter == LETTER_ALONE ? LETTER_NONE : letter;
	return taken;
}

uint32_t
prose_words(const char *s, size_t n)
{
	enum letter before = LETTER_NONE;
	uint32_t words = 0;

	for (size_t i = 0; i < n;) {
		enum letter letter = byte_letters[(unsigned char)s[i]];

		if (letter == BYTE_OTHER) {
			i += step(s + i, n - i, &before, &words);
			continue;
		}
		words += letter != LETTER_NONE && before == LETTER_NONE;
		before = letter;
		i++;
	}
	return words;
}

/* --- running text --- */

typedef void (*range_visitor)(struct draft *draft, struct range range, void *data);

/* Calls visit for each run of text that is neither code nor a link's. */
static void
each_range(struct draft *draft, range_visitor visit, void *data)
{
	guint block = 0, link = 0;

	for (guint i = 0; i < draft->runs->len; i++) {
		const struct run *run = &g_array_index(draft->runs, struct run, i);
		const struct block *blocks = (const struct block *)(gpointer)draft->blocks->data;
		const struct link *links = (const struct link *)(gpointer)draft->links->data;

		/* The leaf around the run: the last block that begins at or before it. */
		while (block + 1 < draft->blocks->len &&
			blocks[block + 1].text.start <= run->text.start)
			block++;
		while (link < draft->links->len && (range_is_none(links[link].text) ||
							   links[link].text.end <= run->text.start))
			link++;
		if ((run->style & STYLE_CODE) != 0 ||
			(draft->blocks->len > 0 && blocks[block].kind == BLOCK_CODE) ||
			(link < draft->links->len && links[link].text.start <= run->text.start))
			continue;
		visit(draft, run->text, data);
	}
}

/* --- tags --- */

/* The bytes of a tag's name at s; 0 where it is digits alone. */
static size_t
tag_length(const char *s, size_t n)
{
	bool more_than_digits = false;
	size_t at = 0;

	while (at < n) {
		uint32_t c;
		size_t taken = utf8_next(s + at, n - at, &c);
		enum letter letter = letter_of(c);

		if (letter == LETTER_NONE && c != '_' && c != '-' && c != '/')
			break;
		if (letter != LETTER_DIGIT)
			more_than_digits = true;
		at += taken;
	}
	return more_than_digits ? at : 0;
}

static void
visit_tags(struct draft *draft, struct range range, void *data)
{
	enum { MOST = 1000, LONGEST = 256 };
	const char *text = draft->text->str;

	(void)data;
	for (const char *hash = text + range.start, *end = text + range.end; hash < end; hash++) {
		size_t n;

		hash = memchr(hash, '#', (size_t)(end - hash));
		if (hash == NULL || draft->fields[FIELD_TAGS]->len >= MOST)
			return;
		if (hash > text && strchr(" \t\n", hash[-1]) == NULL)
			continue;
		n = tag_length(hash + 1, (size_t)(end - hash) - 1);
		if (n > 0 && n <= LONGEST) {
			g_autofree char *tag = g_strndup(hash + 1, n);

			fields_add(draft, FIELD_TAGS, tag);
		}
	}
}

void
prose_find_tags(struct draft *draft)
{
	each_range(draft, visit_tags, NULL);
}

/* --- dates --- */

static bool
begins_word(const char *text, const char *at)
{
	return at == text || (!g_ascii_isalnum(at[-1]) && at[-1] != '-' && at[-1] != '/' &&
				     at[-1] != '_' && (unsigned char)at[-1] < 0x80);
}

static void
visit_dates(struct draft *draft, struct range range, void *data)
{
	enum { MOST = 10000, SHORTEST = 8 };
	const char *text = draft->text->str, *end = text + range.end;
	GArray *dates = data;

	for (const char *at = text + range.start; end - at >= SHORTEST && dates->len < MOST;) {
		struct date_mention mention;
		size_t n;

		/* A date begins with a digit, or with a name's capital. */
		if ((!g_ascii_isdigit(*at) && !g_ascii_isupper(*at)) || !begins_word(text, at)) {
			at++;
			continue;
		}
		n = date_read(at, (size_t)(end - at), mention.iso);
		if (n == 0) {
			at++;
			continue;
		}
		mention.text.start = (uint32_t)(at - text);
		mention.text.end = mention.text.start + (uint32_t)n;
		mention.line = 0;
		g_array_append_val(dates, mention);
		at += n;
	}
}

GArray *
prose_find_dates(struct draft *draft)
{
	GArray *dates = g_array_new(FALSE, FALSE, sizeof(struct date_mention));

	each_range(draft, visit_dates, dates);
	return dates;
}
