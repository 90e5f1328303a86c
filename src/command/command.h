/*
 * Subcommands: `lectern NAME ...`. Each is a row of the table in commands.c and a file of its own;
 * one row adds one. What all of them share (options, where a document is found, how a record is
 * printed) is in options, find and output.
 */
#ifndef LECTERN_COMMAND_COMMAND_H
#define LECTERN_COMMAND_COMMAND_H

#include <glib.h>
#include <stdbool.h>

#include "library/settings.h"
#include "ui/theme.h"

/* Exit statuses (SPEC §8). */
enum status {
	STATUS_FOUND = 0,
	STATUS_NONE = 1, /* nothing found, or `check` found problems */
	STATUS_ERROR = 2,
};

/* A command line, read. All strings are as the shell gave them, in any encoding. */
struct invocation {
	char **operands;  /* NULL-terminated, never NULL */
	char **libraries; /* -L, NULL-terminated or NULL */
	bool json, null, no_index;
	bool colour;    /* colour is written: asked for, or a terminal without NO_COLOR */
	bool terminal;  /* standard output is a terminal: columns */
	unsigned width; /* --width, else the terminal's, else 0 */
	bool width_given;
	struct settings *settings;
	struct theme *theme;
	const char *config_path; /* the configuration read, whether or not it is there */
	bool config_check, config_default, config_show_path;
	const char *query;   /* -q, or NULL */
	const char *format;  /* stamps --format, or NULL */
	bool rebuild;        /* index --rebuild */
	bool wanted, linked; /* check --wanted, --linked */
};

struct subcommand {
	const char *name;
	const char *operands; /* "DOC", "[PATH]..." */
	const char *summary;  /* a sentence for --help and the manual */
	const char *details;  /* a paragraph for --help, or NULL */
	int least, most;      /* how many operands it takes; most -1: any number */
	enum status (*run)(const struct invocation *invocation);
};

/* The table, ended by a row without a name. */
extern const struct subcommand subcommands[];

/* By name; NULL where there is none. */
const struct subcommand *subcommand_named(const char *name);

/* The interface: `lectern [PATH]...`. */
enum status run_interface(const struct invocation *invocation);

/* What rows of the table run. */
enum status run_list(const struct invocation *invocation);
enum status run_search(const struct invocation *invocation);
enum status run_index(const struct invocation *invocation);
enum status run_cat(const struct invocation *invocation);
enum status run_outline(const struct invocation *invocation);
enum status run_links(const struct invocation *invocation);
enum status run_backlinks(const struct invocation *invocation);
enum status run_stamps(const struct invocation *invocation);
enum status run_info(const struct invocation *invocation);
enum status run_check(const struct invocation *invocation);
enum status run_config(const struct invocation *invocation);

#endif
