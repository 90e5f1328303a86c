/*
 * Fields: the known names of front matter folded into one set (SPEC §1). One row of the table in
 * fields.c adds one.
 */
#ifndef LECTERN_DOCUMENT_FIELDS_H
#define LECTERN_DOCUMENT_FIELDS_H

#include <stdbool.h>

enum field {
	FIELD_TITLE,
	FIELD_CATEGORY,
	FIELD_TAGS,
	FIELD_AUTHOR,
	FIELD_CHANNEL,
	FIELD_SOURCE,
	FIELD_VIDEO,
	FIELD_MEDIA,
	FIELD_PUBLISHED,
	FIELD_FETCHED,
	FIELD_ALIASES,
	FIELD_DESCRIPTION,
	FIELD_COUNT,
};

struct field_info {
	const char *name;    /* as in queries and JSON */
	const char *label;   /* as the info panel shows it */
	const char *keys[8]; /* of front matter, in order of preference; NULL-terminated */
	bool list;           /* may hold several values: an array in JSON */
};

/* The row of a field. Lives for ever. */
const struct field_info *field_info(enum field field);

struct draft;

/* Folds the draft's meta into its fields. */
void fields_read(struct draft *draft);

/* Adds a value to a draft's field, once. */
void fields_add(struct draft *draft, enum field field, const char *value);

#endif
