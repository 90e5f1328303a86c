/*
 * Pairs of marks and tags: which opens what which closes. What finds no partner is text, but for
 * closing tags.
 */
#include "config.h"

#include "document/markdown_private.h"

enum {
	ELEMENTS = 160, /* more than HTML has: one place for each that is open in a leaf */
};

/* The innermost open tag of each element; each leads to the one around it by its partner. */
struct open_tags {
	struct {
		const struct html_element *element;
		uint32_t innermost;
	} of[ELEMENTS];
	size_t count;
};

static struct piece *
piece_at(struct markdown *md, uint32_t i)
{
	return &g_array_index(md->marked, struct piece, i);
}

static void
join(struct markdown *md, uint32_t open, uint32_t close)
{
	piece_at(md, open)->partner = close;
	piece_at(md, close)->partner = open;
}

static void
pair_comments(struct markdown *md)
{
	uint32_t open = NONE;

	for (guint i = 0; i < md->marked->len; i++) {
		struct piece *piece = piece_at(md, i);

		if (piece->kind != PIECE_TOGGLE || piece->mark != '%')
			continue;
		if (open == NONE) {
			open = i;
			continue;
		}
		join(md, open, i);
		for (guint k = open + 1; k < i; k++)
			piece_at(md, k)->flags |= PIECE_HIDDEN;
		open = NONE;
	}
}

static void
pair_toggles(struct markdown *md)
{
	uint32_t mark = NONE, tildes[3] = { NONE, NONE, NONE };

	for (guint i = 0; i < md->marked->len; i++) {
		struct piece *piece = piece_at(md, i);
		uint32_t *open;

		if (piece->kind != PIECE_TOGGLE || piece->mark == '%' ||
			(piece->flags & PIECE_HIDDEN) != 0)
			continue;
		open = piece->mark == '=' ? &mark : &tildes[piece->length];
		if (*open != NONE && (piece->flags & PIECE_CAN_CLOSE) != 0) {
			join(md, *open, i);
			*open = NONE;
		} else if ((piece->flags & PIECE_CAN_OPEN) != 0) {
			*open = i;
		}
	}
}

static uint32_t *
innermost(struct open_tags *tags, const struct html_element *element)
{
	for (size_t i = 0; i < tags->count; i++)
		if (tags->of[i].element == element)
			return &tags->of[i].innermost;
	if (tags->count == ELEMENTS)
		return NULL;
	tags->of[tags->count].element = element;
	tags->of[tags->count].innermost = NONE;
	return &tags->of[tags->count++].innermost;
}

static void
pair_tags(struct markdown *md)
{
	struct open_tags tags = { .count = 0 };

	for (guint i = 0; i < md->marked->len; i++) {
		struct piece *piece = piece_at(md, i);
		uint32_t *open;

		if (piece->kind != PIECE_TAG || piece->element == NULL || piece->element->is_void)
			continue;
		open = innermost(&tags, piece->element);
		if (open == NULL)
			continue;
		if ((piece->flags & PIECE_CLOSING) == 0) {
			piece->partner = *open;
			*open = i;
		} else if (*open != NONE) {
			uint32_t around = piece_at(md, *open)->partner;

			join(md, *open, i);
			*open = around;
		}
	}
	/* Those still open lead to one another: they have no partner. */
	for (size_t i = 0; i < tags.count; i++) {
		for (uint32_t k = tags.of[i].innermost; k != NONE;) {
			uint32_t around = piece_at(md, k)->partner;

			piece_at(md, k)->partner = NONE;
			k = around;
		}
	}
}

void
inline_pair(struct markdown *md)
{
	pair_comments(md);
	pair_toggles(md);
	pair_tags(md);
}
