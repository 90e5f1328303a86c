/*
 * Document kinds, decided by content (SPEC §1). The first row whose looks_like says yes is the
 * kind; one row adds one.
 */
#ifndef LECTERN_DOCUMENT_KINDS_H
#define LECTERN_DOCUMENT_KINDS_H

#include <stdbool.h>

struct draft;

struct kind {
	const char *name;                        /* "video": as printed and queried */
	bool (*looks_like)(struct draft *draft); /* front matter and fields are read by then */
	/* fields of the body's first lines, before the parse; NULL where there are none */
	void (*read_head)(struct draft *draft);
	void (*parse)(struct draft *draft); /* fills the draft's text and arrays from its source */
};

/* The table, ended by a row without a name. The last real row (text) takes everything. */
extern const struct kind document_kinds[];

#endif
