/*
 * From a second in one document of a recording to the same second in others, and back.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "library/recording.h"
#include "support/parse.h"
#include "support/place.h"
#include "support/ui_driver.h"
#include "ui/app_state.h"
#include "ui/player_private.h"

/* --- which timestamp is of a second --- */

#define CUES                                                                                       \
	"WEBVTT\n\n00:00.000 --> 00:02.000\nOne.\n\n00:10.000 --> 00:20.000\nTwo.\n\n"             \
	"00:30.000 --> 00:31.000\nThree.\n\n01:00.000 --> 01:01.000\nFour.\n\n"                    \
	"01:10.000 --> 01:12.300\nFive.\n\n01:12.300 --> 01:14.000\nSix.\n"

static const struct {
	uint32_t second, expected;
} seconds[] = {
	{ 0, 0 },
	{ 5, 0 },
	{ 9, 10 }, /* nearly there */
	{ 10, 10 },
	{ 19, 10 }, /* within the cue */
	{ 28, 30 }, /* after it, and the next is much nearer */
	{ 25, 10 }, /* the next is nearer, but not much */
	{ 55, 60 },
	{ 53, 30 },
	{ 59, 60 },
	{ 71, 70 },
	{ 72, 72 }, /* what is shown as 1:12 begins within that second */
	{ 4000, 72 },
};

static void
test_seconds(void **state)
{
	g_autoptr(Document) document = parse_text("a.vtt", CUES, DOCUMENT_WHOLE);
	g_autoptr(Document) none = parse_text("b.md", "Nothing.\n", DOCUMENT_WHOLE);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++) {
		uint32_t stamp = recording_timestamp(document, seconds[i].second * 1000);
		assert_int_equal(document->timestamps[stamp].milliseconds / 1000,
			seconds[i].expected);
	}
	assert_int_equal(recording_timestamp(none, 5000), NONE);
}

/* --- going --- */

#define NOTES "---\nvideoId: LctrnAaa001\n---\n# %s\n\n"

static void
press(struct ui_driver *driver, const char *keys)
{
	g_autoptr(GError) error = NULL;

	if (!ui_driver_keys(driver, keys, &error))
		fail_msg("%s", error->message);
}

static const char *
file(const struct ui_driver *driver)
{
	const struct document *document = reader_document(&driver->app->reader);
	return document != NULL ? document->path + strlen("lib/") : "";
}

/* That the document is open, its second read and the message said. */
static void
at(const struct ui_driver *driver, const char *name, uint32_t second, const char *message)
{
	uint32_t time = reader_time(driver->app);

	assert_string_equal(file(driver), name);
	assert_int_equal(time == NONE ? NONE : time / 1000, second);
	if (message != NULL)
		assert_string_equal(driver->app->message, message);
}

/* A talk's notes with a time in each section, 10 seconds apart from first on. */
static void
put_notes(const char *path, const char *title, unsigned first, unsigned count)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_printf(text, NOTES, title);
	for (unsigned i = 0; i < count; i++) {
		unsigned time = first + 10 * i;
		g_string_append_printf(text,
			"## Part %u\n\nIt is said that %u comes before [00:%02u:%02u].\n\n"
			"More\n\nof\n\nit.\n\n",
			i, i, time / 60, time % 60);
	}
	place_put(path, text->str, -1);
}

static struct ui_driver *
begin(void)
{
	put_notes("lib/notes.md", "Notes", 0, 40);
	put_notes("lib/more.md", "More notes", 3, 12);
	place_put("lib/words.md", "---\nvideoId: LctrnAaa001\n---\n# No times\n\nWords.\n", -1);
	place_put("lib/pair.md", "---\nvideoId: LctrnBbb002\n---\n[00:00:10] a\n\n[00:00:40] b\n",
		-1);
	place_put("lib/pair.en.vtt", CUES, -1);
	place_put("lib/alone.md", "# Alone\n", -1);
	return ui_driver_new("lib", "lib/notes.md", NULL, 24, 100);
}

static void
open_document(struct ui_driver *driver, const char *name)
{
	press(driver, "gd");
	ui_driver_type(driver, name);
	press(driver, "Enter");
}

static void
test_pair(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();
	open_document(driver, "pair.md");
	assert_string_equal(file(driver), "pair.md");
	press(driver, "]t");
	at(driver, "pair.md", 40, NULL);
	press(driver, "gT");
	at(driver, "pair.en.vtt", 30, "0:30 in “pair.en.vtt”");
	/* Back to the very place, though 0:10 is the last before 0:30. */
	press(driver, "gT");
	at(driver, "pair.md", 40, "0:40 in “pair.md”");
	press(driver, "gT ]t gT");
	at(driver, "pair.md", 40, NULL);
	press(driver, "gT [t [t gT");
	at(driver, "pair.md", 10, "0:10 in “pair.md”");
	press(driver, "Backspace");
	at(driver, "pair.en.vtt", 10, NULL);
	open_document(driver, "alone");
	press(driver, "gT");
	assert_non_null(strstr(driver->app->message, "no recording is named here"));
	ui_driver_free(driver);
}

static void
test_several(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();
	struct app *app = driver->app;
	press(driver, "4]t gT");
	/* Each with its words at this second; those with the most timestamps first. */
	assert_non_null(app->popup);
	assert_int_equal(app->popup->rows->len, 3);
	const struct popup_row *row = &g_array_index(app->popup->rows, struct popup_row, 0);
	assert_string_equal(row->text, "More notes");
	assert_string_equal(row->right, "video · 12 timestamps");
	assert_string_equal(row[1].left, "0:23");
	assert_string_equal(row[1].text, "It is said that 2 comes before");
	assert_string_equal(row[2].text, "No times");
	press(driver, "Enter");
	at(driver, "more.md", 23, "0:23 in “more.md”");
	press(driver, "gT");
	at(driver, "notes.md", 30, "0:30 in “notes.md”");
	/* From where one came back to there is a choice again. */
	press(driver, "gT j Enter");
	at(driver, "words.md", NONE, "“words.md” has no timestamps: this is its start");
	press(driver, "gT");
	at(driver, "notes.md", 30, "0:30 in “notes.md”");
	ui_driver_free(driver);
}

static void
test_side(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();
	struct app *app = driver->app;
	press(driver, "2]t gr");
	assert_int_equal(app->side.view, SIDE_RECORDING);
	assert_int_equal(app->side.count, 2);
	press(driver, "Enter");
	at(driver, "more.md", 3, "0:03 in “more.md”");
	press(driver, "gr gT");
	at(driver, "notes.md", 10, NULL);
	/* A document that is new is among them. */
	put_notes("lib/third.md", "Third", 1, 3);
	press(driver, "h r");
	assert_int_equal(recording_others(app)->len, 3);
	ui_driver_free(driver);
}

/* A transcript that names no recording is played as its notes are, and followed where they play. */
static void
test_plays(void **state)
{
	static const char url[] = "https://www.youtube.com/watch?v=LctrnBbb002";
	(void)state;
	struct ui_driver *driver = begin();
	struct app *app = driver->app;
	place_put("config.yaml", "player: [x, \"{url}\", \"{seconds}\"]\n", -1);
	assert_true(settings_load(driver->settings, "config.yaml", true, NULL));
	g_setenv("DISPLAY", ":0", TRUE);
	g_unsetenv("SSH_CONNECTION");
	open_document(driver, "pair.en");
	press(driver, "2]t p");
	assert_string_equal(driver->outside->str,
		"started: [x] [https://www.youtube.com/watch?v=LctrnBbb002] [30]\n");
	player_plays(app, url, NULL, "none");
	press(driver, "j");
	assert_true(app->player.own);
	open_document(driver, "notes");
	assert_false(app->player.own);
	ui_driver_free(driver);
}

/* What was gone to comes late: another document that was opened meanwhile stays where it is. */
static void
test_late(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();
	struct app *app = driver->app;
	place_put("lib/pair.md", "[00:00:10] a\n", -1);
	open_document(driver, "pair.en");
	app->recording.to.path = g_strdup("lib/pair.md");
	app->recording.to.time = 30000;
	open_document(driver, "more");
	at(driver, "more.md", NONE, NULL);
	assert_null(app->recording.to.path);
	ui_driver_free(driver);
}

/* The others are known late: who chooses something else meanwhile goes on with that. */
static void
test_busy(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();
	struct app *app = driver->app;
	press(driver, "gd");
	const struct popup *picker = app->popup;
	app->recording.going = true;
	app->recording.id = 0;
	press(driver, "Down");
	assert_ptr_equal(app->popup, picker);
	assert_false(app->recording.going);
	assert_int_equal(recording_others(app)->len, 2);
	ui_driver_free(driver);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seconds),
		cmocka_unit_test_setup_teardown(test_pair, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_several, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_side, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_plays, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_late, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_busy, place_enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
