#include "config.h"

#include "command/command.h"

#include <string.h>

const struct subcommand subcommands[] = {
	{ .name = "list",
		.operands = "[PATH]...",
		.summary = "Print the documents of a library, one a line",
		.details =
			"Columns: path, title, kind, date. With -q those that a query finds; `man "
			"lectern` tells its\n"
			"language.",
		.most = -1,
		.run = run_list },
	{ .name = "search",
		.operands = "QUERY [PATH]...",
		.summary = "Print the places of a library that a query finds, best first",
		.details = "Columns: path:line, section, snippet. The sections of a document stand "
			   "together, those that\n"
			   "hold all words first.",
		.least = 1,
		.most = -1,
		.run = run_search },
	{ .name = "index",
		.operands = "[PATH]...",
		.summary = "Bring the index of a library up to date, with progress",
		.details = "Searching does so by itself; the index may be deleted at any time.",
		.most = -1,
		.run = run_index },
	{ .name = "cat",
		.operands = "DOC",
		.summary = "Print a document as the reader shows it",
		.least = 1,
		.most = 1,
		.run = run_cat },
	{ .name = "outline",
		.operands = "DOC",
		.summary = "Print a document's sections",
		.details = "Columns: level, line, slug, title.",
		.least = 1,
		.most = 1,
		.run = run_outline },
	{ .name = "links",
		.operands = "DOC",
		.summary = "Print a document's links and where they lead",
		.details = "Columns: line, kind, target, path or URL. The library that targets are "
			   "looked for in is\n"
			   "-L, else the configured one, else the current folder.",
		.least = 1,
		.most = 1,
		.run = run_links },
	{ .name = "backlinks",
		.operands = "DOC",
		.summary =
			"Print the links that lead to a document, or with DOC#Heading to a section",
		.details = "Columns: path:line, section, text: the nearest document first. The "
			   "library is -L, else the\n"
			   "configured one, else the current folder.",
		.least = 1,
		.most = 1,
		.run = run_backlinks },
	{ .name = "stamps",
		.operands = "DOC",
		.summary = "Print a document's timestamps; with -q QUERY [PATH]... those of a "
			   "library",
		.details = "Columns: path, seconds, section, text. The words of a query match a "
			   "timestamp's sentence or\n"
			   "section, its fields the document.",
		.most = -1,
		.run = run_stamps },
	{ .name = "info",
		.operands = "DOC",
		.summary = "Print what is known of a document",
		.details = "Columns: field, value; every key of its front matter follows.",
		.least = 1,
		.most = 1,
		.run = run_info },
	{ .name = "check",
		.operands = "[PATH]...",
		.summary = "Print what is wrong in a library: broken front matter, missing targets",
		.details =
			"Columns: path:line:column, code, message. The exit status is 1 where "
			"anything is wrong. With\n"
			"--wanted: sections, documents, target: how many ask for a name that no "
			"document has. With\n"
			"--linked: documents, links, path, title: how many link to each document.",
		.most = -1,
		.run = run_check },
	{ .name = "config",
		.operands = "",
		.summary = "Print the configuration in force",
		.run = run_config },
	{ 0 },
};

const struct subcommand *
subcommand_named(const char *name)
{
	for (const struct subcommand *row = subcommands; row->name != NULL; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}
