/*
 * Commands of the interface: named actions with default keys, in tables, one row each. Help,
 * palette, manual and configuration all read the rows.
 */
#ifndef LECTERN_UI_COMMAND_H
#define LECTERN_UI_COMMAND_H

#include <stdint.h>

struct app;

/* A count typed before a command; 0 where none was. At most 99,999. */
struct command_call {
	uint32_t count;
	uint32_t argument; /* the key code that `m`, `'` and hints take after the command; else 0 */
};

enum command_flag {
	COMMAND_TAKES_KEY = 1 << 0, /* one more key is its argument */
	COMMAND_HIDDEN = 1 << 1,    /* not in help's short list: a twin of another */
};

/* A row. A table ends with a row without a name. */
struct command {
	const char *name;  /* "next-section" */
	const char *keys;  /* default sequences, parted by two spaces: "j  Down" */
	const char *group; /* heading in the help: "Moving" */
	const char *help;  /* "Go to the next section" */
	void (*run)(struct app *app, const struct command_call *call);
	unsigned flags;
};

#endif
