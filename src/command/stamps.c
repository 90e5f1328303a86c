#include "config.h"

#include "command/command.h"

#include "command/find.h"
#include "command/json.h"
#include "command/output.h"
#include "document/clock.h"

static void
print_timestamp(const struct invocation *invocation, struct output *output,
	const Document *document, const struct timestamp *timestamp)
{
	uint32_t at = document_section_at(document, timestamp->text.start);
	const struct section *section = at != NONE ? &document->sections[at] : NULL;
	g_autofree char *text = g_strndup(document->text + timestamp->sentence.start,
		range_length(timestamp->sentence));
	g_strdelimit(text, "\n", ' ');
	uint32_t seconds = timestamp->milliseconds / 1000;
	if (!invocation->json) {
		char number[12];
		g_snprintf(number, sizeof number, "%u", seconds);
		output_record(output, (const char *[]){ document->path, number,
					      section != NULL ? section->title : "", text });
		return;
	}
	char clock[16];
	g_autofree char *url = document_timestamp_url(document, timestamp);
	json_t *object = json_object();
	json_set_path(object, document->path);
	json_object_set_new(object, "seconds", json_integer(seconds));
	json_object_set_new(object, "time",
		json_string(clock_format(clock, timestamp->milliseconds)));
	if (section != NULL) {
		json_set_text(object, "section", section->title);
		json_set_text(object, "slug", section->slug);
	}
	json_set_text(object, "text", text);
	json_object_set_new(object, "line", json_integer(timestamp->line));
	json_set_text(object, "url", url);
	output_json(object);
}

enum status
run_stamps(const struct invocation *invocation)
{
	static const struct column columns[] = {
		{ .role = ROLE_DIM, .shrinks = true },
		{ .role = ROLE_TIMESTAMP, .right = true },
		{ .role = ROLE_DIM, .shrinks = true },
		{ .role = ROLE_TEXT, .shrinks = true },
	};
	struct found found;
	enum status status = find_document(&found, invocation, invocation->operands[0], false);
	if (status == STATUS_FOUND) {
		const Document *document = found.document;
		struct output *output = output_new(invocation, columns, G_N_ELEMENTS(columns));
		for (uint32_t i = 0; i < document->timestamp_count; i++)
			print_timestamp(invocation, output, document, &document->timestamps[i]);
		output_finish(output);
		if (document->timestamp_count == 0)
			status = STATUS_NONE;
	}
	found_clear(&found);
	return status;
}
