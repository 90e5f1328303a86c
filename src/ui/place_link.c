#include "config.h"

#include "ui/place_link.h"

#include <string.h>

#include "document/citation.h"
#include "document/wikilink.h"
#include "text/path.h"
#include "ui/app_state.h"

/* The name without the suffixes that a link needs not have. */
static char *
without_suffix(const char *path)
{
	static const char *const suffixes[] = { "md", "markdown", "mdown", "mkd", NULL };
	const char *name = path_name(path);

	if (!path_has_suffix(name, suffixes))
		return g_strdup(path);
	return g_strndup(path, (gsize)(name - path) + path_stem(name));
}

/* Whether `[[target#anchor]]` is read back as what it was made of. */
static bool
reads_back(const char *target, const char *anchor)
{
	g_autofree char *written =
		g_strdup_printf("[[%s%s%s]]", target, anchor[0] != '\0' ? "#" : "", anchor);
	struct wikilink link;
	size_t looked;

	return wikilink_read(written, strlen(written), false, &link, &looked) &&
	       link.length == strlen(written) && link.alias == NULL &&
	       link.target_length == strlen(target) &&
	       memcmp(link.target, target, link.target_length) == 0 &&
	       link.anchor_length == strlen(anchor);
}

/* The shortest end of a path, in whole folders, that names that entry alone; NULL where none does. */
static const char *
shortest_end(const struct app *app, const char *path, uint32_t entry)
{
	const char *name = path_name(path);

	while (entry != NONE) {
		struct resolution found = resolve_name(app->resolver, NONE, name, NULL);

		if (found.entry == entry && found.candidates == 1)
			break;
		if (name == path)
			return NULL;
		for (name--; name > path && name[-1] != '/'; name--)
			;
	}
	return name;
}

/* The same without the suffix where that is possible. A new string. */
static char *
shortest_name(const struct app *app, const char *path, uint32_t entry)
{
	g_autofree char *stem = without_suffix(path);
	const char *name = shortest_end(app, stem, entry);

	return g_strdup(name != NULL ? name : shortest_end(app, path, entry));
}

/* A Markdown link, for a file of which the name is none for a wikilink. */
static char *
markdown_link(const char *path, const char *anchor)
{
	g_autofree char *target = g_uri_escape_string(path, "/", FALSE);
	g_autofree char *slug = g_uri_escape_string(anchor, NULL, FALSE);
	g_autofree char *name = without_suffix(path_name(path));
	g_autoptr(GString) out = g_string_new("[");

	citation_append_text(out, name);
	g_string_append_printf(out, "](%s%s%s)", target, *slug != '\0' ? "#" : "", slug);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
place_link_to(const struct app *app, const char *path, const char *anchor)
{
	uint32_t entry = catalog_find(app->catalog, path);
	g_autofree char *name = shortest_name(app, path, entry);

	if (name == NULL || !reads_back(name, anchor))
		return markdown_link(path, anchor);
	return g_strdup_printf("[[%s%s%s]]", name, anchor[0] != '\0' ? "#" : "", anchor);
}

/* --- what names a section --- */

/* The title as a wikilink may hold it: what would end it or part it is a space there. */
static char *
title_as_anchor(const char *title)
{
	g_autofree char *anchor = g_strdup(title);

	g_strdelimit(anchor, "#|^[]\\\n\r\t", ' ');
	g_auto(GStrv) words = g_strsplit(g_strstrip(anchor), " ", -1);
	GString *out = g_string_new(NULL);
	for (char **word = words; *word != NULL; word++) {
		if (**word != '\0')
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", *word);
	}
	return g_string_free(out, FALSE);
}

/* The section that holds another, NONE where none does. */
static uint32_t
section_above(const struct document *document, uint32_t section)
{
	for (uint32_t i = section; i-- > 0;)
		if (document->sections[i].level < document->sections[section].level)
			return i;
	return NONE;
}

/* The heading where it names this section alone, else with the heading above it, else its slug. */
static char *
section_anchor(const struct document *document, uint32_t section)
{
	uint32_t above = section_above(document, section);
	char *anchor = title_as_anchor(document->sections[section].title);

	if (*anchor != '\0' && document_section_named(document, anchor) == section)
		return anchor;
	if (*anchor != '\0' && above != NONE) {
		g_autofree char *outer = title_as_anchor(document->sections[above].title);
		g_autofree char *both = g_strconcat(outer, "#", anchor, NULL);

		if (*outer != '\0' && document_section_named(document, both) == section) {
			g_free(anchor);
			return g_steal_pointer(&both);
		}
	}
	g_free(anchor);
	return g_strdup(document->sections[section].slug);
}

/* Whether it is the heading of the whole document. */
static bool
is_title(const struct document *document, uint32_t section)
{
	const struct section *first = &document->sections[0];

	return section == 0 && first->level == 1 &&
	       strcmp(first->title, document_field(document, FIELD_TITLE)) == 0;
}

char *
place_link(const struct app *app, const struct document *document, uint32_t section)
{
	g_autofree char *anchor = NULL;

	if (strcmp(document->path, "-") == 0)
		return NULL;
	if (section == NONE || is_title(document, section))
		anchor = g_strdup("");
	else
		anchor = section_anchor(document, section);
	return place_link_to(app, document->path, anchor);
}
