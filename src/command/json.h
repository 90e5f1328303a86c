/*
 * JSON of documents: the objects that --json prints (SPEC §8). A field that is not known is absent.
 */
#ifndef LECTERN_COMMAND_JSON_H
#define LECTERN_COMMAND_JSON_H

#include <jansson.h>
#include <stdint.h>

#include "document/document.h"

/* The object of `list` and `info` for a document (whole). */
json_t *json_document(const Document *document);

/* The numbers of a document, as `list` and `info` print them, by the names they have in both. */
enum { COUNTS = 6 };
struct count {
	const char *name;
	uint32_t value;
};
void json_counts(const Document *document, struct count counts[COUNTS]);

/* Sets a string unless it is NULL or "". */
void json_set_text(json_t *object, const char *name, const char *s);

/* A value of front matter with its type kept. */
json_t *json_yaml(const struct yaml_node *node);

#endif
