/*
 * First documents by what all of their text shares, then the sections of the best of them.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "library/related_private.h"

enum {
	DOCUMENTS = 80, /* whose sections are looked at */
	USUAL = 150,    /* tokens of a section */
};

/* --- documents --- */

struct group {
	uint32_t first, end; /* postings */
	double score;
};

static gint
compare_postings(gconstpointer a, gconstpointer b)
{
	const struct related_posting *one = a, *other = b;

	if (one->document != other->document)
		return one->document < other->document ? -1 : 1;
	return one->term < other->term ? -1 : one->term > other->term;
}

static gint
compare_groups(gconstpointer a, gconstpointer b)
{
	const struct group *one = a, *other = b;

	if (one->score != other->score)
		return one->score > other->score ? -1 : 1;
	return one->first < other->first ? -1 : one->first > other->first;
}

static GArray *
group_documents(struct related_finding *finding)
{
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(struct group));
	const struct related_posting *postings =
		(const struct related_posting *)(const void *)finding->postings->data;
	const struct related_term *terms =
		(const struct related_term *)(const void *)finding->terms->data;

	g_array_sort(finding->postings, compare_postings);
	for (guint i = 0; i < finding->postings->len;) {
		struct group group = { .first = i };

		for (; i < finding->postings->len &&
			postings[i].document == postings[group.first].document;
			i++)
			group.score += terms[postings[i].term].weight;
		group.end = i;
		g_array_append_val(groups, group);
	}
	g_array_sort(groups, compare_groups);
	return groups;
}

/* --- sections --- */

/* A term in a section. */
struct hit {
	uint32_t section, term; /* section: 0 is what stands before the first */
	uint32_t count;
};

static gint
compare_hits(gconstpointer a, gconstpointer b)
{
	const struct hit *one = a, *other = b;

	if (one->section != other->section)
		return one->section < other->section ? -1 : 1;
	return one->term < other->term ? -1 : one->term > other->term;
}

/* How many starts stand at or before a token: its section and one more. */
static uint32_t
section_of(const GArray *starts, uint32_t token)
{
	guint from = 0, to = starts->len - 1;

	while (from < to) {
		guint middle = from + (to - from) / 2;

		if (g_array_index(starts, uint32_t, middle) <= token)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static GArray *
section_hits(struct related_finding *finding, const struct group *group, const GArray *starts)
{
	GArray *hits = g_array_new(FALSE, FALSE, sizeof(struct hit));

	for (uint32_t i = group->first; i < group->end; i++) {
		const struct related_posting *posting =
			&g_array_index(finding->postings, struct related_posting, i);

		for (uint32_t j = 0; j < posting->count; j++) {
			uint32_t place =
				g_array_index(finding->places, uint32_t, posting->first + j);
			struct hit hit = { section_of(starts, RELATED_TOKEN(place)), posting->term,
				1 };
			struct hit *last = hits->len > 0
						   ? &g_array_index(hits, struct hit, hits->len - 1)
						   : NULL;

			if (RELATED_COLUMN(place) != RELATED_BODY)
				continue;
			if (last != NULL && last->section == hit.section && last->term == hit.term)
				last->count++;
			else
				g_array_append_val(hits, hit);
		}
	}
	g_array_sort(hits, compare_hits);
	return hits;
}

static uint32_t
section_length(const GArray *starts, uint32_t section)
{
	uint32_t from = section > 0 ? g_array_index(starts, uint32_t, section - 1) : 0;

	return g_array_index(starts, uint32_t, section) - from;
}

static void
note_reason(struct related_finding *finding, struct related_candidate *candidate, double *scores,
	uint32_t term, double score)
{
	(void)finding;
	for (int i = 0; i < RELATED_REASONS; i++) {
		if (score <= scores[i])
			continue;
		for (int j = RELATED_REASONS - 1; j > i; j--) {
			scores[j] = scores[j - 1];
			candidate->terms[j] = candidate->terms[j - 1];
		}
		scores[i] = score;
		candidate->terms[i] = term;
		return;
	}
}

static void
rank_sections(struct related_finding *finding, const struct group *group)
{
	const struct related_posting *posting =
		&g_array_index(finding->postings, struct related_posting, group->first);
	g_autoptr(GArray) starts = related_sections(finding, posting->document);
	g_autoptr(GArray) hits = NULL;

	if (starts->len == 0) {
		uint32_t end = UINT32_MAX;
		g_array_append_val(starts, end);
	}
	hits = section_hits(finding, group, starts);
	for (guint i = 0; i < hits->len;) {
		uint32_t section = g_array_index(hits, struct hit, i).section;
		struct related_candidate candidate = {
			.document = posting->document,
			.section = section > 0 ? section - 1 : NONE,
			.terms = { NONE, NONE, NONE },
		};
		double scores[RELATED_REASONS] = { 0 };
		double norm = 0.5 + 0.5 * MIN(section_length(starts, section), 10000) / USUAL;

		for (; i < hits->len && g_array_index(hits, struct hit, i).section == section;
			i++) {
			const struct hit *hit = &g_array_index(hits, struct hit, i);
			double weight =
				g_array_index(finding->terms, struct related_term, hit->term)
					.weight;
			double score = weight * hit->count * 2.2 / (hit->count + 1.2 * norm);

			candidate.score += score;
			note_reason(finding, &candidate, scores, hit->term, score);
		}
		if (candidate.document == finding->id && candidate.section == finding->section)
			continue;
		g_array_append_val(finding->candidates, candidate);
	}
}

static gint
compare_candidates(gconstpointer a, gconstpointer b)
{
	const struct related_candidate *one = a, *other = b;

	if (one->score != other->score)
		return one->score > other->score ? -1 : 1;
	if (one->document != other->document)
		return one->document < other->document ? -1 : 1;
	return one->section + 1 < other->section + 1 ? -1 : one->section != other->section;
}

bool
related_rank(struct related_finding *finding)
{
	g_autoptr(GArray) groups = group_documents(finding);

	for (guint i = 0; i < groups->len && i < DOCUMENTS; i++) {
		if (cancel_is_set(finding->cancel))
			return false;
		rank_sections(finding, &g_array_index(groups, struct group, i));
	}
	g_array_sort(finding->candidates, compare_candidates);
	return true;
}
