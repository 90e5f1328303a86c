#include "config.h"

#include "support/link_library.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/parse.h"
#include "text/path.h"

const char *const link_roots[] = { LINK_ROOT, NULL };

void
link_library_init(struct link_library *library, const char *const *roots)
{
	static const char *const extensions[] = { "md", "txt", "vtt", NULL };
	static const char *const none[] = { NULL };

	library->location = store_location_new(roots, none, extensions, true);
	library->store = store_open(library->location, NULL);
	assert_non_null(library->store);
	library->catalog = catalog_new();
	library->resolver = resolver_new(library->catalog);
	library->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	library->ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

void
link_library_clear(struct link_library *library)
{
	resolver_free(library->resolver);
	catalog_free(library->catalog);
	g_ptr_array_free(library->documents, TRUE);
	g_array_free(library->ids, TRUE);
	store_close(library->store);
	store_location_unref(library->location);
}

void
link_library_take(struct link_library *library, const char *path, uint32_t below,
	struct document *document)
{
	struct scan_file file = { .path = (char *)path, .below = below };
	g_autofree char *folder = g_path_get_dirname(path);
	GError *error = NULL;
	uint32_t entry, id = 0;

	file.state.inode = library->documents->len + 1;
	document->file.inode = file.state.inode;
	entry = catalog_add(library->catalog, &file);
	assert_int_equal(entry, library->documents->len);
	catalog_update(library->catalog, entry, document);
	resolver_add(library->resolver, entry, document);
	assert_true(store_put(library->store, folder, path_name(path), NULL, document, NULL, &id,
		&error));
	g_ptr_array_add(library->documents, document);
	g_array_append_val(library->ids, id);
}

uint32_t
link_library_id(const struct link_library *library, guint i)
{
	return g_array_index(library->ids, uint32_t, i);
}

/* --- made libraries --- */

static uint64_t random_state;

static uint32_t
next(uint32_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint32_t)((random_state >> 16) % below);
}

static const char *
any_of(const char *const *strings, size_t n)
{
	return strings[next((uint32_t)n)];
}

#define ANY(strings) any_of(strings, G_N_ELEMENTS(strings))

static const char *const folders[] = { "", "a/", "a/", "a/deep/", "b/", "b/Sub Folder/", "ai/" };
static const char *const file_names[] = { "note.md", "Note.md", "index.md", "my_note.md",
	"My Note.txt", "C#.md", "C.md", "ml.md", "ai_ml.md", "node.js.md", "node.md",
	"\xc3\x89t\xc3\xa9.md", "E\xcc\x81t\xc3\xa9.md", "x.vtt", "50%25.md", "note.txt",
	"README.md" };
static const char *const titles[] = { "Note", "The First", "the first | Site", "My Note", "C#",
	"AI/ML", "Node.js", "example.org", "Nickname" };
static const char *const headings[] = { "# Part", "## Part", "## Part", "### The *Part*",
	"## C# and F#", "## \xc3\x89t\xc3\xa9", "#### Deep", "text of its own ^block" };
static const char *const sources[] = { "https://www.example.org/news/one",
	"http://example.org/news/one/", "https://example.org/news/one?utm_source=x#top",
	"https://blog.example.org/a?b=c", "https://youtu.be/VhPfM_aGBVc", "https://example.org/",
	"example.org/news/one" };
const char *const link_library_wikis[] = { "note", "Note", "NOTE", "note.md", "a/note", "b/note.md",
	"deep/note", "../note", "../a/note", "./note", "/a/note", "/note", "my note", "My%20Note",
	"My%20Note.txt", "C#", "C", "c", "C#x", "AI/ML", "ai_ml", "Node.js", "node",
	"\xc3\xa9t\xc3\xa9", "the first", "nickname", "nobody", "a/nobody", "No Body", "anobody",
	"index#part", "sub folder/note", "Sub Folder/index", "x", "50%25", "50%", "readme",
	"other name", "note.txt", "example.org", NULL };
static const char *const anchors[] = { "", "", "", "#Part", "#part-1", "#The Part", "#the-part",
	"#Part#Deep", "#^block", "#^BLOCK", "#c-and-f", "#C# and F#", "#no such part",
	"#\xc3\xa9t\xc3\xa9" };
static const char *const paths[] = { "note.md", "note", "../note.md", "a/note.md",
	"deep/index.md#h", "My%20Note.txt", "/a/note.md", "/news/one", "/news/one/", "./C%23.md",
	"nobody.md", "a/nobody.md", "README", "index.md#part", "#part", "#part-2", "#nothing",
	"#^block", "paper.pdf" };
const char *const link_library_urls[] = { "https://www.example.org/news/one",
	"http://example.org/news/one/", "https://example.org/news/one#x",
	"https://example.org/news/one?ref=y", "https://example.org/news/one#part",
	"https://example.org", "https://example.org/news/one/more",
	"https://blog.example.org/a?b=c", "https://www.youtube.com/watch?v=VhPfM_aGBVc&t=86s",
	"https://youtu.be/VhPfM_aGBVc", "https://a.b.c.example.org/x/y/z",
	"mailto:someone@example.org", "https://1.2.3.4/x", NULL };

static const char *
any_wiki(void)
{
	return link_library_wikis[next(G_N_ELEMENTS(link_library_wikis) - 1)];
}

static void
make_front_matter(GString *text)
{
	g_string_append(text, "---\n");
	if (next(2) == 0)
		g_string_append_printf(text, "title: \"%s\"\n", ANY(titles));
	if (next(3) == 0)
		g_string_append_printf(text, "aliases: [%s, \"%s\"]\n", "other name", ANY(titles));
	if (next(2) == 0)
		g_string_append_printf(text, "source: \"%s\"\n", ANY(sources));
	if (next(4) == 0)
		g_string_append_printf(text, "related: \"[[%s]]\"\n", any_wiki());
	g_string_append(text, "---\n");
}

static void
make_link(GString *text)
{
	switch (next(6)) {
	case 0:
	case 1:
		g_string_append_printf(text, "[[%s%s]] ", any_wiki(), ANY(anchors));
		break;
	case 2:
		g_string_append_printf(text, "![[%s%s|text]] ", any_wiki(), ANY(anchors));
		break;
	case 3:
		g_string_append_printf(text, "[t](%s) ", ANY(paths));
		break;
	case 4:
		g_string_append_printf(text, "[[%s]] ", ANY(anchors));
		break;
	default:
		g_string_append_printf(text, "[t](%s) ",
			link_library_urls[next(G_N_ELEMENTS(link_library_urls) - 1)]);
		break;
	}
}

static void
make_text(GString *text)
{
	if (next(2) == 0)
		make_front_matter(text);
	if (next(4) == 0)
		make_link(text);
	g_string_append_printf(text, "\n# %s\n\n", ANY(titles));
	for (uint32_t i = next(9); i > 0; i--) {
		if (next(3) == 0)
			g_string_append_printf(text, "\n\n%s\n\n", ANY(headings));
		make_link(text);
	}
	g_string_append_c(text, '\n');
}

void
link_library_put(struct link_library *library, const char *path, const char *text)
{
	link_library_take(library, path, strlen(LINK_ROOT "/"),
		parse_text(path, text, DOCUMENT_WHOLE));
}

void
link_library_make(struct link_library *library, uint64_t seed, uint32_t count)
{
	random_state = seed * 0x9e3779b97f4a7c15u;
	link_library_init(library, link_roots);
	assert_true(store_begin(library->store, 1000, NULL));
	for (uint32_t i = 0; i < count; i++) {
		g_autofree char *path =
			g_strconcat(LINK_ROOT "/", ANY(folders), ANY(file_names), NULL);
		g_autoptr(GString) text = g_string_new(NULL);

		if (catalog_find(library->catalog, path) != NONE)
			continue;
		make_text(text);
		link_library_put(library, path, text->str);
	}
	assert_true(store_commit(library->store, NULL));
}

/* --- read libraries --- */

void
link_library_read(struct link_library *library, const char *folder)
{
	const char *const roots[] = { folder, NULL };
	static const char *const extensions[] = { "md", "txt", "vtt", NULL };
	const struct scan_options options = { .roots = roots, .extensions = extensions };
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)scan_file_free);
	g_autoptr(GPtrArray) problems =
		g_ptr_array_new_with_free_func((GDestroyNotify)scan_problem_free);
	struct scan *scan = scan_new(&options);

	link_library_init(library, roots);
	while (scan_step(scan, files, problems))
		;
	scan_free(scan);
	assert_true(store_begin(library->store, 1000, NULL));
	for (guint i = 0; i < files->len; i++) {
		const struct scan_file *file = files->pdata[i];
		struct document *document = document_open(AT_FDCWD, file->path, file->path, NULL,
			DOCUMENT_WHOLE, NULL, NULL);

		if (document != NULL)
			link_library_take(library, file->path, file->below, document);
	}
	assert_true(store_commit(library->store, NULL));
}
