/*
 * Words that a text must have where a regular expression matches in it, so that the index can tell
 * which files are worth reading. Only what is sure counts: letters that stand in the pattern itself
 * behind a blank or sign that must be there too, so that a word begins with them; outside groups
 * and classes, not optional, and in a pattern without alternatives.
 */
#include "config.h"

#include "library/answer_private.h"

#include <string.h>

#include "text/words.h"

/* Fewer letters narrow little, and beginnings of words cost the more the shorter they are. */
#define LEAST_LETTERS 3

/* What one piece of a pattern is. */
enum piece {
	PIECE_LETTER, /* a letter or digit of ASCII: itself */
	PIECE_EDGE,   /* something that is in no word, or the text's beginning */
	PIECE_OTHER,  /* anything else that is no longer than it looks */
	PIECE_STOP,   /* what follows is not understood here */
};

static bool
is_optional(char quantifier)
{
	return quantifier != '\0' && strchr("?*{", quantifier) != NULL;
}

/* The piece at s and its length. */
static enum piece
piece_at(const char *s, size_t *length)
{
	*length = 1;
	if (g_ascii_isalnum(*s))
		return PIECE_LETTER;
	if (*s == '\0' || strchr("([|)", *s) != NULL)
		return PIECE_STOP;
	if (*s == '\\') {
		*length = 2;
		if (s[1] == 's')
			return PIECE_EDGE;
		if (s[1] != '\0' && strchr("dDwWS", s[1]) != NULL)
			return PIECE_OTHER;
		return g_ascii_ispunct(s[1]) ? PIECE_EDGE : PIECE_STOP;
	}
	if (strchr(".$^?*+{}", *s) != NULL || ((unsigned char)*s & 0x80) != 0)
		return PIECE_OTHER;
	return *s == ' ' || g_ascii_ispunct(*s) ? PIECE_EDGE : PIECE_OTHER;
}

static void
append_run(GString *words, const char *run, size_t n, bool whole)
{
	if (words->len > 0)
		g_string_append(words, " AND ");
	g_string_append(words, "{ body } : \"");
	for (size_t i = 0; i < n; i++)
		g_string_append_c(words, g_ascii_tolower(run[i]));
	g_string_append(words, whole ? "\"" : "\" *");
}

char *
answer_narrow(const char *pattern)
{
	GString *words = g_string_new(NULL);
	bool edge = false; /* a word begins at s */
	const char *s = pattern;

	/* Quoted runs and comments inside a pattern are read as what they are not. */
	if (strchr(pattern, '|') != NULL || strstr(pattern, "(?") != NULL ||
		strstr(pattern, "(*") != NULL || strstr(pattern, "\\Q") != NULL)
		return g_string_free(words, TRUE);
	if (*s == '^') {
		edge = true;
		s++;
	}
	for (;;) {
		size_t length, letters = 0;
		enum piece piece = piece_at(s, &length);

		if (piece == PIECE_STOP)
			break;
		if (piece != PIECE_LETTER) {
			edge = piece == PIECE_EDGE && !is_optional(s[length]);
			s += length;
			if (piece == PIECE_EDGE && *s == '+')
				s += s[1] == '?' || s[1] == '+' ? 2 : 1;
			/* `.{2,5}`: what is inside is no text. */
			if (*s == '{')
				s += strcspn(s, "}");
			continue;
		}
		while (g_ascii_isalnum(s[letters]))
			letters++;

		size_t sure = letters - (is_optional(s[letters]) ? 1 : 0);
		bool whole = sure == letters && s[letters] != '+' &&
			     piece_at(s + letters, &length) == PIECE_EDGE &&
			     !is_optional(s[letters + length]);

		if (edge && sure >= LEAST_LETTERS && letters < WORD_BYTES)
			append_run(words, s, sure, whole);
		edge = false;
		s += letters;
		if (*s == '{')
			s += strcspn(s, "}");
	}
	return g_string_free(words, words->len == 0);
}
