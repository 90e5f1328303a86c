#include "config.h"

#include "ui/app_state.h"
#include "ui/destination.h"

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

void
reader_select_link(struct app *app, struct reader *reader, uint32_t times, int direction)
{
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
}

void
reader_next_link(struct app *app, const struct command_call *call)
{
	reader_select_link(app, &app->reader, call->count, 1);
}

void
reader_previous_link(struct app *app, const struct command_call *call)
{
	reader_select_link(app, &app->reader, call->count, -1);
}

/* --- which link is meant --- */

/* A link may hold others (a picture's): so many before the nearest are looked at. */
#define NESTED_MOST 4

static bool
touches(struct range a, struct range b)
{
	return !range_is_none(a) && a.start < b.end && b.start < a.end;
}

struct range
reader_links_near(const struct document *document, struct range text)
{
	uint32_t low = 0, high = document->link_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct range link = document->links[middle].text;
		if (range_is_none(link) || link.start < text.end)
			low = middle + 1;
		else
			high = middle;
	}
	struct range near = { low, low };
	while (near.start > 0 && touches(document->links[near.start - 1].text, text))
		near.start--;
	near.start -= MIN(near.start, (uint32_t)NESTED_MOST);
	return near;
}

uint32_t
reader_selected_link(const struct reader *reader)
{
	const struct document *document = reader_document(reader);
	if (document == NULL || reader->link >= document->link_count)
		return NONE;
	const struct link *link = &document->links[reader->link];
	return has_place(link) && reader_shows(reader, link->text.start) ? reader->link : NONE;
}

uint32_t
reader_link_here(const struct reader *reader)
{
	const struct document *document = reader_document(reader);
	uint32_t selected = reader_selected_link(reader);
	if (document == NULL || reader->page == NULL || selected != NONE)
		return selected;
	uint32_t line = page_line_of(reader->page, reader->reading);
	if (line >= page_line_count(reader->page))
		return NONE;
	const struct piece *pieces = page_pieces(reader->page, line);
	for (uint32_t i = 0; i < page_line(reader->page, line)->count; i++) {
		if (pieces[i].made != NULL || range_is_none(pieces[i].text))
			continue;
		struct range near = reader_links_near(document, pieces[i].text);
		for (uint32_t link = near.start; link < near.end; link++) {
			if (touches(document->links[link].text, pieces[i].text))
				return link;
		}
	}
	return NONE;
}

/* --- following --- */

static void
go_to_place(struct app *app, const struct reader *reader, const struct destination *destination)
{
	/* A preview is left for where its link leads. */
	if (!destination->own || reader != &app->reader || destination->to.kind != PLACE_OFFSET) {
		opening_go(app, &destination->to, GOING_NEW);
		return;
	}
	app_leave_place(app);
	reader_jump(&app->reader, destination->to.number);
	app_focus(app, PANE_READER);
}

/* The others that the link may mean are offered. */
static void
remember_followed(struct app *app, struct opened *opened, uint32_t link,
	const struct destination *destination)
{
	bool several = destination->found.candidates > 1;
	opened_unref(app->followed);
	app->followed = several ? opened_ref(opened) : NULL;
	app->followed_link = link;
	if (several)
		app_say(app, "%u documents answer to “%s”: this is the nearest, gc shows all",
			destination->found.candidates, opened->document->links[link].target);
}

void
reader_follow_from(struct app *app, struct reader *reader, uint32_t index)
{
	/* Who follows a link of a preview closes it. */
	struct opened *opened = opened_ref(reader->opened);
	const struct link *link = &opened->document->links[index];
	struct destination destination;
	destination_init(&destination, app, opened->document, link);
	g_autofree char *refusal = destination_refusal(&destination, link);
	if (destination.kind == DESTINATION_PLACE) {
		remember_followed(app, opened, index, &destination);
		go_to_place(app, reader, &destination);
	} else if (destination.kind == DESTINATION_NO_SECTION ||
		   destination.kind == DESTINATION_NO_NOTE) {
		app_fail(app, "%s", refusal);
	} else if (destination.kind == DESTINATION_MISSING) {
		missing_open(app, opened->document, link);
	} else {
		app_say(app, "%s", refusal);
	}
	destination_clear(&destination);
	opened_unref(opened);
}

void
reader_follow(struct app *app, uint32_t link)
{
	reader_follow_from(app, &app->reader, link);
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
	uint32_t link = reader_selected_link(reader);
	if (link == NONE && fold_details(reader))
		return;
	const struct counterpart *elsewhere = elsewhere_here(app);
	if (link == NONE && elsewhere != NULL)
		elsewhere_go(app, elsewhere);
	else if (link == NONE)
		app_say(app, "no link is selected: Tab selects the next");
	else
		reader_follow(app, link);
}
