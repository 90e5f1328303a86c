#include "config.h"

#include <string.h>

#include "document/media.h"
#include "ui/app_state.h"

static bool
has_place(const struct link *link)
{
	return !range_is_none(link->text) && range_length(link->text) > 0;
}

/* The next link with a place from index i in a direction; NONE where there is none. */
static uint32_t
step(const struct document *document, int64_t i, int direction)
{
	for (; i >= 0 && i < document->link_count; i += direction) {
		if (has_place(&document->links[i]))
			return (uint32_t)i;
	}
	return NONE;
}

/* Where to begin when no link on the screen is selected: the first one shown, from the end the
 * last. */
static uint32_t
first_shown(const struct reader *reader, int direction)
{
	const struct document *document = reader_document(reader);
	struct range seen = reader_seen(reader);
	if (direction > 0) {
		for (uint32_t i = 0; i < document->link_count; i++) {
			if (has_place(&document->links[i]) &&
				document->links[i].text.start >= seen.start)
				return i;
		}
		return NONE;
	}
	for (uint32_t i = document->link_count; i-- > 0;) {
		if (has_place(&document->links[i]) && document->links[i].text.start < seen.end)
			return i;
	}
	return NONE;
}

static void
say_target(struct app *app, const struct link *link)
{
	const struct document *document = reader_document(&app->reader);
	g_autofree char *url = document_link_url(document, link);
	if (link->kind == LINK_FOOTNOTE)
		app_say(app, "→ footnote");
	else
		app_say(app, "→ %s", url != NULL ? url : link->written);
}

static void
select_link(struct app *app, uint32_t times, int direction)
{
	struct reader *reader = &app->reader;
	const struct document *document = reader_document(reader);
	if (document == NULL)
		return;
	uint32_t link = reader->link;
	for (uint32_t i = 0; i < MAX(times, 1u); i++) {
		bool shown = link != NONE &&
			     (i > 0 || reader_shows(reader, document->links[link].text.start));
		uint32_t next = shown ? step(document, (int64_t)link + direction, direction)
				      : first_shown(reader, direction);
		if (next == NONE)
			break;
		link = next;
	}
	if (link == NONE) {
		app_say(app, "no links in this document");
		return;
	}
	if (link == reader->link && reader_shows(reader, document->links[link].text.start)) {
		app_say(app, direction > 0 ? "no link below" : "no link above");
		return;
	}
	reader->link = link;
	reader_reveal(reader, document->links[link].text.start);
	say_target(app, &document->links[link]);
}

void
reader_next_link(struct app *app, const struct command_call *call)
{
	select_link(app, call->count, 1);
}

void
reader_previous_link(struct app *app, const struct command_call *call)
{
	select_link(app, call->count, -1);
}

/* --- following --- */

static void
jump_within(struct app *app, uint32_t offset)
{
	app_leave_place(app);
	reader_jump(&app->reader, offset);
	app_focus(app, PANE_READER);
}

static void
open_resolved(struct app *app, const struct link *link, const struct resolution *found)
{
	const struct entry *entry = catalog_entry(app->catalog, found->entry);
	const char *anchor = found->anchor != NULL ? found->anchor : "";
	struct place to = {
		.path = g_strdup(entry->path),
		.kind = anchor[0] != '\0' ? PLACE_ANCHOR : PLACE_START,
		.anchor = g_strdup(anchor),
		.link = NONE,
		.stamp = NONE,
	};
	if (found->candidates > 1)
		app_say(app, "%u documents answer to “%s”: this is the nearest", found->candidates,
			link->target);
	const struct document *document = reader_document(&app->reader);
	if (strcmp(document->path, to.path) == 0) {
		uint32_t offset = document_anchor(document, anchor);
		if (offset == RANGE_NONE)
			app_fail(app, "this document has no section “%s”", anchor);
		else
			jump_within(app, offset);
	} else {
		opening_go(app, &to, GOING_NEW);
	}
	place_clear(&to);
}

static void
follow_anchor(struct app *app, const struct link *link)
{
	uint32_t offset = document_anchor(reader_document(&app->reader), link->anchor);
	if (offset == RANGE_NONE)
		app_fail(app, "this document has no section “%s”", link->anchor);
	else
		jump_within(app, offset);
}

static void
follow_footnote(struct app *app, const struct link *link)
{
	const struct document *document = reader_document(&app->reader);
	if (link->block == NONE || link->block >= document->block_count)
		app_fail(app, "this footnote has no text");
	else
		jump_within(app, document->blocks[link->block].text.start);
}

void
reader_follow(struct app *app, uint32_t index)
{
	const struct document *document = reader_document(&app->reader);
	const struct link *link = &document->links[index];
	if (link->kind == LINK_FOOTNOTE) {
		follow_footnote(app, link);
		return;
	}
	bool names = link->kind == LINK_WIKI || link->kind == LINK_EMBED;
	if (link->kind == LINK_ANCHOR || (names && link->target[0] == '\0')) {
		follow_anchor(app, link);
		return;
	}
	struct resolution found = resolve_link(app->resolver, document, app_entry(app), link);
	if (found.entry != NONE) {
		open_resolved(app, link, &found);
		return;
	}
	g_autofree char *url = document_link_url(document, link);
	if (link->kind == LINK_SITE || link->kind == LINK_WEB)
		app_say(app, "on the web: %s", url != NULL ? url : link->written);
	else if (link->kind == LINK_MEDIA || media_of(link->target) == MEDIA_RECORDING)
		app_say(app, "a recording: %s", link->written);
	else if (media_of(link->target) == MEDIA_PICTURE)
		app_say(app, "a picture: %s", link->written);
	else if (!app->loading.heads_known && app->loading.running)
		app_say(app, "the library is still being read: “%s” is not known yet",
			link->target);
	else
		missing_open(app, link);
}

/* Details whose summary is being read are folded, or opened again. */
static bool
fold_details(struct reader *reader)
{
	const struct document *document = reader_document(reader);
	uint32_t line = page_line_of(reader->page, reader->reading);
	if (line >= page_line_count(reader->page))
		return false;
	uint32_t block = page_line(reader->page, line)->block;
	while (block != NONE && block < document->block_count &&
		document->blocks[block].kind != BLOCK_SUMMARY)
		block = document->blocks[block].parent;
	if (block == NONE || block >= document->block_count)
		return false;
	uint32_t details = document->blocks[block].parent;
	if (details == NONE || document->blocks[details].kind != BLOCK_DETAILS)
		return false;
	reader->opened->folded[details] = !reader->opened->folded[details];
	reader->stale = true;
	return true;
}

void
reader_follow_link(struct app *app, const struct command_call *call)
{
	struct reader *reader = &app->reader;
	(void)call;
	if (reader->opened == NULL)
		return;
	const struct link *link =
		reader->link == NONE ? NULL : &reader_document(reader)->links[reader->link];
	bool shown = link != NULL &&
		     (range_is_none(link->text) || reader_shows(reader, link->text.start));
	if (!shown && fold_details(reader))
		return;
	if (!shown)
		app_say(app, "no link is selected: Tab selects the next");
	else
		reader_follow(app, reader->link);
}
