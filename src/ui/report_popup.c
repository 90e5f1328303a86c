/*
 * The report: what the links of the whole library tell, in four parts. A worker goes through them; each
 * part is shown as soon as it is known. What was found is kept, with the row one was on, so that the
 * list can be walked: to a place, and back to the next.
 */
#include "config.h"

#include <string.h>

#include "library/link_report.h"
#include "library/mentions.h"
#include "ui/app_state.h"

enum part { PART_LINKED, PART_WANTED, PART_BROKEN, PART_ORPHANS, PARTS };

/* Rows of a part that are shown at first, and more with each Enter on the row for the others. */
#define SHOWN_FIRST 50
#define SHOWN_MORE 1000

static const struct {
	const char *title;
	const char *none; /* said where there is nothing */
} parts[PARTS] = {
	[PART_LINKED] = { "Most linked", "No document links to another." },
	[PART_WANTED] = { "Most wanted", "No link asks for a document that is not there." },
	[PART_BROKEN] = { "Broken links to sections", "Every section that is named is there." },
	[PART_ORPHANS] = { "Orphans", "Another document links to every one." },
};

struct report_row {
	uint32_t id;   /* of the document; 0 of what is wanted */
	uint32_t to;   /* of a broken link: id of the document it leads to */
	uint32_t line; /* the same: where it stands, and which of the document's links it is */
	uint32_t link;
	uint32_t documents, count; /* counts: of links, or of sections */
	char *text;                /* what is wanted; the anchor */
};

struct report {
	GArray *rows[PARTS]; /* struct report_row; NULL while not known */
	uint32_t shown[PARTS];
	unsigned stored; /* app->loading.stored when it was asked for */
	bool asking;
	bool stopped; /* it was not finished */
	char *failed; /* why there is none; NULL */
	uint32_t cursor, top;
};

void
report_free(struct report *report)
{
	if (report == NULL)
		return;
	for (int i = 0; i < PARTS; i++)
		g_clear_pointer(&report->rows[i], g_array_unref);
	g_free(report->failed);
	g_free(report);
}

static const struct popup_kind report_popup;

static bool
is_open(const struct app *app)
{
	return app->popup != NULL && app->popup->kind == &report_popup;
}

/* --- finding it, on a worker --- */

struct report_job {
	struct app *app;
	struct finding finding; /* its own share */
	GError *error;
};

struct report_piece {
	enum part part;
	GArray *rows; /* struct report_row */
};

static void
clear_row(void *row)
{
	g_free(((struct report_row *)row)->text);
}

static GArray *
rows_new(void)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct report_row));
	g_array_set_clear_func(rows, clear_row);
	return rows;
}

static void
tell(struct job *job, enum part part, GArray *rows)
{
	struct report_piece *piece = g_new(struct report_piece, 1);
	*piece = (struct report_piece){ part, rows };
	job_report(job, piece);
}

static void
tell_ranks(struct job *job, const struct link_report *report)
{
	GArray *linked = rows_new(), *orphans = rows_new();
	for (guint i = 0; i < report->linked->len; i++) {
		const struct link_rank *rank = &g_array_index(report->linked, struct link_rank, i);
		struct report_row row = { .id = rank->id,
			.documents = rank->documents,
			.count = rank->links };
		g_array_append_val(linked, row);
	}
	for (guint i = 0; i < report->orphans->len; i++) {
		struct report_row row = { .id = g_array_index(report->orphans, uint32_t, i) };
		g_array_append_val(orphans, row);
	}
	tell(job, PART_LINKED, linked);
	tell(job, PART_ORPHANS, orphans);
}

static bool
tell_wanted(struct job *job, struct linked *linked, const struct cancel *cancel)
{
	g_autoptr(GPtrArray) wanted = mentions_wanted(linked, cancel);
	if (wanted == NULL)
		return false;
	GArray *rows = rows_new();
	for (guint i = 0; i < wanted->len; i++) {
		const struct mention_wanted *name = g_ptr_array_index(wanted, i);
		struct report_row row = { .text = g_strdup(name->target),
			.documents = name->documents,
			.count = name->sections };
		g_array_append_val(rows, row);
	}
	tell(job, PART_WANTED, rows);
	return true;
}

static bool
tell_broken(struct job *job, struct link_report *report, struct linked *linked,
	const struct cancel *cancel)
{
	if (!link_report_look(report, linked, cancel))
		return false;
	GArray *rows = rows_new();
	for (guint i = 0; i < report->broken->len; i++) {
		const struct link_broken *broken =
			&g_array_index(report->broken, struct link_broken, i);
		struct report_row row = { .id = broken->id,
			.to = broken->to,
			.line = broken->line,
			.link = broken->link,
			.text = g_strdup(broken->anchor) };
		g_array_append_val(rows, row);
	}
	tell(job, PART_BROKEN, rows);
	return true;
}

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct report_job *asking = data;
	struct store *store = finding_take_store(&asking->finding, &asking->error);
	if (store == NULL)
		return;
	struct linked *linked = linked_of_store(store, cancel);
	g_autoptr(LinkReport) report = linked != NULL ? link_report_new(linked, cancel) : NULL;
	if (report != NULL) {
		tell_ranks(job, report);
		if (tell_wanted(job, linked, cancel))
			tell_broken(job, report, linked, cancel);
	}
	finding_give_store(&asking->finding, store);
}

/* --- on the main thread --- */

static void
piece_free(void *data)
{
	struct report_piece *piece = data;
	g_clear_pointer(&piece->rows, g_array_unref);
	g_free(piece);
}

static void
job_piece(void *data, void *reported)
{
	struct report_job *asking = data;
	struct report_piece *piece = reported;
	struct app *app = asking->app;
	struct report *report = app->report;
	g_clear_pointer(&report->rows[piece->part], g_array_unref);
	report->rows[piece->part] = g_steal_pointer(&piece->rows);
	piece_free(piece);
	if (is_open(app))
		popup_refill(app, false);
	app->dirty = true;
}

static void
job_done(void *data)
{
	struct report_job *asking = data;
	struct app *app = asking->app;
	app->report->asking = false;
	if (asking->error != NULL)
		app->report->failed = g_strdup(asking->error->message);
	if (is_open(app))
		popup_refill(app, false);
	app->dirty = true;
	app_settle(app);
}

static void
job_free(void *data)
{
	struct report_job *asking = data;
	finding_clear(&asking->finding);
	g_clear_error(&asking->error);
	g_free(asking);
}

static const struct job_kind report_job = {
	.name = "reading the links",
	.replaces = true,
	.run = job_run,
	.piece = job_piece,
	.done = job_done,
	.free = job_free,
	.free_piece = piece_free,
};

static void
ask(struct app *app)
{
	struct report_job *asking = g_new0(struct report_job, 1);
	asking->app = app;
	asking->finding = finding_share(&app->finding);
	app->report->asking = true;
	app->report->stopped = false;
	app->report->stored = app->loading.stored;
	g_clear_pointer(&app->report->failed, g_free);
	pool_submit(app->pool, &report_job, asking);
}

/* --- rows --- */

static const char *
title_of(const struct app *app, uint32_t id, const char **below)
{
	uint32_t entry = catalog_find_id(app->catalog, id);
	*below = "";
	if (entry == NONE || catalog_entry(app->catalog, entry)->gone)
		return NULL;
	*below = catalog_entry(app->catalog, entry)->below;
	return catalog_entry(app->catalog, entry)->short_title;
}

static char *
counted(uint32_t count, const char *one, const char *several)
{
	char number[16];
	return g_strdup_printf("%s %s", app_number(number, count), count == 1 ? one : several);
}

static void
add_row(const struct app *app, struct popup *popup, enum part part, const struct report_row *from)
{
	const char *below = "", *title = NULL;
	if (from->id != 0 && (title = title_of(app, from->id, &below)) == NULL)
		return;
	struct popup_row *row = popup_add(popup, NULL, title != NULL ? title : from->text);
	switch (part) {
	case PART_LINKED:
		row->right = counted(from->documents, "document", "documents");
		break;
	case PART_WANTED:
		row->role = ROLE_LINK_MISSING;
		row->right = counted(from->count, "section", "sections");
		break;
	case PART_BROKEN:
		title = title_of(app, from->to, &below);
		row->right = g_strdup_printf("%s # %s",
			from->to == from->id || title == NULL ? "itself" : title, from->text);
		break;
	default:
		row->right = g_strdup(below);
	}
}

/* What a row of the popup is: its part, and which of the part's; OTHERS for those that are not shown. */
#define ROW_OF(part, i) ((uint32_t)(part) << 28 | (i))
#define OTHERS 0xfffffffu

static void
add_part(const struct app *app, struct popup *popup, struct report *report, enum part part)
{
	const GArray *rows = report->rows[part];
	char number[16];
	g_autofree char *heading = rows == NULL ? g_strdup_printf("%s · %s", parts[part].title,
							  report->asking ? "looking…" : "not known")
						: g_strdup_printf("%s · %s", parts[part].title,
							  app_number(number, rows->len));
	popup_add_heading(popup, heading);
	if (rows == NULL)
		return;
	if (rows->len == 0) {
		struct popup_row *row = popup_add(popup, NULL, parts[part].none);
		row->fixed = true;
		row->role = ROLE_DIM;
	}
	for (guint i = 0; i < MIN(rows->len, report->shown[part]); i++) {
		guint before = popup->rows->len;
		add_row(app, popup, part, &g_array_index(rows, struct report_row, i));
		if (popup->rows->len > before)
			g_array_index(popup->rows, struct popup_row, before).data = ROW_OF(part, i);
	}
	if (rows->len > report->shown[part]) {
		g_autofree char *others = g_strdup_printf("and %s more",
			app_number(number, rows->len - report->shown[part]));
		struct popup_row *row = popup_add(popup, NULL, others);
		row->role = ROLE_DIM;
		row->data = ROW_OF(part, OTHERS);
	}
}

static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	struct report *report = popup->data;
	(void)typed;
	if (report->failed != NULL) {
		popup->empty = (g_free(popup->empty), g_strdup(report->failed));
		return;
	}
	for (int i = 0; i < PARTS; i++)
		add_part(app, popup, report, (enum part)i);
}

/* --- going there --- */

/* Enter on the row for all others shows more of them. */
static bool
enter(struct app *app, struct popup *popup)
{
	struct report *report = popup->data;
	if (!popup_row_chosen(popup))
		return false;
	uint32_t data = g_array_index(popup->rows, struct popup_row, popup->cursor).data;
	report->cursor = popup->cursor;
	report->top = popup->top;
	if ((data & OTHERS) != OTHERS)
		return false;
	report->shown[data >> 28] += SHOWN_MORE;
	popup_refill(app, false);
	return true;
}

static void
choose(struct app *app, const struct popup *popup, const struct popup_row *row, const char *typed)
{
	const struct report *report = popup->data;
	(void)typed;
	if (row == NULL)
		return;
	enum part part = (enum part)(row->data >> 28);
	const struct report_row *found =
		&g_array_index(report->rows[part], struct report_row, row->data & OTHERS);
	uint32_t entry = catalog_find_id(app->catalog, found->id);
	if (part == PART_WANTED) {
		missing_open_name(app, NONE, NONE, TARGET_NAME, found->text);
		return;
	}
	if (entry == NONE)
		return;
	if (part != PART_BROKEN) {
		opening_go_entry(app, entry);
		return;
	}
	struct place to = { .path = (char *)catalog_entry(app->catalog, entry)->path,
		.kind = PLACE_LINE,
		.number = found->line,
		.link = found->link,
		.stamp = NONE };
	opening_go(app, &to, GOING_NEW);
}

static bool
take_key(struct app *app, struct popup *popup, key_code key)
{
	struct report *report = popup->data;
	if (key != KEY_CODE_ESC || !report->asking)
		return false;
	pool_cancel_kind(app->pool, &report_job);
	report->asking = false;
	report->stopped = true;
	popup_refill(app, false);
	app_say(app, "stopped");
	return true;
}

static char *
words_of_row(const struct app *app, enum part part, const struct report_row *row)
{
	const char *below = "";
	g_autofree char *documents = counted(row->documents, "document", "documents");
	g_autofree char *count = NULL;
	if (row->id != 0)
		title_of(app, row->id, &below);
	switch (part) {
	case PART_LINKED:
		count = counted(row->count, "link", "links");
		return g_strdup_printf("%s · %s from %s", below, count, documents);
	case PART_WANTED:
		count = counted(row->count, "section", "sections");
		return g_strdup_printf("asked for by %s of %s", count, documents);
	case PART_BROKEN:
		return g_strdup_printf("%s:%u · no heading or block is “%s”", below, row->line,
			row->text);
	default:
		return g_strdup_printf("%s · no other document links to it", below);
	}
}

static char *
words(const struct app *app, const struct popup *popup)
{
	const struct report *report = popup->data;
	if (report->asking)
		return g_strdup("reading the links of the library, Esc stops");
	if (!popup_row_chosen(popup))
		return g_strdup("");
	uint32_t data = g_array_index(popup->rows, struct popup_row, popup->cursor).data;
	if ((data & OTHERS) == OTHERS)
		return g_strdup("Enter shows more of them");
	return words_of_row(app, (enum part)(data >> 28),
		&g_array_index(report->rows[data >> 28], struct report_row, data & OTHERS));
}

/* --- commands --- */

/* The heading at or before a row; NONE where there is none. */
static uint32_t
heading_above(const struct popup *popup, int64_t i)
{
	for (; i >= 0; i--) {
		if (g_array_index(popup->rows, struct popup_row, (guint)i).heading)
			return (uint32_t)i;
	}
	return NONE;
}

static uint32_t
heading_below(const struct popup *popup, uint32_t i)
{
	while (++i < popup->rows->len) {
		if (g_array_index(popup->rows, struct popup_row, i).heading)
			return i;
	}
	return NONE;
}

/* The first row below a heading that can be chosen, be it of a later part; NONE where there is none. */
static uint32_t
first_below(const struct popup *popup, uint32_t heading)
{
	for (uint32_t i = heading; i < popup->rows->len; i++) {
		if (!g_array_index(popup->rows, struct popup_row, i).fixed)
			return i;
	}
	return NONE;
}

static void
step_part(struct app *app, bool down)
{
	struct popup *popup = app->popup;
	uint32_t heading =
		down ? heading_below(popup, popup->cursor) : heading_above(popup, popup->cursor);
	/* Up: to the part one is in, from its first row to the one before. */
	while (!down && heading != NONE && first_below(popup, heading) == popup->cursor)
		heading = heading_above(popup, (int64_t)heading - 1);
	uint32_t to = heading == NONE ? NONE : first_below(popup, heading);
	if (to == NONE) {
		app_say(app, down ? "this is the last part" : "this is the first part");
	} else {
		popup->cursor = to;
		popup->top = g_array_index(popup->rows, struct popup_row, heading).first;
	}
}

static void
next_part(struct app *app, const struct command_call *call)
{
	(void)call;
	step_part(app, true);
}

static void
previous_part(struct app *app, const struct command_call *call)
{
	(void)call;
	step_part(app, false);
}

static void
go_there(struct app *app, const struct command_call *call)
{
	(void)call;
	popup_choose(app);
}

/* clang-format off */
const struct command report_commands[] = {
	{ .name = "go", .keys = "Enter", .group = "Report", .run = go_there,
	  .help = "Go to the document, or to what asks for the page" },
	{ .name = "next-part", .keys = "]]  Tab", .group = "Report", .run = next_part,
	  .help = "Go to the next part of the report" },
	{ .name = "previous-part", .keys = "[[  Shift-Tab", .group = "Report", .run = previous_part,
	  .help = "Go to the part before" },
	{ 0 },
};
/* clang-format on */

static const struct popup_kind report_popup = {
	.full = true,
	.place = "report",
	.fill = fill,
	.enter = enter,
	.choose = choose,
	.key = take_key,
	.words = words,
};

void
report_open(struct app *app)
{
	bool anew = app->report == NULL;
	if (app->roots[0] == NULL) {
		app_say(app, "there is no library to report of");
		return;
	}
	if (anew) {
		app->report = g_new0(struct report, 1);
		for (int i = 0; i < PARTS; i++)
			app->report->shown[i] = SHOWN_FIRST;
	}
	if (anew || app->report->failed != NULL || app->report->stopped ||
		app->report->stored != app->loading.stored)
		ask(app);
	g_autofree char *name = app_library_name(app);
	g_autofree char *title = g_strdup_printf("The links of %s", name);
	struct popup *popup = popup_open(app, &report_popup, title, app->report);
	if (app->report->cursor < popup->rows->len) {
		popup->cursor = app->report->cursor;
		popup->top = app->report->top;
	}
}
