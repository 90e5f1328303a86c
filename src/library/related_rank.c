/*
 * First documents by what all of their text shares, then the sections of the best of them. Further
 * sections of a document count less than its best, so that many documents are among the first.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "library/related_private.h"

enum {
	DOCUMENTS = 80, /* whose sections are looked at */
	USUAL = 150,    /* tokens of a section */
	LONG = 400,     /* of longer ones the best window of two steps counts */
	STEP = 128,
	LONG_DOCUMENT = 1500,
};

#define TITLE_PART 0.5    /* of what a word counts: in the title of a document alone */
#define DOCUMENT_PART 0.1 /* of what all of a usual document counts: for each of its sections */
#define FURTHER_PART 0.5  /* of what a section counts: each further one of its document */
#define WEAK_PART 0.05    /* of what the best words asked about weigh: with less nothing is given */

static const struct related_posting *
posting_of(const struct related_finding *finding, uint32_t i)
{
	return &g_array_index(finding->postings, struct related_posting, i);
}

static const struct related_term *
term_of(const struct related_finding *finding, uint32_t i)
{
	return &g_array_index(finding->terms, struct related_term, i);
}

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
	if (one->term != other->term)
		return one->term < other->term ? -1 : 1;
	return one->section < other->section ? -1 : one->section > other->section;
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

	g_array_sort(finding->postings, compare_postings);
	for (guint i = 0; i < finding->postings->len;) {
		struct group group = { .first = i };
		uint32_t document = posting_of(finding, i)->document, term = NONE;

		for (; i < finding->postings->len && posting_of(finding, i)->document == document;
			i++) {
			if (posting_of(finding, i)->term != term)
				group.score +=
					term_of(finding, posting_of(finding, i)->term)->weight;
			term = posting_of(finding, i)->term;
		}
		group.end = i;
		g_array_append_val(groups, group);
	}
	g_array_sort(groups, compare_groups);
	return groups;
}

/* --- sections --- */

/* A term in a window of a section. */
struct hit {
	uint32_t section; /* 0 is what stands before the first */
	uint32_t window, term;
	uint32_t count;
};

/* Of links, which are in a section as a whole: before its windows. */
#define WHOLE_SECTION 0

/* A document whose sections are looked at. */
struct looking {
	struct related_finding *finding;
	const struct group *group;
	GArray *starts; /* related_sections() */
	GArray *hits;   /* struct hit */
	double all;     /* what counts for each of its sections */
};

static gint
compare_hits(gconstpointer a, gconstpointer b)
{
	const struct hit *one = a, *other = b;

	if (one->section != other->section)
		return one->section < other->section ? -1 : 1;
	if (one->window != other->window)
		return one->window < other->window ? -1 : 1;
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

static uint32_t
section_start(const GArray *starts, uint32_t section)
{
	return section > 0 ? g_array_index(starts, uint32_t, section - 1) : 0;
}

static uint32_t
section_length(const GArray *starts, uint32_t section)
{
	uint32_t from = section_start(starts, section);
	uint32_t to = g_array_index(starts, uint32_t, section);

	return to > from ? to - from : 0;
}

static void
add_hit(struct looking *looking, uint32_t section, uint32_t window, uint32_t term)
{
	struct hit hit = { section, window, term, 1 };

	g_array_append_val(looking->hits, hit);
}

/* A place is in two windows, but at the edges of its section. */
static void
add_place(struct looking *looking, uint32_t token, uint32_t term)
{
	uint32_t section = section_of(looking->starts, token);
	uint32_t step = (token - MIN(token, section_start(looking->starts, section))) / STEP;

	if (section_length(looking->starts, section) <= LONG)
		step = 0;
	add_hit(looking, section, step + 1, term);
	if (step > 0)
		add_hit(looking, section, step, term);
}

static void
take_places(struct looking *looking, const struct related_posting *posting)
{
	const GArray *places = looking->finding->places;
	bool title = false;

	for (uint32_t i = 0; i < posting->count; i++) {
		uint32_t place = g_array_index(places, uint32_t, posting->first + i);

		if (RELATED_COLUMN(place) == RELATED_TITLE)
			title = true;
		else if (RELATED_COLUMN(place) == RELATED_BODY)
			add_place(looking, RELATED_TOKEN(place), posting->term);
	}
	if (title)
		looking->all += TITLE_PART * term_of(looking->finding, posting->term)->weight;
}

static void
take_postings(struct looking *looking)
{
	for (uint32_t i = looking->group->first; i < looking->group->end; i++) {
		const struct related_posting *posting = posting_of(looking->finding, i);
		const struct related_term *term = term_of(looking->finding, posting->term);

		if (term->weight <= 0)
			continue;
		if (posting->section == RELATED_PLACES)
			take_places(looking, posting);
		else if (posting->section == RELATED_ALL)
			looking->all += term->weight;
		else
			add_hit(looking, MIN(posting->section, looking->starts->len - 1),
				WHOLE_SECTION, posting->term);
	}
	g_array_sort(looking->hits, compare_hits);
}

/* Puts hits of the same term in the same window together. */
static void
count_hits(GArray *hits)
{
	guint kept = 0;

	for (guint i = 0; i < hits->len; i++) {
		struct hit *hit = &g_array_index(hits, struct hit, i);
		struct hit *last = kept > 0 ? &g_array_index(hits, struct hit, kept - 1) : NULL;

		if (last != NULL && compare_hits(last, hit) == 0)
			last->count++;
		else
			g_array_index(hits, struct hit, kept++) = *hit;
	}
	g_array_set_size(hits, kept);
}

/* How much longer than usual something is, half of which counts. */
static double
length_norm(uint32_t length, uint32_t usual)
{
	return 0.5 + 0.5 * length / usual;
}

/* Keeps a term where it is among those that count most. */
static void
note(struct related_candidate *candidate, double *scores, uint32_t term, double score)
{
	int i = RELATED_REASONS;

	while (i > 0 && score > scores[i - 1])
		i--;
	if (i == RELATED_REASONS)
		return;
	for (int j = RELATED_REASONS - 1; j > i; j--) {
		scores[j] = scores[j - 1];
		candidate->terms[j] = candidate->terms[j - 1];
	}
	scores[i] = score;
	candidate->terms[i] = term;
}

/* How much more than others a term says to a reader who sees it alone: pairs and names. */
static double
telling(const struct related_term *term)
{
	if (term->kind == RELATED_PAIR)
		return 1.5;
	for (uint32_t i = term->shown.start; i < term->shown.end; i++) {
		if (!g_ascii_islower(term->text[i]))
			return 1.3;
	}
	return 1;
}

/* What the hits [first, end) of a window count. */
static void
weigh_window(const struct looking *looking, guint first, guint end,
	struct related_candidate *candidate)
{
	double scores[RELATED_REASONS] = { 0 };
	uint32_t length = section_length(looking->starts, candidate->section + 1);
	double norm = length_norm(length <= LONG ? length : 2 * STEP, USUAL);

	candidate->score = 0;
	for (int i = 0; i < RELATED_REASONS; i++)
		candidate->terms[i] = NONE;
	for (guint i = first; i < end; i++) {
		const struct hit *hit = &g_array_index(looking->hits, struct hit, i);
		const struct related_term *term = term_of(looking->finding, hit->term);
		double score = term->weight * hit->count * 2.2 / (hit->count + 1.2 * norm);

		note(candidate, scores, hit->term, score * telling(term));
		candidate->score += score;
	}
}

static struct related_candidate
candidate_of(const struct looking *looking, uint32_t section)
{
	struct related_candidate candidate = {
		.document = posting_of(looking->finding, looking->group->first)->document,
		.section = section - 1,
		.first = looking->group->first,
		.end = looking->group->end,
	};

	for (int i = 0; i < RELATED_REASONS; i++)
		candidate.terms[i] = NONE;
	return candidate;
}

/* The section of the hit at *at, which is moved behind its hits: its best window, and its links. */
static struct related_candidate
take_section(const struct looking *looking, guint *at)
{
	const struct hit *hits = (const struct hit *)(const void *)looking->hits->data;
	uint32_t section = hits[*at].section;
	struct related_candidate best = candidate_of(looking, section), window = best;
	double links = 0;

	while (*at < looking->hits->len && hits[*at].section == section) {
		guint first = *at;

		while (*at < looking->hits->len && hits[*at].section == section &&
			hits[*at].window == hits[first].window)
			++*at;
		if (hits[first].window != WHOLE_SECTION) {
			weigh_window(looking, first, *at, &window);
			if (window.score > best.score)
				best = window;
			continue;
		}
		for (guint i = first; i < *at; i++)
			links += term_of(looking->finding, hits[i].term)->weight;
		best.links = window.links = *at - first;
	}
	best.score += links + looking->all;
	return best;
}

/* Whether it is the section asked about, or one of those that this stands for. */
static bool
is_asked(const struct related_finding *finding, const struct related_candidate *candidate)
{
	const struct document *document = finding->document;

	if (candidate->document != finding->id)
		return false;
	if (candidate->section == NONE || candidate->section >= document->section_count)
		return candidate->section == finding->section;
	return range_holds(related_text(document, finding->section),
		document->sections[candidate->section].text.start);
}

static void
add_candidate(struct related_finding *finding, const struct related_candidate *candidate)
{
	if (!is_asked(finding, candidate))
		g_array_append_vals(finding->candidates, candidate, 1);
}

static void
rank_sections(struct related_finding *finding, const struct group *group)
{
	const struct related_posting *first = posting_of(finding, group->first);
	g_autoptr(GArray) starts = related_sections(finding, first->document, first->term);
	g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct hit));
	struct looking looking = { finding, group, starts, hits, 0 };

	take_postings(&looking);
	looking.all += DOCUMENT_PART * group->score /
		       length_norm(g_array_index(starts, uint32_t, starts->len - 1), LONG_DOCUMENT);
	count_hits(hits);
	for (guint i = 0; i < hits->len;) {
		struct related_candidate candidate = take_section(&looking, &i);

		add_candidate(finding, &candidate);
	}
	if (hits->len == 0 && looking.all > 0) {
		struct related_candidate candidate = candidate_of(&looking, starts->len > 1);

		candidate.score = looking.all;
		add_candidate(finding, &candidate);
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

/* Lets each further section of a document count less. */
static void
spread(struct related_finding *finding)
{
	g_autoptr(GHashTable) parts = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < finding->candidates->len; i++) {
		struct related_candidate *candidate =
			&g_array_index(finding->candidates, struct related_candidate, i);
		gpointer key = GUINT_TO_POINTER(candidate->document);
		guint before = GPOINTER_TO_UINT(g_hash_table_lookup(parts, key));

		candidate->score *= pow(FURTHER_PART, before);
		g_hash_table_insert(parts, key, GUINT_TO_POINTER(before + 1));
	}
}

/* Leaves out what shares next to nothing: at the end, as they are in order. */
static void
drop_weak(struct related_finding *finding)
{
	guint kept = finding->candidates->len;

	while (kept > 0 &&
		g_array_index(finding->candidates, struct related_candidate, kept - 1).score <
			WEAK_PART * finding->whole)
		kept--;
	g_array_set_size(finding->candidates, kept);
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
	spread(finding);
	g_array_sort(finding->candidates, compare_candidates);
	drop_weak(finding);
	return true;
}
