/*
 * Files that are seen or heard, by their suffix. One row of the table in media.c adds one.
 */
#ifndef LECTERN_DOCUMENT_MEDIA_H
#define LECTERN_DOCUMENT_MEDIA_H

enum media {
	MEDIA_NONE,
	MEDIA_PICTURE,
	MEDIA_RECORDING,
};

/* What the file of a name or path is. */
enum media media_of(const char *path);

#endif
