/*
 * The function `places(text)` of the index: where the first phrase of a MATCH stands in the row, as a
 * blob of 32-bit numbers in order, the column in the two highest bits, the token below; and with
 * `places(text, 1)` behind them how many tokens the body has.
 */
#include "config.h"

#include "library/store_private.h"

enum { COLUMN_SHIFT = 30, BODY = 2 };

static void
places(const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result, int count,
	sqlite3_value **values)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	Fts5PhraseIter at;
	int column, token, code;

	(void)values;
	code = api->xPhraseFirst(context, 0, &at, &column, &token);
	while (code == SQLITE_OK && column >= 0) {
		uint32_t place = (uint32_t)column << COLUMN_SHIFT |
				 ((uint32_t)token & ((1U << COLUMN_SHIFT) - 1));

		g_array_append_val(found, place);
		api->xPhraseNext(context, &at, &column, &token);
	}
	if (code == SQLITE_OK && count > 0) {
		code = api->xColumnSize(context, BODY, &token);
		g_array_append_val(found, token);
	}
	if (code != SQLITE_OK)
		sqlite3_result_error_code(result, code);
	else
		sqlite3_result_blob64(result, found->data,
			(sqlite3_uint64)found->len * sizeof(uint32_t), SQLITE_TRANSIENT);
	g_array_free(found, TRUE);
}

bool
store_places_register(fts5_api *api)
{
	return api->xCreateFunction(api, "places", NULL, places, NULL) == SQLITE_OK;
}
