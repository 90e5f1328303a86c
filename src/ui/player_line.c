#include "config.h"

#include "ui/player_line.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ui/loop.h"

/* Bytes of a line, of what is read in a turn, and of what waits to be sent, at most. */
#define LINE_MOST 65536
#define TURN_MOST 65536
#define SEND_MOST 65536

/* Bytes and lines in a second, at most: a player that was not heard for an hour has less to say, as
 * its socket holds no more. */
#define SECOND_BYTES (1024 * 1024)
#define SECOND_LINES 10000

struct player_line {
	struct player_line_options options;
	GSource *reads, *writes; /* writes: while something waits to be sent, else NULL */
	GString *in, *out;
	bool skipping; /* the rest of a line that was too long */
	gint64 second; /* in which these came: */
	size_t bytes, lines;
	bool over;
	unsigned inside; /* callbacks under way: it is freed after them */
};

static void
free_at_last(struct player_line *line)
{
	g_string_free(line->in, TRUE);
	g_string_free(line->out, TRUE);
	g_free(line);
}

static void
hang_up(struct player_line *line)
{
	line->over = true;
	loop_drop(&line->reads);
	loop_drop(&line->writes);
	if (line->options.fd >= 0)
		close(line->options.fd);
	line->options.fd = -1;
}

static void
end(struct player_line *line, enum player_end why)
{
	if (line->over)
		return;
	hang_up(line);
	line->options.ended(line->options.data, why);
}

/* --- reading --- */

/* Counts what came in this second; false where it is too much. */
static bool
within_second(struct player_line *line, size_t n)
{
	gint64 second = line->options.now() / G_USEC_PER_SEC;

	if (second != line->second) {
		line->second = second;
		line->bytes = line->lines = 0;
	}
	line->bytes += n;
	return line->bytes <= SECOND_BYTES && line->lines <= SECOND_LINES;
}

/* Gives the lines that are whole; what is begun stays. */
static void
give_lines(struct player_line *line)
{
	size_t from = 0;

	while (!line->over) {
		char *s = line->in->str + from;
		char *stop = memchr(s, '\n', line->in->len - from);

		if (stop == NULL)
			break;
		*stop = '\0';
		line->lines++;
		from += (size_t)(stop - s) + 1;
		if (line->skipping)
			line->skipping = false;
		else
			line->options.line(line->options.data, s, (size_t)(stop - s));
	}
	g_string_erase(line->in, 0, (gssize)from);
	if (line->over || line->in->len < LINE_MOST)
		return;
	g_string_truncate(line->in, 0);
	if (!line->skipping)
		line->options.line(line->options.data, NULL, 0);
	line->skipping = true;
}

/* Reads once; false where there is no more for now, or it is over. */
static bool
read_some(struct player_line *line, size_t *taken)
{
	char bytes[16384];
	ssize_t n = recv(line->options.fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n <= 0) {
		end(line, PLAYER_CLOSED);
		return false;
	}
	*taken += (size_t)n;
	g_string_append_len(line->in, bytes, n);
	give_lines(line);
	if (!line->over && !within_second(line, (size_t)n))
		end(line, PLAYER_FLOOD);
	return !line->over;
}

static gboolean
on_readable(gint fd, GIOCondition condition, gpointer data)
{
	struct player_line *line = data;
	size_t taken = 0;

	(void)fd;
	(void)condition;
	line->inside++;
	while (taken < TURN_MOST && read_some(line, &taken))
		;
	if (--line->inside == 0 && line->over && line->options.line == NULL)
		free_at_last(line);
	return G_SOURCE_CONTINUE;
}

/* --- writing --- */

/* Sends what waits, as much as is taken. */
static void
flush(struct player_line *line)
{
	while (line->out->len > 0) {
		ssize_t n = send(line->options.fd, line->out->str, line->out->len,
			MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		/* A connection that is broken is readable too: that tells. */
		if (n < 0 && errno != EAGAIN)
			g_string_truncate(line->out, 0);
		if (n < 0)
			return;
		g_string_erase(line->out, 0, n);
	}
}

static gboolean
on_writable(gint fd, GIOCondition condition, gpointer data)
{
	struct player_line *line = data;

	(void)fd;
	(void)condition;
	flush(line);
	if (line->out->len > 0)
		return G_SOURCE_CONTINUE;
	loop_drop(&line->writes);
	return G_SOURCE_REMOVE;
}

static GSource *
watch(struct player_line *line, GIOCondition condition, GUnixFDSourceFunc function)
{
	GSource *source = g_unix_fd_source_new(line->options.fd, condition);

	g_source_set_callback(source, G_SOURCE_FUNC(function), line, NULL);
	g_source_attach(source, line->options.context);
	return source;
}

void
player_line_send(struct player_line *line, const char *bytes, size_t n)
{
	/* One that reads nothing is found out by its silence. */
	if (line->over || line->out->len + n > SEND_MOST)
		return;
	g_string_append_len(line->out, bytes, (gssize)n);
	if (line->writes != NULL)
		return;
	flush(line);
	if (line->out->len > 0)
		line->writes = watch(line, G_IO_OUT, on_writable);
}

/* --- making --- */

struct player_line *
player_line_new(const struct player_line_options *options)
{
	struct player_line *line = g_new0(struct player_line, 1);

	line->options = *options;
	line->in = g_string_new(NULL);
	line->out = g_string_new(NULL);
	line->second = -1;
	line->reads = watch(line, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable);
	return line;
}

void
player_line_free(struct player_line *line)
{
	if (line == NULL)
		return;
	if (!line->over)
		hang_up(line);
	line->over = true;
	line->options.line = NULL;
	if (line->inside == 0)
		free_at_last(line);
}
