#include "config.h"

#include "document/speaker_style.h"

#include <glib.h>
#include <string.h>

#include "document/draft.h"
#include "document/speaker.h"

enum { NAME_ROOM = 64 }; /* bytes before a timestamp that may hold a name */

struct styler {
	struct draft *draft;
	bool transcript;
	uint32_t block; /* the leaf of the timestamp looked at */
	struct speakers *speakers;
};

static bool
is_any(const char *s, size_t n, const char *of)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == '\0' || strchr(of, s[i]) == NULL)
			return false;
	return true;
}

/* The line of the leaf that a timestamp stands in, as far as names are looked for; empty where it stands in no text that is said. */
static struct range
line_around(struct styler *styler, struct range stamp)
{
	const struct draft *draft = styler->draft;
	const char *text = draft->text->str;
	const struct block *block;
	struct range line = stamp;
	const char *edge;

	while (styler->block + 1 < draft->blocks->len &&
		draft_block(styler->draft, styler->block + 1)->text.start <= stamp.start)
		styler->block++;
	block = draft_block(styler->draft, styler->block);
	if ((block->kind != BLOCK_PARAGRAPH && block->kind != BLOCK_CUE &&
		    block->kind != BLOCK_LINES) ||
		stamp.end > block->text.end)
		return (struct range){ stamp.start, stamp.start };
	line.start = MAX(block->text.start, stamp.start - MIN(stamp.start, NAME_ROOM + 1));
	line.end = MIN(block->text.end, stamp.end + NAME_ROOM + 1);
	edge = memrchr(text + line.start, '\n', stamp.start - line.start);
	if (edge != NULL)
		line.start = (uint32_t)(edge + 1 - text);
	edge = memchr(text + stamp.end, '\n', line.end - stamp.end);
	if (edge != NULL)
		line.end = (uint32_t)(edge - text);
	return line;
}

/* The name that a timestamp stands beside, with its `:`; an empty range where there is none. *sure: a
 * timestamp ends it, and nothing else does so. */
static struct range
find_name(struct styler *styler, struct range stamp, bool *sure)
{
	const char *text = styler->draft->text->str;
	struct range line = line_around(styler, stamp), name = { 0, 0 };
	size_t before = stamp.start - line.start, after = line.end - stamp.end, n;

	*sure = false;
	if (line.start == line.end || before > NAME_ROOM)
		return name;
	n = speaker_name(text + line.start, before);
	if (n > 0 && is_any(text + line.start + n, before - n, " \t:-([") &&
		(is_any(text + stamp.end, after, " \t)]:") || text[stamp.end] == ':')) {
		name = (struct range){ line.start, line.start + (uint32_t)n };
		name.end += text[name.end] == ':';
		*sure = true;
	} else if (styler->transcript && before == 0) {
		uint32_t at = stamp.end;

		while (at < line.end && strchr(" \t:-|\n", text[at]) != NULL && text[at] != '\0')
			at++;
		at += (uint32_t)speaker_marks(text + at, line.end - at);
		n = speaker_label(text + at, line.end - at);
		if (n > 0)
			name = (struct range){ at, at + (uint32_t)n };
	}
	return name;
}

/* Whom a name names: without its `:`. */
static size_t
bare(const struct styler *styler, struct range name)
{
	size_t n = range_length(name);

	return n - (n > 0 && styler->draft->text->str[name.end - 1] == ':');
}

/* Adds the part of a run from start to end, in a style more. */
static void
add_part(GArray *runs, const struct run *run, uint32_t start, uint32_t end, uint16_t style)
{
	struct run part = *run;
	bool exact = range_length(run->text) - range_length(run->source) <= 1;

	if (start >= end)
		return;
	part.text = (struct range){ start, end };
	part.style |= style;
	if (exact) {
		part.source.start =
			MIN(run->source.start + start - run->text.start, run->source.end);
		part.source.end = MIN(run->source.start + end - run->text.start, run->source.end);
	}
	g_array_append_val(runs, part);
}

/* Cuts the runs at the names (struct range, in order of text). */
static void
style_runs(struct draft *draft, const GArray *names)
{
	GArray *runs = g_array_new(FALSE, FALSE, sizeof(struct run));
	guint next = 0;

	for (guint i = 0; i < draft->runs->len; i++) {
		const struct run *run = &g_array_index(draft->runs, struct run, i);
		uint32_t at = run->text.start;

		for (; next < names->len; next++) {
			struct range name = g_array_index(names, struct range, next);
			uint32_t start = MAX(name.start, at), end = MIN(name.end, run->text.end);

			if (start < end) {
				add_part(runs, run, at, start, 0);
				add_part(runs, run, start, end, STYLE_SPEAKER);
				at = end;
			}
			if (name.end > run->text.end)
				break;
		}
		add_part(runs, run, at, run->text.end, 0);
	}
	g_array_unref(draft->runs);
	draft->runs = runs;
}

void
speakers_style(struct draft *draft, bool transcript)
{
	g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(struct range));
	struct styler styler = { .draft = draft, .transcript = transcript };
	guint kept = 0;
	bool sure = false;

	if (draft->blocks->len == 0)
		return;
	styler.speakers = speakers_new();
	for (guint i = 0; i < draft->timestamps->len; i++) {
		struct range stamp = g_array_index(draft->timestamps, struct timestamp, i).text;
		struct range name = { 0, 0 };

		if (stamp.start < stamp.end)
			name = find_name(&styler, stamp, &sure);
		if (name.start == name.end ||
			(names->len > 0 && g_array_index(names, struct range, names->len - 1).end >
						   name.start))
			continue;
		speakers_add(styler.speakers, draft->text->str + name.start, bare(&styler, name),
			sure ? 2 : 1);
		g_array_append_val(names, name);
	}
	for (guint i = 0; i < names->len; i++) {
		struct range name = g_array_index(names, struct range, i);

		if (speakers_have(styler.speakers, draft->text->str + name.start,
			    bare(&styler, name)))
			g_array_index(names, struct range, kept++) = name;
	}
	g_array_set_size(names, kept);
	if (kept > 0)
		style_runs(draft, names);
	speakers_free(styler.speakers);
}
