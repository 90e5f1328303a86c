/*
 * Popups: what opens over the panes (help, information, palette, places). A popup is a list of
 * rows, some of which may be chosen; with a prompt it is a picker, its rows those that match what
 * is typed.
 */
#ifndef LECTERN_UI_POPUP_H
#define LECTERN_UI_POPUP_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/resolve.h"
#include "ui/canvas.h"
#include "ui/history.h"
#include "ui/key.h"
#include "ui/pane.h"
#include "ui/prompt.h"

struct app;
struct popup;
struct reader;
struct snippet;

struct popup_row {
	char *left; /* a column of its own at the left: keys, a field's name; may be NULL */
	char *text;
	char *right;                   /* at the right edge; may be NULL */
	const struct snippet *snippet; /* drawn for text, its hits marked; borrowed; may be NULL */
	GArray *letters; /* uint32_t: bytes of text at which letters are marked; may be NULL */
	bool heading;
	bool fixed;  /* cannot be chosen */
	bool across; /* has no left column: its text has the room */
	bool wrap;   /* its columns take more rows of the screen where they are long */
	enum role left_role, role;
	enum role mark; /* of a snippet's hits; popup_add() makes it ROLE_HIT */
	uint32_t data;
	/* row of the screen at which it begins, as last settled, the first row's being 0 */
	uint32_t first;
};

/* A kind of popup: one const table in its own file. */
struct popup_kind {
	const char *label; /* of the prompt (":"), or NULL where there is none */
	bool letters;      /* a key that is a row's left column chooses it */
	bool wide;         /* takes as much width as there is, for text */
	bool whole;        /* what is chosen is the popup, not a row of it */
	bool of_library;   /* its rows are the catalog's: see popup_documents_gone() */
	bool full;         /* takes the place of all panes */
	const char *place; /* where its keys are typed, with a table of its own; NULL: "popup" */
	/* Makes the rows for what is typed ("" without a prompt): calls popup_add(). */
	void (*fill)(struct app *app, struct popup *popup, const char *typed);
	/* A row was chosen (NULL where none is, with a prompt); the popup is closed before, and
	 * freed after. */
	void (*choose)(struct app *app, const struct popup *popup, const struct popup_row *row,
		const char *typed);
	/* Enter was typed: true where it dealt with it, and nothing is chosen. */
	bool (*enter)(struct app *app, struct popup *popup);
	/* On a wide screen: settles and draws what stands beside the rows. */
	void (*settle_beside)(struct app *app, struct popup *popup, struct rect r);
	void (*draw_beside)(const struct app *app, const struct popup *popup, struct canvas *canvas,
		struct rect r);
	/* Before every draw, with the place of its body. */
	void (*settle)(struct app *app, struct popup *popup, struct rect r);
	/* Draws its body itself; else the rows are drawn. */
	void (*draw)(const struct app *app, const struct popup *popup, struct canvas *canvas,
		struct rect r);
	void (*move)(struct app *app, struct popup *popup, enum motion motion, uint32_t count);
	/* A click in its body, where it draws that itself: at a row and column of the screen. */
	void (*click)(struct app *app, struct popup *popup, int y, int x);
	/* Without a prompt: a key before all others, Esc too; true where it dealt with it. */
	bool (*key)(struct app *app, struct popup *popup, key_code key);
	/* What the status line says while it is open; a new string. */
	char *(*words)(const struct app *app, const struct popup *popup);
	/* The reader of the page that it shows: links are selected in it. NULL where it shows none. */
	struct reader *(*reader)(struct popup *popup);
	void (*free)(void *data);
};

struct popup {
	const struct popup_kind *kind;
	char *title;
	char *empty;     /* said where there are no rows; may be NULL */
	GArray *rows;    /* struct popup_row */
	bool chooses;    /* a row can be chosen */
	uint32_t cursor; /* a row */
	uint32_t top;    /* a row of the screen: long rows take several */
	uint32_t lines;  /* rows of the screen that all rows take, in a body of this width */
	int width;       /* 0 where that is to be counted anew */
	int height;      /* rows of the screen shown last */
	struct prompt *prompt;
	void *data; /* the kind's */
};

/* Opens a popup over the panes, in the place of one that is open. title is copied. */
struct popup *popup_open(struct app *app, const struct popup_kind *kind, const char *title,
	void *data);
void popup_close(struct app *app);

/* Makes the rows anew; anew: the cursor goes to the first, else it stays where it is. And types text
 * into its prompt. */
void popup_refill(struct app *app, bool anew);
void popup_type(struct app *app, const char *text);
/* Documents are gone from the catalog: makes the rows of an open picker of the library anew, the cursor
 * on the row it was on (it stays open, as letters may be under way to it); closes another popup of the
 * library. */
void popup_documents_gone(struct app *app);

/* Appends a row; the strings are copied. Gives it, to be refined. */
struct popup_row *popup_add(struct popup *popup, const char *left, const char *text);
void popup_add_heading(struct popup *popup, const char *text);

/* Takes a key that it has a use for of its own: all of them while it has a prompt, else letters of
 * rows. The others are those of the place "popup". */
bool popup_key(struct app *app, key_code key);
/* Whether the cursor is on a row that can be chosen. */
bool popup_row_chosen(const struct popup *popup);
/* Chooses the row under the cursor, or what the popup is. */
void popup_choose(struct app *app);
void popup_move(struct app *app, enum motion motion, uint32_t count);
/* A click at a row and column of the screen: on a row it takes the cursor there, on the row under the
 * cursor it chooses it, on a link it follows it; outside it closes the popup. */
void popup_click(struct app *app, int y, int x);

/* Puts the open popup in line with what changed, and draws it over the panes. */
void popup_settle(struct app *app);
void popup_draw(const struct app *app, struct canvas *canvas);

/* The popups. */
void help_open(struct app *app);
bool help_open_now(const struct app *app);
void info_open(struct app *app);
void palette_open(struct app *app);
void go_document_open(struct app *app);
void go_section_open(struct app *app);
/* The library searched, with what was typed last. */
void search_open(struct app *app);
/* The index has changed: the open search asks it anew, at once or when it was not asked just now;
 * search_idle() makes up for what was put off. */
void search_refresh(struct app *app, bool at_once);
void search_idle(struct app *app);
/* The list narrowed by a field's value. */
void facets_open(struct app *app);
/* The history and the marks. */
void history_open(struct app *app);
/* The place of a link of a document that leads nowhere. */
void missing_open(struct app *app, const struct document *document, const struct link *link);
/* The same of a name that was read of the store (copied): entry is that of the document that names it by
 * a link (NONE for any), link that link's index in it. */
void missing_open_name(struct app *app, uint32_t entry, uint32_t link, enum target_kind kind,
	const char *target);
/* The neighbourhood of the current document (ui/map_private.h). */
void map_open(struct app *app);
/* What the links of the whole library tell. */
struct report;
void report_open(struct app *app);
void report_free(struct report *report);
/* What a link of a reader's document leads to, without going there: read by a worker, shown when it
 * has come; dropped where one has gone on meanwhile. preview_stop(): whether one was being read. */
void preview_open(struct app *app, struct reader *reader, uint32_t link);
bool preview_stop(struct app *app);
/* The documents that a link may mean, nearest first, to go to one of them. */
void candidates_open(struct app *app, const struct document *document, const struct link *link);

#endif
