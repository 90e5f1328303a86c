#include "config.h"

#include "ui/theme_looks.h"

struct built_in {
	struct look dark;
	uint8_t plain;
};

static const struct built_in looks[ROLE_COUNT_OF] = {
	/* what a document is made of */
	[ROLE_TEXT] = { { -1, -1, 0 }, 0 },
	[ROLE_HEADING1] = { { 0xa8cbff, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_HEADING2] = { { 0x8ab4f8, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_HEADING3] = { { 0xa9c4ee, -1, 0 }, LOOK_UNDERLINE },
	[ROLE_HEADING4] = { { 0xa9b8d0, -1, LOOK_ITALIC }, LOOK_ITALIC },
	[ROLE_STRONG] = { { -1, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_EMPHASIS] = { { -1, -1, LOOK_ITALIC }, LOOK_ITALIC },
	[ROLE_STRONG_EMPHASIS] = { { -1, -1, LOOK_BOLD | LOOK_ITALIC }, LOOK_BOLD | LOOK_ITALIC },
	[ROLE_STRIKE] = { { 0x8a919e, -1, LOOK_STRIKE }, LOOK_DIM | LOOK_STRIKE },
	[ROLE_CODE] = { { 0xa6c98c, -1, 0 }, LOOK_BOLD },
	[ROLE_CODE_BLOCK] = { { 0xb9c9ac, -1, 0 }, 0 },
	[ROLE_MARK] = { { 0xf5e6b8, 0x5a4a1c, 0 }, LOOK_REVERSE },
	[ROLE_KBD] = { { 0xd8dee9, 0x3b4252, LOOK_BOLD }, LOOK_BOLD | LOOK_REVERSE },
	/* where one can go */
	[ROLE_LINK] = { { 0x6cc4c4, -1, LOOK_UNDERLINE }, LOOK_UNDERLINE },
	[ROLE_LINK_MISSING] = { { 0xe09090, -1, LOOK_UNDERLINE }, LOOK_DIM | LOOK_UNDERLINE },
	[ROLE_LINK_WEB] = { { 0x94aecb, -1, LOOK_UNDERLINE }, LOOK_ITALIC | LOOK_UNDERLINE },
	[ROLE_TIMESTAMP] = { { 0xe0b060, -1, 0 }, LOOK_BOLD },
	[ROLE_TIMESTAMP_READING] = { { 0xffe0a0, 0x5a4310, LOOK_BOLD }, LOOK_BOLD | LOOK_REVERSE },
	[ROLE_IMAGE] = { { 0xc3a2c9, -1, LOOK_ITALIC }, LOOK_ITALIC },
	[ROLE_IMAGE_TARGET] = { { 0x8a919e, -1, 0 }, LOOK_DIM },
	[ROLE_FOOTNOTE] = { { 0xc3a2c9, -1, 0 }, LOOK_UNDERLINE },
	[ROLE_HTML] = { { 0x8a919e, -1, 0 }, LOOK_DIM },
	/* what stands around it */
	[ROLE_QUOTE] = { { 0xb9c0cc, -1, LOOK_ITALIC }, LOOK_ITALIC },
	[ROLE_QUOTE_BAR] = { { 0x5f6b80, -1, 0 }, LOOK_DIM },
	[ROLE_BULLET] = { { 0x7f8ea3, -1, 0 }, 0 },
	[ROLE_TASK_OPEN] = { { 0xd8dee9, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_TASK_DONE] = { { 0x83a873, -1, 0 }, LOOK_DIM },
	[ROLE_RULE] = { { 0x5f6b80, -1, 0 }, LOOK_DIM },
	[ROLE_TABLE_EDGE] = { { 0x5f6b80, -1, 0 }, LOOK_DIM },
	[ROLE_TABLE_HEADER] = { { -1, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_CALLOUT] = { { 0x8ab4f8, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_CALLOUT_WARNING] = { { 0xf0a070, -1, LOOK_BOLD }, LOOK_BOLD | LOOK_UNDERLINE },
	[ROLE_CALLOUT_BAR] = { { 0x5f86b8, -1, 0 }, LOOK_BOLD },
	[ROLE_EMBED] = { { 0xa3b8a8, -1, LOOK_ITALIC }, LOOK_BOLD },
	[ROLE_EMBED_BAR] = { { 0x6a8f7a, -1, 0 }, LOOK_BOLD },
	[ROLE_SUMMARY] = { { -1, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_CODE_LABEL] = { { 0x8a919e, -1, LOOK_ITALIC }, LOOK_DIM },
	[ROLE_SPEAKER] = { { 0xc6b7e2, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_CONTROL] = { { 0xff8f8f, -1, 0 }, LOOK_REVERSE },
	[ROLE_NOTE] = { { 0x8a919e, -1, LOOK_ITALIC }, LOOK_DIM | LOOK_ITALIC },
	/* the screen around the page */
	[ROLE_FRAME] = { { 0x4b5568, -1, 0 }, LOOK_DIM },
	[ROLE_FRAME_FOCUS] = { { 0x8ab4f8, -1, 0 }, LOOK_BOLD },
	[ROLE_TITLE] = { { 0x9aa3b2, -1, 0 }, 0 },
	[ROLE_TITLE_FOCUS] = { { 0x8ab4f8, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_STATUS] = { { 0xc0c6d0, 0x2a2f3a, 0 }, LOOK_REVERSE },
	[ROLE_STATUS_KEY] = { { 0x8ab4f8, 0x2a2f3a, LOOK_BOLD }, LOOK_BOLD | LOOK_REVERSE },
	[ROLE_MESSAGE] = { { 0xe6e9ef, 0x2a2f3a, 0 }, LOOK_REVERSE },
	[ROLE_ERROR] = { { 0xff9d9d, 0x2a2f3a, LOOK_BOLD }, LOOK_BOLD | LOOK_REVERSE },
	[ROLE_PROMPT] = { { 0xffffff, 0x2a2f3a, LOOK_BOLD }, LOOK_BOLD },
	/* where one is */
	[ROLE_CURSOR] = { { 0xffffff, 0x2d4a7a, 0 }, LOOK_REVERSE },
	[ROLE_CURSOR_DIM] = { { 0xd8dee9, 0x2a303c, 0 }, LOOK_DIM | LOOK_REVERSE },
	[ROLE_SELECTED_LINK] = { { 0x0c2226, 0x6cc4c4, LOOK_BOLD }, LOOK_BOLD | LOOK_REVERSE },
	[ROLE_HINT] = { { 0x1c1a14, 0xf0d060, LOOK_BOLD }, LOOK_BOLD | LOOK_REVERSE },
	[ROLE_HINT_TYPED] = { { 0x1c1a14, 0xa08f50, 0 }, LOOK_DIM | LOOK_REVERSE },
	[ROLE_HIT] = { { 0x1c1a14, 0xc9a650, 0 }, LOOK_REVERSE },
	[ROLE_HIT_CURRENT] = { { 0x1c1208, 0xff9e4f, LOOK_BOLD },
		LOOK_BOLD | LOOK_UNDERLINE | LOOK_REVERSE },
	[ROLE_SELECTION] = { { 0xe6ecf5, 0x3d4f73, 0 }, LOOK_REVERSE },
	[ROLE_MENTION] = { { 0x8fe0e0, -1, LOOK_BOLD | LOOK_UNDERLINE },
		LOOK_BOLD | LOOK_UNDERLINE },
	[ROLE_PLAYING] = { { 0xf7e2b0, 0x33301f, 0 }, LOOK_BOLD },
	[ROLE_READING] = { { 0xf5cf86, -1, LOOK_BOLD }, LOOK_BOLD | LOOK_UNDERLINE },
	[ROLE_SPOT] = { { 0xffffff, 0x2d4a7a, 0 }, LOOK_REVERSE },
	/* marks and numbers of the lists */
	[ROLE_UNREAD] = { { 0x8ab4f8, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_STAR] = { { 0xf0c860, -1, 0 }, LOOK_BOLD },
	[ROLE_PROBLEM] = { { 0xff8f8f, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_DIM] = { { 0x858c99, -1, 0 }, LOOK_DIM },
	[ROLE_DATE] = { { 0x8f9aab, -1, 0 }, 0 },
	[ROLE_COUNT] = { { 0x858c99, -1, 0 }, LOOK_DIM },
	[ROLE_SIDE_HEADING] = { { 0xa9b8d0, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_SIDE_TIME] = { { 0xe0b060, -1, 0 }, 0 },
	[ROLE_SIDE_STRAY] = { { 0xd58f6a, -1, LOOK_BOLD }, LOOK_BOLD },
	[ROLE_TIMELINE] = { { 0x9c8350, -1, 0 }, 0 },
	[ROLE_TIMELINE_CHAPTER] = { { 0x9aa7bd, -1, 0 }, LOOK_DIM },
	[ROLE_TIMELINE_HERE] = { { 0xffe6a8, 0x6b4c12, LOOK_BOLD }, LOOK_BOLD | LOOK_REVERSE },
	[ROLE_TIMELINE_PLAYED] = { { 0x8fd080, -1, LOOK_BOLD }, LOOK_BOLD | LOOK_UNDERLINE },
	[ROLE_HELP_KEY] = { { 0x8ab4f8, -1, LOOK_BOLD }, LOOK_BOLD },
};

struct look
theme_look_dark(enum role role)
{
	return looks[role].dark;
}

uint8_t
theme_look_plain(enum role role)
{
	return looks[role].plain;
}
