#include "config.h"

#include "ui/app.h"

#include <string.h>

#include "ui/app_state.h"
#include "ui/pointer.h"
#include "ui/status.h"

/* Two Ctrl-c within this quit. */
#define INTERRUPT_WITHIN (G_USEC_PER_SEC)

static const struct pane *const panes[PANE_COUNT] = {
	[PANE_LIST] = &list_pane,
	[PANE_READER] = &reader_pane,
	[PANE_SIDE] = &side_pane,
};

/* --- saying --- */

G_GNUC_PRINTF(3, 0)
static void
say(struct app *app, enum role role, const char *format, va_list arguments)
{
	g_free(app->message);
	app->message = g_strdup_vprintf(format, arguments);
	app->message_role = role;
	app->dirty = true;
}

void
app_say(struct app *app, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(app, ROLE_MESSAGE, format, arguments);
	va_end(arguments);
}

void
app_fail(struct app *app, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(app, ROLE_ERROR, format, arguments);
	va_end(arguments);
}

const char *
app_number(char *buffer, uint32_t n)
{
	if (n < 1000)
		g_snprintf(buffer, 16, "%u", n);
	else if (n < 1000000)
		g_snprintf(buffer, 16, "%u,%03u", n / 1000, n % 1000);
	else
		g_snprintf(buffer, 16, "%u,%03u,%03u", n / 1000000, n / 1000 % 1000, n % 1000);
	return buffer;
}

/* --- what panes ask --- */

uint32_t
app_entry(const struct app *app)
{
	const struct document *document = reader_document(&app->reader);
	return document == NULL ? NONE : catalog_find(app->catalog, document->path);
}

char *
app_library_name(const struct app *app)
{
	unsigned count = g_strv_length(app->roots);
	if (count != 1)
		return g_strdup_printf("%u folders", count);
	if (strcmp(app->roots[0], ".") != 0)
		return g_path_get_basename(app->roots[0]);
	g_autofree char *folder = g_get_current_dir();
	return g_path_get_basename(folder);
}

const struct document *
app_shown_link(const struct app *app, uint32_t *link)
{
	const struct popup *popup = app->popup;
	const struct reader *reader = &app->reader;
	*link = NONE;
	if (popup != NULL)
		reader = popup->kind->reader != NULL ? popup->kind->reader(app->popup) : NULL;
	if (reader == NULL || reader->page == NULL)
		return NULL;
	if (popup != NULL || app->focus == PANE_READER)
		*link = reader_selected_link(reader);
	else if (app->focus == PANE_SIDE)
		*link = side_link(&app->side, reader->opened);
	return *link != NONE ? reader_document(reader) : NULL;
}

const char *
app_place(const struct app *app)
{
	if (selection_on(app))
		return "selection";
	if (app->popup == NULL)
		return panes[app->focus]->place;
	return app->popup->kind->place != NULL ? app->popup->kind->place : "popup";
}

bool
app_busy(const struct app *app)
{
	return app->popup != NULL || app->prompt != NULL || app->hints != NULL || selection_on(app);
}

void
app_leave_place(struct app *app)
{
	if (app->reader.opened != NULL)
		walk_leave(app);
}

static void
settle_layout(struct app *app)
{
	struct pane_wish wish = {
		.focus = app->focus,
		.side = app->side_open,
		.alone = app->zoom,
		.unlisted = app->roots[0] == NULL,
	};
	app->layout = pane_layout_make(app->height, app->width, &wish);
}

void
app_settle(struct app *app)
{
	settle_layout(app);
	recording_settle(app); /* before the pane that may show it */
	for (int i = 0; i < PANE_COUNT; i++) {
		if (app->layout.shown[i] && panes[i]->settle != NULL)
			panes[i]->settle(app, app->layout.pane[i]);
	}
	if (app->popup != NULL && app->layout.kind != LAYOUT_TOO_SMALL)
		popup_settle(app);
	hints_settle(app);
	elsewhere_settle(app);
	player_settle(app);
	naming_settle(app);
	keeping_settle(app);
}

void
app_focus(struct app *app, enum pane_id pane)
{
	if (pane == PANE_LIST && app->roots[0] == NULL)
		return;
	/* Who walks into what was looked at is there. */
	if (app->focus == PANE_SIDE && pane != PANE_SIDE)
		side_look_end(app, SIDE_LOOK_STAY);
	app->focus = pane;
	app->side_open = pane == PANE_SIDE || (app->side_open && pane == PANE_READER);
	settle_layout(app);
	/* The pane is made to fit at once, and the reader beside it, which it may take columns of: what was
	 * called for may jump in them. */
	if (pane != PANE_READER && app->layout.shown[PANE_READER])
		panes[PANE_READER]->settle(app, app->layout.pane[PANE_READER]);
	if (app->layout.shown[pane] && panes[pane]->settle != NULL)
		panes[pane]->settle(app, app->layout.pane[pane]);
	if (panes[pane]->enter != NULL)
		panes[pane]->enter(app);
	app->dirty = true;
}

void
app_prompt(struct app *app, const struct prompt_use *use, const char *text,
	const GPtrArray *history)
{
	prompt_free(app->prompt);
	app->prompt = prompt_new(use->label, text, history);
	app->prompt_use = use;
}

void
app_close_top(struct app *app)
{
	if (app->popup != NULL) {
		popup_close(app);
	} else if (app->focus == PANE_SIDE) {
		side_look_end(app, SIDE_LOOK_BACK);
		app->side_open = false;
		app_focus(app, PANE_READER);
	} else if (app->layout.kind == LAYOUT_TWO && app->side_open) {
		app->side_open = false;
	} else if (app->focus == PANE_READER && !app->alone) {
		app_focus(app, PANE_LIST);
	} else {
		app->request = APP_REQUEST_QUIT;
	}
}

static void
forget_keys(struct app *app)
{
	app->key_count = 0;
	app->count = 0;
	app->waiting = NULL;
}

/* What Esc does. */
static void
escape(struct app *app)
{
	if (app->key_count > 0 || app->count > 0 || app->waiting != NULL)
		forget_keys(app);
	else if (app->popup != NULL && popup_key(app, KEY_CODE_ESC))
		;
	else if (app->popup != NULL)
		popup_close(app);
	else if (opening_stop(app) || preview_stop(app))
		app_say(app, "stopped");
	else if (list_filter_stop(app))
		app_say(app, "stopped: / and Enter looks into the texts again");
	else if (loading_stop(app))
		app_say(app, "stopped reading the library: r in the list goes on");
	else if (selection_on(app))
		selection_end(app);
	else if (app->focus == PANE_LIST && list_filter_on(&app->list.filter))
		list_filter_set(app, "", false, false);
	else if (app->focus == PANE_SIDE && side_filter_on(&app->side))
		side_filter_set(app, "");
	else if (app->focus == PANE_SIDE && side_look_end(app, SIDE_LOOK_BACK))
		side_pane.enter(app);
	else if (reader_end_search(app))
		;
	else if (list_filter_on(&app->list.filter))
		list_filter_set(app, "", false, false);
}

/* --- keys --- */

static void
run(struct app *app, const struct command *command, uint32_t argument)
{
	struct command_call call = { .count = app->count, .argument = argument };
	forget_keys(app);
	command->run(app, &call);
}

static void
no_such_key(struct app *app)
{
	g_autoptr(GString) keys = g_string_new(NULL);
	char name[32];
	for (unsigned i = 0; i < app->key_count; i++)
		g_string_append(keys, key_code_name(app->keys[i], name));
	app_say(app, "%s does nothing here: ? shows the keys", keys->str);
	forget_keys(app);
}

static bool
take_digit(struct app *app, key_code key)
{
	if (app->key_count > 0 || key < '0' || key > '9' || (key == '0' && app->count == 0))
		return false;
	app->count = MIN(app->count * 10 + (key - '0'), 99999u);
	return true;
}

static void
take_sequence(struct app *app, key_code key)
{
	const struct command *command = NULL;
	if (app->waiting != NULL) {
		run(app, app->waiting, key);
		return;
	}
	if (take_digit(app, key))
		return;
	app->keys[app->key_count++] = key;
	switch (keymap_find(app->keymap, app_place(app), app->keys, app->key_count, &command)) {
	case KEYMAP_COMMAND:
		if (command->flags & COMMAND_TAKES_KEY)
			app->waiting = command;
		else
			run(app, command, 0);
		break;
	case KEYMAP_PREFIX:
		if (app->key_count == APP_SEQUENCE)
			no_such_key(app);
		break;
	case KEYMAP_NONE:
		no_such_key(app);
		break;
	}
}

static void
close_prompt(struct app *app)
{
	g_clear_pointer(&app->prompt, prompt_free);
	app->prompt_use = NULL;
}

static void
take_prompt_key(struct app *app, key_code key)
{
	const struct prompt_use *use = app->prompt_use;
	switch (prompt_key(app->prompt, key)) {
	case PROMPT_SAME:
		break;
	case PROMPT_CHANGED:
		use->changed(app, prompt_text(app->prompt));
		break;
	case PROMPT_DONE: {
		g_autofree char *text = g_strdup(prompt_text(app->prompt));
		close_prompt(app);
		use->done(app, text);
		break;
	}
	case PROMPT_CANCELLED:
		close_prompt(app);
		use->cancelled(app);
		break;
	}
}

static bool
take_interrupt(struct app *app)
{
	gint64 now = app->now();
	bool twice = app->interrupted != 0 && now - app->interrupted <= INTERRUPT_WITHIN;
	app->interrupted = now;
	if (twice)
		app->request = APP_REQUEST_QUIT;
	return twice;
}

void
app_key(struct app *app, key_code key)
{
	g_clear_pointer(&app->message, g_free);
	app->dirty = true;
	keeping_refresh(app);
	if (key == KEY_CTRL + 'c') {
		if (take_interrupt(app))
			return;
		key = KEY_CODE_ESC;
	} else {
		app->interrupted = 0;
	}
	if (app->layout.kind == LAYOUT_TOO_SMALL) {
		if (key == 'q' || key == 'Q')
			app->request = APP_REQUEST_QUIT;
		return;
	}
	int64_t slot = app->history.slot;
	bool prompted = app->prompt != NULL || (app->popup != NULL && app->popup->prompt != NULL);
	bool typed = prompted || app->hints != NULL;
	/* A torn screen may be one with a prompt; nothing types this key. */
	if (key_is_pointer(key))
		pointer_take(app, key);
	else if (typed && key == KEY_CTRL + 'l')
		app->request = APP_REQUEST_REDRAW;
	else if (app->hints != NULL)
		hints_key(app, key);
	else if (app->prompt != NULL)
		take_prompt_key(app, key);
	else if (prompted)
		popup_key(app, key);
	else if (key == KEY_CODE_ESC)
		escape(app);
	else if (app->popup == NULL || app->key_count > 0 || !popup_key(app, key))
		take_sequence(app, key);
	app_settle(app);
	selection_settle(app);
	walk_settle(app, slot);
}

/* --- the outside --- */

void
app_resize(struct app *app, int height, int width)
{
	app->height = height;
	app->width = width;
	app->dirty = true;
	app_settle(app);
}

bool
app_dirty(const struct app *app)
{
	return app->dirty;
}

static void
draw_frames(const struct app *app, struct canvas *canvas)
{
	const struct pane_layout *layout = &app->layout;
	for (int i = 0; i < PANE_COUNT; i++) {
		const struct rect *r = &layout->pane[i];
		if (layout->shown[i] && r->x > 0)
			canvas_vline(canvas, r->y, r->x - 1, r->height, ROLE_FRAME);
		if (layout->shown[i] && r->x + r->width < app->width)
			canvas_vline(canvas, r->y, r->x + r->width, r->height, ROLE_FRAME);
	}
}

void
app_draw(struct app *app, struct canvas *canvas)
{
	app_settle(app);
	canvas_clear(canvas);
	app->dirty = false;
	if (app->layout.kind == LAYOUT_TOO_SMALL) {
		pane_draw_words(canvas, (struct rect){ 0, 0, app->height, app->width }, ROLE_ERROR,
			"the window is too small (20x5)");
		return;
	}
	for (int i = 0; i < PANE_COUNT; i++) {
		if (!app->layout.shown[i])
			continue;
		struct rect before = canvas_clip(canvas, app->layout.pane[i]);
		panes[i]->draw(app, canvas, app->layout.pane[i],
			app->focus == (enum pane_id)i && app->popup == NULL);
		canvas_clip(canvas, before);
	}
	draw_frames(app, canvas);
	status_draw(app, canvas, app->layout.status);
	if (app->popup != NULL)
		popup_draw(app, canvas);
}

bool
app_idle(struct app *app)
{
	struct page *page = app->reader.page;
	if (reader_search_idle(app) || opening_resolve_idle(app))
		return true;
	if (page != NULL && !page_complete(page) && !page_lay(page, page_line_count(page) + 1000))
		return true;
	if (embedding_idle(app))
		return true;
	search_idle(app);
	return list_filter_idle(app);
}

bool
app_mouse(const struct app *app)
{
	return app->mouse;
}

enum app_request
app_take_request(struct app *app)
{
	enum app_request request = app->request;
	app->request = APP_REQUEST_NONE;
	return request;
}

const char *
app_title(const struct app *app)
{
	const struct document *document = reader_document(&app->reader);
	return document != NULL ? document_short_title(document) : app->title;
}
