/*
 * Openers: what is shown outside of this terminal's window by another program, the system's opener
 * or a player. Configured as argument vectors in which words in braces are filled in; never a
 * shell.
 */
#ifndef LECTERN_UI_OPENER_H
#define LECTERN_UI_OPENER_H

#include <glib.h>
#include <stdbool.h>

struct app;

/* The system's own, as the setting `opener` writes it. */
#ifdef __APPLE__
#define OPENER_DEFAULT "[open, \"{url}\"]"
#define OPENER_DEFAULT_ARGUMENTS                                                                   \
	{                                                                                          \
		"open", "{url}", NULL                                                              \
	}
#else
#define OPENER_DEFAULT "[xdg-open, \"{url}\"]"
#define OPENER_DEFAULT_ARGUMENTS                                                                   \
	{                                                                                          \
		"xdg-open", "{url}", NULL                                                          \
	}
#endif

/* What stands for {url} {path} {line} {seconds} {title} {socket}; NULL where it is not known. */
struct opener_words {
	const char *url;  /* as opener_url() gives it, or a path as opener_path() does */
	const char *path; /* absolute */
	const char *line;
	const char *seconds;
	const char *title;
	const char *socket;
};

/* The arguments with their words filled in; the caller frees (g_strfreev). An argument with a word
 * that is not known is left out whole. What is filled in is never read for words again. A title
 * becomes one line, and loses the hyphens at its start where an argument starts with it, so that it
 * is no option. */
char **opener_fill(const char *const *argv, const struct opener_words *words);

/* A URL as a program may be given it: http, https or mailto, encoded as in OSC 8 (SAFETY §1). NULL
 * with a sentence where it may not be opened. The caller frees. */
char *opener_url(const char *url, GError **error);

/* A path as a program may be given it: absolute. The caller frees. */
char *opener_path(const char *path);

/* Starts a program (argv filled in) in a session of its own, with nothing to read. False with a
 * sentence where it cannot be started; where it fails within some seconds the status line says so
 * later. */
bool opener_start(struct app *app, const char *const *argv, GError **error);

/* Whether a program with windows can show them: there is a display. */
bool opener_has_display(void);

#endif
