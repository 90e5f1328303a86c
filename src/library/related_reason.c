#include "config.h"

#include <string.h>

#include "library/related_private.h"

enum { WORDS = 3, TAGS = 2 };

static const struct related_term *
term_of(const struct related_finding *finding, uint32_t number)
{
	return &g_array_index(finding->terms, struct related_term, number);
}

static void
part(GString *reason)
{
	if (reason->len > 0)
		g_string_append(reason, " · ");
}

/* Whether a term is told by another: a word of a pair or join. */
static bool
is_within(const struct related_term *term, const struct related_term *other)
{
	return strlen(other->bytes) > strlen(term->bytes) &&
	       strstr(other->bytes, term->bytes) != NULL;
}

static bool
is_told(const struct related_finding *finding, const struct related_candidate *candidate, int i)
{
	const struct related_term *term = term_of(finding, candidate->terms[i]);

	for (int j = 0; j < RELATED_REASONS && candidate->terms[j] != NONE; j++) {
		if (j != i && is_within(term, term_of(finding, candidate->terms[j])))
			return true;
	}
	return false;
}

/* As it is written, on one line. */
static void
append_written(GString *reason, const struct related_term *term)
{
	g_string_append_c(reason, '"');
	for (uint32_t i = term->shown.start; i < term->shown.end; i++)
		g_string_append_c(reason, term->text[i] == '\n' ? ' ' : term->text[i]);
	g_string_append_c(reason, '"');
}

static void
append_words(GString *reason, const struct related_finding *finding,
	const struct related_candidate *candidate)
{
	int count = 0;

	for (int i = 0; i < RELATED_REASONS && count < WORDS && candidate->terms[i] != NONE; i++) {
		if (is_told(finding, candidate, i))
			continue;
		if (count++ > 0)
			g_string_append(reason, ", ");
		else
			part(reason);
		append_written(reason, term_of(finding, candidate->terms[i]));
	}
}

static void
append_kind(GString *reason, const struct related_finding *finding,
	const struct related_candidate *candidate, enum related_kind kind)
{
	int tags = 0;

	for (uint32_t i = candidate->first; i < candidate->end; i++) {
		uint32_t number = g_array_index(finding->postings, struct related_posting, i).term;
		const struct related_term *term = term_of(finding, number);

		if (term->kind != kind || term->weight <= 0)
			continue;
		if (kind == RELATED_TAG && tags++ == TAGS)
			return;
		part(reason);
		if (kind == RELATED_TAG)
			g_string_append_printf(reason, "#%s", term->bytes);
		else
			g_string_append(reason,
				kind == RELATED_VIDEO ? "same video" : "same source");
	}
}

char *
related_reason(const struct related_finding *finding, const struct related_candidate *candidate)
{
	GString *reason = g_string_new(NULL);

	if (candidate->links > 0)
		g_string_append_printf(reason, "%u shared link%s", candidate->links,
			candidate->links > 1 ? "s" : "");
	append_words(reason, finding, candidate);
	append_kind(reason, finding, candidate, RELATED_TAG);
	append_kind(reason, finding, candidate, RELATED_VIDEO);
	append_kind(reason, finding, candidate, RELATED_SOURCE);
	return g_string_free(reason, FALSE);
}
