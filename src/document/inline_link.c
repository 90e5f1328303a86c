#include "config.h"

#include "document/inline_link.h"

#include <string.h>

#include "document/clock.h"
#include "document/draft.h"
#include "document/wikilink.h"

uint32_t
piece_of_link(struct markdown *md)
{
	for (guint i = md->under->len; i > 0; i--) {
		uint32_t piece = g_array_index(md->under, struct link_under, i - 1).piece;

		if (g_array_index(md->marked, struct piece, piece).kind == PIECE_OPEN)
			return piece;
	}
	return NONE;
}

char *
link_time(const char *destination)
{
	size_t n = strlen(destination);
	struct clock_time time;

	if (n > 0 && clock_read(destination, n, false, &time) == n)
		return g_strdup(destination);
	if (g_ascii_strncasecmp(destination, "a ", 2) == 0 && strstr(destination, "data-t") != NULL)
		return html_attribute(destination, n, "data-t");
	return NULL;
}

void
link_found_target(struct markdown *md, const char *destination, bool picture, uint32_t source,
	struct range text)
{
	struct link_found link = { .text = text, .source = source, .note = NONE };
	struct target target;

	if (!target_read(&target, destination, picture))
		return;
	link.kind = target.kind;
	link.target = target.target;
	link.anchor = target.anchor;
	link.written = g_strdup(destination);
	g_array_append_val(md->links, link);
}

void
link_found_wiki(struct markdown *md, const struct piece *open, struct range text)
{
	bool embed = (open->flags & PIECE_EMBED) != 0;
	struct link_found link = { .text = text, .source = open->source.start, .note = NONE };
	struct wikilink parts;
	size_t looked;

	if (!wikilink_read(md->source + open->source.start, range_length(open->source), embed,
		    &parts, &looked))
		return;
	link.kind = embed                                                  ? LINK_EMBED
		    : target_has_scheme(parts.target, parts.target_length) ? LINK_WEB
									   : LINK_WIKI;
	if (embed)
		link.source--;
	link.target = g_strndup(parts.target, parts.target_length);
	link.anchor = g_strndup(parts.anchor, parts.anchor_length);
	link.written = g_strndup(parts.written, parts.written_length);
	link.alias = parts.alias != NULL ? g_strndup(parts.alias, parts.alias_length) : NULL;
	g_array_append_val(md->links, link);
}

void
link_found_note(struct markdown *md, uint32_t note, uint32_t source, struct range text)
{
	struct link_found link = { .text = text,
		.source = source,
		.note = note,
		.kind = LINK_FOOTNOTE };

	g_array_append_val(md->links, link);
}

static gint
compare_links(gconstpointer a, gconstpointer b)
{
	const struct link_found *one = a, *other = b;

	if (one->text.start != other->text.start)
		return one->text.start < other->text.start ? -1 : 1;
	if (one->text.end != other->text.end)
		return one->text.end > other->text.end ? -1 : 1;
	return one->source < other->source ? -1 : one->source > other->source;
}

void
link_found_end(struct markdown *md)
{
	if (md->links->len > 1)
		g_array_sort(md->links, compare_links);
	for (guint i = 0; i < md->links->len; i++) {
		struct link_found *link = &g_array_index(md->links, struct link_found, i);
		struct note_reference reference = { .note = link->note };

		reference.link = draft_link(md->draft, link->kind, link->text, link->source,
			link->target, link->anchor, link->alias, link->written);
		if (link->note != NONE && reference.link != NONE)
			g_array_append_val(md->note_references, reference);
		g_free(link->target);
		g_free(link->anchor);
		g_free(link->alias);
		g_free(link->written);
	}
	g_array_set_size(md->links, 0);
}
