#include "config.h"

#include "document/timed_text.h"

#include <glib.h>
#include <string.h>

#include "document/clock.h"
#include "document/draft.h"
#include "document/speaker.h"
#include "text/line.h"

enum {
	NAME_BYTES = 60,
	TIMED_LEAST = 3, /* paragraphs */
	/* Timed lines are joined into paragraphs where they are short, as captions are. */
	SHORT_MEAN = 160,         /* bytes */
	BYTES_A_SECOND = 12,      /* of slow speech */
	PAUSE = 4000,             /* milliseconds, after the words are said */
	LENGTH_AT_SENTENCE = 400, /* bytes after which a paragraph ends with its sentence */
	LENGTH_MOST = 1200,
	MARKDOWN_LIMIT = 16 * 1024 * 1024, /* SAFETY §2 */
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
	bool named; /* a speaker is: before the time, or at once after it */
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

		if ((!bracket && !g_ascii_isdigit(bytes[at])) ||
			!line_byte_is_blank(bytes[at - 1]) ||
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
	timed->named = !read_stamp(bytes, at, line.end, timed);
	if (timed->named)
		return read_speaker(bytes, line, timed);
	timed->named = speaker_marks(bytes + timed->rest, line.end - timed->rest) > 0 ||
		       speaker_label(bytes + timed->rest, line.end - timed->rest) > 0;
	return true;
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
has_markup(const struct draft *draft, struct line line)
{
	static const char *const signs[] = { "](", "[[", "**", "```", NULL };
	const char *s = draft->source->bytes + line.start;
	size_t n = line.end - line.start;

	for (int i = 0; signs[i] != NULL; i++)
		if (memmem(s, n, signs[i], strlen(signs[i])) != NULL)
			return true;
	return draft->markdown_suffix && ((n > 1 && s[1] == ' ' && strchr("-*+>", s[0]) != NULL) ||
						 memchr(s, '`', n) != NULL);
}

bool
timed_text_is_markdown(const struct draft *draft)
{
	const char *bytes = draft->source->bytes;
	uint32_t n = draft->source->length, at = draft->body;
	unsigned apart = 0, timed = 0;
	bool after_blank = true, markup = false;

	while (at < n) {
		struct line line = line_at(bytes, at, n);
		struct timed_line found;
		bool blank = line_is_blank(bytes, line);

		at = line.next;
		markup |= has_markup(draft, line);
		if (!blank && read_timed(bytes, line, &found)) {
			timed++;
			apart += after_blank;
		}
		after_blank = blank;
	}
	/* Lines that follow each other at once would be one paragraph of Markdown. */
	return markup && apart * 2 > timed && n <= MARKDOWN_LIMIT;
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
	bool alone;     /* the open paragraph is a time alone so far */
	bool awaits;    /* the last timestamp has no words yet */
	bool joins;     /* timed lines that follow each other */
	bool parted;    /* a blank line stands after the open paragraph */
	uint32_t words; /* of the last timestamp, in the open paragraph: where they begin */
	uint32_t begun; /* where the open paragraph begins */
	uint32_t last;  /* milliseconds of the last timestamp */
};

/* The words of the last timestamp end here. */
static void
end_words(struct text_writer *writer)
{
	GArray *stamps = writer->draft->timestamps;

	if (writer->words == NONE || stamps->len == 0 ||
		draft_offset(writer->draft) <= writer->words)
		return;
	g_array_index(stamps, struct timestamp, stamps->len - 1).sentence =
		(struct range){ writer->words, draft_offset(writer->draft) };
	writer->awaits = false;
}

static void
end_paragraph(struct text_writer *writer)
{
	writer->parted = false;
	if (!writer->open)
		return;
	end_words(writer);
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
	writer->begun = draft_offset(writer->draft);
	/* A time that stood alone marks the paragraph after it. */
	writer->words = writer->awaits ? draft_offset(writer->draft) : NONE;
}

/* Whether the text so far ends a sentence. */
static bool
ends_sentence(const struct text_writer *writer)
{
	const GString *text = writer->draft->text;
	size_t n = text->len;

	while (n > writer->begun && strchr("\"')]", text->str[n - 1]) != NULL)
		n--;
	return n > writer->begun && strchr(".!?", text->str[n - 1]) != NULL &&
	       text->str[n - 1] != '\0';
}

/* Whether a timed line goes on with the open paragraph: the same speaker's, and said at once. */
static bool
goes_on(const struct text_writer *writer, const struct timed_line *timed)
{
	uint32_t length = draft_offset(writer->draft) - writer->begun, said;

	if (!writer->joins || !writer->open || timed->named || writer->words == NONE ||
		timed->milliseconds < writer->last)
		return false;
	said = (draft_offset(writer->draft) - writer->words) * 1000 / BYTES_A_SECOND;
	return timed->milliseconds - writer->last <= said + PAUSE && length < LENGTH_MOST &&
	       (length < LENGTH_AT_SENTENCE || !ends_sentence(writer));
}

static void
add_stamp(struct text_writer *writer, struct timestamp *stamp)
{
	stamp->sentence = (struct range){ writer->words, writer->words };
	writer->last = stamp->milliseconds;
	if (draft_timestamp(writer->draft, stamp) == NONE)
		writer->words = NONE;
}

/* A timed line within a paragraph: its time is not shown. */
static void
join_timed(struct text_writer *writer, struct line line, const struct timed_line *timed)
{
	struct draft *draft = writer->draft;
	struct timestamp stamp = {
		.milliseconds = timed->milliseconds,
		.end = NONE,
		.source = timed->stamp.start,
	};

	end_words(writer);
	writer->parted = false;
	writer->alone = writer->awaits = timed->rest == line.end;
	draft_text(draft, " ", 1, 0, (struct range){ timed->stamp.end, timed->stamp.end });
	writer->words = draft_offset(draft);
	stamp.text = (struct range){ writer->words, writer->words };
	write_range(writer, timed->rest, line.end);
	add_stamp(writer, &stamp);
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
	};

	if (goes_on(writer, timed)) {
		join_timed(writer, line, timed);
		return;
	}
	end_paragraph(writer);
	writer->awaits = false;
	begin_paragraph(writer, start);
	at = draft_offset(draft);
	write_range(writer, start, line.end);
	stamp.text =
		(struct range){ at + timed->stamp.start - start, at + timed->stamp.end - start };
	writer->words = MIN(at + timed->rest - start, draft_offset(draft));
	writer->alone = writer->awaits = timed->rest == line.end;
	add_stamp(writer, &stamp);
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
	uint32_t start = line_skip_blanks(writer->bytes, line.start, line.end);

	if (writer->open && speaker_marks(writer->bytes + start, line.end - start) > 0 &&
		!writer->alone)
		end_paragraph(writer);
	if (!writer->open) {
		begin_paragraph(writer, line.start);
	} else if (writer->draft->text->str[draft_offset(writer->draft) - 1] != ' ') {
		/* A time or a speaker's line stands alone above what is said. */
		const char *between = writer->alone && !writer->joins ? "\n" : " ";

		draft_text(writer->draft, between, 1, 0,
			(struct range){ line.start > 0 ? line.start - 1 : 0, line.start });
	}
	if (writer->alone)
		writer->words = draft_offset(writer->draft);
	writer->alone = false;
	write_range(writer, start, line.end);
}

/* Whether the timed lines are short, as captions are: then they are no paragraphs of their own. */
static bool
has_short_lines(const struct draft *draft)
{
	const char *bytes = draft->source->bytes;
	uint32_t n = draft->source->length, at = draft->body, timed = 0;

	while (at < n) {
		struct line line = line_at(bytes, at, n);
		struct timed_line found;

		at = line.next;
		timed += !line_is_blank(bytes, line) && read_timed(bytes, line, &found);
	}
	return timed > 0 && (n - draft->body) / timed < SHORT_MEAN;
}

void
timed_text_parse(struct draft *draft)
{
	struct text_writer writer = {
		.draft = draft,
		.bytes = draft->source->bytes,
		.words = NONE,
		.joins = has_short_lines(draft),
	};
	uint32_t n = draft->source->length, at = draft->body;

	while (at < n && !cancel_is_set(draft->cancel)) {
		struct line line = line_at(writer.bytes, at, n);
		struct timed_line timed;
		uint32_t text;
		uint8_t level;

		at = line.next;
		if (line_is_blank(writer.bytes, line)) {
			writer.parted = true;
			continue;
		}
		if (read_timed(writer.bytes, line, &timed)) {
			write_timed(&writer, line, &timed);
			continue;
		}
		if (writer.parted)
			end_paragraph(&writer);
		if (!writer.open && (level = heading_level(writer.bytes, line, &text)) > 0)
			write_heading(&writer, line, level, text);
		else
			write_more(&writer, line);
	}
	end_paragraph(&writer);
}
