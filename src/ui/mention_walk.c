#include "config.h"

#include "ui/mention_walk.h"

#include <string.h>

#include "ui/app_state.h"

void
mention_walk_clear(struct mention_walk *walk)
{
	if (walk->mentions != NULL)
		g_array_unref(walk->mentions);
	g_free(walk->name);
}

/* The index of a document's link among the mentions, NONE where it is none of them. */
static uint32_t
index_of(const struct mention_walk *walk, uint32_t id, uint32_t link)
{
	for (guint i = 0; walk->mentions != NULL && i < walk->mentions->len; i++) {
		const struct mention *mention = &g_array_index(walk->mentions, struct mention, i);
		if (mention->id == id && mention->link == link)
			return i;
	}
	return NONE;
}

/* Goes so many mentions on from one of them (NONE: from before the first), around at the ends. */
static void
step(struct app *app, uint32_t from, int64_t by)
{
	struct mention_walk *walk = &app->mention_walk;
	char number[16], count[16];
	int64_t n = walk->mentions->len;
	if (n == 0 || (n == 1 && from == 0)) {
		app_say(app, n == 0 ? "nothing mentions %s" : "this is the only mention of %s",
			walk->name);
		return;
	}
	int64_t start = from != NONE ? from : by > 0 ? -1 : n;
	int64_t to = ((start + by) % n + n) % n;
	const char *around = start + by >= n  ? "from the top: "
			     : start + by < 0 ? "from the end: "
					      : "";
	if (!linking_go(app, &g_array_index(walk->mentions, struct mention, to)))
		return;
	walk->at = (uint32_t)to;
	app_say(app, "%smention %s of %s of %s", around, app_number(number, (uint32_t)to + 1),
		app_number(count, (uint32_t)n), walk->name);
}

static void
take(struct app *app, struct linking_found *found)
{
	struct mention_walk *walk = &app->mention_walk;
	walk->asking = false;
	if (found->mentions == NULL) {
		app_fail(app, "%s", found->problem);
		linking_found_free(found);
		return;
	}
	/* Those of documents that are gone are left out. */
	GArray *mentions = g_array_new(FALSE, FALSE, sizeof(struct mention));
	for (guint i = 0; i < found->mentions->len; i++) {
		const struct mention *mention = &g_array_index(found->mentions, struct mention, i);
		if (linking_entry(app, mention->id) != NULL)
			g_array_append_val(mentions, *mention);
	}
	linking_found_free(found);
	g_clear_pointer(&walk->mentions, g_array_unref);
	walk->mentions = mentions;
	step(app, index_of(walk, walk->from.id, walk->from.link), walk->by);
	app_settle(app);
}

/* What a link names, in words: the title of the document it leads to. */
static char *
name_of(const struct app *app, const struct document *document, const struct link *link)
{
	struct resolution found = resolve_link(app->resolver, document, app_entry(app), link);
	const char *anchor = link->anchor;
	if (link->target[0] == '\0')
		return g_strdup_printf("“%s”", anchor);
	if (found.entry == NONE)
		return g_strdup(link->kind == LINK_WEB || link->kind == LINK_SITE ? link->written
										  : link->target);
	return g_strdup(catalog_entry(app->catalog, found.entry)->short_title);
}

static void
ask(struct app *app, uint32_t id, uint32_t index, int64_t by)
{
	struct mention_walk *walk = &app->mention_walk;
	const struct document *document = reader_document(&app->reader);
	const struct link *link = &document->links[index];
	g_autofree char *target = NULL;
	enum target_kind kind = resolve_link_target(document, link, &target);
	bool own = link->target[0] == '\0' && link->anchor[0] != '\0';
	if (kind == TARGET_NONE && !own) {
		app_say(app, "what this link leads to is mentioned nowhere else");
		return;
	}
	/* Keys typed while it is asked count too. */
	bool same = walk->asking && walk->from.id == id && walk->from.link == index;
	walk->by = same ? walk->by + by : by;
	walk->asking = true;
	walk->from = (struct mention){ .id = id, .link = index };
	g_free(walk->name);
	walk->name = name_of(app, document, link);
	linking_stamp_set(app, &walk->stamp);
	struct linking_question question = {
		.purpose = LINKING_MENTIONS,
		.id = id,
		.section = NONE,
		.kind = kind,
		.target = target,
		.anchor = link->anchor,
		.take = take,
	};
	linking_ask(app, &question);
}

/* Whether the document of the mention gone to last is still being read. */
static bool
is_under_way(const struct app *app)
{
	const struct mention_walk *walk = &app->mention_walk;
	if (app->opening.path == NULL || walk->mentions == NULL || walk->asking ||
		walk->at >= walk->mentions->len)
		return false;
	const struct mention *at = &g_array_index(walk->mentions, struct mention, walk->at);
	const struct entry *entry = linking_entry(app, at->id);
	return entry != NULL && strcmp(entry->path, app->opening.path) == 0;
}

static void
walk_by(struct app *app, int64_t by)
{
	struct mention_walk *walk = &app->mention_walk;
	const struct reader *reader = &app->reader;
	const struct document *document = reader_document(reader);
	if (document == NULL)
		return;
	bool old = linking_stamp_old(app, &walk->stamp);
	/* The next is gone to from where the walk is, though its document is still being read. */
	if (is_under_way(app) && !old) {
		step(app, walk->at, by);
		return;
	}
	uint32_t id = linking_open_id(app);
	if (reader->link == NONE || reader->link >= document->link_count) {
		app_say(app, "no link is selected: Tab selects the next");
		return;
	}
	if (document->links[reader->link].kind == LINK_FOOTNOTE) {
		app_say(app, "a footnote is mentioned nowhere else");
		return;
	}
	if (app->finding.location == NULL || id == 0) {
		app_say(app, app->loading.running ? "the library is still being read"
						  : "this document is not in the library");
		return;
	}
	uint32_t at = walk->asking || old ? NONE : index_of(walk, id, reader->link);
	if (at != NONE)
		step(app, at, by);
	else
		ask(app, id, reader->link, by);
}

void
reader_next_mention(struct app *app, const struct command_call *call)
{
	walk_by(app, MAX(call->count, 1u));
}

void
reader_previous_mention(struct app *app, const struct command_call *call)
{
	walk_by(app, -(int64_t)MAX(call->count, 1u));
}
