/*
 * The player with the real mpv, without picture or sound: it starts at a second, is asked to go elsewhere
 * when it is open, is followed, is killed, held and flooded with; sockets are dead or not its own. In the
 * meantime each key is answered. Skipped where there is no mpv.
 */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "support/place.h"
#include "support/program.h"
#include "support/session.h"
#include "ui/player_place.h"

/* Milliseconds in which something is shown or done, and in which a key is answered. */
#define SOON 8000
#define ANSWERED 500

#define CONFIGURATION                                                                              \
	"player: [mpv, --no-config, --no-terminal, --vo=null, --ao=null, \"--start={seconds}\", "  \
	"\"--input-ipc-server={socket}\", --, \"{url}\"]\n"

static bool
has_mpv(void)
{
	g_autofree char *mpv = g_find_program_in_path("mpv");

	return mpv != NULL && program_there();
}

static char *
path_of(const char *name)
{
	g_autofree char *here = g_get_current_dir();

	return g_build_filename(here, name, NULL);
}

/* The number'th socket of talk.mkv. */
static char *
socket_path(unsigned number)
{
	g_autofree char *folder = path_of("run/lectern");
	g_autofree char *talk = path_of("lib/talk.mkv");

	return player_place_path(folder, talk, number);
}

/* A recording of a quarter of an hour with notes of each ten seconds of it. */
static int
enter(void **state)
{
	static const char *const folders[] = { "run", "run/lectern", "config/lectern", "cache",
		"state", "lib" };
	static const char *const names[][2] = {
		{ "XDG_RUNTIME_DIR", "run" },
		{ "XDG_CONFIG_HOME", "config" },
		{ "XDG_CACHE_HOME", "cache" },
		{ "XDG_STATE_HOME", "state" },
	};
	g_autoptr(GString) note = g_string_new("---\nmedia: talk.mkv\n---\n# Talk\n\n");
	int result = place_enter(state);

	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
		g_mkdir_with_parents(folders[i], 0700);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = path_of(names[i][1]);

		g_setenv(names[i][0], path, TRUE);
	}
	for (int i = 0; i < 90; i++)
		g_string_append_printf(note, "Sentence %d of it [%02d:%02d].\n\n", i, i / 6,
			i % 6 * 10);
	place_put("lib/note.md", note->str, -1);
	place_put("config/lectern/config.yaml", CONFIGURATION, -1);
	if (has_mpv() && system("mpv --no-config --really-quiet "
				"'av://lavfi:testsrc=size=64x64:rate=5:duration=900' "
				"--o=lib/talk.mkv --ovc=mpeg4 --oac=no >/dev/null 2>&1") != 0)
		return -1;
	return result;
}

/* --- what mpv says itself --- */

/* Connects to a player's socket, waiting until it listens; its process in *pid. */
static int
connect_to(const char *path, pid_t *pid)
{
	struct ucred peer = { 0 };
	socklen_t n = sizeof(peer);
	int fd = -1;

	for (int i = 0; i < SOON / 50; i++) {
		if (player_place_try(path, false, &fd) == PLAYER_PLACE_CONNECTED)
			break;
		g_usleep(50000);
	}
	assert_true(fd >= 0);
	assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n), 0);
	*pid = peer.pid;
	return fd;
}

/* Where it stands, in seconds; less than 0 where it says nothing. */
static double
position_of(int fd)
{
	static const char question[] =
		"{\"command\":[\"get_property\",\"time-pos\"],\"request_id\":77}\n";
	g_autoptr(GString) said = g_string_new(NULL);
	char bytes[4096];

	assert_int_equal(send(fd, question, strlen(question), 0), strlen(question));
	for (int i = 0; i < 100; i++) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		const char *id, *data;
		ssize_t got;

		poll(&ready, 1, 100);
		got = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (got > 0)
			g_string_append_len(said, bytes, got);
		id = strstr(said->str, "\"request_id\":77");
		if (id == NULL || strchr(id, '\n') == NULL)
			continue;
		data = g_strrstr_len(said->str, id - said->str, "\"data\":");
		return data == NULL ? -1 : g_ascii_strtod(data + strlen("\"data\":"), NULL);
	}
	return -1;
}

/* It comes to stand between two seconds. */
static void
comes_to(int fd, double from, double to)
{
	double position = -1;

	for (int i = 0; i < SOON / 100; i++) {
		position = position_of(fd);
		if (position >= from && position < to)
			return;
		g_usleep(100000);
	}
	fail_msg("it stands at %g, not between %g and %g", position, from, to);
}

static void
tell(int fd, const char *command)
{
	g_autofree char *line = g_strconcat(command, "\n", NULL);

	assert_int_equal(send(fd, line, strlen(line), 0), strlen(line));
}

/* --- the interface --- */

static void
open_note(struct session *session)
{
	char *argv[] = { (char *)g_getenv("LECTERN"), (char *)"lib/note.md", NULL };

	session_open(session, 24, 80, argv);
	session_await(session, "Sentence");
}

static void
check_shows(struct session *session, const char *text)
{
	if (!session_shows(session, text, false, SOON))
		fail_msg("“%s” is not shown:\n%s", text, session_screen(session));
}

/* The same of a message, which goes with the next key: of its words, those of which no letter stood there
 * before, as only what is other is written. */
static void
check_says(struct session *session, const char *text)
{
	if (!session_comes(session, text, SOON))
		fail_msg("“%s” is not said:\n%s", text, session_screen(session));
}

/* Keys are answered: the help comes and goes. */
static void
check_answers(struct session *session)
{
	session_type(session, "?");
	assert_true(session_comes(session, "Go to the next section", ANSWERED));
	session_type(session, "q");
	session_settle(session, 50);
}

static void
quit(struct session *session)
{
	session_type(session, "Q");
	session_await(session, "<ended 0>");
	session_close(session);
}

/* Nothing is left of it. */
static void
end_player(int fd)
{
	tell(fd, "{\"command\":[\"quit\"]}");
	close(fd);
}

/* --- tests --- */

static void
plays_and_is_followed(void **state)
{
	struct session session;
	g_autofree char *path = socket_path(0);
	pid_t pid, again;

	(void)state;
	if (!has_mpv())
		skip();
	open_note(&session);
	session_type(&session, "gt1:10\rp");
	check_says(&session, "playing from 1:10");
	int fd = connect_to(path, &pid);
	comes_to(fd, 70, 80);
	/* The same process is asked to go elsewhere. */
	session_type(&session, "gt5:00\rp");
	comes_to(fd, 300, 310);
	close(fd);
	fd = connect_to(path, &again);
	assert_int_equal(again, pid);

	session_type(&session, "P");
	check_shows(&session, " / 1");
	tell(fd, "{\"command\":[\"seek\",600.5,\"absolute+exact\"]}");
	check_shows(&session, "Sentence 60");
	check_shows(&session, "10:0");
	/* It is followed as time passes. */
	tell(fd, "{\"command\":[\"set_property\",\"speed\",4]}");
	check_shows(&session, "Sentence 62");
	check_answers(&session);
	session_type(&session, "j");
	check_says(&session, "following stopped");

	/* It plays on when we quit, and is found by the next one. */
	quit(&session);
	assert_int_equal(kill(pid, 0), 0);
	tell(fd, "{\"command\":[\"set_property\",\"speed\",1]}");
	tell(fd, "{\"command\":[\"seek\",800.5,\"absolute+exact\"]}");
	open_note(&session);
	session_type(&session, "P");
	check_shows(&session, "Sentence 80");
	check_shows(&session, " / 1");
	end_player(fd);
	check_says(&session, "was closed");
	check_answers(&session);
	quit(&session);
}

static void
is_killed(void **state)
{
	struct session session;
	g_autofree char *path = socket_path(0), *second = socket_path(1);
	pid_t pid, again;

	(void)state;
	if (!has_mpv())
		skip();
	open_note(&session);
	session_type(&session, "gt1:10\rP");
	close(connect_to(path, &pid));
	check_shows(&session, " / 1");
	kill(pid, SIGKILL);
	check_says(&session, "was closed");
	check_answers(&session);
	/* Its socket is dead: after some seconds it is removed, and used again. */
	g_usleep(4 * G_USEC_PER_SEC);
	session_type(&session, "p");
	int fd = connect_to(path, &again);
	assert_int_not_equal(again, pid);
	comes_to(fd, 70, 80);
	assert_int_not_equal(access(second, F_OK), 0);
	end_player(fd);
	quit(&session);
}

static void
hangs(void **state)
{
	struct session session;
	g_autofree char *path = socket_path(0);
	pid_t pid;

	(void)state;
	if (!has_mpv())
		skip();
	open_note(&session);
	session_type(&session, "gt1:10\rP");
	int fd = connect_to(path, &pid);
	check_shows(&session, " / 1");
	kill(pid, SIGSTOP);
	check_answers(&session);
	check_says(&session, "not answer");
	check_answers(&session);
	kill(pid, SIGCONT);
	tell(fd, "{\"command\":[\"seek\",600.5,\"absolute+exact\"]}");
	check_shows(&session, "Sentence 60");
	end_player(fd);
	check_says(&session, "was closed");
	quit(&session);
}

static void
floods(void **state)
{
	struct session session;
	g_autofree char *path = socket_path(0);
	g_autoptr(GString) lines = g_string_new(NULL);
	pid_t pid;

	(void)state;
	if (!has_mpv())
		skip();
	open_note(&session);
	session_type(&session, "gt1:10\rP");
	int fd = connect_to(path, &pid), other = connect_to(path, &pid);
	check_shows(&session, " / 1");
	for (int i = 0; i < 100000; i++)
		g_string_append(lines, "{\"command\":[\"script-message\",\"x\"],\"async\":true}\n");
	for (size_t at = 0; at < lines->len;) {
		char bytes[65536];
		ssize_t n =
			send(other, lines->str + at, MIN(lines->len - at, 65536u), MSG_DONTWAIT);

		while (recv(other, bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
			;
		if (n > 0)
			at += (size_t)n;
		else
			g_usleep(1000);
	}
	check_answers(&session);
	close(other);
	session_type(&session, "jjj");
	check_answers(&session);
	end_player(fd);
	quit(&session);
}

/* Something else listens at the recording's socket. */
static void
socket_of_another(void **state)
{
	struct session session;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	g_autofree char *path = socket_path(0), *second = socket_path(1);
	pid_t pid;

	(void)state;
	if (!has_mpv())
		skip();
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(listener, 4), 0);
	open_note(&session);
	/* It says nothing: it is asked, and given up. */
	session_type(&session, "gt1:10\rp");
	check_answers(&session);
	int fd = connect_to(second, &pid);
	comes_to(fd, 70, 80);
	assert_int_equal(access(path, F_OK), 0);
	end_player(fd);
	close(listener);
	quit(&session);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plays_and_is_followed, enter, place_leave),
		cmocka_unit_test_setup_teardown(is_killed, enter, place_leave),
		cmocka_unit_test_setup_teardown(hangs, enter, place_leave),
		cmocka_unit_test_setup_teardown(floods, enter, place_leave),
		cmocka_unit_test_setup_teardown(socket_of_another, enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
