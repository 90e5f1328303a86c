/*
 * Words and phrases: text/words.h and text/phrase.h once more, in the plainest way. A text is cut
 * into words, each with where it stands; a phrase is found by trying every word of the text. The
 * joins that the index keeps are nothing here.
 */
#include "config.h"

#include <string.h>
#include <unictype.h>

#include "support/reference_private.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { MOST_BYTES = 128, BREAK = 0x1e };

/* --- the lexicon --- */

struct lexicon {
	GHashTable *numbers; /* char *, of words */
	GPtrArray *words;    /* char * */
};

struct lexicon *
lexicon_new(void)
{
	struct lexicon *lexicon = g_new(struct lexicon, 1);

	lexicon->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	lexicon->words = g_ptr_array_new_with_free_func(g_free);
	return lexicon;
}

void
lexicon_free(struct lexicon *lexicon)
{
	g_hash_table_destroy(lexicon->numbers);
	g_ptr_array_free(lexicon->words, TRUE);
	g_free(lexicon);
}

static uint32_t
number_of_word(struct lexicon *lexicon, const char *word)
{
	gpointer number;

	if (g_hash_table_lookup_extended(lexicon->numbers, word, NULL, &number))
		return GPOINTER_TO_UINT(number);
	g_ptr_array_add(lexicon->words, g_strdup(word));
	g_hash_table_insert(lexicon->numbers, lexicon->words->pdata[lexicon->words->len - 1],
		GUINT_TO_POINTER(lexicon->words->len - 1));
	return lexicon->words->len - 1;
}

/* --- characters --- */

enum sort { BETWEEN, LETTER, SINGLE, SYMBOL, MARK, UNSEEN, PARTS };

/* Blocks of the scripts without spaces between words, and of Hangul. */
static bool
is_unspaced(uint32_t c)
{
	static const uint32_t blocks[][2] = {
		{ 0x0E00, 0x109F },   /* Thai, Lao, Tibetan, Myanmar */
		{ 0x1100, 0x11FF },   /* Hangul Jamo */
		{ 0x1780, 0x17FF },   /* Khmer */
		{ 0x1950, 0x19DF },   /* Tai Le, New Tai Lue */
		{ 0x1A20, 0x1AAF },   /* Tai Tham */
		{ 0x1B00, 0x1B7F },   /* Balinese */
		{ 0x2E80, 0xA4CF },   /* Han, kana, Bopomofo, Yi */
		{ 0xA960, 0xA9FF },   /* Hangul Jamo, Javanese, Myanmar */
		{ 0xAA60, 0xAADF },   /* Myanmar, Tai Viet */
		{ 0xAC00, 0xD7FF },   /* Hangul */
		{ 0xF900, 0xFAFF },   /* Han */
		{ 0xFF66, 0xFFDC },   /* half-width kana and Hangul */
		{ 0x11700, 0x1174F }, /* Ahom */
		{ 0x16FE0, 0x18DFF }, /* Tangut, Khitan */
		{ 0x1AFF0, 0x1B2FF }, /* kana, Nushu */
		{ 0x20000, 0x3FFFF }, /* Han */
	};

	for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++) {
		if (c >= blocks[i][0] && c <= blocks[i][1])
			return true;
	}
	return false;
}

static enum sort
sort_of(uint32_t c)
{
	if (c == UTF8_BAD)
		return BETWEEN;
	if (c == BREAK)
		return PARTS;
	if (c < 0x80)
		return g_ascii_isalnum((char)c) ? LETTER : BETWEEN;
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mn))
		return MARK;
	if (uc_is_general_category_withtable(c,
		    UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N))
		return is_unspaced(c) ? SINGLE : LETTER;
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_S))
		return SYMBOL;
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Co))
		return LETTER;
	/* soft hyphen, the two joiners, the word joiner */
	return c == 0xAD || c == 0x200C || c == 0x200D || c == 0x2060 ? UNSEEN : BETWEEN;
}

static bool
is_sign(char c)
{
	return g_ascii_ispunct(c) && strchr("'\"`", c) == NULL;
}

/* --- a text as words --- */

static char *
fold(const char *s, size_t n)
{
	size_t length;

	return fold_search(s, n, false, &length, NULL);
}

static size_t
characters(const char *s)
{
	return utf8_length(s, strlen(s));
}

/* The end of a word of letters that begins at an offset; its visible letters go to seen. */
static size_t
end_of_letters(const char *text, size_t n, size_t at, GString *seen)
{
	size_t end = at;
	uint32_t c;

	while (at < n) {
		size_t taken = utf8_next(text + at, n - at, &c);
		enum sort sort = sort_of(c);

		if (sort != LETTER && sort != MARK && sort != UNSEEN)
			break;
		at += taken;
		if (sort == UNSEEN)
			continue;
		g_string_append_len(seen, text + at - taken, (gssize)taken);
		end = at;
	}
	return end;
}

/* The end of a word of one character: with its marks, and letters that become one with it. */
static size_t
end_of_single(const char *text, size_t n, size_t start, enum sort first)
{
	uint32_t c;
	size_t end = start + utf8_next(text + start, n - start, &c);

	while (end < n) {
		size_t taken = utf8_next(text + end, n - end, &c);
		enum sort sort = sort_of(c);
		bool belongs = sort == MARK;

		if (first == SYMBOL && sort == LETTER)
			belongs = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M);
		if (first == SINGLE && sort == SINGLE) {
			g_autofree char *alone = fold(text + start, end - start);
			g_autofree char *both = fold(text + start, end + taken - start);

			belongs = characters(alone) == characters(both);
		}
		if (!belongs)
			break;
		end += taken;
	}
	return end;
}

/* The word at an offset, of that sort; seen is room. Gives its end, and its folded form in seen. */
static size_t
end_of_word(const char *text, size_t n, size_t start, enum sort sort, GString *seen)
{
	g_autofree char *folded = NULL;
	size_t end;

	g_string_truncate(seen, 0);
	if (sort == LETTER) {
		end = end_of_letters(text, n, start, seen);
	} else {
		end = end_of_single(text, n, start, sort);
		g_string_append_len(seen, text + start, (gssize)(end - start));
	}
	folded = fold(seen->str, seen->len);
	/* `≠` is no `=`. */
	if (sort == SYMBOL && (unsigned char)folded[0] < 0x80)
		return end;
	g_string_assign(seen, folded);
	g_string_truncate(seen, utf8_cut(seen->str, seen->len, MOST_BYTES));
	return end;
}

struct read_text
read_text_new(struct lexicon *lexicon, const char *text, size_t n)
{
	GArray *words = g_array_new(FALSE, FALSE, sizeof(struct read_word));
	g_autoptr(GString) seen = g_string_new(NULL);
	uint32_t c;

	for (size_t at = 0; at < n;) {
		size_t taken = utf8_next(text + at, n - at, &c);
		enum sort sort = sort_of(c);
		struct read_word word = { .start = (uint32_t)at, .single = sort != LETTER };

		if (sort == PARTS) {
			g_string_assign(seen, "\x1e");
			word.end = (uint32_t)(at + taken);
		} else if (sort == LETTER || sort == SINGLE || sort == SYMBOL) {
			word.end = (uint32_t)end_of_word(text, n, at, sort, seen);
		} else {
			at += taken;
			continue;
		}
		word.number = number_of_word(lexicon, seen->str);
		at = word.end;
		g_array_append_val(words, word);
	}
	return (struct read_text){ text, n, words };
}

void
read_text_clear(struct read_text *text)
{
	if (text->words != NULL)
		g_array_free(text->words, TRUE);
	*text = (struct read_text){ 0 };
}

/* --- what is typed --- */

/* A word of a phrase, and what must stand right before and right behind it. */
struct sought_word {
	const char *word; /* of the lexicon */
	uint32_t number;
	char *before, *behind;
	bool together; /* the next word follows without anything else between */
};

struct sought {
	struct lexicon *lexicon;
	GArray *words; /* struct sought_word */
	char *signs;   /* where there are no words: all that was typed */
	bool prefix;   /* the last word may go on */
	/* by word of the lexicon, whether it may be the first: of one that may go on */
	GByteArray *firsts;
};

static void
clear_word(gpointer data)
{
	struct sought_word *word = data;

	g_free(word->before);
	g_free(word->behind);
}

static char *
signs_at_start(const char *s, size_t n)
{
	size_t length = 0;

	while (length < n && is_sign(s[length]))
		length++;
	return g_strndup(s, length);
}

static char *
signs_at_end(const char *s, size_t n)
{
	size_t length = 0;

	while (length < n && is_sign(s[n - length - 1]))
		length++;
	return g_strndup(s + n - length, length);
}

static void
take_words(struct sought *sought, const struct read_text *typed, bool prefix)
{
	guint count = typed->words->len;

	for (guint i = 0; i < count; i++) {
		const struct read_word *word = &g_array_index(typed->words, struct read_word, i);
		bool last = i + 1 == count;
		size_t gap = (last ? typed->length : word[1].start) - word->end;
		size_t gap_before = i == 0 ? word->start : word->start - word[-1].end;
		struct sought_word taken = {
			.word = sought->lexicon->words->pdata[word->number],
			.number = word->number,
			.behind = signs_at_start(typed->text + word->end, gap),
			.before = signs_at_end(typed->text + word->start - gap_before, gap_before),
		};

		taken.together = !last && strlen(taken.behind) == gap;
		/* What stands between two is said once. */
		if (i > 0 && strlen(taken.before) == gap_before)
			taken.before[0] = '\0';
		if (last)
			sought->prefix = prefix && !word->single && gap == 0;
		if (last && prefix && taken.behind[0] != '\0' &&
			strchr(".,;:!?)]}", taken.behind[0]) != NULL)
			taken.behind[0] = '\0';
		g_array_append_val(sought->words, taken);
	}
}

struct sought *
sought_new(struct lexicon *lexicon, const char *typed, bool prefix)
{
	struct sought *sought = g_new0(struct sought, 1);
	g_autofree char *copy = g_strdelimit(g_strdup(typed), "\x1e", ' ');
	struct read_text text = read_text_new(lexicon, copy, strlen(copy));

	sought->lexicon = lexicon;
	sought->words = g_array_new(FALSE, FALSE, sizeof(struct sought_word));
	g_array_set_clear_func(sought->words, clear_word);
	sought->firsts = g_byte_array_new();
	take_words(sought, &text, prefix);
	read_text_clear(&text);
	if (sought->words->len == 0) {
		const char *around =
			"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
			"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f"
			" \x7f'\"`";
		const char *start = copy + strspn(copy, around);
		size_t n = strlen(start);

		while (n > 0 && strchr(around, start[n - 1]) != NULL)
			n--;
		sought->signs = g_strndup(start, n);
		if (n == 0) {
			sought_free(sought);
			return NULL;
		}
	}
	return sought;
}

void
sought_free(struct sought *sought)
{
	if (sought == NULL)
		return;
	g_array_free(sought->words, TRUE);
	g_byte_array_free(sought->firsts, TRUE);
	g_free(sought->signs);
	g_free(sought);
}

bool
sought_has_signs(const struct sought *sought)
{
	for (guint i = 0; i < sought->words->len; i++) {
		const struct sought_word *word =
			&g_array_index(sought->words, struct sought_word, i);

		if (word->before[0] != '\0' || word->behind[0] != '\0')
			return true;
	}
	return sought->words->len == 0;
}

/* Whether the index can tell a word by the signs before it. */
static bool
do_tell(const char *before)
{
	return before[0] == '\0' ||
	       (strlen(before) <= 3 && strchr("$#@%&*=<>~^|+-./_\\", before[0]) != NULL);
}

/* Such a word may be two that are written together. */
bool
sought_is_short(const struct sought *sought, unsigned letters)
{
	const struct sought_word *words = (const struct sought_word *)(void *)sought->words->data;
	guint count = sought->words->len;

	if (!sought->prefix || count > 2 || !do_tell(words[0].before))
		return false;
	if (count == 1)
		return strlen(words[0].before) + characters(words[0].word) <= letters;
	/* Of a time's colon the index says nothing. */
	if (strcmp(words[0].behind, ":") == 0 && g_ascii_isdigit(words[1].word[0]) &&
		g_ascii_isdigit(words[0].word[strlen(words[0].word) - 1]))
		return false;
	return words[0].together && strlen(words[0].behind) <= 3 &&
	       strlen(words[0].before) + characters(words[0].word) + strlen(words[0].behind) +
			       characters(words[1].word) <=
		       letters;
}

/* --- finding --- */

static bool
is_word(const struct sought *sought, guint i, const char *word)
{
	const char *asked = g_array_index(sought->words, struct sought_word, i).word;

	return sought->prefix && i + 1 == sought->words->len ? g_str_has_prefix(word, asked)
							     : strcmp(word, asked) == 0;
}

static bool
stands_behind(const struct read_text *text, size_t at, const char *signs)
{
	size_t n = strlen(signs);

	return text->length - at >= n && memcmp(text->text + at, signs, n) == 0;
}

static bool
stands_before(const struct read_text *text, size_t at, const char *signs)
{
	size_t n = strlen(signs);

	return at >= n && memcmp(text->text + at - n, signs, n) == 0;
}

/* Whether it begins at a word of a text. */
static bool
is_at(const struct sought *sought, const struct read_text *text, guint at)
{
	if (at + sought->words->len > text->words->len)
		return false;
	for (guint i = 0; i < sought->words->len; i++) {
		const struct sought_word *asked =
			&g_array_index(sought->words, struct sought_word, i);
		const struct read_word *word =
			&g_array_index(text->words, struct read_word, at + i);

		if (!is_word(sought, i, sought->lexicon->words->pdata[word->number]) ||
			!stands_before(text, word->start, asked->before) ||
			!stands_behind(text, word->end, asked->behind))
			return false;
		if (asked->together && word[1].start != word->end + strlen(asked->behind))
			return false;
	}
	return true;
}

/* Looks through the words of the lexicon that are new for those that it may begin with. */
static void
find_firsts(const struct sought *sought)
{
	const GPtrArray *words = sought->lexicon->words;

	if (sought->words->len > 1 || !sought->prefix)
		return;
	while (sought->firsts->len < words->len) {
		guint8 may_begin = is_word(sought, 0, words->pdata[sought->firsts->len]);

		g_byte_array_append(sought->firsts, &may_begin, 1);
	}
}

static inline bool
may_begin(const struct sought *sought, uint32_t number)
{
	return sought->firsts->len > 0
		       ? sought->firsts->data[number]
		       : number == g_array_index(sought->words, struct sought_word, 0).number;
}

static gint
compare_numbers(gconstpointer a, gconstpointer b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

void
sought_sort(GArray *numbers)
{
	g_array_sort(numbers, compare_numbers);
}

bool
sought_may_be_in(const struct sought *sought, GArray *numbers)
{
	guint count = sought->words->len, whole = count - (sought->prefix ? 1 : 0);

	for (guint i = 0; i < whole; i++) {
		const struct sought_word *word =
			&g_array_index(sought->words, struct sought_word, i);

		if (!g_array_binary_search(numbers, &word->number, compare_numbers, NULL))
			return false;
	}
	if (count != 1 || whole > 0)
		return true;
	find_firsts(sought);
	for (guint i = 0; i < numbers->len; i++) {
		if (may_begin(sought, g_array_index(numbers, uint32_t, i)))
			return true;
	}
	return false;
}

bool
sought_is_in(const struct sought *sought, const struct read_text *text)
{
	if (sought->words->len == 0)
		return memmem(text->text, text->length, sought->signs, strlen(sought->signs)) !=
		       NULL;
	find_firsts(sought);
	for (guint i = 0; i < text->words->len; i++) {
		if (may_begin(sought, g_array_index(text->words, struct read_word, i).number) &&
			is_at(sought, text, i))
			return true;
	}
	return false;
}

bool
sought_is(const struct sought *sought, const struct read_text *text)
{
	if (sought->words->len == 0)
		return text->words->len == 0 && sought_is_in(sought, text);
	return text->words->len == sought->words->len && is_at(sought, text, 0);
}

bool
sought_begins(const struct sought *sought, const struct read_text *text)
{
	if (sought->words->len == 0)
		return false;

	const struct sought_word *first = (const struct sought_word *)(void *)sought->words->data;
	size_t before = strspn(text->text, " \"'([#*");

	return text->words->len > 0 && is_at(sought, text, 0) &&
	       g_array_index(text->words, struct read_word, 0).start - strlen(first->before) <=
		       before;
}
