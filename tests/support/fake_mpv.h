/*
 * A player that is none: listens at a socket, or talks over one end of a pair, as mpv does, and notes
 * what it is told. It lives in a main context, so a test is its only clock.
 */
#ifndef LECTERN_TESTS_FAKE_MPV_H
#define LECTERN_TESTS_FAKE_MPV_H

#include <glib.h>
#include <stdbool.h>

/* How it answers. */
enum fake_manner {
	FAKE_GOOD,
	FAKE_MUTE,     /* takes everything, says nothing */
	FAKE_REFUSES,  /* every command is an error */
	FAKE_NONSENSE, /* lines that are no JSON */
	FAKE_OTHER,    /* JSON, but of another language */
	FAKE_TYPES,    /* values of wrong types, for every property in turn */
	FAKE_FLOOD,    /* 100,000 events after the first answer */
	FAKE_LONG,     /* 10 MiB without a line's end after the first answer */
	FAKE_DEEP,     /* an event of 20,000 lists in each other after the first answer */
	FAKE_DIES,     /* hangs up after the first answer */
	FAKE_HANGS_UP, /* hangs up at once */
};

struct fake_mpv;

/* Listens at a path; and over a descriptor, which is taken. */
struct fake_mpv *fake_mpv_listen(GMainContext *context, const char *path, enum fake_manner manner);
struct fake_mpv *fake_mpv_talk(GMainContext *context, int fd, enum fake_manner manner);
void fake_mpv_free(struct fake_mpv *fake);

/* What it plays, and where; the next questions are answered so, and what is observed is told. */
void fake_mpv_play(struct fake_mpv *fake, const char *path, double position, double duration);
void fake_mpv_pause(struct fake_mpv *fake, bool pause);

/* How it answers from now on. */
void fake_mpv_behave(struct fake_mpv *fake, enum fake_manner manner);

/* Says a line as it is to everyone who is connected. */
void fake_mpv_say(struct fake_mpv *fake, const char *line);

/* Hangs up, and listens no more; the socket's file stays, as after kill -9. */
void fake_mpv_kill(struct fake_mpv *fake);

/* The orders it was given, one a line: `seek 12.5`, `pause no`, `loadfile URL 12`; taken. */
char *fake_mpv_orders(struct fake_mpv *fake);

/* How often it was asked for the position; how many are connected. */
unsigned fake_mpv_asked(const struct fake_mpv *fake);
unsigned fake_mpv_connected(const struct fake_mpv *fake);

#endif
