#include "config.h"

#include "ui/app_state.h"

static void
close_popup(struct app *app, const struct command_call *call)
{
	(void)call;
	popup_close(app);
}

static void
choose_row(struct app *app, const struct command_call *call)
{
	(void)call;
	if (app->popup != NULL)
		popup_choose(app);
}

/* --- the links of the page that it shows --- */

static struct reader *
page_reader(struct app *app)
{
	struct popup *popup = app->popup;
	struct reader *reader =
		popup == NULL || popup->kind->reader == NULL ? NULL : popup->kind->reader(popup);
	if (reader == NULL || reader->page == NULL)
		app_say(app, "there is no text with links in this panel");
	return reader == NULL || reader->page == NULL ? NULL : reader;
}

static void
next_link(struct app *app, const struct command_call *call)
{
	struct reader *reader = page_reader(app);
	if (reader != NULL)
		reader_select_link(app, reader, call->count, 1);
}

static void
previous_link(struct app *app, const struct command_call *call)
{
	struct reader *reader = page_reader(app);
	if (reader != NULL)
		reader_select_link(app, reader, call->count, -1);
}

static void
label_links(struct app *app, const struct command_call *call)
{
	struct reader *reader = page_reader(app);
	(void)call;
	if (reader != NULL)
		hints_begin(app, reader);
}

static void
look_at_link(struct app *app, const struct command_call *call)
{
	struct reader *reader = page_reader(app);
	(void)call;
	if (reader != NULL)
		preview_open(app, reader, reader_link_here(reader));
}

/* clang-format off */
const struct command popup_commands[] = {
	{ .name = "choose", .keys = "Enter", .group = "Panels", .run = choose_row,
	  .help = "Choose the row under the cursor" },
	{ .name = "close", .keys = "q", .group = "Panels", .run = close_popup,
	  .help = "Close the panel" },
	{ .name = "next-link", .keys = "Tab  }", .group = "Panels", .run = next_link,
	  .help = "Select the next link of the page in the panel" },
	{ .name = "previous-link", .keys = "Shift-Tab  {", .group = "Panels",
	  .run = previous_link, .help = "Select the previous link of the page in the panel" },
	{ .name = "hints", .keys = "f", .group = "Panels", .run = label_links,
	  .help = "Label the links of the page in the panel" },
	{ .name = "preview-link", .keys = "K", .group = "Panels", .run = look_at_link,
	  .help = "Look at what a link of the page in the panel leads to" },
	{ 0 },
};
/* clang-format on */
