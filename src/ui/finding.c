#include "config.h"

#include "ui/finding.h"

#include <string.h>

#include "library/state.h"
#include "ui/app_state.h"
#include "ui/loop.h"

/* What begins with so few letters is so much that it takes seconds to find in the text of a large
 * library, and a tenth of one to stop that: it is begun when no key was typed for so many
 * milliseconds. */
#define PAUSE_LETTERS 3
#define PAUSE 200

/* A question on its way: made on the main thread, then the worker's. */
struct asking {
	struct app *app;
	enum finding_purpose purpose;
	struct finding finding; /* its own share */
	char *text;
	char today[11];
	bool typing, all;
	bool rest; /* the second part: the first left something out */
	enum answer_order order;
	void (*take)(struct app *app, struct found *found);
	struct marked *marked; /* when the question speaks of that; else NULL */
	struct store *store;
};

enum { READ, STARRED, MARKS };

/* What workers see of the state: a copy of the paths of what is read, and starred, which stays as long as
 * the state does. The first worker that needs them looks up their ids. */
struct marked {
	gatomicrefcount references;
	GPtrArray *paths[MARKS];
	uint64_t state; /* its state_marks_version() */
	GMutex mutex;   /* of the following */
	bool known;
	uint64_t store; /* the version of the store that the ids are of */
	struct idset *ids[MARKS];
};

static void
close_store(void *store)
{
	store_close(store);
}

static void
marked_unref(struct marked *marked)
{
	if (marked == NULL || !g_atomic_ref_count_dec(&marked->references))
		return;
	for (int i = 0; i < MARKS; i++) {
		g_ptr_array_unref(marked->paths[i]);
		idset_free(marked->ids[i]);
	}
	g_mutex_clear(&marked->mutex);
	g_free(marked);
}

void
finding_init(struct finding *finding, struct store_location *location)
{
	*finding = (struct finding){ .idle = g_async_queue_new_full(close_store) };
	if (location != NULL)
		finding->location = store_location_ref(location);
}

struct finding
finding_share(const struct finding *finding)
{
	return (struct finding){
		.location =
			finding->location != NULL ? store_location_ref(finding->location) : NULL,
		.idle = g_async_queue_ref(finding->idle),
	};
}

static void later_free(void *data);

void
finding_clear(struct finding *finding)
{
	for (int i = 0; i < FINDING_PURPOSES; i++)
		g_clear_pointer(&finding->later[i], later_free);
	/* The last one closes the connections. */
	g_async_queue_unref(finding->idle);
	store_location_unref(finding->location);
	marked_unref(finding->marked);
}

void
found_free(struct found *found)
{
	if (found == NULL)
		return;
	answer_free(found->answer);
	query_free(found->query);
	idset_free(found->ids);
	g_free(found->problem);
	g_free(found);
}

/* --- on a worker --- */

struct store *
finding_take_store(struct finding *finding, GError **error)
{
	struct store *store = g_async_queue_try_pop(finding->idle);
	if (store != NULL && !store_current(store))
		g_clear_pointer(&store, store_close);
	return store != NULL ? store : store_open(finding->location, error);
}

void
finding_give_store(struct finding *finding, struct store *store)
{
	/* The one used last is taken next: it has the names of the library at hand (linked_of_store()). */
	if (store != NULL)
		g_async_queue_push_front(finding->idle, store);
}

/* Looks up the ids where that was not done for the store as it is. A question that was replaced does
 * it for the next. */
static void
know_ids(struct marked *marked, struct store *store)
{
	uint64_t version = store_version(store);
	if (marked->known && marked->store == version)
		return;
	for (int i = 0; i < MARKS; i++) {
		idset_free(marked->ids[i]);
		marked->ids[i] = idset_new();
		store_of_files(store, marked->paths[i], marked->ids[i]);
	}
	marked->store = version;
	marked->known = true;
}

static void
add_state(void *data, enum query_state state, struct idset *ids)
{
	struct asking *asking = data;
	struct marked *marked = asking->marked;
	if (marked == NULL)
		return;
	g_mutex_lock(&marked->mutex);
	know_ids(marked, asking->store);
	idset_or(ids, marked->ids[state == STATE_STARRED ? STARRED : READ]);
	g_mutex_unlock(&marked->mutex);
}

static struct idset *
set_of(const struct answer *answer)
{
	struct idset *ids = idset_new();
	for (guint i = 0; i < answer->ids->len; i++)
		idset_add(ids, g_array_index(answer->ids, uint32_t, i));
	return ids;
}

static void
answer_part(struct job *job, struct asking *asking, const struct cancel *cancel)
{
	g_autoptr(Found) found = g_new0(struct found, 1);
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) keys = store_keys(asking->store);
	struct query_options reading = { .typing = asking->typing,
		.keys = (const char *const *)keys };
	struct answer_options options = {
		.order = asking->order,
		.typing = asking->typing && !asking->rest,
		.read_texts = asking->all,
		.below = store_location_roots(asking->finding.location),
		.state = add_state,
		.data = asking,
		.cancel = cancel,
	};
	memcpy(reading.today, asking->today, sizeof reading.today);
	/* Of a library that was not read whole no key is known for sure. */
	found->unbuilt = !store_is_settled(asking->store);
	if (!store_is_complete(asking->store))
		reading.keys = NULL;
	found->query = query_parse(asking->text, &reading, &error);
	if (found->query != NULL)
		found->answer = answer_new(asking->store, found->query, &options, &error);
	if (cancel_is_set(cancel))
		return;
	if (found->answer != NULL)
		found->ids = set_of(found->answer);
	else
		found->problem = g_strdup(error != NULL ? error->message : "no answer");
	found->complete = found->answer == NULL || found->answer->short_letters == 0;
	job_report(job, g_steal_pointer(&found));
}

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct asking *asking = data;
	g_autoptr(GError) error = NULL;
	asking->store = finding_take_store(&asking->finding, &error);
	if (asking->store == NULL) {
		struct found *found = g_new0(struct found, 1);
		found->problem = g_strdup(error->message);
		found->complete = true;
		job_report(job, found);
		return;
	}
	answer_part(job, asking, cancel);
	finding_give_store(&asking->finding, asking->store);
}

/* --- on the main thread --- */

/* Answers looked at for what the catalog does not know, and microseconds between two readings. */
#define LOOKED_AT 50
#define UNKNOWN_PAUSE (5 * G_USEC_PER_SEC)

/* The first of an answer's ids where the catalog knows few of them, else 0. */
static uint32_t
unknown_id(const struct app *app, const struct answer *answer)
{
	guint looked = answer != NULL ? MIN(answer->ids->len, LOOKED_AT) : 0, known = 0;
	for (guint i = 0; i < looked; i++)
		known += catalog_find_id(app->catalog, g_array_index(answer->ids, uint32_t, i)) !=
			 NONE;
	return known * 2 < looked ? g_array_index(answer->ids, uint32_t, 0) : 0;
}

/* Somebody may have built the store anew, so that the ids of the catalog are those of the one before,
 * or removed it: then the library is read again. Not where that was of no help. */
static void
keep_in_step(struct app *app, const struct found *found)
{
	struct finding *finding = &app->finding;
	uint32_t unknown = unknown_id(app, found->answer);
	bool emptied = found->unbuilt && app->loading.phase == LOADER_DONE;
	if (app->loading.running || (unknown == 0 && !emptied))
		return;
	if (finding->unknown_at != 0 && (app->now() - finding->unknown_at < UNKNOWN_PAUSE ||
						(unknown != 0 && unknown == finding->unknown)))
		return;
	finding->unknown = unknown;
	finding->unknown_at = app->now();
	loading_start_part(app, NULL, NULL);
}

static void ask_rest(const struct asking *asking, unsigned letters);

static void
job_piece(void *data, void *piece)
{
	struct asking *asking = data;
	struct found *found = piece;
	asking->app->dirty = true;
	keep_in_step(asking->app, found);
	if (!found->complete)
		ask_rest(asking, found->answer->short_letters);
	asking->take(asking->app, found);
}

static void
asking_free(void *data)
{
	struct asking *asking = data;
	marked_unref(asking->marked);
	finding_clear(&asking->finding);
	g_free(asking->text);
	g_free(asking);
}

static void
free_piece(void *piece)
{
	found_free(piece);
}

static const struct job_kind jobs[FINDING_PURPOSES] = {
	[FINDING_FILTER] = { .name = "filtering",
		.replaces = true,
		.run = job_run,
		.piece = job_piece,
		.free = asking_free,
		.free_piece = free_piece },
	[FINDING_SEARCH] = { .name = "searching",
		.replaces = true,
		.run = job_run,
		.piece = job_piece,
		.free = asking_free,
		.free_piece = free_piece },
};

/* --- what is asked later --- */

struct later {
	struct asking *asking;
	GSource *timer;
};

static void
later_free(void *data)
{
	struct later *later = data;
	loop_drop(&later->timer);
	if (later->asking != NULL)
		asking_free(later->asking);
	g_free(later);
}

static void
submit(struct asking *asking)
{
	pool_submit(asking->app->pool, &jobs[asking->purpose], asking);
}

static gboolean
submit_later(gpointer data)
{
	struct asking *asking = data;
	struct later **later = &asking->app->finding.later[asking->purpose];
	submit(g_steal_pointer(&(*later)->asking));
	g_clear_pointer(later, later_free);
	return G_SOURCE_REMOVE;
}

/* Without threads there is nobody whom it could keep waiting. */
static void
ask_rest(const struct asking *asking, unsigned letters)
{
	struct app *app = asking->app;
	struct asking *rest = g_memdup2(asking, sizeof(*asking));
	rest->finding = finding_share(&app->finding);
	rest->text = g_strdup(asking->text);
	rest->rest = true;
	if (rest->marked != NULL)
		g_atomic_ref_count_inc(&rest->marked->references);
	if (!app->loading.threaded || letters > PAUSE_LETTERS) {
		submit(rest);
		return;
	}
	struct later *later = g_new0(struct later, 1);
	later->asking = rest;
	later->timer = g_timeout_source_new(PAUSE);
	g_source_set_callback(later->timer, submit_later, rest, NULL);
	g_source_attach(later->timer, app->loading.context);
	app->finding.later[rest->purpose] = later;
}

/* --- asking --- */

static void
note_state(void *data, const char *real_path, const struct state_row *row)
{
	struct marked *marked = data;
	if (row->read)
		g_ptr_array_add(marked->paths[READ], g_strdup(real_path));
	if (row->starred)
		g_ptr_array_add(marked->paths[STARRED], g_strdup(real_path));
}

/* A reference of the caller's. */
static struct marked *
marked_now(struct app *app)
{
	struct finding *finding = &app->finding;
	uint64_t version = state_marks_version(app->state);
	if (finding->marked == NULL || finding->marked->state != version) {
		marked_unref(finding->marked);
		finding->marked = g_new0(struct marked, 1);
		g_atomic_ref_count_init(&finding->marked->references);
		g_mutex_init(&finding->marked->mutex);
		finding->marked->state = version;
		for (int i = 0; i < MARKS; i++)
			finding->marked->paths[i] = g_ptr_array_new_with_free_func(g_free);
		state_each(app->state, note_state, finding->marked);
	}
	g_atomic_ref_count_inc(&finding->marked->references);
	return finding->marked;
}

void
finding_ask(struct app *app, const struct finding_question *question)
{
	struct asking *asking = g_new0(struct asking, 1);
	asking->app = app;
	asking->purpose = question->purpose;
	asking->finding = finding_share(&app->finding);
	asking->text = g_strdup(question->text);
	asking->typing = question->typing;
	asking->all = question->all;
	asking->order = question->order;
	asking->take = question->take;
	query_today(keeping_clock(app), asking->today);
	/* `is:`, in any case, or as `"is":`. */
	if (strcasestr(question->text, "is") != NULL)
		asking->marked = marked_now(app);
	g_clear_pointer(&app->finding.later[question->purpose], later_free);
	submit(asking);
}

bool
finding_stop(struct app *app, enum finding_purpose purpose)
{
	bool was = pool_working(app->pool) == &jobs[purpose];
	g_clear_pointer(&app->finding.later[purpose], later_free);
	pool_cancel_kind(app->pool, &jobs[purpose]);
	return was;
}
