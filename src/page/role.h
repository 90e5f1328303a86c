/*
 * Roles: what a piece of a page or screen means. Looks (colours, attributes) belong to the theme
 * alone. One row of the table in role.c adds one.
 */
#ifndef LECTERN_PAGE_ROLE_H
#define LECTERN_PAGE_ROLE_H

enum role {
	ROLE_TEXT,
	/* of a page */
	ROLE_HEADING1,
	ROLE_HEADING2,
	ROLE_HEADING3,
	ROLE_HEADING4, /* 4 to 6 */
	ROLE_STRONG,
	ROLE_EMPHASIS,
	ROLE_STRONG_EMPHASIS,
	ROLE_STRIKE,
	ROLE_CODE,
	ROLE_CODE_BLOCK,
	ROLE_MARK,
	ROLE_KBD,
	ROLE_LINK,
	ROLE_LINK_MISSING,
	ROLE_LINK_WEB,
	ROLE_TIMESTAMP,
	ROLE_TIMESTAMP_READING, /* the one being read */
	ROLE_IMAGE,
	ROLE_IMAGE_TARGET,
	ROLE_FOOTNOTE,
	ROLE_HTML,
	ROLE_QUOTE,
	ROLE_QUOTE_BAR,
	ROLE_BULLET,
	ROLE_TASK_OPEN,
	ROLE_TASK_DONE,
	ROLE_RULE,
	ROLE_TABLE_EDGE,
	ROLE_TABLE_HEADER,
	ROLE_CALLOUT,
	ROLE_CALLOUT_WARNING,
	ROLE_CALLOUT_BAR,
	ROLE_EMBED,     /* the title of what is embedded, and what is said of it */
	ROLE_EMBED_BAR, /* its frame */
	ROLE_SUMMARY,
	ROLE_CODE_LABEL,
	ROLE_SPEAKER,
	ROLE_CONTROL, /* a mark that stands for what must not pass */
	ROLE_NOTE,    /* the page's own words: repeats, real hosts */
	/* of the screen */
	ROLE_FRAME,
	ROLE_FRAME_FOCUS,
	ROLE_TITLE,
	ROLE_TITLE_FOCUS,
	ROLE_STATUS,
	ROLE_STATUS_KEY,
	ROLE_MESSAGE,
	ROLE_ERROR,
	ROLE_PROMPT,
	ROLE_CURSOR,
	ROLE_CURSOR_DIM,
	ROLE_SELECTED_LINK,
	ROLE_HINT,       /* letters at a link */
	ROLE_HINT_TYPED, /* those that were typed */
	ROLE_HIT,
	ROLE_HIT_CURRENT,
	ROLE_SELECTION, /* lines that are selected */
	ROLE_MENTION, /* a link in the sentence that is shown of it */
	ROLE_PLAYING, /* the sentence that a player is at */
	ROLE_UNREAD,
	ROLE_STAR,
	ROLE_PROBLEM,
	ROLE_DIM,
	ROLE_DATE,
	ROLE_COUNT,
	ROLE_READING,
	ROLE_SPOT, /* in the reader: what the side pane looks at */
	ROLE_SIDE_HEADING,
	ROLE_SIDE_TIME,
	ROLE_SIDE_STRAY, /* the sign of a time that stands out of order */
	ROLE_TIMELINE,
	ROLE_TIMELINE_CHAPTER, /* of every second chapter */
	ROLE_TIMELINE_HERE,
	ROLE_TIMELINE_PLAYED,
	ROLE_HELP_KEY,
	ROLE_COUNT_OF,
};

struct role_info {
	const char *name; /* as themes name it: "heading1", "link-missing" */
	char letter;      /* in goldens; unique; '.' is text */
};

/* The row of a role. Lives for ever. */
const struct role_info *role_info(enum role role);

/* By name; -1 where there is none. */
int role_named(const char *name);

#endif
