#include "config.h"

#include "document/stamp_format.h"

#include <stdlib.h>
#include <string.h>

#include "document/clock.h"
#include "text/safe.h"
#include "text/sentence.h"
#include "text/utf8.h"

enum {
	LAST_CUE = 5000,     /* milliseconds that it lasts where its end is not known */
	CHAPTER = 10 * 1000, /* the shortest that video sites take */
	CHAPTERS = 3,        /* the fewest */
	TITLE_BYTES = 100,   /* and the longest title of one, about */
	TITLE_LEAST = 20,    /* bytes of a paragraph's first words */
};

/* --- text --- */

/* A text as one line: blanks are one space, none at its edges. */
static char *
one_line(const char *s, size_t n)
{
	GString *line = g_string_new(NULL);
	g_autoptr(GString) safe = g_string_new(NULL);

	safe_append(safe, SAFE_TEXT, s, n);
	for (const char *at = safe->str; *at != '\0'; at++) {
		if (!g_ascii_isspace(*at))
			g_string_append_c(line, *at);
		else if (line->len > 0 && line->str[line->len - 1] != ' ')
			g_string_append_c(line, ' ');
	}
	if (line->len > 0 && line->str[line->len - 1] == ' ')
		g_string_truncate(line, line->len - 1);
	return g_string_free(line, FALSE);
}

static char *
sentence_line(const struct document *document, const struct timestamp *timestamp)
{
	return one_line(document->text + timestamp->sentence.start,
		range_length(timestamp->sentence));
}

static const struct section *
section_of(const struct document *document, const struct timestamp *timestamp)
{
	uint32_t at = document_section_at(document, timestamp->text.start);

	return at != NONE ? &document->sections[at] : NULL;
}

/* --- WebVTT --- */

/* Puts timestamps in order of time. */
static uint32_t *
in_time(const struct document *document, const uint32_t *timestamps, uint32_t n)
{
	g_autofree bool *wanted = g_new0(bool, document->timestamp_count + 1);
	uint32_t *sorted = g_new(uint32_t, n + 1), count = 0;

	for (uint32_t i = 0; i < n; i++)
		wanted[timestamps[i]] = true;
	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		if (wanted[document->by_time[i]])
			sorted[count++] = document->by_time[i];
	}
	return sorted;
}

static void
append_vtt_time(GString *out, uint64_t milliseconds)
{
	unsigned seconds = (unsigned)(milliseconds / 1000);

	g_string_append_printf(out, "%02u:%02u:%02u.%03u", seconds / 3600, seconds / 60 % 60,
		seconds % 60, (unsigned)(milliseconds % 1000));
}

static void
append_escaped(GString *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '&')
			g_string_append(out, "&amp;");
		else if (*s == '<')
			g_string_append(out, "&lt;");
		else if (*s == '>')
			g_string_append(out, "&gt;");
		else
			g_string_append_c(out, *s);
	}
}

/* Where each timestamp ends, by its index. */
static uint64_t *
cue_ends(const struct document *document)
{
	uint64_t *ends = g_new(uint64_t, document->timestamp_count + 1);
	uint32_t next = NONE; /* the least time after that of the one looked at */

	for (uint32_t i = document->timestamp_count; i-- > 0;) {
		const struct timestamp *timestamp = &document->timestamps[document->by_time[i]];
		uint32_t start = timestamp->milliseconds;

		if (i + 1 < document->timestamp_count) {
			const struct timestamp *after =
				&document->timestamps[document->by_time[i + 1]];
			if (after->milliseconds > start)
				next = after->milliseconds;
		}
		if (timestamp->end != NONE)
			ends[document->by_time[i]] = timestamp->end;
		else
			ends[document->by_time[i]] =
				next != NONE ? next : (uint64_t)start + LAST_CUE;
	}
	return ends;
}

/* A line of a cue; more: others follow it. */
static void
append_said(GString *out, const struct document *document, const struct timestamp *timestamp,
	bool more)
{
	const char *label = document_timestamp_speaker(document, timestamp);
	g_autofree char *text = sentence_line(document, timestamp);

	/* What is empty would end the cue. */
	if (text[0] == '\0')
		return;
	if (label != NULL) {
		g_autofree char *speaker = one_line(label, strlen(label));
		g_string_append(out, "<v ");
		append_escaped(out, speaker);
		g_string_append_c(out, '>');
	}
	append_escaped(out, text);
	g_string_append(out, label != NULL && more ? "</v>\n" : "\n");
}

/* Whether two timestamps are of one cue, in which another begins to speak. */
static bool
is_same_cue(const struct timestamp *a, const struct timestamp *b)
{
	return a->end != NONE && a->source == b->source && a->milliseconds == b->milliseconds &&
	       a->end == b->end;
}

void
stamp_format_vtt(GString *out, const struct document *document, const uint32_t *timestamps,
	uint32_t n)
{
	g_autofree uint32_t *sorted = in_time(document, timestamps, n);
	g_autofree uint64_t *ends = cue_ends(document);

	for (uint32_t i = 0; i < n; i++) {
		const struct timestamp *timestamp = &document->timestamps[sorted[i]];

		if (i == 0 || !is_same_cue(&document->timestamps[sorted[i - 1]], timestamp)) {
			g_string_append_c(out, '\n');
			append_vtt_time(out, timestamp->milliseconds);
			g_string_append(out, " --> ");
			append_vtt_time(out, ends[sorted[i]]);
			g_string_append_c(out, '\n');
		}
		append_said(out, document, timestamp,
			i + 1 < n && is_same_cue(timestamp, &document->timestamps[sorted[i + 1]]));
	}
}

/* --- CSV --- */

void
stamp_format_csv_header(GString *out)
{
	g_string_append(out, "path,seconds,time,section,text,line,url\r\n");
}

/* A field of text, which no spreadsheet may take for a formula (OWASP, CSV injection). */
static void
append_field(GString *out, const char *s)
{
	bool formula = s[0] != '\0' && strchr("=+-@\t\r", s[0]) != NULL;
	bool quoted = strpbrk(s, ",\"\r\n") != NULL;

	if (quoted)
		g_string_append_c(out, '"');
	if (formula)
		g_string_append_c(out, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *s);
	}
	if (quoted)
		g_string_append_c(out, '"');
}

static void
append_name(GString *out, const char *s)
{
	g_autofree char *safe = safe_string(SAFE_NAME, s, -1);

	append_field(out, safe);
}

void
stamp_format_csv(GString *out, const struct document *document, const uint32_t *timestamps,
	uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct timestamp *timestamp = &document->timestamps[timestamps[i]];
		const struct section *section = section_of(document, timestamp);
		g_autofree char *text = sentence_line(document, timestamp);
		g_autofree char *title =
			section != NULL ? one_line(section->title, strlen(section->title)) : NULL;
		g_autofree char *url = document_timestamp_url(document, timestamp);
		char clock[16];

		append_name(out, document->path);
		g_string_append_printf(out, ",%u,%s,", timestamp->milliseconds / 1000,
			clock_format(clock, timestamp->milliseconds));
		append_field(out, title != NULL ? title : "");
		g_string_append_c(out, ',');
		append_field(out, text);
		g_string_append_printf(out, ",%u,", timestamp->line);
		append_name(out, url != NULL ? url : "");
		g_string_append(out, "\r\n");
	}
}

/* --- chapters --- */

struct chapter_line {
	uint32_t milliseconds;
	bool opening; /* what stands before all sections, called by the document's title */
	char *title;  /* one line */
};

static void
clear_line(gpointer p)
{
	struct chapter_line *chapter = p;

	g_free(chapter->title);
}

static GArray *
chapters_new(void)
{
	GArray *chapters = g_array_new(FALSE, FALSE, sizeof(struct chapter_line));

	g_array_set_clear_func(chapters, clear_line);
	return chapters;
}

/* A title that is too long is cut at a word. */
static char *
cut_title(char *title)
{
	size_t n = strlen(title), cut;

	if (n <= TITLE_BYTES)
		return title;
	cut = utf8_cut(title, n, TITLE_BYTES - strlen("…"));
	for (size_t at = cut; at > TITLE_BYTES / 2; at--) {
		if (title[at] == ' ') {
			cut = at;
			break;
		}
	}
	char *short_title = g_strdup_printf("%.*s%s", (int)cut, title, safe_ascii() ? "..." : "…");
	g_free(title);
	return short_title;
}

/* Takes title. */
static void
add_chapter(GArray *chapters, uint32_t milliseconds, char *title)
{
	struct chapter_line chapter = { .milliseconds = milliseconds, .title = cut_title(title) };

	g_array_append_val(chapters, chapter);
}

/* A chapter for each section that holds timestamps, and for what stands before them. Whether there are
 * enough. */
static bool
add_sections(const struct document *document, GArray *chapters)
{
	uint32_t last = NONE, sections = 0;

	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		const struct timestamp *timestamp = &document->timestamps[i];
		uint32_t at = document_section_at(document, timestamp->text.start);

		if (i > 0 && at == last)
			continue;
		last = at;
		sections += at != NONE;
		if (at == NONE) {
			const char *title = document_field(document, FIELD_TITLE);
			add_chapter(chapters, timestamp->milliseconds,
				one_line(title, strlen(title)));
			g_array_index(chapters, struct chapter_line, 0).opening = true;
			continue;
		}
		const struct section *section = &document->sections[at];
		/* The time that a heading begins with is none of the chapter's title. */
		if (timestamp->text.start < section->heading.end &&
			timestamp->sentence.end > timestamp->sentence.start)
			add_chapter(chapters, timestamp->milliseconds,
				sentence_line(document, timestamp));
		else
			add_chapter(chapters, timestamp->milliseconds,
				one_line(section->title, strlen(section->title)));
	}
	return sections >= CHAPTERS;
}

/* How a paragraph begins: with so many of its sentences that they tell something. */
static struct range
first_words(const struct document *document, uint32_t start, uint32_t end)
{
	struct range words = { start, start };

	end = MIN(MAX(end, start), start + 4 * TITLE_BYTES);
	while (words.end < end && range_length(words) < TITLE_LEAST)
		words.end = MAX(sentence_end(document->text, words.end, end), words.end + 1);
	return words;
}

/* A chapter for each timestamp, or paragraph of a transcript. */
static void
add_timestamps(const struct document *document, GArray *chapters)
{
	uint32_t last = NONE;

	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		const struct timestamp *timestamp = &document->timestamps[i];
		uint32_t at = document_block_at(document, timestamp->text.start);
		struct range title = timestamp->sentence;

		if (at != NONE && document->blocks[at].kind == BLOCK_CUE) {
			if (at == last)
				continue;
			last = at;
			title = first_words(document, title.start, document->blocks[at].text.end);
		}
		add_chapter(chapters, timestamp->milliseconds,
			one_line(document->text + title.start, range_length(title)));
	}
}

static gint
compare_chapters(gconstpointer a, gconstpointer b)
{
	const struct chapter_line *x = a, *y = b;

	return x->milliseconds < y->milliseconds ? -1 : x->milliseconds > y->milliseconds;
}

static void
print_chapter(GString *out, const struct document *document, uint32_t milliseconds,
	const char *title)
{
	char clock[16];
	const char *name = document_field(document, FIELD_TITLE);
	g_autofree char *named = cut_title(one_line(name, strlen(name)));

	g_string_append_printf(out, "%s %s\n", clock_short(clock, milliseconds),
		title[0] != '\0' ? title : named);
}

static void
print_chapters(GString *out, const struct document *document, GArray *chapters)
{
	uint32_t last = 0;

	g_array_sort(chapters, compare_chapters);
	for (guint i = 0; i < chapters->len; i++) {
		const struct chapter_line *chapter =
			&g_array_index(chapters, struct chapter_line, i);
		uint32_t at = chapter->milliseconds / 1000 * 1000;

		/* What stands before all sections is called by the title already. */
		if (i == 0 && (at < CHAPTER || chapter->opening))
			at = 0;
		else if (i == 0)
			print_chapter(out, document, 0, "");
		else if (at < last + CHAPTER)
			continue;
		print_chapter(out, document, at, chapter->title);
		last = at;
	}
}

void
stamp_format_chapters(GString *out, const struct document *document)
{
	g_autoptr(GArray) chapters = chapters_new();

	if (!add_sections(document, chapters)) {
		g_array_set_size(chapters, 0);
		add_timestamps(document, chapters);
	}
	print_chapters(out, document, chapters);
}

void
stamp_format_moments(GString *out, const struct document *document, const uint32_t *timestamps,
	uint32_t n)
{
	g_autoptr(GArray) chapters = chapters_new();

	for (uint32_t i = 0; i < n; i++) {
		const struct timestamp *timestamp = &document->timestamps[timestamps[i]];

		add_chapter(chapters, timestamp->milliseconds, sentence_line(document, timestamp));
	}
	print_chapters(out, document, chapters);
}
