#include "config.h"

#include "ui/embedding.h"

#include <string.h>
#include <sys/stat.h>

#include "document/media.h"
#include "page/embed_tree.h"
#include "page/page.h"
#include "ui/app_state.h"

#define MEBIBYTE (1024 * 1024)

enum {
	ASKED_AT_ONCE = 8,         /* embeds: what these show may push the next away */
	ASKED_MOST = 48,           /* of those that were near the screen before */
	BYTES_NEAR = 2 * MEBIBYTE, /* the same of files */
	BYTES_MOST = 8 * MEBIBYTE, /* of files, kept */
	READ_MOST = 32,            /* files read by one job */
	TAKE_IN_STEP = 1000,       /* names taken in at a time */
};

/* A file that is embedded: its document, or why there is none. */
struct target {
	unsigned references;
	char *path;
	struct document *document;
	char *words;
	bool stale; /* the file changed; until it is read again this is shown */
};

struct embedded {
	unsigned references;
	struct embed_tree *tree;
	GPtrArray *targets; /* struct target, that it shows */
};

struct embedding {
	const struct document *document;
	GArray *links;       /* uint32_t: its embeds, of each block the first EMBED_OF_BLOCK */
	GArray *asked;       /* uint32_t, of those, ascending: that are shown or to be shown */
	GHashTable *targets; /* path to struct target */
	uint64_t bytes;      /* of their files */
	struct embedded *shown;
	bool changed; /* `shown` is to be made anew */
	bool reading;
};

/* --- targets --- */

static void
target_unref(void *data)
{
	struct target *target = data;
	if (--target->references > 0)
		return;
	document_free(target->document);
	g_free(target->path);
	g_free(target->words);
	g_free(target);
}

static struct target *
target_ref(struct target *target)
{
	target->references++;
	return target;
}

static uint32_t
target_bytes(const struct target *target)
{
	return target->document != NULL ? target->document->source_length : 0;
}

/* On a worker; NULL where it was cancelled. */
static struct target *
target_read(const char *path, GHashTable *choices, const struct cancel *cancel)
{
	struct target *target = g_new0(struct target, 1);
	g_autoptr(GError) error = NULL;
	g_autofree char *real = NULL;
	struct stat status;
	target->references = 1;
	target->path = g_strdup(path);
	if (stat(path, &status) == 0 && status.st_size > EMBED_SOURCE) {
		target->words = g_strdup_printf("%.1f MiB: too large to be shown in place",
			(double)status.st_size / MEBIBYTE);
		return target;
	}
	target->document = opening_read(path, choices, cancel, &real, &error);
	if (target->document != NULL)
		return target;
	if (error == NULL) {
		target_unref(target);
		return NULL;
	}
	target->words = g_strdup("it cannot be read");
	return target;
}

/* --- what is shown --- */

struct embedded *
embedded_ref(struct embedded *embedded)
{
	if (embedded != NULL)
		embedded->references++;
	return embedded;
}

void
embedded_unref(struct embedded *embedded)
{
	if (embedded == NULL || --embedded->references > 0)
		return;
	embed_tree_free(embedded->tree);
	g_ptr_array_unref(embedded->targets);
	g_free(embedded);
}

const struct embeds *
embedded_embeds(const struct embedded *embedded)
{
	return embedded != NULL ? embed_tree_embeds(embedded->tree) : NULL;
}

/* What stands behind the names of embeds that are no documents. */
static bool
find_other(const struct app *app, const struct document *document, uint32_t from,
	const struct link *link, struct embed_found *found)
{
	static const char *const words[] = {
		[MEDIA_NONE] = "a file of another kind",
		[MEDIA_PICTURE] = "picture",
		[MEDIA_RECORDING] = "recording",
	};
	uint8_t state = resolve_state(app->resolver, document, from, link);
	if (state == LINK_STATE_UNKNOWN) {
		found->words = words[media_of(link->target)];
		return true;
	}
	found->words = "not found";
	return state == LINK_STATE_MISSING && app->loading.heads_known;
}

struct finder {
	struct app *app;
	struct embedding *embedding;
	GPtrArray *used;   /* struct target */
	GPtrArray *wanted; /* paths to be read; those of the catalog */
};

static void
want(struct finder *finder, const char *path)
{
	for (guint i = 0; i < finder->wanted->len; i++) {
		if (strcmp(finder->wanted->pdata[i], path) == 0)
			return;
	}
	if (finder->wanted->len < READ_MOST)
		g_ptr_array_add(finder->wanted, g_strdup(path));
}

static bool
find(void *context, const struct document *document, const struct link *link,
	struct embed_found *found)
{
	struct finder *finder = context;
	const struct app *app = finder->app;
	found->anchor = link->anchor;
	if (link->target[0] == '\0') {
		found->document = document;
		return true;
	}
	uint32_t from = catalog_find(app->catalog, document->path);
	struct resolution resolution = resolve_link(app->resolver, document, from, link);
	if (resolution.entry == NONE)
		return find_other(app, document, from, link, found);
	const struct entry *entry = catalog_entry(app->catalog, resolution.entry);
	found->anchor = resolution.anchor;
	found->document = finder->embedding->document;
	if (strcmp(entry->path, found->document->path) == 0)
		return true;
	struct target *target = g_hash_table_lookup(finder->embedding->targets, entry->path);
	if (target == NULL || target->stale)
		want(finder, entry->path);
	if (target == NULL)
		return false;
	g_ptr_array_add(finder->used, target_ref(target));
	found->document = target->document;
	found->words = target->words;
	found->title = target->words != NULL ? entry->short_title : NULL;
	return true;
}

/* --- of a document --- */

struct embedding *
embedding_new(const struct document *document)
{
	g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t end = 0, of_block = 0;
	for (uint32_t i = 0; i < document->link_count; i++) {
		const struct link *link = &document->links[i];
		if (link->kind != LINK_EMBED || range_is_none(link->text))
			continue;
		if (link->text.start >= end) {
			uint32_t block = document_block_at(document, link->text.start);
			end = block != NONE ? document->blocks[block].text.end : end;
			of_block = 0;
		}
		if (of_block++ < EMBED_OF_BLOCK)
			g_array_append_val(links, i);
	}
	if (links->len == 0)
		return NULL;
	struct embedding *embedding = g_new0(struct embedding, 1);
	embedding->document = document;
	embedding->links = g_steal_pointer(&links);
	embedding->asked = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	embedding->targets = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, target_unref);
	return embedding;
}

void
embedding_free(struct embedding *embedding)
{
	if (embedding == NULL)
		return;
	embedded_unref(embedding->shown);
	g_array_unref(embedding->links);
	g_array_unref(embedding->asked);
	g_hash_table_unref(embedding->targets);
	g_free(embedding);
}

struct embedded *
embedding_shown(const struct embedding *embedding)
{
	return embedding != NULL ? embedding->shown : NULL;
}

static void
count_bytes(struct embedding *embedding)
{
	GHashTableIter iter;
	void *target;
	embedding->bytes = 0;
	g_hash_table_iter_init(&iter, embedding->targets);
	while (g_hash_table_iter_next(&iter, NULL, &target))
		embedding->bytes += target_bytes(target);
}

void
embedding_inherit(struct embedding *embedding, const struct embedding *before)
{
	GHashTableIter iter;
	void *data;
	if (embedding == NULL || before == NULL)
		return;
	g_hash_table_iter_init(&iter, before->targets);
	while (g_hash_table_iter_next(&iter, NULL, &data)) {
		struct target *target = target_ref(data);
		g_hash_table_replace(embedding->targets, target->path, target);
	}
	count_bytes(embedding);
	if (embedding->links->len == before->links->len) {
		g_array_set_size(embedding->asked, 0);
		g_array_append_vals(embedding->asked, before->asked->data, before->asked->len);
	}
}

/* --- near the screen --- */

/* The first of links (ascending) whose text begins at offset or after. */
static guint
first_from(const struct embedding *embedding, uint32_t offset)
{
	guint low = 0, high = embedding->links->len;
	while (low < high) {
		guint middle = low + (high - low) / 2;
		uint32_t link = g_array_index(embedding->links, uint32_t, middle);
		if (embedding->document->links[link].text.start < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* False where it was asked for before. */
static bool
ask_for(struct embedding *embedding, uint32_t link)
{
	guint at;
	for (at = embedding->asked->len; at > 0; at--) {
		uint32_t before = g_array_index(embedding->asked, uint32_t, at - 1);
		if (before == link)
			return false;
		if (before < link)
			break;
	}
	g_array_insert_val(embedding->asked, at, link);
	embedding->changed = true;
	return true;
}

/* The text from a screen above what is shown to two below. */
static struct range
near_text(const struct reader *reader)
{
	uint32_t rows = (uint32_t)reader->rows, count = page_line_count(reader->page);
	uint32_t first = reader->top > rows ? reader->top - rows : 0;
	uint32_t last = MIN(reader->top + 3 * rows, count);
	if (first >= last)
		return (struct range){ 0, 0 };
	return (struct range){ page_line(reader->page, first)->text.start,
		page_line(reader->page, last - 1)->text.end + 1 };
}

/* Asks for some of what stands there, from the first row shown on first. */
static void
ask_near(struct embedding *embedding, const struct reader *reader, struct range text)
{
	uint32_t shown = page_line(reader->page, reader->top)->text.start;
	guint first = first_from(embedding, text.start), at = first_from(embedding, shown);
	guint end = first_from(embedding, text.end);
	unsigned asked = 0;
	for (guint i = at; i < end && asked < ASKED_AT_ONCE; i++)
		asked += ask_for(embedding, g_array_index(embedding->links, uint32_t, i));
	for (guint i = at; i > first && asked < ASKED_AT_ONCE; i--)
		asked += ask_for(embedding, g_array_index(embedding->links, uint32_t, i - 1));
}

/* Lets go of what does not stand there, where there is much. */
static void
ask_less(struct embedding *embedding, struct range text)
{
	if (embedding->asked->len <= ASKED_MOST && embedding->bytes <= BYTES_NEAR)
		return;
	for (guint i = embedding->asked->len; i-- > 0;) {
		uint32_t link = g_array_index(embedding->asked, uint32_t, i);
		uint32_t start = embedding->document->links[link].text.start;
		if (start >= text.start && start < text.end)
			continue;
		g_array_remove_index(embedding->asked, i);
		embedding->changed = true;
	}
}

static gboolean
is_unused(void *path, void *target, void *used)
{
	(void)path;
	return !g_ptr_array_find(used, target, NULL);
}

/* --- showing --- */

/* Makes anew what is shown; whether it is something else than before. Adds what is to be read to
 * wanted. */
static bool
make_shown(struct app *app, struct embedding *embedding, GPtrArray *wanted)
{
	struct finder finder = { .app = app,
		.embedding = embedding,
		.used = g_ptr_array_new_with_free_func(target_unref),
		.wanted = wanted };
	struct embedded *made = g_new0(struct embedded, 1);
	made->references = 1;
	made->tree = embed_tree_new(embedding->document, (const uint32_t *)embedding->asked->data,
		embedding->asked->len, find, &finder);
	made->targets = finder.used;
	embedding->changed = false;
	bool differs = !embed_tree_equal(made->tree,
		embedding->shown != NULL ? embedding->shown->tree : NULL);
	embedded_unref(embedding->shown);
	embedding->shown = made;
	if (embedding->bytes > BYTES_MOST) {
		g_hash_table_foreach_remove(embedding->targets, is_unused, made->targets);
		count_bytes(embedding);
	}
	return differs;
}

void
embedding_prepare(struct app *app, struct opened *opened)
{
	g_autoptr(GPtrArray) wanted = g_ptr_array_new_with_free_func(g_free);
	if (opened->embedding == NULL || opened->embedding->asked->len == 0)
		return;
	make_shown(app, opened->embedding, wanted);
	opened->embedding->changed = true;
}

/* --- reading on a worker --- */

struct embedding_job {
	struct app *app;
	struct opened *opened;
	GPtrArray *paths;
	GHashTable *choices; /* state_all_choices() */
};

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct embedding_job *reading = data;
	for (guint i = 0; i < reading->paths->len && !cancel_is_set(cancel); i++) {
		struct target *target =
			target_read(reading->paths->pdata[i], reading->choices, cancel);
		if (target != NULL)
			job_report(job, target);
	}
}

static void
job_piece(void *data, void *piece)
{
	struct embedding_job *reading = data;
	struct embedding *embedding = reading->opened->embedding;
	struct target *target = piece;
	const struct target *before = g_hash_table_lookup(embedding->targets, target->path);
	embedding->bytes += target_bytes(target);
	embedding->bytes -= before != NULL ? target_bytes(before) : 0;
	embedding->changed = true;
	g_hash_table_replace(embedding->targets, target->path, target);
}

static void
job_free(void *data)
{
	struct embedding_job *reading = data;
	reading->opened->embedding->reading = false;
	reading->opened->embedding->changed = true;
	opened_unref(reading->opened);
	g_ptr_array_unref(reading->paths);
	g_hash_table_unref(reading->choices);
	g_free(reading);
}

static const struct job_kind embedding_job = {
	.name = "embedding",
	.replaces = true,
	.run = job_run,
	.piece = job_piece,
	.free = job_free,
	.free_piece = target_unref,
};

/* Takes paths. */
static void
submit(struct app *app, struct opened *opened, GPtrArray *paths)
{
	struct embedding_job *job = g_new0(struct embedding_job, 1);
	job->app = app;
	job->opened = opened_ref(opened);
	job->paths = paths;
	job->choices = state_all_choices(app->state);
	opened->embedding->reading = true;
	pool_submit(app->pool, &embedding_job, job);
}

bool
embedding_idle(struct app *app)
{
	struct opened *opened = app->reader.opened;
	struct embedding *embedding = opened != NULL ? opened->embedding : NULL;
	if (embedding == NULL || app->reader.page == NULL)
		return false;
	struct range text = near_text(&app->reader);
	if (text.start < text.end) {
		if (!embedding->reading)
			ask_near(embedding, &app->reader, text);
		ask_less(embedding, text);
	}
	if (!embedding->changed)
		return false;
	if (resolver_take_in(app->resolver, TAKE_IN_STEP))
		return true;
	g_autoptr(GPtrArray) wanted = g_ptr_array_new_with_free_func(g_free);
	if (make_shown(app, embedding, wanted)) {
		app->reader.stale = true;
		app->dirty = true;
		app_settle(app);
	}
	if (wanted->len > 0 && !embedding->reading && embedding->bytes <= 2 * BYTES_MOST)
		submit(app, opened, g_steal_pointer(&wanted));
	return !embedding->reading;
}

void
embedding_refresh(struct app *app)
{
	struct opened *opened = app->reader.opened;
	if (opened != NULL && opened->embedding != NULL)
		opened->embedding->changed = true;
}

void
embedding_follow(struct app *app, const struct batch *batch)
{
	struct opened *opened = app->reader.opened;
	GHashTableIter iter;
	void *data;
	if (opened == NULL || opened->embedding == NULL)
		return;
	g_hash_table_iter_init(&iter, opened->embedding->targets);
	while (g_hash_table_iter_next(&iter, NULL, &data)) {
		struct target *target = data;
		const struct document *read = batch_document(batch, target->path);
		if (read == NULL ||
			(target->document != NULL && memcmp(read->hash, target->document->hash,
							     sizeof(read->hash)) == 0))
			continue;
		target->stale = true;
		opened->embedding->changed = true;
	}
}

void
embedding_stop(struct app *app)
{
	pool_cancel_kind(app->pool, &embedding_job);
}
