#include "config.h"

#include "library/resolve.h"

#include <string.h>

#include "document/media.h"
#include "library/closest.h"
#include "library/names.h"
#include "library/places.h"
#include "library/wanted.h"
#include "page/page.h"
#include "text/path.h"

struct resolver {
	const struct catalog *catalog;
	struct names *names;
	struct places places;
	GHashTable *memo; /* what took long: by memo_key(), struct memo */
	/* uint32_t by entry: of what was taken in of its document; 0 for nothing, NONE for not
	 * even its file */
	GArray *sums;
};

/* Names of the rules, those about files first. */
enum { RULE_TITLE = FILE_RULES, RULE_ALIAS, RULE_SOURCE, RULES };

static const char *const rule_names[RULES] = {
	[RULE_BESIDE] = "beside",
	[RULE_ROOT] = "root",
	[RULE_NAME] = "name",
	[RULE_BESIDE_FOLDED] = "beside-folded",
	[RULE_ROOT_FOLDED] = "root-folded",
	[RULE_NAME_FOLDED] = "name-folded",
	[RULE_TITLE] = "title",
	[RULE_ALIAS] = "alias",
	[RULE_SOURCE] = "source",
};

struct resolver *
resolver_new(const struct catalog *catalog)
{
	struct resolver *resolver = g_new0(struct resolver, 1);

	resolver->catalog = catalog;
	resolver->names = names_new();
	places_init(&resolver->places);
	resolver->memo = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	resolver->sums = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	return resolver;
}

void
resolver_free(struct resolver *resolver)
{
	if (resolver == NULL)
		return;
	names_free(resolver->names);
	places_clear(&resolver->places);
	g_hash_table_unref(resolver->memo);
	g_array_free(resolver->sums, TRUE);
	g_free(resolver);
}

/* --- taking in --- */

/* The keys of a document, each kind's once. */
struct keys {
	GPtrArray *keys; /* char * */
	GArray *kinds;   /* enum name_kind */
};

static void
keys_take(struct keys *keys, enum name_kind kind, char *key)
{
	for (guint i = 0; i < keys->keys->len; i++) {
		if (g_array_index(keys->kinds, enum name_kind, i) == kind &&
			strcmp(keys->keys->pdata[i], key) == 0) {
			g_free(key);
			return;
		}
	}
	g_ptr_array_add(keys->keys, key);
	g_array_append_val(keys->kinds, kind);
}

/* Aliases or sources of one document that are taken in. */
#define KEYS_A_DOCUMENT 100

static struct keys
keys_of(const struct document *document)
{
	struct keys keys = {
		g_ptr_array_new_with_free_func(g_free),
		g_array_new(FALSE, FALSE, sizeof(enum name_kind)),
	};
	const char *title = document_field(document, FIELD_TITLE);
	const char *short_title = document_short_title(document);
	const char *const *aliases = document->fields[FIELD_ALIASES];
	const char *const *sources = document->fields[FIELD_SOURCE];

	keys_take(&keys, NAME_TITLE, names_key(title, strlen(title)));
	if (strcmp(title, short_title) != 0)
		keys_take(&keys, NAME_TITLE, names_key(short_title, strlen(short_title)));
	for (size_t i = 0; i < KEYS_A_DOCUMENT && aliases[i] != NULL; i++)
		keys_take(&keys, NAME_ALIAS, names_key(aliases[i], strlen(aliases[i])));
	for (size_t i = 0; i < KEYS_A_DOCUMENT && sources[i] != NULL; i++)
		keys_take(&keys, NAME_SOURCE, resolve_url_key(sources[i]));
	return keys;
}

static uint32_t
keys_sum(const struct keys *keys)
{
	uint32_t sum = 1;

	for (guint i = 0; i < keys->keys->len; i++)
		sum = sum * 31 + g_str_hash(keys->keys->pdata[i]) +
		      g_array_index(keys->kinds, enum name_kind, i);
	return sum != 0 && sum != NONE ? sum : 1;
}

static void
add_file(struct resolver *resolver, uint32_t entry)
{
	const struct entry *row = catalog_entry(resolver->catalog, entry);
	const char *name = path_name(row->path);
	g_autofree char *key = names_key(name, path_stem(name));

	names_add(resolver->names, NAME_FILE, key, entry);
	places_add(&resolver->places, row->path, row->below);
}

void
resolver_add(struct resolver *resolver, uint32_t entry, const struct document *document)
{
	const uint32_t none = NONE;

	g_hash_table_remove_all(resolver->memo);
	while (resolver->sums->len <= entry)
		g_array_append_val(resolver->sums, none);
	uint32_t *sum = &g_array_index(resolver->sums, uint32_t, entry);

	if (*sum == NONE) {
		add_file(resolver, entry);
		*sum = 0;
	}
	if (document == NULL)
		return;
	struct keys keys = keys_of(document);
	uint32_t new_sum = keys_sum(&keys);

	if (new_sum != *sum) {
		if (*sum != 0)
			names_drop(resolver->names, entry);
		*sum = new_sum;
		for (guint i = 0; i < keys.keys->len; i++)
			names_add(resolver->names, g_array_index(keys.kinds, enum name_kind, i),
				keys.keys->pdata[i], entry);
	}
	g_ptr_array_free(keys.keys, TRUE);
	g_array_free(keys.kinds, TRUE);
}

/* --- the nearest of several --- */

/* The matches of one rule as they are found. */
struct matches {
	const struct resolver *resolver;
	const char *from; /* printed path, "" for none */
	/* that is looked for, or NULL: sources that are written like it come first */
	const char *url;
	unsigned rule; /* RULES while there is none */
	uint32_t nearest;
	unsigned distance; /* of nearest */
	uint32_t count;
	GArray *all;     /* uint32_t, or NULL */
	uint32_t looked; /* entries looked at */
};

/* Folders up and down between two printed paths. */
static unsigned
distance_between(const char *a, const char *b)
{
	size_t same = 0;
	unsigned folders = 0;

	for (size_t i = 0; a[i] != '\0' && a[i] == b[i]; i++) {
		if (a[i] == '/')
			same = i + 1;
	}
	for (const char *p = a + same; (p = strchr(p, '/')) != NULL; p++)
		folders++;
	for (const char *p = b + same; (p = strchr(p, '/')) != NULL; p++)
		folders++;
	return folders;
}

static const char *
path_of(const struct matches *matches, uint32_t entry)
{
	return catalog_entry(matches->resolver->catalog, entry)->path;
}

static unsigned
distance_of(const struct matches *matches, uint32_t entry)
{
	return matches->from[0] != '\0' ? distance_between(matches->from, path_of(matches, entry))
					: 0;
}

/* Whether an entry's source is the URL that is looked for, to the letter but for the fragment. */
static bool
has_very_url(const struct matches *matches, uint32_t entry)
{
	const char *source = catalog_entry(matches->resolver->catalog, entry)->source;
	size_t n = strcspn(matches->url, "#");

	return strcspn(source, "#") == n && strncmp(source, matches->url, n) == 0;
}

/* Less than 0 where a is nearer than b, at their distances. */
static int
compare_near(const struct matches *matches, uint32_t a, unsigned a_distance, uint32_t b,
	unsigned b_distance)
{
	const char *x = path_of(matches, a), *y = path_of(matches, b);
	size_t x_length, y_length;

	if (matches->url != NULL && has_very_url(matches, a) != has_very_url(matches, b))
		return has_very_url(matches, a) ? -1 : 1;
	if (a_distance != b_distance)
		return a_distance < b_distance ? -1 : 1;
	x_length = strlen(x);
	y_length = strlen(y);
	if (x_length != y_length)
		return x_length < y_length ? -1 : 1;
	return strcmp(x, y);
}

static int
compare_entries(gconstpointer a, gconstpointer b, gpointer matches)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return compare_near(matches, x, distance_of(matches, x), y, distance_of(matches, y));
}

/* Takes an entry that matches by a rule; an earlier rule drops the matches of a later. */
static void
matches_take(struct matches *matches, unsigned rule, uint32_t entry)
{
	unsigned distance;

	if (rule > matches->rule || catalog_entry(matches->resolver->catalog, entry)->binary)
		return;
	if (rule < matches->rule) {
		matches->rule = rule;
		matches->count = 0;
		matches->nearest = NONE;
		if (matches->all != NULL)
			g_array_set_size(matches->all, 0);
	}
	distance = distance_of(matches, entry);
	if (matches->nearest == NONE ||
		compare_near(matches, entry, distance, matches->nearest, matches->distance) < 0) {
		matches->nearest = entry;
		matches->distance = distance;
	}
	matches->count++;
	if (matches->all != NULL)
		g_array_append_val(matches->all, entry);
}

static void
match_names(struct matches *matches, unsigned rule, enum name_kind kind, const char *key)
{
	const struct names *names = matches->resolver->names;
	struct names_walk walk = names_find(names, kind, key);

	for (uint32_t entry; (entry = names_next(names, &walk)) != NONE;) {
		matches->looked++;
		matches_take(matches, rule, entry);
	}
}

/* Takes what has url as its source; url stays borrowed as long as matches is used. */
static bool
match_url(struct matches *matches, const char *url)
{
	g_autofree char *key = resolve_url_key(url);

	matches->url = url;
	match_names(matches, RULE_SOURCE, NAME_SOURCE, key);
	return matches->rule != RULES;
}

/* --- targets --- */

/* What a target may be matched by: a path, every rule, or those of every rule that do not fold. */
enum by { BY_PATH, BY_NAME, BY_WRITTEN };

static bool
allows(enum by by, const struct wanted *wanted, enum file_rule rule)
{
	if (by == BY_PATH)
		return rule == RULE_BESIDE || (rule == RULE_ROOT && wanted->folder == NULL);
	return rule < (by == BY_WRITTEN ? RULE_BESIDE_FOLDED : FILE_RULES);
}

/* Takes the files that stand where target says. Gives whether that is all that may be taken. */
static bool
match_places(struct matches *matches, const struct wanted *wanted, enum by by)
{
	static const enum file_rule rules[] = { RULE_BESIDE, RULE_ROOT };
	const struct resolver *resolver = matches->resolver;
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (size_t i = 0; i < G_N_ELEMENTS(rules) && matches->rule == RULES; i++) {
		if (!allows(by, wanted, rules[i]))
			continue;
		if (!places_find(&resolver->places, resolver->catalog, wanted, rules[i], entries))
			return false;
		for (guint e = 0; e < entries->len; e++)
			matches_take(matches, rules[i], g_array_index(entries, uint32_t, e));
	}
	return matches->rule != RULES || by == BY_PATH;
}

static void
match_files(struct matches *matches, const struct wanted *wanted, enum by by)
{
	const struct names *names = matches->resolver->names;
	const char *keys[] = { wanted->key, wanted->stem_key, wanted->whole_key };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		bool before = false;

		for (size_t j = 0; j < i && keys[i] != NULL; j++)
			before |= keys[j] != NULL && strcmp(keys[j], keys[i]) == 0;
		if (keys[i] == NULL || before)
			continue;
		struct names_walk walk = names_find(names, NAME_FILE, keys[i]);

		for (uint32_t entry; (entry = names_next(names, &walk)) != NONE;) {
			matches->looked++;
			const struct entry *row = catalog_entry(matches->resolver->catalog, entry);
			enum file_rule rule = wanted_rule(wanted, row->path, row->below);

			if (allows(by, wanted, rule))
				matches_take(matches, rule, entry);
		}
	}
}

static bool
match_anew(struct matches *matches, const char *target, enum by by)
{
	struct wanted wanted;

	wanted_init(&wanted, matches->from, target);
	if (!match_places(matches, &wanted, by))
		match_files(matches, &wanted, by);
	wanted_clear(&wanted);
	if (matches->rule == RULES && by != BY_PATH) {
		g_autofree char *key = names_key(target, strlen(target));

		if (by == BY_WRITTEN && !names_key_is_written(key))
			return false;
		match_names(matches, RULE_TITLE, NAME_TITLE, key);
		if (matches->rule == RULES)
			match_names(matches, RULE_ALIAS, NAME_ALIAS, key);
	}
	return matches->rule != RULES;
}

/* Targets that were looked for among many of one name are kept, as a document says most of its
 * links again. */
enum { MEMO_FROM = 128, MEMO_MOST = 4096 };

struct memo {
	unsigned rule;
	uint32_t nearest, count;
};

static char *
memo_key(const struct matches *matches, const char *target, enum by by)
{
	return g_strdup_printf("%d%.*s\n%s", by, (int)(path_name(matches->from) - matches->from),
		matches->from, target);
}

/* Matches one way of writing a target. Gives whether anything does. */
static bool
match_target(struct matches *matches, const char *target, enum by by)
{
	GHashTable *memos = matches->resolver->memo;

	if (target[0] == '\0')
		return false;
	g_autofree char *key = g_hash_table_size(memos) > 0 ? memo_key(matches, target, by) : NULL;
	const struct memo *memo = key != NULL ? g_hash_table_lookup(memos, key) : NULL;

	if (memo != NULL && matches->all == NULL &&
		(memo->nearest == NONE ||
			!catalog_entry(matches->resolver->catalog, memo->nearest)->binary)) {
		matches->rule = memo->rule;
		matches->nearest = memo->nearest;
		matches->count = memo->count;
		return matches->rule != RULES;
	}
	match_anew(matches, target, by);
	if (matches->looked >= MEMO_FROM) {
		struct memo *made = g_new(struct memo, 1);

		*made = (struct memo){ matches->rule, matches->nearest, matches->count };
		if (g_hash_table_size(memos) >= MEMO_MOST)
			g_hash_table_remove_all(memos);
		g_hash_table_replace(memos, memo_key(matches, target, by), made);
	}
	return matches->rule != RULES;
}

/* The same, as written and then with its %XX read. */
static bool
match_written(struct matches *matches, const char *target, enum by by)
{
	if (match_target(matches, target, by))
		return true;
	if (strchr(target, '%') == NULL)
		return false;
	g_autofree char *decoded = g_uri_unescape_string(target, NULL);

	return decoded != NULL && match_target(matches, decoded, by);
}

static struct matches
matches_new(const struct resolver *resolver, const char *from, GArray *all)
{
	if (all != NULL)
		g_array_set_size(all, 0);
	return (struct matches){
		.resolver = resolver,
		.from = from,
		.rule = RULES,
		.nearest = NONE,
		.all = all,
	};
}

static struct resolution
resolution_of(const struct matches *matches, const char *anchor)
{
	if (matches->all != NULL)
		g_array_sort_with_data(matches->all, compare_entries, (void *)matches);
	return (struct resolution){
		.entry = matches->nearest,
		.rule = matches->rule != RULES ? rule_names[matches->rule] : NULL,
		.candidates = matches->count,
		.anchor = anchor,
	};
}

/* --- links --- */

/* `[[C#]]` is looked for as "C#" first; either way no anchor is left. */
static void
match_wiki(struct matches *matches, const struct link *link)
{
	size_t n = link->written != NULL ? strlen(link->written) : 0;

	if (link->anchor[0] == '\0' && n > 1 && link->written[n - 1] == '#' &&
		match_target(matches, link->written, BY_WRITTEN))
		return;
	match_written(matches, link->target, BY_NAME);
}

static void
match_site(struct matches *matches, const struct document *document, const struct link *link)
{
	g_autofree char *url = document_link_url(document, link);

	if (url != NULL)
		match_url(matches, url);
	else if (link->kind == LINK_SITE)
		match_written(matches, link->target, BY_PATH);
	matches->url = NULL;
}

struct resolution
resolve_link(const struct resolver *resolver, const struct document *document, uint32_t from,
	const struct link *link)
{
	const char *path =
		from != NONE ? catalog_entry(resolver->catalog, from)->path : document->path;
	struct matches matches = matches_new(resolver, path != NULL ? path : "", NULL);
	const char *anchor = link->anchor != NULL ? link->anchor : "";

	switch (link->kind) {
	case LINK_WIKI:
	case LINK_EMBED:
		match_wiki(&matches, link);
		break;
	case LINK_PATH:
		match_written(&matches, link->target, BY_PATH);
		break;
	case LINK_SITE:
	case LINK_WEB:
		match_site(&matches, document, link);
		break;
	case LINK_ANCHOR:
	case LINK_MEDIA:
	case LINK_FOOTNOTE:
	case LINK_KINDS:
		break;
	}
	return resolution_of(&matches, anchor);
}

struct resolution
resolve_name(const struct resolver *resolver, uint32_t from, const char *name, GArray *all)
{
	const char *path = from != NONE ? catalog_entry(resolver->catalog, from)->path : "";
	struct matches matches = matches_new(resolver, path, all);
	const char *hash = strchr(name, '#');

	if (strstr(name, "://") != NULL && match_url(&matches, name))
		return resolution_of(&matches, "");
	matches.url = NULL;
	if (match_written(&matches, name, hash == NULL ? BY_NAME : BY_WRITTEN) || hash == NULL)
		return resolution_of(&matches, "");
	g_autofree char *target = g_strndup(name, (gsize)(hash - name));

	match_written(&matches, g_strstrip(target), BY_NAME);
	return resolution_of(&matches, hash + 1);
}

/* --- states --- */

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
	if (link->kind == LINK_ANCHOR || (link->kind == LINK_WIKI && link->target[0] == '\0'))
		return state_of_anchor(document, link->anchor);
	resolution = resolve_link(resolver, document, from, link);
	if (resolution.entry == NONE)
		return state_of_missing(document, link);
	if (resolution.entry == from && resolution.anchor[0] != '\0' && link->kind != LINK_WEB)
		return state_of_anchor(document, resolution.anchor);
	return LINK_STATE_RESOLVED;
}

void
resolve_closest(const struct resolver *resolver, const char *target, uint32_t n, GArray *entries)
{
	closest_entries(resolver->catalog, target, n, entries);
}
