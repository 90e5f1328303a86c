/*
 * lectern: a terminal reader for a folder of saved documents. From options to a command.
 */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "command/options.h"
#include "text/width.h"

/* A reader that goes away (`lectern list | head`) ends the program quietly. */
static enum status
finish(enum status status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	report_error("standard output: %s", g_strerror(errno));
	return STATUS_ERROR;
}

int
main(int argc, char **argv)
{
	struct invocation invocation = { 0 };
	const struct subcommand *command = NULL;
	g_autoptr(GError) error = NULL;
	bool done = false;

	setlocale(LC_CTYPE, "");
	width_init();
	signal(SIGPIPE, SIG_DFL);
	/* Where a file may not grow that is said, as of a disk that is full. */
	signal(SIGXFSZ, SIG_IGN);
	if (!options_read(&invocation, argc, argv, &command, &done, &error)) {
		report_error("%s", error->message);
		options_clear(&invocation);
		return STATUS_ERROR;
	}
	enum status status = STATUS_FOUND;
	if (!done)
		status = command != NULL ? command->run(&invocation) : run_interface(&invocation);
	options_clear(&invocation);
	return (int)finish(status);
}
