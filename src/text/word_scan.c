/*
 * ASCII is read byte by byte with one table; from the first other byte of a word on, code point by
 * code point. The last folded character is held back, since the next may be composed with it, as in
 * fold_search().
 */
#include "config.h"

#include "text/word_scan.h"

#include <glib.h>
#include <string.h>

#include "text/fold.h"
#include "text/property.h"
#include "text/utf8.h"

/* What a code point is to words. */
enum kind {
	KIND_OTHER,  /* stands between words */
	KIND_LETTER, /* part of a word */
	KIND_SINGLE, /* a word alone, of a script without spaces */
	KIND_SYMBOL, /* a word alone */
	KIND_MARK,   /* belongs to what is before it */
	KIND_HIDDEN, /* unseen inside a word: soft hyphen, joiners */
};

enum { WORD_JOINER = 0x2060 };

const unsigned char word_scan_bytes[256] = {
	[WORDS_BREAK] = BYTE_BREAK,
	['!'] = SIGN_ALONE,
	['#'] = SIGN_BOTH,
	['$'] = SIGN_BOTH,
	['%'] = SIGN_BOTH,
	['&'] = SIGN_BOTH,
	['('] = SIGN_CLOSES,
	[')'] = SIGN_ALONE,
	['*'] = SIGN_BOTH,
	['+'] = SIGN_BOTH,
	[','] = SIGN_ALONE,
	['-'] = SIGN_BOTH,
	['.'] = SIGN_OPENS,
	['/'] = SIGN_BOTH,
	['0'] = '0',
	['1'] = '1',
	['2'] = '2',
	['3'] = '3',
	['4'] = '4',
	['5'] = '5',
	['6'] = '6',
	['7'] = '7',
	['8'] = '8',
	['9'] = '9',
	[':'] = SIGN_ALONE,
	[';'] = SIGN_ALONE,
	['<'] = SIGN_BOTH,
	['='] = SIGN_BOTH,
	['>'] = SIGN_BOTH,
	['?'] = SIGN_ALONE,
	['@'] = SIGN_BOTH,
	['A'] = 'a',
	['B'] = 'b',
	['C'] = 'c',
	['D'] = 'd',
	['E'] = 'e',
	['F'] = 'f',
	['G'] = 'g',
	['H'] = 'h',
	['I'] = 'i',
	['J'] = 'j',
	['K'] = 'k',
	['L'] = 'l',
	['M'] = 'm',
	['N'] = 'n',
	['O'] = 'o',
	['P'] = 'p',
	['Q'] = 'q',
	['R'] = 'r',
	['S'] = 's',
	['T'] = 't',
	['U'] = 'u',
	['V'] = 'v',
	['W'] = 'w',
	['X'] = 'x',
	['Y'] = 'y',
	['Z'] = 'z',
	['['] = SIGN_CLOSES,
	['\\'] = SIGN_BOTH,
	[']'] = SIGN_ALONE,
	['^'] = SIGN_BOTH,
	['_'] = SIGN_BOTH,
	['a'] = 'a',
	['b'] = 'b',
	['c'] = 'c',
	['d'] = 'd',
	['e'] = 'e',
	['f'] = 'f',
	['g'] = 'g',
	['h'] = 'h',
	['i'] = 'i',
	['j'] = 'j',
	['k'] = 'k',
	['l'] = 'l',
	['m'] = 'm',
	['n'] = 'n',
	['o'] = 'o',
	['p'] = 'p',
	['q'] = 'q',
	['r'] = 'r',
	['s'] = 's',
	['t'] = 't',
	['u'] = 'u',
	['v'] = 'v',
	['w'] = 'w',
	['x'] = 'x',
	['y'] = 'y',
	['z'] = 'z',
	['{'] = SIGN_CLOSES,
	['|'] = SIGN_BOTH,
	['}'] = SIGN_ALONE,
	['~'] = SIGN_BOTH,
	[0x80 ... 0xFF] = BYTE_HIGH,
};

uint32_t
word_scan_signs_after(const char *text, size_t n, size_t at)
{
	size_t end = at;

	while (end < n && word_scan_is_sign(text[end]))
		end++;
	return (uint32_t)(end - at);
}

uint32_t
word_scan_signs_before(const char *text, size_t at)
{
	size_t start = at;

	while (start > 0 && word_scan_is_sign(text[start - 1]))
		start--;
	return (uint32_t)(at - start);
}

size_t
word_scan_start(const char *text, size_t n, size_t from)
{
	size_t at = from < n ? from : n;

	/* No word holds an ASCII byte that is no letter or digit. */
	while (at > 0 && word_scan_byte(text, at - 1) >= BYTE_HIGH)
		at--;
	return at;
}

static enum kind
kind_of(uint32_t c)
{
	uint32_t property;

	if (c == UTF8_BAD)
		return KIND_OTHER;
	property = property_of(c);
	if ((property & PROPERTY_NONSPACING) != 0)
		return KIND_MARK;
	if ((property & (PROPERTY_LETTER | PROPERTY_MARK | PROPERTY_NUMBER)) != 0)
		return (property & PROPERTY_UNSPACED) != 0 ? KIND_SINGLE : KIND_LETTER;
	if ((property & PROPERTY_SYMBOL) != 0)
		return KIND_SYMBOL;
	switch (property_class(property)) {
	case CLASS_PRIVATE:
		return KIND_LETTER;
	case CLASS_HYPHEN:
	case CLASS_JOINER:
		return KIND_HIDDEN;
	default:
		return c == WORD_JOINER ? KIND_HIDDEN : KIND_OTHER;
	}
}

/* A word under way. */
struct writing {
	struct scanned_word *word;
	uint32_t held; /* 0: nothing is */
	bool full;
};

static void
put_held(struct writing *writing)
{
	struct scanned_word *word = writing->word;
	char encoded[4];
	size_t length;

	if (writing->held == 0)
		return;
	length = utf8_put(encoded, writing->held);
	writing->held = 0;
	writing->full = writing->full || word->length + length > WORD_BYTES;
	if (writing->full)
		return;
	memcpy(word->bytes + word->length, encoded, length);
	word->length += (uint32_t)length;
}

static void
put_character(struct writing *writing, uint32_t c)
{
	uint32_t composed = writing->held != 0 ? fold_compose(writing->held, c) : 0;

	if (composed == 0) {
		put_held(writing);
		composed = c;
	}
	writing->held = composed;
}

static void
put_folded(struct writing *writing, uint32_t c)
{
	const uint32_t *folded;
	unsigned count = fold_character(c, &folded);

	for (unsigned i = 0; i < count; i++)
		put_character(writing, folded[i]);
}

/* The rest of a word of letters, from its first byte that is not ASCII on. Ends before what is
 * hidden at its end. */
static void
scan_letters(struct word_scan *scan, struct writing *writing)
{
	size_t at = scan->at;
	uint32_t c;

	while (at < scan->n) {
		if ((unsigned char)scan->text[at] < 0x80) {
			unsigned folded = word_scan_byte(scan->text, at);
			if (folded <= BYTE_LAST)
				break;
			put_held(writing);
			writing->held = folded;
			scan->at = ++at;
			continue;
		}
		size_t taken = utf8_next(scan->text + at, scan->n - at, &c);
		enum kind kind = kind_of(c);
		if (kind != KIND_LETTER && kind != KIND_MARK && kind != KIND_HIDDEN)
			break;
		at += taken;
		if (kind == KIND_HIDDEN)
			continue;
		put_folded(writing, c);
		scan->at = at;
	}
}

/* Whether c becomes one character with the one held. */
static bool
is_composed(const struct writing *writing, uint32_t c)
{
	const uint32_t *folded;

	return fold_character(c, &folded) == 1 && fold_compose(writing->held, folded[0]) != 0;
}

/* What belongs to a word of one character: marks, and what is composed with it. */
static void
scan_marks(struct word_scan *scan, struct writing *writing, enum kind first)
{
	uint32_t c;

	while (scan->at < scan->n && (unsigned char)scan->text[scan->at] >= 0x80) {
		size_t taken = utf8_next(scan->text + scan->at, scan->n - scan->at, &c);
		enum kind kind = kind_of(c);
		bool taken_in = kind == KIND_MARK;
		if (kind == KIND_LETTER)
			taken_in = first == KIND_SYMBOL && (property_of(c) & PROPERTY_MARK) != 0;
		else if (kind == KIND_SINGLE)
			taken_in = first == KIND_SINGLE && is_composed(writing, c);
		if (!taken_in)
			break;
		put_folded(writing, c);
		scan->at += taken;
	}
}

/* A symbol that folds to ASCII stays as it is, so that no word looks like a sign. */
static void
put_symbol(struct writing *writing, uint32_t c)
{
	const uint32_t *folded;

	if (fold_character(c, &folded) == 0 || folded[0] < 0x80)
		put_character(writing, c);
	else
		put_folded(writing, c);
}

/* From a byte that is not ASCII, after the letters that are in word already. False where no word is
 * there; then one code point is passed over. */
static bool
scan_unicode(struct word_scan *scan, struct scanned_word *word)
{
	struct writing writing = { .word = word };
	uint32_t c;

	if (word->length > 0) {
		scan_letters(scan, &writing);
		put_held(&writing);
		return true;
	}
	size_t taken = utf8_next(scan->text + scan->at, scan->n - scan->at, &c);
	enum kind kind = kind_of(c);
	scan->at += taken;
	if (kind == KIND_SYMBOL)
		put_symbol(&writing, c);
	else if (kind == KIND_LETTER || kind == KIND_SINGLE)
		put_folded(&writing, c);
	if (writing.held == 0)
		return false;
	word->single = kind != KIND_LETTER;
	if (word->single)
		scan_marks(scan, &writing, kind);
	else
		scan_letters(scan, &writing);
	put_held(&writing);
	return true;
}

/* How many of eight bytes are ASCII letters and digits, up to the first other one; writes all eight
 * folded. A byte below 0x80 plus 0x80 - k has its highest bit set where it is at least k. */
static unsigned
fold_eight(const char *from, char *to)
{
	const uint64_t each = UINT64_C(0x0101010101010101), high = each * 0x80;
	uint64_t raw, lower, letters, digits, others;

	memcpy(&raw, from, sizeof raw);
	lower = raw | each * 0x20;
	memcpy(to, &lower, sizeof lower);
	raw = GUINT64_FROM_LE(raw);
	lower = (raw | each * 0x20) & ~high;
	letters = (lower + each * (0x80 - 'a')) & ~(lower + each * (0x80 - 'z' - 1));
	lower = raw & ~high;
	digits = (lower + each * (0x80 - '0')) & ~(lower + each * (0x80 - '9' - 1));
	others = (~(letters | digits) | raw) & high;
	return others == 0 ? (unsigned)sizeof raw : (unsigned)__builtin_ctzll(others) / 8;
}

/* A word of ASCII letters and digits from scan->at on, or as much of it as is. */
static void
scan_ascii(struct word_scan *scan, struct scanned_word *word)
{
	const char *text = scan->text;
	const unsigned step = sizeof(uint64_t);
	size_t at = scan->at;
	uint32_t length = 0;
	unsigned folded;

	for (unsigned taken = step;
		taken == step && scan->n - at >= step && length + step <= WORD_BYTES;) {
		taken = fold_eight(text + at, word->bytes + length);
		at += taken;
		length += taken;
	}
	for (; at < scan->n && (folded = word_scan_byte(text, at)) > BYTE_LAST; at++)
		if (length < WORD_BYTES)
			word->bytes[length++] = (char)folded;
	word->length = length;
	scan->at = at;
}

bool
word_scan_next(struct word_scan *scan, struct scanned_word *word)
{
	const char *text = scan->text;
	size_t n = scan->n, at;
	unsigned byte = BYTE_OTHER;

	word->single = false;
	word->length = 0;
	do {
		for (at = scan->at; at < n; at++) {
			byte = word_scan_byte(text, at);
			if (byte == BYTE_BREAK || byte >= BYTE_HIGH)
				break;
		}
		scan->at = at;
		if (at == n)
			return false;
		word->range.start = (uint32_t)at;
	} while (byte == BYTE_HIGH && !scan_unicode(scan, word));
	if (byte == BYTE_BREAK) {
		word->single = true;
		word->bytes[0] = WORDS_BREAK;
		word->length = 1;
		scan->at++;
	} else if (byte != BYTE_HIGH) {
		scan_ascii(scan, word);
		if (scan->at < n && (unsigned char)text[scan->at] >= 0x80)
			scan_unicode(scan, word);
	}
	word->range.end = (uint32_t)scan->at;
	return true;
}
