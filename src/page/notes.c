#include "config.h"

#include "page/notes.h"

#include <string.h>

#include "document/url.h"
#include "page/layout.h"
#include "text/safe.h"

/* --- hosts --- */

/* Last labels that are more often a file's suffix than a country's or kind's. */
static const char *const suffixes[] = {
	"md",
	"txt",
	"py",
	"js",
	"ts",
	"json",
	"yaml",
	"yml",
	"toml",
	"xml",
	"csv",
	"html",
	"htm",
	"css",
	"sh",
	"rs",
	"go",
	"c",
	"h",
	"cc",
	"cpp",
	"java",
	"rb",
	"php",
	"pl",
	"pdf",
	"png",
	"jpg",
	"jpeg",
	"gif",
	"svg",
	"mp4",
	"mp3",
	"zip",
	"doc",
	"docx",
	"exe",
	"lock",
	"cfg",
};

static bool
is_host_byte(char c)
{
	return g_ascii_isalnum(c) || c == '-' || c == '.' || (c & 0x80) != 0;
}

/* The host of a URL, or of what reads like one, without `www.` and a port: its range in s. *scheme
 * says that one was written. */
static bool
find_host(const char *s, size_t n, bool *scheme, const char **host, size_t *length)
{
	size_t at = url_scheme(s, n), end;

	*scheme = at > 0;
	at += *scheme ? strlen("://") : 0;
	end = at;
	while (end < n && strchr("/?#\\ \t\n", s[end]) == NULL)
		end++;
	for (size_t i = at; i < end; i++)
		if (s[i] == '@')
			at = i + 1;
	size_t stop = at;
	while (stop < end && is_host_byte(s[stop]))
		stop++;
	if (stop < end && s[stop] != ':')
		return false;
	if (stop - at > 4 && g_ascii_strncasecmp(s + at, "www.", 4) == 0) {
		at += 4;
		*scheme = true;
	}
	while (stop > at && s[stop - 1] == '.')
		stop--;
	*host = s + at;
	*length = stop - at;
	return stop > at;
}

/* Whether host, written without a scheme, is meant as one: labels with a dot, the last of them
 * letters. */
static bool
reads_as_host(const char *host, size_t length)
{
	size_t last = length;

	while (last > 0 && host[last - 1] != '.')
		last--;
	if (last == 0 || last == 1 || length - last < 2)
		return false;
	for (size_t i = last; i < length; i++)
		if (!g_ascii_isalpha(host[i]) && (host[i] & 0x80) == 0)
			return false;
	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++)
		if (strlen(suffixes[i]) == length - last &&
			g_ascii_strncasecmp(suffixes[i], host + last, length - last) == 0)
			return false;
	return true;
}

bool
notes_host_differs(const char *text, uint32_t n, const char *target, char **host)
{
	const char *shown, *real;
	size_t shown_length, real_length;
	bool shown_scheme, real_scheme;

	while (n > 0 && g_ascii_isspace(text[0])) {
		text++;
		n--;
	}
	while (n > 0 && g_ascii_isspace(text[n - 1]))
		n--;
	for (uint32_t i = 0; i < n; i++)
		if (text[i] == ' ' || text[i] == '\n')
			return false;
	if (!find_host(text, n, &shown_scheme, &shown, &shown_length) ||
		!find_host(target, strlen(target), &real_scheme, &real, &real_length) ||
		!real_scheme)
		return false;
	if (!shown_scheme && !reads_as_host(shown, shown_length))
		return false;
	if (shown_length == real_length && g_ascii_strncasecmp(shown, real, real_length) == 0)
		return false;
	*host = safe_string(SAFE_NAME, real, (gssize)real_length);
	return true;
}

/* --- notes in a flow --- */

/* Puts words into the flow before the text offset `at`, which is not before the last one's. With
 * words NULL the rest of the leaf's text follows: the flow is then the joined bytes. */
static void
put(struct page *page, uint32_t at, const char *words)
{
	struct leaf *leaf = &page->leaf;
	uint32_t made = 0;

	if (leaf->inserts == NULL) {
		leaf->inserts = g_array_new(FALSE, FALSE, sizeof(struct insert));
		leaf->joined = g_string_new(NULL);
	}
	if (leaf->inserts->len > 0) {
		const struct insert *last =
			&g_array_index(leaf->inserts, struct insert, leaf->inserts->len - 1);
		made = last->before + last->length;
	}
	uint32_t copied = (uint32_t)leaf->joined->len - made;
	g_string_append_len(leaf->joined, leaf->flow.s + copied, at - leaf->flow.base - copied);
	if (words == NULL) {
		leaf->flow.s = leaf->joined->str;
		leaf->flow.n = (uint32_t)leaf->joined->len;
		leaf->flow.inserts = (const struct insert *)leaf->inserts->data;
		leaf->flow.insert_count = leaf->inserts->len;
		return;
	}
	struct insert insert = { (uint32_t)leaf->joined->len, (uint32_t)strlen(words), made };
	g_array_append_val(leaf->inserts, insert);
	g_string_append(leaf->joined, words);
}

/* What is said behind a link: its real host, or what an embed that is not shown is. The caller frees;
 * NULL for nothing. */
static char *
note_of_link(const struct page *page, uint32_t index)
{
	const struct document *d = page->document;
	const struct link *link = &d->links[index];
	g_autofree char *host = NULL;

	if (link->kind == LINK_EMBED) {
		const struct embed *embed = embeds_find(page->options.embeds, index);

		if (embed == NULL || embed->title != NULL || embed->words == NULL)
			return NULL;
		g_autofree char *words = safe_string(SAFE_NAME, embed->words, -1);
		return g_strdup_printf(" (%s)", words);
	}
	if ((link->kind != LINK_WEB && link->kind != LINK_MEDIA) ||
		!notes_host_differs(d->text + link->text.start, range_length(link->text),
			link->target, &host))
		return NULL;
	return g_strdup_printf(" (%s)", host);
}

static void
put_link_notes(struct page *page, struct range text)
{
	const struct document *d = page->document;

	while (page->link < d->link_count && (range_is_none(d->links[page->link].text) ||
						     d->links[page->link].text.start < text.start))
		page->link++;
	for (; page->link < d->link_count && d->links[page->link].text.start < text.end;
		page->link++) {
		g_autofree char *words = d->links[page->link].text.end > text.end
						 ? NULL
						 : note_of_link(page, page->link);
		if (words != NULL)
			put(page, d->links[page->link].text.end, words);
	}
}

/* A section's number: of a digest, its entry's. */
static void
put_repeat(struct page *page, uint32_t block)
{
	const struct document *d = page->document;

	while (page->section < d->section_count && d->sections[page->section].block < block)
		page->section++;
	if (page->section == d->section_count || d->sections[page->section].block != block)
		return;
	uint32_t first = d->sections[page->section].duplicate_of;
	if (first == NONE)
		return;
	g_autofree char *words = g_strdup_printf(" (same as entry %u)", first + 1);
	put(page, d->blocks[block].text.end, words);
}

void
notes_join(struct page *page, uint32_t block)
{
	const struct block *b = &page->document->blocks[block];

	if (page->leaf.inserts != NULL) {
		g_array_set_size(page->leaf.inserts, 0);
		g_string_truncate(page->leaf.joined, 0);
	}
	put_link_notes(page, b->text);
	if (b->kind == BLOCK_HEADING)
		put_repeat(page, block);
	if (page->leaf.inserts != NULL && page->leaf.inserts->len > 0)
		put(page, b->text.end, NULL);
}
