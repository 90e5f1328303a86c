/*
 * What a document's recording is, for a player: an address of the web, or a file that lies beside the
 * document or in the library (SPEC §10).
 */
#ifndef LECTERN_UI_PLAYER_MEDIA_H
#define LECTERN_UI_PLAYER_MEDIA_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"

/* What a document says of it; all owned, NULL where it says nothing. */
struct player_media {
	char *named;  /* a file, as it is written */
	char *url;    /* http or https, without a time */
	char *file;   /* the document's real path, where a file of its name beside it counts */
	char *folder; /* that the document lies in, absolute */
	char **roots; /* of the library */
	char *title;
	uint32_t milliseconds; /* where to begin */
};

/* Of the timestamp of a document (NONE: its start), whose real path may be NULL. False where it names no
 * recording; a file beside it may be one yet. */
bool player_media_init(struct player_media *media, const struct document *document,
	const char *real, const char *const *roots, uint32_t stamp);

/* Of one of its links; false where that leads to no recording. */
bool player_media_init_link(struct player_media *media, const struct document *document,
	const char *real, const char *const *roots, const struct link *link);

void player_media_clear(struct player_media *media);
void player_media_copy(struct player_media *media, const struct player_media *from);

/* Whether a timestamp is one of the document's own recording: it has no address of its own, or that of
 * the document's video. */
bool player_media_own(const struct document *document, uint32_t stamp);

/* Finds it: a URL, or the absolute real path of a file that is there. A file that is named comes before
 * one beside the document, that before the web. NULL with a sentence where there is none. On any
 * thread: it asks the disk. The caller frees. */
char *player_media_find(const struct player_media *media, GError **error);

/* Whether a document's own recording is the one that plays at any of these addresses (NULL-terminated),
 * by what it says and the names of files: the disk is not asked. real: its real path, or NULL. */
bool player_media_plays(const struct document *document, const char *real,
	const char *const *playing);

/* The same of one of its timestamps, of which player_media_own() does not hold. */
bool player_media_plays_stamp(const struct document *document, uint32_t stamp,
	const char *const *playing);

/* The address of a video. The caller frees. */
char *player_media_video(const char *id);

/* Whether two addresses are the same recording's: the same, or of the same video. */
bool player_media_same(const char *url, const char *other);

/* The address at a second, as a browser takes it: `...&t=754s`, `...#t=754`. The caller frees. */
char *player_media_at(const char *url, uint32_t milliseconds);

#endif
