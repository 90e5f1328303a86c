#include "config.h"

#include "document/slug.h"

#include "text/character.h"
#include "text/utf8.h"

static bool
stays(uint32_t c)
{
	if (c < 0x80)
		return g_ascii_isalnum((char)c) || c == '_' || c == '-';
	return character_is_word(c);
}

/* Lower case of one code point; of the few that become several (U+0130), the first two. */
static void
append_lower(GString *out, uint32_t c)
{
	char bytes[4];

	if (c == 0x130) {
		g_string_append(out, "i\xCC\x87");
		return;
	}
	g_string_append_len(out, bytes, (gssize)utf8_put(bytes, character_lower(c)));
}

char *
slug_of(const char *title, size_t n)
{
	GString *out = g_string_sized_new(n);
	uint32_t c;

	for (size_t i = 0; i < n;) {
		i += utf8_next(title + i, n - i, &c);
		if (c == ' ' || c == '\n' || c == '\t')
			g_string_append_c(out, '-');
		else if (c < 0x80 && stays(c))
			g_string_append_c(out, g_ascii_tolower((char)c));
		else if (c != UTF8_BAD && stays(c))
			append_lower(out, c);
	}
	return g_string_free(out, FALSE);
}

char *
slug_unique(GHashTable *seen, const char *title, size_t n)
{
	char *slug = slug_of(title, n);
	gpointer value;
	guint count;

	/* github-slugger: a repeat takes the next free number, and what it makes counts as seen
	 * too. */
	if (g_hash_table_lookup_extended(seen, slug, NULL, &value)) {
		g_autofree char *first = g_steal_pointer(&slug);

		count = GPOINTER_TO_UINT(value);
		do {
			g_free(slug);
			slug = g_strdup_printf("%s-%u", first, ++count);
		} while (g_hash_table_contains(seen, slug));
		g_hash_table_insert(seen, g_strdup(first), GUINT_TO_POINTER(count));
	}
	g_hash_table_insert(seen, g_strdup(slug), GUINT_TO_POINTER(0));
	return slug;
}
