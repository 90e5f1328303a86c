#include "config.h"

#include "library/names.h"

#include <glib.h>
#include <string.h>
#include <xxhash.h>

#include "document/document.h"
#include "library/idset.h"
#include "text/fold.h"
#include "text/utf8.h"

/* One key, of which 64 bits are kept, and the first node of those that have it. */
struct group {
	uint32_t low, high;
	uint32_t node;
};

/* One name of one entry; NONE where it was dropped. */
struct node {
	uint32_t entry;
	uint32_t next : 30;
	uint32_t kind : 2;
};

#define LAST ((1u << 30) - 1)

struct names {
	GArray *groups;  /* struct group */
	GArray *nodes;   /* struct node */
	uint32_t *slots; /* of groups, at the place of their key's hash or the next free one */
	uint32_t size;   /* of slots, a power of two */
	uint64_t seed;   /* of the hash: nobody can choose names so that they all meet */
};

struct names *
names_new(void)
{
	struct names *names = g_new0(struct names, 1);

	names->seed = (uint64_t)g_random_int() << 32 | g_random_int();
	names->groups = g_array_new(FALSE, FALSE, sizeof(struct group));
	names->nodes = g_array_new(FALSE, FALSE, sizeof(struct node));
	return names;
}

void
names_free(struct names *names)
{
	if (names == NULL)
		return;
	g_array_free(names->groups, TRUE);
	g_array_free(names->nodes, TRUE);
	g_free(names->slots);
	g_free(names);
}

static uint64_t
hash(const struct names *names, const char *key)
{
	return XXH3_64bits_withSeed(key, strlen(key), names->seed);
}

static struct group *
group_at(const struct names *names, uint32_t index)
{
	return &g_array_index(names->groups, struct group, index);
}

static const struct node *
node_at(const struct names *names, uint32_t index)
{
	return &g_array_index(names->nodes, struct node, index);
}

/* The slot of a key's hash: that of its group, else the free one where it belongs. */
static uint32_t
slot_of(const struct names *names, uint64_t hash)
{
	uint32_t low = (uint32_t)hash, high = (uint32_t)(hash >> 32);

	for (uint32_t at = low;; at++) {
		uint32_t index = names->slots[at & (names->size - 1)];
		const struct group *group = index != NONE ? group_at(names, index) : NULL;

		if (group == NULL || (group->low == low && group->high == high))
			return at & (names->size - 1);
	}
}

static void
grow(struct names *names)
{
	names->size = MAX(names->size * 2, 64);
	names->slots = g_renew(uint32_t, names->slots, names->size);
	memset(names->slots, 0xff, names->size * sizeof(uint32_t));
	for (uint32_t i = 0; i < names->groups->len; i++) {
		uint32_t at = group_at(names, i)->low & (names->size - 1);

		while (names->slots[at] != NONE)
			at = (at + 1) & (names->size - 1);
		names->slots[at] = i;
	}
}

void
names_add(struct names *names, enum name_kind kind, const char *key, uint32_t entry)
{
	uint64_t hashed = hash(names, key);

	if (names->groups->len >= names->size / 4 * 3)
		grow(names);
	if (names->nodes->len >= LAST)
		return;
	uint32_t *slot = &names->slots[slot_of(names, hashed)];

	if (*slot == NONE) {
		struct group group = { (uint32_t)hashed, (uint32_t)(hashed >> 32), LAST };

		*slot = names->groups->len;
		g_array_append_val(names->groups, group);
	}
	struct group *group = group_at(names, *slot);
	struct node node = { .entry = entry, .next = group->node & LAST, .kind = kind & 3 };

	group->node = names->nodes->len;
	g_array_append_val(names->nodes, node);
}

void
names_drop(struct names *names, const struct idset *entries)
{
	for (guint i = 0; i < names->nodes->len; i++) {
		struct node *node = &g_array_index(names->nodes, struct node, i);

		if (node->kind != NAME_FILE && node->entry != NONE &&
			idset_has(entries, node->entry))
			node->entry = NONE;
	}
}

struct names_walk
names_find(const struct names *names, enum name_kind kind, const char *key)
{
	uint32_t group = names->size > 0 ? names->slots[slot_of(names, hash(names, key))] : NONE;

	return (struct names_walk){ kind, group != NONE ? group_at(names, group)->node : LAST };
}

uint32_t
names_next(const struct names *names, struct names_walk *walk)
{
	while (walk->node != LAST) {
		const struct node *node = node_at(names, walk->node);

		walk->node = node->next;
		if (node->kind == walk->kind && node->entry != NONE)
			return node->entry;
	}
	return NONE;
}

char *
names_key(const char *text, size_t n)
{
	char *key = fold_name(text, n);
	size_t length = strlen(key);

	if (length > 4 || (length > 1 && utf8_length(key, length) > 1))
		return key;
	g_free(key);
	key = g_malloc(n + 2);
	key[0] = '=';
	memcpy(key + 1, text, n);
	key[n + 1] = '\0';
	return key;
}

bool
names_key_is_written(const char *key)
{
	return key[0] == '=';
}
