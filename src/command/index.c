#include "config.h"

#include "command/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/indexed.h"
#include "command/output.h"
#include "text/path.h"

enum {
	BAR_COLUMNS = 30,
	LINE_SECONDS = 2, /* between two lines in a pipe */
	PATIENCE = 200,   /* milliseconds before the bar */
};

/* What is known of the pace. */
struct pace {
	double began; /* seconds, when the first file was read; negative: not yet */
	double told;
	uint32_t seen; /* documents found so far */
};

/* `6,400 of 21,000 documents, 4,900 a second, 3 s left` */
static void
append_pace(GString *out, double seconds, uint32_t done, uint32_t all)
{
	uint32_t rate = seconds > 0 ? (uint32_t)(done / seconds) : 0;
	progress_append_number(out, done);
	g_string_append(out, " of ");
	progress_append_number(out, all);
	g_string_append(out, " documents");
	if (rate == 0)
		return;
	g_string_append(out, ", ");
	progress_append_number(out, rate);
	g_string_append_printf(out, " a second, %u s left", (all - MIN(done, all)) / rate + 1);
}

static void
append_line(GString *out, struct pace *pace, double seconds, enum loader_phase phase, uint32_t done,
	uint32_t all)
{
	if (phase != LOADER_WHOLE) {
		g_string_append(out, "looking for documents: ");
		progress_append_number(out, all);
		return;
	}
	if (pace->began < 0)
		pace->began = seconds;
	append_pace(out, seconds - pace->began, done, all);
}

/* A bar on a terminal, now and then a line in a pipe. */
static void
draw(struct indexed *indexed, enum loader_phase phase, uint32_t done, uint32_t all)
{
	struct pace *pace = indexed->data;
	struct progress *progress = &indexed->progress;
	double seconds = progress_seconds(progress);
	g_autoptr(GString) line = g_string_new(NULL);

	pace->seen = MAX(pace->seen, all);
	if (phase == LOADER_WHOLE && pace->began < 0)
		pace->began = seconds;
	if (progress_is_due(progress)) {
		if (phase == LOADER_WHOLE) {
			progress_append_bar(line, done, all, BAR_COLUMNS);
			g_string_append_c(line, ' ');
		}
		append_line(line, pace, seconds, phase, done, all);
		progress_draw(progress, line->str);
	} else if (!progress->terminal && !indexed->invocation->json &&
		   seconds - pace->told >= LINE_SECONDS) {
		pace->told = seconds;
		append_line(line, pace, seconds, phase, done, all);
		puts(line->str);
		fflush(stdout);
	}
}

static void
print_counts(const struct indexed *indexed, uint32_t documents)
{
	const struct batch_counts *counts = &indexed->counts;
	const struct {
		const char *name;
		uint32_t count;
	} parts[] = {
		{ "new", counts->added },
		{ "changed", counts->changed },
		{ "renamed", counts->moved },
		{ "gone", counts->gone },
	};
	double seconds = progress_seconds(&indexed->progress);
	if (indexed->invocation->json) {
		json_t *object = json_object();
		json_object_set_new(object, "documents", json_integer(documents));
		for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
			json_object_set_new(object, parts[i].name, json_integer(parts[i].count));
		json_object_set_new(object, "seconds",
			json_real((double)(int64_t)(seconds * 1000) / 1000));
		output_json(object);
		return;
	}
	g_autoptr(GString) line = g_string_new("indexed ");
	progress_append_number(line, documents);
	g_string_append(line, documents == 1 ? " document (" : " documents (");
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_string_append(line, i > 0 ? ", " : "");
		progress_append_number(line, parts[i].count);
		g_string_append_printf(line, " %s", parts[i].name);
	}
	g_string_append_printf(line, ") in %.1f s", seconds);
	puts(line->str);
}

/* Whether a root is a part of another, or named twice. */
static bool
is_counted(const char *const *roots, size_t i)
{
	for (size_t other = 0; roots[other] != NULL; other++) {
		bool same = strcmp(roots[other], roots[i]) == 0;
		if (other != i && path_lies_in(roots[i], roots[other]) && (!same || other < i))
			return true;
	}
	return false;
}

/* Documents of the roots that are in the index, without what is no document. */
static uint32_t
count_documents(struct indexed *indexed)
{
	const char *const *roots = store_location_roots(indexed->location);
	g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t count = 0;
	for (size_t i = 0; roots[i] != NULL; i++) {
		uint32_t id = store_id_of(indexed->store, roots[i]);
		if (is_counted(roots, i))
			continue;
		if (id != 0)
			g_array_append_val(files, id);
		else
			count += store_count_below(indexed->store, roots[i]);
	}
	g_autoptr(GPtrArray) rows = indexed_rows(indexed, files);
	for (guint i = 0; i < rows->len; i++)
		count += ((const struct indexed_row *)rows->pdata[i])->reason == NULL;
	return count;
}

enum status
run_index(const struct invocation *invocation)
{
	struct indexed indexed;
	struct pace pace = { .began = -1 };
	uint32_t documents = 0;
	bool ok = indexed_init(&indexed, invocation, (const char *const *)invocation->operands);

	progress_init(&indexed.progress, PATIENCE);
	indexed.draw = draw;
	indexed.data = &pace;
	indexed.renews = indexed.tidies = true;
	ok = ok && indexed_update(&indexed, invocation->rebuild);
	if (ok) {
		documents = count_documents(&indexed);
		/* Nothing was indexed where no root is there. */
		if (documents > 0 || indexed.all)
			print_counts(&indexed, documents);
	}
	ok = ok && indexed.all;
	indexed_clear(&indexed);
	if (!ok)
		return STATUS_ERROR;
	return documents > 0 ? STATUS_FOUND : STATUS_NONE;
}
