#include "config.h"

#include "page/containers.h"

#include <stdio.h>
#include <string.h>

#include "page/layout.h"
#include "text/safe.h"

/* Callouts that warn. */
static const char *const warnings[] = {
	"warning",
	"caution",
	"attention",
	"danger",
	"error",
	"bug",
	"failure",
	"fail",
	"missing",
};

void
containers_init(struct containers *containers)
{
	*containers = (struct containers){
		.stack = g_array_new(FALSE, FALSE, sizeof(struct container)),
	};
}

void
containers_clear(struct containers *containers)
{
	if (containers->stack != NULL)
		g_array_unref(containers->stack);
	containers->stack = NULL;
}

struct container *
containers_at(const struct containers *containers, uint32_t depth)
{
	return &g_array_index(containers->stack, struct container, depth);
}

struct container *
containers_top(const struct containers *containers)
{
	uint32_t n = containers->stack->len;

	return n > 0 ? containers_at(containers, n - 1) : NULL;
}

uint32_t
containers_column(const struct containers *containers)
{
	const struct container *top = containers_top(containers);

	return top != NULL ? top->column + top->columns : 0;
}

/* Columns that c may take of those it wants: all, else least, else none. */
static uint32_t
share(const struct page *page, const struct container *c, uint32_t want, uint32_t least)
{
	uint32_t most = page->width / 2;

	if (page->containers.stack->len >= CONTAINERS_DRAWN)
		return 0;
	if (c->column + want <= most)
		return want;
	return c->column + least <= most ? least : 0;
}

static void
set_marker(struct page *page, struct container *c, enum role role, const char *marker)
{
	c->marker = marker;
	c->marker_role = (uint8_t)role;
	c->marker_columns = made_columns(marker) + 1;
	c->columns = share(page, c, c->marker_columns, 0);
	if (page->containers.pending++ == 0)
		page->containers.waits = page->containers.stack->len;
}

static const char *
arena_join(struct page *page, const char *a, const char *b, const char *c)
{
	g_autofree char *s = g_strconcat(a, b, c, NULL);

	return arena_string(page->arena, s, strlen(s));
}

static void
push_list(struct page *page, struct container *c, const struct block *b)
{
	const struct block *blocks = page->document->blocks;
	const struct container *top = containers_top(&page->containers);
	uint32_t greatest = 0;

	c->tight = (b->flags & BLOCK_TIGHT) != 0;
	if (b->number == NONE) {
		c->bullets++;
	} else {
		for (uint32_t i = c->block + 1; i < b->next; i = blocks[i].next)
			greatest = MAX(greatest, blocks[i].number == NONE ? 0 : blocks[i].number);
		for (; greatest > 9; greatest /= 10)
			c->digits++;
		c->digits++;
	}
	/* A list in running text stands in a little; in an item its text's column is enough. */
	if ((top == NULL || top->kind != BLOCK_ITEM) && page->width >= 40)
		c->columns = share(page, c, 2, 0);
}

static void
push_item(struct page *page, struct container *c, const struct block *b)
{
	static const enum sign bullets[] = { SIGN_BULLET1, SIGN_BULLET2, SIGN_BULLET3 };
	const struct container *list = containers_top(&page->containers);
	bool task = (b->flags & BLOCK_TASK) != 0, done = (b->flags & BLOCK_DONE) != 0;
	const char *box = task ? sign(done ? SIGN_DONE : SIGN_TASK) : NULL;
	enum role role = task ? (done ? ROLE_TASK_DONE : ROLE_TASK_OPEN) : ROLE_BULLET;
	char number[16];

	if (list != NULL)
		c->tight = list->tight;
	if (b->number == NONE) {
		unsigned depth = list != NULL && list->bullets > 0 ? list->bullets - 1u : 0;
		set_marker(page, c, role,
			box != NULL ? box : sign(bullets[MIN(depth, G_N_ELEMENTS(bullets) - 1)]));
		return;
	}
	snprintf(number, sizeof(number), "%u.", b->number);
	if (box != NULL)
		set_marker(page, c, role, arena_join(page, number, " ", box));
	else
		set_marker(page, c, role, arena_string(page->arena, number, strlen(number)));
	/* Numbers are set to the right. */
	if (c->columns > 0 && list != NULL && list->digits + 1u > strlen(number))
		c->columns = share(page, c,
			c->columns + list->digits + 1u - (uint32_t)strlen(number), c->columns);
}

static void
push_footnote(struct page *page, struct container *c, const struct block *b)
{
	g_autofree char *label = safe_string(SAFE_NAME, b->label != NULL ? b->label : "", -1);
	char number[16];

	snprintf(number, sizeof(number), "%u", b->number);
	set_marker(page, c, ROLE_FOOTNOTE,
		arena_join(page, "[", b->number == NONE ? label : number, "]"));
}

static bool
warns(const char *type)
{
	for (size_t i = 0; type != NULL && i < G_N_ELEMENTS(warnings); i++)
		if (strcmp(type, warnings[i]) == 0)
			return true;
	return false;
}

static bool
is_folded(const struct page *page, uint32_t block)
{
	return page->options.folded != NULL && page->options.folded[block];
}

void
containers_push(struct page *page, uint32_t block)
{
	const struct block *b = &page->document->blocks[block];
	const struct container *top = containers_top(&page->containers);
	struct container c = {
		.block = block,
		.column = containers_column(&page->containers),
		.kind = b->kind,
		.base = top != NULL ? top->base : ROLE_TEXT,
		.bar = ROLE_TEXT,
		.bullets = top != NULL ? top->bullets : 0,
	};

	switch (b->kind) {
	case BLOCK_QUOTE:
		c.bar = ROLE_QUOTE_BAR;
		c.base = ROLE_QUOTE;
		c.columns = share(page, &c, 2, 1);
		break;
	case BLOCK_CALLOUT:
		c.bar = warns(b->label) ? ROLE_CALLOUT_WARNING : ROLE_CALLOUT_BAR;
		c.base = ROLE_TEXT;
		c.columns = share(page, &c, 2, 1);
		break;
	case BLOCK_LIST:
		push_list(page, &c, b);
		break;
	case BLOCK_ITEM:
		push_item(page, &c, b);
		break;
	case BLOCK_FOOTNOTE:
		push_footnote(page, &c, b);
		break;
	case BLOCK_DETAILS:
		set_marker(page, &c, ROLE_SUMMARY,
			sign(is_folded(page, block) ? SIGN_FOLDED : SIGN_DETAILS));
		break;
	}
	g_array_append_val(page->containers.stack, c);
}

void
containers_pop(struct page *page)
{
	struct containers *containers = &page->containers;
	struct container *top = containers_top(containers);

	if (top->marker != NULL) { /* it held nothing: its marker stands alone */
		line_gap(page, top->block);
		line_open(page, top->block, LINE_FIRST | LINE_MADE);
		line_close(page, page->laid);
		page->last_kind = BLOCK_PARAGRAPH;
	}
	g_array_set_size(containers->stack, containers->stack->len - 1);
	containers->common = MIN(containers->common, containers->stack->len);
}

bool
containers_part(const struct page *page)
{
	const struct containers *containers = &page->containers;
	const struct container *within = NULL, *first = NULL;

	if (containers->common > 0)
		within = containers_at(containers, containers->common - 1);
	if (containers->common < containers->stack->len)
		first = containers_at(containers, containers->common);
	if (first != NULL && first->kind == BLOCK_FOOTNOTE)
		return false; /* layout.c draws what parts them from the text */
	if (within == NULL)
		return true;
	if (page->last_kind == BLOCK_SUMMARY)
		return within->kind != BLOCK_CALLOUT && within->kind != BLOCK_DETAILS;
	return !within->tight;
}
