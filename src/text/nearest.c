#include "config.h"

#include "text/nearest.h"

#include <glib.h>
#include <string.h>

/* Longer names than this are not compared. */
#define NAME_MOST 64

/* The edits from a to b: Damerau's distance, neighbours swapped once. */
static unsigned
edits(const char *a, size_t a_length, const char *b, size_t b_length)
{
	unsigned rows[3][NAME_MOST + 1];
	unsigned *above = rows[0], *last = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_length; j++)
		last[j] = (unsigned)j;
	memset(rows[0], 0, sizeof(rows[0]));
	for (size_t i = 1; i <= a_length; i++) {
		unsigned *spare = above;

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b_length; j++) {
			char x = g_ascii_tolower(a[i - 1]), y = g_ascii_tolower(b[j - 1]);
			unsigned best = last[j - 1] + (x != y);

			best = MIN(best, MIN(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) &&
				y == g_ascii_tolower(a[i - 2]))
				best = MIN(best, above[j - 2] + 1);
			row[j] = best;
		}
		above = last;
		last = row;
		row = spare;
	}
	return last[b_length];
}

const char *
nearest_name(const char *word, const char *const *names, size_t n)
{
	size_t length = strlen(word);
	unsigned least = (unsigned)MAX(length / 3, 1) + 1;
	const char *nearest = NULL;

	if (length > NAME_MOST)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t other = strlen(names[i]);
		unsigned distance;

		if (other > NAME_MOST)
			continue;
		distance = edits(word, length, names[i], other);
		if (distance < least && distance < length) {
			least = distance;
			nearest = names[i];
		}
	}
	return nearest;
}
