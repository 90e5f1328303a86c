/*
 * The inside of the interface, for the files of this folder that make it up. Everything that
 * changes hangs from one struct app, owned by the main thread.
 */
#ifndef LECTERN_UI_APP_STATE_H
#define LECTERN_UI_APP_STATE_H

#include "library/catalog.h"
#include "library/letters.h"
#include "library/resolve.h"
#include "library/state.h"
#include "ui/app.h"
#include "ui/child.h"
#include "ui/elsewhere.h"
#include "ui/finding.h"
#include "ui/hints.h"
#include "ui/history.h"
#include "ui/keeping.h"
#include "ui/keymap.h"
#include "ui/pane_layout.h"
#include "ui/list_view.h"
#include "ui/loading.h"
#include "ui/mention_lines.h"
#include "ui/mention_walk.h"
#include "ui/naming.h"
#include "ui/opening.h"
#include "ui/outside.h"
#include "ui/pane.h"
#include "ui/player.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/reader.h"
#include "ui/recording.h"
#include "ui/results.h"
#include "ui/selection.h"
#include "ui/sentences.h"
#include "ui/side.h"
#include "ui/walk.h"
#include "work/worker.h"

/* What a prompt of the status line is for. */
struct prompt_use {
	const char *label;
	void (*changed)(struct app *app, const char *text);
	void (*done)(struct app *app, const char *text);
	void (*cancelled)(struct app *app);
	/* What is said of the text so far, at the right; a new string, or NULL. May be absent. */
	char *(*note)(const struct app *app);
};

/* Keys of one sequence, at most. */
#define APP_SEQUENCE 8

struct app {
	char **roots;
	char *document_path; /* named alone, or NULL */
	bool alone;          /* a document was named alone: closing it quits */
	bool ask;
	const GString *input;
	const struct settings *settings;
	gint64 (*now)(void);
	struct keymap *keymap;
	struct pool *pool;

	struct store_location *location; /* of the index */
	struct catalog *catalog;
	struct resolver *resolver;
	struct loading loading;
	struct opening opening;
	struct state *state; /* never NULL */
	struct keeping keeping;
	struct choices input_choices; /* for the document from standard input */
	struct place first;           /* where the document named on the command line opens */

	struct finding finding;
	struct naming naming;
	struct sentences sentences;
	struct results results;
	struct letters *titles; /* of all documents; made when first asked for */
	uint64_t titles_of;     /* rows of the catalog that they are of, and loading.stored then */
	struct letters *sections; /* of the store, the same */
	uint64_t sections_of;     /* its version then */
	struct report *report;    /* of all links; made when first asked for */
	char *search_text;        /* what the library was searched for last; may be NULL */
	struct list_view list;
	struct reader reader;
	struct selection selection;
	struct side side;
	struct player player;
	struct mention_lines mention_lines;
	struct mention_walk mention_walk;
	struct elsewhere elsewhere;
	struct recording recording;
	enum pane_id focus;
	bool side_open; /* the side pane was asked for */
	bool zoom;
	bool mouse; /* it is wanted from the terminal */
	struct pane_layout layout;
	int height, width;

	struct popup *popup;
	struct hints *hints; /* over what a reader shows, or NULL */
	bool looking;        /* a preview is being read */
	/* the link followed last that several documents answer to, and its document; or NULL */
	struct opened *followed;
	uint32_t followed_link;
	struct prompt *prompt;
	const struct prompt_use *prompt_use;

	struct history history;
	struct app_outside outside;
	struct children children;
	struct outside_program program; /* asked for, or running */

	key_code keys[APP_SEQUENCE]; /* the sequence under way */
	unsigned key_count;
	uint32_t count;
	const struct command *waiting; /* for the key that is its argument */
	gint64 interrupted;            /* when Ctrl-c was typed last; 0 for never */

	char *message;
	enum role message_role;
	char *title;
	bool dirty;
	enum app_request request;
};

/* Says something in the status line until the next key. */
void app_say(struct app *app, const char *format, ...) G_GNUC_PRINTF(2, 3);
void app_fail(struct app *app, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Focuses a pane, showing it. Where there is no library there is no list to focus. */
void app_focus(struct app *app, enum pane_id pane);

/* Puts layout and panes in line with what changed. */
void app_settle(struct app *app);

/* Whether something is being chosen, typed or selected: what comes by itself then neither covers it nor
 * moves what it stands on. */
bool app_busy(const struct app *app);

/* Opens a prompt in the status line. */
void app_prompt(struct app *app, const struct prompt_use *use, const char *text,
	const GPtrArray *history);

/* Where keys are typed now: "popup", or the focused pane's place. */
const char *app_place(const struct app *app);

/* The entry of the open document, NONE where the library does not have it. */
uint32_t app_entry(const struct app *app);

/* The link that is selected: in the page of the open panel, else in the reader or under the cursor of
 * the side pane, where that has the focus. Gives its document, NULL where none is. */
const struct document *app_shown_link(const struct app *app, uint32_t *link);

/* What the library is called: its only root's last name, else how many folders. Belongs to a new
 * string. */
char *app_library_name(const struct app *app);

/* Leaves the place being read, for a jump within the document: history and '' remember it. */
void app_leave_place(struct app *app);

/* everywhere.c, map.c, popup_commands.c, report_popup.c: the tables that belong to no pane. */
extern const struct command everywhere_commands[];
extern const struct command map_commands[];
extern const struct command report_commands[];
extern const struct command popup_commands[];

/* What q does. */
void app_close_top(struct app *app);

/* `1,300`: numbers as a reader reads them; in a buffer of 16 bytes. */
const char *app_number(char *buffer, uint32_t n);

#endif
