/*
 * `lectern stamps`: the timestamps of a document, or with -q those of a library that a query finds; as
 * records, or in a format of other programs.
 */
#include "config.h"

#include "command/command.h"

#include <stdio.h>
#include <string.h>

#include "command/find.h"
#include "command/indexed.h"
#include "command/json.h"
#include "command/options.h"
#include "command/output.h"
#include "document/clock.h"
#include "document/stamp_format.h"
#include "text/safe.h"

struct printing {
	const struct invocation *invocation;
	const struct format *format; /* NULL: records */
	struct output *output;
	struct stamp_search *search; /* whose hits are marked; or NULL */
	GArray *found;               /* uint32_t: timestamps of a document */
	uint32_t count;              /* printed */
};

/* A format of other programs. begin is printed before everything. */
struct format {
	const char *name;
	void (*begin)(GString *out);
	void (*print)(GString *out, const struct document *document, const uint32_t *timestamps,
		uint32_t n);
	/* of a document as a whole, where that is something else; and what names one of several
	 * documents, from its path made safe */
	void (*whole)(GString *out, const struct document *document);
	void (*name_document)(GString *out, const char *path, bool first);
};

/* --- formats --- */

static void
begin_vtt(GString *out)
{
	g_string_append(out, "WEBVTT\n");
}

static void
name_vtt(GString *out, const char *path, bool first)
{
	g_autoptr(GString) name = g_string_new(path);

	(void)first;
	/* No comment may hold what parts the times of a cue. */
	g_string_replace(name, "-->", "--&gt;", 0);
	g_string_append_printf(out, "\nNOTE %s\n", name->str);
}

static void
name_chapters(GString *out, const char *path, bool first)
{
	g_string_append_printf(out, "%s%s\n", first ? "" : "\n", path);
}

static const struct format formats[] = {
	{ .name = "chapters",
		.print = stamp_format_moments,
		.whole = stamp_format_chapters,
		.name_document = name_chapters },
	{ .name = "csv", .begin = stamp_format_csv_header, .print = stamp_format_csv },
	{ .name = "vtt", .begin = begin_vtt, .print = stamp_format_vtt, .name_document = name_vtt },
	{ 0 },
};

/* The format that is asked for, NULL for none. False with a word where there is none such. */
static bool
read_format(const struct invocation *invocation, const struct format **format)
{
	*format = NULL;
	if (invocation->format == NULL)
		return true;
	for (const struct format *row = formats; row->name != NULL; row++) {
		if (strcmp(row->name, invocation->format) == 0)
			*format = row;
	}
	if (*format == NULL)
		report_error("--format=%s: it must be chapters, csv or vtt", invocation->format);
	else if (invocation->json || invocation->null)
		report_error("--format=%s: it cannot be joined with %s", invocation->format,
			invocation->json ? "--json" : "--null");
	return *format != NULL && !invocation->json && !invocation->null;
}

static void
print_text(const GString *text)
{
	fwrite(text->str, 1, text->len, stdout);
}

static void
begin_printing(struct printing *printing, const struct invocation *invocation,
	const struct format *format)
{
	static const struct column columns[] = {
		{ .role = ROLE_DIM, .shrinks = true },
		{ .role = ROLE_TIMESTAMP, .right = true },
		{ .role = ROLE_DIM, .shrinks = true },
		{ .role = ROLE_TEXT, .shrinks = true, .weight = OUTPUT_SENTENCE_WEIGHT },
	};

	printing->invocation = invocation;
	printing->format = format;
	printing->found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	if (format == NULL) {
		printing->output = output_new(invocation, columns, G_N_ELEMENTS(columns));
	} else if (format->begin != NULL) {
		g_autoptr(GString) out = g_string_new(NULL);
		format->begin(out);
		print_text(out);
	}
}

static void
finish_printing(struct printing *printing)
{
	if (printing->output != NULL)
		output_finish(printing->output);
	if (printing->found != NULL)
		g_array_unref(printing->found);
}

/* --- records --- */

static void
print_json(const struct document *document, const struct timestamp *timestamp,
	const struct section *section, const char *text)
{
	char clock[16];
	g_autofree char *url = document_timestamp_url(document, timestamp);
	json_t *object = json_object();

	json_set_path(object, document->path);
	json_object_set_new(object, "seconds", json_integer(timestamp->milliseconds / 1000));
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

/* The hits in a sentence, as ranges of it. */
static GArray *
spans_of(const struct printing *printing, const struct document *document, uint32_t at)
{
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(struct range));
	uint32_t start = document->timestamps[at].sentence.start;

	if (printing->search != NULL && printing->invocation->terminal)
		stamp_search_hits(printing->search, document, at, spans);
	for (guint i = 0; i < spans->len; i++) {
		g_array_index(spans, struct range, i).start -= start;
		g_array_index(spans, struct range, i).end -= start;
	}
	return spans;
}

static void
print_timestamp(const struct printing *printing, const struct document *document, uint32_t at)
{
	const struct timestamp *timestamp = &document->timestamps[at];
	uint32_t i = document_section_at(document, timestamp->text.start);
	const struct section *section = i != NONE ? &document->sections[i] : NULL;
	g_autofree char *text = g_strndup(document->text + timestamp->sentence.start,
		range_length(timestamp->sentence));
	char number[16];

	g_strdelimit(text, "\n", ' ');
	if (printing->invocation->json) {
		print_json(document, timestamp, section, text);
		return;
	}
	if (printing->invocation->terminal)
		clock_short(number, timestamp->milliseconds);
	else
		g_snprintf(number, sizeof number, "%u", timestamp->milliseconds / 1000);
	g_autoptr(GArray) spans = spans_of(printing, document, at);
	const char *fields[] = { document->path, number, section != NULL ? section->title : "",
		text };
	output_marked_record(printing->output, fields, spans);
}

/* Prints what was found of a document. */
static void
print_found(struct printing *printing, const struct document *document)
{
	const GArray *found = printing->found;

	if (printing->format == NULL) {
		for (guint i = 0; i < found->len; i++)
			print_timestamp(printing, document, g_array_index(found, uint32_t, i));
	} else {
		g_autoptr(GString) out = g_string_new(NULL);
		g_autofree char *path = safe_string(SAFE_NAME, document->path, -1);
		if (printing->format->name_document != NULL && printing->search != NULL)
			printing->format->name_document(out, path, printing->count == 0);
		if (printing->format->whole != NULL && printing->search == NULL)
			printing->format->whole(out, document);
		else
			printing->format->print(out, document,
				(const uint32_t *)(const void *)found->data, found->len);
		print_text(out);
	}
	printing->count += found->len;
}

/* --- of a document --- */

static enum status
print_document(const struct invocation *invocation, const struct format *format)
{
	struct printing printing = { 0 };
	struct found found;
	enum status status = find_document(&found, invocation, invocation->operands[0], false);

	if (status == STATUS_FOUND) {
		begin_printing(&printing, invocation, format);
		for (uint32_t i = 0; i < found.document->timestamp_count; i++)
			g_array_append_val(printing.found, i);
		if (printing.found->len > 0)
			print_found(&printing, found.document);
		finish_printing(&printing);
		if (printing.count == 0)
			status = STATUS_NONE;
	}
	found_clear(&found);
	return status;
}

/* --- of a library --- */

/* Prints what a document holds; false where the query's limit is reached. */
static bool
search_document(struct printing *printing, struct read_ahead *ahead, const struct query *query,
	const struct indexed_row *row, uint32_t *unread)
{
	g_autoptr(Document) document = indexed_next(ahead, row);

	if (document == NULL)
		return true;
	g_array_set_size(printing->found, 0);
	*unread += !stamp_search_find(printing->search, document, row->id, printing->found);
	if (query->limit > 0 && printing->found->len > query->limit - printing->count)
		g_array_set_size(printing->found, query->limit - printing->count);
	if (printing->found->len == 0)
		return true;
	if (printing->invocation->null) {
		output_path(printing->invocation, row->path);
		printing->count++;
	} else {
		print_found(printing, document);
	}
	return query->limit == 0 || printing->count < query->limit;
}

static bool
search(struct printing *printing, struct indexed *indexed, const struct format *format)
{
	const struct invocation *invocation = indexed->invocation;
	uint32_t unread = 0;

	if (!indexed_check(indexed, invocation->query) || !indexed_update(indexed, false))
		return false;
	g_autoptr(Query) query = indexed_query(indexed, invocation->query);
	if (query == NULL)
		return false;
	g_autoptr(Answer) answer = NULL;
	g_autoptr(StampSearch) asked = indexed_stamps(indexed, query, ANSWER_BY_RELEVANCE, &answer);
	if (asked == NULL)
		return false;
	g_autoptr(GPtrArray) rows = indexed_rows(indexed, answer->ids);
	g_autoptr(ReadAhead) ahead = indexed_read_ahead(indexed, rows);
	begin_printing(printing, invocation, format);
	printing->search = asked;
	for (guint i = 0; i < rows->len; i++) {
		if (!search_document(printing, ahead, query, rows->pdata[i], &unread))
			break;
	}
	finish_printing(printing);
	unread += answer->unread;
	if (unread > 0)
		indexed_tell_unread(unread);
	return true;
}

static enum status
search_library(const struct invocation *invocation, const struct format *format)
{
	struct printing printing = { 0 };
	struct indexed indexed;
	bool ok = indexed_init(&indexed, invocation, (const char *const *)invocation->operands) &&
		  search(&printing, &indexed, format) && indexed.all;

	indexed_clear(&indexed);
	if (!ok)
		return STATUS_ERROR;
	return printing.count > 0 ? STATUS_FOUND : STATUS_NONE;
}

enum status
run_stamps(const struct invocation *invocation)
{
	const struct format *format;
	guint n = g_strv_length(invocation->operands);

	if (!read_format(invocation, &format))
		return STATUS_ERROR;
	if (invocation->query != NULL)
		return search_library(invocation, format);
	if (n == 1)
		return print_document(invocation, format);
	if (n == 0)
		report_error("stamps: it takes DOC, or -q QUERY [PATH]...; see `lectern stamps "
			     "--help`");
	else
		report_error("stamps: too many operands: `%s` is one more than it takes",
			invocation->operands[1]);
	return STATUS_ERROR;
}
