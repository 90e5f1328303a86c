#include "config.h"

#include "document/kinds.h"

#include "document/digest.h"
#include "document/draft.h"
#include "document/frontmatter.h"
#include "document/markdown.h"
#include "document/plain.h"
#include "document/timestamp.h"
#include "document/transcript.h"
#include "document/url.h"

enum { MARKDOWN_LIMIT = 16 * 1024 * 1024 }; /* SAFETY §2 */

static bool
video_looks_like(struct draft *draft)
{
	const struct source *source = draft->source;
	const char *body = source->bytes + draft->body;

	/* Cues come first: what a caption says in them makes no note of it. */
	if (!draft->has_front_matter && g_str_has_prefix(body, "WEBVTT"))
		return false;
	return draft->fields[FIELD_VIDEO]->len > 0 || draft->fields[FIELD_MEDIA]->len > 0 ||
	       timestamps_has_anchor(body, source->length - draft->body);
}

static bool
article_looks_like(struct draft *draft)
{
	const GPtrArray *sources = draft->fields[FIELD_SOURCE];

	return draft->has_front_matter && sources->len > 0 && url_is_http(sources->pdata[0]);
}

/* The look at a digest is thorough, so it comes after the cheap ones. */
static bool
digest_might_be(struct draft *draft)
{
	return !draft->markdown_suffix && !draft->has_front_matter && !markdown_looks_like(draft) &&
	       digest_looks_like(draft);
}

static bool
note_looks_like(struct draft *draft)
{
	return draft->markdown_suffix || markdown_looks_like(draft);
}

static void
parse_markdown(struct draft *draft)
{
	if (draft->source->length > MARKDOWN_LIMIT) {
		draft_problem(draft, "too-large", draft->body,
			"larger than 16 MiB: shown as plain text, not as Markdown");
		plain_parse(draft);
	} else {
		markdown_parse(draft);
	}
}

/* Fields that stand in the body's first lines. */
static void
read_article_head(struct draft *draft)
{
	frontmatter_read_channel(draft);
	frontmatter_read_date(draft);
}

const struct kind document_kinds[] = {
	{ .name = "video",
		.looks_like = video_looks_like,
		.parse = parse_markdown,
		.read_head = frontmatter_read_channel },
	{ .name = "article",
		.looks_like = article_looks_like,
		.parse = parse_markdown,
		.read_head = read_article_head },
	{ .name = "transcript",
		.looks_like = transcript_looks_like,
		.parse = transcript_parse,
		.read_head = transcript_read_head },
	{ .name = "digest", .looks_like = digest_might_be, .parse = digest_parse },
	{ .name = "note",
		.looks_like = note_looks_like,
		.parse = parse_markdown,
		.read_head = frontmatter_read_channel },
	{ .name = "text", .looks_like = plain_looks_like, .parse = plain_parse },
	{ 0 },
};
