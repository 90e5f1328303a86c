#include "config.h"

#include "document/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "document/encoding.h"
#include "text/utf8.h"

enum {
	LIMIT = 256 * 1024 * 1024, /* SAFETY §2 */
	BINARY_LOOK = 8 * 1024,    /* SPEC §1 */
	FIRST_READ = 64 * 1024,
};

#define NANOSECONDS 1000000000 /* of a second */

G_DEFINE_QUARK(lectern_source_error, source_error)

/* --- reading --- */

/* Bytes under way from a descriptor; one more than capacity is there for the NUL. */
struct input {
	char *bytes;
	size_t length, capacity;
};

static bool
input_reserve(struct input *input, size_t capacity, const char *path, GError **error)
{
	char *bytes;

	if (capacity <= input->capacity && input->bytes != NULL)
		return true;
	bytes = g_try_realloc(input->bytes, capacity + 1);
	if (bytes == NULL) {
		g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_SIZE,
			"%s: no memory for its %zu bytes", path, capacity);
		return false;
	}
	input->bytes = bytes;
	input->capacity = capacity;
	return true;
}

static bool
fail_size(const char *path, GError **error)
{
	g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_SIZE, "%s: larger than 256 MiB", path);
	return false;
}

/* One read that waits where a descriptor was left non-blocking by another program. */
static ssize_t
read_some(int fd, char *to, size_t n)
{
	for (;;) {
		ssize_t got = read(fd, to, n);

		if (got >= 0 || (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK))
			return got;
		if (errno != EINTR)
			poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, -1);
	}
}

/* Reads to the end, or until input holds stop bytes. */
static bool
input_read(struct input *input, int fd, size_t expected, size_t stop, const char *path,
	GError **error)
{
	/* One byte more than expected, so that the end is seen without growing. */
	if (!input_reserve(input, MIN(expected + 1, stop), path, error))
		return false;
	while (input->length < stop) {
		ssize_t got;

		if (input->length == input->capacity) {
			size_t more = MAX(input->capacity * 2, (size_t)FIRST_READ);

			if (!input_reserve(input, MIN(more, stop), path, error))
				return false;
		}
		got = read_some(fd, input->bytes + input->length, input->capacity - input->length);
		if (got < 0) {
			g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_OPEN,
				"%s: cannot be read: %s", path, g_strerror(errno));
			return false;
		}
		if (got == 0)
			break;
		input->length += (size_t)got;
	}
	return input->length <= LIMIT || fail_size(path, error);
}

/* --- from bytes to a source --- */

static bool
is_binary(const struct input *input)
{
	size_t n = MIN(input->length, (size_t)BINARY_LOOK);

	return encoding_of_mark(input->bytes, input->length) != ENCODING_UTF16LE &&
	       encoding_of_mark(input->bytes, input->length) != ENCODING_UTF16BE && n > 0 &&
	       memchr(input->bytes, '\0', n) != NULL;
}

/* Takes input's bytes; where they need no conversion they are the source's. */
static struct source *
source_new(struct input *input, const char *path, GError **error)
{
	g_autofree char *bytes = g_steal_pointer(&input->bytes);
	struct source *source;
	enum encoding encoding;
	size_t length = input->length;

	if (is_binary(&(struct input){ .bytes = bytes, .length = length })) {
		g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_BINARY, "%s: not a text file", path);
		return NULL;
	}
	encoding = encoding_guess(bytes, length);
	if (encoding != ENCODING_UTF8) {
		char *converted = encoding_to_utf8(encoding, bytes, length, &length);

		if (converted == NULL) {
			g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_SIZE,
				"%s: no memory to convert it", path);
			return NULL;
		}
		g_free(bytes);
		bytes = converted;
	}
	source = g_new0(struct source, 1);
	source->path = g_strdup(path);
	source->bytes = g_steal_pointer(&bytes);
	source->bytes[length] = '\0';
	source->length = (uint32_t)length;
	source->converted = encoding != ENCODING_UTF8;
	if (length >= 3 && memcmp(source->bytes, "\xEF\xBB\xBF", 3) == 0)
		source->body = 3;
	return source;
}

/* A file system may keep any seconds: those that no clock comes to are cut, so that two times can be
 * subtracted. */
static int64_t
nanoseconds(const struct timespec *time)
{
	const int64_t most = INT64_MAX / 2 / NANOSECONDS;

	return CLAMP((int64_t)time->tv_sec, -most, most) * NANOSECONDS + time->tv_nsec;
}

struct file_state
file_state_of(const struct stat *status)
{
	return (struct file_state){
		.device = (uint64_t)status->st_dev,
		.inode = (uint64_t)status->st_ino,
		.size = (uint64_t)status->st_size,
		.mtime = nanoseconds(&status->st_mtim),
		.ctime = nanoseconds(&status->st_ctim),
	};
}

bool
file_state_equal(const struct file_state *a, const struct file_state *b)
{
	return a->device == b->device && a->inode == b->inode && a->size == b->size &&
	       a->mtime == b->mtime && a->ctime == b->ctime;
}

static void
source_take_stat(struct source *source, const struct stat *st)
{
	source->file = file_state_of(st);
}

static int
open_regular(int at, const char *name, const char *path, struct stat *st, GError **error)
{
	int fd = openat(at, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0 && errno != ENXIO) {
		g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_OPEN, "%s: cannot be opened: %s",
			path, g_strerror(errno));
		return -1;
	}
	if (fd >= 0 && fstat(fd, st) != 0) {
		g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_OPEN, "%s: cannot be read: %s", path,
			g_strerror(errno));
		close(fd);
		return -1;
	}
	if (fd < 0 || !S_ISREG(st->st_mode)) {
		g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_KIND, "%s: not a regular file", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

static bool
stat_differs(const struct stat *a, const struct stat *b)
{
	return a->st_size != b->st_size || a->st_mtim.tv_sec != b->st_mtim.tv_sec ||
	       a->st_mtim.tv_nsec != b->st_mtim.tv_nsec;
}

/* Reads the whole file; what was written to meanwhile is read once more. */
static bool
read_whole(int fd, struct input *input, struct stat *st, const char *path, GError **error)
{
	for (int tries = 0; tries < 2; tries++) {
		struct stat after;

		input->length = 0;
		if (st->st_size > LIMIT)
			return fail_size(path, error);
		if (lseek(fd, 0, SEEK_SET) < 0 || !input_read(input, fd, (size_t)st->st_size,
							  (size_t)LIMIT + 1, path, error)) {
			if (error != NULL && *error == NULL)
				g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_OPEN,
					"%s: cannot be read: %s", path, g_strerror(errno));
			return false;
		}
		if (fstat(fd, &after) != 0 || !stat_differs(st, &after))
			break;
		*st = after;
	}
	return true;
}

/* Whether the head read is enough to know how the file is encoded: it is judged over the whole. */
static bool
head_is_sure(const struct input *input)
{
	return encoding_of_mark(input->bytes, input->length) == ENCODING_UTF8 &&
	       utf8_valid(input->bytes, input->length);
}

/* Reads about head bytes and cuts them at the last line end; false in *partial where that was all,
 * or where the head has no end of a line or is not plainly UTF-8 and the whole must be read. */
static bool
read_head(int fd, struct input *input, const struct stat *st, size_t head, bool *partial,
	const char *path, GError **error)
{
	const char *end;

	*partial = false;
	if ((size_t)st->st_size <= head)
		return true;
	if (!input_read(input, fd, head, head, path, error))
		return false;
	end = input->length > 0 ? memrchr(input->bytes, '\n', input->length) : NULL;
	if (end == NULL)
		return true;
	input->length = (size_t)(end - input->bytes) + 1;
	*partial = head_is_sure(input);
	return true;
}

static void
hash_bytes(const struct input *input, XXH128_canonical_t *hash)
{
	XXH128_canonicalFromHash(hash,
		XXH3_128bits(input->bytes != NULL ? input->bytes : "", input->length));
}

struct source *
source_read(int at, const char *name, const char *path, size_t head, GError **error)
{
	struct source *source = NULL;
	struct input input = { 0 };
	XXH128_canonical_t hash = { 0 };
	struct stat st;
	bool partial = false, good;
	int fd = open_regular(at, name, path, &st, error);

	if (fd < 0)
		return NULL;
	good = st.st_size <= LIMIT || fail_size(path, error);
	if (good && head > 0)
		good = read_head(fd, &input, &st, head, &partial, path, error);
	if (good && !partial)
		good = read_whole(fd, &input, &st, path, error);
	close(fd);
	if (good && !partial)
		hash_bytes(&input, &hash);
	if (good)
		source = source_new(&input, path, error);
	if (source != NULL) {
		memcpy(source->hash, hash.digest, SOURCE_HASH);
		source->partial = partial;
		source_take_stat(source, &st);
	}
	g_free(input.bytes);
	return source;
}

struct source *
source_read_fd(int fd, const char *path, GError **error)
{
	struct source *source = NULL;
	struct input input = { 0 };

	if (input_read(&input, fd, FIRST_READ, (size_t)LIMIT + 1, path, error))
		source = source_new(&input, path, error);
	g_free(input.bytes);
	return source;
}

struct source *
source_from_bytes(const char *path, const char *bytes, size_t n, GError **error)
{
	struct input input = { 0 };

	if (n > LIMIT) {
		fail_size(path, error);
		return NULL;
	}
	if (!input_reserve(&input, n, path, error))
		return NULL;
	if (n > 0)
		memcpy(input.bytes, bytes, n);
	input.length = n;
	return source_new(&input, path, error);
}

void
source_free(struct source *source)
{
	if (source == NULL)
		return;
	g_free(source->path);
	g_free(source->bytes);
	g_free(source->line_starts);
	g_free(source);
}

/* --- lines --- */

/* The next byte of one value at or after a place, looked for once and not again for each line: a
 * file of lone CRs has no LF to find. */
struct next_byte {
	const char *at; /* NULL where there is none */
	char value;
};

static const char *
next_byte(struct next_byte *next, const char *from, const char *end)
{
	if (next->at != NULL && next->at < from)
		next->at = from < end ? memchr(from, next->value, (size_t)(end - from)) : NULL;
	return next->at;
}

/* Counts the lines, and writes where they begin where starts is given. */
static uint32_t
lines_fill(const struct source *source, uint32_t *starts)
{
	const char *bytes = source->bytes, *end = bytes + source->length, *at = bytes;
	struct next_byte lf = { .value = '\n' }, cr = { .value = '\r' };
	uint32_t count = 0;

	lf.at = memchr(bytes, lf.value, source->length);
	cr.at = memchr(bytes, cr.value, source->length);
	do {
		const char *l = next_byte(&lf, at, end), *c = next_byte(&cr, at, end);

		if (starts != NULL)
			starts[count] = (uint32_t)(at - bytes);
		count++;
		if (c != NULL && (l == NULL || c < l))
			at = c + (c + 1 < end && c[1] == '\n' ? 2 : 1);
		else
			at = l != NULL ? l + 1 : end;
	} while (at < end);
	return count;
}

static void
source_find_lines(struct source *source)
{
	if (source->line_starts != NULL)
		return;
	source->line_count = lines_fill(source, NULL);
	source->line_starts = g_try_new(uint32_t, source->line_count);
	if (source->line_starts != NULL) {
		lines_fill(source, source->line_starts);
	} else {
		source->line_starts = g_new0(uint32_t, 1);
		source->line_count = 1;
	}
}

uint32_t
source_line(struct source *source, uint32_t offset)
{
	uint32_t low = 0, high;

	source_find_lines(source);
	for (high = source->line_count; high - low > 1;) {
		uint32_t middle = low + (high - low) / 2;

		if (source->line_starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

/* Goes on from the place asked for before where it can: many places of one long line are asked for
 * in turn. Only a byte that begins a character may be counted from. */
uint32_t
source_column(struct source *source, uint32_t offset)
{
	uint32_t start = source_line_start(source, source_line(source, offset)), count = 0;

	offset = MIN(offset, source->length);
	/* A BOM is no column of the first line. */
	if (start < source->body && offset >= source->body)
		start = source->body;
	if (source->counted >= start && source->counted <= offset) {
		start = source->counted;
		count = source->count;
	}
	count += (uint32_t)utf8_length(source->bytes + start, offset - start);
	if (!utf8_is_tail((unsigned char)source->bytes[offset])) {
		source->counted = offset;
		source->count = count;
	}
	return count + 1;
}

uint32_t
source_lines(struct source *source)
{
	source_find_lines(source);
	return source->line_count;
}

uint32_t
source_line_start(struct source *source, uint32_t line)
{
	source_find_lines(source);
	if (line == 0)
		return 0;
	return line <= source->line_count ? source->line_starts[line - 1] : source->length;
}
