/*
 * Which names come closest to one that nothing has: those that share most runs of three letters (Dice's
 * coefficient over the folded names), so that other words between, or in another order, count little.
 * Runs of two are too common: any two long names share half of theirs.
 */
#include "config.h"

#include "library/closest.h"

#include <string.h>

#include "library/names.h"
#include "text/path.h"

/* A set of runs of bytes; two that fall on one bit are taken for one. */
struct runs {
	uint64_t bits[64];
	size_t count; /* of bits */
};

struct close {
	uint32_t entry;
	double score;
};

#define RUN 3

static unsigned
run_at(const char *s)
{
	const unsigned char *run = (const unsigned char *)s;

	return (run[0] * 961u + run[1] * 31u + run[2]) % 4096;
}

/* The runs of a key, a mark before its first letter. */
static void
runs_of(struct runs *runs, const char *key)
{
	g_autofree char *marked = g_strconcat("^", key, NULL);
	size_t n = strlen(marked);

	memset(runs, 0, sizeof(*runs));
	for (size_t i = 0; i + RUN <= n; i++) {
		unsigned bit = run_at(marked + i);
		uint64_t mask = (uint64_t)1 << bit % 64;

		runs->count += (runs->bits[bit / 64] & mask) == 0;
		runs->bits[bit / 64] |= mask;
	}
}

/* From 0, nothing shared, to 1. */
static double
likeness(const struct runs *wanted, const char *text, size_t n)
{
	g_autofree char *key = names_key(text, n);
	struct runs runs;
	size_t shared = 0;

	runs_of(&runs, key);
	for (int i = 0; i < 64; i++)
		shared += (size_t)__builtin_popcountll(runs.bits[i] & wanted->bits[i]);
	return runs.count + wanted->count > 0
		       ? 2.0 * (double)shared / (double)(runs.count + wanted->count)
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
	const double least = 0.3;
	struct runs runs;

	runs_of(&runs, key);
	for (uint32_t i = 0; i < catalog_count(catalog); i++) {
		const struct entry *row = catalog_entry(catalog, i);
		const char *name = path_name(row->path);
		double by_name = likeness(&runs, name, path_stem(name));
		double by_title = row->known ? likeness(&runs, row->title, strlen(row->title)) : 0;
		struct close close = { i, MAX(by_name, by_title) };

		if (close.score >= least && !row->binary && !row->gone)
			put(best, n, close);
	}
	/* Beside a name that is close the others say nothing. */
	for (guint i = 0; i < best->len; i++)
		if (g_array_index(best, struct close, i).score * 2 >=
			g_array_index(best, struct close, 0).score)
			g_array_append_val(entries, g_array_index(best, struct close, i).entry);
}
