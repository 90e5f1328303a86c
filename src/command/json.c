#include "config.h"

#include "command/json.h"

#include "command/output.h"
#include "document/kinds.h"

void
json_set_text(json_t *object, const char *name, const char *s)
{
	if (s != NULL && *s != '\0')
		json_object_set_new(object, name, json_text(s));
}

static json_t *
json_scalar(const struct yaml_node *node)
{
	switch (node->type) {
	case YAML_NULL:
		return json_null();
	case YAML_BOOL:
		return json_boolean(node->integer != 0);
	case YAML_INT:
		return json_integer(node->integer);
	case YAML_FLOAT: {
		json_t *number = json_real(node->number);
		return number != NULL ? number : json_text(node->string);
	}
	case YAML_STRING:
	case YAML_LIST:
	case YAML_MAP:
		break;
	}
	return json_text(node->string);
}

/* One container being filled, and the child that comes next. */
struct level {
	const struct yaml_node *node;
	json_t *json;
	uint32_t next;
};

static void
json_add(json_t *container, const struct yaml_node *child, json_t *value)
{
	if (json_is_array(container)) {
		json_array_append_new(container, value);
		return;
	}
	g_autofree char *key = g_utf8_make_valid(child->key != NULL ? child->key : "", -1);
	json_object_set_new(container, key, value);
}

static json_t *
json_container(const struct yaml_node *node)
{
	return node->type == YAML_LIST ? json_array() : json_object();
}

json_t *
json_yaml(const struct yaml_node *node)
{
	if (node->type != YAML_LIST && node->type != YAML_MAP)
		return json_scalar(node);
	json_t *top = json_container(node);
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(struct level));
	struct level level = { .node = node, .json = top };
	g_array_append_val(open, level);
	while (open->len > 0) {
		struct level *inner = &g_array_index(open, struct level, open->len - 1);
		if (inner->next == inner->node->count) {
			g_array_set_size(open, open->len - 1);
			continue;
		}
		const struct yaml_node *child = &inner->node->children[inner->next++];
		if (child->type != YAML_LIST && child->type != YAML_MAP) {
			json_add(inner->json, child, json_scalar(child));
			continue;
		}
		struct level deeper = { .node = child, .json = json_container(child) };
		json_add(inner->json, child, deeper.json);
		g_array_append_val(open, deeper);
	}
	return top;
}

static json_t *
json_values(const char *const *values)
{
	json_t *array = json_array();
	for (; *values != NULL; values++)
		json_array_append_new(array, json_text(*values));
	return array;
}

/* All but footnotes. */
static uint32_t
link_count(const Document *document)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < document->link_count; i++)
		count += link_kind_name(document->links[i].kind) != NULL;
	return count;
}

void
json_counts(const Document *document, struct count counts[COUNTS])
{
	counts[0] = (struct count){ "words", document->word_count };
	counts[1] = (struct count){ "minutes", document_minutes(document) };
	counts[2] = (struct count){ "sections", document->section_count };
	counts[3] = (struct count){ "links", link_count(document) };
	counts[4] = (struct count){ "stamps", document->timestamp_count };
	counts[5] = (struct count){ "problems", document->fault_count };
}

json_t *
json_document(const Document *document)
{
	struct count counts[COUNTS];
	json_t *object = json_object();
	json_set_path(object, document->path);
	json_set_text(object, "kind", document->kind->name);
	for (enum field field = 0; field < FIELD_COUNT; field++) {
		const struct field_info *info = field_info(field);
		const char *const *values = document->fields[field];
		if (values[0] == NULL)
			continue;
		if (info->list)
			json_object_set_new(object, info->name, json_values(values));
		else
			json_set_text(object, info->name, values[0]);
	}
	json_counts(document, counts);
	for (size_t i = 0; i < COUNTS; i++)
		json_object_set_new(object, counts[i].name, json_integer(counts[i].value));
	if (document->meta != NULL)
		json_object_set_new(object, "meta", json_yaml(document->meta));
	return object;
}
