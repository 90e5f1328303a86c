#include "config.h"

#include "ui/player_ipc.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "document/document.h"
#include "ui/loop.h"

const struct player_times player_times_usual = {
	.patience = 3000,
	.poll = 1000,
	.poll_least = 100,
	.retry = 100,
	.retries = 150,
};

/* Lines that are not mpv's language, at most. */
#define NONSENSE_MOST 10

/* A recording is no longer than this, in seconds (SAFETY §2). */
#define LONGEST 3600000.0

/* Answers with the place before a jump that are passed over, at most, and how far from its target
 * playback goes on. */
#define SETTLING_MOST 3
#define SETTLED_BEFORE 500
#define SETTLED_AFTER 3000

/* Milliseconds after a second has begun in which it is asked for. */
#define POLL_AFTER 15

enum asked { ASKED_ORDER, ASKED_PATH, ASKED_POSITION, ASKED_SEEK };

struct request {
	unsigned id;
	enum asked what;
};

struct player_ipc {
	struct player_ipc_options options;
	struct player_line *line;
	struct player_says says;
	GArray *requests; /* struct request: not answered yet, oldest first */
	unsigned last_id, nonsense;
	GSource *patience; /* a request waits for its answer; or NULL */
	GSource *poll;     /* the next question for the position; or NULL */
	double speed;
	uint32_t expected;
	bool loaded;       /* the recording can be gone about in */
	bool awaiting;     /* another was asked for, and has not come yet */
	uint32_t wanted;   /* where to go once it is loaded, or NONE */
	uint32_t target;   /* of a jump that is under way, or NONE */
	unsigned settling; /* answers that were passed over meanwhile */
	unsigned inside;   /* callbacks under way: it is freed after them */
	bool over, freed;
};

/* What is observed; the numbers are ours. */
enum observed { OBSERVED_PATH = 1, OBSERVED_DURATION, OBSERVED_PAUSE, OBSERVED_SPEED };

static const struct {
	enum observed number;
	const char *property;
} observed[] = {
	{ OBSERVED_PATH, "path" },
	{ OBSERVED_DURATION, "duration" },
	{ OBSERVED_PAUSE, "pause" },
	{ OBSERVED_SPEED, "speed" },
};

/* --- timers --- */

static GSource *
wait_for(struct player_ipc *ipc, unsigned milliseconds, int priority, GSourceFunc function)
{
	GSource *source = g_timeout_source_new(milliseconds);

	g_source_set_priority(source, priority);
	g_source_set_callback(source, function, ipc, NULL);
	g_source_attach(source, ipc->options.context);
	return source;
}

/* --- the outside --- */

static void
tell_changed(struct player_ipc *ipc)
{
	if (!ipc->over && ipc->options.changed != NULL)
		ipc->options.changed(ipc->options.data);
}

static void
hang_up(struct player_ipc *ipc)
{
	ipc->over = true;
	loop_drop(&ipc->patience);
	loop_drop(&ipc->poll);
	g_clear_pointer(&ipc->line, player_line_free);
}

static void
end(struct player_ipc *ipc, enum player_end why)
{
	if (ipc->over)
		return;
	hang_up(ipc);
	ipc->options.ended(ipc->options.data, why);
}

static void
leave(struct player_ipc *ipc)
{
	if (--ipc->inside > 0 || !ipc->freed)
		return;
	g_array_free(ipc->requests, TRUE);
	g_free(ipc->says.path);
	g_free(ipc);
}

void
player_ipc_free(struct player_ipc *ipc)
{
	if (ipc == NULL)
		return;
	hang_up(ipc);
	ipc->freed = true;
	ipc->inside++;
	leave(ipc);
}

/* --- asking --- */

static gboolean
on_patience(gpointer data)
{
	struct player_ipc *ipc = data;

	loop_drop(&ipc->patience);
	g_array_set_size(ipc->requests, 0);
	ipc->inside++;
	if (!ipc->says.known) {
		end(ipc, PLAYER_SILENT);
	} else {
		ipc->says.silent = true;
		loop_drop(&ipc->poll);
		tell_changed(ipc);
	}
	leave(ipc);
	return G_SOURCE_REMOVE;
}

static void
be_patient(struct player_ipc *ipc)
{
	loop_drop(&ipc->patience);
	if (ipc->requests->len > 0) {
		/* What came while an editor had the terminal is read first. */
		ipc->patience =
			wait_for(ipc, ipc->options.times->patience, G_PRIORITY_LOW, on_patience);
	}
}

/* Sends a command (taken), an array or an object with named arguments. */
static void
ask(struct player_ipc *ipc, enum asked what, json_t *command)
{
	struct request request = { ++ipc->last_id, what };
	json_t *message =
		json_pack("{s:o, s:i}", "command", command, "request_id", (int)request.id);
	char *text = message == NULL ? NULL : json_dumps(message, JSON_COMPACT | JSON_ENSURE_ASCII);

	json_decref(message);
	if (text == NULL || ipc->line == NULL) {
		free(text);
		return;
	}
	g_autofree char *line = g_strconcat(text, "\n", NULL);
	free(text);
	g_array_append_val(ipc->requests, request);
	player_line_send(ipc->line, line, strlen(line));
	if (ipc->patience == NULL)
		be_patient(ipc);
}

static bool
is_asked(const struct player_ipc *ipc, enum asked what)
{
	for (guint i = 0; i < ipc->requests->len; i++)
		if (g_array_index(ipc->requests, struct request, i).what == what)
			return true;
	return false;
}

static void
ask_position(struct player_ipc *ipc)
{
	loop_drop(&ipc->poll);
	if (!is_asked(ipc, ASKED_POSITION))
		ask(ipc, ASKED_POSITION, json_pack("[s, s]", "get_property", "time-pos"));
}

static gboolean
on_poll(gpointer data)
{
	ask_position(data);
	return G_SOURCE_REMOVE;
}

/* Milliseconds until where playback stands is of interest again: the next second, or what is
 * expected before. */
static unsigned
until_next(const struct player_ipc *ipc)
{
	const struct player_times *times = ipc->options.times;
	uint32_t position = ipc->says.position;
	double left = times->poll;

	if (position != NONE) {
		left = 1000 - position % 1000;
		if (ipc->expected != NONE && ipc->expected > position)
			left = MIN(left, (double)(ipc->expected - position));
	}
	left = left / ipc->speed + POLL_AFTER;
	return (unsigned)CLAMP(left, (double)times->poll_least, (double)times->poll);
}

static void
poll_later(struct player_ipc *ipc)
{
	loop_drop(&ipc->poll);
	if (ipc->over || ipc->says.silent || ipc->says.path == NULL ||
		is_asked(ipc, ASKED_POSITION))
		return;
	/* A pause tells of its end itself, unless a jump is under way. */
	if (ipc->says.paused && ipc->target == NONE && ipc->loaded)
		return;
	ipc->poll = wait_for(ipc, until_next(ipc), G_PRIORITY_DEFAULT, on_poll);
}

void
player_ipc_expect(struct player_ipc *ipc, uint32_t milliseconds)
{
	if (ipc->expected == milliseconds)
		return;
	ipc->expected = milliseconds;
	if (ipc->poll != NULL)
		poll_later(ipc);
}

/* --- what it says --- */

/* Milliseconds of a number of seconds, NONE of what is no time. */
static uint32_t
read_time(const json_t *value)
{
	double seconds = json_is_number(value) ? json_number_value(value) : -LONGEST;

	/* Before the first picture a position may be a little below 0. */
	if (!isfinite(seconds) || seconds < -10 || seconds >= LONGEST)
		return NONE;
	return (uint32_t)(MAX(seconds, 0) * 1000 + 0.5);
}

static void
take_path(struct player_ipc *ipc, const json_t *value)
{
	const char *path = json_string_value(value);

	if (g_strcmp0(path, ipc->says.path) == 0)
		return;
	g_free(ipc->says.path);
	ipc->says.path = g_strdup(path);
	ipc->says.position = NONE;
	ipc->loaded = false;
	if (path == NULL)
		ipc->says.duration = NONE;
}

static void
go_to_wanted(struct player_ipc *ipc)
{
	uint32_t wanted = ipc->wanted;

	ipc->loaded = true;
	ipc->wanted = NONE;
	if (wanted != NONE)
		player_ipc_seek(ipc, wanted);
}

/* After a jump what it said on the way is passed over. */
static bool
is_settled(struct player_ipc *ipc, uint32_t position)
{
	if (ipc->target == NONE)
		return true;
	if ((position + SETTLED_BEFORE < ipc->target || position > ipc->target + SETTLED_AFTER) &&
		++ipc->settling < SETTLING_MOST)
		return false;
	ipc->target = NONE;
	return true;
}

static void
take_position(struct player_ipc *ipc, const json_t *value)
{
	uint32_t position = ipc->awaiting ? NONE : read_time(value);

	if (position == NONE) {
		if (ipc->target == NONE)
			ipc->says.position = NONE;
		return;
	}
	go_to_wanted(ipc);
	if (is_settled(ipc, position))
		ipc->says.position = position;
}

static void
take_property(struct player_ipc *ipc, json_int_t number, const json_t *value)
{
	double speed = json_number_value(value);

	switch (number) {
	case OBSERVED_PATH:
		take_path(ipc, value);
		break;
	case OBSERVED_DURATION:
		ipc->says.duration = read_time(value);
		break;
	case OBSERVED_PAUSE:
		ipc->says.paused = json_is_true(value);
		break;
	case OBSERVED_SPEED:
		ipc->speed = isfinite(speed) ? CLAMP(speed, 0.01, 100) : 1;
		break;
	default:
		return;
	}
	ask_position(ipc);
	tell_changed(ipc);
}

static void
take_event(struct player_ipc *ipc, const char *event, const json_t *message)
{
	if (strcmp(event, "property-change") == 0) {
		take_property(ipc, json_integer_value(json_object_get(message, "id")),
			json_object_get(message, "data"));
	} else if (strcmp(event, "file-loaded") == 0) {
		ipc->awaiting = false;
	} else if (strcmp(event, "playback-restart") == 0) {
		ipc->awaiting = false;
		ipc->target = NONE;
		go_to_wanted(ipc);
		ask_position(ipc);
	} else if (strcmp(event, "end-file") == 0) {
		ipc->target = NONE;
		ipc->loaded = false;
		ipc->says.position = NONE;
		tell_changed(ipc);
	}
}

static void
take_answer(struct player_ipc *ipc, enum asked what, bool good, const json_t *value)
{
	switch (what) {
	case ASKED_PATH:
		ipc->says.known = true;
		take_path(ipc, value);
		for (size_t i = 0; i < G_N_ELEMENTS(observed); i++)
			ask(ipc, ASKED_ORDER,
				json_pack("[s, i, s]", "observe_property", (int)observed[i].number,
					observed[i].property));
		break;
	case ASKED_POSITION:
		take_position(ipc, value);
		break;
	case ASKED_SEEK:
		if (!good)
			ipc->target = NONE;
		return;
	case ASKED_ORDER:
		return;
	}
	tell_changed(ipc);
	if (!ipc->over)
		poll_later(ipc);
}

/* The answer to a request; false where that was none of ours. */
static bool
take_reply(struct player_ipc *ipc, const json_t *message)
{
	const json_t *id = json_object_get(message, "request_id");
	const char *error = json_string_value(json_object_get(message, "error"));

	if (error == NULL || !json_is_integer(id))
		return false;
	for (guint i = 0; i < ipc->requests->len; i++) {
		struct request request = g_array_index(ipc->requests, struct request, i);

		if ((json_int_t)request.id != json_integer_value(id))
			continue;
		g_array_remove_index(ipc->requests, i);
		be_patient(ipc);
		bool good = strcmp(error, "success") == 0;
		take_answer(ipc, request.what, good,
			good ? json_object_get(message, "data") : NULL);
		return true;
	}
	/* One that was given up. */
	return json_integer_value(id) <= (json_int_t)ipc->last_id;
}

/* Whether it is mpv's language. */
static bool
take_message(struct player_ipc *ipc, const char *s, size_t n)
{
	g_autofree char *valid =
		g_utf8_validate(s, (gssize)n, NULL) ? NULL : g_utf8_make_valid(s, (gssize)n);
	json_t *message = valid == NULL ? json_loadb(s, n, 0, NULL) : json_loads(valid, 0, NULL);
	const char *event = json_string_value(json_object_get(message, "event"));
	bool understood = json_is_object(message);

	if (event != NULL)
		take_event(ipc, event, message);
	else if (understood)
		understood = take_reply(ipc, message);
	json_decref(message);
	return understood;
}

static void
on_line(void *data, char *s, size_t n)
{
	struct player_ipc *ipc = data;

	if (ipc->over || (s != NULL && n == 0))
		return;
	ipc->inside++;
	bool understood = s != NULL && take_message(ipc, s, n);
	if (!ipc->over && understood && ipc->says.silent) {
		ipc->says.silent = false;
		ask_position(ipc);
		tell_changed(ipc);
	}
	if (!understood && (!ipc->says.known || ++ipc->nonsense > NONSENSE_MOST))
		end(ipc, PLAYER_NONSENSE);
	leave(ipc);
}

static void
on_line_ended(void *data, enum player_end why)
{
	struct player_ipc *ipc = data;

	ipc->inside++;
	end(ipc, why);
	leave(ipc);
}

/* --- making --- */

struct player_ipc *
player_ipc_new(const struct player_ipc_options *options)
{
	struct player_ipc *ipc = g_new0(struct player_ipc, 1);
	struct player_line_options line = {
		.context = options->context,
		.fd = options->fd,
		.now = options->now,
		.line = on_line,
		.ended = on_line_ended,
		.data = ipc,
	};

	ipc->options = *options;
	ipc->requests = g_array_new(FALSE, FALSE, sizeof(struct request));
	ipc->says.position = ipc->says.duration = NONE;
	ipc->expected = ipc->wanted = ipc->target = NONE;
	ipc->speed = 1;
	ipc->line = player_line_new(&line);
	ask(ipc, ASKED_PATH, json_pack("[s, s]", "get_property", "path"));
	return ipc;
}

void
player_ipc_tell(struct player_ipc *ipc, void (*changed)(void *data),
	void (*ended)(void *data, enum player_end end), void *data)
{
	ipc->options.changed = changed;
	ipc->options.ended = ended;
	ipc->options.data = data;
}

const struct player_says *
player_ipc_says(const struct player_ipc *ipc)
{
	return &ipc->says;
}

bool
player_ipc_plays(const struct player_ipc *ipc, const char *url)
{
	g_autofree char *valid = g_utf8_make_valid(url, -1);

	return ipc->says.path != NULL && strcmp(ipc->says.path, valid) == 0;
}

/* --- orders --- */

const char *
player_ipc_seconds(char *buffer, uint32_t milliseconds)
{
	if (milliseconds % 1000 == 0)
		g_snprintf(buffer, 32, "%u", milliseconds / 1000);
	else
		g_snprintf(buffer, 32, "%u.%03u", milliseconds / 1000, milliseconds % 1000);
	return buffer;
}

static void
set_pause(struct player_ipc *ipc, bool pause)
{
	ask(ipc, ASKED_ORDER, json_pack("[s, s, b]", "set_property", "pause", (int)pause));
	ipc->says.paused = pause;
}

void
player_ipc_pause(struct player_ipc *ipc)
{
	set_pause(ipc, true);
}

void
player_ipc_seek(struct player_ipc *ipc, uint32_t milliseconds)
{
	if (!ipc->loaded) {
		ipc->wanted = milliseconds;
		return;
	}
	ask(ipc, ASKED_SEEK,
		json_pack("[s, f, s]", "seek", milliseconds / 1000.0, "absolute+exact"));
	set_pause(ipc, false);
	ipc->target = milliseconds;
	ipc->settling = 0;
	ipc->says.position = milliseconds;
	poll_later(ipc);
}

void
player_ipc_load(struct player_ipc *ipc, const char *url, uint32_t milliseconds, const char *socket)
{
	char start[32];

	ask(ipc, ASKED_ORDER,
		json_pack("{s:s, s:s, s:s, s:{s:s}}", "name", "loadfile", "url", url, "flags",
			"replace", "options", "start", player_ipc_seconds(start, milliseconds)));
	set_pause(ipc, false);
	if (socket != NULL)
		ask(ipc, ASKED_ORDER,
			json_pack("[s, s, s]", "set_property", "input-ipc-server", socket));
	ipc->loaded = false;
	ipc->awaiting = true;
	ipc->wanted = ipc->target = NONE;
	g_free(ipc->says.path);
	ipc->says.path = g_strdup(url);
	ipc->says.position = ipc->says.duration = NONE;
}
