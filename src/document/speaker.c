#include "config.h"

#include "document/speaker.h"

#include <string.h>

enum {
	WORDS = 4,
	NAME_BYTES = 48,
	OFTEN = 3, /* labels of one name that make it a speaker's */
};

struct speakers {
	GHashTable *counts; /* char * to a number; marked ones count as often enough */
};

size_t
speaker_marks(const char *s, size_t n)
{
	static const char *const marks[] = { ">>>", ">>", "&gt;&gt;&gt;", "&gt;&gt;", "- ", "– ",
		"— ", NULL };

	for (int i = 0; marks[i] != NULL; i++) {
		size_t at = strlen(marks[i]);

		if (n <= at || memcmp(s, marks[i], at) != 0)
			continue;
		while (at < n && g_ascii_isspace(s[at]))
			at++;
		return at < n ? at : 0;
	}
	return 0;
}

static bool
is_name_byte(char c)
{
	return g_ascii_isalnum(c) || (unsigned char)c >= 0x80 || (c != '\0' && strchr(".'_-", c));
}

static bool
begins_word(char c, bool first)
{
	return g_ascii_isupper(c) || (unsigned char)c >= 0x80 || (!first && g_ascii_isdigit(c));
}

/* Words that stand within names in small letters. */
static bool
is_particle(const char *s, size_t n)
{
	static const char *const words[] = { "van", "von", "de", "der", "den", "di", "da", "la",
		"le", "del", "bin", "al", "and", "of", NULL };

	for (int i = 0; words[i] != NULL; i++)
		if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
			return true;
	return false;
}

size_t
speaker_name(const char *s, size_t n)
{
	size_t at = 0, end = 0;

	n = MIN(n, (size_t)NAME_BYTES);
	for (int words = 0; words < WORDS && at < n; words++) {
		size_t start = at;

		while (at < n && is_name_byte(s[at]))
			at++;
		if (at == start || (!begins_word(s[start], words == 0) &&
					   (words == 0 || !is_particle(s + start, at - start))))
			break;
		end = at;
		if (at == n || s[at] != ' ')
			break;
		at++;
	}
	/* A full stop within is an initial's; one at the end ends a sentence. */
	return end > 1 && s[end - 1] != '.' ? end : 0;
}

size_t
speaker_label(const char *s, size_t n)
{
	size_t at = speaker_name(s, n);

	if (at == 0 || at >= n || s[at] != ':')
		return 0;
	return at + 1 == n || g_ascii_isspace(s[at + 1]) || s[at + 1] == '<' ? at + 1 : 0;
}

struct speakers *
speakers_new(void)
{
	struct speakers *speakers = g_new(struct speakers, 1);

	speakers->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return speakers;
}

void
speakers_free(struct speakers *speakers)
{
	if (speakers == NULL)
		return;
	g_hash_table_unref(speakers->counts);
	g_free(speakers);
}

void
speakers_add(struct speakers *speakers, const char *s, size_t n, unsigned times)
{
	char *name = g_strndup(s, n);
	unsigned count = GPOINTER_TO_UINT(g_hash_table_lookup(speakers->counts, name)) + times;

	g_hash_table_replace(speakers->counts, name, GUINT_TO_POINTER(MIN(count, 1u << 20)));
}

void
speakers_note(struct speakers *speakers, const char *s, size_t n)
{
	size_t marks = speaker_marks(s, n), length = speaker_label(s + marks, n - marks);

	if (length > 0)
		speakers_add(speakers, s + marks, length, *s == '>' || *s == '&' ? OFTEN : 1);
}

bool
speakers_have(const struct speakers *speakers, const char *s, size_t n)
{
	char name[NAME_BYTES + 2];

	if (n == 0 || n >= sizeof(name))
		return false;
	memcpy(name, s, n);
	name[n] = '\0';
	return GPOINTER_TO_UINT(g_hash_table_lookup(speakers->counts, name)) >= OFTEN;
}
