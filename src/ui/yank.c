#include "config.h"

#include "ui/yank.h"

#include <string.h>

#include "document/citation.h"
#include "document/kinds.h"
#include "document/passage.h"
#include "library/longpath.h"
#include "ui/app_state.h"
#include "ui/clipboard.h"
#include "ui/destination.h"
#include "ui/place_link.h"
#include "ui/timeline.h"

/* --- what is pointed at --- */

/* The entry of another document that a row of links between documents, or of a recording, is of. */
static const struct entry *
entry_of_row(struct app *app, const struct side_row *row)
{
	const struct mention *mention = side_mention(&app->side, row);

	if (mention != NULL)
		return linking_entry(app, mention->id);
	if (row->kind == SIDE_ROW_RELATED)
		return linking_entry(app, side_related(&app->side, row)->id);
	if (row->kind == SIDE_ROW_RECORDING)
		return side_recording_entry(app, row);
	return NULL;
}

static void
point_at_row(struct app *app, struct subject *subject, const struct side_row *row)
{
	subject->stamp = row->kind == SIDE_ROW_STAMP ? row->index : NONE;
	subject->link = row->kind == SIDE_ROW_LINK ? row->index : NONE;
	subject->entry = entry_of_row(app, row);
	if (row->offset == NONE)
		return;
	subject->offset = row->offset;
	subject->section = document_section_at(subject->document, row->offset);
}

bool
subject_find(struct app *app, struct subject *subject)
{
	const struct reader *reader = &app->reader;
	const struct side *side = &app->side;

	if (reader->opened == NULL) {
		app_say(app, "no document is open");
		return false;
	}
	*subject = (struct subject){
		.opened = reader->opened,
		.document = reader->opened->document,
		.offset = reader->reading,
		.section = reader_section(reader),
		.stamp = reader_stamp(reader),
		.link = reader_selected_link(reader),
	};
	if (app->focus == PANE_SIDE && side->of == reader->opened && side->cursor < side->rows->len)
		point_at_row(app, subject,
			&g_array_index(side->rows, struct side_row, side->cursor));
	return true;
}

static void
copy(struct app *app, const char *text, const char *what)
{
	clipboard_copy(app, text, strlen(text), what);
}

/* --- links --- */

/* The selected link as it leads to its place from anywhere; NULL where it is of no use elsewhere. */
static char *
link_text(struct app *app, const struct document *document, const struct link *link)
{
	struct destination destination;
	char *text = NULL;

	destination_init(&destination, app, document, link);
	if (destination.url != NULL)
		text = g_strdup(destination.url);
	else if (link->kind == LINK_FOOTNOTE)
		text = NULL;
	else if (destination.kind == DESTINATION_PLACE && destination.own)
		text = place_link(app, document,
			document_section_at(document, destination.to.number));
	else if (destination.kind == DESTINATION_PLACE)
		text = place_link_to(app, destination.to.path, destination.found.anchor);
	else if (link->kind == LINK_WIKI || link->kind == LINK_EMBED)
		text = g_strdup_printf("[[%s]]", link->written);
	else
		text = g_strdup(link->written);
	destination_clear(&destination);
	return text;
}

static void
copy_place_link(struct app *app, const struct subject *subject)
{
	g_autofree char *text = place_link(app, subject->document, subject->section);

	if (text == NULL)
		app_say(app, "what comes from standard input has no place to link to");
	else
		copy(app, text,
			strchr(text, '#') != NULL ? "a link to this section"
						  : "a link to this document");
}

void
yank_link(struct app *app, const struct command_call *call)
{
	struct subject subject;
	g_autofree char *text = NULL;

	(void)call;
	if (!subject_find(app, &subject))
		return;
	if (subject.entry != NULL)
		text = place_link_to(app, subject.entry->path, "");
	else if (subject.link != NONE)
		text = link_text(app, subject.document, &subject.document->links[subject.link]);
	if (text != NULL)
		copy(app, text, "the link");
	else
		copy_place_link(app, &subject);
}

void
yank_url(struct app *app, const struct command_call *call)
{
	struct subject subject;
	g_autofree char *url = NULL;

	(void)call;
	if (!subject_find(app, &subject))
		return;
	url = document_address(subject.document);
	if (url != NULL)
		copy(app, url, "the URL");
	else if (strcmp(subject.document->path, "-") == 0)
		app_say(app, "what comes from standard input names no URL");
	else
		app_say(app, "this document names no URL: yl copies a link to it");
}

void
yank_timestamp(struct app *app, const struct command_call *call)
{
	struct subject subject;
	g_autofree char *url = NULL;
	g_autofree char *what = NULL;
	char time[16];

	(void)call;
	if (!subject_find(app, &subject))
		return;
	if (subject.stamp == NONE) {
		app_say(app, subject.document->timestamp_count == 0
				     ? "no timestamps in this document"
				     : "no timestamp stands here or above");
		return;
	}
	timeline_time(time, subject.document->timestamps[subject.stamp].milliseconds);
	url = document_second(subject.document, subject.stamp);
	if (url == NULL) {
		app_say(app, "this document does not say which recording %s is of", time);
		return;
	}
	what = g_strdup_printf("the link at %s", time);
	copy(app, url, what);
}

void
yank_citation(struct app *app, const struct command_call *call)
{
	struct subject subject;
	g_autofree char *text = NULL;

	(void)call;
	if (!subject_find(app, &subject))
		return;
	text = document_citation(subject.document, subject.stamp);
	copy(app, text, "the citation");
}

void
yank_paragraph(struct app *app, const struct command_call *call)
{
	struct subject subject;
	g_autoptr(GString) text = g_string_new(NULL);

	(void)call;
	if (!subject_find(app, &subject))
		return;
	passage_append(text, subject.document, passage_paragraph(subject.document, subject.offset));
	if (text->len == 0)
		app_say(app, "no paragraph stands here");
	else
		clipboard_copy(app, text->str, text->len, "the paragraph");
}

/* --- the section, from the file --- */

struct section_job {
	struct app *app;
	struct opened *opened;
	const GString *input; /* instead of a file; lives as long as the app */
	uint32_t section;
	GString *text;
	GError *error;
};

static struct source *
read_source(const struct section_job *section)
{
	const char *path = section->opened->document->path, *name;
	struct source *source;
	int folder;

	if (section->input != NULL)
		return source_from_bytes("-", section->input->str, section->input->len, NULL);
	folder = longpath_folder_of(path, &name);
	source = source_read(folder, name, path, 0, NULL);
	longpath_close(folder);
	return source;
}

static void
section_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct section_job *section = data;
	const struct document *document = section->opened->document;
	g_autoptr(Source) source = read_source(section);

	(void)job;
	(void)cancel;
	if (source != NULL && memcmp(source->hash, document->hash, SOURCE_HASH) == 0)
		passage_append_source(section->text, document, source, section->section);
	else
		section->error = g_error_new(G_IO_CHANNEL_ERROR, G_IO_CHANNEL_ERROR_FAILED,
			"not copied: the file is no more what is shown");
}

static void
copy_section(struct app *app, const GString *text)
{
	g_autofree char *what = NULL;
	char number[16];
	uint32_t lines = 1;

	for (gsize i = 0; i < text->len; i++)
		lines += text->str[i] == '\n';
	what = g_strdup_printf("the section, %s line%s", app_number(number, lines),
		lines == 1 ? "" : "s");
	if (text->len == 0)
		app_say(app, "this section holds nothing");
	else
		clipboard_copy(app, text->str, text->len, what);
}

static void
section_done(void *data)
{
	struct section_job *section = data;

	if (section->error != NULL)
		app_fail(section->app, "%s", section->error->message);
	else
		copy_section(section->app, section->text);
}

static void
section_free(void *data)
{
	struct section_job *section = data;

	opened_unref(section->opened);
	g_string_free(section->text, TRUE);
	g_clear_error(&section->error);
	g_free(section);
}

static const struct job_kind section_job = {
	.name = "copying",
	.replaces = true,
	.run = section_run,
	.done = section_done,
	.free = section_free,
};

/* Whether its file holds Markdown, which is copied as it stands. */
static bool
is_markdown(const struct document *document)
{
	static const char *const kinds[] = { "video", "article", "note" };

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (strcmp(document->kind->name, kinds[i]) == 0)
			return true;
	return false;
}

void
yank_section(struct app *app, const struct command_call *call)
{
	struct subject subject;
	struct section_job *job;

	(void)call;
	if (!subject_find(app, &subject))
		return;
	if (!is_markdown(subject.document)) {
		g_autoptr(GString) text = g_string_new(NULL);

		passage_append(text, subject.document,
			document_section_range(subject.document, subject.section));
		copy_section(app, text);
		return;
	}
	job = g_new(struct section_job, 1);
	*job = (struct section_job){
		.app = app,
		.opened = opened_ref(subject.opened),
		.input = strcmp(subject.document->path, "-") == 0 ? app->input : NULL,
		.section = subject.section,
		.text = g_string_new(NULL),
	};
	pool_submit(app->pool, &section_job, job);
}
