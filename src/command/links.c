#include "config.h"

#include "command/command.h"

#include "command/find.h"
#include "command/json.h"
#include "command/output.h"

/* Where a link leads, as both outputs print it. */
struct target {
	struct resolution resolution;
	const char *path; /* of the document it resolves to, or NULL */
	char *url;        /* of site and web links, or NULL */
};

static void
target_init(struct target *target, const struct found *found, const struct link *link)
{
	*target = (struct target){ 0 };
	target->resolution =
		resolve_link(found->library.resolver, found->document, found->entry, link);
	target->url = document_link_url(found->document, link);
	if (target->resolution.entry != NONE)
		target->path = library_path(&found->library, target->resolution.entry);
	else if (link_is_own(link) && document_anchor(found->document, link->anchor) != RANGE_NONE)
		target->path = found->document->path;
}

static void
print_json(const struct found *found, const struct link *link, const struct target *target)
{
	const Document *document = found->document;
	json_t *object = json_object();
	uint32_t at =
		range_is_none(link->text) ? NONE : document_section_at(document, link->text.start);
	json_object_set_new(object, "line", json_integer(link->line));
	if (at != NONE) {
		json_set_text(object, "section", document->sections[at].title);
		json_set_text(object, "slug", document->sections[at].slug);
	}
	json_object_set_new(object, "kind", json_string(link_kind_name(link->kind)));
	json_object_set_new(object, "target", json_text(link->written));
	if (!range_is_none(link->text)) {
		g_autofree char *text =
			g_strndup(document->text + link->text.start, range_length(link->text));
		json_set_text(object, "text", g_strdelimit(text, "\n", ' '));
	}
	if (target->path != NULL)
		json_set_path(object, target->path);
	json_set_text(object, "anchor", link->anchor);
	json_set_text(object, "url", target->url);
	json_set_text(object, "rule", target->resolution.rule);
	if (target->resolution.rule != NULL)
		json_object_set_new(object, "candidates",
			json_integer(target->resolution.candidates));
	output_json(object);
}

static void
print_link(const struct invocation *invocation, struct output *output, const struct found *found,
	const struct link *link)
{
	struct target target;
	target_init(&target, found, link);
	if (invocation->json) {
		print_json(found, link, &target);
	} else {
		char line[12];
		g_snprintf(line, sizeof line, "%u", link->line);
		const char *leads = target.path != NULL ? target.path : target.url;
		output_record(output,
			(const char *[]){ line, link_kind_name(link->kind), link->written, leads });
	}
	g_free(target.url);
}

enum status
run_links(const struct invocation *invocation)
{
	static const struct column columns[] = {
		{ .role = ROLE_DIM, .right = true },
		{ .role = ROLE_DIM },
		{ .role = ROLE_LINK, .shrinks = true },
		{ .role = ROLE_TEXT, .shrinks = true },
	};
	struct found found;
	unsigned count = 0;
	enum status status = find_document(&found, invocation, invocation->operands[0], true);
	if (status == STATUS_FOUND) {
		struct output *output = output_new(invocation, columns, G_N_ELEMENTS(columns));
		for (uint32_t i = 0; i < found.document->link_count; i++) {
			const struct link *link = &found.document->links[i];
			if (link_kind_name(link->kind) == NULL)
				continue;
			print_link(invocation, output, &found, link);
			count++;
		}
		output_finish(output);
		if (count == 0)
			status = STATUS_NONE;
	}
	found_clear(&found);
	return status;
}
