#include "config.h"

#include "text/fuzzy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/character.h"
#include "text/fold.h"
#include "text/utf8.h"

/* A pattern's word is cut to as many letters, a text to as many characters. */
#define WORD_MOST 64
#define TEXT_MOST 2000

/* fzf's figures (src/algo/algo.go): a match, what a gap costs, and what a place is worth. */
enum {
	SCORE_MATCH = 16,
	SCORE_GAP_START = -3,
	SCORE_GAP = -1,
	BONUS_BOUNDARY = SCORE_MATCH / 2,
	BONUS_CAMEL = BONUS_BOUNDARY + SCORE_GAP,
	BONUS_RUN = -(SCORE_GAP_START + SCORE_GAP),
	BONUS_FIRST_TIMES = 2,
};

struct word {
	uint32_t letters[WORD_MOST];
	guint length;
};

/*
 * For a word of m letters and a text of n characters score[i * n + j] is the best that letters 0..i
 * give when the text is read up to character j, and run[i * n + j] the length of the row of
 * neighbours that ends with letter i at j, 0 where j is not letter i's.
 */
struct fuzzy {
	GArray *words; /* struct word */
	bool keep_case;
	uint32_t *text;    /* the folded characters */
	uint32_t *origins; /* their offsets in the text as given */
	int16_t *bonus;
	guint length;
	int16_t *score, *run;
	gsize room; /* of score and run */
};

struct fuzzy *
fuzzy_new(const char *pattern)
{
	struct fuzzy *fuzzy = g_new0(struct fuzzy, 1);
	g_autofree char *folded = NULL;
	size_t n;
	struct word word = { .length = 0 };

	fuzzy->words = g_array_new(FALSE, FALSE, sizeof(struct word));
	fuzzy->keep_case = fold_has_upper(pattern, strlen(pattern));
	fuzzy->text = g_new(uint32_t, TEXT_MOST);
	fuzzy->origins = g_new(uint32_t, TEXT_MOST);
	fuzzy->bonus = g_new(int16_t, TEXT_MOST);
	folded = fold_search(pattern, strlen(pattern), fuzzy->keep_case, &n, NULL);
	for (size_t at = 0; at < n;) {
		uint32_t c;

		at += utf8_next(folded + at, n - at, &c);
		if (c != ' ' && word.length < WORD_MOST)
			word.letters[word.length++] = c;
		if ((c == ' ' || at == n) && word.length > 0) {
			g_array_append_val(fuzzy->words, word);
			word.length = 0;
		}
	}
	return fuzzy;
}

void
fuzzy_free(struct fuzzy *fuzzy)
{
	if (fuzzy == NULL)
		return;
	g_array_unref(fuzzy->words);
	g_free(fuzzy->text);
	g_free(fuzzy->origins);
	g_free(fuzzy->bonus);
	g_free(fuzzy->score);
	g_free(fuzzy->run);
	g_free(fuzzy);
}

static bool
is_letter(uint32_t c)
{
	return c < 0x80 ? g_ascii_isalnum((char)c) : character_is_alnum(c);
}

/* What a character is worth for where it stands: at a word's start most. */
static int16_t
place_bonus(uint32_t before, uint32_t c)
{
	if (!is_letter(c))
		return 0;
	if (!is_letter(before))
		return BONUS_BOUNDARY;
	if (before < 0x80 && c < 0x80 &&
		((g_ascii_islower((char)before) && g_ascii_isupper((char)c)) ||
			(!g_ascii_isdigit((char)before) && g_ascii_isdigit((char)c))))
		return BONUS_CAMEL;
	return 0;
}

/* The same for ASCII, where a character is a byte and keeps its place. */
static void
read_ascii(struct fuzzy *fuzzy, const char *s, size_t n)
{
	unsigned char before = ' ';

	fuzzy->length = (guint)MIN(n, TEXT_MOST);
	for (guint i = 0; i < fuzzy->length; i++) {
		unsigned char c = (unsigned char)s[i];

		fuzzy->text[i] = fuzzy->keep_case ? c : (unsigned char)g_ascii_tolower((char)c);
		fuzzy->origins[i] = i;
		fuzzy->bonus[i] = place_bonus(before, c);
		before = c;
	}
}

/* Whether the letters of each word stand in an ASCII text in order: most texts end here. */
static bool
ascii_holds(const struct fuzzy *fuzzy, const char *s, size_t n)
{
	for (guint i = 0; i < fuzzy->words->len; i++) {
		const struct word *word = &g_array_index(fuzzy->words, struct word, i);
		guint at = 0;

		for (size_t j = 0; j < n && at < word->length; j++) {
			char c = fuzzy->keep_case ? s[j] : g_ascii_tolower(s[j]);

			at += (unsigned char)c == word->letters[at];
		}
		if (at < word->length)
			return false;
	}
	return true;
}

/* Reads a text into characters, folded, each with where it came from and what its place is
 * worth. */
static void
read_text(struct fuzzy *fuzzy, const char *s, size_t n)
{
	g_autofree uint32_t *origins = NULL;
	g_autofree char *folded = NULL;
	uint32_t before = ' ', origin_before = UINT32_MAX;
	size_t length;

	n = utf8_cut(s, n, TEXT_MOST * 4);
	folded = fold_search(s, n, fuzzy->keep_case, &length, &origins);
	fuzzy->length = 0;
	for (size_t at = 0; at < length && fuzzy->length < TEXT_MOST;) {
		uint32_t c, as_given, origin = origins[at];

		at += utf8_next(folded + at, length - at, &c);
		utf8_next(s + origin, n - origin, &as_given);
		fuzzy->text[fuzzy->length] = c;
		fuzzy->origins[fuzzy->length] = origin;
		fuzzy->bonus[fuzzy->length] =
			origin == origin_before ? 0 : place_bonus(before, as_given);
		fuzzy->length++;
		before = as_given;
		origin_before = origin;
	}
}

/* Where the letters of the word stand first, in order, and the end of the last; false where they do
 * not stand in the text. */
static bool
narrow(const struct fuzzy *fuzzy, const struct word *word, guint *first, guint *end)
{
	guint at = 0;

	for (guint i = 0; i < word->length; i++) {
		while (at < fuzzy->length && fuzzy->text[at] != word->letters[i])
			at++;
		if (at == fuzzy->length)
			return false;
		first[i] = at++;
	}
	for (at = fuzzy->length; fuzzy->text[at - 1] != word->letters[word->length - 1];)
		at--;
	*end = at;
	return true;
}

static void
make_room(struct fuzzy *fuzzy, gsize cells)
{
	if (cells <= fuzzy->room)
		return;
	g_free(fuzzy->score);
	g_free(fuzzy->run);
	fuzzy->score = g_new(int16_t, cells);
	fuzzy->run = g_new(int16_t, cells);
	fuzzy->room = cells;
}

/* What letter i is worth at character j of the text, the row above read at diagonal; the length of
 * the run that it ends into *run, 0 where the letter is better passed over. */
static int
letter_score(const struct fuzzy *fuzzy, guint i, guint j, int above, int above_run, int gap,
	int *run)
{
	int bonus = fuzzy->bonus[j], best = bonus;

	*run = above_run + 1;
	if (*run > 1) {
		int first = fuzzy->bonus[j + 1 - (guint)*run];

		if (bonus >= BONUS_BOUNDARY && bonus > first)
			*run = 1;
		else
			best = MAX(bonus, MAX(BONUS_RUN, first));
	}
	if (i == 0)
		best *= BONUS_FIRST_TIMES;
	if (above + SCORE_MATCH + best < gap) {
		*run = 0;
		best = bonus;
	}
	return above + SCORE_MATCH + best;
}

/* Fills the row of letter i, which stands first at first[i], over n characters from first[0]. */
static void
fill_row(struct fuzzy *fuzzy, const struct word *word, guint i, const guint *first, guint n)
{
	int16_t *score = fuzzy->score + (gsize)i * n, *run = fuzzy->run + (gsize)i * n;
	guint from = first[i] - first[0];
	bool in_gap = false;

	memset(score, 0, from * sizeof(*score));
	memset(run, 0, from * sizeof(*run));
	for (guint j = from; j < n; j++) {
		int gap = j > from ? score[j - 1] + (in_gap ? SCORE_GAP : SCORE_GAP_START) : 0;
		int matched = 0, length = 0;

		if (fuzzy->text[first[0] + j] == word->letters[i]) {
			int above = i > 0 ? score[(gssize)j - 1 - (gssize)n] : 0;
			int above_run = i > 0 ? run[(gssize)j - 1 - (gssize)n] : 0;

			matched = letter_score(fuzzy, i, first[0] + j, above, above_run, gap,
				&length);
		}
		in_gap = matched < gap;
		score[j] = (int16_t)MAX(MAX(matched, gap), 0);
		run[j] = (int16_t)length;
	}
}

/* Walks back from the best end and gives the offsets of the letters. */
static void
walk_back(const struct fuzzy *fuzzy, const struct word *word, const guint *first, guint n,
	guint best, GArray *positions)
{
	guint i = word->length - 1;
	bool prefer = true;

	for (guint j = best;; j--) {
		const int16_t *score = fuzzy->score + (gsize)i * n,
			      *run = fuzzy->run + (gsize)i * n;
		guint from = first[i] - first[0];
		int diagonal = i > 0 ? score[(gssize)j - 1 - (gssize)n] : 0;
		int left = j > from ? score[j - 1] : 0;
		bool here =
			score[j] > diagonal && (score[j] > left || (score[j] == left && prefer));

		prefer = run[j] > 1 || (i + 1 < word->length && j + 1 < n && run[n + j + 1] > 0);
		if (here || j == from) {
			g_array_append_val(positions, fuzzy->origins[first[0] + j]);
			if (i-- == 0)
				return;
		}
	}
}

static int
match_word(struct fuzzy *fuzzy, const struct word *word, GArray *positions)
{
	guint first[WORD_MOST], end, n, best = 0;
	const int16_t *last;

	if (!narrow(fuzzy, word, first, &end))
		return 0;
	n = end - first[0];
	make_room(fuzzy, (gsize)n * word->length);
	for (guint i = 0; i < word->length; i++)
		fill_row(fuzzy, word, i, first, n);
	last = fuzzy->score + (gsize)(word->length - 1) * n;
	for (guint j = 1; j < n; j++)
		if (last[j] > last[best])
			best = j;
	if (positions != NULL)
		walk_back(fuzzy, word, first, n, best, positions);
	return last[best];
}

static int
by_offset(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Sorts the offsets from first on and drops what two words share. */
static void
settle_positions(GArray *positions, guint first)
{
	uint32_t *offsets = (uint32_t *)(void *)positions->data;
	guint kept = first;

	if (positions->len == first)
		return;
	qsort(offsets + first, positions->len - first, sizeof(uint32_t), by_offset);
	for (guint i = first; i < positions->len; i++)
		if (i == first || offsets[i] != offsets[kept - 1])
			offsets[kept++] = offsets[i];
	g_array_set_size(positions, kept);
}

int
fuzzy_match(struct fuzzy *fuzzy, const char *s, size_t n, GArray *positions)
{
	guint first = positions != NULL ? positions->len : 0;
	int sum = 0;

	if (fuzzy->words->len == 0)
		return 1;
	if (utf8_ascii(s, n) < n)
		read_text(fuzzy, s, n);
	else if (ascii_holds(fuzzy, s, MIN(n, TEXT_MOST)))
		read_ascii(fuzzy, s, n);
	else
		return 0;
	for (guint i = 0; i < fuzzy->words->len; i++) {
		int score =
			match_word(fuzzy, &g_array_index(fuzzy->words, struct word, i), positions);

		if (score <= 0) {
			if (positions != NULL)
				g_array_set_size(positions, first);
			return 0;
		}
		sum += score;
	}
	if (positions != NULL)
		settle_positions(positions, first);
	return sum;
}
