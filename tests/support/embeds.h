/*
 * Embeds without a library: what a link names is a file of the same folder.
 */
#ifndef LECTERN_TESTS_SUPPORT_EMBEDS_H
#define LECTERN_TESTS_SUPPORT_EMBEDS_H

#include "page/embed_tree.h"

struct shelf;

/* What embeds of document, which stands in folder (with a slash), show; freed all together. */
struct shelf *shelf_new(const struct document *document, const char *folder);
void shelf_free(struct shelf *shelf);
const struct embeds *shelf_embeds(const struct shelf *shelf);

#endif
