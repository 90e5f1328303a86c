#include "config.h"

#include "ui/pane_layout.h"

#define WIDE 120
#define MIDDLE 80

static void
place(struct pane_layout *layout, enum pane_id pane, int x, int width)
{
	layout->shown[pane] = true;
	layout->pane[pane] = (struct rect){ 0, x, layout->body.height, width };
}

struct pane_layout
pane_layout_make(int height, int width, const struct pane_wish *wish)
{
	struct pane_layout layout = { .kind = LAYOUT_TOO_SMALL };
	enum pane_id focus = wish->focus;
	bool side = wish->side || focus == PANE_SIDE;
	if (height < PANE_LAYOUT_LEAST_HEIGHT || width < PANE_LAYOUT_LEAST_WIDTH)
		return layout;
	layout.body = (struct rect){ 0, 0, height - 1, width };
	layout.status = (struct rect){ height - 1, 0, 1, width };
	if (wish->alone || width < MIDDLE || (wish->unlisted && width < WIDE && !side)) {
		layout.kind = LAYOUT_ONE;
		place(&layout, focus, 0, width);
	} else if (width < WIDE) {
		/* Beside titles the reader keeps 50 columns of text at 80; a time and its sentence need
		 * more than titles do, and what the reader shows then is what they are of. */
		int left = side ? CLAMP(width * 40 / 100, 33, 44) : CLAMP(width * 32 / 100, 25, 40);
		layout.kind = LAYOUT_TWO;
		place(&layout, side ? PANE_SIDE : PANE_LIST, 0, left);
		place(&layout, PANE_READER, left + 1, width - left - 1);
	} else {
		int left = CLAMP(width * 27 / 100, 30, 64);
		int right = CLAMP(width * 24 / 100, 28, 52);
		layout.kind = LAYOUT_THREE;
		if (!wish->unlisted)
			place(&layout, PANE_LIST, 0, left);
		left = wish->unlisted ? 0 : left + 1;
		place(&layout, PANE_READER, left, width - left - right - 1);
		place(&layout, PANE_SIDE, width - right, right);
	}
	return layout;
}
