/*
 * `lectern [PATH]...`: decides between the interface and what stands in for it where there is no
 * terminal (SPEC §8), and which library lies around a document that is named alone.
 */
#include "config.h"

#include "command/command.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/find.h"
#include "command/open.h"
#include "command/options.h"
#include "document/source.h"
#include "library/roots.h"

static bool
is_file(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

/* Whether standard input has something to give: a pipe or a file. */
static bool
input_is_document(void)
{
	struct stat st;
	return fstat(STDIN_FILENO, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISREG(st.st_mode));
}

static GString *
read_input(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Source) source = source_read_fd(STDIN_FILENO, "-", &error);
	if (source == NULL) {
		report_error("%s", error->message);
		return NULL;
	}
	return g_string_new_len(source->bytes, source->length);
}

/* The library around a document named alone: -L, else the configured one, else the current folder;
 * where that would have to be asked for, none. */
static void
roots_around(struct roots *roots, const struct invocation *invocation)
{
	roots_init(roots, (const char *const *)invocation->libraries, invocation->settings);
	if (roots->ask) {
		roots->ask = false;
		g_strfreev(roots->paths);
		roots->paths = g_new0(char *, 1);
	}
}

/* Runs the interface on roots (cleared), with what options say to open. */
static enum status
open_on(const struct invocation *invocation, struct roots *roots, struct open_options options)
{
	options.roots = roots->paths;
	options.ask = roots->ask;
	options.settings = invocation->settings;
	options.theme = invocation->theme;
	options.no_index = invocation->no_index;
	options.no_colour = !invocation->colour;
	enum status status = (enum status)open_run(&options);
	roots_clear(roots);
	return status;
}

static enum status
open_library(const struct invocation *invocation)
{
	struct roots roots;
	const char *const *named = (const char *const *)invocation->operands;
	for (const char *const *path = named; *path != NULL; path++) {
		if (access(*path, F_OK) != 0) {
			report_error("%s: %s", *path, g_strerror(errno));
			return STATUS_ERROR;
		}
	}
	if (named[0] == NULL)
		named = (const char *const *)invocation->libraries;
	roots_init(&roots, named, invocation->settings);
	return open_on(invocation, &roots, (struct open_options){ 0 });
}

static enum status
open_document(const struct invocation *invocation, const char *path, const char *place,
	GString *input)
{
	struct roots roots;
	roots_around(&roots, invocation);
	g_autofree char *printed = roots_path(path);
	struct open_options options = {
		.document = input != NULL ? "-" : printed,
		.place = place,
		.input = input,
	};
	return open_on(invocation, &roots, options);
}

static enum status
open_input(const struct invocation *invocation)
{
	GString *input = read_input();
	if (input == NULL)
		return STATUS_ERROR;
	enum status status = open_document(invocation, "-", NULL, input);
	g_string_free(input, TRUE);
	return status;
}

/* What the operands say without a terminal to show it on. */
static enum status
print_instead(const struct invocation *invocation)
{
	char *only[] = { (char *)"-", NULL };
	struct invocation instead = *invocation;
	bool asks_input =
		invocation->operands[0] != NULL && strcmp(invocation->operands[0], "-") == 0;
	instead.operands = only;
	if (asks_input || (invocation->operands[0] == NULL && isatty(STDIN_FILENO) != 1 &&
				  input_is_document()))
		return run_cat(&instead);
	if (invocation->operands[0] == NULL || invocation->operands[1] != NULL)
		return run_list(invocation);
	g_autofree char *path = NULL, *place = NULL;
	split_place(invocation->operands[0], &path, &place);
	only[0] = path;
	return run_list(&instead);
}

enum status
run_interface(const struct invocation *invocation)
{
	const char *first = invocation->operands[0];
	if (!invocation->terminal || invocation->json || invocation->null)
		return print_instead(invocation);
	if (first == NULL && isatty(STDIN_FILENO) != 1 && input_is_document())
		return open_input(invocation);
	if (first == NULL || invocation->operands[1] != NULL)
		return open_library(invocation);
	if (strcmp(first, "-") == 0)
		return open_input(invocation);

	g_autofree char *path = NULL, *place = NULL;
	split_place(first, &path, &place);
	return is_file(path) ? open_document(invocation, path, place, NULL)
			     : open_library(invocation);
}
