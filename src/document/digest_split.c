#include "config.h"

#include "document/digest_private.h"

#include "text/character.h"

enum { EXCERPT_LEAST = 40 }; /* characters after a title that no cut tells [17, 18] */

uint32_t
digest_split_at_ellipsis(const struct digest_head *head, const struct digest_line *line)
{
	if (line->tail == 0 || line->led)
		return 0;
	for (uint32_t p = 1; p <= TITLE_LONGEST && p + line->tail < line->length; p++) {
		uint32_t dots = digest_ellipsis_at(head, p);

		if (dots == 0)
			continue;
		if (!digest_ends_word(head->c[p - 1]) || p + dots >= head->n ||
			character_is_space(head->c[p + dots])) {
			p += dots - 1;
			continue;
		}
		return head->title[p] ? p : 0;
	}
	return 0;
}

/* A title glued to a sentence opener [17]: the characters of the title, else 0. */
static uint32_t
split_at_opener(const struct digest_head *head, const struct digest_line *line, uint8_t *certainty)
{
	for (uint32_t p = 3; p <= TITLE_LONGEST && p < head->n && p + EXCERPT_LEAST <= line->length;
		p++) {
		uint32_t l = head->c[p - 1], r = head->c[p];
		bool quote = r == U'“' || r == U'‘';

		if (!head->title[p])
			continue;
		if (character_is_upper(l) && character_is_upper(r)) {
			if (digest_opener_at(head, p) >= 2) {
				*certainty = 70;
				return p;
			}
		} else if ((character_is_lower(l) ||
				   (digest_ends_word(l) && !character_is_letter(l) && l != '%')) &&
			   (character_is_upper(r) || quote) &&
			   digest_opener_at(head, quote ? p + 1 : p) > 0) {
			*certainty = 75;
			return p;
		}
	}
	return 0;
}

/* Whether all of the word that ends before p is lowercase, three letters or more. */
static bool
follows_small_word(const struct digest_head *head, uint32_t p)
{
	uint32_t start = p;

	while (start > 0 && character_is_letter(head->c[start - 1])) {
		if (!character_is_lower(head->c[start - 1]))
			return false;
		start--;
	}
	return p - start >= 3;
}

/* Whether the word at p is a capital and two or more lowercase with a space after. */
static bool
is_capital_word(const struct digest_head *head, uint32_t p)
{
	uint32_t end = p + 1;

	if (!character_is_upper(head->c[p]))
		return false;
	while (end < head->n && character_is_lower(head->c[end]))
		end++;
	return end - p >= 3 && end < head->n && head->c[end] == ' ';
}

/* A title glued to a word with a capital [18]. */
static uint32_t
split_at_capital(const struct digest_head *head, const struct digest_line *line)
{
	for (uint32_t p = 3; p <= TITLE_LONGEST && p < head->n && p + EXCERPT_LEAST <= line->length;
		p++)
		if (head->title[p] && is_capital_word(head, p) && follows_small_word(head, p))
			return p;
	return 0;
}

/* Whether a whole line is a title [16], spaces at its end aside. */
static bool
is_title(const struct digest_head *head, const struct digest_line *line)
{
	uint32_t n = line->length;

	if (n > head->n)
		return false;
	while (n > 0 && character_is_space(head->c[n - 1]))
		n--;
	return n <= TITLE_LONGEST && head->title[n];
}

/* How a line is split: the title's characters (all of them where there is no excerpt). */
struct split {
	uint32_t title;
	enum excerpt_kind kind;
	uint8_t certainty;
};

static struct split
split_line(const struct digest_head *head, const struct digest_line *line,
	const struct digest_cut *cut)
{
	struct split split = { .kind = line->tail > 0 ? EXCERPT_W : EXCERPT_P };
	uint32_t p = digest_split_at_ellipsis(head, line);
	unsigned strength;

	if (p > 0 || line->led)
		return (struct split){ .title = p, .kind = EXCERPT_S, .certainty = 95 };
	strength = cut->k > 0 ? digest_cut_at(cut, head, line->length - line->tail, &p) : 0;
	if (strength > 0 && (line->mid || strength >= 10)) {
		split.title = p;
		split.kind = EXCERPT_K;
		split.certainty = p == 0 || strength >= 20 ? 95 : strength >= 14 ? 85 : 75;
		return split;
	}
	if (is_title(head, line))
		return (struct split){ .title = line->length, .certainty = 90 };
	split.title = split_at_opener(head, line, &split.certainty);
	if (split.title == 0 && (split.title = split_at_capital(head, line)) > 0)
		split.certainty = 65;
	if (split.title == 0) {
		split.certainty = 80;
		if (line->length < CUT_LEAST)
			split.kind = EXCERPT_P;
	}
	return split;
}

GArray *
digest_split(const char *bytes, const GArray *lines)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct digest_item));
	g_autofree struct digest_head *head = g_new(struct digest_head, 1);
	struct digest_cut cut = digest_cut_find(bytes, lines);

	for (guint i = 0; i < lines->len; i++) {
		const struct digest_line *line = &g_array_index(lines, struct digest_line, i);
		struct digest_item item = { .partner = NONE };
		uint32_t middle;
		struct split split;

		digest_head_read(head, bytes, line);
		split = split_line(head, line, &cut);
		item.certainty = split.certainty;
		middle = split.title >= line->length ? line->bytes.end : head->at[split.title];
		if (split.title > 0) {
			item.title = true;
			item.bytes = (struct range){ line->bytes.start, middle };
			g_array_append_val(items, item);
		}
		if (middle == line->bytes.end)
			continue;
		item.title = false;
		item.bytes = (struct range){ middle, line->bytes.end };
		item.kind = split.kind;
		item.tail = line->tail > 0;
		item.led = split.title == 0 ? line->led : digest_ellipsis_at(head, split.title) > 0;
		g_array_append_val(items, item);
	}
	return items;
}
