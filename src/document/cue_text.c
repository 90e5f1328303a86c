#include "config.h"

#include "document/cues.h"

#include <string.h>

#include "document/document.h"
#include "document/html.h"

enum { TAG_BYTES = 512, OVERRIDE_BYTES = 64 };

/* Tags that are dropped: of WebVTT (§4.2.2) and of SRT as it is found. */
static const struct tag {
	const char *name;
	bool strong, emphasis, voice;
} tags[] = {
	{ .name = "b", .strong = true },
	{ .name = "i", .emphasis = true },
	{ .name = "v", .voice = true },
	{ .name = "c" },
	{ .name = "u" },
	{ .name = "s" },
	{ .name = "ruby" },
	{ .name = "rt" },
	{ .name = "lang" },
	{ .name = "font" },
	{ 0 },
};

static const struct tag *
find_tag(const char *s, size_t n)
{
	for (const struct tag *tag = tags; tag->name != NULL; tag++)
		if (strlen(tag->name) == n && g_ascii_strncasecmp(tag->name, s, n) == 0)
			return tag;
	return NULL;
}

static void
count_open(uint32_t *open, bool closing)
{
	if (!closing)
		(*open)++;
	else if (*open > 0)
		(*open)--;
}

/* A voice's name: what follows the tag's name and its classes. */
static void
set_voice(struct cue_token *token, const char *s, size_t n)
{
	token->kind = CUE_VOICE;
	while (n > 0 && !g_ascii_isspace(*s)) {
		s++;
		n--;
	}
	while (n > 0 && g_ascii_isspace(*s)) {
		s++;
		n--;
	}
	while (n > 0 && g_ascii_isspace(s[n - 1]))
		n--;
	token->s = s;
	token->n = n;
}

enum tag_result { TAG_NONE, TAG_DROPPED, TAG_TOKEN };

/* Reads the tag at the reader's '<'. */
static enum tag_result
read_tag(struct cue_reader *reader, struct cue_token *token)
{
	const char *s = reader->bytes + reader->at + 1;
	size_t most = MIN(reader->end - reader->at - 1, (uint32_t)TAG_BYTES), name = 0;
	const char *close = memchr(s, '>', most);
	const struct tag *tag;
	bool closing;
	size_t n;

	if (close == NULL)
		return TAG_NONE;
	n = (size_t)(close - s);
	if (cue_time_read(s, n, &token->milliseconds) == n && n > 0) {
		reader->at += (uint32_t)n + 2;
		token->kind = CUE_TIME;
		return TAG_TOKEN;
	}
	closing = n > 0 && *s == '/';
	s += closing;
	n -= closing;
	while (name < n && g_ascii_isalpha(s[name]))
		name++;
	if (name < n && s[name] != '.' && !g_ascii_isspace(s[name]))
		return TAG_NONE;
	tag = find_tag(s, name);
	if (tag == NULL)
		return n == 0 && closing ? TAG_DROPPED : TAG_NONE;
	reader->at = (uint32_t)(close + 1 - reader->bytes);
	if (tag->strong)
		count_open(&reader->strong, closing);
	if (tag->emphasis)
		count_open(&reader->emphasis, closing);
	if (!tag->voice)
		return TAG_DROPPED;
	set_voice(token, s + name, closing ? 0 : n - name);
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
	return (reader->strong > 0 ? (unsigned)STYLE_STRONG : 0) |
	       (reader->emphasis > 0 ? (unsigned)STYLE_EMPHASIS : 0);
}

/* Text up to the next character that may mean something; at least one. */
static void
read_text(struct cue_reader *reader, struct cue_token *token)
{
	uint32_t start = reader->at++;

	while (reader->at < reader->end && strchr("<&{", reader->bytes[reader->at]) == NULL)
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

		if (c == '<') {
			enum tag_result result = read_tag(reader, token);

			if (result == TAG_TOKEN)
				return true;
			if (result == TAG_DROPPED)
				continue;
		} else if (c == '{' && skip_override(reader)) {
			continue;
		} else if (c == '&') {
			const char *s = reader->bytes + reader->at;
			size_t rest = reader->end - reader->at;
			size_t length = html_reference_length(s, rest);

			token->n = length > 0 ? html_reference_text(s, length, token->made) : 0;
			if (token->n > 0) {
				token->kind = CUE_TEXT;
				token->style = style_of(reader);
				token->s = token->made;
				token->source =
					(struct range){ reader->at, reader->at + (uint32_t)length };
				reader->at += (uint32_t)length;
				return true;
			}
		}
		read_text(reader, token);
		return true;
	}
	return false;
}
