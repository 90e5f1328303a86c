/*
 * How a link looks: whether it leads somewhere, as far as names tell.
 */
#include "config.h"

#include "library/resolve.h"

#include "document/media.h"
#include "page/page.h"
#include "text/path.h"

/* Whether a target that is no document names a file of another kind. In a path any suffix says so,
 * but that of a document. */
static bool
names_other_file(const struct link *link)
{
	static const char *const others[] = { "pdf", NULL };
	static const char *const documents[] = {
		"md",
		"markdown",
		"mdown",
		"mkd",
		"txt",
		"text",
		"vtt",
		"srt",
		NULL,
	};
	const char *name = path_name(link->target);

	if (media_of(name) != MEDIA_NONE || path_has_suffix(name, others))
		return true;
	return link->kind == LINK_PATH && name[path_stem(name)] != '\0' &&
	       !path_has_suffix(name, documents);
}

static uint8_t
state_of_anchor(const struct document *document, const char *anchor)
{
	return document_anchor(document, anchor) != RANGE_NONE ? LINK_STATE_RESOLVED
							       : LINK_STATE_MISSING;
}

static uint8_t
state_of_missing(const struct document *document, const struct link *link)
{
	if (link->kind == LINK_WEB)
		return LINK_STATE_WEB;
	if (link->kind == LINK_SITE) {
		g_autofree char *url = document_link_url(document, link);

		return url != NULL ? LINK_STATE_WEB : LINK_STATE_MISSING;
	}
	return names_other_file(link) ? LINK_STATE_UNKNOWN : LINK_STATE_MISSING;
}

uint8_t
resolve_state(const struct resolver *resolver, const struct document *document, uint32_t from,
	const struct link *link)
{
	struct resolution resolution;

	if (link->kind == LINK_FOOTNOTE)
		return LINK_STATE_RESOLVED;
	if (link->kind == LINK_MEDIA)
		return LINK_STATE_UNKNOWN;
	if (link_is_own(link))
		return state_of_anchor(document, link->anchor);
	resolution = resolve_link(resolver, document, from, link);
	if (resolution.entry == NONE)
		return state_of_missing(document, link);
	if (resolution.entry == from && resolution.anchor[0] != '\0' && link->kind != LINK_WEB)
		return state_of_anchor(document, resolution.anchor);
	return LINK_STATE_RESOLVED;
}
