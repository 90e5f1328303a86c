#include "config.h"

#include "text/character.h"

#include <glib.h>
#include <stdlib.h>
#include <unicase.h>

#include "text/property.h"
#include "text/utf8.h"

static bool
has(uint32_t c, uint32_t bits)
{
	return c <= 0x10FFFF && (property_of(c) & bits) != 0;
}

bool
character_is_letter(uint32_t c)
{
	return has(c, PROPERTY_LETTER);
}

bool
character_is_mark(uint32_t c)
{
	return has(c, PROPERTY_MARK);
}

bool
character_is_number(uint32_t c)
{
	return has(c, PROPERTY_NUMBER);
}

bool
character_is_word(uint32_t c)
{
	return has(c, PROPERTY_LETTER | PROPERTY_MARK | PROPERTY_NUMBER);
}

bool
character_is_upper(uint32_t c)
{
	return has(c, PROPERTY_UPPER);
}

bool
character_is_punctuation(uint32_t c)
{
	return has(c, PROPERTY_PUNCTUATION);
}

bool
character_is_space(uint32_t c)
{
	return has(c, PROPERTY_SPACE);
}

uint32_t
character_lower(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	return c <= 0x10FFFF ? uc_tolower(c) : c;
}

char *
character_lower_string(const char *s, size_t n)
{
	size_t length = 0;

	if (utf8_ascii(s, n) == n)
		return g_ascii_strdown(s, (gssize)n);
	g_autofree char *whole = utf8_whole(s, n, &length);
	uint8_t *lower = u8_tolower((const uint8_t *)whole, length, NULL, NULL, NULL, &length);
	char *result = lower != NULL ? g_strndup((const char *)lower, length) : g_strdup("");
	free(lower);
	return result;
}
