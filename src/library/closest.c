/*
 * Which names come closest to one that nothing has: those that share most pairs of neighbouring
 * letters (Dice's coefficient over the folded names), so that other words between, or in another
 * order, count little.
 */
#include "config.h"

#include "library/closest.h"

#include <string.h>

#include "library/names.h"
#include "text/path.h"

/* A set of pairs of bytes; two pairs that fall on one bit are taken for one. */
struct pairs {
	uint64_t bits[64];
	size_t count;
};

struct close {
	uint32_t entry;
	double score;
};

static unsigned
pair_at(const char *s)
{
	return ((unsigned char)s[0] * 31u + (unsigned char)s[1]) % 4096;
}

static void
pairs_of(struct pairs *pairs, const char *key)
{
	memset(pairs, 0, sizeof(*pairs));
	for (; key[0] != '\0' && key[1] != '\0'; key++) {
		pairs->bits[pair_at(key) / 64] |= (uint64_t)1 << pair_at(key) % 64;
		pairs->count++;
	}
}

/* From 0, nothing shared, to 1. */
static double
likeness(const struct pairs *pairs, const char *text, size_t n)
{
	g_autofree char *key = names_key(text, n);
	size_t count = 0, shared = 0;

	for (const char *p = key; p[0] != '\0' && p[1] != '\0'; p++) {
		shared += pairs->bits[pair_at(p) / 64] >> pair_at(p) % 64 & 1;
		count++;
	}
	return count + pairs->count > 0
		       ? 2.0 * (double)MIN(shared, pairs->count) / (double)(count + pairs->count)
		       : 0;
}

/* Puts an entry in its place among the best, of which there are n at most. */
static void
put(GArray *best, uint32_t n, struct close close)
{
	guint at = best->len;

	while (at > 0 && g_array_index(best, struct close, at - 1).score < close.score)
		at--;
	if (at >= n)
		return;
	g_array_insert_val(best, at, close);
	if (best->len > n)
		g_array_set_size(best, n);
}

void
closest_entries(const struct catalog *catalog, const char *target, uint32_t n, GArray *entries)
{
	g_autofree char *key = names_key(target, strlen(target));
	g_autoptr(GArray) best = g_array_new(FALSE, FALSE, sizeof(struct close));
	const double least = 0.4;
	struct pairs pairs;

	pairs_of(&pairs, key);
	for (uint32_t i = 0; i < catalog_count(catalog); i++) {
		const struct entry *row = catalog_entry(catalog, i);
		const char *name = path_name(row->path);
		double by_name = likeness(&pairs, name, path_stem(name));
		double by_title = row->known ? likeness(&pairs, row->title, strlen(row->title)) : 0;
		struct close close = { i, MAX(by_name, by_title) };

		if (close.score >= least && !row->binary && !row->gone)
			put(best, n, close);
	}
	for (guint i = 0; i < best->len; i++)
		g_array_append_val(entries, g_array_index(best, struct close, i).entry);
}
