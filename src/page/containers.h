/*
 * Containers: the quotes, lists, items and callouts around the block being laid out, as columns,
 * bars and markers. Each takes a few columns at the left of what it holds, but all together never
 * more than half of the page, nor those deeper than 32: what does not fit stands flat, with its
 * marker before its first line.
 */
#ifndef LECTERN_PAGE_CONTAINERS_H
#define LECTERN_PAGE_CONTAINERS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "page/role.h"

/* Those deeper than this take no columns. */
#define CONTAINERS_DRAWN 32

struct page;

struct container {
	uint32_t block;
	uint32_t column;         /* where it begins */
	uint32_t columns;        /* that it takes: what it holds begins after them */
	const char *marker;      /* drawn on its first line, then NULL */
	uint32_t marker_columns; /* with the blank after it */
	uint8_t marker_role;
	uint8_t bar;     /* role of its bar; ROLE_TEXT: it has none */
	uint8_t base;    /* role of plain text in it */
	uint8_t kind;    /* enum block_kind */
	bool tight;      /* no blank lines between what it holds */
	uint8_t bullets; /* unordered lists around and with it */
	uint8_t digits;  /* of a list: columns of its widest number */
};

struct containers {
	GArray *stack;    /* struct container */
	uint32_t common;  /* how many of them have been open since the last block drawn */
	uint32_t pending; /* markers that are not drawn yet */
	uint32_t waits;   /* depth of the outermost of them */
};

void containers_init(struct containers *containers);
void containers_clear(struct containers *containers);

/* The innermost, and the one at depth; NULL where there is none. */
struct container *containers_top(const struct containers *containers);
struct container *containers_at(const struct containers *containers, uint32_t depth);

/* Opens the container `block` of page; closes the innermost. */
void containers_push(struct page *page, uint32_t block);
void containers_pop(struct page *page);

/* Column at which what they hold begins. */
uint32_t containers_column(const struct containers *containers);

/* Whether blocks drawn one after the other are parted by a blank line here: asked before a block,
 * of the innermost container that holds it and the block before. */
bool containers_part(const struct page *page);

#endif
