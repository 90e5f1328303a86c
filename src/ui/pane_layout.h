/*
 * The layout: where the panes are on a screen of a size (SPEC §6). Wide: list, reader and side
 * pane; from 80 columns list and reader, the side pane on demand over the list; below that one pane
 * at a time.
 */
#ifndef LECTERN_UI_PANE_LAYOUT_H
#define LECTERN_UI_PANE_LAYOUT_H

#include <stdbool.h>

#include "ui/pane.h"

#define PANE_LAYOUT_LEAST_HEIGHT 5
#define PANE_LAYOUT_LEAST_WIDTH 20

enum layout_kind { LAYOUT_TOO_SMALL, LAYOUT_ONE, LAYOUT_TWO, LAYOUT_THREE };

struct pane_layout {
	enum layout_kind kind;
	bool shown[PANE_COUNT];
	struct rect pane[PANE_COUNT]; /* empty where it is not shown */
	struct rect body;             /* everything but the status line */
	struct rect status;
};

/* What is asked of it. */
struct pane_wish {
	enum pane_id focus;
	bool side;     /* the side pane was asked for */
	bool alone;    /* only the focused pane is shown */
	bool unlisted; /* there is no library, and so no list */
};

struct pane_layout pane_layout_make(int height, int width, const struct pane_wish *wish);

#endif
