#include "config.h"

#include "library/wanted.h"

#include <glib.h>
#include <string.h>

#include "library/names.h"
#include "text/fold.h"
#include "text/path.h"

/* The end of a path's folders: 0 where there are none, else the offset of the slash before its
 * name. */
static size_t
folders_end(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? (size_t)(slash - path) : 0;
}

/* Takes the last folder off; above the first a relative path goes on with `..`. */
static void
go_up(GString *folder)
{
	size_t end = folders_end(folder->str);
	const char *last = path_name(folder->str);

	if (strcmp(last, "..") == 0)
		g_string_append(folder, "/..");
	else if (folder->len == 0)
		g_string_assign(folder, "..");
	else if (folder->str[0] == '/' && end == 0)
		g_string_assign(folder, "/");
	else
		g_string_truncate(folder, end);
}

/* Reads the target's folders: `.` and nothing count nothing, `..` takes one off those before it. */
static void
read_folders(struct wanted *wanted, GString *folder, const char *target, const char *end)
{
	GString *below = g_string_new(NULL);

	while (target < end) {
		const char *slash = memchr(target, '/', (size_t)(end - target));
		size_t n = (size_t)((slash != NULL ? slash : end) - target);

		if (n == 2 && target[0] == '.' && target[1] == '.') {
			if (below->len > 0) {
				g_string_truncate(below, folders_end(below->str));
			} else {
				wanted->up = true;
				go_up(folder);
			}
		} else if (n > 0 && !(n == 1 && target[0] == '.')) {
			if (below->len > 0)
				g_string_append_c(below, '/');
			g_string_append_len(below, target, (gssize)n);
		}
		target += n + 1;
	}
	wanted->below = g_string_free(below, FALSE);
}

void
wanted_init(struct wanted *wanted, const char *from, const char *target)
{
	GString *folder = g_string_new_len(from, (gssize)folders_end(from));
	bool from_root = target[0] == '/';
	const char *name = path_name(target);
	size_t stem;

	*wanted = (struct wanted){ 0 };
	if (from[0] == '/' && folder->len == 0)
		g_string_assign(folder, "/");
	read_folders(wanted, folder, target, name);
	wanted->folder = g_string_free(folder, from_root);
	wanted->name = g_strdup(name);
	wanted->key = names_key(name, strlen(name));
	stem = path_stem(name);
	if (name[stem] != '\0')
		wanted->stem_key = names_key(name, stem);
	if (wanted->below[0] != '\0' && !wanted->up)
		wanted->whole_key = names_key(target, strlen(target));
}

void
wanted_clear(struct wanted *wanted)
{
	g_free(wanted->folder);
	g_free(wanted->below);
	g_free(wanted->name);
	g_free(wanted->key);
	g_free(wanted->stem_key);
	g_free(wanted->whole_key);
}

/* --- holding it against a document --- */

static bool
key_equals(const char *key, const char *text, size_t n)
{
	g_autofree char *other = names_key(text, n);

	return strcmp(key, other) == 0;
}

/* Whether two folders' names are the same, folded or not. */
static bool
same_folder(const char *a, size_t a_length, const char *b, size_t b_length, bool folded)
{
	if (a_length == b_length && memcmp(a, b, a_length) == 0)
		return true;
	if (!folded)
		return false;
	g_autofree char *x = fold_name(a, a_length);
	g_autofree char *y = fold_name(b, b_length);

	return x[0] != '\0' && strcmp(x, y) == 0;
}

/* Whether the folders of n bytes end in those of below, or, with whole, are those. */
static bool
folders_end_in(const char *folders, size_t n, const char *below, bool whole, bool folded)
{
	size_t left = strlen(below);

	while (left > 0) {
		const char *want = memrchr(below, '/', left),
			   *have = n > 0 ? memrchr(folders, '/', n) : NULL;
		size_t want_at = want != NULL ? (size_t)(want - below) + 1 : 0;
		size_t have_at = have != NULL ? (size_t)(have - folders) + 1 : 0;

		if (n == 0 || !same_folder(below + want_at, left - want_at, folders + have_at,
				      n - have_at, folded))
			return false;
		left = want_at > 0 ? want_at - 1 : 0;
		n = have_at > 0 ? have_at - 1 : 0;
	}
	return !whole || n == 0;
}

/* Whether path stands in the wanted folder, with the folders below it between. */
static bool
is_beside(const struct wanted *wanted, const char *path, bool folded)
{
	size_t n = strlen(wanted->folder), end = folders_end(path);

	if (strcmp(wanted->folder, "/") == 0)
		n = 0;
	if (end < n || memcmp(path, wanted->folder, n) != 0)
		return false;
	if (n > 0 && path[n] != '/')
		return false;
	if (n == 0 && wanted->folder[0] == '\0' && path[0] == '/')
		return false;
	if (end > n && path[n] == '/')
		n++;
	return folders_end_in(path + n, end - n, wanted->below, true, folded);
}

static enum file_rule
rule_of_folders(const struct wanted *wanted, const char *path, const char *below, bool folded)
{
	if (wanted->folder != NULL && is_beside(wanted, path, folded))
		return RULE_BESIDE;
	if (!wanted->up && folders_end_in(below, folders_end(below), wanted->below, true, folded))
		return RULE_ROOT;
	if (!wanted->up && wanted->folder != NULL &&
		folders_end_in(path, folders_end(path), wanted->below, false, folded))
		return RULE_NAME;
	return FILE_RULES;
}

/* Whether a file's name is the wanted one but for folding: with the same suffix, or without one. */
static bool
name_folds_to(const struct wanted *wanted, const char *name, size_t stem)
{
	if (key_equals(wanted->key, name, stem))
		return true;
	return wanted->stem_key != NULL && name[stem] != '\0' &&
	       g_ascii_strcasecmp(name + stem, wanted->name + path_stem(wanted->name)) == 0 &&
	       key_equals(wanted->stem_key, name, stem);
}

enum file_rule
wanted_rule(const struct wanted *wanted, const char *path, const char *below)
{
	const char *name = path_name(path);
	size_t stem = path_stem(name), length = strlen(wanted->name);
	enum file_rule rule = FILE_RULES;

	if (strcmp(name, wanted->name) == 0 ||
		(length == stem && memcmp(name, wanted->name, stem) == 0))
		rule = rule_of_folders(wanted, path, below, false);
	if (rule == FILE_RULES && name_folds_to(wanted, name, stem)) {
		rule = rule_of_folders(wanted, path, below, true);
		if (rule != FILE_RULES)
			rule += RULE_BESIDE_FOLDED;
	}
	if (rule == FILE_RULES && wanted->whole_key != NULL &&
		key_equals(wanted->whole_key, name, stem))
		rule = RULE_NAME_FOLDED;
	return rule;
}
