/*
 * Going to a time of the recording that the open document is of: what is typed of it, read
 * (`12:34`, `1h2m`, `754`, `75%`, `+30`, `-1:00`), and the prompt that asks for it.
 */
#ifndef LECTERN_UI_GO_TIME_H
#define LECTERN_UI_GO_TIME_H

#include <stdbool.h>
#include <stdint.h>

struct app;

/* Reads a time as duration_read() does, a part of length (`75%`), or one as far from here as is said
 * after `+` or `-`; what lies outside of the recording is its start, or beyond its length as it was
 * typed. All in milliseconds. */
bool go_time_read(const char *typed, uint32_t length, uint32_t here, uint32_t *milliseconds);

/* Asks for a time; at once with a number of minutes, where that is not 0. */
void go_time_open(struct app *app, uint32_t minutes);

#endif
