/*
 * Keys by which the index finds links (the tables `links` and `targets`, store_private.h): whatever
 * document a link could resolve to, one of that document's keys is one of the link's. A key is a
 * hash; what resolves is told by the target (library/resolve.h).
 */
#ifndef LECTERN_LIBRARY_LINK_KEYS_H
#define LECTERN_LIBRARY_LINK_KEYS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* That of a name as names_key() gives it, of a document or of a target. */
int64_t link_key_of_name(const char *name_key);

/* That of an address as resolve_url_key() gives it: links to it or below it at a '/' have it, and all
 * to a host have the host's. With inside, those to hosts below its host have it too (a.org:
 * blog.a.org), in another key. */
int64_t link_key_of_url(const char *url_key, bool inside);

/* That of the links of a document to places of its own; of id 0 that of the links of all documents to
 * such places that are not there. */
int64_t link_key_of_own(uint32_t id);

/* Names that no document has are the same where this is: names_key() of a target, its %XX read and
 * without the suffix of a document. One of the target's keys is of it. The caller frees. */
char *link_name_key(const char *target);

/* Appends the keys (int64_t, some more than once) of a name or path, as resolve_link_target() gives
 * it; and of a URL, first its own. */
void link_keys_of_target(GArray *keys, const char *target);
void link_keys_of_address(GArray *keys, const char *url);

#endif
