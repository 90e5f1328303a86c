/*
 * What a section has to be found by: words, joins, and pairs of words. Which of them are rare only
 * the index tells; here is left out what cannot tell anything wherever it stands: bare numbers and
 * single letters (characters of scripts without spaces are found by their joins, two at a time).
 */
#include "config.h"

#include <string.h>

#include "library/related_private.h"
#include "text/utf8.h"
#include "text/word_scan.h"
#include "text/words.h"

enum {
	TEXT_BYTES = 128 << 10, /* of a section that are looked at: its first */
	WORDS = 600,            /* different ones that are asked for */
	TITLE_BYTES = 1000,
	AROUND_BYTES = 32 << 10, /* of its document that are looked at, for what stands around it */
	AROUND_WORDS = 300,
	PAIRS = 2000, /* different ones that are noted */
	GAP = 2,      /* bytes between the words of a pair */
};

/* What a word counts that stands in the title or the headings above; and in the rest of the document. */
#define ABOVE_PART 0.35
#define AROUND_PART 0.15

struct range
related_text(const struct document *document, uint32_t section)
{
	struct range text = { 0, document->length };

	if (section == NONE) {
		if (document->section_count > 0)
			text.end = document->sections[0].text.start;
		return text;
	}
	const struct section *sections = document->sections;

	text = sections[section].text;
	for (uint32_t at = sections[section].heading.end; at < text.end; at++) {
		if (!g_ascii_isspace(document->text[at]))
			return text;
	}
	for (uint32_t i = section + 1;
		i < document->section_count && sections[i].level > sections[section].level; i++)
		text.end = sections[i].text.end;
	return text;
}

/* --- words --- */

struct gathering {
	const struct document *document;
	const char *text; /* that is walked */
	struct words *words;
	GArray *terms;
	GHashTable *numbers; /* char * (a term's bytes) to its number and one more */
	struct range heading;
	double part;   /* of what is walked: struct related_term */
	uint32_t most; /* different terms, pairs aside */
	bool no_pairs;
	uint32_t pairs;
	uint32_t run_end; /* of the characters without a space that were looked at last */
	bool run_is_url;
	uint32_t before; /* the word before, NONE where none can begin a pair */
	struct range before_range;
};

static uint32_t
add(struct gathering *g, enum related_kind kind, char *bytes, struct range shown)
{
	uint32_t number = GPOINTER_TO_UINT(g_hash_table_lookup(g->numbers, bytes)) - 1;
	struct related_term term = {
		.kind = kind,
		.bytes = bytes,
		.text = g->text,
		.shown = shown,
		.one = NONE,
		.other = NONE,
		.part = g->part,
	};

	if (number == NONE) {
		number = g->terms->len;
		g_array_append_val(g->terms, term);
		g_hash_table_insert(g->numbers, bytes, GUINT_TO_POINTER(number + 1));
	} else {
		g_free(bytes);
	}
	struct related_term *there = &g_array_index(g->terms, struct related_term, number);

	there->count += there->part == g->part;
	if (g->part == 1 && shown.start >= g->heading.start && shown.end <= g->heading.end)
		there->heading = true;
	return number;
}

/* Whether a token may tell something: it has two characters, and not only numbers and signs. */
static bool
may_tell(const struct word *word)
{
	bool letters = false;
	size_t characters = 0;

	for (size_t i = 0; i < word->length; i++) {
		characters += !utf8_is_tail((unsigned char)word->bytes[i]);
		letters = letters || g_ascii_isalpha(word->bytes[i]) ||
			  (unsigned char)word->bytes[i] >= 0x80;
	}
	/* An identifier: 2310.12345 */
	if (word->join && !letters)
		return characters >= 8 && g_ascii_isdigit(word->bytes[0]);
	/* Of signs at an edge those that names end in: c++, f# */
	if (word->join && (word_scan_is_sign(word->bytes[0]) ||
				  (word_scan_is_sign(word->bytes[word->length - 1]) &&
					  strchr("+#", word->bytes[word->length - 1]) == NULL)))
		return false;
	return letters && characters >= 2;
}

/* Whether what stands between two words lets them be a pair. */
static bool
is_close(const char *text, struct range before, struct range after)
{
	if (after.start < before.end || after.start - before.end > GAP)
		return false;
	for (uint32_t i = before.end; i < after.start; i++) {
		if (text[i] != ' ' && text[i] != '\n')
			return false;
	}
	return true;
}

static void
add_pair(struct gathering *g, uint32_t one, uint32_t other, struct range shown)
{
	const struct related_term *terms =
		(const struct related_term *)(const void *)g->terms->data;
	char *bytes = g_strdup_printf("%s%c%s", terms[one].bytes, RELATED_PART, terms[other].bytes);
	uint32_t number = add(g, RELATED_PAIR, bytes, shown);
	struct related_term *pair = &g_array_index(g->terms, struct related_term, number);

	pair->one = one;
	pair->other = other;
}

/* Whether a word stands in a URL: what that shares is told by links. */
static bool
is_in_url(struct gathering *g, struct range word, uint32_t end)
{
	uint32_t from = word.start, to = word.end;

	if (word.end <= g->run_end)
		return g->run_is_url;
	while (to < end && !g_ascii_isspace(g->text[to]))
		to++;
	g->run_is_url = memmem(g->text + from, to - from, "://", 3) != NULL;
	g->run_end = to;
	return g->run_is_url;
}

static void
take_word(struct gathering *g, const struct word *word)
{
	uint32_t number = NONE, before = g->before;

	if (may_tell(word))
		number = add(g, RELATED_WORD, g_strndup(word->bytes, word->length), word->range);
	if (word->join)
		return;
	g->before = number;
	if (before != NONE && number != NONE && before != number && !g->no_pairs &&
		g->pairs < PAIRS && is_close(g->text, g->before_range, word->range)) {
		g->pairs++;
		add_pair(g, before, number,
			(struct range){ g->before_range.start, word->range.end });
	}
	g->before_range = word->range;
}

static void
take_text(struct gathering *g, const char *text, struct range range)
{
	uint32_t end = range.start + MIN(range_length(range), TEXT_BYTES);
	struct word word;

	g->text = text;
	g->before = NONE;
	g->run_end = 0;
	words_begin(g->words, text + range.start, end - range.start);
	while (words_next(g->words, &word) && g->terms->len < g->most + g->pairs) {
		word.range.start += range.start;
		word.range.end += range.start;
		if (is_in_url(g, word.range, end))
			g->before = NONE;
		else
			take_word(g, &word);
	}
}

/* The headings above a section and the title; then what else its document says near it. */
static void
take_around(struct gathering *g, uint32_t section, struct range text)
{
	const struct section *sections = g->document->sections;
	const char *title = document_field(g->document, FIELD_TITLE);
	unsigned level = section != NONE ? sections[section].level : 0;
	uint32_t from = text.start - MIN(text.start, AROUND_BYTES / 2);

	g->part = ABOVE_PART;
	for (uint32_t i = section; level > 1 && i-- > 0;) {
		if (sections[i].level < level) {
			level = sections[i].level;
			take_text(g, g->document->text, sections[i].heading);
		}
	}
	take_text(g, title, (struct range){ 0, (uint32_t)MIN(strlen(title), TITLE_BYTES) });
	g->part = AROUND_PART;
	g->most = MIN(g->terms->len - g->pairs, WORDS) + AROUND_WORDS;
	g->no_pairs = true;
	take_text(g, g->document->text,
		(struct range){ from, MIN(g->document->length, from + AROUND_BYTES) });
}

static void
clear_term(gpointer term)
{
	g_free(((struct related_term *)term)->bytes);
}

GArray *
related_terms(const struct document *document, uint32_t section)
{
	struct range text = related_text(document, section);
	struct gathering g = {
		.document = document,
		.part = 1,
		.most = WORDS,
		.words = words_new(),
		.terms = g_array_new(FALSE, FALSE, sizeof(struct related_term)),
		.numbers = g_hash_table_new(g_str_hash, g_str_equal),
	};

	if (section != NONE)
		g.heading = document->sections[section].heading;
	g_array_set_clear_func(g.terms, clear_term);
	take_text(&g, document->text, text);
	take_around(&g, section, text);
	words_free(g.words);
	g_hash_table_destroy(g.numbers);
	return g.terms;
}
