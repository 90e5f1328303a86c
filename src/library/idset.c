#include "config.h"

#include "library/idset.h"

#include <string.h>

/* Bits behind room are all 0. */
struct idset {
	uint64_t *bits;
	uint32_t room; /* words */
};

enum { WORD = 64 };

struct idset *
idset_new(void)
{
	return g_new0(struct idset, 1);
}

struct idset *
idset_copy(const struct idset *set)
{
	struct idset *copy = idset_new();

	copy->room = set->room;
	copy->bits = g_memdup2(set->bits, set->room * sizeof *set->bits);
	return copy;
}

void
idset_free(struct idset *set)
{
	if (set == NULL)
		return;
	g_free(set->bits);
	g_free(set);
}

static void
make_room(struct idset *set, uint32_t room)
{
	if (room <= set->room)
		return;
	set->bits = g_renew(uint64_t, set->bits, room);
	memset(set->bits + set->room, 0, (room - set->room) * sizeof *set->bits);
	set->room = room;
}

void
idset_add(struct idset *set, uint32_t id)
{
	uint32_t word = id / WORD;

	if (word >= set->room)
		make_room(set, MAX(word + 1, set->room + set->room / 2));
	set->bits[word] |= UINT64_C(1) << id % WORD;
}

void
idset_remove(struct idset *set, uint32_t id)
{
	if (id / WORD < set->room)
		set->bits[id / WORD] &= ~(UINT64_C(1) << id % WORD);
}

bool
idset_has(const struct idset *set, uint32_t id)
{
	return id / WORD < set->room && (set->bits[id / WORD] >> id % WORD & 1) != 0;
}

uint32_t
idset_count(const struct idset *set)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < set->room; i++)
		count += (uint32_t)__builtin_popcountll(set->bits[i]);
	return count;
}

void
idset_and(struct idset *set, const struct idset *other)
{
	uint32_t shared = MIN(set->room, other->room);

	for (uint32_t i = 0; i < shared; i++)
		set->bits[i] &= other->bits[i];
	if (set->room > shared)
		memset(set->bits + shared, 0, (set->room - shared) * sizeof *set->bits);
}

void
idset_or(struct idset *set, const struct idset *other)
{
	make_room(set, other->room);
	for (uint32_t i = 0; i < other->room; i++)
		set->bits[i] |= other->bits[i];
}

void
idset_minus(struct idset *set, const struct idset *other)
{
	uint32_t shared = MIN(set->room, other->room);

	for (uint32_t i = 0; i < shared; i++)
		set->bits[i] &= ~other->bits[i];
}

uint32_t
idset_next(const struct idset *set, uint32_t id)
{
	uint32_t word = id / WORD;

	if (word >= set->room)
		return UINT32_MAX;
	for (uint64_t bits = set->bits[word] & ~UINT64_C(0) << id % WORD;; bits = set->bits[word]) {
		if (bits != 0)
			return word * WORD + (uint32_t)__builtin_ctzll(bits);
		if (++word == set->room)
			return UINT32_MAX;
	}
}
