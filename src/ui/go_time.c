#include "config.h"

#include "ui/go_time.h"

#include <string.h>

#include "document/duration.h"
#include "ui/app_state.h"
#include "ui/timeline.h"

#define LABEL "time: "

/* `75%`, `33.3%`: thousandths of percent. */
static bool
read_percent(const char *s, size_t n, uint32_t length, uint32_t *milliseconds)
{
	uint32_t thousandths;
	if (n < 2 || s[n - 1] != '%' || strspn(s, "0123456789.") != n - 1 ||
		!duration_read(s, n - 1, &thousandths) || thousandths > 100 * 1000)
		return false;
	*milliseconds = (uint32_t)((uint64_t)length * thousandths / (100 * 1000));
	return true;
}

bool
go_time_read(const char *typed, uint32_t length, uint32_t here, uint32_t *milliseconds)
{
	uint32_t by;
	typed += strspn(typed, " ");
	size_t n = strlen(typed);
	while (n > 0 && typed[n - 1] == ' ')
		n--;
	if (n > 0 && (typed[0] == '+' || typed[0] == '-')) {
		if (!duration_read(typed + 1, n - 1, &by))
			return false;
		if (typed[0] == '+')
			*milliseconds = (uint32_t)MIN((uint64_t)here + by, DURATION_MOST);
		else
			*milliseconds = here > by ? here - by : 0;
		return true;
	}
	return read_percent(typed, n, length, milliseconds) ||
	       duration_read(typed, n, milliseconds);
}

static bool
read_typed(const struct app *app, const char *typed, uint32_t *milliseconds)
{
	uint32_t here = reader_time(app);
	return go_time_read(typed, timeline_length(app), here == NONE ? 0 : here, milliseconds);
}

static void
go(struct app *app, uint32_t milliseconds)
{
	const struct document *document = reader_document(&app->reader);
	uint32_t stamp = document_timestamp_nearest(document, milliseconds);
	uint32_t length = timeline_length(app);
	char time[16];
	if (app->popup != NULL)
		popup_close(app);
	app_leave_place(app);
	reader_jump_to_stamp(&app->reader, stamp);
	app_focus(app, app->focus == PANE_SIDE ? PANE_SIDE : PANE_READER);
	if (milliseconds > length)
		app_say(app, "the recording ends at %s: this is its last timestamp",
			timeline_time(time, length));
}

/* --- the prompt --- */

static void
time_changed(struct app *app, const char *text)
{
	(void)app;
	(void)text;
}

static void
time_cancelled(struct app *app)
{
	(void)app;
}

static void
time_done(struct app *app, const char *text)
{
	const struct document *document = reader_document(&app->reader);
	uint32_t milliseconds;
	/* Another document may have come meanwhile. */
	if (text[0] == '\0' || document == NULL || document->timestamp_count == 0)
		return;
	if (read_typed(app, text, &milliseconds))
		go(app, milliseconds);
	else
		app_say(app, "“%s” is no time: 12:34, 1h2m, 90s, 75%%, +30 and -1:00 are", text);
}

/* The nearest timestamp and what it marks, as far as there is room for it. */
static char *
time_note(const struct app *app)
{
	const struct document *document = reader_document(&app->reader);
	const char *typed = prompt_text(app->prompt);
	uint32_t milliseconds;
	char time[16];
	if (document == NULL || document->timestamp_count == 0)
		return NULL;
	if (!read_typed(app, typed, &milliseconds))
		return g_strdup("no time yet");
	const struct timestamp *stamp =
		&document->timestamps[document_timestamp_nearest(document, milliseconds)];
	timeline_time(time, stamp->milliseconds);
	int room = app->layout.status.width - (int)strlen(LABEL) -
		   (int)safe_columns(SAFE_NAME, typed, strlen(typed)) - (int)strlen(time) - 6;
	if (room < 8 || range_is_none(stamp->sentence) || range_length(stamp->sentence) == 0)
		return g_strdup_printf("→ %s", time);
	uint32_t most = MIN(range_length(stamp->sentence), (uint32_t)room * 16);
	g_autofree char *words = g_strndup(document->text + stamp->sentence.start, most);
	g_strdelimit(words, "\n\t\r", ' ');
	g_autofree char *cut = safe_cut(SAFE_NAME, words, strlen(words), (unsigned)room);
	return g_strdup_printf("→ %s %s", time, cut);
}

static const struct prompt_use time_prompt = {
	.label = LABEL,
	.changed = time_changed,
	.done = time_done,
	.cancelled = time_cancelled,
	.note = time_note,
};

void
go_time_open(struct app *app, uint32_t minutes)
{
	const struct document *document = reader_document(&app->reader);
	if (document == NULL)
		app_say(app, "no document is open");
	else if (document->timestamp_count == 0)
		app_say(app, "no timestamps in this document");
	else if (minutes > 0)
		go(app, MIN(minutes, DURATION_MOST / 60000) * 60000);
	else
		app_prompt(app, &time_prompt, "", NULL);
}
