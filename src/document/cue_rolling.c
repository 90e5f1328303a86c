#include "config.h"

#include "document/cue_paragraphs.h"

#include <glib.h>
#include <string.h>

#include "document/document.h"

enum {
	ROLLING_LINES = 4,     /* on the screen at once, at most */
	ROLLING_LEAST = 4,     /* cues that roll */
	ROLLING_GAP = 150,     /* milliseconds between two cues that repeat */
	ROLLING_PAUSE = 30000, /* where it is known that they roll, and more is said below */
};

/* The lines of a cue as plain text; those without text left out. */
struct plain_lines {
	GString *text[ROLLING_LINES];
	uint32_t next[ROLLING_LINES]; /* offset after each */
	unsigned count;               /* ROLLING_LINES + 1 where there are more */
};

/* Ends a line: it counts where it holds text. */
static void
end_line(struct plain_lines *lines, GString *line, uint32_t next)
{
	g_strchug(line->str);
	g_strchomp(line->str);
	line->len = strlen(line->str);
	if (line->len > 0 && lines->count < ROLLING_LINES) {
		lines->next[lines->count] = next;
		lines->text[lines->count] = g_string_new_len(line->str, (gssize)line->len);
	}
	lines->count += line->len > 0;
	g_string_truncate(line, 0);
}

static void
lines_read(struct plain_lines *lines, const char *bytes, struct range body)
{
	g_autoptr(GString) line = g_string_new(NULL);
	struct cue_reader reader;
	struct cue_token token;

	lines->count = 0;
	cue_reader_init(&reader, bytes, body, true);
	while (lines->count <= ROLLING_LINES && cue_reader_next(&reader, &token)) {
		if (token.kind == CUE_TEXT)
			g_string_append_len(line, token.s, (gssize)token.n);
		else if (token.kind == CUE_LINE)
			end_line(lines, line, reader.at);
	}
	end_line(lines, line, body.end);
	lines->count = MIN(lines->count, ROLLING_LINES + 1u);
}

static void
lines_clear(struct plain_lines *lines)
{
	for (unsigned i = 0; i < MIN(lines->count, (unsigned)ROLLING_LINES); i++)
		g_string_free(lines->text[i], TRUE);
	lines->count = 0;
}

/* How many lines at after's begin are those that before ends in. */
static unsigned
overlap(const struct plain_lines *before, const struct plain_lines *after)
{
	if (before->count > ROLLING_LINES || after->count > ROLLING_LINES)
		return 0;
	for (unsigned k = MIN(before->count, after->count); k > 0; k--) {
		unsigned i = 0;

		while (i < k && g_string_equal(before->text[before->count - k + i], after->text[i]))
			i++;
		if (i == k)
			return k;
	}
	return 0;
}

/* Milliseconds between two cues; NONE where they are not in order. */
static uint32_t
gap_between(const struct cue *before, const struct cue *after)
{
	if (before->stray || after->stray || before->end == NONE || before->start > after->start)
		return NONE;
	return after->start > before->end ? after->start - before->end : 0;
}

struct range
cue_new_lines(const char *bytes, const struct cue *before, const struct cue *cue, bool rolling)
{
	uint32_t gap = gap_between(before, cue);
	struct plain_lines old, now;
	struct range body = cue->body;
	unsigned repeated;

	if (gap > (rolling ? ROLLING_PAUSE : ROLLING_GAP))
		return body;
	lines_read(&old, bytes, before->body);
	lines_read(&now, bytes, cue->body);
	repeated = overlap(&old, &now);
	/* What alone stands after a pause is said again. */
	if (gap > ROLLING_GAP && repeated == now.count)
		repeated = 0;
	if (repeated > 0)
		body.start = MIN(now.next[repeated - 1], body.end);
	lines_clear(&old);
	lines_clear(&now);
	return body;
}

/* Whether a cue stands between two that roll. A longer one that adds nothing is said again: several
 * timestamps may mark one sentence. */
static bool
is_for_a_moment(const struct cue *cue)
{
	return cue->end != NONE && cue->end >= cue->start && cue->end - cue->start <= ROLLING_GAP;
}

bool
cues_roll(const char *bytes, const GArray *cues)
{
	guint rolling = 0;

	for (guint i = 1; i < cues->len; i++) {
		const struct cue *before = &g_array_index(cues, struct cue, i - 1);
		const struct cue *cue = &g_array_index(cues, struct cue, i);

		struct range added = cue_new_lines(bytes, before, cue, false);

		rolling += added.start != cue->body.start &&
			   (added.start < added.end || is_for_a_moment(cue));
	}
	return rolling >= ROLLING_LEAST && rolling * 3 >= cues->len;
}
