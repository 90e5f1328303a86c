#include "config.h"

#include "library/state.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "library/state_private.h"

/* --- rows --- */

static void
kept_free(void *data)
{
	struct kept *kept = data;
	g_free(kept->path);
	g_free(kept->around);
	g_free(kept);
}

void
state_line_free(void *data)
{
	struct state_line *line = data;
	g_free(line->prompt);
	g_free(line->line);
	g_free(line);
}

static struct kept *
find(const struct state *state, const char *path)
{
	return path == NULL ? NULL : g_hash_table_lookup(state->rows, path);
}

void
state_set_around(struct kept *kept, const char *around, size_t n)
{
	char *copy = g_strndup(around, n);
	g_free(kept->around);
	kept->around = copy;
	kept->row.around = copy;
}

struct kept *
state_row_of(struct state *state, const char *path)
{
	struct kept *kept = find(state, path);
	if (kept != NULL)
		return kept;
	kept = g_new0(struct kept, 1);
	kept->path = g_strdup(path);
	state_set_around(kept, "", 0);
	g_hash_table_insert(state->rows, kept->path, kept);
	return kept;
}

bool
state_is_nothing(const struct kept *kept)
{
	const struct state_row *row = &kept->row;
	return !row->read && !row->starred && row->opened == 0 && row->title_side == TITLE_AUTO &&
	       row->around[0] == '\0';
}

void
state_drop(struct state *state, struct kept *kept)
{
	state->marks++;
	if (kept->id != 0)
		g_hash_table_remove(state->ids, &kept->id);
	g_ptr_array_remove_fast(state->unwritten, kept);
	g_hash_table_remove(state->rows, kept->path);
}

void
state_rename(struct state *state, struct kept *kept, const char *path)
{
	struct kept *other = find(state, path);
	if (other == kept)
		return;
	if (other != NULL)
		state_drop(state, other);
	state->marks++;
	state_places_renamed(state, kept->path, path);
	g_hash_table_steal(state->rows, kept->path);
	g_free(kept->path);
	kept->path = g_strdup(path);
	g_hash_table_insert(state->rows, kept->path, kept);
}

void
state_changed(struct state *state, struct kept *kept, unsigned parts)
{
	kept->changed |= parts;
	state->marks += (parts & (STATE_READ | STATE_STARRED | STATE_PATH)) != 0;
	if (state->path == NULL)
		return;
	if (kept->unwritten == 0)
		g_ptr_array_add(state->unwritten, kept);
	kept->unwritten |= parts;
}

/* --- opening and closing --- */

static int64_t
system_now(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

/* $XDG_STATE_HOME counts where it is absolute (XDG Base Directory Specification). */
static char *
usual_path(void)
{
	const char *home = g_getenv("XDG_STATE_HOME");
	if (home != NULL && g_path_is_absolute(home))
		return g_build_filename(home, "lectern", "state.db", NULL);
	return g_build_filename(g_get_home_dir(), ".local", "state", "lectern", "state.db", NULL);
}

static void
free_lines(void *lines)
{
	g_ptr_array_unref(lines);
}

static struct state *
make(char *path, int64_t (*now)(void))
{
	struct state *state = g_new0(struct state, 1);
	state->path = path;
	state->now = now != NULL ? now : system_now;
	state->rows = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, kept_free);
	state->ids = g_hash_table_new(g_int64_hash, g_int64_equal);
	state->prompts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_lines);
	state->unwritten = g_ptr_array_new();
	g_queue_init(&state->unwritten_lines);
	state_places_init(&state->places);
	return state;
}

struct state *
state_open(const char *path, int64_t (*now)(void))
{
	if (g_strcmp0(path, STATE_MEMORY) == 0)
		return make(NULL, now);
	struct state *state =
		make(path != NULL ? g_canonicalize_filename(path, NULL) : usual_path(), now);
	state_attach(state);
	return state;
}

struct state *
state_open_known(const char *path)
{
	g_autofree char *usual = path == NULL ? usual_path() : NULL;
	const char *known = path != NULL ? path : usual;
	return state_open(g_file_test(known, G_FILE_TEST_EXISTS) ? known : STATE_MEMORY, NULL);
}

void
state_close(struct state *state)
{
	if (state == NULL)
		return;
	while (state->db != NULL && state_write(state) && state_places_unwritten(state))
		;
	/* Who was given the path to wait for the disk may not have come to it. */
	if (state->wrote)
		state_sync(state->path);
	state_detach(state);
	state_places_clear(&state->places);
	g_ptr_array_unref(state->unwritten);
	g_hash_table_unref(state->ids);
	g_hash_table_unref(state->rows);
	g_hash_table_unref(state->prompts);
	g_queue_clear_full(&state->unwritten_lines, state_line_free);
	g_free(state->path);
	g_free(state->word);
	g_free(state);
}

const char *
state_word(const struct state *state)
{
	return state->word;
}

bool
state_refresh(struct state *state)
{
	bool anything = state_read(state);
	bool unwritten = state->unwritten->len > 0 || state->unwritten_lines.length > 0 ||
			 state_places_unwritten(state);
	/* Who asks often does not wait each time. */
	if (unwritten && state->db != NULL && state->now() != state->tried)
		state_write(state);
	return anything;
}

char *
state_unsynced(struct state *state)
{
	bool unsynced = state->unsynced && state->path != NULL;
	state->unsynced = false;
	return unsynced ? g_strdup(state->path) : NULL;
}

/* A log of more bytes is taken into the file. */
#define LOG_MOST (1 << 20)

/* What the log has comes into the file here, so that no change waits for that. */
static void
take_in_log(const char *path)
{
	sqlite3 *db = NULL;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
		SQLITE_OK)
		sqlite3_exec(db, "PRAGMA synchronous = NORMAL; PRAGMA wal_checkpoint(PASSIVE)",
			NULL, NULL, NULL);
	sqlite3_close_v2(db);
}

/* The log alone holds what the disk may not have: what came into the file itself was waited for. No
 * lock is ever on the log, so that closing it lets go of none. */
void
state_sync(const char *path)
{
	g_autofree char *log = g_strconcat(path, "-wal", NULL);
	struct stat st = { 0 };
	int fd = open(log, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)!fdatasync(fd);
	(void)!fstat(fd, &st);
	close(fd);
	if (st.st_size > LOG_MOST)
		take_in_log(path);
}

/* --- asking --- */

const struct state_row *
state_of(const struct state *state, const char *real_path)
{
	const struct kept *kept = find(state, real_path);
	return kept == NULL ? NULL : &kept->row;
}

bool
state_hash(const struct state *state, const char *real_path, unsigned char hash[SOURCE_HASH])
{
	const struct kept *kept = find(state, real_path);
	if (kept == NULL || !kept->hashed)
		return false;
	memcpy(hash, kept->hash, SOURCE_HASH);
	return true;
}

struct choices
state_choices(const struct state *state, const char *real_path)
{
	const struct kept *kept = find(state, real_path);
	return (struct choices){
		.title_side = kept == NULL ? TITLE_AUTO : (enum title_side)kept->row.title_side,
	};
}

GHashTable *
state_all_choices(const struct state *state)
{
	GHashTable *all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	GHashTableIter iter;
	void *value;
	g_hash_table_iter_init(&iter, state->rows);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct kept *kept = value;
		if (kept->row.title_side == TITLE_AUTO)
			continue;
		struct choices *choices = g_new(struct choices, 1);
		*choices = state_choices(state, kept->path);
		g_hash_table_insert(all, g_strdup(kept->path), choices);
	}
	return all;
}

static int
compare_visits(const void *a, const void *b)
{
	const struct kept *x = *(const struct kept *const *)a, *y = *(const struct kept *const *)b;
	if (x->row.opened != y->row.opened)
		return x->row.opened < y->row.opened ? 1 : -1;
	if (x->visit != y->visit)
		return x->visit < y->visit ? 1 : -1;
	return strcmp(x->path, y->path);
}

/* Keeps the n opened last, in their order. */
static void
cut_visits(GPtrArray *opened, uint32_t n)
{
	g_ptr_array_sort(opened, compare_visits);
	if (opened->len > n)
		g_ptr_array_set_size(opened, (gint)n);
}

void
state_recent(const struct state *state, uint32_t n, GPtrArray *paths)
{
	g_autoptr(GPtrArray) opened = g_ptr_array_new();
	uint32_t room = MAX(n, 64) > UINT32_MAX / 4 ? UINT32_MAX : 4 * MAX(n, 64);
	const struct kept *last = NULL; /* of the n opened last so far, where there are so many */
	GHashTableIter iter;
	void *value;
	g_hash_table_iter_init(&iter, state->rows);
	while (n > 0 && g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct kept *kept = value;
		if (kept->row.opened == 0 || (last != NULL && compare_visits(&kept, &last) > 0))
			continue;
		g_ptr_array_add(opened, value);
		if (opened->len >= room) {
			cut_visits(opened, n);
			last = g_ptr_array_index(opened, n - 1);
		}
	}
	cut_visits(opened, n);
	for (guint i = 0; i < opened->len; i++)
		g_ptr_array_add(paths, ((const struct kept *)opened->pdata[i])->path);
}

uint64_t
state_marks_version(const struct state *state)
{
	return state->marks;
}

void
state_each(const struct state *state,
	void (*row)(void *data, const char *real_path, const struct state_row *row), void *data)
{
	GHashTableIter iter;
	void *value;
	g_hash_table_iter_init(&iter, state->rows);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct kept *kept = value;
		if (kept->row.read || kept->row.starred)
			row(data, kept->path, &kept->row);
	}
}

/* --- changes --- */

/* In memory as it is meant to be, or in the file. */
static bool
write_now(struct state *state)
{
	return state->path == NULL || state_write(state);
}

/* Takes the bytes a document has; whether they are others than were known. All 0 is of a head
 * alone. */
static bool
take_hash(struct state *state, struct kept *kept, const unsigned char *hash)
{
	static const unsigned char none[SOURCE_HASH];
	if (hash == NULL || memcmp(hash, none, SOURCE_HASH) == 0 ||
		(kept->hashed && memcmp(hash, kept->hash, SOURCE_HASH) == 0))
		return false;
	kept->hashed = true;
	memcpy(kept->hash, hash, SOURCE_HASH);
	state_changed(state, kept, STATE_HASH);
	return true;
}

bool
state_set_read(struct state *state, const char *real_path, const unsigned char *hash, bool read)
{
	if (find(state, real_path) == NULL && !read)
		return true;
	struct kept *kept = state_row_of(state, real_path);
	bool changed = take_hash(state, kept, hash);
	if (kept->row.read != read) {
		kept->row.read = read;
		state_changed(state, kept, STATE_READ);
		changed = true;
	}
	return !changed || write_now(state);
}

bool
state_set_starred(struct state *state, const char *real_path, const unsigned char *hash,
	bool starred)
{
	if (find(state, real_path) == NULL && !starred)
		return true;
	struct kept *kept = state_row_of(state, real_path);
	bool changed = take_hash(state, kept, hash);
	if (kept->row.starred != starred) {
		kept->row.starred = starred;
		state_changed(state, kept, STATE_STARRED);
		changed = true;
	}
	return !changed || write_now(state);
}

bool
state_set_title_side(struct state *state, const char *real_path, const unsigned char *hash,
	enum title_side side)
{
	if (find(state, real_path) == NULL && side == TITLE_AUTO)
		return true;
	struct kept *kept = state_row_of(state, real_path);
	bool changed = take_hash(state, kept, hash);
	if (kept->row.title_side != side) {
		kept->row.title_side = (uint8_t)side;
		state_changed(state, kept, STATE_SIDE);
		changed = true;
	}
	return !changed || write_now(state);
}

bool
state_set_opened(struct state *state, const char *real_path, const unsigned char *hash)
{
	struct kept *kept = state_row_of(state, real_path);
	take_hash(state, kept, hash);
	kept->row.opened = MAX(state->now(), 1);
	kept->visit = ++state->visits;
	state_changed(state, kept, STATE_OPENED);
	return write_now(state);
}

bool
state_set_position(struct state *state, const char *real_path, const unsigned char *hash,
	const struct document *document, uint32_t offset)
{
	g_autofree char *around = offset == 0 ? g_strdup("") : state_around(document, offset);
	if (around[0] == '\0')
		offset = 0;
	if (find(state, real_path) == NULL && offset == 0)
		return true;
	struct kept *kept = state_row_of(state, real_path);
	bool changed = take_hash(state, kept, hash);
	if (kept->row.offset != offset || strcmp(kept->row.around, around) != 0) {
		kept->row.offset = offset;
		state_set_around(kept, around, strlen(around));
		state_changed(state, kept, STATE_POSITION);
		changed = true;
	}
	return !changed || write_now(state);
}

bool
state_move(struct state *state, const char *from, const char *to)
{
	struct kept *kept = find(state, from), *there = find(state, to);
	if (kept == NULL || kept == there || (there != NULL && !state_is_nothing(there)))
		return false;
	state_rename(state, kept, to);
	state_changed(state, kept, kept->id != 0 ? STATE_PATH : STATE_VALUES);
	write_now(state);
	/* Where somebody else has put something there meanwhile, it is as before. */
	return find(state, from) == NULL && find(state, to) != NULL;
}

/* --- lines --- */

GPtrArray *
state_prompt(struct state *state, const char *prompt)
{
	GPtrArray *lines = g_hash_table_lookup(state->prompts, prompt);
	if (lines == NULL) {
		lines = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(state->prompts, g_strdup(prompt), lines);
	}
	return lines;
}

void
state_push_line(GPtrArray *lines, const char *line)
{
	guint index;
	if (g_ptr_array_find_with_equal_func(lines, line, g_str_equal, &index))
		g_ptr_array_remove_index(lines, index);
	g_ptr_array_add(lines, g_strdup(line));
	if (lines->len > STATE_LINES)
		g_ptr_array_remove_range(lines, 0, lines->len - STATE_LINES);
}

bool
state_add_line(struct state *state, const char *prompt, const char *line)
{
	GPtrArray *lines = state_prompt(state, prompt);
	if (line[0] == '\0' ||
		(lines->len > 0 && strcmp(g_ptr_array_index(lines, lines->len - 1), line) == 0))
		return true;
	state_push_line(lines, line);
	if (state->path == NULL)
		return true;
	struct state_line *unwritten = g_new(struct state_line, 1);
	*unwritten = (struct state_line){ g_strdup(prompt), g_strdup(line) };
	g_queue_push_tail(&state->unwritten_lines, unwritten);
	return state_write(state);
}

void
state_lines(const struct state *state, const char *prompt, GPtrArray *lines)
{
	const GPtrArray *known = g_hash_table_lookup(state->prompts, prompt);
	for (guint i = 0; known != NULL && i < known->len; i++)
		g_ptr_array_add(lines, g_strdup(g_ptr_array_index(known, i)));
}
