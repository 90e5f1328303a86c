#include "config.h"

#include "command/find.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/options.h"
#include "document/duration.h"

bool
library_init(struct library *library, const struct invocation *invocation, const char *const *roots)
{
	const char *const *named = roots != NULL && roots[0] != NULL
					   ? roots
					   : (const char *const *)invocation->libraries;
	bool all = true;
	*library = (struct library){ 0 };
	roots_init(&library->roots, named, invocation->settings);
	for (char **root = library->roots.paths; *root != NULL; root++) {
		if (access(*root, F_OK) != 0)
			all = false;
	}
	library->scan.roots = (const char *const *)library->roots.paths;
	library->scan.extensions = settings_list(invocation->settings, "extensions");
	library->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	library->catalog = catalog_new();
	library->resolver = resolver_new(library->catalog);
	return all && !library->roots.ask;
}

bool
library_may_scan(const struct library *library)
{
	if (library->roots.ask)
		report_error(
			"%s: a folder this large is read only where it is named: give its path, or "
			"set `library` in the configuration",
			library->roots.paths[0]);
	return !library->roots.ask;
}

void
library_clear(struct library *library)
{
	resolver_free(library->resolver);
	catalog_free(library->catalog);
	roots_clear(&library->roots);
	if (library->told != NULL)
		g_hash_table_unref(library->told);
	if (library->choices != NULL)
		g_hash_table_unref(library->choices);
	state_close(library->state);
	*library = (struct library){ 0 };
}

void
library_tell(const struct library *library, const GPtrArray *problems)
{
	for (guint i = 0; i < problems->len; i++) {
		const struct scan_problem *problem = problems->pdata[i];
		char *sentence = g_strdup_printf("%s: %s", problem->path, problem->message);
		if (!g_hash_table_contains(library->told, sentence))
			report_error("%s", sentence);
		g_hash_table_add(library->told, sentence);
	}
}

void
library_tell_once(struct library *library, const struct library *other)
{
	g_hash_table_unref(library->told);
	library->told = g_hash_table_ref(other->told);
}

static void
free_scan_problem(gpointer problem)
{
	scan_problem_free(problem);
}

static void
free_scan_file(gpointer file)
{
	scan_file_free(file);
}

void
library_load(struct library *library)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(free_scan_problem);
	struct loader_options options = { .scan = library->scan,
		.choices = library_choices(library),
		.last = LOADER_HEADS };
	if (!library_may_scan(library))
		return;
	loader_run(&options, library->catalog, library->resolver, problems);
	library_tell(library, problems);
}

struct state *
library_state(struct library *library)
{
	if (library->state != NULL)
		return library->state;
	library->state = state_open_known(NULL);
	const char *word = state_word(library->state);
	if (word != NULL && !g_hash_table_contains(library->told, word)) {
		report_error("%s", word);
		g_hash_table_add(library->told, g_strdup(word));
	}
	return library->state;
}

GHashTable *
library_choices(struct library *library)
{
	if (library->choices == NULL)
		library->choices = state_all_choices(library_state(library));
	return library->choices;
}

bool
library_choices_again(struct library *library)
{
	g_clear_pointer(&library->choices, g_hash_table_unref);
	return g_hash_table_size(library_choices(library)) > 0;
}

const struct choices *
library_chosen(struct library *library, const char *path)
{
	GHashTable *all = library_choices(library);
	if (g_hash_table_size(all) == 0)
		return NULL;
	char *real = realpath(path, NULL);
	const struct choices *choices = real != NULL ? g_hash_table_lookup(all, real) : NULL;
	free(real);
	return choices;
}

struct document *
library_open(struct library *library, const char *path, const char *printed,
	enum document_extent extent, GError **error)
{
	return document_open(AT_FDCWD, path, printed, library_chosen(library, path), extent, NULL,
		error);
}

const char *
library_path(const struct library *library, uint32_t entry)
{
	return catalog_entry(library->catalog, entry)->path;
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
	const struct scan_file *const *x = a, *const *y = b;
	return strcmp((*x)->path, (*y)->path);
}

GPtrArray *
library_files(struct library *library)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(free_scan_file);
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(free_scan_problem);
	if (!library_may_scan(library))
		return files;
	struct scan *scan = scan_new(&library->scan);
	while (scan_step(scan, files, problems))
		continue;
	scan_free(scan);
	library_tell(library, problems);
	g_ptr_array_sort(files, compare_paths);
	return files;
}

static enum status
open_file(struct found *found, const char *path)
{
	g_autoptr(GError) error = NULL;
	if (strcmp(path, "-") == 0) {
		g_autoptr(Source) source = source_read_fd(STDIN_FILENO, "-", &error);
		if (source != NULL)
			found->document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
	} else {
		g_autofree char *printed = roots_path(path);
		found->document =
			library_open(&found->library, path, printed, DOCUMENT_WHOLE, &error);
	}
	if (found->document != NULL)
		return STATUS_FOUND;
	report_error("%s", error != NULL ? error->message : path);
	return STATUS_ERROR;
}

static enum status
find_by_name(struct found *found, const char *doc)
{
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct resolution resolution = resolve_name(found->library.resolver, NONE, doc, all);
	if (resolution.entry == NONE) {
		report_error("%s: no document of the library has this path, name, title or alias",
			doc);
		return STATUS_NONE;
	}
	if (resolution.candidates > 1) {
		report_error("%s: ambiguous: %u documents match; give the path of one:", doc,
			resolution.candidates);
		for (guint i = 0; i < all->len; i++)
			report_error("  %s",
				library_path(&found->library, g_array_index(all, uint32_t, i)));
		return STATUS_ERROR;
	}
	found->entry = resolution.entry;
	return open_file(found, library_path(&found->library, resolution.entry));
}

enum status
find_document(struct found *found, const struct invocation *invocation, const char *doc,
	bool needs_library)
{
	struct stat st;
	*found = (struct found){ .entry = NONE };
	bool is_file = strcmp(doc, "-") == 0 || (stat(doc, &st) == 0 && !S_ISDIR(st.st_mode));
	library_init(&found->library, invocation, NULL);
	if (is_file) {
		enum status status = open_file(found, doc);
		if (status != STATUS_FOUND)
			return status;
	}
	if (needs_library || !is_file)
		library_load(&found->library);
	if (!is_file)
		return find_by_name(found, doc);
	if (needs_library)
		found->entry = catalog_find_file(found->library.catalog,
			found->document->file.device, found->document->file.inode);
	return STATUS_FOUND;
}

void
found_clear(struct found *found)
{
	document_free(found->document);
	library_clear(&found->library);
}

void
split_place(const char *operand, char **path, char **place)
{
	uint32_t time;
	*path = g_strdup(operand);
	*place = NULL;
	if (access(operand, F_OK) == 0)
		return;
	const char *at = strrchr(operand, '@');
	g_autofree char *before =
		at != NULL ? g_strndup(operand, (gsize)(at - operand)) : g_strdup("");
	/* A time without a colon may be part of a name. */
	if (before[0] != '\0' && duration_read(at + 1, strlen(at + 1), &time) &&
		(strchr(at, ':') != NULL || access(before, F_OK) == 0)) {
		g_free(*path);
		*path = g_steal_pointer(&before);
		*place = g_strdup(at);
		return;
	}
	for (const char *hash = strchr(operand, '#'); hash != NULL; hash = strchr(hash + 1, '#')) {
		g_autofree char *head = g_strndup(operand, (gsize)(hash - operand));
		if (access(head, F_OK) == 0) {
			g_free(*path);
			*path = g_steal_pointer(&head);
			*place = g_strdup(hash);
			return;
		}
	}
}
