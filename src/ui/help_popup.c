#include "config.h"

#include <string.h>

#include "ui/app_state.h"

/* The keys bound to a command as words: "]]", "j Down". */
static char *
keys_of(const struct app *app, const char *place, const struct command *command)
{
	const char *const *keys = keymap_keys(app->keymap, place, command);
	return keys == NULL ? g_strdup("") : g_strjoinv("  ", (char **)keys);
}

static void
add_table(struct app *app, struct popup *popup, const struct keymap_table *table)
{
	const char *group = NULL;
	for (const struct command *command = table->commands; command->name != NULL; command++) {
		if (command->flags & COMMAND_HIDDEN)
			continue;
		g_autofree char *keys = keys_of(app, table->place, command);
		if (keys[0] == '\0')
			continue;
		if (group == NULL || strcmp(group, command->group) != 0)
			popup_add_heading(popup, command->group);
		group = command->group;
		popup_add(popup, keys, command->help)->wrap = true;
	}
}

/* The keys of the pane one is in come first. */
static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	const struct keymap_table *tables = app_keymap_tables();
	const char *place = popup->data;
	(void)typed;
	for (const struct keymap_table *table = tables; table->place != NULL; table++) {
		if (strcmp(table->place, place) == 0)
			add_table(app, popup, table);
	}
	for (const struct keymap_table *table = tables; table->place != NULL; table++) {
		if (strcmp(table->place, place) != 0)
			add_table(app, popup, table);
	}
}

static const struct popup_kind help_popup = {
	.fill = fill,
};

void
help_open(struct app *app)
{
	popup_open(app, &help_popup, "Keys", (void *)app_place(app));
}

bool
help_open_now(const struct app *app)
{
	return app->popup != NULL && app->popup->kind == &help_popup;
}
