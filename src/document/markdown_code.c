#include "config.h"

#include "document/markdown_private.h"

#include <string.h>

#include "document/draft.h"
#include "text/line.h"

/* Bytes of the source, NULs replaced. */
static void
write_code(struct markdown *md, uint32_t at, uint32_t end)
{
	const char *s = md->source;

	while (at < end) {
		const char *nul = md->prepared.has_nul ? memchr(s + at, '\0', end - at) : NULL;
		uint32_t stop = nul != NULL ? (uint32_t)(nul - s) : end;

		draft_text(md->draft, s + at, stop - at, 0, (struct range){ at, stop });
		at = stop;
		if (at < end) {
			draft_text(md->draft, "\xEF\xBF\xBD", 3, 0, (struct range){ at, at + 1 });
			at++;
		}
	}
}

/* The content [at, end), a part of a line. */
static void
write_code_line(struct markdown *md, uint32_t at, uint32_t end)
{
	while (at < end) {
		uint32_t stop = MIN(content_stretch(&md->content, at), end);
		uint32_t source = content_source(&md->content, at);

		if (content_is_made(&md->content, at))
			draft_text(md->draft, md->content.bytes + at, stop - at, 0,
				(struct range){ source, source });
		else
			write_code(md, source, source + stop - at);
		at = stop;
	}
}

static void
write_code_lines(struct markdown *md)
{
	const char *s = md->content.bytes;
	uint32_t n = md->content.length;

	while (n > 0 && (s[n - 1] == '\n' || s[n - 1] == '\r'))
		n--;
	for (uint32_t at = 0; at < n;) {
		uint32_t end = at, source;

		while (end < n && s[end] != '\n' && s[end] != '\r')
			end++;
		write_code_line(md, at, end);
		at = end;
		if (at == n)
			break;
		source = content_source(&md->content, at);
		draft_text(md->draft, "\n", 1, 0,
			(struct range){ source,
				source + (content_is_made(&md->content, at) ? 0 : 1) });
		at += (uint32_t)line_end_bytes(s + at, n - at);
	}
}

void
markdown_code(struct markdown *md, cmark_node *node)
{
	const char *info = cmark_node_get_fence_info(node), *s = cmark_node_get_literal(node);
	uint32_t line = markdown_line(md, cmark_node_get_start_line(node));
	int length, offset;
	char mark;
	bool fenced = cmark_node_get_fenced(node, &length, &offset, &mark) != 0;
	uint32_t block = markdown_open(md, BLOCK_CODE, markdown_node_source(md, node));

	if (fenced)
		draft_block(md->draft, block)->flags |= BLOCK_FENCED;
	if (info != NULL && info[strspn(info, " \t")] != '\0') {
		info += strspn(info, " \t");
		draft_block(md->draft, block)->label =
			arena_string(md->draft->arena, info, strcspn(info, " \t"));
	}
	line += fenced ? 1 : 0;
	markdown_content_lines(md, s, strlen(s), line, line);
	write_code_lines(md);
	draft_close(md->draft);
}
