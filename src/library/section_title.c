#include "config.h"

#include "library/section_title.h"

#include <string.h>

#include "library/store_private.h"
#include "text/fold.h"

/* Of "line TAB title" lines the first whose title folds to name. */
static char *
title_among(const char *lines, const char *name)
{
	for (const char *line = lines; *line != '\0';) {
		size_t n = strcspn(line, "\n");
		const char *title = memchr(line, '\t', n);
		size_t length = title != NULL ? n - (size_t)(++title - line) : 0;
		g_autofree char *folded = length > 0 ? fold_name(title, length) : NULL;
		if (folded != NULL && strcmp(folded, name) == 0)
			return g_strndup(title, length);
		line += n;
		line += *line == '\n';
	}
	return NULL;
}

char *
section_title_named(struct store *store, uint32_t id, const char *anchor)
{
	const char *last = strrchr(anchor, '#');
	last = last != NULL ? last + 1 : anchor;
	g_autofree char *name = fold_name(last, strlen(last));
	sqlite3_stmt *read =
		name[0] == '\0' ? NULL
				: store_statement(store,
					  "SELECT titles FROM sections WHERE document = ?1", NULL);
	char *title = NULL;
	if (read == NULL)
		return NULL;
	sqlite3_bind_int64(read, 1, id);
	if (sqlite3_step(read) == SQLITE_ROW && sqlite3_column_text(read, 0) != NULL)
		title = title_among((const char *)sqlite3_column_text(read, 0), name);
	sqlite3_reset(read);
	return title;
}
