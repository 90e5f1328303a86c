/*
 * Front matter: the YAML between `---` and `---` or `...` at a document's very start, read into
 * meta and folded into fields (SPEC §1).
 */
#ifndef LECTERN_DOCUMENT_FRONTMATTER_H
#define LECTERN_DOCUMENT_FRONTMATTER_H

#include <stdbool.h>
#include <stddef.h>

struct draft;

/* Reads the draft's front matter, if any: sets body, has_front_matter, meta and fields, and adds
 * the problems found. */
void frontmatter_read(struct draft *draft);

/* Reads a first body line `From: [[channel]]` (with or without <br/>): the field, a link without
 * text; moves body past it. Called by every Markdown parse. */
void frontmatter_read_channel(struct draft *draft);

/* Looks near the top of an article's body for a date alone on a line (`Apr 29, 2022`), where front
 * matter gives none: sets published. The line stays text. */
void frontmatter_read_date(struct draft *draft);

/* Whether s (n bytes) is a date alone (any of the written forms); then YYYY-MM-DD in iso (11
 * bytes). */
bool frontmatter_date(const char *s, size_t n, char *iso);

#endif
