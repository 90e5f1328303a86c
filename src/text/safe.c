#include "config.h"

#include "text/safe.h"

#include <string.h>

#include "text/glyph.h"
#include "text/property.h"
#include "text/utf8.h"

/* Set once by safe_init(), before any thread. */
static bool ascii_alone;
static bool private_use_shown;

void
safe_init(bool show_private_use, bool ascii)
{
	private_use_shown = show_private_use;
	ascii_alone = ascii;
}

bool
safe_ascii(void)
{
	return ascii_alone;
}

static struct glyph_reader
reader_for(enum safe_mode mode, bool whole)
{
	return (struct glyph_reader){
		.mode = mode,
		.whole = whole,
		.ascii = ascii_alone,
		.show_private_use = private_use_shown,
	};
}

/* Whether s begins with a printable character of ASCII that nothing can be attached to. */
static inline bool
begins_plain(const char *s, size_t n)
{
	return (unsigned char)(s[0] - 0x20) < 0x5F && (n == 1 || (signed char)s[1] >= 0);
}

void
safe_next(enum safe_mode mode, const char *s, size_t n, struct safe_glyph *glyph)
{
	if (G_LIKELY(begins_plain(s, n))) {
		glyph->bytes[0] = s[0];
		glyph->length = 1;
		glyph->columns = 1;
		glyph->mark = false;
		glyph->soft_hyphen = false;
		glyph->source = 1;
		return;
	}
	struct glyph_reader reader = reader_for(mode, false);
	glyph_read(&reader, s, n, glyph);
}

/* How many bytes at the start of s are plain, one after the other. */
static size_t
plain_span(const char *s, size_t n)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	/* 0x20 and above gets its high bit */
	const uint64_t to_space = UINT64_C(0x6060606060606060);
	const uint64_t to_delete = UINT64_C(0x0101010101010101); /* so does 0x7F */
	size_t i = 0;

	for (uint64_t word; i + sizeof word < n; i += sizeof word) {
		memcpy(&word, s + i, sizeof word);
		if ((word & high) != 0 || ((word + to_space) & high) != high ||
			((word + to_delete) & high) != 0 || (signed char)s[i + sizeof word] < 0)
			break;
	}
	while (i < n && begins_plain(s + i, n - i))
		i++;
	return i;
}

/* What a text keeps and a glyph does not hold: TAB and line ends. Gives the bytes it stands for,
 * or 0. */
static size_t
append_layout(GString *out, const char *s, size_t n)
{
	switch (s[0]) {
	case '\t':
		g_string_append_c(out, '\t');
		return 1;
	case '\n':
		g_string_append_c(out, '\n');
		return 1;
	case '\r':
		g_string_append_c(out, '\n');
		return n > 1 && s[1] == '\n' ? 2 : 1;
	case '\xE2':
		if (n < 3 || s[1] != '\x80' || (s[2] != '\xA8' && s[2] != '\xA9'))
			return 0;
		g_string_append_c(out, '\n');
		return 3;
	default:
		return 0;
	}
}

void
safe_append(GString *out, enum safe_mode mode, const char *s, size_t n)
{
	struct glyph_reader reader = reader_for(mode, true);
	struct safe_glyph glyph;

	for (size_t i = 0; i < n;) {
		size_t plain = plain_span(s + i, n - i);
		g_string_append_len(out, s + i, (gssize)plain);
		i += plain;
		if (i == n)
			break;
		size_t layout = mode == SAFE_TEXT ? append_layout(out, s + i, n - i) : 0;
		i += layout;
		if (layout > 0)
			continue;
		glyph_read(&reader, s + i, n - i, &glyph);
		g_string_append_len(out, glyph.bytes, glyph.length);
		i += glyph.source;
	}
}

char *
safe_string(enum safe_mode mode, const char *s, gssize n)
{
	size_t length = n < 0 ? strlen(s) : (size_t)n;
	GString *out = g_string_sized_new(length + 1);

	safe_append(out, mode, s, length);
	return g_string_free(out, FALSE);
}

unsigned
safe_columns(enum safe_mode mode, const char *s, size_t n)
{
	struct safe_glyph glyph;
	unsigned columns = 0;

	for (size_t i = 0; i < n;) {
		size_t plain = plain_span(s + i, n - i);
		columns += (unsigned)plain;
		i += plain;
		if (i == n)
			break;
		safe_next(mode, s + i, n - i, &glyph);
		columns += glyph.columns;
		i += glyph.source;
	}
	return columns;
}

/* Takes ZWJ and ZWNJ out of the glyph at the end of out: what they join it to is cut off. */
static void
drop_joiners(GString *out, size_t glyph)
{
	for (size_t i = glyph; i + 3 <= out->len;) {
		if (memcmp(out->str + i, "\u200C", 3) == 0 ||
			memcmp(out->str + i, "\u200D", 3) == 0)
			g_string_erase(out, (gssize)i, 3);
		else
			i++;
	}
}

char *
safe_cut(enum safe_mode mode, const char *s, size_t n, unsigned columns)
{
	const char *ellipsis = ascii_alone ? "..." : "…";
	unsigned ellipsis_columns = ascii_alone ? MIN(3, columns) : MIN(1, columns);
	size_t ellipsis_length = columns == 0  ? 0
				 : ascii_alone ? ellipsis_columns
					       : strlen(ellipsis);
	GString *out = g_string_new(NULL);
	struct safe_glyph glyph;
	unsigned used = 0;
	size_t room = 0, room_glyph = 0; /* of out, up to where the ellipsis still fits behind */

	for (size_t i = 0; i < n; i += glyph.source) {
		safe_next(mode, s + i, n - i, &glyph);
		if (used + glyph.columns > columns) {
			g_string_truncate(out, room);
			drop_joiners(out, room_glyph);
			g_string_append_len(out, ellipsis, (gssize)ellipsis_length);
			break;
		}
		size_t start = out->len;
		g_string_append_len(out, glyph.bytes, glyph.length);
		used += glyph.columns;
		if (glyph.length > 0 && used + ellipsis_columns <= columns) {
			room_glyph = start;
			room = out->len;
		}
	}
	return g_string_free(out, FALSE);
}

/* RFC 8259 §7. */
static void
append_escape(GString *out, uint32_t c)
{
	if (c == UTF8_BAD)
		c = 0xFFFD;
	if (c < 0x10000) {
		g_string_append_printf(out, "\\u%04x", c);
		return;
	}
	c -= 0x10000;
	g_string_append_printf(out, "\\u%04x\\u%04x", 0xD800 + (c >> 10), 0xDC00 + (c & 0x3FF));
}

static void
append_escapes(GString *out, const char *s, size_t n)
{
	uint32_t c;

	for (size_t i = 0; i < n;) {
		i += utf8_next(s + i, n - i, &c);
		append_escape(out, c);
	}
}

void
safe_append_json(GString *out, const char *line, size_t n)
{
	struct glyph_reader reader = reader_for(SAFE_NAME, true);
	struct safe_glyph glyph;

	for (size_t i = 0; i < n; i += glyph.source) {
		size_t plain = plain_span(line + i, n - i);
		g_string_append_len(out, line + i, (gssize)plain);
		i += plain;
		if (i == n)
			break;
		if (line[i] == '\n') {
			g_string_append_c(out, '\n');
			glyph.source = 1;
			continue;
		}
		glyph_read(&reader, line + i, n - i, &glyph);
		if (glyph.mark || (ascii_alone && (unsigned char)line[i] >= 0x80))
			append_escapes(out, line + i, glyph.source);
		else
			g_string_append_len(out, line + i, glyph.source);
	}
}

/* The bidirectional controls that reorder (UAX #9 §2), and the marks that lean on them. */
static bool
is_bidi_control(uint32_t c)
{
	return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

void
safe_append_yank(GString *out, const char *s, size_t n)
{
	uint32_t c;

	for (size_t i = 0, taken; i < n; i += taken) {
		taken = utf8_next(s + i, n - i, &c);
		if (c == UTF8_BAD) {
			g_string_append(out, "\uFFFD");
			continue;
		}
		enum property_class class = property_class(property_of(c));
		if ((class == CLASS_CONTROL && c != '\n' && c != '\t') || class == CLASS_TAG ||
			is_bidi_control(c))
			continue;
		g_string_append_len(out, s + i, (gssize)taken);
	}
}

#define URL_BYTES 2083

static const char *const url_schemes[] = { "http://", "https://", "mailto:" };

char *
safe_url(const char *url)
{
	bool known = false;

	for (size_t i = 0; i < G_N_ELEMENTS(url_schemes); i++)
		known = known ||
			g_ascii_strncasecmp(url, url_schemes[i], strlen(url_schemes[i])) == 0;
	if (!known)
		return NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	for (const char *at = url; *at != '\0' && out->len <= URL_BYTES; at++) {
		unsigned char byte = (unsigned char)*at;
		if (byte < 0x21 || byte > 0x7E || strchr("\"<>\\^{|}`", byte) != NULL)
			g_string_append_printf(out, "%%%02X", byte);
		else
			g_string_append_c(out, (char)byte);
	}
	return out->len <= URL_BYTES ? g_strdup(out->str) : NULL;
}
