#include "config.h"

#include "document/citation.h"

#include <string.h>

#include "document/clock.h"
#include "document/url.h"
#include "text/safe.h"

/* --- addresses --- */

/* A value of a field that is a URL; NULL where it is none. */
static const char *
url_of(const struct document *document, enum field field)
{
	for (const char *const *value = document->fields[field]; *value != NULL; value++)
		if (url_scheme(*value, strlen(*value)) > 0)
			return *value;
	return NULL;
}

static char *
video_address(const struct document *document)
{
	const char *id = document_field(document, FIELD_VIDEO);

	return *id == '\0' ? NULL : g_strconcat("https://www.youtube.com/watch?v=", id, NULL);
}

char *
document_address(const struct document *document)
{
	const char *source = url_of(document, FIELD_SOURCE);
	char *video = source != NULL ? NULL : video_address(document);

	if (source != NULL || video != NULL)
		return source != NULL ? g_strdup(source) : video;
	return g_strdup(url_of(document, FIELD_MEDIA));
}

char *
document_second(const struct document *document, uint32_t stamp)
{
	const struct timestamp *timestamp = &document->timestamps[stamp];
	const char *media = document_field(document, FIELD_MEDIA);
	char *url = document_timestamp_url(document, timestamp);
	g_autofree char *address = NULL;

	if (url != NULL)
		return url;
	address = *media != '\0' ? g_strdup(media) : document_address(document);
	if (address == NULL)
		return NULL;
	return g_strdup_printf("%.*s#t=%u", (int)strcspn(address, "#"), address,
		timestamp->milliseconds / 1000);
}

/* --- Markdown --- */

/* Whether the character at at of s begins or ends markup wherever it stands. */
static bool
is_markup(const char *s, size_t at)
{
	switch (s[at]) {
	case '\\':
	case '`':
	case '*':
	case '[':
	case ']':
	case '<':
		return true;
	case '_':
		/* Within a word it is none. */
		return at == 0 || !g_ascii_isalnum(s[at - 1]) || !g_ascii_isalnum(s[at + 1]);
	case '&':
		return s[at + 1] == '#' || g_ascii_isalnum(s[at + 1]);
	case ':':
		return s[at + 1] == '/';
	case '.':
		return at >= 3 && g_ascii_strncasecmp(s + at - 3, "www", 3) == 0;
	case '~':
	case '=':
	case '%':
		return s[at + 1] == s[at] || (at > 0 && s[at - 1] == s[at]);
	default:
		return false;
	}
}

void
citation_append_text(GString *out, const char *s)
{
	size_t before = out->len;

	for (size_t at = 0; s[at] != '\0'; at++) {
		if (g_ascii_isspace(s[at])) {
			if (out->len > before && out->str[out->len - 1] != ' ')
				g_string_append_c(out, ' ');
			continue;
		}
		if (is_markup(s, at))
			g_string_append_c(out, '\\');
		g_string_append_c(out, s[at]);
	}
	while (out->len > before && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
}

char *
citation_destination(const char *url)
{
	g_autofree char *encoded = url_is_http(url) ? safe_url(url) : NULL;
	g_autoptr(GString) out = NULL;

	if (encoded == NULL)
		return NULL;
	out = g_string_new(encoded);
	g_string_replace(out, "(", "%28", 0);
	g_string_replace(out, ")", "%29", 0);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* --- the line --- */

/* Escapes what would make a list, a heading or a quotation of a line that begins with it. */
static void
escape_start(GString *out)
{
	size_t digits = strspn(out->str, "0123456789");

	if (digits > 0 && (out->str[digits] == '.' || out->str[digits] == ')'))
		g_string_insert_c(out, (gssize)digits, '\\');
	else if (out->len > 0 && strchr("#>+-=~|", out->str[0]) != NULL)
		g_string_prepend_c(out, '\\');
}

/* `[text](url)`, or the text alone. */
static void
append_link(GString *out, const char *text, const char *url)
{
	g_autofree char *destination = url == NULL ? NULL : citation_destination(url);

	if (destination != NULL)
		g_string_append_c(out, '[');
	citation_append_text(out, text);
	if (destination != NULL)
		g_string_append_printf(out, "](%s)", destination);
}

/* Who speaks or writes: the channel, else the authors. */
static void
append_people(GString *out, const struct document *document)
{
	bool channel = *document_field(document, FIELD_CHANNEL) != '\0';
	const char *const *people = document->fields[channel ? FIELD_CHANNEL : FIELD_AUTHOR];

	for (; *people != NULL; people++) {
		g_string_append(out, ", ");
		citation_append_text(out, *people);
	}
}

static void
append_time(GString *out, const struct document *document, uint32_t stamp)
{
	g_autofree char *url = document_second(document, stamp);
	char time[16];

	g_string_append(out, ", ");
	append_link(out, clock_short(time, document->timestamps[stamp].milliseconds), url);
}

char *
document_citation(const struct document *document, uint32_t stamp)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *address = document_address(document);
	const char *date = document_date(document);

	append_link(out, document_short_title(document), address);
	if (out->str[0] != '[')
		escape_start(out);
	append_people(out, document);
	if (*date != '\0')
		g_string_append_printf(out, ", %s", date);
	if (stamp != NONE)
		append_time(out, document, stamp);
	return g_string_free(g_steal_pointer(&out), FALSE);
}
