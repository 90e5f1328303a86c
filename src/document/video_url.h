/*
 * URLs of videos: which video of YouTube one names, and which second (SPEC §4). Sites and hosts are
 * one table.
 */
#ifndef LECTERN_DOCUMENT_VIDEO_URL_H
#define LECTERN_DOCUMENT_VIDEO_URL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of room for an identifier: 11 characters and a NUL. */
#define VIDEO_ID_ROOM 12

/* Whether s is an identifier, and nothing else. */
bool video_is_id(const char *s);

/* The identifier of a YouTube URL in any of its forms, its scheme written or not, into id
 * (VIDEO_ID_ROOM bytes); false where the URL is no such one. */
bool video_url_id(const char *url, char *id);

/* The part of a recording that a URL or a fragment names, in milliseconds. */
struct media_part {
	uint32_t start; /* NONE (document/document.h) where no time is named */
	uint32_t end;   /* NONE where it goes on */
	/* where start is NONE: a value that stands for a time and is none, within what was read */
	const char *bad;
	size_t bad_length;
};

/* The part that a URL of YouTube or Vimeo names (t=, start=, time_continue=, end=, in its query or
 * its fragment); false where it names none. */
bool video_url_part(const char *url, struct media_part *part);

/* The part that a fragment without its '#' names: `t=10`, `t=npt:10,20` (W3C Media Fragments 1.0
 * §4.2.1). */
bool media_fragment_read(const char *fragment, struct media_part *part);

/* The seconds of video_url_part(). */
bool video_url_seconds(const char *url, uint32_t *seconds);

/* The URL of a video of YouTube at a second. The caller frees. */
char *video_url_at(const char *id, uint32_t seconds);

/* A time in a URL: `754`, `62.5`, `754s`, `12m34s` or a time of the clock (loose); all n bytes. */
bool video_time_read(const char *s, size_t n, uint32_t *milliseconds);

#endif
