#include "config.h"

#include "library/linked_closest.h"

#include "library/closest.h"
#include "library/linked_private.h"

GArray *
linked_closest(struct linked *linked, const char *target, uint32_t n)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	closest_entries(linked->catalog, target, n, entries);
	for (guint i = 0; i < entries->len; i++) {
		uint32_t entry = g_array_index(entries, uint32_t, i);
		uint32_t id = catalog_entry(linked->catalog, entry)->id;

		g_array_append_val(ids, id);
	}
	return ids;
}
