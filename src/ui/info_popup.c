#include "config.h"

#include <string.h>

#include "document/fields.h"
#include "document/kinds.h"
#include "ui/app_state.h"
#include "ui/destination.h"
#include "ui/timeline.h"

static void
add(struct popup *popup, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	struct popup_row *row = popup_add(popup, name, value);
	row->wrap = true;
	row->left_role = ROLE_DIM;
}

static void
add_number(struct popup *popup, const char *name, uint32_t n)
{
	char number[16];
	if (n > 0)
		add(popup, name, app_number(number, n));
}

static void
add_fields(struct popup *popup, const struct document *document)
{
	for (enum field field = 0; field < FIELD_COUNT; field++) {
		const char *const *values = document->fields[field];
		if (values == NULL || values[0] == NULL)
			continue;
		g_autofree char *joined = g_strjoinv(", ", (char **)values);
		add(popup, field_info(field)->label, joined);
	}
}

static void
append_value(GString *out, const struct yaml_node *node)
{
	if (node->type != YAML_LIST && node->type != YAML_MAP) {
		g_string_append(out, node->string);
		return;
	}
	for (uint32_t i = 0; i < node->count; i++) {
		const struct yaml_node *child = &node->children[i];
		if (i > 0)
			g_string_append(out, ", ");
		if (child->type == YAML_LIST || child->type == YAML_MAP)
			g_string_append(out, child->type == YAML_MAP ? "{…}" : "[…]");
		else if (node->type == YAML_MAP)
			g_string_append_printf(out, "%s: %s", child->key, child->string);
		else
			g_string_append(out, child->string);
	}
}

static void
add_meta(struct popup *popup, const struct document *document)
{
	if (document->meta == NULL || document->meta->count == 0)
		return;
	popup_add_heading(popup, "Front matter");
	for (uint32_t i = 0; i < document->meta->count; i++) {
		const struct yaml_node *node = &document->meta->children[i];
		g_autoptr(GString) value = g_string_new(NULL);
		append_value(value, node);
		add(popup, node->key, value->len > 0 ? value->str : "–");
	}
}

static void
add_problems(struct popup *popup, const struct document *document)
{
	if (document->problem_count == 0)
		return;
	popup_add_heading(popup, "Problems");
	for (uint32_t i = 0; i < document->problem_count; i++) {
		const struct problem *problem = &document->problems[i];
		g_autofree char *at = g_strdup_printf("%u:%u", problem->line, problem->column);
		g_autofree char *words =
			g_strdup_printf("%s [%s]", problem->message, problem->code);
		struct popup_row *row = popup_add(popup, at, words);
		row->wrap = true;
		row->left_role = problem->notice ? ROLE_DIM : ROLE_PROBLEM;
	}
}

/* Columns of a name or a URL in a row; it may be longer where it is read whole, in a preview. */
#define NAME_MOST 400

/* Where the selected link leads, and by which rule. */
static void
add_link(const struct app *app, struct popup *popup)
{
	uint32_t selected = app->reader.page == NULL ? NONE : reader_selected_link(&app->reader);
	if (selected == NONE)
		return;
	const struct document *document = reader_document(&app->reader);
	const struct link *link = &document->links[selected];
	struct destination destination;
	destination_init(&destination, app, document, link);
	g_autofree char *words = destination_words(&destination, app, document, link, NAME_MOST);
	g_autofree char *written = destination_cut(link->written, NAME_MOST);
	popup_add_heading(popup, "Selected link");
	add(popup, "Written", written);
	add(popup, "Leads to", words);
	if (destination.found.entry != NONE) {
		add(popup, "File", catalog_entry(app->catalog, destination.found.entry)->path);
		add(popup, "By", destination_rule(destination.found.rule));
		add_number(popup, "Candidates", destination.found.candidates);
	}
	destination_clear(&destination);
}

/* The other documents of its recording. */
static void
add_recording(const struct app *app, struct popup *popup)
{
	const GPtrArray *others = recording_others(app);
	if (others == NULL || others->len == 0)
		return;
	popup_add_heading(popup, "Of the same recording");
	for (guint i = 0; i < others->len; i++) {
		const struct recording_document *other = g_ptr_array_index(others, i);
		const struct entry *entry = linking_entry(app, other->id);
		if (entry == NULL)
			continue;
		g_autofree char *words = recording_words(other, true);
		g_autofree char *all = g_strdup_printf("%s · %s", entry->path,
			words + strlen(other->kind) + strlen(" · "));
		add(popup, other->kind, all);
	}
}

/* Of the recording, where the document names it. */
static void
add_length(struct popup *popup, const struct document *document)
{
	uint32_t length = document_duration(document);
	char time[16];
	if (length != NONE)
		add(popup, "Length", timeline_time(time, length));
}

static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	const struct document *document = reader_document(&app->reader);
	(void)typed;
	add_link(app, popup);
	popup_add_heading(popup, "Document");
	add_fields(popup, document);
	add(popup, "Path", document->path);
	add(popup, "Kind", document->kind->name);
	add_number(popup, "Words", document->word_count);
	add_number(popup, "Minutes", document_minutes(document));
	add_number(popup, "Lines", document->line_count);
	add_number(popup, "Sections", document->section_count);
	add_number(popup, "Links", document->link_count);
	add_number(popup, "Timestamps", document->timestamp_count);
	add_length(popup, document);
	g_autofree char *size = g_format_size(document->file.size);
	if (document->file.size > 0)
		add(popup, "Size", size);
	add_recording(app, popup);
	add_problems(popup, document);
	add_meta(popup, document);
}

static const struct popup_kind info_popup = {
	.wide = true,
	.fill = fill,
};

void
info_open(struct app *app)
{
	popup_open(app, &info_popup, "Information", NULL);
}
