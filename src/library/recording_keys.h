/*
 * What a document says of the recording that it is of, by its fields and by the name of its file; and
 * the keys by which the index finds all that say the same (the table `recordings`, store_private.h).
 * A key is a hash, of 64 bits.
 */
#ifndef LECTERN_LIBRARY_RECORDING_KEYS_H
#define LECTERN_LIBRARY_RECORDING_KEYS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/video_url.h"

/* A file's name as files of one recording have it: without its suffix, and from its end on without a
 * language (`talk.en.vtt`), a word for what it holds (`talk-transcript.md`, `Talk (notes).md`) and what
 * may be a video's identifier (`talk [dQw4w9WgXcQ].vtt`), as long as something is left; then folded
 * (names_key()). */
struct recording_name {
	char *stem; /* "" where nothing is left */
	/* what may be an identifier: in brackets at its end, or all of it; else "" */
	char video[VIDEO_ID_ROOM];
	/* it tells nothing beyond its folder: a number, or a word as "transcript" or "index" */
	bool common;
};

void recording_name_init(struct recording_name *name, const char *file);
void recording_name_clear(struct recording_name *name);

/* What a document says. A weaker claim is looked at only where there is no stronger one. */
enum recording_claim {
	RECORDING_BY_NAME,  /* the name of its file alone */
	RECORDING_BY_FILE,  /* a file of the recording: its media */
	RECORDING_BY_URL,   /* a URL of it that is more than a host: its media */
	RECORDING_BY_VIDEO, /* a video, by its identifier */
};

struct recording_says {
	enum recording_claim claim;
	struct recording_name name;
	char video[VIDEO_ID_ROOM]; /* of the field; else "" */
	char *url;                 /* of the media as resolve_url_key() gives it; or NULL */
	/* of a media file its folder, absolute, and its name; or NULL, and an empty one */
	char *file_folder;
	struct recording_name file_name;
	bool transcript; /* it is one by its kind */
	bool recorded;   /* of a recording by its kind or a claim beyond its name */
};

/* Of a document by its folder's real path, the name of its file, the name of its kind, and its fields
 * video and media ("" where it has none). */
void recording_says_init(struct recording_says *says, const char *folder, const char *name,
	const char *kind, const char *video, const char *media);
void recording_says_clear(struct recording_says *says);

/* Keys: of a video; of a URL; of the stem of a media file, wherever that is; of a stem in a folder (by its
 * id in the store); and of a stem wherever it stands, which only documents of a recording have. */
int64_t recording_key_of_video(const char *video);
int64_t recording_key_of_url(const char *url_key);
int64_t recording_key_of_file(const char *stem);
int64_t recording_key_of_place(int64_t folder, const char *stem);
int64_t recording_key_of_stem(const char *stem);

/* Appends the keys (int64_t) that the index keeps of a document in a folder. */
void recording_keys(const struct recording_says *says, int64_t folder, GArray *keys);

#endif
