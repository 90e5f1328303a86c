/*
 * Who links to whom: every link of every document, resolved.
 */
#include "config.h"

#include <string.h>

#include "support/reference_private.h"
#include "text/fold.h"
#include "text/path.h"

static void
clear_link(gpointer data)
{
	struct read_link *link = data;

	g_free(link->url);
	g_free(link->name);
}

/* What a link is called: with the `#` of `[[C#]]`. */
static char *
name_of(const struct link *link)
{
	switch (link->kind) {
	case LINK_WIKI:
	case LINK_EMBED:
		if (link->target[0] == '\0')
			return g_strdup("");
		return g_strdup(link->anchor[0] == '\0' && g_str_has_suffix(link->written, "#")
					? link->written
					: link->target);
	case LINK_PATH:
	case LINK_SITE:
		return g_strdup(link->target);
	default:
		return g_strdup("");
	}
}

static GArray *
links_of(const struct reference *reference, uint32_t i)
{
	const struct document *document = document_at(reference, i)->document;
	GArray *links = g_array_new(FALSE, FALSE, sizeof(struct read_link));

	g_array_set_clear_func(links, clear_link);
	for (uint32_t k = 0; document != NULL && k < document->link_count; k++) {
		const struct link *link = &document->links[k];
		struct read_link taken = {
			.entry = resolve_link(reference->resolver, document, i, link).entry,
			.url = document_link_url(document, link),
			.name = name_of(link),
		};

		g_array_append_val(links, taken);
		if (taken.entry != NONE && taken.entry != i)
			document_at(reference, taken.entry)->linked_to = true;
	}
	return links;
}

void
links_read(struct reference *reference)
{
	for (uint32_t i = 0; i < reference->documents->len; i++)
		document_at(reference, i)->links = links_of(reference, i);
}

void
links_clear(GArray *links)
{
	if (links != NULL)
		g_array_free(links, TRUE);
}

/* --- names --- */

/* SPEC §5: what is left of a name folded, or the name as written where that is one letter or
 * none. */
static char *
form_of(const char *name, size_t n)
{
	char *folded = fold_name(name, n);

	if (g_utf8_strlen(folded, -1) > 1)
		return folded;
	g_free(folded);
	return g_strdup_printf("=%.*s", (int)n, name);
}

/* Whether a link's name is one that no document has, with the suffix of a file or without. */
static bool
is_called(const char *name, const char *asked)
{
	size_t n = strlen(name);

	if (n > 1 && name[n - 1] == '#')
		n--;
	if (n == 0)
		return false;

	g_autofree char *plain = g_strndup(name, n), *form = form_of(plain, n);
	const char *file = path_name(plain);
	g_autofree char *stem = form_of(plain, n - strlen(file) + path_stem(file));

	return strcmp(form, asked) == 0 || strcmp(stem, asked) == 0;
}

static bool
is_named(const char *name, const char *asked)
{
	g_autofree char *decoded =
		strchr(name, '%') != NULL ? g_uri_unescape_string(name, NULL) : NULL;

	return is_called(name, asked) || (decoded != NULL && is_called(decoded, asked));
}

/* --- what link: asks --- */

static bool
is_url(const char *s)
{
	return strstr(s, "://") != NULL || g_ascii_strncasecmp(s, "mailto:", 7) == 0;
}

/* Letters, digits and hyphens with a dot between. */
static bool
may_be_host(const char *s)
{
	size_t n = strcspn(s, "/?#");
	const char *dot = memchr(s, '.', n);

	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] < 0x80 && !g_ascii_isalnum(s[i]) && !strchr(".-:", s[i]))
			return false;
	}
	while (dot == s)
		dot = memchr(dot + 1, '.', n - 1);
	return dot != NULL && dot + 1 < s + n;
}

bool
links_to(const struct reference *reference, const struct read_document *document,
	const char *target)
{
	struct resolution found = { .entry = NONE };
	g_autofree char *asked = form_of(target, strcspn(target, "#"));

	if (!is_url(target))
		found = resolve_name(reference->resolver, NONE, target, NULL);
	for (guint i = 0; i < document->links->len; i++) {
		const struct read_link *link = &g_array_index(document->links, struct read_link, i);

		if (link->url != NULL) {
			if ((is_url(target) || may_be_host(target)) &&
				address_passes(target, false, link->url))
				return true;
		} else if (!is_url(target) && found.entry == NONE && is_named(link->name, asked)) {
			return true;
		}
		if (found.entry != NONE && link->entry == found.entry)
			return true;
	}
	return false;
}
