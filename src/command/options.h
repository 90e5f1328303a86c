/*
 * Options: a command line read into an invocation, the GNU way: long options, `--`, options after
 * operands. The command is the first operand, where that is a command's name.
 */
#ifndef LECTERN_COMMAND_OPTIONS_H
#define LECTERN_COMMAND_OPTIONS_H

#include <glib.h>
#include <stdbool.h>

#include "command/command.h"

/* Reads argv. *command is NULL for the interface. Where it asks for help or the version that is
 * printed, *done is set, and nothing else is to be done. False with a sentence on a wrong command
 * line. Also reads the configuration, and tells what is wrong in it on standard error. */
bool options_read(struct invocation *invocation, int argc, char **argv,
	const struct subcommand **command, bool *done, GError **error);
void options_clear(struct invocation *invocation);

/* Prints `lectern: message` made safe on standard error. */
void report_error(const char *format, ...) G_GNUC_PRINTF(1, 2);

#endif
