/*
 * The interface on a terminal: joins the state machine of ui/app.h to the terminal and the loop.
 */
#ifndef LECTERN_COMMAND_OPEN_H
#define LECTERN_COMMAND_OPEN_H

#include <glib.h>
#include <stdbool.h>

#include "library/settings.h"
#include "ui/theme.h"

struct open_options {
	char **roots;                    /* as roots_init() gives them, NULL-terminated */
	bool ask;                        /* before scanning (struct roots) */
	const char *document;            /* to open and focus at once, or NULL; "-" for input */
	const char *place;               /* "#Heading" or "@00:12:34" in it, or NULL */
	GString *input;                  /* the bytes of "-", borrowed; else NULL */
	const struct settings *settings; /* with app_add_settings(); borrowed */
	const struct theme *theme;       /* borrowed */
	bool no_index;                   /* the index lives in memory */
	bool no_colour;                  /* under NO_COLOR or --color=never */
};

/* Shows the interface on standard output, a terminal, until it is left. Keys are read from standard
 * input, or where that is no terminal from /dev/tty. Gives the exit status; why it could not begin
 * is told on standard error. */
int open_run(const struct open_options *options);

#endif
