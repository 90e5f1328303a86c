/*
 * Which documents are of one recording: names as files of one recording have them, and in a made library
 * of each document the others, with their reasons.
 */
#include "config.h"

#include "library/recording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "library/recording_keys.h"
#include "library/store_private.h"
#include "support/parse.h"
#include "support/store_place.h"

/* --- names --- */

static const struct {
	const char *file, *stem, *video;
	bool common;
} names[] = {
	{ "talk one.md", "talkone", "", false },
	{ "Talk One.vtt", "talkone", "", false },
	{ "talk_one.en.vtt", "talkone", "", false },
	{ "talk-one.en-US.srt", "talkone", "", false },
	{ "talk-one.zh-Hans.srt", "talkone", "", false },
	{ "talk-one.en-orig.vtt", "talkone", "", false },
	{ "talk-one.eng.forced.srt", "talkone", "", false },
	{ "talk one - transcript.md", "talkone", "", false },
	{ "Talk One (Transcript).md", "talkone", "", false },
	{ "talk-one-transcript-original.vtt", "talkone", "", false },
	{ "talk one [en].vtt", "talkone", "", false },
	{ "talk one [dQw4w9WgXcQ].en.vtt", "talkone", "dQw4w9WgXcQ", false },
	{ "dQw4w9WgXcQ.en.vtt", "dqw4w9wgxcq", "dQw4w9WgXcQ", false },
	{ "talk one [2 of 3].md", "talkone2of3", "", false },
	{ "talk.2.md", "talk2", "", false },
	{ "node.js.md", "nodejs", "", false },
	{ "543.vtt", "543", "", true },
	{ "transcript.vtt", "transcript", "", true },
	{ "transcript.en.vtt", "transcript", "", true },
	{ "notes.md", "notes", "", true },
	{ "Index.md", "index", "", true },
	{ "en.vtt", "en", "", true },
	{ ".en.vtt", "en", "", true },
	{ "和本.ja.vtt", "和本", "", false },
	{ "[].md", "=[]", "", true },
	{ "].md", "=]", "", true },
	{ "---.md", "", "", true },
	{ "(en).md", "en", "", true },
};

static void
test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		struct recording_name name;

		recording_name_init(&name, names[i].file);
		if (strcmp(name.stem, names[i].stem) != 0 ||
			strcmp(name.video, names[i].video) != 0 || name.common != names[i].common)
			fail_msg("%s: %s, %s, %d", names[i].file, name.stem, name.video,
				name.common);
		recording_name_clear(&name);
	}
}

/* --- a library --- */

#define VTT "WEBVTT\n\n00:01.000 --> 00:04.000\nGood evening.\n"
#define NOTES(id) "---\nvideoId: " id "\n---\nThey begin [00:00:01]. It goes on [00:01:00].\n"
#define MEDIA(what) "---\nmedia: " what "\n---\nThey begin [00:00:01].\n"

static const struct {
	const char *path, *text;
} files[] = {
	/* The same video, by whatever field names it; a file whose name does; one whose brackets only look
	 * as if. */
	{ "notes/a/one.md", NOTES("LctrnAaa001") },
	{ "notes/b/two.md", MEDIA("https://youtu.be/LctrnAaa001?t=7") },
	{ "notes/b/three.md",
		"---\nsource: https://www.youtube.com/watch?v=LctrnAaa001\n---\nx\n" },
	{ "notes/b/Three hills [LctrnAaa001].en.vtt", VTT },
	{ "notes/b/Plain [transcripts].vtt", VTT },
	{ "notes/a/Simple [transcripts].vtt", VTT },
	/* A transcript beside notes, and what stands beside it without being one. */
	{ "notes/talks/543.vtt", VTT },
	{ "notes/talks/543.txt",
		"00:00:01 Good evening.\n\n00:00:05 And so on.\n\n00:00:09 End.\n" },
	{ "notes/talks/543.md", "Of the evening.\n" },
	{ "notes/other/543.md", NOTES("LctrnBbb002") },
	/* No recording at all. */
	{ "notes/plain/essay.md", "# An essay\n" },
	{ "notes/plain/essay.txt", "Another.\n" },
	/* Folders apart: one transcript of that name, and one recording. */
	{ "notes/videos/inside-a-mill.md", NOTES("LctrnCcc003") },
	{ "notes/videos/mill-again.md", NOTES("LctrnCcc003") },
	{ "notes/subtitles/Inside a Mill.de.vtt", VTT },
	{ "notes/subtitles/Inside a Mill.txt", "Words of it.\n" },
	/* Two transcripts of that name: either may be meant. */
	{ "notes/videos/intro to sails.md", NOTES("LctrnDdd004") },
	{ "notes/course1/intro to sails.vtt", VTT },
	{ "notes/course2/intro to sails.vtt", VTT },
	/* Two recordings of that name. */
	{ "notes/videos/on ropes.md", NOTES("LctrnEee005") },
	{ "notes/more/on ropes.md", NOTES("LctrnFff006") },
	{ "notes/subtitles/on ropes.vtt", VTT },
	/* Beside notes of two recordings: neither. */
	{ "notes/pair/knots.md", NOTES("LctrnGgg007") },
	{ "notes/pair/knots-notes.md", NOTES("LctrnHhh008") },
	{ "notes/pair/knots.vtt", VTT },
	{ "notes/pair/knots.srt", "1\n00:00:01,000 --> 00:00:04,000\nGood evening.\n" },
	/* Names that any recording may have. */
	{ "notes/videos/transcript.md", NOTES("LctrnIii009") },
	{ "notes/subtitles/transcript.vtt", VTT },
	/* The same URL; with a video that one of them names; a host alone. */
	{ "notes/pod/99.md", MEDIA("https://pod.example.org/@nado/episodes/99") },
	{ "notes/pod/ninety-nine.md", MEDIA("http://www.pod.example.org/@nado/episodes/99/") },
	{ "notes/pod/both.md",
		"---\nvideoId: LctrnJjj010\nmedia: https://pod.example.org/audio/7.mp3\n"
		"---\n[00:00:01]\n" },
	{ "notes/pod/seven.md", MEDIA("https://pod.example.org/audio/7.mp3") },
	{ "notes/pod/home.md", MEDIA("https://pod.example.org/") },
	{ "notes/pod/house.md", MEDIA("https://pod.example.org") },
	/* A file of the recording, from where it is named; in a folder of its own. */
	{ "notes/film/notes of it.md", MEDIA("reel.mp4") },
	{ "notes/film/reel.en.vtt", VTT },
	{ "notes/film/more/later.md", MEDIA("\"[[../reel.mp4#t=10]]\"") },
	{ "notes/film/sound.md", MEDIA("media/sound.mp3") },
	{ "notes/film/sound.vtt", VTT },
	{ "notes/film/word.md", MEDIA("podcast") },
};

static const struct {
	const char *path, *expected; /* the others by path, each with its reason */
} cases[] = {
	{ "a/one.md",
		"video b/Three hills [LctrnAaa001].en.vtt, video b/three.md, video b/two.md" },
	{ "b/two.md",
		"video a/one.md, video b/Three hills [LctrnAaa001].en.vtt, video b/three.md" },
	{ "b/Three hills [LctrnAaa001].en.vtt",
		"video a/one.md, video b/three.md, video b/two.md" },
	{ "b/Plain [transcripts].vtt", "" },
	{ "talks/543.vtt", "name talks/543.md, name talks/543.txt" },
	{ "talks/543.md", "name talks/543.txt, name talks/543.vtt" },
	{ "other/543.md", "" },
	{ "plain/essay.md", "" },
	{ "videos/inside-a-mill.md",
		"name subtitles/Inside a Mill.de.vtt,"
		" name subtitles/Inside a Mill.txt, video videos/mill-again.md" },
	{ "videos/mill-again.md",
		"recording subtitles/Inside a Mill.de.vtt,"
		" recording subtitles/Inside a Mill.txt, video videos/inside-a-mill.md" },
	{ "subtitles/Inside a Mill.txt",
		"name subtitles/Inside a Mill.de.vtt,"
		" name videos/inside-a-mill.md, recording videos/mill-again.md" },
	{ "videos/intro to sails.md", "" },
	{ "course1/intro to sails.vtt", "" },
	{ "videos/on ropes.md", "" },
	{ "subtitles/on ropes.vtt", "" },
	{ "pair/knots.md", "" },
	{ "pair/knots.vtt", "name pair/knots.srt" },
	{ "videos/transcript.md", "" },
	{ "subtitles/transcript.vtt", "" },
	{ "pod/99.md", "media pod/ninety-nine.md" },
	{ "pod/both.md", "media pod/seven.md" },
	{ "pod/seven.md", "media pod/both.md" },
	{ "pod/home.md", "" },
	{ "film/notes of it.md", "media film/more/later.md, media film/reel.en.vtt" },
	{ "film/reel.en.vtt", "media film/more/later.md, media film/notes of it.md" },
	{ "film/sound.md", "name film/sound.vtt" },
	{ "film/sound.vtt", "name film/sound.md" },
	{ "film/word.md", "" },
};

struct library {
	struct store_location *location;
	struct store *store;
	char *here;
};

static void
library_init(struct library *library)
{
	library->here = g_get_current_dir();
	library->location = store_place_location();
	library->store = store_place_open(library->location);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *folder = g_path_get_dirname(files[i].path);
		g_autofree char *real = g_build_filename(library->here, folder, NULL);
		g_autofree char *name = g_path_get_basename(files[i].path);

		store_place_put(library->store, real, name, files[i].text, (unsigned)i + 1);
	}
}

static void
library_clear(struct library *library)
{
	store_close(library->store);
	store_location_unref(library->location);
	g_free(library->here);
}

static uint32_t
id_of(const struct library *library, const char *path)
{
	g_autofree char *real = g_build_filename(library->here, "notes", path, NULL);
	uint32_t id = store_id_of(library->store, real);

	assert_int_not_equal(id, 0);
	return id;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(strchr(*(char *const *)a, ' '), strchr(*(char *const *)b, ' '));
}

/* The others of the recording of a document, as in cases. */
static char *
others(const struct library *library, const char *path)
{
	static const char *const reasons[] = { "video", "media", "name", "recording" };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) found =
		recording_documents(library->store, id_of(library, path), NULL, &error);

	assert_non_null(found);
	for (guint i = 0; i < found->len; i++) {
		const struct recording_document *document = found->pdata[i];
		g_autofree char *other = store_path_of(library->store, document->id);

		g_ptr_array_add(lines, g_strdup_printf("%s %s", reasons[document->reason],
					       other + strlen(library->here) + strlen("/notes/")));
	}
	g_ptr_array_sort(lines, by_text);
	g_ptr_array_add(lines, NULL);
	return g_strjoinv(", ", (char **)lines->pdata);
}

static void
check_cases(const struct library *library)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = others(library, cases[i].path);
		if (strcmp(found, cases[i].expected) != 0)
			fail_msg("%s: expected\n%s\nfound\n%s", cases[i].path, cases[i].expected,
				found);
	}
}

static void
test_cases(void **state)
{
	struct library library;

	(void)state;
	library_init(&library);
	check_cases(&library);
	library_clear(&library);
}

/* It is an equivalence: whoever is of a recording names the same documents, and the same key, which no
 * document of another has. */
static void
test_equivalence(void **state)
{
	struct library library;
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	(void)state;
	library_init(&library);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		char *key = recording_key(library.store,
			id_of(&library, files[i].path + strlen("notes/")));
		if (key != NULL)
			g_hash_table_replace(counts, key,
				(char *)g_hash_table_lookup(counts, key) + 1);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		uint32_t id = id_of(&library, files[i].path + strlen("notes/"));
		g_autofree char *key = recording_key(library.store, id);
		g_autoptr(GPtrArray) found = recording_documents(library.store, id, NULL, NULL);
		gpointer count = key != NULL ? g_hash_table_lookup(counts, key) : (char *)NULL + 1;

		assert_ptr_equal((char *)NULL + found->len + 1, count);
		for (guint k = 0; k < found->len; k++) {
			const struct recording_document *document = found->pdata[k];
			g_autofree char *other = recording_key(library.store, document->id);
			assert_string_equal(other, key);
		}
	}
	library_clear(&library);
}

/* A document that is moved, by itself or with its folder, belongs where its new name says. */
static void
test_moved(void **state)
{
	struct library library;
	g_autoptr(GError) error = NULL;

	(void)state;
	library_init(&library);
	g_autofree char *folder = g_build_filename(library.here, "notes/talks", NULL);
	uint32_t id = id_of(&library, "film/sound.vtt");
	struct file_state now = { .device = 7, .inode = 99, .size = 1, .mtime = 1, .ctime = 1 };

	assert_true(store_begin(library.store, 1000, &error));
	assert_true(store_move(library.store, &id, folder, "543.en.vtt", &now, NULL, &error));
	assert_true(store_commit(library.store, &error));
	g_autofree char *left = others(&library, "film/sound.md");
	g_autofree char *joined = others(&library, "talks/543.en.vtt");

	assert_string_equal(left, "");
	assert_string_equal(joined, "name talks/543.md, name talks/543.txt, name talks/543.vtt");
	library_clear(&library);
}

static void
test_stops(void **state)
{
	struct library library;
	struct cancel cancel = { 0 };
	g_autoptr(GError) error = NULL;

	(void)state;
	library_init(&library);
	cancel_set(&cancel);
	assert_null(recording_documents(library.store, id_of(&library, "a/one.md"), &cancel,
		&error));
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_STOPPED));
	library_clear(&library);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test_setup_teardown(test_cases, store_place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_equivalence, store_place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_moved, store_place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_stops, store_place_enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
