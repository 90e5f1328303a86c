/*
 * libFuzzer: any bytes as YAML, as front matter, and as a date. What is read lies within the
 * limits, and keeps its places.
 */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "document/draft.h"
#include "document/frontmatter.h"
#include "document/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FIRST_LINE = 2, DEPTH = 64, NODES = 10000 };

struct look {
	size_t size;
	uint32_t nodes;
};

static void
count_problem(void *data, const char *code, uint32_t line, uint32_t column, const char *message)
{
	const struct look *look = data;

	if (code == NULL || message == NULL || column == 0 || line == 0 ||
		line > look->size + FIRST_LINE + 1)
		abort();
}

static void
look_at(struct look *look, const struct yaml_node *node, int depth)
{
	if (++look->nodes > NODES || depth > DEPTH || node->line < FIRST_LINE || node->column == 0)
		abort();
	if (node->type != YAML_LIST && node->type != YAML_MAP && node->string == NULL)
		abort();
	for (uint32_t i = 0; i < node->count; i++) {
		if ((node->children[i].key != NULL) != (node->type == YAML_MAP))
			abort();
		look_at(look, &node->children[i], depth + 1);
	}
}

static void
read_front_matter(const uint8_t *data, size_t size)
{
	g_autoptr(GString) text = g_string_new("---\n");
	struct source *source;
	struct draft *draft;

	g_string_append_len(text, (const char *)data, (gssize)size);
	source = source_from_bytes("x.md", text->str, text->len, NULL);
	if (source == NULL)
		return;
	draft = draft_new(source, NULL, DOCUMENT_WHOLE, NULL);
	frontmatter_read(draft);
	if (draft->body > source->length)
		abort();
	frontmatter_read_channel(draft);
	draft_free(draft);
	source_free(source);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *bytes = g_strndup("", size + 1);
	struct arena *arena = arena_new();
	struct look look = { .size = size };
	const struct yaml_node *top;
	char iso[11];

	memcpy(bytes, data, size);
	top = yaml_read(arena, bytes, size, FIRST_LINE, count_problem, &look);
	if (top != NULL)
		look_at(&look, top, 0);
	arena_free(arena);
	if (frontmatter_date(bytes, size, iso) && strlen(iso) != 10)
		abort();
	read_front_matter(data, size);
	return 0;
}
