#include "config.h"

#include "page/embed_tree.h"

#include <string.h>

#include "document/arena.h"

enum {
	INNER_MOST = 12, /* embeds of a document that is embedded */
	BELOW_MOST = 40, /* embeds of all that one shows: more than EMBED_ROWS have room for */
};

struct embed_tree {
	struct arena *arena;
	struct embeds root;
	GString *shown; /* all that is in it, to be compared */
};

/* A document that is being filled, and what embeds it. */
struct level {
	const struct level *around;
	const struct document *document;
	unsigned depth; /* embeds around it */
	uint32_t link;  /* looked at */
};

struct making {
	struct embed_tree *tree;
	embed_find *find;
	void *context;
	uint32_t left; /* embeds that are looked at below this one */
};

static const char *
keep(struct embed_tree *tree, const char *s)
{
	return s != NULL ? arena_string(tree->arena, s, strlen(s)) : NULL;
}

static struct range
text_of(const struct document *document, uint32_t first, uint32_t end)
{
	const struct block *blocks = document->blocks;
	uint32_t n = document->block_count;

	return (struct range){ first < n ? blocks[first].text.start : document->length,
		end < n ? blocks[end].text.start : document->length };
}

static bool
stands_in(const struct link *link, struct range text)
{
	return !range_is_none(link->text) && link->text.start >= text.start &&
	       link->text.start < text.end;
}

/* Whether [first, end) of document holds what is around it. */
static bool
holds_itself(const struct level *level, const struct document *document, uint32_t first,
	uint32_t end)
{
	struct range text = text_of(document, first, end);

	for (; level != NULL; level = level->around)
		if (level->document == document && stands_in(&document->links[level->link], text))
			return true;
	return false;
}

static char *
title_of(const struct level *level, const struct document *document, uint32_t section)
{
	const char *title = document_short_title(document);

	if (section == NONE)
		return g_strdup(title);
	if (document == level->document)
		return g_strdup(document->sections[section].title);
	return g_strdup_printf("%s › %s", title, document->sections[section].title);
}

/* Fills out with the part of a document that anchor names, or says why it is not shown. */
static void
show_part(struct making *making, const struct level *level, const struct embed_found *found,
	struct embed *out)
{
	const struct document *document = found->document;
	const char *anchor = found->anchor != NULL ? found->anchor : "";
	uint32_t section = NONE;
	bool is_there = embed_part(document, anchor, &out->first, &out->end, &section);
	g_autofree char *title = title_of(level, document, section);

	out->title = keep(making->tree, title);
	if (!is_there) {
		g_autofree char *words = g_strdup_printf(anchor[strspn(anchor, "#")] == '^'
								 ? "it has no block “%s”"
								 : "it has no section “%s”",
			anchor);
		out->words = keep(making->tree, words);
	} else if (holds_itself(level, document, out->first, out->end)) {
		out->words = "not shown again: this stands in it";
	} else if (level->depth == EMBED_DEPTH) {
		out->words = "not shown: too many stand around it";
	} else if (out->first >= out->end) {
		out->words = "it holds no text";
	} else {
		out->document = document;
	}
}

static void
note_shown(struct making *making, const struct level *level, const struct embed *embed)
{
	g_string_append_printf(making->tree->shown, "%u %u %p %u %u %s\n%s\n", level->depth,
		embed->link, (const void *)embed->document, embed->first, embed->end,
		embed->title != NULL ? embed->title : "", embed->words != NULL ? embed->words : "");
}

static struct embeds fill(struct making *making, struct level *level, const uint32_t *links,
	uint32_t count);

/* The embeds of blocks [first, end) of document, which embed shows. No deeper than EMBED_DEPTH. */
static void
fill_inner(struct making *making, const struct level *level, struct embed *embed)
{
	const struct document *d = embed->document;
	struct level inner = { .around = level, .document = d, .depth = level->depth + 1 };
	struct range text = text_of(d, embed->first, embed->end);
	uint32_t links[INNER_MOST], count = 0;

	for (uint32_t i = 0; i < d->link_count && count < INNER_MOST; i++)
		if (d->links[i].kind == LINK_EMBED && stands_in(&d->links[i], text))
			links[count++] = i;
	if (count == 0)
		return;
	struct embeds *kept = arena_alloc(making->tree->arena, sizeof(*kept));
	*kept = fill(making, &inner, links, count);
	embed->inner = kept;
}

static struct embeds
fill(struct making *making, struct level *level, const uint32_t *links, uint32_t count)
{
	struct embed *all = arena_alloc(making->tree->arena, (count + 1) * sizeof(*all));
	struct embeds embeds = { .all = all };

	for (uint32_t i = 0; i < count; i++) {
		struct embed_found found = { 0 };
		struct embed *embed = &all[embeds.count];

		if (level->depth == 0)
			making->left = BELOW_MOST;
		else if (making->left == 0)
			break;
		else
			making->left--;
		level->link = links[i];
		if (!making->find(making->context, level->document,
			    &level->document->links[links[i]], &found))
			continue;
		*embed = (struct embed){ .link = links[i] };
		if (found.document != NULL) {
			show_part(making, level, &found, embed);
		} else {
			embed->title = keep(making->tree, found.title);
			embed->words = keep(making->tree, found.words);
		}
		note_shown(making, level, embed);
		embeds.count++;
		if (embed->document != NULL)
			fill_inner(making, level, embed);
	}
	return embeds;
}

struct embed_tree *
embed_tree_new(const struct document *document, const uint32_t *links, uint32_t count,
	embed_find *find, void *context)
{
	struct embed_tree *tree = g_new0(struct embed_tree, 1);
	struct making making = {
		.tree = tree,
		.find = find,
		.context = context,
	};
	struct level level = { .document = document };

	tree->arena = arena_new();
	tree->shown = g_string_new(NULL);
	tree->root = fill(&making, &level, links, count);
	return tree;
}

void
embed_tree_free(struct embed_tree *tree)
{
	if (tree == NULL)
		return;
	arena_free(tree->arena);
	g_string_free(tree->shown, TRUE);
	g_free(tree);
}

const struct embeds *
embed_tree_embeds(const struct embed_tree *tree)
{
	return tree != NULL && tree->root.count > 0 ? &tree->root : NULL;
}

bool
embed_tree_equal(const struct embed_tree *a, const struct embed_tree *b)
{
	return strcmp(a != NULL ? a->shown->str : "", b != NULL ? b->shown->str : "") == 0;
}
