#include "config.h"

#include "library/snippet.h"

#include "text/character.h"
#include "text/sentence.h"
#include "text/utf8.h"

enum {
	SAFE_REACH = 4096, /* bytes looked back for a place where clusters surely part */
	LONGEST = 100000,  /* characters of a snippet */
	SHORT = 40,        /* characters: a line that is shorter goes on behind its end */
	CUT = 0x2026,      /* … */
	REPLACEMENT = 0xFFFD,
};

static bool
is_blank(uint32_t c)
{
	return c != UTF8_BAD && character_is_space(c);
}

/* Characters of text[start, end). */
static uint32_t
characters(const char *text, uint32_t start, uint32_t end)
{
	uint32_t n = 0;
	for (uint32_t i = start; i < end; i++)
		n += !utf8_is_tail((unsigned char)text[i]);
	return n;
}

bool
hit_window_is_better(const struct hit_window *a, const struct hit_window *b)
{
	if (a->phrases != b->phrases)
		return a->phrases > b->phrases;
	if (a->body != b->body)
		return a->body;
	return a->phrases > 1 && a->width < b->width;
}

struct hit_window
snippet_window(const char *text, const struct phrase_hit *hits, uint32_t first, uint32_t end,
	uint32_t heading_end, uint32_t length, uint32_t *counts)
{
	struct hit_window best = { 0 };
	uint32_t from = first, phrases = 0;
	uint32_t low = 0, high = 0; /* characters from the first hit to hits[from] and to hits[i] */

	for (uint32_t i = first; i < end; i++) {
		struct range hit = hits[i].range;
		if (i > first)
			high += characters(text, hits[i - 1].range.start, hit.start);
		uint32_t right = high + characters(text, hit.start, hit.end);
		phrases += counts[hits[i].phrase]++ == 0;
		while (from < i && (right - low > length || counts[hits[from].phrase] > 1)) {
			phrases -= --counts[hits[from].phrase] == 0;
			low += characters(text, hits[from].range.start, hits[from + 1].range.start);
			from++;
		}
		struct hit_window found = {
			.first = from,
			.end = i + 1,
			.phrases = phrases,
			.width = right - low,
			.body = hits[from].range.start >= heading_end,
		};
		if (i == first || hit_window_is_better(&found, &best))
			best = found;
	}
	for (; from < end; from++)
		counts[hits[from].phrase]--;
	return best;
}

/* --- where it begins --- */

/* The start of the sentence that holds shown, where it is at most so many bytes before: else some place
 * there, and *whole is false. */
static uint32_t
sentence_start(const char *text, struct range within, struct range shown, uint32_t reach,
	bool *whole)
{
	uint32_t start = shown.start, next;

	while (start > within.start && shown.start - start < reach && text[start - 1] != '\n')
		start--;
	*whole = start == within.start || text[start - 1] == '\n';
	while (!*whole && start < shown.start && utf8_is_tail((unsigned char)text[start]))
		start++;
	while (start < shown.start && (next = sentence_end(text, start,
					       MAX(shown.end, shown.start + 1))) <= shown.start) {
		start = next;
		*whole = true;
	}
	while (start < shown.start && g_ascii_isspace(text[start]))
		start++;
	return start;
}

/* A place at or before at where grapheme clusters surely part: two characters of ASCII do. */
static uint32_t
parted_before(const char *text, uint32_t start, uint32_t at)
{
	uint32_t low = at - start > SAFE_REACH ? at - SAFE_REACH : start;

	for (uint32_t p = at; p > low; p--)
		if ((text[p] & 0x80) == 0 && (text[p - 1] & 0x80) == 0 && text[p] != '\n')
			return p;
	while (low > start && low < at && utf8_is_tail((unsigned char)text[low]))
		low++;
	return low;
}

/* The place to cut at, at or behind at and not behind limit: a word's start where there is one, else
 * between two clusters. */
static uint32_t
cut_before(const char *text, uint32_t start, uint32_t at, uint32_t limit)
{
	uint32_t p = parted_before(text, start, at);
	uint32_t fallback = RANGE_NONE, last = p;
	bool blank = false;

	for (; p <= limit; blank = g_ascii_isspace(text[last])) {
		if (p >= at && blank && !g_ascii_isspace(text[p]))
			return p;
		if (p >= at && fallback == RANGE_NONE)
			fallback = p;
		last = p;
		if (p == limit)
			break;
		p += (uint32_t)utf8_grapheme(text + p, limit - p + 4);
	}
	return fallback != RANGE_NONE ? fallback : last;
}

/* Where the snippet begins; *cut tells that a sentence was cut there. */
static uint32_t
begin_at(const char *text, struct range within, struct range shown, const GArray *ranges,
	uint32_t length, bool *cut)
{
	bool whole;
	uint32_t start = sentence_start(text, within, shown, 4 * length, &whole);
	uint32_t width = characters(text, shown.start, shown.end), back, at = shown.start;

	*cut = false;
	if (whole && characters(text, start, shown.start) + width <= length)
		return start;
	back = width < length ? (length - width) / 3 : 0;
	while (back-- > 0 && at > start)
		at = (uint32_t)utf8_prev(text, within.end, at);
	at = cut_before(text, start, MAX(at, start), shown.start);
	/* No hit is cut that is not the one shown. */
	for (guint i = 0; i < ranges->len; i++) {
		struct range range = g_array_index(ranges, struct range, i);
		if (range.start < at && range.end > at && range.end <= shown.start)
			at = cut_before(text, start, range.end, shown.start);
	}
	*cut = at > start || !whole;
	return at;
}

/* What is shown with the hits that reach into it. */
static struct range
widen(struct range shown, const GArray *ranges)
{
	for (guint i = 0; i < ranges->len; i++) {
		struct range range = g_array_index(ranges, struct range, i);
		if (range.start < shown.end && range.end > shown.start) {
			shown.start = MIN(shown.start, range.start);
			shown.end = MAX(shown.end, range.end);
		}
	}
	return shown;
}

/* --- the line --- */

struct writer {
	const char *text;
	const GArray *ranges;
	guint range; /* the one that is open, or comes next */
	bool open;
	struct range span;
	GString *out;
	GArray *spans;
	bool blank; /* white space is due before the next character */
	uint32_t characters;
};

static void
close_span(struct writer *writer)
{
	writer->span.end = (uint32_t)writer->out->len;
	g_array_append_val(writer->spans, writer->span);
	writer->open = false;
	writer->range++;
}

static void
write_character(struct writer *writer, uint32_t at, uint32_t c)
{
	const GArray *ranges = writer->ranges;
	char bytes[4];

	if (writer->open && at >= g_array_index(ranges, struct range, writer->range).end)
		close_span(writer);
	if (is_blank(c)) {
		writer->blank = writer->characters > 0;
		return;
	}
	if (writer->blank)
		g_string_append_c(writer->out, ' ');
	writer->characters += writer->blank;
	writer->blank = false;
	while (!writer->open && writer->range < ranges->len &&
		g_array_index(ranges, struct range, writer->range).end <= at)
		writer->range++;
	if (!writer->open && writer->range < ranges->len &&
		g_array_index(ranges, struct range, writer->range).start <= at) {
		writer->open = true;
		writer->span.start = (uint32_t)writer->out->len;
	}
	size_t n = utf8_put(bytes, c == UTF8_BAD || c == 0 ? REPLACEMENT : c);
	g_string_append_len(writer->out, bytes, (gssize)n);
}

/* Writes the cluster at at; gives where it ends. */
static uint32_t
write_cluster(struct writer *writer, uint32_t at, uint32_t end)
{
	uint32_t next = at + (uint32_t)utf8_grapheme(writer->text + at, end - at), c;
	gsize before = writer->out->len;

	for (size_t n; at < next; at += (uint32_t)n) {
		n = utf8_next(writer->text + at, next - at, &c);
		write_character(writer, at, c);
	}
	writer->characters += writer->out->len > before;
	return next;
}

/* Whether a hit goes on at a place, so that the line should not end there. */
static bool
is_in_hit(const struct writer *writer, uint32_t at)
{
	return writer->open && at < g_array_index(writer->ranges, struct range, writer->range).end;
}

/* Writes from at on what fits, up to the end of a sentence, else of a word, that is not before
 * shown_end; of short paragraphs, items and cells several. Tells whether a sentence was cut. */
static bool
write_line(struct writer *writer, uint32_t at, uint32_t end, uint32_t shown_end, uint32_t length)
{
	uint32_t most = end - at > 16 * length ? at + 16 * length : end;
	uint32_t sentence = at < most ? sentence_end(writer->text, at, most) : most;
	gsize kept = 0, word = 0;
	uint32_t c;

	while (at < end) {
		bool may_end = at >= shown_end && !is_in_hit(writer, at);
		for (; sentence <= at && sentence < most;
			sentence = sentence_end(writer->text, sentence, most))
			kept = may_end ? writer->out->len : kept;
		utf8_next(writer->text + at, end - at, &c);
		if (is_blank(c) && may_end)
			word = writer->out->len;
		if (!is_blank(c) && writer->characters + writer->blank >= length)
			break;
		if (c == '\n' && may_end && writer->characters >= SHORT) {
			at = end;
			break;
		}
		at = write_cluster(writer, at, end);
	}
	if (at < end && kept > 0)
		g_string_truncate(writer->out, kept);
	else if (at < end && word > writer->out->len / 3 * 2)
		g_string_truncate(writer->out, word);
	else if (at > shown_end && is_in_hit(writer, at) && writer->span.start > 0)
		g_string_truncate(writer->out, writer->span.start);
	if (writer->out->len > 0 && writer->out->str[writer->out->len - 1] == ' ')
		g_string_truncate(writer->out, writer->out->len - 1);
	if (writer->open)
		close_span(writer);
	return at < end && kept == 0;
}

/* Leaves out of the spans what was cut off. */
static void
clip_spans(GArray *spans, uint32_t end)
{
	while (spans->len > 0 && g_array_index(spans, struct range, spans->len - 1).start >= end)
		g_array_set_size(spans, spans->len - 1);
	if (spans->len > 0) {
		struct range *last = &g_array_index(spans, struct range, spans->len - 1);
		last->end = MIN(last->end, end);
	}
}

void
snippet_make(struct snippet *snippet, const char *text, struct range within, struct range shown,
	const GArray *ranges, uint32_t length)
{
	struct writer writer = { .text = text, .ranges = ranges };
	bool cut;
	length = MIN(length, LONGEST);
	shown = widen(shown, ranges);
	uint32_t begin = begin_at(text, within, shown, ranges, length, &cut);

	writer.out = g_string_new(NULL);
	writer.spans = g_array_new(FALSE, FALSE, sizeof(struct range));
	if (cut)
		g_string_append_unichar(writer.out, CUT);
	cut = write_line(&writer, begin, within.end, shown.end, length);
	clip_spans(writer.spans, (uint32_t)writer.out->len);
	if (cut)
		g_string_append_unichar(writer.out, CUT);
	snippet->text = g_string_free(writer.out, FALSE);
	snippet->spans = writer.spans;
}

void
snippet_clear(struct snippet *snippet)
{
	g_free(snippet->text);
	if (snippet->spans != NULL)
		g_array_unref(snippet->spans);
	*snippet = (struct snippet){ 0 };
}
