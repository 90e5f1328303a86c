/* The inside of a phrase, for phrase*.c alone. */
#ifndef LECTERN_TEXT_PHRASE_PRIVATE_H
#define LECTERN_TEXT_PHRASE_PRIVATE_H

#include "text/phrase.h"

/* A word of it, and what was typed beside it. */
struct part {
	const char *bytes; /* folded */
	uint32_t length;
	const char *before; /* signs that must end where the word begins */
	uint32_t before_length;
	const char *after; /* signs that must begin where the word ends */
	uint32_t after_length;
	bool tight; /* the next word must begin where those end */
};

struct phrase {
	char *typed;
	char *words; /* the bytes of the parts, one behind the other */
	struct part *parts;
	uint32_t count; /* of parts */
	bool prefix;

	const char *literal; /* in typed, where there are no parts: what must stand there */
	size_t literal_length;

	struct phrase_token *tokens;
	unsigned token_count;
	bool exact;
	char *token_bytes;
};

/* Makes the tokens of a phrase whose parts are there. */
void phrase_make_tokens(struct phrase *phrase);

#endif
