/*
 * What a link's target says of a path: taken apart once, then held against each document whose file
 * has its name (SPEC §5). Used by resolve.c.
 */
#ifndef LECTERN_LIBRARY_WANTED_H
#define LECTERN_LIBRARY_WANTED_H

#include <stdbool.h>

/* The rules about files, in the order in which they are tried. */
enum file_rule {
	RULE_BESIDE,
	RULE_ROOT,
	RULE_NAME,
	RULE_BESIDE_FOLDED,
	RULE_ROOT_FOLDED,
	RULE_NAME_FOLDED,
	FILE_RULES, /* also: none */
};

struct wanted {
	/* the linking document's, with what `..` takes off; NULL for a target from the root */
	char *folder;
	char *below;    /* folders between that and the file, "a/b"; "" for none */
	char *name;     /* of the file, as written */
	char *key;      /* names_key() of name */
	char *stem_key; /* of name without suffix; NULL where it has none */
	/* of the whole target where it has folders, else NULL: `AI/ML` is ai_ml.md too */
	char *whole_key;
	bool up; /* begins with `..` */
};

/* Takes target apart; from is the printed path of the linking document, "" for none. */
void wanted_init(struct wanted *wanted, const char *from, const char *target);
void wanted_clear(struct wanted *wanted);

/* The first rule by which a document fits: path as printed, below the part of it from its root.
 * Only documents whose file has one of the three keys are asked. */
enum file_rule wanted_rule(const struct wanted *wanted, const char *path, const char *below);

#endif
