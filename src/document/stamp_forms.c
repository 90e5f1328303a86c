#include "config.h"

#include "document/stamp.h"

#include <string.h>

#include "document/media.h"
#include "document/video_url.h"

enum { NAME_BYTES = 80 }; /* of a speaker, at most */

static struct range
range_of(uint32_t start, uint32_t end)
{
	return (struct range){ start, end };
}

/* --- times in the text --- */

static uint32_t
read_time(const struct stamp_reader *reader, uint32_t at, struct clock_time *time)
{
	if (at >= reader->leaf->text.end)
		return 0;
	return (uint32_t)clock_read(reader->text + at, reader->leaf->text.end - at, false, time);
}

/* The offset past spaces. */
static uint32_t
skip_spaces(const struct stamp_reader *reader, uint32_t at)
{
	while (at < reader->leaf->text.end && reader->text[at] == ' ')
		at++;
	return at;
}

/* Past `–13:10` after a range's start, its time in until; at where there is none. */
static uint32_t
read_range_end(const struct stamp_reader *reader, uint32_t at, struct clock_time *until)
{
	static const char *const dashes[] = { "-", "–", "—", "−", "to ", NULL };
	uint32_t next = skip_spaces(reader, at), taken;

	for (int i = 0; dashes[i] != NULL; i++) {
		size_t n = strlen(dashes[i]);

		if (reader->leaf->text.end - next < n ||
			memcmp(reader->text + next, dashes[i], n) != 0)
			continue;
		next = skip_spaces(reader, next + (uint32_t)n);
		taken = read_time(reader, next, until);
		return taken > 0 ? next + taken : at;
	}
	return at;
}

/* --- collected from what the parser noted --- */

/* Bytes of s less those at its end that are no digit (`00:01:26]`, `00:01:26:`). */
static size_t
to_last_digit(const char *s, size_t n)
{
	while (n > 0 && !g_ascii_isdigit(s[n - 1]))
		n--;
	return n;
}

static bool
read_whole(const char *s, size_t n, bool loose, struct clock_time *time)
{
	return n > 0 && clock_read(s, n, loose, time) == n;
}

/* The time that a label begins with, brackets and parentheses aside. */
static bool
read_label(const struct draft *draft, struct range label, struct stamp *stamp)
{
	const struct block leaf = { .text = label };
	struct stamp_reader reader = { .text = draft->text->str, .leaf = &leaf };
	uint32_t at = label.start, taken;

	while (at < label.end && strchr("[( ", reader.text[at]) != NULL && reader.text[at] != '\0')
		at++;
	taken = read_time(&reader, at, &stamp->time);
	if (taken == 0)
		return false;
	at = read_range_end(&reader, at + taken, &stamp->until);
	return at == label.end || !g_ascii_isalnum(reader.text[at]);
}

/* data-t where it parses, else the label (TIMESTAMPS.md 1). */
static enum anchor_reading
read_anchor(const struct draft *draft, const struct stamp_anchor *anchor, struct stamp *stamp,
	struct clock_time *labelled)
{
	struct stamp label = { .milliseconds = 0 };
	struct clock_time time;
	bool is_time = read_label(draft, anchor->text, &label);

	*labelled = label.time;
	labelled->parts = is_time ? label.time.parts : 0;
	if (is_time) {
		stamp->time = label.time;
		stamp->until = label.until;
	}
	if (anchor->time != NULL) {
		const char *s = anchor->time + strspn(anchor->time, " \t\n");

		if (read_whole(s, to_last_digit(s, strlen(s)), true, &time)) {
			stamp->time = time;
			return ANCHOR_OF_DATA;
		}
	}
	return is_time ? ANCHOR_OF_LABEL : ANCHOR_OF_NONE;
}

static void
collect_anchors(struct draft *draft, GArray *stamps)
{
	for (guint i = 0; i < draft->anchors->len; i++) {
		const struct stamp_anchor *anchor =
			&g_array_index(draft->anchors, struct stamp_anchor, i);
		struct stamp stamp = {
			.text = anchor->text,
			.source = anchor->source,
			.judged = true,
		};
		struct clock_time label;
		enum anchor_reading reading;

		if (anchor->text.end > draft->text->len)
			continue;
		reading = read_anchor(draft, anchor, &stamp, &label);
		stamp_check_anchor(draft, anchor, reading, &stamp.time, &label);
		if (reading != ANCHOR_OF_NONE)
			g_array_append_val(stamps, stamp);
	}
}

/* The URL of a link as it is opened: with its anchor. */
static const char *
link_url(struct draft *draft, const struct link *link)
{
	g_autofree char *joined = NULL;

	if (link->anchor[0] == '\0' || strchr(link->target, '#') != NULL)
		return link->target;
	joined = g_strconcat(link->target, "#", link->anchor, NULL);
	return arena_string(draft->arena, joined, strlen(joined));
}

/* Adds the stamp of a link that names a part of a recording. */
static void
add_part(struct draft *draft, const struct link *link, const struct media_part *part,
	const char *url, GArray *stamps)
{
	struct stamp stamp = {
		.text = link->text,
		.source = link->source,
		.timed = true,
		.milliseconds = part->start,
		.end = part->end,
		.url = url,
	};

	if (part->start != NONE)
		g_array_append_val(stamps, stamp);
	else if (part->bad != NULL)
		stamp_check_value(draft, link->source, part->bad, part->bad_length);
}

static void
collect_urls(struct draft *draft, GArray *stamps)
{
	for (guint i = 0; i < draft->links->len; i++) {
		const struct link *link = &g_array_index(draft->links, struct link, i);
		struct media_part part, written;
		const char *url;

		if (range_is_none(link->text))
			continue;
		url = link_url(draft, link);
		if (!video_url_part(url, &part) && video_url_part(link->written, &written)) {
			part = written;
			url = link->written;
		}
		add_part(draft, link, &part, url, stamps);
	}
}

/* The fragment of a link to a recording, without its '#'; NULL where it leads to something else. */
static const char *
recording_fragment(const struct link *link)
{
	g_autofree char *path = NULL;
	const char *fragment = strchr(link->target, '#');

	path = g_strndup(link->target, strcspn(link->target, "?#"));
	if (media_of(path) != MEDIA_RECORDING)
		return NULL;
	return fragment != NULL ? fragment + 1 : link->anchor;
}

/* `[[talk.mp4#t=754]]`, `[x](talk.mp4#t=10,20)`. */
static void
collect_fragments(struct draft *draft, GArray *stamps)
{
	for (guint i = 0; i < draft->links->len; i++) {
		const struct link *link = &g_array_index(draft->links, struct link, i);
		struct media_part part;
		const char *fragment = recording_fragment(link);

		if (fragment == NULL || range_is_none(link->text))
			continue;
		media_fragment_read(fragment, &part);
		add_part(draft, link, &part, link_url(draft, link), stamps);
	}
}

/* A link whose destination is a time (`[00:04:21](00:04:21)`) is a stamp. */
static void
collect_time_links(struct draft *draft, GArray *stamps)
{
	for (guint i = 0; i < draft->links->len; i++) {
		const struct link *link = &g_array_index(draft->links, struct link, i);
		struct stamp stamp = { .text = link->text, .source = link->source, .judged = true };

		if (!range_is_none(link->text) &&
			read_whole(link->written, strlen(link->written), false, &stamp.time))
			g_array_append_val(stamps, stamp);
	}
}

/* --- read from the text --- */

/* Whether an offset stands in the label of an anchor, of which all was said. */
static bool
in_anchor(struct stamp_reader *reader, uint32_t at)
{
	const GArray *anchors = reader->draft->anchors;

	while (reader->anchor < anchors->len &&
		g_array_index(anchors, struct stamp_anchor, reader->anchor).text.end <= at)
		reader->anchor++;
	return reader->anchor < anchors->len &&
	       g_array_index(anchors, struct stamp_anchor, reader->anchor).text.start <= at;
}

/* `[00:01:26]`, `(12:34)`, `[12:34–13:10]`, `[12:34, 15:00]`. */
static uint32_t
read_bracket(struct stamp_reader *reader, uint32_t at, GArray *stamps)
{
	char close = reader->text[at] == '[' ? ']' : ')';
	uint32_t end = reader->leaf->text.end, next = skip_spaces(reader, at + 1), taken;
	guint before = stamps->len;
	struct stamp stamp = { .judged = true,
		.written = true,
		.source = stamp_source(reader, at) };

	while ((taken = read_time(reader, next, &stamp.time)) > 0) {
		stamp.until.parts = 0;
		stamp.text = range_of(next, read_range_end(reader, next + taken, &stamp.until));
		next = skip_spaces(reader, stamp.text.end);
		g_array_append_val(stamps, stamp);
		if (next >= end || (reader->text[next] != ',' && reader->text[next] != ';'))
			break;
		next = skip_spaces(reader, next + 1);
	}
	if (stamps->len == before && !in_anchor(reader, at))
		stamp_check_limit(reader->draft, stamp.source, reader->text + next, end - next);
	if (stamps->len == before || next >= end || reader->text[next] != close ||
		stamp_is_of_day(reader, next + 1)) {
		g_array_set_size(stamps, before);
		return 0;
	}
	/* A stamp alone is shown with its brackets; of several each has its own time. */
	if (stamps->len == before + 1)
		g_array_index(stamps, struct stamp, before).text = range_of(at, next + 1);
	return next + 1 - at;
}

/* Whether what follows a time at a line's start lets it be one: not `10:30h`, `21:19/3`. */
static bool
ends_time(const struct stamp_reader *reader, uint32_t at)
{
	uint32_t end = reader->leaf->text.end;

	if (at >= end || strchr(" \n\t-:|),.]", reader->text[at]) != NULL)
		return reader->leaf->kind != BLOCK_CELL || skip_spaces(reader, at) >= end;
	return (unsigned char)reader->text[at] >= 0x80 && reader->leaf->kind != BLOCK_CELL;
}

/* `12:34 The second half` at the start of a line, list item or heading; alone in a table's cell. */
static uint32_t
read_line_start(struct stamp_reader *reader, uint32_t at, GArray *stamps)
{
	struct stamp stamp = { .written = true, .opens = true };
	uint32_t taken, end;

	if (at > reader->leaf->text.start && strchr(" \n", reader->text[at - 1]) == NULL)
		return 0;
	taken = read_time(reader, at, &stamp.time);
	if (taken == 0 || !stamp_at_line_start(reader, at))
		return 0;
	end = read_range_end(reader, at + taken, &stamp.until);
	if (!ends_time(reader, end) || stamp_is_of_day(reader, end))
		return 0;
	stamp.text = range_of(at, end);
	stamp.source = stamp_source(reader, at);
	g_array_append_val(stamps, stamp);
	return end - at;
}

/* Whether a speaker's name, and nothing before it on its line, ends at colon. */
static bool
is_speaker(struct stamp_reader *reader, uint32_t colon)
{
	uint32_t start = reader->leaf->text.start;
	bool letter = false;

	for (uint32_t at = colon; at > start && colon - at < NAME_BYTES;) {
		char c = reader->text[--at];

		if (c == ':' || c == '\n')
			return false;
		letter |= g_ascii_isalpha(c) || (unsigned char)c >= 0x80;
		if (letter && (at == start || strchr(" \n", reader->text[at - 1]) != NULL) &&
			stamp_at_line_start(reader, at))
			return true;
	}
	return false;
}

/* `Speaker: 00:12:34`, where the time ends the line. */
static uint32_t
read_turn(struct stamp_reader *reader, uint32_t at, GArray *stamps)
{
	struct stamp stamp = { .written = true, .opens = true };
	uint32_t taken;

	if (at < reader->leaf->text.start + 3 || memcmp(reader->text + at - 2, ": ", 2) != 0)
		return 0;
	taken = read_time(reader, at, &stamp.time);
	if (taken == 0 || !stamp_at_line_end(reader, at + taken) || !is_speaker(reader, at - 2))
		return 0;
	stamp.text = range_of(at, at + taken);
	stamp.source = stamp_source(reader, at);
	g_array_append_val(stamps, stamp);
	return taken;
}

const struct stamp_form stamp_forms[] = {
	{ .name = "anchor", .collect = collect_anchors },
	{ .name = "url", .collect = collect_urls },
	{ .name = "fragment", .collect = collect_fragments },
	{ .name = "destination", .collect = collect_time_links },
	{ .name = "bracket", .read = read_bracket, .first = "[" },
	{ .name = "parenthesis", .read = read_bracket, .first = "(" },
	{ .name = "line-start", .read = read_line_start, .first = "0123456789" },
	{ .name = "turn", .read = read_turn, .first = "0123456789" },
	{ 0 },
};
