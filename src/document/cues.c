#include "config.h"

#include "document/cues.h"

#include <glib.h>
#include <string.h>

#include "text/line.h"

enum {
	LONGEST = 3600 * 1000 - 1, /* seconds: 999:59:59 */
	LINES_BEFORE = 4, /* that may stand before the first time of a file without header */
};

/* --- times --- */

uint32_t
cue_time_read(const char *s, size_t n, uint32_t *milliseconds)
{
	uint64_t part[3] = { 0 }, seconds, millis = 0;
	unsigned parts = 0, places = 0;
	size_t at = 0;

	while (parts < 3 && at < n && g_ascii_isdigit(s[at])) {
		size_t start = at;

		while (at < n && at - start < 6 && g_ascii_isdigit(s[at]))
			part[parts] = part[parts] * 10 + (uint64_t)(s[at++] - '0');
		parts++;
		if (parts == 3 || at + 1 >= n || s[at] != ':' || !g_ascii_isdigit(s[at + 1]))
			break;
		at++;
	}
	if (parts < 2)
		return 0;
	if (at + 1 < n && (s[at] == '.' || s[at] == ',') && g_ascii_isdigit(s[at + 1]))
		for (at++; at < n && g_ascii_isdigit(s[at]); at++)
			if (places++ < 3)
				millis = millis * 10 + (uint64_t)(s[at] - '0');
	for (; places > 0 && places < 3; places++)
		millis *= 10;
	seconds = parts == 3 ? part[0] * 3600 + part[1] * 60 + part[2] : part[0] * 60 + part[1];
	if (seconds > LONGEST)
		return 0;
	*milliseconds = (uint32_t)(seconds * 1000 + millis);
	return (uint32_t)at;
}

/* `time --> time settings`: fills cue's times. */
static bool
read_timing(const char *bytes, struct line line, struct cue *cue)
{
	uint32_t at = line_skip_blanks(bytes, line.start, line.end), taken;

	taken = cue_time_read(bytes + at, line.end - at, &cue->start);
	if (taken == 0)
		return false;
	cue->time = (struct range){ at, at + taken };
	at = line_skip_blanks(bytes, at + taken, line.end);
	if (line.end - at < 3 || memcmp(bytes + at, "-->", 3) != 0)
		return false;
	at = line_skip_blanks(bytes, at + 3, line.end);
	if (cue_time_read(bytes + at, line.end - at, &cue->end) == 0 || cue->end < cue->start)
		cue->end = cue->start;
	return true;
}

/* --- files --- */

static bool
has_header(const char *bytes, uint32_t from, uint32_t n)
{
	if (n - from < 6 || memcmp(bytes + from, "WEBVTT", 6) != 0)
		return false;
	return n - from == 6 || g_ascii_isspace(bytes[from + 6]);
}

static bool
is_number(const char *bytes, struct line line)
{
	uint32_t at = line_skip_blanks(bytes, line.start, line.end), start = at;

	while (at < line.end && g_ascii_isdigit(bytes[at]))
		at++;
	return at > start && line_skip_blanks(bytes, at, line.end) == line.end;
}

bool
cues_look_like(const char *bytes, uint32_t from, uint32_t n)
{
	struct cue cue;

	if (has_header(bytes, from, n))
		return true;
	for (unsigned lines = 0; from < n && lines < LINES_BEFORE;) {
		struct line line = line_at(bytes, from, n);

		from = line.next;
		if (line_is_blank(bytes, line))
			continue;
		lines++;
		if (read_timing(bytes, line, &cue))
			return true;
		if (!is_number(bytes, line))
			return false;
	}
	return false;
}

/* Whether a block begins here that is not shown (WebVTT §4.1: comment, style and region). */
static bool
is_hidden_block(const char *bytes, struct line line)
{
	static const char *const names[] = { "NOTE", "STYLE", "REGION", NULL };

	for (int i = 0; names[i] != NULL; i++) {
		size_t n = strlen(names[i]);

		if (line.end - line.start >= n && memcmp(bytes + line.start, names[i], n) == 0 &&
			(line.end - line.start == n || g_ascii_isspace(bytes[line.start + n])))
			return true;
	}
	return false;
}

struct scanner {
	const char *bytes;
	uint32_t n;
	bool vtt;
	GArray *cues;
	bool in_body; /* lines go on with the last cue's text */
	bool after_blank;
	struct line last; /* the line before, where it may be an identifier */
	bool has_last, last_begins_block;
};

/* Adds a line to the text of the last cue, or to a stray one. */
static void
add_line(struct scanner *scanner, struct line line)
{
	struct cue *last = scanner->cues->len > 0 ? &g_array_index(scanner->cues, struct cue,
							    scanner->cues->len - 1)
						  : NULL;
	struct cue stray = { .body = { line.start, line.end }, .stray = true };

	if (last != NULL && scanner->in_body) {
		if (last->body.start == last->body.end)
			last->body.start = line.start;
		last->body.end = line.end;
		return;
	}
	if (last != NULL) {
		stray.start = last->start;
		stray.end = last->end;
		stray.time = last->time;
	}
	g_array_append_val(scanner->cues, stray);
	scanner->in_body = true;
}

/* Settles what the line before was: an identifier, where a time follows, else text. */
static void
settle(struct scanner *scanner, bool time_follows)
{
	if (!scanner->has_last)
		return;
	scanner->has_last = false;
	if (time_follows &&
		(scanner->last_begins_block || is_number(scanner->bytes, scanner->last)))
		return;
	add_line(scanner, scanner->last);
}

/* The offset after a block's lines. */
static uint32_t
skip_block(const struct scanner *scanner, uint32_t at)
{
	while (at < scanner->n) {
		struct line line = line_at(scanner->bytes, at, scanner->n);
		struct cue cue;

		if (line_is_blank(scanner->bytes, line) || read_timing(scanner->bytes, line, &cue))
			break;
		at = line.next;
	}
	return at;
}

/* Takes in the line at at; gives where the next begins. */
static uint32_t
scan_line(struct scanner *scanner, uint32_t at)
{
	struct line line = line_at(scanner->bytes, at, scanner->n);
	struct cue cue = { 0 };

	if (line_is_blank(scanner->bytes, line)) {
		settle(scanner, false);
		scanner->in_body = false;
		scanner->after_blank = true;
		return line.next;
	}
	if (read_timing(scanner->bytes, line, &cue)) {
		settle(scanner, true);
		cue.body = (struct range){ line.next, line.next };
		g_array_append_val(scanner->cues, cue);
		scanner->in_body = true;
		scanner->after_blank = false;
		return line.next;
	}
	settle(scanner, false);
	if (scanner->vtt && scanner->after_blank && is_hidden_block(scanner->bytes, line))
		return skip_block(scanner, line.next);
	scanner->last = line;
	scanner->has_last = true;
	scanner->last_begins_block = scanner->after_blank;
	scanner->after_blank = false;
	return line.next;
}

GArray *
cues_read(const char *bytes, uint32_t from, uint32_t n)
{
	struct scanner scanner = {
		.bytes = bytes,
		.n = n,
		.vtt = has_header(bytes, from, n),
		.cues = g_array_new(FALSE, FALSE, sizeof(struct cue)),
		.after_blank = true,
	};

	if (scanner.vtt)
		from = skip_block(&scanner, from);
	while (from < n)
		from = scan_line(&scanner, from);
	settle(&scanner, false);
	return scanner.cues;
}
