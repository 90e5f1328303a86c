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

/* The seconds into the recording that a URL of YouTube or Vimeo names (t=, start= or #t=); false
 * where the URL is no such one. */
bool video_url_seconds(const char *url, uint32_t *seconds);

/* The URL of a video of YouTube at a second. The caller frees. */
char *video_url_at(const char *id, uint32_t seconds);

/* A value of `t=`: `754`, `754s`, `12m34s` or a time (loose); all n bytes. */
bool video_time_read(const char *s, size_t n, uint32_t *milliseconds);

#endif
