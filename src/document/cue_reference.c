#include "config.h"

#include <glib.h>
#include <string.h>

#include "document/cues.h"
#include "document/html.h"
#include "text/utf8.h"

enum { BARE_LEAST = 2, BARE_MOST = 6 };

/* The names that HTML reads without a `;` too (HTML §13.5). */
static const char bare_names[] =
	" AElig AMP Aacute Acirc Agrave Aring Atilde Auml COPY Ccedil ETH Eacute Ecirc Egrave Euml GT "
	"Iacute Icirc Igrave Iuml LT Ntilde Oacute Ocirc Ograve Oslash Otilde Ouml QUOT REG THORN "
	"Uacute Ucirc Ugrave Uuml Yacute aacute acirc acute aelig agrave amp aring atilde auml brvbar "
	"ccedil cedil cent copy curren deg divide eacute ecirc egrave eth euml frac12 frac14 frac34 gt "
	"iacute icirc iexcl igrave iquest iuml laquo lt macr micro middot nbsp not ntilde oacute ocirc "
	"ograve ordf ordm oslash otilde ouml para plusmn pound quot raquo reg sect shy sup1 sup2 sup3 "
	"szlig thorn times uacute ucirc ugrave uml uuml yacute yen yuml ";

/* What HTML reads for numbers of Windows' code page (HTML §13.2.5.80). */
static const uint16_t windows[32] = { 0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D,
	0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178 };

/* A number: `&#39;`, `&#x27;`, its `;` missing or not. */
static size_t
read_number(const char *s, size_t n, char made[8], size_t *length)
{
	bool hex = n > 2 && (s[2] | 0x20) == 'x';
	size_t at = hex ? 3 : 2, start = at;
	uint32_t c = 0;

	while (at < n && (hex ? g_ascii_isxdigit(s[at]) : g_ascii_isdigit(s[at])) && c < 0x110000)
		c = c * (hex ? 16 : 10) + (uint32_t)g_ascii_xdigit_value(s[at++]);
	if (at == start || (at < n && g_ascii_isxdigit(s[at]) && c >= 0x110000))
		return 0;
	if (at < n && s[at] == ';')
		at++;
	if (c >= 0x80 && c < 0xA0 && windows[c - 0x80] != 0)
		c = windows[c - 0x80];
	if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		c = 0xFFFD;
	*length = utf8_put(made, c);
	return at;
}

/* The longest name without `;` at s. */
static size_t
read_bare(const char *s, size_t n, char made[8], size_t *length)
{
	size_t most = 1;
	char name[BARE_MOST + 3];

	while (most < n && most <= BARE_MOST && g_ascii_isalnum(s[most]))
		most++;
	for (size_t end = most; end > BARE_LEAST; end--) {
		g_snprintf(name, sizeof(name), " %.*s ", (int)(end - 1), s + 1);
		if (strstr(bare_names, name) == NULL)
			continue;
		g_snprintf(name, sizeof(name), "&%.*s;", (int)(end - 1), s + 1);
		*length = html_reference_text(name, end + 1, made);
		return *length > 0 ? end : 0;
	}
	return 0;
}

size_t
cue_reference_read(const char *s, size_t n, char made[8], size_t *length)
{
	size_t taken;

	if (n > 2 && s[1] == '#')
		return read_number(s, n, made, length);
	taken = html_reference_length(s, n);
	*length = taken > 0 ? html_reference_text(s, taken, made) : 0;
	return *length > 0 ? taken : read_bare(s, n, made, length);
}

void
cue_name_read(GString *name, const char *s, size_t n)
{
	g_string_truncate(name, 0);
	for (size_t at = 0; at < n;) {
		size_t length, taken;
		char made[8];

		if (s[at] == '&' &&
			(taken = cue_reference_read(s + at, n - at, made, &length)) > 0) {
			g_string_append_len(name, made, (gssize)length);
			at += taken;
			continue;
		}
		if (!g_ascii_isspace(s[at]))
			g_string_append_c(name, s[at]);
		else if (name->len > 0 && name->str[name->len - 1] != ' ')
			g_string_append_c(name, ' ');
		at++;
	}
	while (name->len > 0 && name->str[name->len - 1] == ' ')
		g_string_truncate(name, name->len - 1);
}
