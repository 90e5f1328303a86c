#include "config.h"

#include "library/letters.h"

#include <string.h>

#include "text/fold.h"
#include "text/fuzzy.h"
#include "text/utf8.h"

/* Names looked at between two looks at the clock and the flag. */
#define STRIDE 1024

struct name {
	const char *text;
	uint64_t mask; /* the letters it holds */
	uint32_t first, second;
	uint32_t length : 24;
	uint32_t weight : 8;
};

/* Longer names are looked through only so far. */
#define LENGTH_MOST ((1u << 24) - 1)

struct letters {
	gatomicrefcount references;
	GStringChunk *text; /* the names that were copied */
	GArray *names;      /* struct name */
	guint ready;        /* those whose letters are known */
};

struct match {
	int score;
	uint32_t length, index;
};

struct letters *
letters_new(void)
{
	struct letters *letters = g_new0(struct letters, 1);

	g_atomic_ref_count_init(&letters->references);
	letters->text = g_string_chunk_new(65536);
	letters->names = g_array_new(FALSE, FALSE, sizeof(struct name));
	return letters;
}

struct letters *
letters_ref(struct letters *letters)
{
	g_atomic_ref_count_inc(&letters->references);
	return letters;
}

void
letters_unref(struct letters *letters)
{
	if (letters == NULL || !g_atomic_ref_count_dec(&letters->references))
		return;
	g_string_chunk_free(letters->text);
	g_array_unref(letters->names);
	g_free(letters);
}

/* A bit for each letter of ASCII and each digit; all others share 27. */
static uint64_t
bit_of(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (unsigned char)(c + 'a' - 'A');
	if (c >= 'a' && c <= 'z')
		return UINT64_C(1) << (c - 'a');
	if (c >= '0' && c <= '9')
		return UINT64_C(1) << (26 + c - '0');
	return UINT64_C(1) << (36 + c % 27);
}

/* Of folded bytes, blanks left out. */
static uint64_t
mask_of_bytes(const char *s, size_t n)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < n; i++)
		mask |= s[i] == ' ' ? 0 : bit_of((unsigned char)s[i]);
	return mask;
}

static uint64_t
mask_of(const char *s, size_t n)
{
	if (utf8_ascii(s, n) == n)
		return mask_of_bytes(s, n);

	size_t length;
	g_autofree char *folded = fold_search(s, n, false, &length, NULL);

	return mask_of_bytes(folded, length);
}

void
letters_add_lasting(struct letters *letters, const char *name, uint32_t first, uint32_t second,
	uint8_t weight)
{
	struct name row = { .text = name, .first = first, .second = second, .weight = weight };

	g_array_append_val(letters->names, row);
}

void
letters_add(struct letters *letters, const char *name, uint32_t first, uint32_t second,
	uint8_t weight)
{
	letters_add_lasting(letters, g_string_chunk_insert(letters->text, name), first, second,
		weight);
}

bool
letters_ready(struct letters *letters, const struct cancel *cancel)
{
	for (; letters->ready < letters->names->len; letters->ready++) {
		struct name *name = &g_array_index(letters->names, struct name, letters->ready);

		if (letters->ready % STRIDE == 0 && cancel_is_set(cancel))
			return false;
		name->length = (uint32_t)MIN(strlen(name->text), LENGTH_MOST) & LENGTH_MOST;
		name->mask = mask_of(name->text, name->length);
	}
	return true;
}

static const struct name *
name_at(const struct letters *letters, uint32_t index)
{
	return &g_array_index(letters->names, struct name, index);
}

const char *
letters_name(const struct letters *letters, uint32_t index)
{
	return name_at(letters, index)->text;
}

uint32_t
letters_first(const struct letters *letters, uint32_t index)
{
	return name_at(letters, index)->first;
}

uint32_t
letters_second(const struct letters *letters, uint32_t index)
{
	return name_at(letters, index)->second;
}

/* --- finding --- */

/* Whether a comes before b. */
static bool
is_better(const struct match *a, const struct match *b)
{
	if (a->score != b->score)
		return a->score > b->score;
	return a->length != b->length ? a->length < b->length : a->index < b->index;
}

static int
compare_matches(const void *a, const void *b)
{
	return is_better(a, b) ? -1 : 1;
}

/* The best so far as a heap whose root is the worst of them. */
static void
keep_best(GArray *heap, struct match match, uint32_t most)
{
	struct match *matches;
	guint at;

	if (heap->len < most) {
		g_array_append_val(heap, match);
		matches = (struct match *)(void *)heap->data;
		for (at = heap->len - 1; at > 0 && is_better(&matches[(at - 1) / 2], &match);
			at = (at - 1) / 2)
			matches[at] = matches[(at - 1) / 2];
		matches[at] = match;
		return;
	}
	matches = (struct match *)(void *)heap->data;
	if (most == 0 || !is_better(&match, &matches[0]))
		return;
	for (at = 0; 2 * at + 1 < heap->len;) {
		guint child = 2 * at + 1;

		if (child + 1 < heap->len && is_better(&matches[child], &matches[child + 1]))
			child++;
		if (!is_better(&match, &matches[child]))
			break;
		matches[at] = matches[child];
		at = child;
	}
	matches[at] = match;
}

/* Whether all that a pattern matches was matched by the one before it: in ASCII, where what follows
 * changes no letter before it. */
static bool
goes_on(const char *pattern, const struct letters_found *before)
{
	return before != NULL && before->complete && g_str_is_ascii(pattern) &&
	       g_str_has_prefix(pattern, before->pattern) &&
	       fold_has_upper(pattern, strlen(pattern)) ==
		       fold_has_upper(before->pattern, strlen(before->pattern));
}

static struct letters_found *
found_new(const char *pattern, GArray *heap, GArray *all, bool complete)
{
	struct letters_found *found = g_new(struct letters_found, 1);

	*found = (struct letters_found){ g_strdup(pattern),
		g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), heap->len), all, complete };
	g_array_sort(heap, compare_matches);
	for (guint i = 0; i < heap->len; i++)
		g_array_append_val(found->best, g_array_index(heap, struct match, i).index);
	return found;
}

struct letters_found *
letters_find(const struct letters *letters, const char *pattern, const struct letters_found *before,
	uint32_t most, unsigned milliseconds, const struct cancel *cancel)
{
	g_autoptr(Fuzzy) fuzzy = fuzzy_new(pattern);
	g_autoptr(GArray) heap = g_array_new(FALSE, FALSE, sizeof(struct match));
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	const GArray *among = goes_on(pattern, before) ? before->all : NULL;
	uint32_t count = among != NULL ? among->len : letters->names->len;
	uint64_t mask = mask_of(pattern, strlen(pattern));
	gint64 late = g_get_monotonic_time() + (gint64)milliseconds * 1000;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t index = among != NULL ? g_array_index(among, uint32_t, i) : i;
		const struct name *name = name_at(letters, index);

		if (i % STRIDE == STRIDE - 1) {
			if (cancel_is_set(cancel))
				return NULL;
			if (milliseconds > 0 && g_get_monotonic_time() > late)
				return found_new(pattern, heap, g_steal_pointer(&all), false);
		}
		if ((name->mask & mask) != mask)
			continue;

		int score = fuzzy_match(fuzzy, name->text, name->length, NULL);

		if (score <= 0)
			continue;
		g_array_append_val(all, index);
		keep_best(heap, (struct match){ score * name->weight, name->length, index }, most);
	}
	return cancel_is_set(cancel) ? NULL : found_new(pattern, heap, g_steal_pointer(&all), true);
}

void
letters_found_free(struct letters_found *found)
{
	if (found == NULL)
		return;
	g_array_unref(found->best);
	g_array_unref(found->all);
	g_free(found->pattern);
	g_free(found);
}
