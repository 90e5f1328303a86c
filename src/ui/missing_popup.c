#include "config.h"

#include "ui/app_state.h"

/* Names that come close, at most. */
#define CLOSEST_MOST 12

static void
add_words(struct popup *popup, const char *words)
{
	struct popup_row *row = popup_add(popup, NULL, words);
	row->fixed = true;
	row->role = ROLE_DIM;
	row->wrap = true;
}

/* What was looked for, in the order of the rules (SPEC §5). */
static void
add_search(struct app *app, struct popup *popup, const struct link *link)
{
	const struct document *document = reader_document(&app->reader);
	g_autofree char *folder = g_path_get_dirname(document->path);
	g_autofree char *words = NULL;
	if (link->kind == LINK_PATH)
		words = g_strdup_printf("No file %s beside this document (%s) or in the library.",
			link->target, folder);
	else
		words = g_strdup_printf(
			"Looked for beside this document (%s), from the root, as a file "
			"name anywhere, then as a title and an alias, in any case.",
			folder);
	add_words(popup, words);
}

static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	const struct link *link = popup->data;
	(void)typed;
	add_search(app, popup, link);
	g_autoptr(GArray) closest = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	resolve_closest(app->resolver, link->target, CLOSEST_MOST, closest);
	if (closest->len == 0) {
		add_words(popup, "No name of the library comes close.");
		return;
	}
	popup_add_heading(popup, "Names that come closest");
	for (guint i = 0; i < closest->len; i++) {
		uint32_t index = g_array_index(closest, uint32_t, i);
		const struct entry *entry = catalog_entry(app->catalog, index);
		struct popup_row *row = popup_add(popup, NULL, entry->short_title);
		row->right = g_strdup(entry->below);
		row->data = index;
	}
}

static void
choose(struct app *app, const struct popup *popup, const struct popup_row *row, const char *typed)
{
	(void)popup;
	(void)typed;
	if (row != NULL)
		opening_go_entry(app, row->data);
}

static const struct popup_kind missing_popup = {
	.wide = true,
	.of_library = true,
	.fill = fill,
	.choose = choose,
};

void
missing_open(struct app *app, const struct link *link)
{
	g_autofree char *title = g_strdup_printf("Nothing is called “%s”", link->target);
	popup_open(app, &missing_popup, title, (void *)link);
}
