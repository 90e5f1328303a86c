/*
 * Golden pages: each tests/page/NAME.md laid out at some widths must be
 * tests/page/NAME.WIDTH.golden: its lines, each with a line of role letters under it where it is
 * not plain text (`~` in the margin). With
 * --renew the goldens are written anew and what changed is printed. Each page is also looked at by
 * page_check() at every width from 1 to 250, and so are real documents where there are any.
 *
 * Prints TAP.
 */
#include "config.h"

#include <fcntl.h>
#include <glib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "document/document.h"
#include "page/page.h"
#include "support/embeds.h"
#include "support/golden.h"
#include "support/page_check.h"
#include "text/safe.h"
#include "text/width.h"

#define FOLDER "tests/page/"
#define REAL_FOLDER "../shared/library"

enum { WIDEST = 250, REAL_DOCUMENTS = 60 };

static const unsigned widths[] = { 20, 40, 80, 120 };

/* How pages are drawn: as the reader does, as `cat` writes tables, and in ASCII. */
static const struct variant {
	const char *suffix;
	const char *only; /* what a name begins with, or NULL */
	struct page_options options;
	bool ascii;
} variants[] = {
	{ "", NULL, { .hard_tables = true, .notes = true }, false },
	{ ".records", "table", { .records = true }, false },
	{ ".ascii", "signs", { .hard_tables = true }, true },
};

static unsigned tests, failures;

static void
report(bool ok, const char *what, const char *more)
{
	printf("%sok %u - %s%s%s\n", ok ? "" : "not ", ++tests, what, more[0] != '\0' ? ": " : "",
		more);
	failures += !ok;
}

static struct document *
open_document(const char *path)
{
	g_autoptr(GError) error = NULL;
	struct document *document =
		document_open(AT_FDCWD, path, path, NULL, DOCUMENT_WHOLE, NULL, &error);

	if (document == NULL)
		report(false, path, error != NULL ? error->message : "cannot be read");
	return document;
}

/* --- a page as text --- */

static void
append_roles(const struct page *page, uint32_t line, GString *out)
{
	const struct page_line *l = page_line(page, line);
	const struct piece *pieces = page_pieces(page, line);
	g_autoptr(GString) roles = g_string_new(NULL);
	bool plain = true;

	for (uint32_t i = 0; i < l->count; i++) {
		while (roles->len < pieces[i].column)
			g_string_append_c(roles, ' ');
		for (uint32_t k = pieces[i].columns + pieces[i].hyphen; k > 0; k--)
			g_string_append_c(roles, role_info((enum role)pieces[i].role)->letter);
		plain &= pieces[i].role == ROLE_TEXT;
	}
	if (!plain)
		g_string_append_printf(out, "~ %s\n", roles->str);
}

static char *
draw(const struct document *document, const struct page_options *options)
{
	g_autoptr(Page) page = page_new(document, options);
	GString *out = g_string_new(NULL);

	page_lay(page, UINT32_MAX);
	for (uint32_t line = 0; line < page_line_count(page); line++) {
		gsize start = out->len;
		g_string_append(out, "  ");
		page_append_line(page, line, out);
		while (out->len > start && out->str[out->len - 1] == ' ')
			g_string_truncate(out, out->len - 1);
		g_string_append_c(out, '\n');
		append_roles(page, line, out);
	}
	return g_string_free(out, FALSE);
}

/* --- goldens --- */

static void
check_goldens(const struct document *document, const char *name, const struct embeds *embeds,
	bool renew)
{
	for (size_t v = 0; v < G_N_ELEMENTS(variants); v++) {
		if (variants[v].only != NULL && !g_str_has_prefix(name, variants[v].only))
			continue;
		safe_init(false, variants[v].ascii);
		for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
			struct page_options options = variants[v].options;
			options.width = widths[i];
			options.embeds = embeds;
			g_autofree char *got = draw(document, &options);
			g_autofree char *what =
				g_strdup_printf("%s%s.%u", name, variants[v].suffix, widths[i]);
			g_autofree char *golden = g_strconcat(FOLDER, what, ".golden", NULL);
			report(golden_check(golden, got, renew), what, "");
		}
	}
	safe_init(false, false);
}

/* --- what holds at every width --- */

static char *
wrong_at(const struct document *document, const struct embeds *embeds, unsigned width)
{
	for (size_t v = 0; v < 2; v++) {
		struct page_options options = variants[v].options;
		options.width = width;
		options.embeds = embeds;
		g_autoptr(Page) page = page_new(document, &options);
		g_autofree char *wrong = page_check(page);
		if (wrong != NULL)
			return g_strdup_printf("width %u%s: %s", width, variants[v].suffix, wrong);
	}
	return NULL;
}

static void
check_widths(const struct document *document, const char *name, const struct embeds *embeds,
	const unsigned *some, size_t count)
{
	g_autofree char *what = g_strdup_printf("%s at every width", name);
	g_autofree char *wrong = NULL;

	for (size_t i = 0; i < count && wrong == NULL; i++)
		wrong = wrong_at(document, embeds, some != NULL ? some[i] : (unsigned)i + 1);
	report(wrong == NULL, what, wrong != NULL ? wrong : "");
}

static void
find_files(const char *folder, GPtrArray *found)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			find_files(path, found);
		else
			g_ptr_array_add(found, g_steal_pointer(&path));
	}
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
check_real_documents(void)
{
	static const unsigned some[] = { 1, 2, 3, 7, 19, 40, 80, 120, 250 };
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);

	find_files(REAL_FOLDER, files);
	g_ptr_array_sort(files, by_name);
	if (files->len == 0)
		printf("ok %u - real documents # SKIP there are none\n", ++tests);
	guint step = MAX(files->len / REAL_DOCUMENTS, 1);
	for (guint i = 0; i < files->len; i += step) {
		struct document *document = open_document(files->pdata[i]);
		if (document != NULL)
			check_widths(document, files->pdata[i], NULL, some, G_N_ELEMENTS(some));
		document_free(document);
	}
}

/* Of pages named for it embeds are shown too. */
static void
check_document(const struct document *document, const char *name, bool renew)
{
	struct shelf *shelf = g_str_has_prefix(name, "embed") ? shelf_new(document, FOLDER) : NULL;
	const struct embeds *embeds = shelf != NULL ? shelf_embeds(shelf) : NULL;

	check_goldens(document, name, embeds, renew);
	check_widths(document, name, embeds, NULL, WIDEST);
	if (shelf != NULL)
		shelf_free(shelf);
}

int
main(int argc, char **argv)
{
	bool renew = argc > 1 && strcmp(argv[1], "--renew") == 0;
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	find_files(FOLDER, files);
	g_ptr_array_sort(files, by_name);
	for (guint i = 0; i < files->len; i++) {
		const char *path = files->pdata[i];
		if (g_str_has_suffix(path, ".golden"))
			continue;
		g_autofree char *name = g_path_get_basename(path);
		*strrchr(name, '.') = '\0';
		struct document *document = open_document(path);
		if (document == NULL)
			continue;
		check_document(document, name, renew);
		document_free(document);
	}
	if (!renew)
		check_real_documents();
	printf("1..%u\n", tests);
	return failures > 0;
}
