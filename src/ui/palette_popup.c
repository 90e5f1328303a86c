#include "config.h"

#include <string.h>

#include "text/fuzzy.h"
#include "ui/app_state.h"

/* A thing that matched, to be sorted best first. */
struct match {
	int score;
	uint32_t index;
};

static int
compare_matches(const void *a, const void *b)
{
	const struct match *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

/* The commands that can be given in a place: its own, then those of everywhere. */
static GPtrArray *
commands_of(const char *place, const char *const **places)
{
	GPtrArray *commands = g_ptr_array_new();
	GPtrArray *names = g_ptr_array_new();
	for (int own = 1; own >= 0; own--) {
		for (const struct keymap_table *t = app_keymap_tables(); t->place != NULL; t++) {
			if (strcmp(t->place, own ? place : "everywhere") != 0)
				continue;
			for (const struct command *c = t->commands; c->name != NULL; c++) {
				if (c->flags & COMMAND_TAKES_KEY)
					continue;
				g_ptr_array_add(commands, (void *)c);
				g_ptr_array_add(names, (void *)t->place);
			}
		}
	}
	*places = (const char *const *)g_ptr_array_free(names, FALSE);
	return commands;
}

static void
fill_commands(struct app *app, struct popup *popup, const char *typed)
{
	const char *place = popup->data;
	g_autofree const char *const *places = NULL;
	g_autoptr(GPtrArray) commands = commands_of(place, &places);
	g_autoptr(Fuzzy) fuzzy = fuzzy_new(typed);
	g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(struct match));
	if (typed[0] >= '0' && typed[0] <= '9') {
		g_autofree char *words = g_strdup_printf("Enter goes to line %s.", typed);
		popup->empty = (g_free(popup->empty), g_steal_pointer(&words));
		return;
	}
	for (guint i = 0; i < commands->len; i++) {
		const struct command *command = g_ptr_array_index(commands, i);
		g_autofree char *words = g_strconcat(command->name, "  ", command->help, NULL);
		struct match match = { fuzzy_match(fuzzy, words, strlen(words), NULL), i };
		/* What the name says comes before what the help says. */
		match.score += 2 * fuzzy_match(fuzzy, command->name, strlen(command->name), NULL);
		if (match.score > 0)
			g_array_append_val(matches, match);
	}
	g_array_sort(matches, compare_matches);
	for (guint i = 0; i < matches->len; i++) {
		uint32_t index = g_array_index(matches, struct match, i).index;
		const struct command *command = g_ptr_array_index(commands, index);
		const char *const *keys = keymap_keys(app->keymap, places[index], command);
		struct popup_row *row = popup_add(popup, command->name, command->help);
		row->left_role = ROLE_STRONG;
		row->right = keys != NULL ? g_strjoinv("  ", (char **)keys) : NULL;
		row->data = index;
	}
	popup->empty = (g_free(popup->empty), g_strdup("No command is called that."));
}

static void
go_to_line(struct app *app, const char *typed)
{
	guint64 line = g_ascii_strtoull(typed, NULL, 10);
	struct command_call call = { .count = (uint32_t)MIN(line, G_MAXUINT32) };
	if (line == 0 || app->reader.opened == NULL)
		return;
	app_focus(app, PANE_READER);
	reader_move(app, MOVE_FIRST, call.count);
}

static void
choose_command(struct app *app, const struct popup *popup, const struct popup_row *row,
	const char *typed)
{
	const char *place = popup->data;
	const struct command_call call = { 0 };
	g_autofree const char *const *places = NULL;
	if (typed[0] >= '0' && typed[0] <= '9') {
		go_to_line(app, typed);
		return;
	}
	g_autoptr(GPtrArray) commands = commands_of(place, &places);
	if (row == NULL)
		app_say(app, "no command is called “%s”", typed);
	else
		((const struct command *)g_ptr_array_index(commands, row->data))->run(app, &call);
}

static const struct popup_kind palette_popup = {
	.label = ":",
	.fill = fill_commands,
	.choose = choose_command,
};

void
palette_open(struct app *app)
{
	popup_close(app);
	popup_open(app, &palette_popup, "Commands", (void *)app_place(app));
}
