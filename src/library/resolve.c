#include "config.h"

#include "library/resolve.h"

#include <string.h>

#include "library/closest.h"
#include "library/resolve_private.h"
#include "library/wanted.h"
#include "text/path.h"

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

/* --- the nearest of several --- */

/* The matches of one rule as they are found. */
struct matches {
	const struct resolver *resolver;
	const char *from; /* printed path, "" for none */
	/* resolve_url_written() of what is looked for, or 0: sources written like it come first */
	uint32_t written;
	unsigned rule; /* RULES while there is none */
	uint32_t nearest;
	unsigned distance; /* of nearest */
	uint32_t count;
	GArray *all;     /* uint32_t, or NULL */
	uint32_t looked; /* entries looked at */
};

static const char *
path_of(const struct matches *matches, uint32_t entry)
{
	return catalog_entry(matches->resolver->catalog, entry)->path;
}

static unsigned
distance_of(const struct matches *matches, uint32_t entry)
{
	return matches->from[0] != '\0' ? path_distance(matches->from, path_of(matches, entry)) : 0;
}

/* Whether an entry's source is written like the URL that is looked for. */
static bool
has_very_url(const struct matches *matches, uint32_t entry)
{
	const char *source = catalog_entry(matches->resolver->catalog, entry)->source;

	return resolve_url_written(source) == matches->written;
}

/* Less than 0 where a is nearer than b, at their distances. */
static int
compare_near(const struct matches *matches, uint32_t a, unsigned a_distance, uint32_t b,
	unsigned b_distance)
{
	const char *x = path_of(matches, a), *y = path_of(matches, b);
	size_t x_length, y_length;

	if (matches->written != 0 && has_very_url(matches, a) != has_very_url(matches, b))
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

static bool
is_there(const struct resolver *resolver, uint32_t entry)
{
	const struct entry *row = catalog_entry(resolver->catalog, entry);

	return !row->binary && !row->gone;
}

/* Takes an entry that matches by a rule; an earlier rule drops the matches of a later. */
static void
matches_take(struct matches *matches, unsigned rule, uint32_t entry)
{
	unsigned distance;

	if (rule > matches->rule || !is_there(matches->resolver, entry))
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

/* Takes what has a URL as its source, of which the key and the way of writing are known. */
static bool
match_url_key(struct matches *matches, const char *key, uint32_t written)
{
	matches->written = written;
	match_names(matches, RULE_SOURCE, NAME_SOURCE, key);
	return matches->rule != RULES;
}

static bool
match_url(struct matches *matches, const char *url)
{
	g_autofree char *key = resolve_url_key(url);

	return match_url_key(matches, key, resolve_url_written(url));
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
		if (!places_find(resolver->places, resolver->catalog, wanted, rules[i], entries))
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
		(memo->nearest == NONE || is_there(matches->resolver, memo->nearest))) {
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
	resolver_take_in(resolver, UINT32_MAX);
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

/* name is target, or where its last sign is a '#' and nothing follows, that with it: `[[C#]]` is
 * looked for as "C#" first; either way no anchor is left. */
static void
match_wiki(struct matches *matches, const char *name, const char *target)
{
	if (name != target && match_target(matches, name, BY_WRITTEN))
		return;
	match_written(matches, target, BY_NAME);
}

/* A wikilink's name: its target, with the '#' that ends it. */
static const char *
wiki_name(const struct link *link)
{
	size_t n = link->written != NULL ? strlen(link->written) : 0;
	bool sharp = n > 1 && link->written[n - 1] == '#' &&
		     (link->anchor == NULL || link->anchor[0] == '\0');

	return sharp ? link->written : link->target;
}

static void
match_site(struct matches *matches, const struct document *document, const struct link *link)
{
	g_autofree char *url = document_link_url(document, link);

	if (url != NULL)
		match_url(matches, url);
	else if (link->kind == LINK_SITE)
		match_written(matches, link->target, BY_PATH);
}

struct resolution
resolve_link(const struct resolver *resolver, const struct document *document, uint32_t from,
	const struct link *link)
{
	return resolve_link_all(resolver, document, from, link, NULL);
}

struct resolution
resolve_link_all(const struct resolver *resolver, const struct document *document, uint32_t from,
	const struct link *link, GArray *all)
{
	const char *path =
		from != NONE ? catalog_entry(resolver->catalog, from)->path : document->path;
	struct matches matches = matches_new(resolver, path != NULL ? path : "", all);
	const char *anchor = link->anchor != NULL ? link->anchor : "";

	switch (link->kind) {
	case LINK_WIKI:
	case LINK_EMBED:
		match_wiki(&matches, wiki_name(link), link->target);
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
	matches.written = 0;
	if (match_written(&matches, name, hash == NULL ? BY_NAME : BY_WRITTEN) || hash == NULL)
		return resolution_of(&matches, "");
	g_autofree char *target = g_strndup(name, (gsize)(hash - name));

	match_written(&matches, g_strstrip(target), BY_NAME);
	return resolution_of(&matches, hash + 1);
}

struct resolution
resolve_target(const struct resolver *resolver, uint32_t from, enum target_kind kind,
	const char *target)
{
	const char *path = from != NONE ? catalog_entry(resolver->catalog, from)->path : "";
	struct matches matches = matches_new(resolver, path, NULL);
	size_t n = strlen(target);

	if (kind == TARGET_NAME && n > 1 && target[n - 1] == '#') {
		g_autofree char *plain = g_strchomp(g_strndup(target, n - 1));
		match_wiki(&matches, target, plain);
	} else if (kind == TARGET_NAME) {
		match_wiki(&matches, target, target);
	} else if (kind == TARGET_PATH) {
		match_written(&matches, target, BY_PATH);
	} else if (kind == TARGET_URL) {
		match_url(&matches, target);
	}
	return resolution_of(&matches, "");
}

enum target_kind
resolve_link_target(const struct document *document, const struct link *link, char **target)
{
	*target = NULL;
	switch (link->kind) {
	case LINK_WIKI:
	case LINK_EMBED:
		if (link->target[0] == '\0')
			return TARGET_NONE;
		*target = g_strdup(wiki_name(link));
		return TARGET_NAME;
	case LINK_PATH:
		*target = g_strdup(link->target);
		return TARGET_PATH;
	case LINK_SITE:
	case LINK_WEB:
		*target = document_link_url(document, link);
		if (*target != NULL)
			return TARGET_URL;
		*target = g_strdup(link->target);
		return TARGET_PATH;
	case LINK_ANCHOR:
	case LINK_MEDIA:
	case LINK_FOOTNOTE:
	case LINK_KINDS:
		break;
	}
	return TARGET_NONE;
}

struct resolution
resolve_url(const struct resolver *resolver, uint32_t from, const char *key, uint32_t written)
{
	const char *path = from != NONE ? catalog_entry(resolver->catalog, from)->path : "";
	struct matches matches = matches_new(resolver, path, NULL);

	match_url_key(&matches, key, written);
	return resolution_of(&matches, "");
}

/* How many documents have a key of a kind, at most 2; the last that was seen. */
static unsigned
count_names(const struct resolver *resolver, enum name_kind kind, const char *key, uint32_t *last)
{
	struct names_walk walk = names_find(resolver->names, kind, key);
	unsigned count = 0;

	for (uint32_t entry; count < 2 && (entry = names_next(resolver->names, &walk)) != NONE;) {
		if (is_there(resolver, entry)) {
			count++;
			*last = entry;
		}
	}
	return count;
}

bool
resolve_anywhere(const struct resolver *resolver, const char *name, uint32_t *entry)
{
	static const enum name_kind kinds[] = { NAME_FILE, NAME_TITLE, NAME_ALIAS };
	g_autofree char *key = names_key(name, strlen(name));

	/* A suffix may be the file's or the name's; a sharp is an anchor or not. */
	resolver_take_in(resolver, UINT32_MAX);
	*entry = NONE;
	if (strpbrk(name, "/%#.") != NULL)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		unsigned count = count_names(resolver, kinds[i], key, entry);

		if (count > 0)
			return count == 1;
	}
	return true;
}

void
resolve_closest(const struct resolver *resolver, const char *target, uint32_t n, GArray *entries)
{
	closest_entries(resolver->catalog, target, n, entries);
}
