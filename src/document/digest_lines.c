#include "config.h"

#include "document/digest_private.h"

#include <stdlib.h>
#include <string.h>

#include "text/character.h"
#include "text/utf8.h"

static const uint32_t closers[] = { U'”', U'’', U'"', U'\'', U')', U']', U'}', U'»', U'›', U'」',
	U'』', U'》', U'）', 0 };
static const uint32_t openers[] = { U'“', U'‘', U'"', U'\'', U'(', U'[', U'«', U'《', U'「', U'『',
	U'（', U'¿', U'¡', 0 };
static const uint32_t sentence_ends[] = { U'.', U'!', U'?', U'。', U'！', U'？', U':', U'：', U';',
	0 };
/* What no title ends in [5]. */
static const uint32_t finals[] = { U'.', U';', U',', U':', U'-', U'–', U'—', U'、', U'，', U'；',
	U'：', 0 };

/* Rule 12; sorted for bsearch(). */
static const char *const opener_words[] = {
	"a",
	"about",
	"according",
	"after",
	"all",
	"although",
	"an",
	"and",
	"another",
	"are",
	"as",
	"at",
	"based",
	"because",
	"before",
	"between",
	"both",
	"but",
	"by",
	"can",
	"despite",
	"do",
	"does",
	"during",
	"each",
	"either",
	"every",
	"few",
	"first",
	"for",
	"from",
	"he",
	"her",
	"here",
	"his",
	"how",
	"however",
	"i",
	"if",
	"imagine",
	"in",
	"instead",
	"is",
	"it",
	"its",
	"last",
	"let",
	"like",
	"many",
	"meanwhile",
	"more",
	"moreover",
	"most",
	"my",
	"next",
	"no",
	"not",
	"now",
	"of",
	"on",
	"once",
	"one",
	"or",
	"our",
	"over",
	"perhaps",
	"please",
	"researchers",
	"second",
	"several",
	"she",
	"since",
	"so",
	"some",
	"such",
	"that",
	"the",
	"their",
	"then",
	"there",
	"these",
	"they",
	"third",
	"this",
	"those",
	"though",
	"through",
	"to",
	"today",
	"two",
	"under",
	"unlike",
	"until",
	"using",
	"we",
	"what",
	"when",
	"where",
	"while",
	"who",
	"why",
	"with",
	"within",
	"without",
	"you",
	"your",
};

static bool
is_in(const uint32_t *set, uint32_t c)
{
	for (; *set != 0; set++)
		if (*set == c)
			return true;
	return false;
}

/* --- characters --- */

/* Digit, closer, `?`, `!` or `%`. */
static bool
ends_phrase(uint32_t c)
{
	return character_is_digit(c) || is_in(closers, c) || c == '?' || c == '!' || c == '%';
}

bool
digest_ends_word(uint32_t c)
{
	return character_is_letter(c) || ends_phrase(c);
}

/* --- lines --- */

static uint32_t
decode(const char *s, size_t n, uint32_t *c)
{
	uint32_t taken = (uint32_t)utf8_next(s, n, c);

	if (*c == UTF8_BAD)
		*c = 0xFFFD;
	return taken;
}

/* The character before end; *start is where it begins. */
static uint32_t
previous(const char *bytes, uint32_t from, uint32_t end, uint32_t *start)
{
	uint32_t c;

	*start = from + (uint32_t)utf8_prev(bytes + from, end - from, end - from);
	decode(bytes + *start, end - *start, &c);
	return c;
}

/* Characters of the tail [2]: spaces and the ellipsis before them; 0 where there is none. */
static uint32_t
tail_length(const char *bytes, struct range line)
{
	uint32_t end = line.end, spaces = 0, dots = 0, first = 0, at, c;

	while (end > line.start && character_is_space(previous(bytes, line.start, end, &at))) {
		end = at;
		spaces++;
	}
	while (end > line.start) {
		c = previous(bytes, line.start, end, &at);
		if ((c != U'…' && c != '.') || (dots > 0 && c != first))
			break;
		first = c;
		dots++;
		end = at;
	}
	if (dots == 0 || (first == '.' && dots < 3))
		return 0;
	return spaces + dots;
}

static bool
is_mid_sentence(const char *bytes, struct range line, uint32_t tail)
{
	uint32_t end = line.end, at, c;

	if (tail > 0)
		return true;
	while (end > line.start) {
		c = previous(bytes, line.start, end, &at);
		if (!character_is_space(c) && !is_in(closers, c))
			return !is_in(sentence_ends, c);
		end = at;
	}
	return true;
}

static bool
begins_with_ellipsis(const char *s, size_t n)
{
	return (n >= 3 && memcmp(s, "…", 3) == 0) || (n >= 3 && memcmp(s, "...", 3) == 0);
}

static bool
is_blank(const char *s, size_t n)
{
	while (n > 0 && g_ascii_isspace(*s)) {
		s++;
		n--;
	}
	return n == 0;
}

GArray *
digest_lines_read(const char *bytes, uint32_t from, uint32_t n)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct digest_line));

	while (from < n) {
		const char *feed = memchr(bytes + from, '\n', n - from);
		uint32_t end = feed != NULL ? (uint32_t)(feed - bytes) : n;
		struct digest_line line = { .bytes = { from, end } };

		if (feed != NULL && end > from && bytes[end - 1] == '\r')
			line.bytes.end--;
		if (!is_blank(bytes + from, range_length(line.bytes))) {
			line.length = (uint32_t)utf8_length(bytes + from, range_length(line.bytes));
			line.tail = tail_length(bytes, line.bytes);
			line.mid = is_mid_sentence(bytes, line.bytes, line.tail);
			line.led = begins_with_ellipsis(bytes + from, range_length(line.bytes));
			g_array_append_val(lines, line);
		}
		from = feed != NULL ? end + 1 : n;
	}
	return lines;
}

bool
digest_line_is_snippet(const struct digest_line *line)
{
	return (line->led && line->tail > 0 && line->length >= 40) ||
	       (line->length >= 160 && line->mid);
}

/* --- the head of a line --- */

uint32_t
digest_ellipsis_at(const struct digest_head *head, uint32_t p)
{
	uint32_t end = p;

	if (p >= head->n || (head->c[p] != U'…' && head->c[p] != '.'))
		return 0;
	while (end < head->n && head->c[end] == head->c[p])
		end++;
	return head->c[p] == '.' && end - p < 3 ? 0 : end - p;
}

/* From how many characters on a title may begin as the line does [5]; HEAD_LENGTH + 1 for never. */
static uint32_t
title_start(const struct digest_head *head)
{
	uint32_t c = head->c[0], camel = 0;

	if (character_is_upper(c) || character_is_digit(c) || is_in(openers, c) || c == '#' ||
		c == '@' || (character_is_letter(c) && !character_is_lower(c)))
		return 1;
	while (camel < head->n && character_is_lower(head->c[camel]))
		camel++;
	if (camel > 0 && camel < head->n && character_is_upper(head->c[camel]))
		return camel + 1;
	return HEAD_LENGTH + 1;
}

/* Pairs that must close within a title. */
struct pairing {
	uint32_t open, close;
};

static const struct pairing pairs[] = { { U'“', U'”' }, { '(', ')' }, { U'《', U'》' } };

static void
find_titles(struct digest_head *head)
{
	int depth[G_N_ELEMENTS(pairs)] = { 0 };
	uint32_t start = title_start(head), stops = 0, most = MIN(head->n, (uint32_t)TITLE_LONGEST);

	for (uint32_t p = 1; p <= most; p++) {
		uint32_t c = head->c[p - 1];
		bool paired = true;

		for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
			depth[i] += (c == pairs[i].open) - (c == pairs[i].close);
			if (depth[i] < 0)
				return;
			paired &= depth[i] == 0;
		}
		if (c == U'。')
			return;
		stops += p >= 3 && head->c[p - 3] == '.' && head->c[p - 2] == ' ' &&
			 character_is_upper(c);
		if (stops > 1)
			return;
		head->title[p] = paired && p >= start &&
				 p >= (character_is_cjk(head->c[0]) ? 2u : 3u) &&
				 !character_is_space(c) && c != U'…' && !is_in(finals, c);
	}
}

void
digest_head_read(struct digest_head *head, const char *bytes, const struct digest_line *line)
{
	uint32_t at = line->bytes.start;

	head->n = 0;
	memset(head->title, 0, sizeof(head->title));
	while (at < line->bytes.end && head->n < HEAD_LENGTH) {
		head->at[head->n] = at;
		at += decode(bytes + at, line->bytes.end - at, &head->c[head->n]);
		head->n++;
	}
	head->at[head->n] = at;
	find_titles(head);
}

/* --- boundaries --- */

static int
compare_word(const void *key, const void *row)
{
	return strcmp(key, *(const char *const *)row);
}

bool
digest_is_opener(const char *word, size_t n)
{
	char key[16];

	if (n == 0 || n >= sizeof(key))
		return false;
	for (size_t i = 0; i < n; i++)
		key[i] = g_ascii_tolower(word[i]);
	key[n] = '\0';
	return bsearch(key, opener_words, G_N_ELEMENTS(opener_words), sizeof(opener_words[0]),
		       compare_word) != NULL;
}

uint32_t
digest_opener_at(const struct digest_head *head, uint32_t p)
{
	char word[16];
	uint32_t n = 0, after;

	while (p + n < head->n && n < sizeof(word) && head->c[p + n] < 0x80 &&
		g_ascii_isalpha((char)head->c[p + n])) {
		word[n] = (char)head->c[p + n];
		n++;
	}
	if (p + n >= head->n || !digest_is_opener(word, n))
		return 0;
	after = head->c[p + n];
	return after == ',' || after == ' ' || after == '\'' || after == U'’' ? n : 0;
}

/* The character at p, 0 past the head. */
static uint32_t
char_at(const struct digest_head *head, uint32_t p)
{
	return p < head->n ? head->c[p] : 0;
}

/* capital, capital, lowercase stand at p */
static bool
is_plural_of_capitals(const struct digest_head *head, uint32_t p)
{
	return character_is_upper(char_at(head, p)) && character_is_upper(char_at(head, p + 1)) &&
	       character_is_lower(char_at(head, p + 2));
}

static unsigned
strength_of_capitals(const struct digest_head *head, uint32_t p)
{
	if (is_plural_of_capitals(head, p))
		return 6;
	if (character_is_lower(char_at(head, p + 1)) || digest_opener_at(head, p) > 0)
		return 20;
	return 12;
}

unsigned
digest_strength(const struct digest_head *head, uint32_t p, bool *cjk)
{
	uint32_t l = head->c[p - 1], r = char_at(head, p);
	bool opener = is_in(openers, r);

	*cjk = false;
	if (p >= head->n || character_is_space(l) || character_is_space(r) || is_in(finals, l))
		return 0;
	if (digest_ellipsis_at(head, p) > 0 && digest_ends_word(l))
		return 30;
	if (character_is_lower(l) && character_is_upper(r))
		return is_plural_of_capitals(head, p) ? 9 : 30;
	if (ends_phrase(l) && (character_is_upper(r) || opener))
		return 25;
	if (character_is_letter(l) && opener && r != '(' && r != '"' && r != '\'')
		return 20;
	if (character_is_letter(l) && r == '"')
		return 10;
	if (character_is_upper(l) && character_is_upper(r))
		return strength_of_capitals(head, p);
	if (((character_is_cjk(l) || character_is_cjk(r)) &&
		    (character_is_upper(r) || character_is_digit(r) || opener ||
			    character_is_cjk(r))) ||
		(character_is_letter(l) && character_is_digit(r))) {
		*cjk = character_is_cjk(l) || character_is_cjk(r);
		return 10;
	}
	return character_is_digit(l) && character_is_digit(r) ? 5 : 0;
}
