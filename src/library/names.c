#include "config.h"

#include "library/names.h"

#include <glib.h>
#include <string.h>

#include "document/document.h"
#include "text/fold.h"
#include "text/utf8.h"

/* One key, and the first node of those that have it. */
struct group {
	uint32_t key; /* offset in text */
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
	GString *text;   /* keys, each with its NUL */
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
	names->text = g_string_new(NULL);
	names->groups = g_array_new(FALSE, FALSE, sizeof(struct group));
	names->nodes = g_array_new(FALSE, FALSE, sizeof(struct node));
	return names;
}

void
names_free(struct names *names)
{
	if (names == NULL)
		return;
	g_string_free(names->text, TRUE);
	g_array_free(names->groups, TRUE);
	g_array_free(names->nodes, TRUE);
	g_free(names->slots);
	g_free(names);
}

static uint32_t
hash(const struct names *names, const char *key)
{
	uint64_t value = names->seed;

	for (; *key != '\0'; key++)
		value = (value ^ (unsigned char)*key) * 0x100000001b3u;
	return (uint32_t)(value >> 32 ^ value);
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

/* The slot of a key: that of its group, else the free one where it belongs. */
static uint32_t
slot_of(const struct names *names, const char *key)
{
	for (uint32_t at = hash(names, key);; at++) {
		uint32_t group = names->slots[at & (names->size - 1)];

		if (group == NONE ||
			strcmp(names->text->str + group_at(names, group)->key, key) == 0)
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
		uint32_t at =
			hash(names, names->text->str + group_at(names, i)->key) & (names->size - 1);

		while (names->slots[at] != NONE)
			at = (at + 1) & (names->size - 1);
		names->slots[at] = i;
	}
}

void
names_add(struct names *names, enum name_kind kind, const char *key, uint32_t entry)
{
	size_t size = strlen(key) + 1;

	if (names->groups->len >= names->size / 4 * 3)
		grow(names);
	if (names->nodes->len >= LAST || names->text->len > UINT32_MAX - size)
		return;
	uint32_t *slot = &names->slots[slot_of(names, key)];

	if (*slot == NONE) {
		struct group group = { (uint32_t)names->text->len, LAST };

		*slot = names->groups->len;
		g_string_append_len(names->text, key, (gssize)size);
		g_array_append_val(names->groups, group);
	}
	struct group *group = group_at(names, *slot);
	struct node node = { .entry = entry, .next = group->node & LAST, .kind = kind & 3 };

	group->node = names->nodes->len;
	g_array_append_val(names->nodes, node);
}

void
names_drop(struct names *names, uint32_t entry)
{
	for (guint i = 0; i < names->nodes->len; i++) {
		struct node *node = &g_array_index(names->nodes, struct node, i);

		if (node->entry == entry && node->kind != NAME_FILE)
			node->entry = NONE;
	}
}

struct names_walk
names_find(const struct names *names, enum name_kind kind, const char *key)
{
	uint32_t group = names->size > 0 ? names->slots[slot_of(names, key)] : NONE;

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
