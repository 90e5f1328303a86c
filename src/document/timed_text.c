#include "config.h"

#include "document/timed_text.h"

#include <glib.h>
#include <string.h>

#include "document/clock.h"
#include "document/draft.h"
#include "text/line.h"

enum {
	NAME_BYTES = 60,
	STAMP_LIMIT = 100000, /* SAFETY §2 */
	TIMED_LEAST = 3,      /* paragraphs */
	/* milliseconds: a recording begins sooner, a log anywhere in the day */
	FIRST_MOST = 10 * 60000,
	FIRST_MOST_SHORT = 60000, /* of two parts, which a schedule has too */
	LOOK_FIRST = 20,          /* paragraphs that settle it for nearly every file */
};

/* A line that begins with a time. */
struct timed_line {
	struct range stamp; /* the time, its brackets included */
	uint32_t rest;      /* where what is said begins; the line's end where nothing is */
	uint32_t milliseconds;
	uint8_t parts;
};

/* A time at at, in brackets or bare: fills timed->stamp. */
static bool
read_stamp(const char *bytes, uint32_t at, uint32_t end, struct timed_line *timed)
{
	struct clock_time time;
	char close = 0;
	uint32_t start = at;
	size_t taken;

	if (at < end && (bytes[at] == '[' || bytes[at] == '('))
		close = bytes[at++] == '[' ? ']' : ')';
	taken = clock_read(bytes + at, end - at, false, &time);
	at += (uint32_t)taken;
	if (taken == 0 || (close != 0 && (at == end || bytes[at++] != close)))
		return false;
	if (at < end && strchr(" \t:-|.", bytes[at]) == NULL)
		return false;
	timed->stamp = (struct range){ start, at };
	timed->milliseconds = clock_milliseconds(&time, false);
	timed->parts = time.parts;
	at = line_skip_blanks(bytes, at, end);
	if (end - at > 1 && (bytes[at] == ':' || bytes[at] == '-' || bytes[at] == '|'))
		at = line_skip_blanks(bytes, at + 1, end);
	timed->rest = at;
	return end - at < 2 ||
	       (g_ascii_strncasecmp(bytes + at, "AM", 2) != 0 &&
		       g_ascii_strncasecmp(bytes + at, "PM", 2) != 0) ||
	       (end - at > 2 && g_ascii_isalnum(bytes[at + 2]));
}

/* `Ann: 00:01:02`, `Ann 0:03` with nothing after, `Ann [1:02]: Hello`. */
static bool
read_speaker(const char *bytes, struct line line, struct timed_line *timed)
{
	uint32_t most = MIN(line.end, line.start + NAME_BYTES);

	if (line.start == line.end ||
		(!g_ascii_isalpha(bytes[line.start]) && (unsigned char)bytes[line.start] < 0x80))
		return false;
	for (uint32_t at = line.start + 1; at < most; at++) {
		bool bracket = bytes[at] == '[' || bytes[at] == '(';

		if ((!bracket && !g_ascii_isdigit(bytes[at])) || bytes[at - 1] != ' ' ||
			!read_stamp(bytes, at, line.end, timed))
			continue;
		if (timed->rest == line.end)
			return true;
		return bracket && timed->stamp.end < line.end && bytes[timed->stamp.end] == ':';
	}
	return false;
}

static bool
read_timed(const char *bytes, struct line line, struct timed_line *timed)
{
	uint32_t at = line_skip_blanks(bytes, line.start, line.end);

	if (line.end - at < 4)
		return false;
	line.start = at;
	return read_stamp(bytes, at, line.end, timed) || read_speaker(bytes, line, timed);
}

/* The level of a Markdown heading, 0 for another line; *text is where its words begin. */
static uint8_t
heading_level(const char *bytes, struct line line, uint32_t *text)
{
	uint32_t level = 0;

	while (line.start + level < line.end && bytes[line.start + level] == '#')
		level++;
	*text = line_skip_blanks(bytes, line.start + level, line.end);
	if (level == 0 || level > 6 || *text == line.start + level || *text == line.end)
		return 0;
	return (uint8_t)level;
}

/* --- does most of it begin with a time? --- */

struct tally {
	unsigned paragraphs, timed, backwards;
	unsigned nicks; /* timed lines of a chat: `<ann> hello` */
	uint32_t last;
	bool from_start; /* the first time is near a recording's start */
	bool awaits;     /* a time alone: the paragraph after it is its own */
};

static void
count_timed(struct tally *tally, const struct timed_line *timed, bool alone)
{
	uint32_t most = timed->parts == 2 ? FIRST_MOST_SHORT : FIRST_MOST;

	if (tally->timed++ == 0)
		tally->from_start = timed->milliseconds <= most;
	else
		tally->backwards += timed->milliseconds < tally->last;
	tally->last = timed->milliseconds;
	tally->awaits = alone;
}

/* Whether a nickname of a chat stands at at: `<ann> `; no tag of a cue (`<v Ann>`) does. */
static bool
is_nick(const char *bytes, uint32_t at, uint32_t end)
{
	uint32_t close = at + 1;

	if (at >= end || bytes[at] != '<')
		return false;
	while (close < end && bytes[close] != '>' && bytes[close] != ' ' && close - at < NAME_BYTES)
		close++;
	return close + 1 < end && bytes[close] == '>' && bytes[close + 1] == ' ';
}

/* What Markdown alone would show as it is meant. */
static bool
has_markup(const char *bytes, struct line line)
{
	size_t n = line.end - line.start;

	return g_strstr_len(bytes + line.start, (gssize)n, "](") != NULL ||
	       g_strstr_len(bytes + line.start, (gssize)n, "[[") != NULL ||
	       g_strstr_len(bytes + line.start, (gssize)n, "**") != NULL ||
	       g_strstr_len(bytes + line.start, (gssize)n, "```") != NULL ||
	       g_strstr_len(bytes + line.start, (gssize)n, "yt-timestamp") != NULL;
}

bool
timed_text_looks_like(const struct draft *draft)
{
	const char *bytes = draft->source->bytes;
	uint32_t n = draft->source->length, at = draft->body, text;
	struct tally tally = { 0 };
	bool after_blank = true;

	while (at < n) {
		struct line line = line_at(bytes, at, n);
		struct timed_line timed;

		at = line.next;
		if (line_is_blank(bytes, line)) {
			after_blank = true;
			continue;
		}
		if (draft->markdown_suffix && has_markup(bytes, line))
			return false;
		if (read_timed(bytes, line, &timed)) {
			tally.paragraphs++;
			count_timed(&tally, &timed, timed.rest == line.end);
			tally.nicks += is_nick(bytes, timed.rest, line.end);
		} else if (after_blank && heading_level(bytes, line, &text) == 0) {
			tally.paragraphs += !tally.awaits;
			tally.awaits = false;
		} else {
			tally.awaits = false;
		}
		after_blank = false;
		if (tally.paragraphs >= LOOK_FIRST && tally.timed * 2 <= tally.paragraphs &&
			tally.timed < TIMED_LEAST)
			return false;
	}
	return tally.timed >= TIMED_LEAST && tally.timed * 2 > tally.paragraphs &&
	       tally.nicks * 2 < tally.timed && tally.from_start &&
	       tally.backwards * 10 <= tally.timed;
}

/* --- parsing --- */

struct text_writer {
	struct draft *draft;
	const char *bytes;
	bool open;
	bool alone;  /* the open paragraph is a time alone so far */
	bool awaits; /* the last timestamp has no words yet */
	bool full;
	uint32_t words; /* of the open paragraph: where its words begin */
};

static void
end_paragraph(struct text_writer *writer)
{
	GArray *stamps = writer->draft->timestamps;

	if (!writer->open)
		return;
	if (writer->words != NONE && stamps->len > 0 &&
		draft_offset(writer->draft) > writer->words) {
		struct timestamp *last = &g_array_index(stamps, struct timestamp, stamps->len - 1);

		last->sentence = (struct range){ writer->words, draft_offset(writer->draft) };
		writer->awaits = false;
	}
	draft_close(writer->draft);
	writer->open = false;
	writer->alone = false;
}

static void
write_range(struct text_writer *writer, uint32_t start, uint32_t end)
{
	while (end > start && g_ascii_isspace(writer->bytes[end - 1]))
		end--;
	if (end > start)
		draft_text(writer->draft, writer->bytes + start, end - start, 0,
			(struct range){ start, end });
}

static void
begin_paragraph(struct text_writer *writer, uint32_t source)
{
	end_paragraph(writer);
	draft_open(writer->draft, BLOCK_CUE, source);
	writer->open = true;
	/* A time that stood alone marks the paragraph after it. */
	writer->words = writer->awaits ? draft_offset(writer->draft) : NONE;
}

static void
write_timed(struct text_writer *writer, struct line line, const struct timed_line *timed)
{
	struct draft *draft = writer->draft;
	uint32_t start = line_skip_blanks(writer->bytes, line.start, line.end), at;
	struct timestamp stamp = {
		.milliseconds = timed->milliseconds,
		.end = NONE,
		.source = timed->stamp.start,
		.line = source_line(draft->source, timed->stamp.start),
	};

	writer->awaits = false;
	begin_paragraph(writer, start);
	at = draft_offset(draft);
	write_range(writer, start, line.end);
	stamp.text =
		(struct range){ at + timed->stamp.start - start, at + timed->stamp.end - start };
	writer->words = MIN(at + timed->rest - start, draft_offset(draft));
	stamp.sentence = (struct range){ writer->words, writer->words };
	writer->alone = writer->awaits = timed->rest == line.end;
	if (draft->timestamps->len < STAMP_LIMIT) {
		g_array_append_val(draft->timestamps, stamp);
		return;
	}
	if (!writer->full)
		draft_problem(draft, "too-many", stamp.source,
			"more than 100,000 timestamps: the rest is read as text");
	writer->full = true;
	writer->words = NONE;
}

static void
write_heading(struct text_writer *writer, struct line line, uint8_t level, uint32_t text)
{
	uint32_t block;

	end_paragraph(writer);
	block = draft_open(writer->draft, BLOCK_HEADING, line.start);
	draft_block(writer->draft, block)->level = level;
	write_range(writer, text, line.end);
	draft_close(writer->draft);
}

/* A line that goes on with the open paragraph, or begins one without a time. */
static void
write_more(struct text_writer *writer, struct line line)
{
	if (!writer->open) {
		begin_paragraph(writer, line.start);
	} else {
		/* A time or a speaker's line stands alone above what is said. */
		const char *between = writer->alone ? "\n" : " ";

		draft_text(writer->draft, between, 1, 0,
			(struct range){ line.start > 0 ? line.start - 1 : 0, line.start });
		if (writer->alone)
			writer->words = draft_offset(writer->draft);
		writer->alone = false;
	}
	write_range(writer, line_skip_blanks(writer->bytes, line.start, line.end), line.end);
}

void
timed_text_parse(struct draft *draft)
{
	struct text_writer writer = {
		.draft = draft,
		.bytes = draft->source->bytes,
		.words = NONE,
	};
	uint32_t n = draft->source->length, at = draft->body;

	while (at < n && !cancel_is_set(draft->cancel)) {
		struct line line = line_at(writer.bytes, at, n);
		struct timed_line timed;
		uint32_t text;
		uint8_t level;

		at = line.next;
		if (line_is_blank(writer.bytes, line)) {
			end_paragraph(&writer);
		} else if (read_timed(writer.bytes, line, &timed)) {
			write_timed(&writer, line, &timed);
		} else if (!writer.open && (level = heading_level(writer.bytes, line, &text)) > 0) {
			write_heading(&writer, line, level, text);
		} else {
			write_more(&writer, line);
		}
	}
	end_paragraph(&writer);
}
