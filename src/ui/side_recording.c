#include "config.h"

#include "ui/app_state.h"
#include "ui/excerpt.h"
#include "ui/timeline.h"

/* The words of a document at the second being read take so many rows at most. */
#define WORDS_ROWS 2

static const struct recording_document *
other_of(const struct app *app, const struct side_row *row)
{
	const GPtrArray *others = recording_others(app);
	return others != NULL && row->index < others->len ? g_ptr_array_index(others, row->index)
							  : NULL;
}

const struct entry *
side_recording_entry(const struct app *app, const struct side_row *row)
{
	const struct recording_document *other = other_of(app, row);
	return other != NULL ? linking_entry(app, other->id) : NULL;
}

unsigned
side_recording_version(const struct app *app)
{
	return app->recording.version * 2654435761u + reader_time(app);
}

uint32_t
side_fill_recording(struct app *app, const struct opened *opened)
{
	struct side *side = &app->side;
	const GPtrArray *others = recording_others(app);
	uint32_t count = 0;
	(void)opened;
	for (guint i = 0; others != NULL && i < others->len; i++) {
		const struct recording_document *other = g_ptr_array_index(others, i);
		const struct entry *entry = linking_entry(app, other->id);
		if (entry == NULL)
			continue;
		side_add(side, SIDE_ROW_RECORDING, i, NONE)->words = g_strdup(entry->short_title);
		count++;
	}
	if (count > 0)
		return count;
	if (others == NULL) {
		g_autofree char *why = g_strdup(recording_none(app));
		why[0] = g_ascii_toupper(why[0]);
		side_add_words(side, "%s.", why);
		return 0;
	}
	side_add_words(side, "No other document here.");
	side_add_words(side, "%s", "");
	side_add_words(side,
		"Documents are of one recording that name the same video or media, and "
		"transcripts with the same file name.");
	return 0;
}

/* What a document says at the second being read: a time and, laid out, words. */
static bool
lay_words(const struct app *app, const struct side_row *row, int room, char *time, char **words,
	struct excerpt *excerpt)
{
	const struct recording_document *other = other_of(app, row);
	const struct document *document = other != NULL ? recording_read(app, other) : NULL;
	uint32_t milliseconds;
	if (document == NULL || !recording_landing(app, document, &milliseconds, words))
		return false;
	int taken = (int)strlen(timeline_time(time, milliseconds)) + 1;
	excerpt_lay_rows(excerpt, *words, (struct range){ 0, 0 }, MAX(room - taken, 1), WORDS_ROWS);
	return true;
}

uint32_t
side_recording_lines(const struct app *app, const struct side_row *row, int room)
{
	g_autofree char *words = NULL;
	struct excerpt excerpt;
	char time[16];
	uint32_t rows = 1;
	if (lay_words(app, row, room, time, &words, &excerpt))
		rows += MAX(excerpt.count, 1u);
	const struct recording_document *other = other_of(app, row);
	if (other == NULL)
		return rows;
	g_autofree char *about = recording_words(other, true);
	excerpt_lay(&excerpt, about, (struct range){ 0, 0 }, room);
	return rows + excerpt.count;
}

void
side_draw_recording(const struct app *app, const struct side_row *row, struct canvas *canvas, int y,
	int x, int room)
{
	const struct recording_document *other = other_of(app, row);
	g_autofree char *words = NULL;
	struct excerpt excerpt;
	char time[16];
	canvas_put_cut(canvas, y++, x, room, ROLE_SIDE_HEADING, SAFE_TEXT, row->words, -1);
	if (other == NULL)
		return;
	if (lay_words(app, row, room, time, &words, &excerpt)) {
		int taken = (int)strlen(time) + 1;
		canvas_put(canvas, y, x, ROLE_SIDE_TIME, SAFE_TEXT, time, -1);
		excerpt_draw(&excerpt, canvas, y, x + taken, room - taken, ROLE_TEXT);
		y += (int)MAX(excerpt.count, 1u);
	}
	g_autofree char *about = recording_words(other, true);
	excerpt_lay(&excerpt, about, (struct range){ 0, 0 }, room);
	excerpt_draw(&excerpt, canvas, y, x, room, ROLE_DIM);
}

void
side_go_recording(struct app *app, const struct side_row *row)
{
	const struct recording_document *other = other_of(app, row);
	if (other != NULL)
		recording_go(app, other);
}
