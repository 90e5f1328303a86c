/*
 * One token for each place of the phrase: the longest join that says all that is known of the place,
 * else what it begins with. Where no join says all, the phrase is not exact.
 */
#include "config.h"

#include "text/phrase_private.h"

#include <glib.h>
#include <string.h>

#include "text/word_scan.h"

/* Whether part i and the one behind it are in one join. */
static bool
is_inner(const struct phrase *phrase, uint32_t i)
{
	const struct part *part = &phrase->parts[i];

	return part->tight && part->after_length <= WORD_SIGNS &&
	       !word_scan_is_time(part->bytes[part->length - 1], part->after, part->after_length,
		       part[1].bytes[0]);
}

/* The signs before a word that an opening join says. */
static uint32_t
opening(const struct part *part)
{
	uint32_t length = MIN(part->before_length, WORD_SIGNS);

	while (length > 0 && !word_scan_opens(part->before[part->before_length - length]))
		length--;
	return length;
}

/* Appends the token of place i to bytes. */
static void
make_token(struct phrase *phrase, uint32_t i, GString *bytes, struct phrase_token *token)
{
	const struct part *part = &phrase->parts[i];
	uint32_t signs = opening(part);
	size_t start = bytes->len;

	if (signs < part->before_length)
		phrase->exact = false;
	g_string_append_len(bytes, part->before + part->before_length - signs, signs);
	g_string_append_len(bytes, part->bytes, part->length);
	if (is_inner(phrase, i)) {
		g_string_append_len(bytes, part->after, part->after_length);
		part++;
		g_string_append_len(bytes, part->bytes, part->length);
		token->prefix = phrase->prefix && i + 2 == phrase->count;
	} else if (part->after_length == 0) {
		token->prefix = phrase->prefix && i + 1 == phrase->count;
	} else if (i + 1 < phrase->count || !word_scan_closes(part->after[0])) {
		phrase->exact = false;
	} else {
		/* A closing join, or an inner one that goes on. */
		g_string_append_len(bytes, part->after, MIN(part->after_length, WORD_SIGNS));
		token->prefix = true;
		if (part->after_length > WORD_SIGNS)
			phrase->exact = false;
	}
	token->length = bytes->len - start;
}

void
phrase_make_tokens(struct phrase *phrase)
{
	uint32_t count = phrase->count;
	GString *bytes = g_string_new(NULL);
	size_t at = 0;

	/* The last word is in the join of the one before it. */
	if (count > 1 && is_inner(phrase, count - 2) && phrase->parts[count - 1].after_length == 0)
		count--;
	phrase->tokens = g_new0(struct phrase_token, count);
	phrase->token_count = count;
	phrase->exact = count > 0;
	for (uint32_t i = 0; i < count; i++)
		make_token(phrase, i, bytes, &phrase->tokens[i]);
	phrase->token_bytes = g_string_free(bytes, FALSE);
	for (uint32_t i = 0; i < count; i++) {
		phrase->tokens[i].bytes = phrase->token_bytes + at;
		at += phrase->tokens[i].length;
	}
}

const struct phrase_token *
phrase_tokens(const struct phrase *phrase, unsigned *count, bool *exact)
{
	*count = phrase->token_count;
	*exact = phrase->exact;
	return phrase->tokens;
}
