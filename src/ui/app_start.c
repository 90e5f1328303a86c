#include "config.h"

#include <string.h>

#include "document/duration.h"
#include "ui/app_state.h"
#include "ui/opener.h"
#include "ui/theme.h"

/* --- settings --- */

static const struct keymap_table tables[] = {
	{ .place = "everywhere", .commands = everywhere_commands },
	{ .place = "list", .commands = list_commands },
	{ .place = "reader", .commands = reader_commands },
	{ .place = "selection", .commands = selection_commands, .over = "reader" },
	{ .place = "side", .commands = side_commands },
	{ .place = "map", .commands = map_commands },
	{ .place = "report", .commands = report_commands },
	{ .place = "popup", .commands = popup_commands },
	{ 0 },
};

const struct keymap_table *
app_keymap_tables(void)
{
	return tables;
}

static void
check_keys(const struct yaml_node *value, yaml_problem problem, void *data)
{
	g_autoptr(Keymap) keymap = keymap_new(tables);
	keymap_apply(keymap, value, problem, data);
}

static void
check_colours(const struct yaml_node *value, yaml_problem problem, void *data)
{
	g_autoptr(Theme) theme = theme_new();
	theme_apply(theme, value, problem, data);
}

static void
check_filters(const struct yaml_node *value, yaml_problem problem, void *data)
{
	const struct yaml_reporter to = { problem, data, "configuration" };
	struct query_options options = { 0 };
	query_today(g_get_real_time() / G_USEC_PER_SEC, options.today);
	for (uint32_t i = 0; i < value->count; i++) {
		const struct yaml_node *filter = &value->children[i];
		g_autoptr(GError) error = NULL;
		bool scalar = filter->type != YAML_LIST && filter->type != YAML_MAP &&
			      filter->string != NULL;
		g_autoptr(Query) query =
			scalar ? query_parse(filter->string, &options, &error) : NULL;
		if (query == NULL)
			yaml_report(&to, filter->line, filter->column, "filter \"%s\": %s",
				filter->key,
				error != NULL ? error->message : "is not a query as a string");
	}
}

/* Rows of the library's table that the interface knows how to check. */
static const struct setting_info settings_rows[] = {
	{ .name = "colours",
		.type = SETTING_MAP,
		.value = "{}",
		.check = check_colours,
		.help = "Looks of single roles over the theme's: "
			"{heading1: {fg: \"#5fafff\", bold: true}}." },
	{ .name = "copy-command",
		.type = SETTING_LIST,
		.value = "[]",
		.help = "A program and its arguments that takes what is copied as its input, as "
			"[wl-copy] or [xclip, -selection, clipboard]; with none, the terminal is "
			"asked (OSC 52)." },
	{ .name = "opener",
		.type = SETTING_LIST,
		.value = OPENER_DEFAULT,
		.help = "A program and its arguments that shows a link or a file; {url} stands "
			"for it." },
	{ .name = "opener-in-terminal",
		.type = SETTING_BOOL,
		.value = "false",
		.help = "Whether the opener takes this terminal while it runs, as w3m does." },
	{ .name = "editor",
		.type = SETTING_LIST,
		.value = "[]",
		.help = "A program and its arguments that edits a document; {path} and {line} stand "
			"for the place. With none: $VISUAL, else $EDITOR." },
	{ .name = "filters",
		.type = SETTING_MAP,
		.value = "{}",
		.check = check_filters,
		.help = "Queries by name, to narrow the list by: {to watch: \"kind:video "
			"is:unread\"}." },
	{ .name = "hint-letters",
		.type = SETTING_STRING,
		.value = "asdfghjkl",
		.check = hints_check_letters,
		.help = "Letters that are typed to follow a link on the screen, those at hand "
			"first." },
	{ .name = "keys",
		.type = SETTING_MAP,
		.value = "{}",
		.check = check_keys,
		.help = "Keys of commands in place of the defaults: "
			"{reader: {next-section: \"]]\"}}." },
	{ .name = "mouse",
		.type = SETTING_BOOL,
		.value = "false",
		.help = "Whether clicks and the wheel are taken; the terminal selects text with "
			"Shift then." },
	{ 0 },
};

void
app_add_settings(struct settings *settings)
{
	settings_add(settings, settings_rows);
	settings_add(settings, player_settings);
}

/* What is wrong in the configuration was said when it was read. */
static void
pass_over(void *data, const char *code, uint32_t line, uint32_t column, const char *message)
{
	(void)data;
	(void)code;
	(void)line;
	(void)column;
	(void)message;
}

/* --- making --- */

/* "#Heading" or "@00:12:34" after the path of the document named alone. */
static void
read_place(struct place *place, const char *path, const char *where)
{
	uint32_t time;
	*place = (struct place){ .path = g_strdup(path), .link = NONE, .stamp = NONE };
	if (where == NULL) {
		place->kind = PLACE_LEFT;
		return;
	}
	if (where[0] == '#') {
		place->kind = PLACE_ANCHOR;
		place->anchor = g_strdup(where + 1);
	} else if (where[0] == '@' && duration_read(where + 1, strlen(where + 1), &time)) {
		place->kind = PLACE_TIME;
		place->number = time;
	}
}

static void
init_library(struct app *app)
{
	if (app->location != NULL)
		store_location_ref(app->location);
	else
		app->location = store_location_new((const char *const *)app->roots, NULL,
			settings_list(app->settings, "extensions"), true);
	app->catalog = catalog_new();
	app->resolver = resolver_new(app->catalog);
	/* So stands the first screen, which may be drawn before app_start(). */
	app->loading.asked = app->ask;
	app->loading.running = !app->ask && app->roots[0] != NULL;
	keeping_init(app);
	finding_init(&app->finding, app->roots[0] != NULL ? app->location : NULL);
	elsewhere_init(&app->elsewhere);
	recording_init(&app->recording);
	sentences_init(&app->sentences);
	results_init(&app->results);
	opening_init(&app->opening);
	history_init(&app->history);
}

struct app *
app_new(const struct app_options *options)
{
	struct app *app = g_new0(struct app, 1);
	app->roots = g_strdupv((char **)options->roots);
	app->ask = options->ask;
	app->document_path = g_strdup(options->document);
	app->alone = options->document != NULL;
	app->input = options->input;
	app->settings = options->settings;
	app->now = options->now;
	app->location = options->location;
	loading_init(&app->loading, options->context, options->threads > 0);
	app->keeping.now = options->clock;
	app->keeping.path = g_strdup(options->state);
	app->keeping.context = options->context;
	app->outside = options->outside;
	children_init(&app->children, options->context);
	app->height = options->height;
	app->width = options->width;
	app->dirty = true;
	init_library(app);
	if (options->document != NULL)
		read_place(&app->first, options->document, options->place);
	app->keymap = keymap_new(tables);
	keymap_apply(app->keymap, settings_map(app->settings, "keys"), pass_over, NULL);
	app->pool = pool_new(options->context, options->threads);
	list_view_init(&app->list);
	reader_init(&app->reader, (unsigned)settings_int(app->settings, "measure"));
	player_init(&app->player, options->context, options->now);
	app->mouse = settings_bool(app->settings, "mouse");
	side_init(&app->side, settings_string(app->settings, "side-pane"),
		strcmp(settings_string(app->settings, "side-order"), "time") == 0);
	mention_lines_init(&app->mention_lines);
	app->focus = app->alone ? PANE_READER : PANE_LIST;
	app->title = app_library_name(app);
	app_settle(app);
	return app;
}

void
app_start(struct app *app)
{
	keeping_start(app);
	/* The document that was named comes before the library around it. */
	if (app->document_path != NULL)
		opening_go(app, &app->first, GOING_NEW);
	app->dirty = true;
	if (app->loading.running)
		loading_start(app);
	else if (!app->ask)
		app->loading.heads_known = true;
}

void
app_free(struct app *app)
{
	if (app == NULL)
		return;
	/* What was read is kept before anything is waited for; the workers hold on to the rest. */
	keeping_leave(app);
	keeping_end_history(app);
	loading_leave(app);
	children_clear(&app->children);
	hints_end(app);
	popup_close(app);
	player_clear(&app->player);
	pool_free(app->pool);
	prompt_free(app->prompt);
	side_clear(&app->side);
	mention_lines_clear(&app->mention_lines);
	mention_walk_clear(&app->mention_walk);
	opened_unref(app->followed);
	reader_clear(&app->reader);
	list_view_clear(&app->list);
	naming_clear(&app->naming);
	finding_clear(&app->finding);
	elsewhere_clear(&app->elsewhere);
	recording_clear(&app->recording);
	sentences_clear(&app->sentences);
	results_clear(&app->results);
	report_free(app->report);
	letters_unref(app->titles);
	letters_unref(app->sections);
	keeping_clear(app);
	opening_clear(&app->opening);
	loading_clear(&app->loading);
	history_clear(&app->history);
	place_clear(&app->first);
	store_location_unref(app->location);
	resolver_free(app->resolver);
	catalog_free(app->catalog);
	keymap_free(app->keymap);
	g_strfreev(app->roots);
	g_free(app->document_path);
	g_free(app->search_text);
	g_strfreev(app->program.argv);
	g_free(app->program.edits);
	g_free(app->message);
	g_free(app->title);
	g_free(app);
}
