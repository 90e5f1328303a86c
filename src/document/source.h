/*
 * A source: the bytes of one file as UTF-8, with its lines. The first step from folder to screen.
 *
 * A source offset is a byte of `bytes`. Where the file is UTF-8 (or ASCII) the two agree byte for
 * byte, a BOM included; UTF-16 with a mark and Windows-1252 are converted first (WHATWG Encoding
 * §4). Line ends are LF, CR LF and a lone CR (CommonMark 0.30 §2.1); lines and columns count from
 * 1, columns in characters.
 */
#ifndef LECTERN_DOCUMENT_SOURCE_H
#define LECTERN_DOCUMENT_SOURCE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file as the system tells it: two states that are equal are of one file that did not change. All 0
 * for standard input. */
struct file_state {
	uint64_t device, inode, size;
	int64_t mtime, ctime; /* nanoseconds since 1970 */
};

struct stat;

struct file_state file_state_of(const struct stat *status);
bool file_state_equal(const struct file_state *a, const struct file_state *b);

/* Bytes of a fingerprint of a file's content: XXH3, 128 bits. */
#define SOURCE_HASH 16

struct source {
	char *path;             /* as printed; "-" for standard input */
	char *bytes;            /* UTF-8 but for single broken bytes; a NUL stands after the last */
	uint32_t length;        /* of bytes */
	uint32_t body;          /* where the text begins: past a BOM */
	bool converted;         /* offsets are not those of the file */
	bool partial;           /* only the head of the file was read */
	struct file_state file; /* before it was read */
	/* of the bytes of the file, before they were converted; of a head alone all 0 */
	unsigned char hash[SOURCE_HASH];
	uint32_t *line_starts; /* made on demand by source_line() */
	uint32_t line_count;
	/* source_column() was asked last for this offset: characters in its line before it */
	uint32_t counted, count;
};

#define SOURCE_ERROR source_error_quark()
GQuark source_error_quark(void);
enum source_error {
	SOURCE_ERROR_OPEN,   /* cannot be opened or read; the message says why */
	SOURCE_ERROR_KIND,   /* not a regular file */
	SOURCE_ERROR_BINARY, /* a NUL in the first 8 KiB and no UTF-16 mark */
	SOURCE_ERROR_SIZE,   /* over 256 MiB */
};

/* Reads the file name below the open folder at (AT_FDCWD for the current one); path is what is
 * printed. Opened without blocking, then checked to be a regular file. With head > 0 only about so
 * many bytes are read, cut at a line's end (partial is set where there is more). NULL and error on
 * failure. */
struct source *source_read(int at, const char *name, const char *path, size_t head, GError **error);

/* The same of an open descriptor (standard input), to its end. */
struct source *source_read_fd(int fd, const char *path, GError **error);

/* The same of n bytes, copied. Fails only as binary or too large. */
struct source *source_from_bytes(const char *path, const char *bytes, size_t n, GError **error);

void source_free(struct source *source);

/* The line (from 1) that holds offset (<= length), and the column (from 1, in characters) in it. */
uint32_t source_line(struct source *source, uint32_t offset);
uint32_t source_column(struct source *source, uint32_t offset);

/* Lines in all, at least 1; and the offset at which line (from 1; past the last: length) begins. */
uint32_t source_lines(struct source *source);
uint32_t source_line_start(struct source *source, uint32_t line);

typedef struct source Source;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)

#endif
