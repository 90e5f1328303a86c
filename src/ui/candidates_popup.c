#include "config.h"

#include "ui/app_state.h"
#include "ui/destination.h"

/* The documents of one link, and what it names in each of them. */
struct candidates {
	GArray *entries; /* uint32_t, nearest first */
	char *anchor;
	const char *rule;
};

static void
candidates_free(void *data)
{
	struct candidates *candidates = data;
	g_array_unref(candidates->entries);
	g_free(candidates->anchor);
	g_free(candidates);
}

static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	const struct candidates *candidates = popup->data;
	(void)typed;
	for (guint i = 0; i < candidates->entries->len; i++) {
		uint32_t index = g_array_index(candidates->entries, uint32_t, i);
		const struct entry *entry = catalog_entry(app->catalog, index);
		struct popup_row *row = popup_add(popup, NULL, entry->short_title);
		row->right = g_strdup(entry->below);
		row->data = index;
	}
	popup_add_heading(popup, "Nearest first. The link names");
	struct popup_row *row = popup_add(popup, NULL, destination_rule(candidates->rule));
	row->fixed = true;
	row->role = ROLE_DIM;
}

static void
choose(struct app *app, const struct popup *popup, const struct popup_row *row, const char *typed)
{
	const struct candidates *candidates = popup->data;
	(void)typed;
	if (row == NULL)
		return;
	struct place to = {
		.path = g_strdup(catalog_entry(app->catalog, row->data)->path),
		.kind = candidates->anchor[0] != '\0' ? PLACE_ANCHOR : PLACE_START,
		.anchor = g_strdup(candidates->anchor),
		.link = NONE,
		.stamp = NONE,
	};
	opening_go(app, &to, GOING_NEW);
	place_clear(&to);
}

static const struct popup_kind candidates_popup = {
	.wide = true,
	.of_library = true,
	.fill = fill,
	.choose = choose,
	.free = candidates_free,
};

void
candidates_open(struct app *app, const struct document *document, const struct link *link)
{
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct resolution found = resolve_link_all(app->resolver, document,
		catalog_find(app->catalog, document->path), link, entries);
	if (entries->len < 2) {
		app_say(app,
			found.entry == NONE ? "no document answers to “%s”"
					    : "one document alone answers to “%s”",
			link->written);
		return;
	}
	struct candidates *candidates = g_new0(struct candidates, 1);
	candidates->entries = g_steal_pointer(&entries);
	candidates->anchor = g_strdup(found.anchor);
	candidates->rule = found.rule;
	char number[16];
	g_autofree char *title = g_strdup_printf("%s documents answer to “%s”",
		app_number(number, candidates->entries->len), link->target);
	popup_open(app, &candidates_popup, title, candidates);
}
