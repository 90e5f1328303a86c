#include "config.h"

#include "command/command.h"

#include "command/find.h"
#include "command/output.h"

static void
print_section(const struct invocation *invocation, struct output *output,
	const struct section *section)
{
	if (invocation->json) {
		json_t *object = json_object();
		json_object_set_new(object, "level", json_integer(section->level));
		json_object_set_new(object, "title", json_text(section->title));
		json_object_set_new(object, "slug", json_text(section->slug));
		json_object_set_new(object, "line", json_integer(section->line));
		output_json(object);
		return;
	}
	char level[4], line[12];
	g_snprintf(level, sizeof level, "%u", section->level);
	g_snprintf(line, sizeof line, "%u", section->line);
	output_record(output, (const char *[]){ level, line, section->slug, section->title });
}

enum status
run_outline(const struct invocation *invocation)
{
	static const struct column columns[] = {
		{ .role = ROLE_DIM, .right = true },
		{ .role = ROLE_DIM, .right = true },
		{ .role = ROLE_DIM, .shrinks = true },
		{ .role = ROLE_TEXT, .shrinks = true },
	};
	struct found found;
	enum status status = find_document(&found, invocation, invocation->operands[0], false);
	if (status == STATUS_FOUND) {
		const Document *document = found.document;
		struct output *output = output_new(invocation, columns, G_N_ELEMENTS(columns));
		for (uint32_t i = 0; i < document->section_count; i++)
			print_section(invocation, output, &document->sections[i]);
		output_finish(output);
		if (document->section_count == 0)
			status = STATUS_NONE;
	}
	found_clear(&found);
	return status;
}
