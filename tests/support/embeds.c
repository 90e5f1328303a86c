#include "config.h"

#include "support/embeds.h"

#include <fcntl.h>

#include "document/media.h"

struct shelf {
	const struct document *document;
	const char *folder;
	GHashTable *documents; /* path to struct document */
	struct embed_tree *tree;
};

static const struct document *
open_named(struct shelf *shelf, const char *target)
{
	static const char *const suffixes[] = { "", ".md", ".txt", ".vtt" };

	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		g_autofree char *path = g_strconcat(shelf->folder, target, suffixes[i], NULL);
		struct document *document = g_hash_table_lookup(shelf->documents, path);

		if (g_strcmp0(path, shelf->document->path) == 0)
			return shelf->document;
		if (document == NULL)
			document = document_open(AT_FDCWD, path, path, NULL, DOCUMENT_WHOLE, NULL,
				NULL);
		if (document == NULL)
			continue;
		g_hash_table_insert(shelf->documents, g_strdup(path), document);
		return document;
	}
	return NULL;
}

static bool
find(void *context, const struct document *document, const struct link *link,
	struct embed_found *found)
{
	found->anchor = link->anchor;
	if (link->target[0] == '\0')
		found->document = document;
	else if (media_of(link->target) == MEDIA_PICTURE)
		found->words = "picture";
	else if (media_of(link->target) == MEDIA_RECORDING)
		found->words = "recording";
	else
		found->document = open_named(context, link->target);
	if (found->document == NULL && found->words == NULL)
		found->words = "not found";
	return true;
}

struct shelf *
shelf_new(const struct document *document, const char *folder)
{
	struct shelf *shelf = g_new0(struct shelf, 1);
	g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	shelf->document = document;
	shelf->folder = folder;
	shelf->documents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
		(GDestroyNotify)document_free);
	for (uint32_t i = 0; i < document->link_count; i++)
		if (document->links[i].kind == LINK_EMBED)
			g_array_append_val(links, i);
	shelf->tree =
		embed_tree_new(document, (const uint32_t *)links->data, links->len, find, shelf);
	return shelf;
}

void
shelf_free(struct shelf *shelf)
{
	embed_tree_free(shelf->tree);
	g_hash_table_unref(shelf->documents);
	g_free(shelf);
}

const struct embeds *
shelf_embeds(const struct shelf *shelf)
{
	return embed_tree_embeds(shelf->tree);
}
