#include "config.h"

#include "command/check.h"

#include <stdlib.h>

#include "command/indexed.h"
#include "command/output.h"
#include "library/idset.h"
#include "library/link_report.h"
#include "library/mentions.h"
#include "text/path.h"

/* The documents of the operands. */
struct named {
	GPtrArray *paths; /* real ones */
	struct idset *ids;
};

static bool
take_row(void *data, const struct store_row *row)
{
	struct named *named = data;
	g_autofree char *place = path_join(row->folder, row->name);

	for (guint i = 0; i < named->paths->len; i++) {
		const char *path = named->paths->pdata[i];

		if (path_lies_in(place, path) || path_lies_in(row->real, path))
			idset_add(named->ids, row->id);
	}
	return true;
}

/* The ids of what the operands name. The caller frees. */
static struct idset *
named_ids(const struct invocation *invocation, struct store *store)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(free);
	struct named named = { paths, idset_new() };

	for (char **path = invocation->operands; *path != NULL; path++) {
		char *real = realpath(*path, NULL);

		if (real != NULL)
			g_ptr_array_add(paths, real);
	}
	store_rows(store, NULL, NULL, take_row, &named);
	return named.ids;
}

static void
print_wanted(const struct invocation *invocation, struct output *output,
	const struct mention_wanted *wanted)
{
	char sections[12], documents[12];

	if (invocation->null) {
		output_path(invocation, wanted->target);
	} else if (invocation->json) {
		json_t *object = json_object();

		json_object_set_new(object, "target", json_text(wanted->target));
		json_object_set_new(object, "sections", json_integer(wanted->sections));
		json_object_set_new(object, "documents", json_integer(wanted->documents));
		output_json(object);
	} else {
		g_snprintf(sections, sizeof(sections), "%u", wanted->sections);
		g_snprintf(documents, sizeof(documents), "%u", wanted->documents);
		output_record(output, (const char *[]){ sections, documents, wanted->target });
	}
}

/* Prints all; gives how many there are, negative where the index fails. ids NULL: of all documents. */
static int
print_all_wanted(struct indexed *indexed, struct linked *linked, const struct idset *ids)
{
	static const struct column columns[] = {
		{ .role = ROLE_TEXT, .right = true },
		{ .role = ROLE_DIM, .right = true },
		{ .role = ROLE_LINK, .shrinks = true },
	};
	g_autoptr(GPtrArray) wanted = mentions_wanted_by(linked, ids, NULL);

	if (wanted == NULL)
		return -1;
	struct output *output = output_new(indexed->invocation, columns, G_N_ELEMENTS(columns));

	for (guint i = 0; i < wanted->len; i++)
		print_wanted(indexed->invocation, output, wanted->pdata[i]);
	output_finish(output);
	return (int)wanted->len;
}

static void
print_linked(const struct invocation *invocation, struct output *output,
	const struct indexed_row *row, const struct link_rank *rank)
{
	char documents[12], links[12];

	if (invocation->null) {
		output_path(invocation, row->path);
	} else if (invocation->json) {
		json_t *object = json_object();

		json_object_set_new(object, "path", json_text(row->path));
		json_object_set_new(object, "title", json_text(row->title));
		json_object_set_new(object, "documents", json_integer(rank->documents));
		json_object_set_new(object, "links", json_integer(rank->links));
		output_json(object);
	} else {
		g_snprintf(documents, sizeof(documents), "%u", rank->documents);
		g_snprintf(links, sizeof(links), "%u", rank->links);
		output_record(output, (const char *[]){ documents, links, row->path, row->title });
	}
}

/* The ranks of a report that are wanted: those of what is linked to, then those of the others. */
static GArray *
ranks_of(const struct link_report *report, const struct idset *ids)
{
	GArray *ranks = g_array_new(FALSE, FALSE, sizeof(struct link_rank));

	for (guint i = 0; i < report->linked->len; i++) {
		struct link_rank rank = g_array_index(report->linked, struct link_rank, i);

		if (ids == NULL || idset_has(ids, rank.id))
			g_array_append_val(ranks, rank);
	}
	for (guint i = 0; i < report->orphans->len; i++) {
		struct link_rank rank = { .id = g_array_index(report->orphans, uint32_t, i) };

		if (ids == NULL || idset_has(ids, rank.id))
			g_array_append_val(ranks, rank);
	}
	return ranks;
}

/* The same of how many link to each document: an orphan is no fault, so nothing counts as one. */
static int
print_all_linked(struct indexed *indexed, struct linked *linked, const struct idset *ids)
{
	static const struct column columns[] = {
		{ .role = ROLE_TEXT, .right = true },
		{ .role = ROLE_DIM, .right = true },
		{ .role = ROLE_LINK, .shrinks = true },
		{ .role = ROLE_TEXT, .shrinks = true },
	};
	g_autoptr(LinkReport) report = link_report_new(linked, NULL);

	if (report == NULL)
		return -1;
	g_autoptr(GArray) ranks = ranks_of(report, ids);
	struct output *output = output_new(indexed->invocation, columns, G_N_ELEMENTS(columns));
	g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (guint i = 0; i < ranks->len; i++) {
		const struct link_rank *rank = &g_array_index(ranks, struct link_rank, i);

		g_array_set_size(one, 0);
		g_array_append_val(one, rank->id);
		g_autoptr(GPtrArray) rows = indexed_rows(indexed, one);

		if (rows->len > 0)
			print_linked(indexed->invocation, output, rows->pdata[0], rank);
	}
	output_finish(output);
	return 0;
}

enum status
run_check_links(const struct invocation *invocation)
{
	bool within = check_within_library(invocation);
	const char *const *roots = within ? NULL : (const char *const *)invocation->operands;
	struct indexed indexed;
	int count = -1;

	if (indexed_init(&indexed, invocation, roots) && indexed_update(&indexed, false)) {
		g_autoptr(Idset) ids = within && invocation->operands[0] != NULL
					       ? named_ids(invocation, indexed.store)
					       : NULL;
		struct linked *linked = linked_of_store(indexed.store, NULL);

		count = invocation->wanted ? print_all_wanted(&indexed, linked, ids)
					   : print_all_linked(&indexed, linked, ids);
	}
	bool all = indexed.all;

	indexed_clear(&indexed);
	if (count < 0 || !all)
		return STATUS_ERROR;
	return count > 0 ? STATUS_NONE : STATUS_FOUND;
}
