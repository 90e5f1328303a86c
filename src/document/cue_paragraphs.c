#include "config.h"

#include "document/cue_paragraphs.h"

#include <glib.h>
#include <string.h>

#include "document/clock.h"
#include "document/draft.h"
#include "text/character.h"
#include "text/line.h"
#include "text/utf8.h"

enum {
	STAMP_LIMIT = 100000,     /* SAFETY §2 */
	PAUSE = 2000,             /* milliseconds of silence that end a paragraph */
	LENGTH_AT_SENTENCE = 400, /* bytes after which one ends with its sentence */
	LENGTH_MOST = 1600,
};

struct writer {
	struct draft *draft;
	const char *bytes;
	const struct cue *cue;
	const char *speaker; /* who speaks now; NULL where nobody is named */
	const char *paragraph_speaker;
	bool open;         /* a paragraph is */
	bool turn;         /* the next words are another speaker's */
	bool stamped;      /* the words of the cue have their timestamp */
	bool space;        /* a space is due before the next word */
	bool full;         /* no more timestamps */
	uint32_t words;    /* where the open paragraph's words begin */
	uint32_t start;    /* milliseconds at which the next words are said */
	uint32_t last_end; /* at which the last cue ended */
	uint32_t stamp;    /* index of the timestamp whose sentence goes on, or NONE */
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

	while (n > 0 && strchr("\"')]", s[-1]) != NULL) {
		s--;
		n--;
	}
	return n > 0 && (s[-1] == '.' || s[-1] == '!' || s[-1] == '?' ||
				(n >= 3 && memcmp(s - 3, "。", 3) == 0));
}

static void
end_stamp(struct writer *writer)
{
	if (writer->stamp == NONE)
		return;
	g_array_index(writer->draft->timestamps, struct timestamp, writer->stamp).sentence.end =
		draft_offset(writer->draft);
	writer->stamp = NONE;
}

static void
end_paragraph(struct writer *writer)
{
	end_stamp(writer);
	if (writer->open)
		draft_close(writer->draft);
	writer->open = false;
	writer->space = false;
}

static bool
begins_paragraph(const struct writer *writer)
{
	uint32_t length = (uint32_t)writer->draft->text->len - writer->words;

	if (!writer->open || writer->turn)
		return true;
	if (g_strcmp0(writer->speaker, writer->paragraph_speaker) != 0)
		return true;
	if (writer->stamped)
		return false;
	return writer->start >= writer->last_end + PAUSE || length >= LENGTH_MOST ||
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
		.milliseconds = writer->start,
		.end = writer->cue->stray ? NONE : writer->cue->end,
		.sentence = { draft_offset(draft), draft_offset(draft) },
		.source = writer->cue->time.start,
	};

	end_stamp(writer);
	if (draft->timestamps->len >= STAMP_LIMIT) {
		if (!writer->full)
			draft_problem(draft, "too-many", stamp.source,
				"more than 100,000 timestamps: the rest is read as text");
		writer->full = true;
		return;
	}
	stamp.line = source_line(draft->source, stamp.source);
	writer->stamp = draft->timestamps->len;
	g_array_append_val(draft->timestamps, stamp);
}

/* `0:09`, `1:02:03`. */
static void
write_label(struct writer *writer)
{
	uint32_t start = draft_offset(writer->draft), seconds = writer->start / 1000;
	struct range label = { start, start };
	char text[24];

	if (seconds >= 3600)
		clock_format(text, writer->start);
	else
		g_snprintf(text, sizeof(text), "%u:%02u", seconds / 60, seconds % 60);
	draft_text(writer->draft, text, strlen(text), 0, writer->cue->time);
	label.end = draft_offset(writer->draft);
	draft_text(writer->draft, " ", 1, 0,
		(struct range){ writer->cue->time.end, writer->cue->time.end });
	add_stamp(writer, label);
}

static void
begin_paragraph(struct writer *writer)
{
	uint32_t block;

	end_paragraph(writer);
	block = draft_open(writer->draft, BLOCK_CUE, writer->cue->time.start);
	draft_block(writer->draft, block)->label = writer->speaker;
	writer->open = true;
	writer->turn = false;
	writer->paragraph_speaker = writer->speaker;
	write_label(writer);
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

	if (begins_paragraph(writer)) {
		begin_paragraph(writer);
	} else {
		if (!writer->stamped)
			end_stamp(writer);
		if (writer->space && !is_closed_up(writer, s, n))
			draft_text(writer->draft, " ", 1, 0,
				(struct range){ source.start, source.start });
		if (!writer->stamped)
			add_stamp(writer, (struct range){ draft_offset(writer->draft),
						  draft_offset(writer->draft) });
	}
	writer->stamped = true;
	writer->space = false;
	draft_text(writer->draft, s, n, token->style, source);
}

/* Text without the spaces at its begin, where it is the first of a line or paragraph. */
static void
write_text(struct writer *writer, struct cue_token *token, bool first)
{
	first |= begins_paragraph(writer);
	while (token->n > 0 && first && g_ascii_isspace(token->s[0])) {
		if (token->s != token->made)
			token->source.start++;
		token->s++;
		token->n--;
	}
	if (token->n > 0)
		write_words(writer, token);
}

/* Whether a line begins with a mark of another speaker: `>> `, `- `. */
static bool
begins_turn(const char *bytes, struct line line)
{
	static const char *const marks[] = { ">>", "&gt;&gt;", "- ", "– ", "— ", NULL };
	uint32_t at = line.start;

	while (at < line.end && bytes[at] == ' ')
		at++;
	for (int i = 0; marks[i] != NULL; i++) {
		size_t n = strlen(marks[i]);

		if (line.end - at > n && memcmp(bytes + at, marks[i], n) == 0)
			return true;
	}
	return false;
}

static void
set_speaker(struct writer *writer, const struct cue_token *token)
{
	writer->speaker = NULL;
	if (token->n > 0 && writer->paragraph_speaker != NULL &&
		strlen(writer->paragraph_speaker) == token->n &&
		memcmp(writer->paragraph_speaker, token->s, token->n) == 0)
		writer->speaker = writer->paragraph_speaker;
	else if (token->n > 0)
		writer->speaker = arena_string(writer->draft->arena, token->s, token->n);
}

static void
write_line(struct writer *writer, struct cue_reader *reader, struct line line)
{
	struct cue_token token;
	bool first = true;

	reader->at = line.start;
	reader->end = line.end;
	while (reader->end > reader->at && g_ascii_isspace(writer->bytes[reader->end - 1]))
		reader->end--;
	writer->turn |= writer->open && begins_turn(writer->bytes, line);
	writer->space |= writer->open;
	while (cue_reader_next(reader, &token)) {
		if (token.kind == CUE_VOICE) {
			set_speaker(writer, &token);
		} else if (token.kind == CUE_TIME) {
			writer->start = MAX(token.milliseconds, writer->cue->start);
		} else {
			write_text(writer, &token, first);
			first = first && token.n == 0;
		}
	}
}

static void
write_cue(struct writer *writer, const struct cue *cue, struct range body)
{
	struct cue_reader reader = { .bytes = writer->bytes };

	writer->cue = cue;
	writer->start = cue->start;
	writer->stamped = cue->stray && writer->open;
	writer->speaker = cue->stray ? writer->paragraph_speaker : NULL;
	while (body.start < body.end) {
		struct line line = line_at(writer->bytes, body.start, body.end);

		write_line(writer, &reader, line);
		body.start = line.next;
	}
	writer->last_end = MAX(cue->end, cue->start);
}

void
cue_paragraphs_write(struct draft *draft, const GArray *cues)
{
	const char *bytes = draft->source->bytes;
	struct writer writer = { .draft = draft, .bytes = bytes, .stamp = NONE };
	bool rolling = cues_roll(bytes, cues);

	for (guint i = 0; i < cues->len && !cancel_is_set(draft->cancel); i++) {
		const struct cue *cue = &g_array_index(cues, struct cue, i);
		struct range body = cue->body;

		if (rolling && i > 0)
			body = cue_new_lines(bytes, cue - 1, cue);
		write_cue(&writer, cue, body);
	}
	end_paragraph(&writer);
}
