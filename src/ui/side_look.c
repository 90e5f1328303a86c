#include "config.h"

#include "ui/app_state.h"

/* What is marked in the reader: what a row is of. */
static struct range
spot_of(const struct document *document, const struct side_row *row)
{
	switch (row->kind) {
	case SIDE_ROW_STAMP: {
		const struct timestamp *stamp = &document->timestamps[row->index];
		return range_is_none(stamp->sentence) ? stamp->text : stamp->sentence;
	}
	case SIDE_ROW_HEADING:
	case SIDE_ROW_SECTION:
		return document->sections[row->index].heading;
	case SIDE_ROW_DATE:
		return document->dates[row->index].text;
	default:
		return (struct range){ row->offset, row->offset };
	}
}

void
side_look(struct app *app)
{
	struct side *side = &app->side;
	struct side_look *look = &side->look;
	struct reader *reader = &app->reader;
	if (!app->layout.shown[PANE_READER] || reader->opened == NULL ||
		side->of != reader->opened || side->cursor >= side->rows->len)
		return;
	const struct side_row *row = side_row(side, side->cursor);
	if (row->offset == NONE)
		return;
	if (!look->on) {
		reader_place(reader, &look->from);
		look->on = true;
	}
	reader_look(reader, row->offset, spot_of(reader->opened->document, row));
	if (row->kind == SIDE_ROW_STAMP)
		reader->stamp = row->index;
	if (row->kind == SIDE_ROW_LINK)
		reader->link = row->index;
	look->reading = reader->reading;
	look->top = reader->top;
}

/* Whether the reader shows something else than where the look began. */
static bool
has_moved(const struct reader *reader, const struct place *from)
{
	struct place here;
	reader_place(reader, &here);
	bool moved = here.number != from->number || here.top != from->top ||
		     here.above != from->above || here.stamp != from->stamp;
	place_clear(&here);
	return moved;
}

bool
side_look_end(struct app *app, enum side_look_end end)
{
	struct side *side = &app->side;
	struct side_look *look = &side->look;
	struct reader *reader = &app->reader;
	if (!look->on)
		return false;
	if (end == SIDE_LOOK_BACK) {
		reader_arrive(reader, &look->from);
	} else if (end == SIDE_LOOK_STAY && has_moved(reader, &look->from)) {
		/* That ends it. */
		walk_leave(app);
		return true;
	}
	reader->spot = (struct range){ 0, 0 };
	look->on = false;
	place_clear(&look->from);
	app->dirty = true;
	return true;
}

void
side_look_place(const struct app *app, struct place *place)
{
	if (app->side.look.on)
		place_copy(place, &app->side.look.from);
	else
		reader_place(&app->reader, place);
}

uint32_t
side_look_reading(const struct app *app)
{
	return app->side.look.on ? app->side.look.from.number : app->reader.reading;
}

void
side_look_settle(struct app *app)
{
	const struct side_look *look = &app->side.look;
	if (look->on && look->reading != app->reader.reading)
		side_look_end(app, SIDE_LOOK_DROP);
}
