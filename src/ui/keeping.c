#include "config.h"

#include "ui/keeping.h"

#include <string.h>

#include "library/store.h"
#include "ui/app_state.h"
#include "ui/loop.h"

/* Milliseconds between two writings of a position. */
#define POSITION_PAUSE 1000

void
keeping_init(struct app *app)
{
	app->state = state_open(STATE_MEMORY, app->keeping.now);
	app->keeping.searches = g_ptr_array_new_with_free_func(g_free);
	app->keeping.filters = g_ptr_array_new_with_free_func(g_free);
}

void
keeping_clear(struct app *app)
{
	struct keeping *keeping = &app->keeping;
	loop_drop(&keeping->timer);
	g_clear_pointer(&app->state, state_close);
	g_ptr_array_unref(keeping->searches);
	g_ptr_array_unref(keeping->filters);
	g_free(keeping->path);
	g_free(keeping->told);
}

/* Says what the state has to say, once. */
static void
tell(struct app *app)
{
	const char *word = state_word(app->state);
	if (g_strcmp0(word, app->keeping.told) == 0)
		return;
	g_free(app->keeping.told);
	app->keeping.told = g_strdup(word);
	if (word != NULL)
		app_fail(app, "%s", word);
}

/* --- the disk --- */

struct sync_job {
	struct app *app;
	char *path;
};

static void
sync_run(struct job *job, void *data, const struct cancel *cancel)
{
	const struct sync_job *sync = data;
	(void)job;
	(void)cancel;
	state_sync(sync->path);
}

static void
sync_done(void *data)
{
	const struct sync_job *sync = data;
	sync->app->keeping.syncing = false;
	keeping_wrote(sync->app);
}

static void
sync_free(void *data)
{
	struct sync_job *sync = data;
	g_free(sync->path);
	g_free(sync);
}

static const struct job_kind sync_job = {
	.name = "keeping",
	.run = sync_run,
	.done = sync_done,
	.free = sync_free,
};

void
keeping_wrote(struct app *app)
{
	tell(app);
	char *path = app->keeping.syncing ? NULL : state_unsynced(app->state);
	if (path == NULL)
		return;
	struct sync_job *sync = g_new(struct sync_job, 1);
	*sync = (struct sync_job){ app, path };
	app->keeping.syncing = true;
	pool_submit(app->pool, &sync_job, sync);
}

void
keeping_start(struct app *app)
{
	struct keeping *keeping = &app->keeping;
	state_close(app->state);
	app->state = state_open(keeping->path, keeping->now);
	state_lines(app->state, "search", keeping->searches);
	state_lines(app->state, "filter", keeping->filters);
	keeping_begin_history(app);
	keeping_wrote(app);
}

void
keeping_refresh(struct app *app)
{
	if (state_refresh(app->state))
		app->dirty = true;
	keeping_wrote(app);
}

/* --- the open document --- */

/* Its real path, NULL where none is open or it is no file. */
static const char *
open_path(const struct app *app)
{
	return app->reader.opened == NULL ? NULL : app->reader.opened->real;
}

void
keeping_leave(struct app *app)
{
	const struct reader *reader = &app->reader;
	struct keeping *keeping = &app->keeping;
	loop_drop(&keeping->timer);
	uint32_t reading = side_look_reading(app);
	if (open_path(app) == NULL || keeping->saved == reading)
		return;
	const struct document *document = reader_document(reader);
	keeping->saved = reading;
	state_set_position(app->state, open_path(app), document->hash, document, reading);
	keeping_wrote(app);
}

static gboolean
save_position(void *data)
{
	keeping_leave(data);
	return G_SOURCE_REMOVE;
}

/* The last row is on the screen, and no other will come. */
static bool
end_is_shown(const struct app *app)
{
	const struct reader *reader = &app->reader;
	return app->layout.shown[PANE_READER] && reader->page != NULL &&
	       page_complete(reader->page) &&
	       reader->top + (uint32_t)reader->rows >= page_line_count(reader->page);
}

void
keeping_opened(struct app *app, bool returned)
{
	const struct document *document = reader_document(&app->reader);
	/* Who was at its end already and marked it as unread did not get there now. */
	app->keeping.ended = returned && app->reader.top > 0 && end_is_shown(app);
	app->keeping.saved = app->reader.reading;
	if (open_path(app) == NULL)
		return;
	state_set_opened(app->state, open_path(app), document->hash);
	keeping_wrote(app);
}

uint32_t
keeping_position(const struct app *app)
{
	const char *path = open_path(app);
	return path == NULL ? 0
			    : state_find_position(state_of(app->state, path),
				      reader_document(&app->reader));
}

void
keeping_settle(struct app *app)
{
	struct keeping *keeping = &app->keeping;
	const struct reader *reader = &app->reader;
	if (open_path(app) == NULL || app->side.look.on)
		return;
	/* Once each time: what is marked as unread at its end stays so. */
	bool ended = end_is_shown(app);
	bool reached = ended && !keeping->ended;
	keeping->ended = ended;
	if (reached) {
		state_set_read(app->state, open_path(app), reader_document(reader)->hash, true);
		app->dirty = true;
		keeping_wrote(app);
	}
	if (keeping->saved == reader->reading || keeping->timer != NULL)
		return;
	keeping->timer = g_timeout_source_new(POSITION_PAUSE);
	g_source_set_callback(keeping->timer, save_position, app, NULL);
	g_source_attach(keeping->timer, keeping->context);
}

enum title_side
keeping_title_side(const struct app *app)
{
	return open_path(app) == NULL ? app->input_choices.title_side
				      : state_choices(app->state, open_path(app)).title_side;
}

void
keeping_set_title_side(struct app *app, enum title_side side)
{
	if (open_path(app) == NULL) {
		app->input_choices.title_side = side;
		return;
	}
	state_set_title_side(app->state, open_path(app), reader_document(&app->reader)->hash, side);
	loading_choices_changed(app);
	keeping_wrote(app);
}

/* --- documents of the library --- */

char *
keeping_real_path(const struct app *app, uint32_t entry)
{
	const struct entry *row = catalog_entry(app->catalog, entry);
	const char *const *roots = store_location_roots(app->location);
	/* A root may be the document itself. */
	if (row->real == NULL && strcmp(row->path, app->roots[row->root]) == 0)
		return g_strdup(roots[row->root]);
	return catalog_real_path(app->catalog, entry, roots);
}

const struct state_row *
keeping_row(const struct app *app, uint32_t entry)
{
	g_autofree char *path = keeping_real_path(app, entry);
	return state_of(app->state, path);
}

bool
keeping_is_unread(const struct app *app, uint32_t entry)
{
	const struct state_row *row = keeping_row(app, entry);
	return row == NULL || !row->read;
}

/* The bytes of a document, as it was read last; all 0 where it was not. */
static const unsigned char *
known_hash(const struct app *app, uint32_t entry, const char *path)
{
	return g_strcmp0(open_path(app), path) == 0 ? reader_document(&app->reader)->hash
						    : catalog_entry(app->catalog, entry)->hash;
}

void
keeping_mark_read(struct app *app, uint32_t entry, bool read)
{
	g_autofree char *path = keeping_real_path(app, entry);
	state_set_read(app->state, path, known_hash(app, entry, path), read);
	app_say(app, read ? "marked as read" : "marked as unread");
	keeping_wrote(app);
}

void
keeping_star(struct app *app, uint32_t entry, bool starred)
{
	g_autofree char *path = keeping_real_path(app, entry);
	state_set_starred(app->state, path, known_hash(app, entry, path), starred);
	app_say(app, starred ? "starred" : "the star is taken away");
	keeping_wrote(app);
}

/* --- prompts --- */

void
keeping_typed(struct app *app, GPtrArray *lines, const char *prompt, const char *line)
{
	guint index;
	if (line[0] == '\0')
		return;
	if (g_ptr_array_find_with_equal_func(lines, line, g_str_equal, &index))
		g_ptr_array_remove_index(lines, index);
	g_ptr_array_add(lines, g_strdup(line));
	state_add_line(app->state, prompt, line);
	keeping_wrote(app);
}

int64_t
keeping_clock(const struct app *app)
{
	return app->keeping.now != NULL ? app->keeping.now() : g_get_real_time() / G_USEC_PER_SEC;
}

char *
keeping_printed_path(const struct app *app, const char *real)
{
	const char *const *roots = store_location_roots(app->location);
	for (guint i = 0; roots[i] != NULL; i++) {
		const char *root = roots[i];
		size_t n = strlen(root);
		if (strcmp(root, real) == 0)
			return g_strdup(app->roots[i]);
		if (strncmp(root, real, n) != 0 || (real[n] != '/' && n > 1))
			continue;
		const char *below = real + n + (real[n] == '/');
		return strcmp(app->roots[i], ".") == 0
			       ? g_strdup(below)
			       : g_build_filename(app->roots[i], below, NULL);
	}
	return NULL;
}

GPtrArray *
keeping_recent(const struct app *app, uint32_t n)
{
	g_autoptr(GPtrArray) real = g_ptr_array_new();
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	state_recent(app->state, n, real);
	for (guint i = 0; i < real->len; i++) {
		char *path = keeping_printed_path(app, g_ptr_array_index(real, i));
		if (path != NULL)
			g_ptr_array_add(paths, path);
	}
	return paths;
}
