/*
 * What is wrong with timestamps, as problems: each says what was read, what stands for it and what
 * to write. What is read as it was meant is a notice.
 */
#include "config.h"

#include "document/stamp.h"

#include <string.h>

#include "document/timestamp.h"

enum {
	MINUTE = 60 * 1000,
	/* What a label and its data-t, a timestamp and its recording's end may lie apart: starts
	 * and ends of one remark, rounded lengths. */
	TOLERANCE = MINUTE,
	QUOTED_BYTES = 60, /* of a value, at most */
};

/* A value as a message quotes it; the caller frees. */
static char *
quote(const char *s, size_t n)
{
	const char *end = s + MIN(n, QUOTED_BYTES);

	if (n <= QUOTED_BYTES)
		return g_strdup_printf("`%.*s`", (int)n, s);
	while (end > s && ((unsigned char)*end & 0xC0) == 0x80)
		end--;
	return g_strdup_printf("`%.*s…`", (int)(end - s), s);
}

/* --- one anchor, one value --- */

/* Whether the bytes are `1000:00:00`: a time but for the digits of its hours. */
static bool
is_past_limit(const char *s, size_t n)
{
	struct clock_time time;
	size_t digits = 0;

	while (digits < n && g_ascii_isdigit(s[digits]))
		digits++;
	return digits > 3 && n > digits &&
	       clock_read(s + digits - 1, n - digits + 1, true, &time) > 0 && time.parts == 3;
}

/* How a value fails to be a time. */
static const char *
fault_of(const char *s, size_t n)
{
	static const char limit[] = "is past 999:59:59, the most that is read";

	if (n > 0 && strspn(s, "0123456789") >= n)
		return n > 6 ? limit : "is no time";
	return is_past_limit(s, n) ? limit : "is no time";
}

/* Where the bytes of a draft's text are shown, less brackets. */
static char *
quote_label(const struct draft *draft, struct range label)
{
	return quote(draft->text->str + label.start, range_length(label));
}

static void
check_unread(struct draft *draft, const struct stamp_anchor *anchor, enum anchor_reading reading,
	const struct clock_time *time)
{
	g_autofree char *label = quote_label(draft, anchor->text);
	g_autofree char *data = NULL;
	g_autofree char *fault = NULL;
	uint32_t seconds = clock_milliseconds(time, false) / 1000;

	if (anchor->time != NULL && *anchor->time != '\0') {
		data = quote(anchor->time, strlen(anchor->time));
		fault = g_strdup_printf("the data-t %s of this timestamp %s", data,
			fault_of(anchor->time, strlen(anchor->time)));
	} else {
		fault = g_strdup("this timestamp has no data-t");
	}
	if (reading == ANCHOR_OF_LABEL)
		draft_notice(draft, "label-time", anchor->source,
			"%s; its label %s is read instead: write data-t=\"%02u:%02u:%02u\"", fault,
			label, seconds / 3600, seconds / 60 % 60, seconds % 60);
	else if (range_length(anchor->text) > 0)
		draft_problem(draft, "no-time", anchor->source,
			"%s, and its label %s is no time: write one, as in data-t=\"00:01:26\"",
			fault, label);
	else
		draft_problem(draft, "no-time", anchor->source,
			"%s, and no label: write one, as in data-t=\"00:01:26\"", fault);
}

/* What a time may mean: as it stands, or with minutes in the place of hours; gives how many. */
static unsigned
readings(const struct clock_time *time, uint32_t milliseconds[2])
{
	milliseconds[0] = clock_milliseconds(time, false);
	milliseconds[1] = clock_milliseconds(time, true);
	return time->parts == 3 && time->part[0] > 0 ? 2 : 1;
}

/* Whether a label contradicts data-t: by no reading of either they come within a minute, and the
 * label is not data-t without its hours (`16:16` of 01:16:16). */
static bool
contradicts(const struct clock_time *time, const struct clock_time *label)
{
	uint32_t times[2], labels[2];
	unsigned n = readings(time, times), m = readings(label, labels);

	for (unsigned i = 0; i < n; i++)
		for (unsigned j = 0; j < m; j++)
			if (MAX(times[i], labels[j]) - MIN(times[i], labels[j]) <= TOLERANCE)
				return false;
	return time->parts < 3 || label->parts != 2 || time->part[1] != label->part[0] ||
	       time->part[2] != label->part[1];
}

void
stamp_check_anchor(struct draft *draft, const struct stamp_anchor *anchor,
	enum anchor_reading reading, const struct clock_time *time, const struct clock_time *label)
{
	if (reading != ANCHOR_OF_DATA) {
		check_unread(draft, anchor, reading, time);
	} else if (label->parts > 0 && contradicts(time, label)) {
		g_autofree char *data = quote(anchor->time, strlen(anchor->time));
		g_autofree char *shown = quote_label(draft, anchor->text);

		draft_problem(draft, "label-differs", anchor->source,
			"the timestamp shows %s but its data-t is %s, which is read: make them one",
			shown, data);
	}
}

void
stamp_check_value(struct draft *draft, uint32_t source, const char *value, size_t n)
{
	g_autofree char *quoted = quote(value, n);

	draft_problem(draft, "no-time", source,
		"the time %s of this link %s: write it as in t=754 or t=12m34s", quoted,
		fault_of(value, n));
}

void
stamp_check_limit(struct draft *draft, uint32_t source, const char *s, size_t n)
{
	size_t length = 0;
	g_autofree char *quoted = NULL;

	while (length < n && (g_ascii_isdigit(s[length]) || s[length] == ':'))
		length++;
	if (!is_past_limit(s, length))
		return;
	quoted = quote(s, length);
	draft_problem(draft, "no-time", source,
		"%s is past 999:59:59, the most that is read as a timestamp: it is text", quoted);
}

/* --- a document's --- */

void
stamps_check_shift(struct draft *draft, const GArray *stamps)
{
	const struct stamp *first = NULL;
	unsigned shifted = 0;
	char clock[16];

	for (guint i = 0; i < stamps->len; i++) {
		const struct stamp *stamp = &g_array_index(stamps, struct stamp, i);

		if (!stamp->shifted)
			continue;
		if (shifted++ == 0)
			first = stamp;
	}
	if (first == NULL)
		return;
	draft_notice(draft, "minutes-as-hours", first->source,
		"`%02u:%02u:%02u` says minutes and seconds in the place of hours and minutes (%u "
		"of %u timestamps do) and is read as %s: write it so",
		first->time.part[0], first->time.part[1], first->time.part[2], shifted, stamps->len,
		clock_format(clock, first->milliseconds));
}

void
timestamps_check_end(struct draft *draft, const struct document *document)
{
	uint32_t end = document_duration(document), past = 0, first = NONE;
	char clock[16], last[16];

	if (end == NONE || end > UINT32_MAX - TOLERANCE)
		return;
	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		if (document->timestamps[i].milliseconds <= end + TOLERANCE)
			continue;
		if (past++ == 0)
			first = i;
	}
	if (first == NONE)
		return;
	clock_format(clock, document->timestamps[first].milliseconds);
	clock_format(last, end);
	draft_problem(draft, "past-end", document->timestamps[first].source,
		"%s is past the recording's end at %s, the first of %u of %u timestamps: mend the "
		"times, or the length in the front matter",
		clock, last, past, document->timestamp_count);
}
