#include "config.h"

#include "text/character.h"

#include <unicase.h>

#include "text/property.h"

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
character_is_digit(uint32_t c)
{
	return has(c, PROPERTY_DIGIT);
}

bool
character_is_alnum(uint32_t c)
{
	return has(c, PROPERTY_LETTER | PROPERTY_NUMBER);
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
character_is_lower(uint32_t c)
{
	return has(c, PROPERTY_LOWER);
}

bool
character_is_space(uint32_t c)
{
	return has(c, PROPERTY_SPACE);
}

bool
character_is_cjk(uint32_t c)
{
	return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) ||
	       (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) ||
	       (c >= 0x20000 && c <= 0x3FFFF);
}

uint32_t
character_lower(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	return c <= 0x10FFFF ? uc_tolower(c) : c;
}
