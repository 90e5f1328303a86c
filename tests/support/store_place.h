/*
 * A store in a test's own folder (support/place.h), and texts put into it as documents.
 */
#ifndef LECTERN_TESTS_SUPPORT_STORE_PLACE_H
#define LECTERN_TESTS_SUPPORT_STORE_PLACE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "library/store.h"
#include "support/parse.h"
#include "support/place.h"

static const char *const store_place_none[] = { NULL };
static const char *const store_place_extensions[] = { "md", "txt", NULL };

static inline int
store_place_enter(void **state)
{
	int result = place_enter(state);
	g_autofree char *here = g_get_current_dir();
	g_autofree char *cache = g_build_filename(here, "cache", NULL);

	g_setenv("XDG_CACHE_HOME", cache, TRUE);
	return result;
}

/* Of the folder "notes". */
static inline struct store_location *
store_place_location(void)
{
	const char *const roots[] = { "notes", NULL };

	g_mkdir_with_parents("notes", 0700);
	return store_location_new(roots, store_place_none, store_place_extensions, false);
}

static inline struct store *
store_place_open(struct store_location *location)
{
	g_autoptr(GError) error = NULL;
	struct store *store = store_open(location, &error);

	if (store == NULL)
		fail_msg("%s", error->message);
	return store;
}

/* A document with the state of a file that was written long ago; n tells it from others. */
static inline struct document *
store_place_document(const char *name, const char *text, unsigned n)
{
	struct document *document = parse_text(name, text, DOCUMENT_WHOLE);

	document->file = (struct file_state){ .device = 7,
		.inode = n,
		.size = strlen(text),
		.mtime = 1500000000000000000 + n,
		.ctime = 1500000000000000000 + n };
	/* As source_read() does of a file. */
	memset(document->hash, 0, SOURCE_HASH);
	for (size_t i = 0; text[i] != '\0'; i++)
		document->hash[i % SOURCE_HASH] =
			(unsigned char)(document->hash[i % SOURCE_HASH] * 31 + text[i]);
	return document;
}

/* Puts a text between begin and commit. Gives its id. */
static inline uint32_t
store_place_put(struct store *store, const char *folder, const char *name, const char *text,
	unsigned n)
{
	g_autoptr(Document) document = store_place_document(name, text, n);
	g_autoptr(GError) error = NULL;
	uint32_t id = 0;

	if (!store_begin(store, 1000, &error) ||
		!store_put(store, folder, name, NULL, document, NULL, &id, &error) ||
		!store_commit(store, &error))
		fail_msg("%s", error->message);
	return id;
}

#endif
