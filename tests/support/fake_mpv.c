#include "config.h"

#include "support/fake_mpv.h"

#include <errno.h>
#include <glib-unix.h>
#include <jansson.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct connection {
	struct fake_mpv *fake;
	int fd;
	GSource *source;
	GString *in, *out;
	bool greeted;
};

struct fake_mpv {
	GMainContext *context;
	enum fake_manner manner;
	int listener;
	GSource *accepts;
	GPtrArray *connections;
	char *path;
	double position, duration;
	bool paused;
	unsigned asked, turn;
	GString *orders;
};

static void
connection_free(void *data)
{
	struct connection *c = data;
	g_source_destroy(c->source);
	g_source_unref(c->source);
	close(c->fd);
	g_string_free(c->in, TRUE);
	g_string_free(c->out, TRUE);
	g_free(c);
}

static void
send_out(struct connection *c)
{
	while (c->out->len > 0) {
		ssize_t n = send(c->fd, c->out->str, MIN(c->out->len, 65536u),
			MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			g_string_truncate(c->out, 0);
			return;
		}
		g_string_erase(c->out, 0, n);
	}
}

static void
say(struct connection *c, json_t *message)
{
	char *text = json_dumps(message, JSON_COMPACT);
	json_decref(message);
	g_string_append_printf(c->out, "%s\n", text);
	free(text);
}

/* --- what it is --- */

static json_t *
value_of(const struct fake_mpv *fake, const char *name)
{
	if (strcmp(name, "path") == 0)
		return fake->path == NULL ? NULL : json_string(fake->path);
	if (fake->path == NULL || fake->position < 0)
		return NULL;
	if (strcmp(name, "time-pos") == 0)
		return json_real(fake->position);
	if (strcmp(name, "duration") == 0)
		return json_real(fake->duration);
	if (strcmp(name, "pause") == 0)
		return json_boolean(fake->paused);
	return strcmp(name, "speed") == 0 ? json_real(1) : NULL;
}

static json_t *
wrong_value(struct fake_mpv *fake)
{
	switch (fake->turn++ % 8) {
	case 0:
		return json_string("twelve");
	case 1:
		return json_array();
	case 2:
		return json_real(-1e300);
	case 3:
		return json_real(1e300);
	case 4:
		return json_integer(G_MAXINT64);
	case 5:
		return json_object();
	case 6:
		return json_null();
	default:
		return json_true();
	}
}

static const char *const names[] = { NULL, "path", "duration", "pause", "speed" };

static void
tell(struct fake_mpv *fake, unsigned number)
{
	for (guint i = 0; i < fake->connections->len; i++) {
		struct connection *c = fake->connections->pdata[i];
		json_t *value = fake->manner == FAKE_TYPES ? wrong_value(fake)
							   : value_of(fake, names[number]);
		json_t *event = json_pack("{s:s, s:i, s:s}", "event", "property-change", "id",
			(int)number, "name", names[number]);
		if (value != NULL)
			json_object_set_new(event, "data", value);
		say(c, event);
		send_out(c);
	}
}

/* --- what it is told --- */

static void
order(struct fake_mpv *fake, const json_t *command)
{
	const char *name = json_string_value(json_array_get(command, 0));
	json_t *second = json_array_get(command, 1), *third = json_array_get(command, 2);
	if (json_is_object(command)) {
		const char *url = json_string_value(json_object_get(command, "url"));
		const char *start =
			json_string_value(json_object_get(json_object_get(command, "options"),
				"start"));
		g_string_append_printf(fake->orders, "loadfile %s %s\n", url, start);
		g_free(fake->path);
		fake->path = g_strdup(url);
		fake->position = g_ascii_strtod(start, NULL);
	} else if (g_strcmp0(name, "seek") == 0) {
		fake->position = json_number_value(second);
		g_string_append_printf(fake->orders, "seek %g\n", fake->position);
	} else if (g_strcmp0(name, "set_property") == 0 && json_is_boolean(third)) {
		fake->paused = json_is_true(third);
		g_string_append_printf(fake->orders, "pause %s\n", fake->paused ? "yes" : "no");
	} else if (g_strcmp0(name, "set_property") == 0) {
		g_string_append_printf(fake->orders, "%s\n", json_string_value(second));
	}
}

static void
answer_command(struct connection *c, const json_t *message)
{
	struct fake_mpv *fake = c->fake;
	const json_t *command = json_object_get(message, "command");
	const char *name = json_string_value(json_array_get(command, 0));
	const char *what = json_string_value(json_array_get(command, 1));
	json_t *id = json_incref(json_object_get(message, "request_id")), *value = NULL;
	bool good = fake->manner != FAKE_REFUSES;
	if (g_strcmp0(name, "get_property") == 0) {
		value = fake->manner == FAKE_TYPES ? wrong_value(fake) : value_of(fake, what);
		good = good && value != NULL;
		fake->asked += strcmp(what, "time-pos") == 0;
	} else if (good) {
		order(fake, command);
	}
	say(c, json_pack("{s:o*, s:o, s:s}", "data", value, "request_id", id, "error",
		       good ? "success" : "property unavailable"));
	if (g_strcmp0(name, "observe_property") == 0)
		tell(fake, (unsigned)json_integer_value(json_array_get(command, 1)));
	if (g_strcmp0(name, "seek") == 0 && good)
		g_string_append(c->out, "{\"event\":\"seek\"}\n{\"event\":\"playback-restart\"}\n");
	if (json_is_object(command))
		g_string_append(c->out, "{\"event\":\"end-file\",\"reason\":\"stop\"}\n"
					"{\"event\":\"start-file\"}\n{\"event\":\"file-loaded\"}\n"
					"{\"event\":\"playback-restart\"}\n");
}

static void
misbehave(struct connection *c)
{
	switch (c->fake->manner) {
	case FAKE_FLOOD:
		for (int i = 0; i < 100000; i++)
			g_string_append(c->out,
				"{\"event\":\"client-message\",\"args\":[\"x\"]}\n");
		break;
	case FAKE_LONG:
		for (int i = 0; i < 10 * 1024 * 1024 / 16; i++)
			g_string_append(c->out, "{\"event\":\"x\",\"a");
		break;
	case FAKE_DEEP:
		for (int i = 0; i < 20000; i++)
			g_string_append_c(c->out, '[');
		g_string_append_c(c->out, '\n');
		break;
	default:
		break;
	}
}

/* False where it hung up. */
static bool
take_line(struct connection *c, const char *line)
{
	struct fake_mpv *fake = c->fake;
	json_t *message;
	switch (fake->manner) {
	case FAKE_MUTE:
		return true;
	case FAKE_HANGS_UP:
		g_ptr_array_remove(fake->connections, c);
		return false;
	case FAKE_NONSENSE:
		g_string_append(c->out, "HTTP/1.1 400 Bad Request\r\n\r\n");
		return true;
	case FAKE_OTHER:
		g_string_append(c->out, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}\n[1,2]\n");
		return true;
	default:
		break;
	}
	message = json_loads(line, 0, NULL);
	answer_command(c, message);
	json_decref(message);
	if (!c->greeted)
		misbehave(c);
	c->greeted = true;
	if (fake->manner != FAKE_DIES)
		return true;
	send_out(c);
	g_ptr_array_remove(fake->connections, c);
	return false;
}

static gboolean
on_ready(gint fd, GIOCondition condition, gpointer data)
{
	struct connection *c = data;
	char bytes[4096], *stop;
	ssize_t n;
	if (condition & G_IO_OUT)
		send_out(c);
	n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (n == 0 || (n < 0 && errno != EAGAIN)) {
		g_ptr_array_remove(c->fake->connections, c);
		return G_SOURCE_REMOVE;
	}
	if (n > 0)
		g_string_append_len(c->in, bytes, n);
	while ((stop = memchr(c->in->str, '\n', c->in->len)) != NULL) {
		g_autofree char *line = g_strndup(c->in->str, (gsize)(stop - c->in->str));
		g_string_erase(c->in, 0, stop - c->in->str + 1);
		if (!take_line(c, line))
			return G_SOURCE_REMOVE;
	}
	send_out(c);
	/* Where something waits to be sent it is asked for again. */
	if ((c->out->len > 0) == ((condition & G_IO_OUT) != 0) && c->out->len > 0)
		return G_SOURCE_CONTINUE;
	g_source_destroy(c->source);
	g_source_unref(c->source);
	c->source =
		g_unix_fd_source_new(c->fd, G_IO_IN | G_IO_HUP | (c->out->len > 0 ? G_IO_OUT : 0));
	g_source_set_callback(c->source, G_SOURCE_FUNC(on_ready), c, NULL);
	g_source_attach(c->source, c->fake->context);
	return G_SOURCE_REMOVE;
}

static void
add(struct fake_mpv *fake, int fd)
{
	struct connection *c = g_new0(struct connection, 1);
	c->fake = fake;
	c->fd = fd;
	c->in = g_string_new(NULL);
	c->out = g_string_new(NULL);
	c->source = g_unix_fd_source_new(fd, G_IO_IN | G_IO_HUP);
	g_source_set_callback(c->source, G_SOURCE_FUNC(on_ready), c, NULL);
	g_source_attach(c->source, fake->context);
	g_ptr_array_add(fake->connections, c);
}

static gboolean
on_connected(gint fd, GIOCondition condition, gpointer data)
{
	int connected = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	(void)condition;
	if (connected >= 0)
		add(data, connected);
	return G_SOURCE_CONTINUE;
}

/* --- making --- */

static struct fake_mpv *
make(GMainContext *context, enum fake_manner manner)
{
	struct fake_mpv *fake = g_new0(struct fake_mpv, 1);
	fake->context = context;
	fake->manner = manner;
	fake->listener = -1;
	fake->connections = g_ptr_array_new_with_free_func(connection_free);
	fake->orders = g_string_new(NULL);
	return fake;
}

struct fake_mpv *
fake_mpv_talk(GMainContext *context, int fd, enum fake_manner manner)
{
	struct fake_mpv *fake = make(context, manner);
	add(fake, fd);
	return fake;
}

struct fake_mpv *
fake_mpv_listen(GMainContext *context, const char *path, enum fake_manner manner)
{
	struct fake_mpv *fake = make(context, manner);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
	fake->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	unlink(path);
	if (bind(fake->listener, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		listen(fake->listener, 8) < 0)
		g_error("%s: %s", path, g_strerror(errno));
	fake->accepts = g_unix_fd_source_new(fake->listener, G_IO_IN);
	g_source_set_callback(fake->accepts, G_SOURCE_FUNC(on_connected), fake, NULL);
	g_source_attach(fake->accepts, context);
	return fake;
}

void
fake_mpv_kill(struct fake_mpv *fake)
{
	g_ptr_array_set_size(fake->connections, 0);
	if (fake->accepts == NULL)
		return;
	g_source_destroy(fake->accepts);
	g_source_unref(fake->accepts);
	fake->accepts = NULL;
	close(fake->listener);
}

void
fake_mpv_free(struct fake_mpv *fake)
{
	if (fake == NULL)
		return;
	fake_mpv_kill(fake);
	g_ptr_array_unref(fake->connections);
	g_string_free(fake->orders, TRUE);
	g_free(fake->path);
	g_free(fake);
}

/* --- what a test does --- */

void
fake_mpv_play(struct fake_mpv *fake, const char *path, double position, double duration)
{
	bool other = g_strcmp0(fake->path, path) != 0;
	char *copy = g_strdup(path);
	g_free(fake->path);
	fake->path = copy;
	fake->position = position;
	fake->duration = duration;
	if (other) {
		tell(fake, 1);
		tell(fake, 2);
	}
	if (position >= 0)
		fake_mpv_say(fake, "{\"event\":\"playback-restart\"}");
}

void
fake_mpv_pause(struct fake_mpv *fake, bool pause)
{
	fake->paused = pause;
	tell(fake, 3);
}

void
fake_mpv_behave(struct fake_mpv *fake, enum fake_manner manner)
{
	fake->manner = manner;
}

void
fake_mpv_say(struct fake_mpv *fake, const char *line)
{
	for (guint i = 0; i < fake->connections->len; i++) {
		struct connection *c = fake->connections->pdata[i];
		g_string_append_printf(c->out, "%s\n", line);
		send_out(c);
	}
}

char *
fake_mpv_orders(struct fake_mpv *fake)
{
	char *orders = g_strdup(fake->orders->str);
	g_string_truncate(fake->orders, 0);
	return orders;
}

unsigned
fake_mpv_asked(const struct fake_mpv *fake)
{
	return fake->asked;
}

unsigned
fake_mpv_connected(const struct fake_mpv *fake)
{
	return fake->connections->len;
}
