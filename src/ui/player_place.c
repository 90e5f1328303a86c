#include "config.h"

#include "ui/player_place.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* Seconds after which a socket at which nobody listens is dead: before, its player may just be about
 * to. */
#define DEAD_AFTER 3

/* Letters of a recording's name. */
#define NAME_LETTERS 16

/* Whether a folder is ours; alone: and nobody else may look into it. */
static bool
is_ours(const char *path, bool alone)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	bool ours = fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid() &&
		    (st.st_mode & (alone ? 077 : 022)) == 0;

	if (fd >= 0)
		close(fd);
	return ours;
}

char *
player_place_folder(GError **error)
{
	const char *runtime = g_getenv("XDG_RUNTIME_DIR");
	g_autofree char *folder = NULL;

	if (runtime == NULL || !g_path_is_absolute(runtime)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
			"there is no runtime folder (XDG_RUNTIME_DIR)");
		return NULL;
	}
	folder = g_build_filename(runtime, "lectern", NULL);
	if (!is_ours(runtime, false)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_PERM,
			"the runtime folder %s is not yours alone", runtime);
		return NULL;
	}
	if (mkdir(folder, 0700) < 0 && errno != EEXIST) {
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
			"%s cannot be made: %s", folder, g_strerror(errno));
		return NULL;
	}
	if (!is_ours(folder, true)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_PERM, "%s is not yours alone",
			folder);
		return NULL;
	}
	return g_steal_pointer(&folder);
}

char *
player_place_path(const char *folder, const char *recording, unsigned number)
{
	struct sockaddr_un address;
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, recording, -1);
	g_autofree char *path = NULL;

	if (number == 0)
		path = g_strdup_printf("%s/mpv-%.*s", folder, NAME_LETTERS, hash);
	else
		path = g_strdup_printf("%s/mpv-%.*s-%u", folder, NAME_LETTERS, hash, number + 1);
	return strlen(path) < sizeof(address.sun_path) ? g_steal_pointer(&path) : NULL;
}

/* Whether the process at the other end is ours. */
static bool
is_peer_ours(int fd)
{
#ifdef SO_PEERCRED
	struct ucred peer;
	socklen_t n = sizeof(peer);

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) == 0 && peer.uid == geteuid();
#else
	uid_t user;
	gid_t group;

	return getpeereid(fd, &user, &group) == 0 && user == geteuid();
#endif
}

/* Nobody listened at a socket of ours. */
static enum player_place
dead(const char *path, bool clear, const struct stat *st)
{
	if (!clear || time(NULL) - st->st_mtime < DEAD_AFTER)
		return PLAYER_PLACE_DEAD;
	return unlink(path) == 0 || errno == ENOENT ? PLAYER_PLACE_FREE : PLAYER_PLACE_TAKEN;
}

enum player_place
player_place_try(const char *path, bool clear, int *fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct stat st;
	enum player_place place = PLAYER_PLACE_TAKEN;

	*fd = -1;
	if (lstat(path, &st) < 0)
		return errno == ENOENT ? PLAYER_PLACE_FREE : PLAYER_PLACE_TAKEN;
	if (!S_ISSOCK(st.st_mode) || st.st_uid != geteuid())
		return PLAYER_PLACE_TAKEN;
	*fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (*fd < 0)
		return PLAYER_PLACE_TAKEN;
	g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
	if (connect(*fd, (struct sockaddr *)&address, sizeof(address)) == 0) {
		if (is_peer_ours(*fd))
			return PLAYER_PLACE_CONNECTED;
	} else if (errno == ECONNREFUSED) {
		place = dead(path, clear, &st);
	} else if (errno == ENOENT) {
		place = PLAYER_PLACE_FREE;
	}
	close(*fd);
	*fd = -1;
	return place;
}
