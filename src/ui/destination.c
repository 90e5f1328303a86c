#include "config.h"

#include "ui/destination.h"

#include <string.h>

#include "document/clock.h"
#include "document/media.h"
#include "document/video_url.h"
#include "text/safe.h"
#include "ui/app_state.h"

/* Signs in words; in ASCII they may take more columns. */
#define ARROW "→ "
#define BETWEEN " › "
#define CUT "…"

/* --- where to --- */

static void
go_to_offset(struct destination *destination, const struct document *document, uint32_t offset)
{
	destination->kind = DESTINATION_PLACE;
	destination->own = true;
	destination->to.path = g_strdup(document->path);
	destination->to.kind = PLACE_OFFSET;
	destination->to.number = offset;
}

static void
go_to_own_anchor(struct destination *destination, const struct document *document,
	const char *anchor)
{
	uint32_t offset = document_anchor(document, anchor);
	if (offset == RANGE_NONE)
		destination->kind = DESTINATION_NO_SECTION;
	else
		go_to_offset(destination, document, offset);
}

static void
go_to_note(struct destination *destination, const struct document *document,
	const struct link *link)
{
	if (link->block == NONE || link->block >= document->block_count)
		destination->kind = DESTINATION_NO_NOTE;
	else
		go_to_offset(destination, document, document->blocks[link->block].text.start);
}

/* The time that a link names in the recording of a document: `#t=754`, or a URL's. */
static bool
read_time(const char *url, const char *anchor, uint32_t *milliseconds)
{
	struct media_part part;
	bool timed =
		media_fragment_read(anchor, &part) || (url != NULL && video_url_part(url, &part));
	if (timed)
		*milliseconds = part.start;
	return timed;
}

static void
go_to_entry(struct destination *destination, const struct app *app, const struct document *document)
{
	const char *path = catalog_entry(app->catalog, destination->found.entry)->path;
	const char *anchor = destination->found.anchor;
	uint32_t milliseconds;
	bool timed = read_time(destination->url, anchor, &milliseconds);
	destination->own = strcmp(document->path, path) == 0;
	if (destination->own && !timed) {
		go_to_own_anchor(destination, document, anchor);
		return;
	}
	destination->kind = DESTINATION_PLACE;
	destination->to.path = g_strdup(path);
	destination->to.kind = timed ? PLACE_TIME : anchor[0] != '\0' ? PLACE_ANCHOR : PLACE_START;
	if (timed)
		destination->to.number = milliseconds;
	else
		destination->to.anchor = g_strdup(anchor);
}

void
destination_init(struct destination *destination, const struct app *app,
	const struct document *document, const struct link *link)
{
	*destination = (struct destination){
		.to = { .link = NONE, .stamp = NONE },
		.found = { .entry = NONE, .anchor = link->anchor },
	};
	if (link->kind == LINK_FOOTNOTE) {
		go_to_note(destination, document, link);
		return;
	}
	if (link_is_own(link)) {
		go_to_own_anchor(destination, document, link->anchor);
		return;
	}
	if (link->kind == LINK_SITE || link->kind == LINK_WEB)
		destination->url = document_link_url(document, link);
	uint32_t from = catalog_find(app->catalog, document->path);
	destination->found = resolve_link(app->resolver, document, from, link);
	if (destination->found.entry != NONE)
		go_to_entry(destination, app, document);
	else if (link->kind == LINK_SITE || link->kind == LINK_WEB)
		destination->kind = DESTINATION_WEB;
	else if (resolve_state(app->resolver, document, from, link) == LINK_STATE_UNKNOWN)
		destination->kind = DESTINATION_FILE;
	else if (!app->loading.heads_known && app->loading.running)
		destination->kind = DESTINATION_UNKNOWN;
	else
		destination->kind = DESTINATION_MISSING;
}

void
destination_clear(struct destination *destination)
{
	place_clear(&destination->to);
	g_free(destination->url);
}

/* --- in words --- */

/* Bytes of a name that are looked at: a screen shows fewer. */
#define LOOKED_MOST 4096

static unsigned
columns_of(const char *s)
{
	return safe_columns(SAFE_NAME, s, strnlen(s, LOOKED_MOST));
}

static const char *
address(const struct destination *destination, const struct link *link)
{
	return destination->url != NULL ? destination->url : link->written;
}

static const char *
file_words(const struct link *link)
{
	switch (media_of(link->target)) {
	case MEDIA_PICTURE:
		return "a picture";
	case MEDIA_RECORDING:
		return "a recording";
	default:
		return "a file";
	}
}

char *
destination_refusal(const struct destination *destination, const struct link *link)
{
	switch (destination->kind) {
	case DESTINATION_PLACE:
		return NULL;
	case DESTINATION_NO_SECTION:
		return g_strdup_printf("this document has no section “%s”",
			destination_section(destination->found.anchor));
	case DESTINATION_NO_NOTE:
		return g_strdup("this footnote has no text");
	case DESTINATION_WEB:
		return g_strdup_printf("on the web: %s", address(destination, link));
	case DESTINATION_FILE:
		return g_strdup_printf("%s: %s", file_words(link), link->written);
	case DESTINATION_UNKNOWN:
		return g_strdup_printf("the library is still being read: “%s” is not known yet",
			link->target);
	case DESTINATION_MISSING:
		break;
	}
	return g_strdup_printf("nothing is called “%s”", link->target);
}

const char *
destination_section(const char *anchor)
{
	const char *last = strrchr(anchor, '#');
	return last != NULL && last[1] != '\0' ? last + 1 : anchor;
}

/* The document that a place is in, where it is at hand: its own, or one in memory. */
static const struct document *
document_of(const struct destination *destination, const struct app *app,
	const struct document *document)
{
	if (destination->own)
		return document;
	const struct opened *opened = opening_known(app, destination->to.path);
	return opened != NULL ? opened->document : NULL;
}

/* The title of a section where it is at hand, else as the link has it. */
static char *
section_words(const struct destination *destination, const struct app *app,
	const struct document *document, const struct link *link)
{
	const struct document *in = document_of(destination, app, document);
	const struct place *to = &destination->to;
	char time[16];
	uint32_t section = NONE;
	if (link->kind == LINK_FOOTNOTE) {
		struct range note = document->blocks[link->block].text;
		g_autofree char *words =
			g_strndup(document->text + note.start, MIN(range_length(note), 1000u));
		return g_strdup_printf("footnote: %s", g_strdelimit(words, "\n\t", ' '));
	}
	if (to->kind == PLACE_TIME)
		return g_strdup(clock_format(time, to->number));
	if (destination->found.anchor[0] == '\0')
		return g_strdup("");
	if (in != NULL && destination->found.anchor[0] != '^')
		section = document_section_named(in, destination->found.anchor);
	if (section != NONE)
		return g_strdup(in->sections[section].title);
	const char *name = naming_title(app, to->path, destination->found.anchor);
	return g_strdup(name != NULL ? name : destination_section(destination->found.anchor));
}

static char *
place_words(const struct destination *destination, const struct app *app,
	const struct document *document, const struct link *link, unsigned columns)
{
	uint32_t entry = destination->found.entry;
	g_autofree char *section = section_words(destination, app, document, link);
	const char *title = entry != NONE && !destination->own
				    ? catalog_entry(app->catalog, entry)->short_title
				    : "";
	if (destination->own && section[0] == '\0')
		title = "this document";
	g_autofree char *count =
		destination->found.candidates > 1
			? g_strdup_printf(" · nearest of %u", destination->found.candidates)
			: g_strdup("");
	unsigned taken = columns_of(ARROW) + columns_of(count);
	g_autofree char *joined =
		destination_join(title, section, columns > taken ? columns - taken : 1);
	return g_strconcat(ARROW, joined, count, NULL);
}

char *
destination_words(const struct destination *destination, const struct app *app,
	const struct document *document, const struct link *link, unsigned columns)
{
	g_autofree char *words = NULL;
	switch (destination->kind) {
	case DESTINATION_PLACE:
		return place_words(destination, app, document, link, columns);
	case DESTINATION_WEB:
		words = g_strdup_printf(ARROW "%s", address(destination, link));
		break;
	case DESTINATION_FILE:
		words = g_strdup_printf(ARROW "%s: %s", file_words(link), link->written);
		break;
	case DESTINATION_UNKNOWN:
		words = g_strdup_printf(ARROW "%s", link->written);
		break;
	case DESTINATION_NO_SECTION:
		words = g_strdup_printf("missing: no section “%s” here",
			destination_section(destination->found.anchor));
		break;
	case DESTINATION_NO_NOTE:
		words = g_strdup("missing: the text of this footnote");
		break;
	case DESTINATION_MISSING:
		words = g_strdup_printf("missing: %s", link->target);
		break;
	}
	return destination_cut(words, columns);
}

const char *
destination_rule(const char *rule)
{
	static const struct {
		const char *rule, *words;
	} rules[] = {
		{ "beside", "a file beside this document" },
		{ "root", "a file from the root of the library" },
		{ "name", "the name of a file, anywhere" },
		{ "beside-folded", "a file beside this document, in other letters" },
		{ "root-folded", "a file from the root of the library, in other letters" },
		{ "name-folded", "the name of a file, anywhere, in other letters" },
		{ "title", "the title of a document" },
		{ "alias", "an alias of a document" },
		{ "source", "the web address a document was saved from" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		if (strcmp(rules[i].rule, rule) == 0)
			return rules[i].words;
	}
	return rule;
}

/* --- fitting --- */

/* Bytes of s that begin it and take at most so many columns. */
static size_t
bytes_within(const char *s, size_t n, unsigned columns)
{
	struct safe_glyph glyph;
	size_t at = 0;
	for (unsigned taken = 0; at < n; at += glyph.source, taken += glyph.columns) {
		safe_next(SAFE_NAME, s + at, n - at, &glyph);
		if (taken + glyph.columns > columns)
			break;
	}
	return at;
}

char *
destination_cut(const char *s, unsigned columns)
{
	size_t n = strlen(s);
	const char *end = s + n;
	if (n <= LOOKED_MOST && columns_of(s) <= columns)
		return g_strdup(s);
	unsigned sign = columns_of(CUT), room = columns > sign ? columns - sign : 0;
	/* More of its start than of its end, that tell most. */
	unsigned after = room * 2 / 5;
	size_t before = bytes_within(s, MIN(n, LOOKED_MOST), room - after);
	const char *tail = n > LOOKED_MOST ? end - LOOKED_MOST : s;
	while (tail < end && ((unsigned char)*tail & 0xc0) == 0x80)
		tail++;
	unsigned whole = safe_columns(SAFE_NAME, tail, (size_t)(end - tail));
	while (tail < end && whole > after) {
		struct safe_glyph glyph;
		safe_next(SAFE_NAME, tail, (size_t)(end - tail), &glyph);
		tail += glyph.source;
		whole -= MIN(whole, glyph.columns);
	}
	g_autoptr(GString) cut = g_string_new_len(s, (gssize)before);
	if (columns >= sign)
		g_string_append(cut, CUT);
	return g_string_free((g_string_append(cut, tail), g_steal_pointer(&cut)), FALSE);
}

char *
destination_join(const char *title, const char *section, unsigned columns)
{
	if (title[0] == '\0' || section[0] == '\0')
		return destination_cut(title[0] != '\0' ? title : section, columns);
	unsigned sign = columns_of(BETWEEN), room = columns > sign ? columns - sign : 0;
	unsigned first = columns_of(title), second = columns_of(section);
	unsigned kept = MIN(second, MAX(room / 2, room - MIN(room, first)));
	g_autofree char *head = destination_cut(title, room - kept);
	g_autofree char *tail = destination_cut(section, kept);
	return g_strconcat(head, BETWEEN, tail, NULL);
}
