/*
 * Going out: a link or the source is opened by another program (`x`), the file is edited at the line
 * being read (`e`). What is shown in this terminal runs in the foreground, which whoever runs the
 * interface does: app_program() and app_program_ended().
 */
#ifndef LECTERN_UI_OUTSIDE_H
#define LECTERN_UI_OUTSIDE_H

#include "ui/command.h"

struct app;

/* A program for the foreground; part of struct app. */
struct outside_program {
	char **argv; /* NULL where none is asked for */
	char *edits; /* the printed path of the document that it edits; else NULL */
};

void outside_open(struct app *app, const struct command_call *call);
/* Opens what may be opened: an encoded URL, or a file by its real path, which is the URL then too; path
 * is NULL of the web. */
void outside_open_checked(struct app *app, const char *url, const char *path);
void outside_edit(struct app *app, const struct command_call *call);

#endif
