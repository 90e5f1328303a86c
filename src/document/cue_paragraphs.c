#include "config.h"

#include "document/cue_paragraphs.h"

#include <glib.h>
#include <string.h>

#include "document/clock.h"
#include "document/draft.h"
#include "document/speaker.h"
#include "text/character.h"
#include "text/utf8.h"

enum {
	PAUSE = 2000,             /* milliseconds of silence that end a paragraph */
	LENGTH_AT_SENTENCE = 400, /* bytes after which one ends with its sentence */
	LENGTH_MOST = 1200,
};

struct writer {
	struct draft *draft;
	const char *bytes;
	const struct cue *cue;
	struct speakers *speakers; /* that lines begin with */
	GString *name;
	const char *speaker; /* by voice tag: who speaks now; NULL where nobody is named */
	struct range speaker_source;
	const char *paragraph_speaker;
	bool vtt;
	bool open;         /* a paragraph is */
	bool untimed;      /* the open paragraph has no time: its first words are of no cue */
	bool turn;         /* the next words are another speaker's */
	bool stamped;      /* the words of the cue have their timestamp */
	bool first;        /* the next text is the first of its line */
	bool unnamed;      /* the line has nothing yet that could not stand before a name */
	bool joint;        /* a line ended before the next word */
	uint32_t words;    /* where the open paragraph's words begin */
	uint32_t last_end; /* at which the last cue ended */
	uint32_t last_start;
	uint32_t stamp; /* index of the timestamp whose sentence goes on, or NONE */
};

static const char *
text_end(const struct writer *writer)
{
	return writer->draft->text->str + writer->draft->text->len;
}

/* Whether the text so far ends a sentence. */
static bool
ends_sentence(const struct writer *writer)
{
	size_t n = writer->draft->text->len - writer->words;
	const char *s = text_end(writer);

	while (n > 0 && strchr("\"')] ", s[-1]) != NULL) {
		s--;
		n--;
	}
	return n > 0 && (s[-1] == '.' || s[-1] == '!' || s[-1] == '?' ||
				(n >= 3 && memcmp(s - 3, "。", 3) == 0));
}

static void
end_stamp(struct writer *writer)
{
	struct range *sentence;

	if (writer->stamp == NONE)
		return;
	sentence =
		&g_array_index(writer->draft->timestamps, struct timestamp, writer->stamp).sentence;
	sentence->end = draft_offset(writer->draft);
	while (sentence->end > sentence->start &&
		g_ascii_isspace(writer->draft->text->str[sentence->end - 1]))
		sentence->end--;
	writer->stamp = NONE;
}

static void
end_paragraph(struct writer *writer)
{
	end_stamp(writer);
	if (writer->open)
		draft_close(writer->draft);
	writer->open = false;
	writer->joint = false;
}

static bool
begins_paragraph(const struct writer *writer)
{
	uint32_t length = (uint32_t)writer->draft->text->len - writer->words;

	if (!writer->open || writer->turn || (writer->untimed && !writer->cue->stray))
		return true;
	if (g_strcmp0(writer->speaker, writer->paragraph_speaker) != 0)
		return true;
	if (writer->stamped)
		return false;
	return writer->cue->start >= writer->last_end + PAUSE ||
	       writer->cue->start + PAUSE <= writer->last_start || length >= LENGTH_MOST ||
	       (length >= LENGTH_AT_SENTENCE && ends_sentence(writer));
}

/* Adds the timestamp of the words that come; label is what is shown of it, empty within a
 * paragraph. */
static void
add_stamp(struct writer *writer, struct range label)
{
	struct draft *draft = writer->draft;
	struct timestamp stamp = {
		.text = label,
		.milliseconds = writer->cue->start,
		.end = writer->cue->end,
		.sentence = { draft_offset(draft), draft_offset(draft) },
		.source = writer->cue->time.start,
	};

	end_stamp(writer);
	writer->stamp = draft_timestamp(draft, &stamp);
}

/* `0:09 `, `1:02:03 `. */
static struct range
write_label(struct writer *writer)
{
	uint32_t start = draft_offset(writer->draft);
	struct range label = { start, start };
	char text[16];

	clock_short(text, writer->cue->start);
	draft_text(writer->draft, text, strlen(text), 0, writer->cue->time);
	label.end = draft_offset(writer->draft);
	draft_text(writer->draft, " ", 1, 0,
		(struct range){ writer->cue->time.end, writer->cue->time.end });
	return label;
}

/* `Ann: `. */
static void
write_speaker(struct writer *writer)
{
	struct range source = writer->speaker_source;

	draft_text(writer->draft, writer->speaker, strlen(writer->speaker), STYLE_SPEAKER, source);
	source.start = source.end;
	draft_text(writer->draft, ":", 1, STYLE_SPEAKER, source);
	draft_text(writer->draft, " ", 1, 0, source);
}

static void
begin_paragraph(struct writer *writer)
{
	struct range label = { 0, 0 };
	uint32_t block;

	end_paragraph(writer);
	block = draft_open(writer->draft, BLOCK_CUE, writer->cue->time.start);
	draft_block(writer->draft, block)->label = writer->speaker;
	writer->open = true;
	writer->turn = false;
	writer->untimed = writer->cue->stray;
	writer->paragraph_speaker = writer->speaker;
	if (!writer->cue->stray)
		label = write_label(writer);
	if (writer->speaker != NULL)
		write_speaker(writer);
	if (!writer->cue->stray)
		add_stamp(writer, label);
	writer->words = draft_offset(writer->draft);
}

/* Whether no space belongs between the text so far and s: Chinese and Japanese have none. */
static bool
is_closed_up(const struct writer *writer, const char *s, size_t n)
{
	const GString *text = writer->draft->text;
	size_t at = utf8_prev(text->str, text->len, text->len);
	uint32_t before, after;

	utf8_next(text->str + at, text->len - at, &before);
	utf8_next(s, n, &after);
	return character_is_cjk(before) && character_is_cjk(after) && before < 0xAC00 &&
	       after < 0xAC00;
}

static void
write_words(struct writer *writer, const struct cue_token *token)
{
	const char *s = token->s;
	size_t n = token->n;
	struct range source = token->source;

	if (n == 0)
		return;
	if (begins_paragraph(writer)) {
		begin_paragraph(writer);
	} else {
		if (!writer->stamped)
			end_stamp(writer);
		if (writer->joint && text_end(writer)[-1] != ' ' && !is_closed_up(writer, s, n))
			draft_text(writer->draft, " ", 1, 0,
				(struct range){ source.start, source.start });
		if (!writer->stamped && !writer->cue->stray)
			add_stamp(writer, (struct range){ draft_offset(writer->draft),
						  draft_offset(writer->draft) });
	}
	writer->stamped = true;
	writer->joint = false;
	draft_text(writer->draft, s, n, token->style, source);
}

/* The first n bytes of a token are cut off it. */
static struct cue_token
cut(struct cue_token *token, size_t n)
{
	struct cue_token first = *token;

	first.n = n;
	token->s += n;
	token->n -= n;
	if (first.s != token->made && range_length(first.source) == first.n + token->n) {
		first.source.end = first.source.start + (uint32_t)n;
		token->source.start += (uint32_t)n;
	}
	return first;
}

/* Bytes at the start of s in which nothing is seen: white space, no-break spaces, marks of
 * direction. */
static size_t
space_length(const char *s, size_t n)
{
	static const char *const unseen[] = { "\u00A0", "\u200B", "\u200E", "\u200F", "\uFEFF" };
	size_t at = 0, i = 0;

	while (at < n && i < G_N_ELEMENTS(unseen)) {
		size_t length = strlen(unseen[i]);

		if (g_ascii_isspace(s[at])) {
			at++;
			i = 0;
		} else if (n - at >= length && memcmp(s + at, unseen[i], length) == 0) {
			at += length;
			i = 0;
		} else {
			i++;
		}
	}
	return at;
}

/* Text where it may begin with a speaker's mark or name. */
static void
write_first(struct writer *writer, struct cue_token *token)
{
	struct cue_token piece;
	size_t marks = space_length(token->s, token->n), label;

	marks += speaker_marks(token->s + marks, token->n - marks);

	if (writer->first && writer->open)
		writer->turn |=
			marks > 0 || speaker_marks(writer->bytes + token->source.start,
					     writer->cue->body.end - token->source.start) > 0;
	label = speaker_label(token->s + marks, token->n - marks);
	if (speakers_have(writer->speakers, token->s + marks, label)) {
		writer->turn |= writer->first && writer->open;
		piece = cut(token, marks);
		write_words(writer, &piece);
		piece = cut(token, label);
		piece.style |= STYLE_SPEAKER;
		write_words(writer, &piece);
	}
	/* A mark that was written as references comes byte by byte. */
	writer->unnamed = token->n == 1 && *token->s == '>';
}

static void
write_text(struct writer *writer, struct cue_token *token)
{
	if (writer->first || begins_paragraph(writer)) {
		size_t space = space_length(token->s, token->n);

		cut(token, space);
		writer->joint |= space > 0 && writer->open;
	}
	if (token->n == 0)
		return;
	if (token->s == token->made && g_ascii_isspace(*token->s))
		token->made[0] = ' ';
	/* Where a tag names who speaks, no mark needs to. */
	if (writer->unnamed && writer->speaker == NULL)
		write_first(writer, token);
	writer->first = false;
	write_words(writer, token);
}

static void
set_speaker(struct writer *writer, const struct cue_token *token)
{
	writer->speaker = NULL;
	if (token->n == 0)
		return;
	cue_name_read(writer->name, token->s, token->n);
	writer->speaker_source = token->source;
	if (g_strcmp0(writer->paragraph_speaker, writer->name->str) == 0)
		writer->speaker = writer->paragraph_speaker;
	else if (writer->name->len > 0)
		writer->speaker =
			arena_string(writer->draft->arena, writer->name->str, writer->name->len);
}

static void
begin_line(struct writer *writer)
{
	writer->first = writer->unnamed = true;
	writer->joint |= writer->open;
}

static void
write_cue(struct writer *writer, const struct cue *cue, uint32_t from)
{
	struct cue_reader reader;
	struct cue_token token;

	writer->cue = cue;
	writer->stamped = cue->stray && writer->open;
	writer->speaker = cue->stray ? writer->paragraph_speaker : NULL;
	if (cue->stray)
		end_stamp(writer);
	cue_reader_init(&reader, writer->bytes, cue->body, writer->vtt);
	begin_line(writer);
	while (cue_reader_next(&reader, &token)) {
		if (token.kind == CUE_LINE)
			begin_line(writer);
		else if (token.kind == CUE_VOICE)
			set_speaker(writer, &token);
		else if (token.kind == CUE_TEXT && token.source.start >= from)
			write_text(writer, &token);
	}
	if (cue->stray)
		return;
	writer->last_start = cue->start;
	writer->last_end = cue->end != NONE ? MAX(cue->end, cue->start) : cue->start;
}

/* Notes whom the lines of the cues name. */
static void
note_speakers(struct writer *writer, const GArray *cues)
{
	for (guint i = 0; i < cues->len; i++) {
		struct range body = g_array_index(cues, struct cue, i).body;

		while (body.start < body.end) {
			struct line line = line_at(writer->bytes, body.start, body.end);
			uint32_t at = line_skip_blanks(writer->bytes, line.start, line.end);

			speakers_note(writer->speakers, writer->bytes + at, line.end - at);
			body.start = line.next;
		}
	}
}

void
cue_paragraphs_write(struct draft *draft, const GArray *cues, bool vtt)
{
	const char *bytes = draft->source->bytes;
	struct writer writer = {
		.draft = draft,
		.bytes = bytes,
		.vtt = vtt,
		.stamp = NONE,
		.speakers = speakers_new(),
		.name = g_string_new(NULL),
	};
	bool rolling = cues_roll(bytes, cues);

	note_speakers(&writer, cues);
	for (guint i = 0; i < cues->len && !cancel_is_set(draft->cancel); i++) {
		const struct cue *cue = &g_array_index(cues, struct cue, i);
		bool repeats = rolling && i > 0;

		write_cue(&writer, cue,
			repeats ? cue_new_lines(bytes, cue - 1, cue, true).start : cue->body.start);
	}
	end_paragraph(&writer);
	speakers_free(writer.speakers);
	g_string_free(writer.name, TRUE);
}
