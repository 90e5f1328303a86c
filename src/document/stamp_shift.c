/*
 * Which notes say minutes and seconds in the place of hours and minutes (TIMESTAMPS.md 3 to 6).
 * Judged over all three-part stamps of a document: B are those with a first part of 1 or more, Z
 * those of B whose third part is 00.
 */
#include "config.h"

#include "document/stamp.h"

enum shift {
	SHIFT_NONE,
	SHIFT_ALL,  /* rule 4 */
	SHIFT_SOME, /* rule 5 */
};

struct tally {
	unsigned stamps, b, z;
	bool all_zero; /* third parts */
	bool six;      /* a first part of 6 or more */
	bool twelve;
	bool uneven;         /* a second part that is no multiple of 5 */
	bool long_recording; /* passes 45 minutes */
};

static bool
is_judged(const struct stamp *stamp)
{
	return stamp->judged && !stamp->timed && stamp->time.parts == 3;
}

static void
count(struct tally *tally, const uint16_t part[4])
{
	tally->stamps++;
	tally->all_zero &= part[2] == 0;
	tally->six |= part[0] >= 6;
	tally->twelve |= part[0] >= 12;
	tally->uneven |= part[1] % 5 != 0;
	tally->long_recording |= part[0] >= 45 || (part[0] == 0 && part[1] >= 45 && part[2] != 0);
	if (part[0] >= 1) {
		tally->b++;
		tally->z += part[2] == 0;
	}
}

static enum shift
judge(const struct tally *tally)
{
	if (tally->stamps >= 3 && tally->b > 0 && tally->all_zero)
		return tally->six || tally->uneven ? SHIFT_ALL : SHIFT_NONE;
	if (tally->twelve || (tally->z >= 3 && tally->z * 3 >= tally->b))
		return SHIFT_SOME;
	return SHIFT_NONE;
}

/* Whether a stamp of a document that is shifted in part is itself shifted (rule 5). */
static bool
is_shifted(const uint16_t part[4], bool long_recording)
{
	if (part[0] == 0)
		return false;
	return part[0] >= 6 || part[2] == 0 || !long_recording;
}

void
stamps_resolve(GArray *stamps)
{
	struct tally tally = { .all_zero = true };
	enum shift shift;

	for (guint i = 0; i < stamps->len; i++) {
		const struct stamp *stamp = &g_array_index(stamps, struct stamp, i);

		if (is_judged(stamp))
			count(&tally, stamp->time.part);
	}
	shift = judge(&tally);
	for (guint i = 0; i < stamps->len; i++) {
		struct stamp *stamp = &g_array_index(stamps, struct stamp, i);
		bool shifted = is_judged(stamp) &&
			       (shift == SHIFT_ALL ||
				       (shift == SHIFT_SOME &&
					       is_shifted(stamp->time.part, tally.long_recording)));

		if (stamp->timed)
			continue;
		stamp->shifted = stamp->time.parts == 3 && (shifted || stamp->time.part[2] >= 60);
		stamp->milliseconds = clock_milliseconds(&stamp->time, shifted);
		stamp->end = NONE;
		if (stamp->until.parts > 0)
			stamp->end = clock_milliseconds(&stamp->until, stamp->shifted);
		if (stamp->end <= stamp->milliseconds)
			stamp->end = NONE;
	}
}
