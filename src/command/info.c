#include "config.h"

#include "command/command.h"

#include "command/find.h"
#include "command/json.h"
#include "command/output.h"
#include "document/kinds.h"

static void
print_fields(struct output *output, const Document *document)
{
	output_record(output, (const char *[]){ "path", document->path });
	output_record(output, (const char *[]){ "kind", document->kind->name });
	for (enum field field = 0; field < FIELD_COUNT; field++) {
		if (document->fields[field][0] == NULL)
			continue;
		g_autofree char *values = g_strjoinv(", ", (char **)document->fields[field]);
		output_record(output, (const char *[]){ field_info(field)->name, values });
	}
}

static void
print_counts(struct output *output, const Document *document)
{
	struct count counts[COUNTS];
	json_counts(document, counts);
	for (size_t i = 0; i < COUNTS; i++) {
		char number[12];
		g_snprintf(number, sizeof number, "%u", counts[i].value);
		output_record(output, (const char *[]){ counts[i].name, number });
	}
}

/* Front matter as it is: a scalar's text, anything else as JSON. */
static void
print_meta(struct output *output, const Document *document)
{
	for (uint32_t i = 0; document->meta != NULL && i < document->meta->count; i++) {
		const struct yaml_node *node = &document->meta->children[i];
		g_autofree char *name = g_strdup_printf("meta.%s", node->key);
		if (node->type != YAML_LIST && node->type != YAML_MAP) {
			output_record(output, (const char *[]){ name, node->string });
			continue;
		}
		json_t *value = json_yaml(node);
		char *text =
			json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
		output_record(output, (const char *[]){ name, text });
		free(text);
		json_decref(value);
	}
}

enum status
run_info(const struct invocation *invocation)
{
	static const struct column columns[] = {
		{ .role = ROLE_DIM },
		{ .role = ROLE_TEXT },
	};
	struct found found;
	enum status status = find_document(&found, invocation, invocation->operands[0], false);
	if (status == STATUS_FOUND && invocation->json) {
		output_json(json_document(found.document));
	} else if (status == STATUS_FOUND) {
		struct output *output = output_new(invocation, columns, G_N_ELEMENTS(columns));
		print_fields(output, found.document);
		print_counts(output, found.document);
		print_meta(output, found.document);
		output_finish(output);
	}
	found_clear(&found);
	return status;
}
