/*
 * A document's recording is a text, its *key*: the same for documents of one recording. It is found by
 * what documents with keys of the index in common say (recording_keys.h). The documents of a recording
 * are those that are reached from one of them through such keys and have its key.
 */
#include "config.h"

#include "library/recording.h"

#include <string.h>

#include "document/kinds.h"
#include "library/recording_keys.h"
#include "library/store_private.h"

/* Documents looked at for one key. What has more of a name has a name that tells nothing. */
#define LOOKED_AT 512
#define NAMED_MOST 64

/* A document that was looked at. */
struct member {
	uint32_t id, stamps;
	int64_t folder_id, newest;
	char *folder;
	const char *kind;
	struct recording_says says;
	char *key; /* of its recording; NULL where it has none */
	bool known, taken;
};

struct looking {
	struct store *store;
	const struct cancel *cancel;
	GHashTable *members; /* by id */
	GHashTable *by_key;  /* int64_t to GPtrArray of struct member *, borrowed */
	GError *error;
};

/* A name in a folder. */
struct spot {
	const char *folder;
	int64_t folder_id; /* 0 where the store has no such folder */
	const char *stem;
};

static const char *const reason_words[RECORDING_REASONS] = {
	[RECORDING_SAME_VIDEO] = "the same video",
	[RECORDING_SAME_MEDIA] = "the same media",
	[RECORDING_SAME_NAME] = "the same file name",
	[RECORDING_SAME_RECORDING] = "the same recording",
};

const char *
recording_reason_words(enum recording_reason reason)
{
	return reason_words[reason];
}

/* --- what the store has --- */

static void
free_member(void *data)
{
	struct member *member = data;

	recording_says_clear(&member->says);
	g_free(member->folder);
	g_free(member->key);
	g_free(member);
}

static void
looking_init(struct looking *l, struct store *store, const struct cancel *cancel)
{
	*l = (struct looking){ .store = store, .cancel = cancel };
	l->members = g_hash_table_new_full(NULL, NULL, NULL, free_member);
	l->by_key = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
		(GDestroyNotify)g_ptr_array_unref);
}

static void
looking_clear(struct looking *l)
{
	g_hash_table_unref(l->by_key);
	g_hash_table_unref(l->members);
	g_clear_error(&l->error);
}

static const char *
column(sqlite3_stmt *statement, int i)
{
	const char *text = (const char *)sqlite3_column_text(statement, i);

	return text != NULL ? text : "";
}

/* The kind's name that lives for ever. */
static const char *
kind_of(const char *name)
{
	const struct kind *kind = document_kinds;

	while (kind->name != NULL && strcmp(kind->name, name) != 0)
		kind++;
	return kind->name != NULL ? kind->name : "";
}

/* The document of a row of MEMBER. */
static struct member *
read_member(struct looking *l, sqlite3_stmt *row)
{
	uint32_t id = (uint32_t)sqlite3_column_int64(row, 0);
	struct member *member = g_hash_table_lookup(l->members, GUINT_TO_POINTER(id));

	if (member != NULL)
		return member;
	member = g_new0(struct member, 1);
	member->id = id;
	member->folder_id = sqlite3_column_int64(row, 1);
	member->folder = g_strdup(column(row, 2));
	member->kind = kind_of(column(row, 4));
	member->stamps = (uint32_t)sqlite3_column_int64(row, 7);
	member->newest = sqlite3_column_int64(row, 8);
	recording_says_init(&member->says, member->folder, column(row, 3), member->kind,
		column(row, 5), column(row, 6));
	g_hash_table_insert(l->members, GUINT_TO_POINTER(id), member);
	return member;
}

#define MEMBER "SELECT d.id, d.folder, f.path, d.name, d.kind, d.video, d.media, d.stamps, d.newest"

/* Steps through rows of MEMBER, appended where members is not NULL; gives the first. */
static struct member *
read_members(struct looking *l, sqlite3_stmt *statement, GPtrArray *members)
{
	struct member *first = NULL;
	int code;

	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		struct member *member = read_member(l, statement);

		if (members != NULL)
			g_ptr_array_add(members, member);
		first = first != NULL ? first : member;
	}
	if (code != SQLITE_DONE && l->error == NULL)
		store_failed(l->store, "cannot be read", &l->error);
	sqlite3_reset(statement);
	return first;
}

/* The documents that have a key, which belong to l. */
static const GPtrArray *
members_of(struct looking *l, int64_t key)
{
	GPtrArray *members = g_hash_table_lookup(l->by_key, &key);

	if (members != NULL)
		return members;
	members = g_ptr_array_new();
	g_hash_table_insert(l->by_key, g_memdup2(&key, sizeof(key)), members);
	if (l->error == NULL && cancel_is_set(l->cancel))
		g_set_error(&l->error, STORE_ERROR, STORE_ERROR_STOPPED, "the search was stopped");
	sqlite3_stmt *statement = l->error != NULL
					  ? NULL
					  : store_statement(l->store,
						    MEMBER " FROM recordings r"
							   " JOIN documents d ON d.id = r.document"
							   " JOIN folders f ON f.id = d.folder"
							   " WHERE r.key = ? AND d.reason IS NULL"
							   " ORDER BY r.document LIMIT ?",
						    &l->error);

	if (statement != NULL) {
		sqlite3_bind_int64(statement, 1, key);
		sqlite3_bind_int64(statement, 2, LOOKED_AT);
		read_members(l, statement, members);
	}
	return members;
}

static struct member *
member_of_id(struct looking *l, uint32_t id)
{
	sqlite3_stmt *statement = store_statement(l->store,
		MEMBER " FROM documents d JOIN folders f ON f.id = d.folder"
		       " WHERE d.id = ? AND d.reason IS NULL",
		&l->error);

	if (statement == NULL)
		return NULL;
	sqlite3_bind_int64(statement, 1, id);
	return read_members(l, statement, NULL);
}

static int64_t
folder_id(struct looking *l, const char *path)
{
	sqlite3_stmt *statement =
		store_statement(l->store, "SELECT id FROM folders WHERE path = ?", &l->error);
	int64_t id = 0;

	if (statement == NULL)
		return 0;
	sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
	if (sqlite3_step(statement) == SQLITE_ROW)
		id = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return id;
}

/* --- which recording --- */

/* Keys that were named, of which one alone is to be relied on. */
struct naming {
	char *key;
	bool several;
};

/* Takes key, which may be NULL. */
static void
name(struct naming *naming, char *key)
{
	if (key == NULL)
		return;
	if (naming->key != NULL && strcmp(naming->key, key) != 0)
		naming->several = true;
	if (naming->key == NULL)
		naming->key = key;
	else
		g_free(key);
}

/* The one that was named; else NULL. The caller frees. */
static char *
named(struct naming *naming)
{
	if (naming->several)
		g_clear_pointer(&naming->key, g_free);
	return naming->key;
}

static char *
key_of_url(struct looking *l, const char *url)
{
	const GPtrArray *members = members_of(l, recording_key_of_url(url));
	struct naming naming = { 0 };

	for (guint i = 0; i < members->len; i++) {
		const struct recording_says *says =
			&((const struct member *)members->pdata[i])->says;

		if (says->claim == RECORDING_BY_VIDEO && g_strcmp0(says->url, url) == 0)
			name(&naming, g_strdup(says->video));
	}
	char *key = named(&naming);

	return key != NULL ? key : g_strdup(url);
}

/* The video that a file's name names, where a document does. */
static char *
key_of_file_name(struct looking *l, const struct recording_says *says)
{
	const char *video = says->name.video;

	if (says->claim != RECORDING_BY_NAME || video[0] == '\0')
		return NULL;
	const GPtrArray *members = members_of(l, recording_key_of_video(video));

	for (guint i = 0; i < members->len; i++) {
		const struct member *member = members->pdata[i];
		if (strcmp(member->says.video, video) == 0)
			return g_strdup(video);
	}
	return NULL;
}

static bool
is_media_at(const struct recording_says *says, const struct spot *spot)
{
	return g_strcmp0(says->file_folder, spot->folder) == 0 &&
	       strcmp(says->file_name.stem, spot->stem) == 0;
}

static char *key_of_spot(struct looking *l, const struct spot *spot, bool last);

static char *
key_of_media(struct looking *l, const struct recording_says *says)
{
	struct spot spot = { says->file_folder, folder_id(l, says->file_folder),
		says->file_name.stem };

	return key_of_spot(l, &spot, true);
}

/* What a document names beside its place; NULL where nothing. */
static char *
key_of_claim(struct looking *l, const struct recording_says *says)
{
	switch (says->claim) {
	case RECORDING_BY_VIDEO:
		return g_strdup(says->video);
	case RECORDING_BY_URL:
		return key_of_url(l, says->url);
	case RECORDING_BY_FILE:
		return key_of_media(l, says);
	case RECORDING_BY_NAME:
		break;
	}
	return key_of_file_name(l, says);
}

/* What documents of a stem name that stand elsewhere, where the transcripts at spot are the only ones of
 * that name; else NULL. */
static char *
key_from_elsewhere(struct looking *l, const struct spot *spot)
{
	const GPtrArray *members = members_of(l, recording_key_of_stem(spot->stem));
	struct naming naming = { 0 };

	if (members->len > NAMED_MOST)
		return NULL;
	for (guint i = 0; i < members->len; i++) {
		const struct member *member = members->pdata[i];
		bool here = member->folder_id == spot->folder_id;

		if (!here && member->says.claim == RECORDING_BY_NAME && member->says.transcript)
			naming.several = true;
		else if (!here)
			name(&naming, key_of_claim(l, &member->says));
	}
	return named(&naming);
}

/* The documents at a spot: those whose file has its name there, and those whose media is a file of that
 * name there. */
static GPtrArray *
members_at(struct looking *l, const struct spot *spot)
{
	GPtrArray *all = g_ptr_array_new();
	const GPtrArray *members = members_of(l, recording_key_of_file(spot->stem));

	for (guint i = 0; i < members->len; i++) {
		const struct member *member = members->pdata[i];
		if (is_media_at(&member->says, spot))
			g_ptr_array_add(all, members->pdata[i]);
	}
	if (spot->folder_id == 0)
		return all;
	members = members_of(l, recording_key_of_place(spot->folder_id, spot->stem));
	for (guint i = 0; i < members->len; i++)
		if (!g_ptr_array_find(all, members->pdata[i], NULL))
			g_ptr_array_add(all, members->pdata[i]);
	return all;
}

/* The key of a spot. last: a media file of a document there that lies elsewhere is not looked for. */
static char *
key_of_spot(struct looking *l, const struct spot *spot, bool last)
{
	g_autoptr(GPtrArray) members = members_at(l, spot);
	struct naming naming = { 0 };
	bool recorded = false, transcripts = false;

	for (guint i = 0; i < members->len; i++) {
		const struct recording_says *says =
			&((const struct member *)members->pdata[i])->says;
		bool by_file = says->claim == RECORDING_BY_FILE;
		bool media_here = by_file && is_media_at(says, spot);

		if (!media_here && !(last && by_file))
			name(&naming, key_of_claim(l, says));
		recorded |= media_here || says->recorded;
		transcripts |= says->transcript && says->claim == RECORDING_BY_NAME;
	}
	bool nothing = naming.key == NULL;
	char *key = named(&naming);

	if (nothing && transcripts && !last)
		key = key_from_elsewhere(l, spot);
	if (key == NULL && recorded)
		key = g_strdup_printf("%s/%s", spot->folder, spot->stem);
	return key;
}

/* The key of a document's recording, NULL where it has none; belongs to the document. */
static const char *
key_of(struct looking *l, struct member *member)
{
	const struct recording_says *says = &member->says;
	struct spot spot = { member->folder, member->folder_id, says->name.stem };

	if (member->known)
		return member->key;
	member->known = true;
	member->key = key_of_claim(l, says);
	if (member->key == NULL && spot.stem[0] != '\0')
		member->key = key_of_spot(l, &spot, false);
	return member->key;
}

/* --- its documents --- */

/* Appends what an index's key has of the recording. */
static void
take_key(struct looking *l, GHashTable *done, int64_t index_key, const char *key, GPtrArray *group)
{
	if (!g_hash_table_add(done, g_memdup2(&index_key, sizeof(index_key))))
		return;
	const GPtrArray *members = members_of(l, index_key);

	for (guint i = 0; i < members->len && group->len <= RECORDING_MOST; i++) {
		struct member *member = members->pdata[i];

		if (member->taken || g_strcmp0(key_of(l, member), key) != 0)
			continue;
		member->taken = true;
		g_ptr_array_add(group, member);
	}
}

static void
take_keys_of(struct looking *l, GHashTable *done, const struct member *member, GPtrArray *group)
{
	const struct recording_says *says = &member->says;
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
	int64_t more[3];
	guint n = 0;

	recording_keys(says, member->folder_id, keys);
	if (!says->recorded && !says->name.common)
		more[n++] = recording_key_of_stem(says->name.stem);
	/* Its media, from its own place and from where that is. */
	if (says->name.stem[0] != '\0')
		more[n++] = recording_key_of_file(says->name.stem);
	if (says->file_folder != NULL && says->file_name.stem[0] != '\0')
		more[n++] = recording_key_of_place(folder_id(l, says->file_folder),
			says->file_name.stem);
	g_array_append_vals(keys, more, n);
	for (guint i = 0; i < keys->len; i++)
		take_key(l, done, g_array_index(keys, int64_t, i), member->key, group);
}

/* The documents of a recording, from one of them on, which comes first. */
static GPtrArray *
group_of(struct looking *l, struct member *first)
{
	GPtrArray *group = g_ptr_array_new();
	g_autoptr(GHashTable) done =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	first->taken = true;
	g_ptr_array_add(group, first);
	for (guint i = 0; i < group->len && l->error == NULL; i++)
		take_keys_of(l, done, group->pdata[i], group);
	return group;
}

static enum recording_reason
reason_of(const struct member *a, const struct member *b)
{
	const struct recording_says *x = &a->says, *y = &b->says;
	struct spot x_place = { a->folder, a->folder_id, x->name.stem };
	struct spot y_place = { b->folder, b->folder_id, y->name.stem };

	if (x->video[0] != '\0' && strcmp(x->video, y->video) == 0)
		return RECORDING_SAME_VIDEO;
	if (x->url != NULL && g_strcmp0(x->url, y->url) == 0)
		return RECORDING_SAME_MEDIA;
	if (strcmp(x->name.stem, y->name.stem) == 0)
		return RECORDING_SAME_NAME;
	if (is_media_at(x, &y_place) || is_media_at(y, &x_place) ||
		(x->file_folder != NULL && g_strcmp0(x->file_folder, y->file_folder) == 0 &&
			strcmp(x->file_name.stem, y->file_name.stem) == 0))
		return RECORDING_SAME_MEDIA;
	if (strcmp(x->video[0] != '\0' ? x->video : x->name.video, a->key) == 0 &&
		strcmp(y->video[0] != '\0' ? y->video : y->name.video, a->key) == 0)
		return RECORDING_SAME_VIDEO;
	return RECORDING_SAME_RECORDING;
}

static int
by_use(const void *a, const void *b)
{
	const struct member *x = *(const struct member *const *)a;
	const struct member *y = *(const struct member *const *)b;

	if (x->says.transcript != y->says.transcript)
		return x->says.transcript ? -1 : 1;
	if (x->stamps != y->stamps)
		return x->stamps > y->stamps ? -1 : 1;
	if (x->newest != y->newest)
		return x->newest > y->newest ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static GPtrArray *
documents_of(struct looking *l, uint32_t id)
{
	GPtrArray *documents = g_ptr_array_new_with_free_func(g_free);
	struct member *asked = member_of_id(l, id);

	if (asked == NULL || key_of(l, asked) == NULL)
		return documents;
	g_autoptr(GPtrArray) group = group_of(l, asked);

	g_ptr_array_remove_index(group, 0);
	g_ptr_array_sort(group, by_use);
	for (guint i = 0; i < group->len; i++) {
		const struct member *member = group->pdata[i];
		struct recording_document *document = g_new(struct recording_document, 1);

		*document = (struct recording_document){ .id = member->id,
			.reason = reason_of(asked, member),
			.stamps = member->stamps,
			.transcript = member->says.transcript,
			.kind = member->kind };
		g_ptr_array_add(documents, document);
	}
	return documents;
}

GPtrArray *
recording_documents(struct store *store, uint32_t id, const struct cancel *cancel, GError **error)
{
	bool begun = store_begin_reading(store);
	struct looking l;

	looking_init(&l, store, cancel);
	GPtrArray *documents = documents_of(&l, id);

	if (l.error != NULL) {
		g_clear_pointer(&documents, g_ptr_array_unref);
		g_propagate_error(error, g_steal_pointer(&l.error));
	}
	looking_clear(&l);
	store_end_reading(store, begun);
	return documents;
}

char *
recording_key(struct store *store, uint32_t id)
{
	bool begun = store_begin_reading(store);
	struct looking l;

	looking_init(&l, store, NULL);
	struct member *member = member_of_id(&l, id);
	char *key = member != NULL ? g_strdup(key_of(&l, member)) : NULL;

	looking_clear(&l);
	store_end_reading(store, begun);
	return key;
}
