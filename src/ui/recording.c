#include "config.h"

#include "ui/recording.h"

#include <string.h>

#include "text/path.h"
#include "ui/app_state.h"
#include "ui/timeline.h"

/* Documents that are read for what they say at a second, and bytes of their texts, at most. */
#define READ_MOST 64
#define READ_BYTES (48u << 20)

/* Bytes of a sentence that may be shown. */
#define WORDS_MOST 600

static void
free_document(void *document)
{
	document_free(document);
}

void
recording_init(struct recording *recording)
{
	*recording = (struct recording){ 0 };
	recording->read = g_hash_table_new_full(NULL, NULL, NULL, free_document);
}

static void
forget_way(struct recording *recording)
{
	place_clear(&recording->way.from);
	g_clear_pointer(&recording->way.to, g_free);
}

void
recording_clear(struct recording *recording)
{
	opened_unref(recording->of);
	g_clear_pointer(&recording->others, g_ptr_array_unref);
	g_hash_table_unref(recording->read);
	forget_way(recording);
	g_free(recording->to.path);
}

/* --- which documents --- */

static void
changed(struct app *app)
{
	app->recording.version++;
	if (app->side.view == SIDE_RECORDING)
		side_forget(&app->side);
	recording_refill(app);
	app->dirty = true;
}

static void
take(struct app *app, struct linking_found *found)
{
	struct recording *recording = &app->recording;
	g_clear_pointer(&recording->others, g_ptr_array_unref);
	recording->others = g_steal_pointer(&found->documents);
	recording->waiting = false;
	linking_found_free(found);
	changed(app);
	bool goes = recording->going && !app_busy(app);
	recording->going = false;
	if (goes)
		recording_same_second(app, NULL);
	app_settle(app);
}

const GPtrArray *
recording_others(const struct app *app)
{
	const struct recording *recording = &app->recording;
	return recording->of != NULL && recording->of == app->reader.opened ? recording->others
									    : NULL;
}

const char *
recording_none(const struct app *app)
{
	const struct recording *recording = &app->recording;
	if (app->finding.location == NULL)
		return "no library is open";
	if (recording->waiting && recording->others == NULL)
		return "looking for other documents of this recording";
	if (recording->others == NULL && app->loading.running)
		return "the library is still being read";
	if (recording->others == NULL)
		return "this document is not in the library";
	const struct document *document = reader_document(&app->reader);
	bool named = document_field(document, FIELD_VIDEO)[0] != '\0' ||
		     document_field(document, FIELD_MEDIA)[0] != '\0';
	return named ? "no other document names this recording, or has this file's name"
		     : "no recording is named here, and no transcript has this file's name";
}

char *
recording_words(const struct recording_document *other, bool reason)
{
	char number[16];
	g_autofree char *stamps = other->stamps == 0 ? g_strdup("no timestamps")
						     : g_strdup_printf("%s timestamp%s",
							       app_number(number, other->stamps),
							       other->stamps == 1 ? "" : "s");
	return g_strconcat(other->kind, " · ", stamps, reason ? " · " : NULL,
		recording_reason_words(other->reason), NULL);
}

/* --- reading them, on a worker --- */

struct reading_one {
	uint32_t id;
	char *path;
};

struct reading {
	struct app *app;
	GArray *wanted;      /* struct reading_one */
	GHashTable *choices; /* state_all_choices() */
};

struct read_document {
	uint32_t id;
	struct document *document; /* or NULL */
};

static void
clear_one(void *one)
{
	g_free(((struct reading_one *)one)->path);
}

static void
free_read(void *piece)
{
	struct read_document *read = piece;
	document_free(read->document);
	g_free(read);
}

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct reading *reading = data;
	size_t bytes = 0;
	for (guint i = 0; i < reading->wanted->len && bytes < READ_BYTES; i++) {
		const struct reading_one *one =
			&g_array_index(reading->wanted, struct reading_one, i);
		g_autofree char *real = NULL;
		struct read_document *read = g_new(struct read_document, 1);
		*read = (struct read_document){ one->id,
			opening_read(one->path, reading->choices, cancel, &real, NULL) };
		if (read->document != NULL)
			bytes += read->document->length;
		job_report(job, read);
		if (cancel_is_set(cancel))
			break;
	}
}

static void
job_piece(void *data, void *piece)
{
	struct reading *reading = data;
	struct read_document *read = piece;
	g_hash_table_replace(reading->app->recording.read, GUINT_TO_POINTER(read->id),
		g_steal_pointer(&read->document));
	free_read(read);
	reading->app->recording.version++;
	reading->app->dirty = true;
}

static void
job_done(void *data)
{
	struct reading *reading = data;
	struct app *app = reading->app;
	app->recording.reading = false;
	changed(app);
	app_settle(app);
}

static void
job_free(void *data)
{
	struct reading *reading = data;
	g_array_unref(reading->wanted);
	g_hash_table_unref(reading->choices);
	g_free(reading);
}

static const struct job_kind reading_job = {
	.name = "reading",
	.replaces = true,
	.run = job_run,
	.piece = job_piece,
	.done = job_done,
	.free = job_free,
	.free_piece = free_read,
};

const struct document *
recording_read(const struct app *app, const struct recording_document *other)
{
	const struct entry *entry = linking_entry(app, other->id);
	struct opened *opened = entry != NULL ? opening_known(app, entry->path) : NULL;
	return opened != NULL
		       ? opened->document
		       : g_hash_table_lookup(app->recording.read, GUINT_TO_POINTER(other->id));
}

void
recording_want(struct app *app)
{
	struct recording *recording = &app->recording;
	const GPtrArray *others = recording_others(app);
	if (others == NULL || recording->reading)
		return;
	GArray *wanted = g_array_new(FALSE, FALSE, sizeof(struct reading_one));
	g_array_set_clear_func(wanted, clear_one);
	for (guint i = 0; i < others->len && i < READ_MOST; i++) {
		const struct recording_document *other = g_ptr_array_index(others, i);
		const struct entry *entry = linking_entry(app, other->id);
		struct reading_one one = { .id = other->id };
		if (entry == NULL || recording_read(app, other) != NULL ||
			g_hash_table_contains(recording->read, GUINT_TO_POINTER(other->id)))
			continue;
		one.path = g_strdup(entry->path);
		g_array_append_val(wanted, one);
	}
	if (wanted->len == 0) {
		g_array_unref(wanted);
		return;
	}
	struct reading *reading = g_new(struct reading, 1);
	*reading = (struct reading){ app, wanted, state_all_choices(app->state) };
	recording->reading = true;
	pool_submit(app->pool, &reading_job, reading);
}

/* --- keeping up --- */

/* What is of another document is of no use any more. */
static void
forget(struct app *app, struct opened *opened)
{
	struct recording *recording = &app->recording;
	const char *path = opened->document->path;
	g_clear_pointer(&recording->others, g_ptr_array_unref);
	g_hash_table_remove_all(recording->read);
	pool_cancel_kind(app->pool, &reading_job);
	recording->reading = false;
	recording->going = false;
	if (g_strcmp0(recording->way.to, path) != 0 &&
		g_strcmp0(recording->way.from.path, path) != 0)
		forget_way(recording);
	opened_ref(opened);
	opened_unref(recording->of);
	recording->of = opened;
	changed(app);
}

void
recording_settle(struct app *app)
{
	struct recording *recording = &app->recording;
	struct opened *opened = app->reader.opened;
	uint32_t id = linking_open_id(app);
	if (opened == NULL || (recording->of == opened && recording->id == id &&
				      !linking_stamp_old(app, &recording->stamp)))
		return;
	if (recording->of != opened)
		forget(app, opened);
	recording->id = id;
	linking_stamp_set(app, &recording->stamp);
	linking_stop(app, LINKING_RECORDING);
	recording->waiting = app->finding.location != NULL && id != 0;
	struct linking_question question = { .purpose = LINKING_RECORDING,
		.opened = opened,
		.id = id,
		.section = NONE,
		.take = take };
	if (recording->waiting)
		linking_ask(app, &question);
}

/* --- seconds --- */

bool
recording_landing(const struct app *app, const struct document *document, uint32_t *milliseconds,
	char **words)
{
	uint32_t time = reader_time(app);
	uint32_t stamp = recording_timestamp(document, time != NONE ? time : 0);
	if (stamp == NONE)
		return false;
	const struct timestamp *timestamp = &document->timestamps[stamp];
	*milliseconds = timestamp->milliseconds;
	if (words == NULL)
		return true;
	struct range sentence = timestamp->sentence;
	*words = range_is_none(sentence)
			 ? g_strdup("")
			 : g_strndup(document->text + sentence.start,
				   MIN(range_length(sentence), (uint32_t)WORDS_MOST));
	g_strdelimit(*words, "\n\t\r", ' ');
	return true;
}

/* The way back, where the document leads to the place that was come from and the second is the same. */
static bool
is_way_back(const struct app *app, const char *path)
{
	const struct recording *recording = &app->recording;
	return recording->way.from.path != NULL && strcmp(recording->way.from.path, path) == 0 &&
	       g_strcmp0(recording->way.to, app->reader.opened->document->path) == 0 &&
	       recording->way.to_time == reader_time(app);
}

/* Begins a way: what it leads to is noted when one arrives. */
static void
begin_way(struct app *app, const char *path, bool out)
{
	struct recording *recording = &app->recording;
	struct place here = { 0 };
	walk_here(app, &here);
	forget_way(recording);
	recording->way.from = here;
	recording->way.to = g_strdup(path);
	recording->way.to_time = NONE;
	recording->way.out = out;
	g_free(recording->to.path);
	recording->to.path = g_strdup(path);
	recording->to.time = reader_time(app);
	recording->to.begins = reader_document(&app->reader)->timestamp_count > 0;
}

static void
go_to(struct app *app, const char *path, bool out)
{
	struct recording *recording = &app->recording;
	struct place to = { .kind = PLACE_START, .link = NONE, .stamp = NONE };
	if (is_way_back(app, path)) {
		place_copy(&to, &recording->way.from);
		/* In this document, as it stands in the layout: no place of the history. */
		to.slot = 0;
	} else {
		to.path = g_strdup(path);
	}
	begin_way(app, path, out);
	app->side_open = false;
	opening_go(app, &to, GOING_NEW);
	place_clear(&to);
}

void
recording_go(struct app *app, const struct recording_document *other)
{
	const struct entry *entry = linking_entry(app, other->id);
	if (entry == NULL) {
		app_say(app, "this document is gone");
		return;
	}
	g_autofree char *path = g_strdup(entry->path);
	go_to(app, path, true);
}

/* Says where one is now. */
static void
say_where(struct app *app, const struct place *to)
{
	struct recording *recording = &app->recording;
	const struct document *document = reader_document(&app->reader);
	const char *file = path_name(document->path);
	char time[16];
	if (document->timestamp_count == 0)
		app_say(app, "“%s” has no timestamps: this is %s", file,
			to->kind == PLACE_EXACT ? "where it was left" : "its start");
	else if (!recording->to.begins && to->kind != PLACE_EXACT)
		app_say(app, "no second is known: the start of “%s”", file);
	else if (recording->way.to_time == NONE)
		app_say(app, "the start of “%s”", file);
	else
		app_say(app, "%s in “%s”", timeline_time(time, recording->way.to_time), file);
}

void
recording_arrived(struct app *app, const struct place *to)
{
	struct recording *recording = &app->recording;
	const struct document *document = reader_document(&app->reader);
	if (recording->to.path == NULL)
		return;
	if (strcmp(recording->to.path, document->path) != 0) {
		g_clear_pointer(&recording->to.path, g_free);
		return;
	}
	uint32_t stamp = recording->to.time == NONE
				 ? NONE
				 : recording_timestamp(document, recording->to.time);
	if (to->kind == PLACE_START && stamp != NONE)
		reader_jump_to_stamp(&app->reader, stamp);
	recording->way.to_time = reader_time(app);
	say_where(app, to);
	g_clear_pointer(&recording->to.path, g_free);
}

/* --- gT --- */

void
recording_same_second(struct app *app, const struct command_call *call)
{
	struct recording *recording = &app->recording;
	const struct document *document = reader_document(&app->reader);
	const GPtrArray *others = recording_others(app);
	const struct recording_document *other = NULL;
	uint32_t count = 0;
	(void)call;
	if (document == NULL) {
		app_say(app, "no document is open");
		return;
	}
	for (guint i = 0; others != NULL && i < others->len; i++) {
		const struct entry *entry = linking_entry(app,
			((struct recording_document *)g_ptr_array_index(others, i))->id);
		if (entry == NULL)
			continue;
		count++;
		other = g_ptr_array_index(others, i);
		/* Back, where it was come from. */
		if (recording->way.out && g_strcmp0(recording->way.to, document->path) == 0 &&
			g_strcmp0(recording->way.from.path, entry->path) == 0) {
			g_autofree char *path = g_strdup(entry->path);
			go_to(app, path, false);
			return;
		}
	}
	if (count == 1) {
		recording_go(app, other);
	} else if (count > 1) {
		recording_offer(app, count);
	} else {
		recording->going = recording->waiting && recording->others == NULL;
		app_say(app, "%s", recording_none(app));
	}
}
