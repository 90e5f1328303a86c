#include "config.h"

#include "page/role.h"

#include <string.h>

static const struct role_info roles[ROLE_COUNT_OF] = {
	[ROLE_TEXT] = { "text", '.' },
	[ROLE_HEADING1] = { "heading1", '1' },
	[ROLE_HEADING2] = { "heading2", '2' },
	[ROLE_HEADING3] = { "heading3", '3' },
	[ROLE_HEADING4] = { "heading4", '4' },
	[ROLE_STRONG] = { "strong", 's' },
	[ROLE_EMPHASIS] = { "emphasis", 'e' },
	[ROLE_STRONG_EMPHASIS] = { "strong-emphasis", 'E' },
	[ROLE_STRIKE] = { "strike", 'x' },
	[ROLE_CODE] = { "code", 'c' },
	[ROLE_CODE_BLOCK] = { "code-block", 'C' },
	[ROLE_MARK] = { "mark", 'm' },
	[ROLE_KBD] = { "kbd", 'k' },
	[ROLE_LINK] = { "link", 'l' },
	[ROLE_LINK_MISSING] = { "link-missing", 'L' },
	[ROLE_LINK_WEB] = { "link-web", 'w' },
	[ROLE_TIMESTAMP] = { "timestamp", 't' },
	[ROLE_TIMESTAMP_READING] = { "timestamp-reading", '@' },
	[ROLE_IMAGE] = { "image", 'i' },
	[ROLE_IMAGE_TARGET] = { "image-target", 'I' },
	[ROLE_FOOTNOTE] = { "footnote", 'f' },
	[ROLE_HTML] = { "html", 'h' },
	[ROLE_QUOTE] = { "quote", 'q' },
	[ROLE_QUOTE_BAR] = { "quote-bar", 'Q' },
	[ROLE_BULLET] = { "bullet", 'b' },
	[ROLE_TASK_OPEN] = { "task-open", 'o' },
	[ROLE_TASK_DONE] = { "task-done", 'd' },
	[ROLE_RULE] = { "rule", 'r' },
	[ROLE_TABLE_EDGE] = { "table-edge", '|' },
	[ROLE_TABLE_HEADER] = { "table-header", 'T' },
	[ROLE_CALLOUT] = { "callout", 'a' },
	[ROLE_CALLOUT_WARNING] = { "callout-warning", 'A' },
	[ROLE_CALLOUT_BAR] = { "callout-bar", 'B' },
	[ROLE_EMBED] = { "embed", 'O' },
	[ROLE_EMBED_BAR] = { "embed-bar", '[' },
	[ROLE_SUMMARY] = { "summary", 'u' },
	[ROLE_CODE_LABEL] = { "code-label", 'y' },
	[ROLE_SPEAKER] = { "speaker", 'p' },
	[ROLE_CONTROL] = { "control", '^' },
	[ROLE_NOTE] = { "note", 'n' },
	[ROLE_FRAME] = { "frame", '-' },
	[ROLE_FRAME_FOCUS] = { "frame-focus", '=' },
	[ROLE_TITLE] = { "title", 'g' },
	[ROLE_TITLE_FOCUS] = { "title-focus", 'G' },
	[ROLE_STATUS] = { "status", 'z' },
	[ROLE_STATUS_KEY] = { "status-key", 'Z' },
	[ROLE_MESSAGE] = { "message", 'M' },
	[ROLE_ERROR] = { "error", '!' },
	[ROLE_PROMPT] = { "prompt", ':' },
	[ROLE_CURSOR] = { "cursor", '>' },
	[ROLE_CURSOR_DIM] = { "cursor-dim", '<' },
	[ROLE_SELECTED_LINK] = { "selected-link", 'K' },
	[ROLE_HINT] = { "hint", 'F' },
	[ROLE_HINT_TYPED] = { "hint-typed", 'Y' },
	[ROLE_HIT] = { "hit", '/' },
	[ROLE_HIT_CURRENT] = { "hit-current", '\\' },
	[ROLE_SELECTION] = { "selection", 'X' },
	[ROLE_MENTION] = { "mention", 'N' },
	[ROLE_PLAYING] = { "playing", 'J' },
	[ROLE_UNREAD] = { "unread", 'U' },
	[ROLE_STAR] = { "star", '*' },
	[ROLE_PROBLEM] = { "problem", 'P' },
	[ROLE_DIM] = { "dim", ',' },
	[ROLE_DATE] = { "date", 'D' },
	[ROLE_COUNT] = { "count", '#' },
	[ROLE_READING] = { "reading", 'R' },
	[ROLE_SPOT] = { "spot", '+' },
	[ROLE_SIDE_HEADING] = { "side-heading", 'S' },
	[ROLE_SIDE_TIME] = { "side-time", 'j' },
	[ROLE_SIDE_STRAY] = { "side-stray", '%' },
	[ROLE_TIMELINE] = { "timeline", 'v' },
	[ROLE_TIMELINE_CHAPTER] = { "timeline-chapter", 'W' },
	[ROLE_TIMELINE_HERE] = { "timeline-here", 'V' },
	[ROLE_TIMELINE_PLAYED] = { "timeline-played", '~' },
	[ROLE_HELP_KEY] = { "help-key", 'H' },
};

const struct role_info *
role_info(enum role role)
{
	return &roles[role];
}

int
role_named(const char *name)
{
	for (int i = 0; i < ROLE_COUNT_OF; i++)
		if (strcmp(roles[i].name, name) == 0)
			return i;
	return -1;
}
