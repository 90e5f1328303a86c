/*
 * The length at which a search page cut its excerpts. A title glued before an excerpt of K
 * characters makes a line of K and the title's length: each line votes for the lengths that its
 * glued boundaries allow, and the length that most agree on wins.
 */
#include "config.h"

#include "document/digest_private.h"

enum { STEP = 4 }; /* taken off for each of a cut's last spaces that is gone */

/* Lengths that people choose, and by how much they are preferred, in hundredths. */
static const struct {
	uint16_t k, factor;
} rounds[] = {
	{ 100, 110 },
	{ 120, 110 },
	{ 140, 110 },
	{ 150, 110 },
	{ 160, 110 },
	{ 180, 110 },
	{ 200, 120 },
	{ 240, 110 },
	{ 250, 115 },
	{ 256, 115 },
	{ 280, 110 },
	{ 300, 120 },
	{ 320, 110 },
	{ 350, 110 },
	{ 400, 120 },
	{ 450, 110 },
	{ 500, 120 },
	{ 512, 115 },
	{ 600, 120 },
	{ 700, 110 },
	{ 750, 110 },
	{ 800, 120 },
	{ 900, 110 },
	{ 1000, 120 },
	{ 1024, 115 },
	{ 1200, 110 },
	{ 1500, 110 },
	{ 2000, 110 },
};

struct poll {
	unsigned voters;
	uint32_t longest;
	uint32_t sum[CUT_MOST + 1];
	uint32_t supporters[CUT_MOST + 1];
	bool own[CUT_MOST + 1]; /* some voter's own length */
};

/* 100 where k is not round. */
static unsigned
factor_of(uint32_t k)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rounds); i++)
		if (rounds[i].k == k)
			return rounds[i].factor;
	return 100;
}

/* Whether a line votes but for rule 13, which needs its head. */
static bool
may_vote(const struct digest_line *line)
{
	return line->length >= CUT_LEAST && line->mid && !line->led &&
	       line->length - line->tail <= CUT_MOST + CUT_REACH;
}

unsigned
digest_cut_at(const struct digest_cut *cut, const struct digest_head *head, uint32_t n, uint32_t *p)
{
	unsigned best = 0;

	if (n + 2 < cut->k || n > cut->k + CUT_REACH)
		return 0;
	if (n <= cut->k) {
		*p = 0;
		return 10;
	}
	for (unsigned step = 0; step <= 2; step++) {
		uint32_t at = n - cut->k + step;
		unsigned strength;
		bool cjk;

		if (at < 2 || at > TITLE_LONGEST || at >= head->n || !head->title[at])
			continue;
		strength = digest_strength(head, at, &cjk);
		if ((cjk && !cut->any) || strength <= step * STEP || strength - step * STEP <= best)
			continue;
		best = strength - step * STEP;
		*p = at;
	}
	return best;
}

/* A line's votes: its support for each length that it may have been cut at. */
static void
vote(struct poll *poll, const struct digest_head *head, uint32_t n)
{
	uint32_t least = n > CUT_LEAST + CUT_REACH ? n - CUT_REACH : CUT_LEAST;
	uint32_t most = MIN(n + 2, MIN(poll->longest, (uint32_t)CUT_MOST));

	for (uint32_t k = least; k <= most; k++) {
		struct digest_cut cut = { .k = k, .any = poll->own[k] || factor_of(k) > 100 };
		uint32_t p;
		unsigned strength = digest_cut_at(&cut, head, n, &p);

		if (strength > 0) {
			poll->sum[k] += strength;
			poll->supporters[k]++;
		}
	}
}

static struct digest_cut
count(const struct poll *poll)
{
	struct digest_cut cut = { 0 };
	uint64_t best = 0;

	for (uint32_t k = CUT_LEAST; k <= MIN(poll->longest, (uint32_t)CUT_MOST); k++) {
		uint64_t sum;

		if (poll->supporters[k] < 2)
			continue;
		sum = (uint64_t)poll->sum[k] * factor_of(k);
		if (sum < best || (sum == best && poll->supporters[k] < poll->supporters[cut.k]))
			continue;
		best = sum;
		cut.k = k;
	}
	if (cut.k == 0 || poll->supporters[cut.k] * 2 < poll->voters)
		return (struct digest_cut){ 0 };
	cut.any = poll->own[cut.k] || factor_of(cut.k) > 100;
	return cut;
}

struct digest_cut
digest_cut_find(const char *bytes, const GArray *lines)
{
	g_autofree struct poll *poll = g_new0(struct poll, 1);
	g_autofree struct digest_head *head = g_new(struct digest_head, 1);
	g_autoptr(GArray) voters = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint i = 0; i < lines->len; i++) {
		const struct digest_line *line = &g_array_index(lines, struct digest_line, i);
		uint32_t n = line->length - line->tail;

		poll->longest = MAX(poll->longest, n);
		if (!may_vote(line))
			continue;
		digest_head_read(head, bytes, line);
		if (digest_split_at_ellipsis(head, line) > 0)
			continue;
		if (n <= CUT_MOST)
			poll->own[n] = true;
		g_array_append_val(voters, i);
	}
	poll->voters = voters->len;
	for (guint i = 0; i < voters->len; i++) {
		guint index = g_array_index(voters, guint, i);
		const struct digest_line *line = &g_array_index(lines, struct digest_line, index);

		digest_head_read(head, bytes, line);
		vote(poll, head, line->length - line->tail);
	}
	return count(poll);
}
