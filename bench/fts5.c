/*
 * What SQLite's FTS5 takes for the same text as it comes, with its defaults: `fts5 FOLDER DATABASE`.
 */
#define _XOPEN_SOURCE 700
#include <fcntl.h>
#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static sqlite3_stmt *insert;

static int
take(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)where;
	if (type != FTW_F)
		return 0;
	char *bytes = malloc((size_t)status->st_size + 1);
	int file = open(path, O_RDONLY);
	ssize_t n = file >= 0 ? read(file, bytes, (size_t)status->st_size) : -1;

	if (file >= 0)
		close(file);
	sqlite3_bind_text(insert, 1, bytes, n > 0 ? (int)n : 0, SQLITE_TRANSIENT);
	free(bytes);
	return sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK ? 0 : 1;
}

int
main(int argc, char **argv)
{
	sqlite3 *db;

	if (argc != 3) {
		fprintf(stderr, "usage: fts5 FOLDER DATABASE\n");
		return 2;
	}
	remove(argv[2]);
	if (sqlite3_open(argv[2], &db) != SQLITE_OK ||
		sqlite3_exec(db, "CREATE VIRTUAL TABLE text USING fts5 (body, content=''); BEGIN",
			NULL, NULL, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(db, "INSERT INTO text (body) VALUES (?1)", -1, &insert, NULL) !=
			SQLITE_OK ||
		nftw(argv[1], take, 64, FTW_PHYS) != 0 ||
		sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
		fprintf(stderr, "fts5: %s\n", sqlite3_errmsg(db));
		return 2;
	}
	sqlite3_finalize(insert);
	sqlite3_close(db);
	return 0;
}
