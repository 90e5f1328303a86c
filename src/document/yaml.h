/*
 * YAML with positions: a block of YAML as a tree of nodes, read through libyaml (YAML 1.1 events,
 * types of YAML 1.2's core schema §10.3: `yes`, `on` and `012` are strings). Front matter and the
 * configuration are read with it.
 *
 * What is broken never loses the rest (SPEC §1): where libyaml stops at `key: rest` or at a list
 * item, that value is read as a plain string to its line's end, up to 100 times; lines below it
 * that belong to it (indented deeper, or at the top neither key nor item) are read with it, so that
 * no value is kept half. Where this does not help, the keys before the fault stand. Aliases are not
 * expanded: an alias is the string `*name`. Limits: 1 MiB, 64 levels, 10,000 nodes.
 */
#ifndef LECTERN_DOCUMENT_YAML_H
#define LECTERN_DOCUMENT_YAML_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "document/arena.h"

enum yaml_type { YAML_NULL, YAML_BOOL, YAML_INT, YAML_FLOAT, YAML_STRING, YAML_LIST, YAML_MAP };

struct yaml_node {
	enum yaml_type type;
	/* of a mapping's entry; else NULL. A key that is no scalar is its source text */
	const char *key;
	const char *string; /* the scalar as text, for every scalar type; "" for YAML_NULL */
	int64_t integer;    /* YAML_INT and YAML_BOOL */
	double number;      /* YAML_INT and YAML_FLOAT */
	/* of a list or map: an array, duplicates of a key resolved */
	const struct yaml_node *children;
	uint32_t count;
	uint32_t line, column;         /* of the value, from 1, counted in the whole file */
	uint32_t key_line, key_column; /* of the key */
};

/* One thing wrong; where is in the whole file. code is "front-matter" or "duplicate-key". */
typedef void (*yaml_problem)(void *data, const char *code, uint32_t line, uint32_t column,
	const char *message);

/* Who is told, and under which code; problem may be NULL: nobody. */
struct yaml_reporter {
	yaml_problem problem;
	void *data;
	const char *code;
};

/* Tells of one thing wrong. */
void yaml_report(const struct yaml_reporter *to, uint32_t line, uint32_t column, const char *format,
	...) G_GNUC_PRINTF(4, 5);

/* Reads n bytes that begin at line first_line of their file. Gives the top node, in arena: a map
 * for front matter, NULL where nothing could be read. problem is called for each thing wrong. */
const struct yaml_node *yaml_read(struct arena *arena, const char *bytes, size_t n,
	uint32_t first_line, yaml_problem problem, void *data);

/* The value of a key of a map (exact, else in another case); NULL where there is none. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

#endif
