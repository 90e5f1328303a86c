/*
 * Where players listen: sockets in a folder of ours in `$XDG_RUNTIME_DIR`, named for the recording, so
 * that whoever plays a recording is found by it (SAFETY §3).
 */
#ifndef LECTERN_UI_PLAYER_PLACE_H
#define LECTERN_UI_PLAYER_PLACE_H

#include <glib.h>
#include <stdbool.h>

/* Sockets that one recording may have: where something else listens at one, another is used. */
#define PLAYER_PLACES 4

/* The folder, made where it is not there; NULL with a sentence where there can be none: without a
 * runtime folder, or where it, or ours in it, is open to others. The caller frees. */
char *player_place_folder(GError **error);

/* The number'th socket of a recording, a URL or an absolute path; NULL where its path is too long
 * for one. The caller frees. */
char *player_place_path(const char *folder, const char *recording, unsigned number);

enum player_place {
	PLAYER_PLACE_FREE,      /* nothing is there, or what was is dead */
	PLAYER_PLACE_CONNECTED, /* *fd is connected to it, non-blocking */
	PLAYER_PLACE_DEAD,      /* a socket of ours at which nobody listens (yet) */
	PLAYER_PLACE_TAKEN,     /* something that is no socket of ours: it is left alone */
};

/* Tries a socket; never waits. clear: one that has been dead for some seconds is removed. */
enum player_place player_place_try(const char *path, bool clear, int *fd);

#endif
