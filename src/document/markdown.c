#include "config.h"

#include "document/markdown.h"

#include <string.h>

#include "document/draft.h"
#include "document/frontmatter.h"
#include "document/inline_link.h"
#include "document/markdown_private.h"
#include "document/plain.h"

enum {
	SIZE_LIMIT = 16 * 1024 * 1024, /* SAFETY §2 */
};

static void
markdown_init(struct markdown *md, struct draft *draft)
{
	memset(md, 0, sizeof(*md));
	md->draft = draft;
	md->source = draft->source->bytes;
	md->summary_due = RANGE_NONE;
	content_init(&md->content);
	content_init(&md->spare);
	md->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	md->marked = g_array_new(FALSE, FALSE, sizeof(struct piece));
	md->links = g_array_new(FALSE, FALSE, sizeof(struct link_found));
	md->under = g_array_new(FALSE, FALSE, sizeof(struct link_under));
	md->levels = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	md->notes = g_array_new(FALSE, FALSE, sizeof(struct note));
	md->note_order = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	md->note_references = g_array_new(FALSE, FALSE, sizeof(struct note_reference));
}

static void
markdown_clear(struct markdown *md)
{
	content_clear(&md->content);
	content_clear(&md->spare);
	g_array_unref(md->pieces);
	g_array_unref(md->marked);
	g_array_unref(md->links);
	g_array_unref(md->under);
	g_array_unref(md->levels);
	g_array_unref(md->notes);
	g_array_unref(md->note_order);
	g_array_unref(md->note_references);
	prepared_clear(&md->prepared);
}

/* Parses and walks the prepared body under the guard. What it changes lives in md and the draft, so
 * a jump out of it loses nothing. */
static void
read_guarded(struct markdown *md)
{
	const GString *references = md->prepared.references;
	cmark_parser *parser;

	guard_init(&md->guard, md->prepared.length, md->draft->cancel);
	if (setjmp(md->guard.leave) == 0) {
		parser = guard_parser(CMARK_OPT_FOOTNOTES | CMARK_OPT_SOURCEPOS);
		cmark_parser_feed(parser, references->str, references->len);
		cmark_parser_feed(parser, md->prepared.bytes, md->prepared.length);
		markdown_blocks(md, cmark_parser_finish(parser));
	}
}

static void
read_plain(struct draft *draft, const char *code, uint32_t source, const char *why)
{
	draft_reset(draft);
	draft_problem(draft, code, source, "%s: read as plain text", why);
	plain_parse(draft);
}

void
markdown_parse(struct draft *draft)
{
	static const char *const faults[] = {
		[GUARD_MEMORY] = "its Markdown takes too much memory",
		[GUARD_TIME] = "its Markdown takes too long",
	};
	struct markdown md;

	frontmatter_read_channel(draft);
	if (draft->source->length - draft->body > SIZE_LIMIT) {
		read_plain(draft, "too-large", draft->body, "a file of more than 16 MiB");
		return;
	}
	markdown_init(&md, draft);
	prepared_init(&md.prepared, draft);
	md.lines_before = source_line(draft->source, draft->body) - 1 -
			  (md.prepared.references->len > 0 ? 2 : 0);
	if (md.prepared.deep_at != RANGE_NONE) {
		read_plain(draft, "too-deep", md.prepared.deep_at,
			"a line inside more than 200 lists or quotations");
	} else {
		read_guarded(&md);
		if (md.guard.fault == GUARD_CANCELLED)
			draft->cancelled = true;
		else if (md.guard.fault != GUARD_FINE)
			read_plain(draft, "too-complex", draft->body, faults[md.guard.fault]);
		guard_clear(&md.guard);
	}
	markdown_clear(&md);
}
