#include "config.h"

#include "command/check.h"

#include <stdlib.h>

#include "command/indexed.h"
#include "command/output.h"
#include "library/idset.h"
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

/* Prints all; gives how many there are, negative where the index fails. */
static int
print_all(struct indexed *indexed, bool within)
{
	static const struct column columns[] = {
		{ .role = ROLE_TEXT, .right = true },
		{ .role = ROLE_DIM, .right = true },
		{ .role = ROLE_LINK, .shrinks = true },
	};
	const struct invocation *invocation = indexed->invocation;
	struct linked *linked = linked_of_store(indexed->store, NULL);
	g_autoptr(Idset) ids = within && invocation->operands[0] != NULL
				       ? named_ids(invocation, indexed->store)
				       : NULL;
	g_autoptr(GPtrArray) wanted = mentions_wanted_by(linked, ids, NULL);
	struct output *output;

	if (wanted == NULL)
		return -1;
	output = output_new(invocation, columns, G_N_ELEMENTS(columns));
	for (guint i = 0; i < wanted->len; i++)
		print_wanted(invocation, output, wanted->pdata[i]);
	output_finish(output);
	return (int)wanted->len;
}

enum status
run_check_wanted(const struct invocation *invocation)
{
	bool within = check_within_library(invocation);
	const char *const *roots = within ? NULL : (const char *const *)invocation->operands;
	struct indexed indexed;
	int count = -1;

	if (indexed_init(&indexed, invocation, roots) && indexed_update(&indexed, false))
		count = print_all(&indexed, within);
	bool all = indexed.all;

	indexed_clear(&indexed);
	if (count < 0 || !all)
		return STATUS_ERROR;
	return count > 0 ? STATUS_NONE : STATUS_FOUND;
}
