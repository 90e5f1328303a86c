#include "config.h"

#include "ui/list_filter.h"

#include <string.h>

#include "text/character.h"
#include "text/fold.h"
#include "text/phrase.h"
#include "text/utf8.h"
#include "ui/app_state.h"

/* The store is asked anew no sooner than so many microseconds after the last time. */
#define REFRESH_PAUSE (400 * 1000)

void
list_filter_init(struct list_filter *filter)
{
	*filter = (struct list_filter){ 0 };
	filter->text = g_strdup("");
	filter->words = g_new0(char *, 1);
	filter->folded = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	filter->verdicts = g_array_new(FALSE, TRUE, sizeof(struct list_verdict));
}

void
list_filter_clear(struct list_filter *filter)
{
	g_free(filter->text);
	g_strfreev(filter->words);
	found_free(filter->found);
	g_free(filter->problem);
	g_hash_table_unref(filter->folded);
	g_array_unref(filter->verdicts);
}

bool
list_filter_on(const struct list_filter *filter)
{
	return filter->text[0] != '\0';
}

bool
list_filter_orders(const struct list_filter *filter)
{
	return filter->found != NULL && filter->found->answer != NULL &&
	       (filter->found->answer->by_relevance || filter->found->query->sort != NULL);
}

bool
list_filter_explains(const struct list_filter *filter)
{
	if (!list_filter_on(filter) || filter->found == NULL || filter->found->query == NULL)
		return false;
	g_autoptr(GPtrArray) nodes = g_ptr_array_new();
	query_hits(filter->found->query, nodes);
	return nodes->len > 0;
}

/* --- what memory tells --- */

static char *
fold(const char *s, size_t n)
{
	size_t length;
	return fold_search(s, n, false, &length, NULL);
}

/* The words of a query that is nothing but words; none of any other. */
static char **
plain_words(const char *text)
{
	GPtrArray *words = g_ptr_array_new();
	g_auto(GStrv) parts = g_strsplit_set(text, " \t", -1);
	bool plain = strpbrk(text, "\":()*/") == NULL;
	for (char **part = parts; plain && *part != NULL; part++) {
		if (strcmp(*part, "OR") == 0 || **part == '-')
			plain = false;
		else if (**part != '\0')
			g_ptr_array_add(words, fold(*part, strlen(*part)));
	}
	if (!plain) {
		g_ptr_array_set_free_func(words, g_free);
		g_ptr_array_set_size(words, 0);
	}
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

/* The longest title that is folded on the way. */
#define TITLE_MOST 512

#define EACH_BYTE(b) ((uint64_t)0x0101010101010101 * (b))

/* Copies n bytes and a NUL in small letters; false where they are not all of ASCII. Eight at a time. */
static bool
fold_ascii(char *to, const char *s, size_t n)
{
	uint64_t high = 0;
	size_t i = 0;
	for (; i + sizeof(uint64_t) <= n; i += sizeof(uint64_t)) {
		uint64_t eight;
		memcpy(&eight, s + i, sizeof(eight));
		uint64_t low = eight & EACH_BYTE(0x7f);
		/* 0x80 where a byte is 'A' or more, and where it is more than 'Z' */
		uint64_t from = low + EACH_BYTE(0x80 - 'A'), past = low + EACH_BYTE(0x7f - 'Z');
		high |= eight;
		eight |= ((from ^ past) & EACH_BYTE(0x80)) >> 2;
		memcpy(to + i, &eight, sizeof(eight));
	}
	for (; i < n; i++) {
		high |= (unsigned char)s[i];
		to[i] = g_ascii_tolower(s[i]);
	}
	to[n] = '\0';
	return (high & EACH_BYTE(0x80)) == 0;
}

/* A title of ASCII is folded into buffer each time: that is as quick as to look it up. Others are
 * kept. */
static const char *
folded_of(struct list_filter *filter, const char *title, char buffer[TITLE_MOST])
{
	size_t n = strlen(title);
	if (n < TITLE_MOST && fold_ascii(buffer, title, n))
		return buffer;
	char *folded = g_hash_table_lookup(filter->folded, title);
	if (folded == NULL) {
		folded = fold(title, n);
		g_hash_table_insert(filter->folded, (void *)title, folded);
	}
	return folded;
}

static bool
is_word_at(const char *s, size_t n)
{
	uint32_t c;
	if (n == 0)
		return false;
	utf8_next(s, n, &c);
	return character_is_word(c);
}

/* Whether a word begins at a place, and ends behind it unless it is a prefix. */
static bool
stands_at(const char *text, const char *at, const char *word, bool prefix)
{
	size_t n = strlen(word), start = (size_t)(at - text);
	if (start > 0 && is_word_at(word, n)) {
		size_t before = utf8_prev(text, start, start);
		if (is_word_at(text + before, start - before))
			return false;
	}
	return prefix || !is_word_at(at + n, strnlen(at + n, 4));
}

static bool
holds(const char *text, const char *word, bool prefix)
{
	bool plain = g_ascii_isalnum(*word);
	for (const char *at = text; (at = strstr(at, word)) != NULL; at++) {
		/* Most hits of a letter are within a word. */
		if (plain && at > text && g_ascii_isalnum(at[-1]))
			continue;
		if (stands_at(text, at, word, prefix))
			return true;
	}
	return false;
}

static bool
title_holds_words(struct list_filter *filter, const char *full)
{
	char buffer[TITLE_MOST];
	const char *title = folded_of(filter, full, buffer);
	for (char **word = filter->words; *word != NULL; word++) {
		if (!holds(title, *word, word[1] == NULL && filter->typing))
			return false;
	}
	return true;
}

/* The rows are made anew many times for one text, since more is read: what was found out of a title
 * holds as long as that is its document's. */
static bool
title_passes(struct list_filter *filter, uint32_t index, const char *title)
{
	if (filter->words[0] == NULL)
		return false;
	if (index >= filter->verdicts->len)
		g_array_set_size(filter->verdicts, MAX(index + 1, filter->verdicts->len * 2));
	struct list_verdict *verdict = &g_array_index(filter->verdicts, struct list_verdict, index);
	if (verdict->title != title || verdict->of != filter->texts)
		*verdict = (struct list_verdict){ title, filter->texts,
			title_holds_words(filter, title) };
	return verdict->passes;
}

bool
list_filter_passes(struct list_filter *filter, uint32_t index, const struct entry *entry)
{
	if (!list_filter_on(filter))
		return true;
	if (filter->found == NULL || filter->found->ids == NULL || entry->id == 0)
		return title_passes(filter, index, entry->title);
	return idset_has(filter->found->ids, entry->id);
}

/* --- asking --- */

static void ask(struct app *app, bool all);

static void
take(struct app *app, struct found *found)
{
	struct list_filter *filter = &app->list.filter;
	filter->waiting = !found->complete;
	g_free(filter->problem);
	filter->problem = g_steal_pointer(&found->problem);
	if (filter->stale && found->complete && !app->loading.running)
		ask(app, filter->all);
	/* With half a query that is wrong the list stays as it was. */
	if (found->answer == NULL) {
		found_free(found);
		return;
	}
	found_free(filter->found);
	filter->found = found;
	app->list.filter_changed = true;
	if (list_filter_explains(filter))
		sentences_begin(app, filter->text, filter->typing);
	app_settle(app);
}

static void
ask(struct app *app, bool all)
{
	struct list_filter *filter = &app->list.filter;
	struct finding_question question = {
		.purpose = FINDING_FILTER,
		.text = filter->text,
		.typing = filter->typing,
		.all = all,
		.order = ANSWER_BY_RELEVANCE,
		.take = take,
	};
	filter->all = all;
	filter->waiting = true;
	filter->stale = false;
	filter->asked_at = app->now();
	finding_ask(app, &question);
}

void
list_filter_set(struct app *app, const char *text, bool typing, bool all)
{
	struct list_filter *filter = &app->list.filter;
	/* What is found stays for a moment where the new query can but narrow it. */
	bool narrows = filter->text[0] != '\0' && g_str_has_prefix(text, filter->text);
	char *copy = g_strdup(text);
	if (strcmp(text, filter->text) != 0)
		app->list.sort_over = false;
	app->list.wanted = NONE;
	g_free(filter->text);
	filter->text = copy;
	filter->typing = typing;
	g_strfreev(filter->words);
	filter->words = plain_words(text);
	filter->texts++;
	g_clear_pointer(&filter->problem, g_free);
	if (!narrows || text[0] == '\0')
		g_clear_pointer(&filter->found, found_free);
	app->list.filter_changed = true;
	/* With all shown again the cursor stays on its document. */
	app->list.filter_new = text[0] != '\0';
	if (text[0] != '\0' && app->finding.location != NULL) {
		ask(app, all);
		return;
	}
	finding_stop(app, FINDING_FILTER);
	filter->waiting = false;
}

bool
list_filter_looks(const struct list_filter *filter)
{
	if (!list_filter_on(filter) || !filter->waiting || !filter->all)
		return false;
	if (filter->found != NULL && filter->found->answer != NULL)
		return filter->found->answer->waiting;
	return strstr(filter->text, ":/") != NULL;
}

bool
list_filter_stop(struct app *app)
{
	if (!list_filter_looks(&app->list.filter))
		return false;
	finding_stop(app, FINDING_FILTER);
	ask(app, false);
	return true;
}

void
list_filter_refresh(struct app *app, bool at_once)
{
	struct list_filter *filter = &app->list.filter;
	if (!list_filter_on(filter) || app->finding.location == NULL)
		return;
	filter->stale = true;
	if (!filter->waiting && (at_once || app->now() - filter->asked_at > REFRESH_PAUSE))
		ask(app, filter->all);
}

/* --- drawing, idling --- */

void
list_filter_hits(const struct list_filter *filter, const char *title, GArray *ranges)
{
	if (!list_filter_on(filter) || filter->found == NULL || filter->found->query == NULL)
		return;
	g_autoptr(GPtrArray) nodes = g_ptr_array_new();
	g_autoptr(GPtrArray) phrases = g_ptr_array_new();
	g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct phrase_hit));
	query_hits(filter->found->query, nodes);
	for (guint i = 0; i < nodes->len; i++) {
		const struct query_node *node = g_ptr_array_index(nodes, i);
		if (node->phrase != NULL && (node->columns & COLUMN_TITLE))
			g_ptr_array_add(phrases, node->phrase);
	}
	if (phrases->len > 0)
		phrase_find_all((const struct phrase *const *)phrases->pdata, phrases->len, title,
			strlen(title), hits);
	for (guint i = 0; i < hits->len; i++)
		g_array_append_val(ranges, g_array_index(hits, struct phrase_hit, i).range);
}

/* Documents made ready at a time: a fraction of a millisecond. */
#define PREPARE_STEP 500

bool
list_filter_idle(struct app *app)
{
	struct list_filter *filter = &app->list.filter;
	uint32_t count = catalog_count(app->catalog);
	uint32_t end = MIN(count, filter->prepared + PREPARE_STEP);
	char buffer[TITLE_MOST];
	if (filter->stale)
		list_filter_refresh(app, false);
	for (; filter->prepared < end; filter->prepared++) {
		const struct entry *entry = catalog_entry(app->catalog, filter->prepared);
		/* What is not read yet would have to be done again. */
		if (!entry->known && !entry->failed)
			return false;
		folded_of(filter, entry->title, buffer);
	}
	return filter->prepared < count;
}
