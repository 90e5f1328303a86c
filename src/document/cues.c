/*
 * Reading cue files by their lines.
 *
 * A WebVTT file is read as §6 reads it: blocks end at an empty line or at a line with `-->`; the
 * line before a timing line is its identifier where it is the block's first; other text after a
 * timing line is the cue's. In an SRT file a number before a timing line is its identifier, and
 * all else up to the next cue is text, blank lines or not.
 */
#include "config.h"

#include "document/cues.h"

#include <string.h>

enum {
	LINES_BEFORE = 4, /* that may stand before the first time of a file without header */
};

static const char bom[] = "\xEF\xBB\xBF";

bool
cues_have_header(const char *bytes, uint32_t from, uint32_t n)
{
	if (n - from < 6 || memcmp(bytes + from, "WEBVTT", 6) != 0)
		return false;
	return n - from == 6 || g_ascii_isspace(bytes[from + 6]);
}

static bool
is_number(const char *bytes, struct line line)
{
	uint32_t at = line_skip_blanks(bytes, line.start, line.end), start;

	if (line.end - at >= 3 && memcmp(bytes + at, bom, 3) == 0)
		at += 3;
	start = at;
	while (at < line.end && g_ascii_isdigit(bytes[at]))
		at++;
	return at > start && line_skip_blanks(bytes, at, line.end) == line.end;
}

bool
cues_look_like(const char *bytes, uint32_t from, uint32_t n)
{
	struct cue cue;
	enum cue_fault_kind fault;

	if (cues_have_header(bytes, from, n))
		return true;
	for (unsigned lines = 0; from < n && lines < LINES_BEFORE;) {
		struct line line = line_at(bytes, from, n);

		from = line.next;
		if (line_is_blank(bytes, line))
			continue;
		lines++;
		if (cue_timing_read(bytes, line, false, &cue, &fault) == CUE_TIMING)
			return true;
		if (!is_number(bytes, line))
			return false;
	}
	return false;
}

static bool
is_empty(struct line line)
{
	return line.start == line.end;
}

struct range
cues_header(const char *bytes, uint32_t from, uint32_t n)
{
	uint32_t at = line_at(bytes, from, n).next;
	struct range header = { at, at };

	while (header.end < n) {
		struct line line = line_at(bytes, header.end, n);
		enum cue_fault_kind fault;
		struct cue cue;

		if (is_empty(line) ||
			cue_timing_read(bytes, line, true, &cue, &fault) != CUE_NO_TIMING)
			break;
		header.end = line.next;
	}
	return header;
}

/* --- scanning --- */

enum state {
	STATE_BETWEEN, /* a block may begin */
	STATE_CUE,     /* lines are the last cue's text */
	STATE_STRAY,   /* they are of no cue */
	STATE_HIDDEN,  /* they are not shown */
};

struct scanner {
	const char *bytes;
	uint32_t n;
	bool vtt, numbered;
	enum state state;
	struct line held; /* the line before, which may be an identifier */
	bool holds;
	bool after_blank, held_after_blank;
	uint32_t last_start;
	GArray *cues, *faults;
};

static void
add_fault(struct scanner *scanner, enum cue_fault_kind kind, uint32_t source)
{
	struct cue_fault fault = { .kind = kind, .source = source };

	g_array_append_val(scanner->faults, fault);
}

/* Adds a line to the text of the last cue, or to a stray one. */
static void
add_line(struct scanner *scanner, struct line line)
{
	struct cue stray = {
		.body = { line.start, line.end },
		.time = { line.start, line.start },
		.stray = true,
	};

	if (scanner->state == STATE_CUE || scanner->state == STATE_STRAY) {
		struct cue *last =
			&g_array_index(scanner->cues, struct cue, scanner->cues->len - 1);

		if (last->body.start == last->body.end)
			last->body.start = line.start;
		last->body.end = line.end;
		return;
	}
	add_fault(scanner, CUE_FAULT_STRAY, line.start);
	stray.start = stray.end = scanner->last_start;
	g_array_append_val(scanner->cues, stray);
	scanner->state = STATE_STRAY;
}

/* What is held is text after all. */
static void
release(struct scanner *scanner)
{
	if (!scanner->holds)
		return;
	scanner->holds = false;
	add_line(scanner, scanner->held);
}

static void
hold(struct scanner *scanner, struct line line)
{
	release(scanner);
	scanner->held = line;
	scanner->holds = true;
	scanner->held_after_blank = scanner->after_blank;
}

static void
add_cue(struct scanner *scanner, struct cue *cue, struct line line, enum cue_fault_kind fault)
{
	if (fault != CUE_FAULTS)
		add_fault(scanner, fault, line.start);
	else if (cue->start < scanner->last_start)
		add_fault(scanner, CUE_FAULT_ORDER, line.start);
	scanner->last_start = cue->start;
	cue->body = (struct range){ line.next, line.next };
	g_array_append_val(scanner->cues, *cue);
	scanner->state = STATE_CUE;
}

/* A timing line that cannot be read: what follows is text of no cue, and so is the line itself
 * where it may be words with an arrow. */
static void
add_broken(struct scanner *scanner, struct line line)
{
	uint32_t at = line_skip_blanks(scanner->bytes, line.start, line.end);
	struct cue stray = {
		.start = scanner->last_start,
		.end = scanner->last_start,
		.body = { line.next, line.next },
		.time = { line.start, line.start },
		.stray = true,
	};

	add_fault(scanner, CUE_FAULT_TIMING, line.start);
	if (!g_ascii_isdigit(scanner->bytes[at]) && scanner->bytes[at] != '-')
		stray.body = (struct range){ line.start, line.end };
	g_array_append_val(scanner->cues, stray);
	scanner->state = STATE_STRAY;
}

/* --- WebVTT --- */

/* Whether a block begins here that is not shown (WebVTT §4.1: comment, style and region), or the
 * header of another file that was put after this one. */
static bool
is_hidden_block(const char *bytes, struct line line)
{
	static const struct {
		const char *name;
		bool alone; /* on its line */
	} blocks[] = { { "NOTE", false }, { "STYLE", true }, { "REGION", true },
		{ "WEBVTT", false } };

	for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++) {
		size_t n = strlen(blocks[i].name);
		struct line rest = { line.start + (uint32_t)n, line.end, line.next };

		if (line.end - line.start < n || memcmp(bytes + line.start, blocks[i].name, n) != 0)
			continue;
		if (rest.start == rest.end ||
			(g_ascii_isspace(bytes[rest.start]) &&
				(!blocks[i].alone || line_is_blank(bytes, rest))))
			return true;
	}
	return false;
}

static void
scan_vtt_line(struct scanner *scanner, struct line line)
{
	enum cue_fault_kind fault;
	struct cue cue = { 0 };
	enum cue_timing timing;

	if (is_empty(line)) {
		release(scanner);
		scanner->state = STATE_BETWEEN;
		return;
	}
	timing = cue_timing_read(scanner->bytes, line, true, &cue, &fault);
	if (timing == CUE_TIMING) {
		scanner->holds = false;
		add_cue(scanner, &cue, line, fault);
	} else if (timing == CUE_BROKEN_TIMING && scanner->state != STATE_HIDDEN) {
		scanner->holds = false;
		add_broken(scanner, line);
	} else if (scanner->state == STATE_BETWEEN && scanner->holds) {
		release(scanner);
		add_line(scanner, line);
	} else if (scanner->state == STATE_BETWEEN) {
		if (is_hidden_block(scanner->bytes, line))
			scanner->state = STATE_HIDDEN;
		else
			hold(scanner, line);
	} else if (scanner->state != STATE_HIDDEN) {
		add_line(scanner, line);
	}
}

/* --- SRT --- */

static void
scan_srt_line(struct scanner *scanner, struct line line)
{
	enum cue_fault_kind fault;
	struct cue cue = { 0 };

	if (line_is_blank(scanner->bytes, line)) {
		scanner->after_blank = true;
		return;
	}
	switch (cue_timing_read(scanner->bytes, line, false, &cue, &fault)) {
	case CUE_TIMING:
		if (scanner->cues->len == 0)
			scanner->numbered = scanner->holds;
		if (!scanner->numbered && !scanner->held_after_blank)
			release(scanner);
		scanner->holds = false;
		add_cue(scanner, &cue, line, fault);
		break;
	case CUE_BROKEN_TIMING:
		scanner->holds = false;
		add_broken(scanner, line);
		break;
	case CUE_NO_TIMING:
		if (is_number(scanner->bytes, line)) {
			hold(scanner, line);
			break;
		}
		release(scanner);
		add_line(scanner, line);
	}
	scanner->after_blank = false;
}

GArray *
cues_read(const char *bytes, uint32_t from, uint32_t n, GArray *faults)
{
	struct scanner scanner = {
		.bytes = bytes,
		.n = n,
		.vtt = cues_have_header(bytes, from, n),
		.cues = g_array_new(FALSE, FALSE, sizeof(struct cue)),
		.faults = faults,
	};

	if (scanner.vtt)
		from = cues_header(bytes, from, n).end;
	while (from < n) {
		struct line line = line_at(bytes, from, n);

		if (scanner.vtt)
			scan_vtt_line(&scanner, line);
		else
			scan_srt_line(&scanner, line);
		from = line.next;
	}
	release(&scanner);
	return scanner.cues;
}
