#include "config.h"

#include <string.h>

#include "document/cues.h"
#include "document/document.h"

enum { OVERRIDE_BYTES = 64 };

/* Tags that are dropped: of WebVTT (§4.2.2) and of SRT as it is found. */
static const struct cue_tag {
	const char *name;
	uint16_t style; /* of enum style */
	bool voice, line;
} tags[] = {
	{ .name = "b", .style = STYLE_STRONG },
	{ .name = "i", .style = STYLE_EMPHASIS },
	{ .name = "v", .voice = true },
	{ .name = "c" },
	{ .name = "u" },
	{ .name = "s", .style = STYLE_STRIKE },
	{ .name = "ruby" },
	{ .name = "rt" },
	{ .name = "lang" },
	{ .name = "font" },
	{ .name = "span" },
	{ .name = "em", .style = STYLE_EMPHASIS },
	{ .name = "strong", .style = STYLE_STRONG },
	{ .name = "br", .line = true },
	{ 0 },
};

static const struct cue_tag *
find_tag(const char *s, size_t n)
{
	for (const struct cue_tag *tag = tags; tag->name != NULL; tag++)
		if (strlen(tag->name) == n && g_ascii_strncasecmp(tag->name, s, n) == 0)
			return tag;
	return NULL;
}

void
cue_reader_init(struct cue_reader *reader, const char *bytes, struct range body, bool vtt)
{
	*reader = (struct cue_reader){
		.bytes = bytes,
		.at = body.start,
		.end = body.end,
		.vtt = vtt,
	};
}

/* A voice's name: what follows the tag's name and its classes. */
static struct range
voice_range(const char *bytes, uint32_t at, uint32_t end)
{
	while (at < end && !g_ascii_isspace(bytes[at]))
		at++;
	while (at < end && g_ascii_isspace(bytes[at]))
		at++;
	while (end > at && g_ascii_isspace(bytes[end - 1]))
		end--;
	return (struct range){ at, end };
}

/* Who speaks by the tags that are open, as a token. */
static void
set_voice(const struct cue_reader *reader, struct cue_token *token)
{
	token->kind = CUE_VOICE;
	token->s = reader->bytes;
	token->n = 0;
	for (unsigned i = reader->depth; i > 0; i--) {
		struct range voice = reader->open[i - 1].voice;

		if (!reader->open[i - 1].tag->voice)
			continue;
		token->s = reader->bytes + voice.start;
		token->n = range_length(voice);
		token->source = voice;
		return;
	}
}

/* An end tag closes the innermost tag alone (WebVTT §6.4), in SRT any that is open. */
static void
close_tag(struct cue_reader *reader, const struct cue_tag *tag)
{
	unsigned i = reader->depth;
	bool ruby = strcmp(tag->name, "ruby") == 0;

	/* The end of ruby ends the text over it. */
	if (ruby && i > 1 && strcmp(reader->open[i - 1].tag->name, "rt") == 0)
		i--;
	while (!reader->vtt && i > 0 && reader->open[i - 1].tag != tag)
		i--;
	if (i == 0 || reader->open[i - 1].tag != tag)
		return;
	if (ruby)
		reader->depth = i;
	memmove(&reader->open[i - 1], &reader->open[i],
		(reader->depth - i) * sizeof(reader->open[0]));
	reader->depth--;
}

enum tag_result { TAG_NONE, TAG_DROPPED, TAG_TOKEN };

/* The '>' that ends the tag at the reader's '<'; the body's end without one. */
static uint32_t
tag_end(struct cue_reader *reader)
{
	const char *found;

	if (reader->close <= reader->at) {
		found = memchr(reader->bytes + reader->at, '>', reader->end - reader->at);
		reader->close = found != NULL ? (uint32_t)(found - reader->bytes) : reader->end;
	}
	return reader->close;
}

/* Reads the tag at the reader's '<'. */
static enum tag_result
read_tag(struct cue_reader *reader, struct cue_token *token)
{
	uint32_t end = tag_end(reader), at = reader->at + 1, name;
	const char *bytes = reader->bytes;
	const struct cue_tag *tag;
	bool closing;

	if (end == reader->end)
		return TAG_NONE;
	if (end > at && cue_time_read(bytes + at, end - at, &token->milliseconds) == end - at) {
		reader->at = end + 1;
		token->kind = CUE_TIME;
		return TAG_TOKEN;
	}
	closing = bytes[at] == '/';
	at += closing;
	for (name = at; name < end && g_ascii_isalpha(bytes[name]);)
		name++;
	if (name < end && bytes[name] != '.' && bytes[name] != '/' && !g_ascii_isspace(bytes[name]))
		return TAG_NONE;
	tag = find_tag(bytes + at, name - at);
	if (tag == NULL)
		return closing && at == end ? (reader->at = end + 1, TAG_DROPPED) : TAG_NONE;
	reader->at = end + 1;
	if (tag->line) {
		token->kind = CUE_LINE;
		return TAG_TOKEN;
	}
	if (closing) {
		close_tag(reader, tag);
	} else if (reader->depth < CUE_DEPTH) {
		struct range voice = voice_range(bytes, name, end);

		reader->open[reader->depth++] = (struct cue_open_tag){ tag, voice };
	}
	if (!tag->voice)
		return TAG_DROPPED;
	set_voice(reader, token);
	return TAG_TOKEN;
}

/* SubStation's overrides as SRT files hold them: `{\an8}`. */
static bool
skip_override(struct cue_reader *reader)
{
	const char *s = reader->bytes + reader->at;
	size_t most = MIN(reader->end - reader->at, (uint32_t)OVERRIDE_BYTES);
	const char *close = most > 2 && s[1] == '\\' ? memchr(s, '}', most) : NULL;

	if (close == NULL)
		return false;
	reader->at += (uint32_t)(close + 1 - s);
	return true;
}

static unsigned
style_of(const struct cue_reader *reader)
{
	unsigned style = 0;

	for (unsigned i = 0; i < reader->depth; i++)
		style |= reader->open[i].tag->style;
	return style;
}

static bool
read_reference(struct cue_reader *reader, struct cue_token *token)
{
	size_t taken = cue_reference_read(reader->bytes + reader->at, reader->end - reader->at,
		token->made, &token->n);

	if (taken == 0)
		return false;
	token->kind = CUE_TEXT;
	token->style = style_of(reader);
	token->s = token->made;
	token->source = (struct range){ reader->at, reader->at + (uint32_t)taken };
	reader->at += (uint32_t)taken;
	return true;
}

static bool
is_plain(char c)
{
	return c == '\0' || strchr("<&{\r\n", c) == NULL;
}

/* Text up to the next character that may mean something; at least one. */
static void
read_text(struct cue_reader *reader, struct cue_token *token)
{
	uint32_t start = reader->at++;

	while (reader->at < reader->end && is_plain(reader->bytes[reader->at]))
		reader->at++;
	token->kind = CUE_TEXT;
	token->style = style_of(reader);
	token->s = reader->bytes + start;
	token->n = reader->at - start;
	token->source = (struct range){ start, reader->at };
}

bool
cue_reader_next(struct cue_reader *reader, struct cue_token *token)
{
	while (reader->at < reader->end) {
		char c = reader->bytes[reader->at];

		if (c == '\n' || c == '\r') {
			reader->at++;
			token->kind = CUE_LINE;
			return true;
		}
		if (c == '<') {
			enum tag_result result = read_tag(reader, token);

			if (result == TAG_TOKEN)
				return true;
			if (result == TAG_DROPPED)
				continue;
		}
		if (c == '{' && skip_override(reader))
			continue;
		if (c == '&' && read_reference(reader, token))
			return true;
		read_text(reader, token);
		return true;
	}
	return false;
}
