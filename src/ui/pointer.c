#include "config.h"

#include "ui/pointer.h"

#include "ui/app_state.h"

static bool
holds(struct rect r, int y, int x)
{
	return y >= r.y && y < r.y + r.height && x >= r.x && x < r.x + r.width;
}

static const struct pane *
pane_of(enum pane_id id)
{
	static const struct pane *const panes[PANE_COUNT] = {
		[PANE_LIST] = &list_pane,
		[PANE_READER] = &reader_pane,
		[PANE_SIDE] = &side_pane,
	};
	return panes[id];
}

static void
take_in_pane(struct app *app, enum pane_id id, key_code key)
{
	const struct pane *pane = pane_of(id);
	struct rect r = app->layout.pane[id];
	switch (key_pointer_what(key)) {
	case POINTER_CLICK:
		if (pane->click != NULL)
			pane->click(app, r, key_pointer_y(key), key_pointer_x(key));
		else
			app_focus(app, id);
		break;
	case POINTER_WHEEL_UP:
		if (pane->wheel != NULL)
			pane->wheel(app, -POINTER_STEP);
		break;
	case POINTER_WHEEL_DOWN:
		if (pane->wheel != NULL)
			pane->wheel(app, POINTER_STEP);
		break;
	}
}

static void
take_in_popup(struct app *app, key_code key)
{
	switch (key_pointer_what(key)) {
	case POINTER_CLICK:
		popup_click(app, key_pointer_y(key), key_pointer_x(key));
		break;
	case POINTER_WHEEL_UP:
		popup_move(app, MOVE_UP, POINTER_STEP);
		break;
	case POINTER_WHEEL_DOWN:
		popup_move(app, MOVE_DOWN, POINTER_STEP);
		break;
	}
}

void
pointer_take(struct app *app, key_code key)
{
	int y = key_pointer_y(key), x = key_pointer_x(key);
	/* What is being typed is ended by keys alone. */
	if (app->prompt != NULL || app->hints != NULL)
		return;
	app->key_count = 0;
	app->count = 0;
	app->waiting = NULL;
	if (app->popup != NULL) {
		take_in_popup(app, key);
		return;
	}
	for (int i = 0; i < PANE_COUNT; i++) {
		if (app->layout.shown[i] && holds(app->layout.pane[i], y, x)) {
			take_in_pane(app, (enum pane_id)i, key);
			return;
		}
	}
}

void
pointer_toggle(struct app *app)
{
	app->mouse = !app->mouse;
	app->request = APP_REQUEST_MOUSE;
	if (app->mouse)
		app_say(app, "the mouse points here; with Shift it still selects text");
	else
		app_say(app, "the mouse is the terminal's again");
}
