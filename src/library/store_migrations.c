#include "config.h"

#include "library/store_migrations.h"

const struct migration store_migrations[] = {
	{ .name = "documents, their text, attributes, links and sections",
		.sql = "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
		       "CREATE TABLE folders ("
		       " id INTEGER PRIMARY KEY,"
		       " path TEXT NOT NULL UNIQUE,"
		       " signature INTEGER NOT NULL DEFAULT 0);"
		       "CREATE TABLE documents ("
		       " id INTEGER PRIMARY KEY AUTOINCREMENT,"
		       " folder INTEGER NOT NULL,"
		       " name TEXT NOT NULL,"
		       " real TEXT,"
		       " device INTEGER, inode INTEGER, size INTEGER, mtime INTEGER, ctime INTEGER,"
		       " racy INTEGER NOT NULL DEFAULT 0,"
		       " hash BLOB,"
		       " title_side INTEGER NOT NULL DEFAULT 0,"
		       " reason TEXT,"
		       " binary INTEGER NOT NULL DEFAULT 0,"
		       " kind TEXT, title TEXT, short_title TEXT, category TEXT, channel TEXT,"
		       " author TEXT, source TEXT, video TEXT, media TEXT,"
		       " published TEXT, fetched TEXT,"
		       " newest INTEGER NOT NULL DEFAULT 0,"
		       " words INTEGER, minutes INTEGER, sections INTEGER, links INTEGER,"
		       " stamps INTEGER, problems INTEGER);"
		       "CREATE UNIQUE INDEX documents_place ON documents (folder, name);"
		       "CREATE INDEX documents_hash ON documents (hash);"
		       "CREATE INDEX documents_real ON documents (real) WHERE real IS NOT NULL;"
		       "CREATE INDEX documents_newest ON documents (newest);"
		       "CREATE VIRTUAL TABLE text USING fts5 (title, headings, body,"
		       " content='', detail=full, tokenize='words');"
		       "CREATE VIRTUAL TABLE names USING fts5 (words,"
		       " content='', detail=none, columnsize=0, prefix='1 2 3', tokenize='words');"
		       "CREATE TABLE keys (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
		       "CREATE TABLE attributes ("
		       " id INTEGER PRIMARY KEY,"
		       " key INTEGER NOT NULL, hash INTEGER NOT NULL, value TEXT NOT NULL);"
		       "CREATE INDEX attributes_value ON attributes (key, hash);"
		       "CREATE TABLE holders ("
		       " attribute INTEGER NOT NULL, document INTEGER NOT NULL,"
		       " PRIMARY KEY (attribute, document)) WITHOUT ROWID;"
		       "CREATE TABLE targets ("
		       " id INTEGER PRIMARY KEY,"
		       " kind INTEGER NOT NULL, hash INTEGER NOT NULL, target TEXT NOT NULL);"
		       "CREATE INDEX targets_hash ON targets (hash);"
		       "CREATE TABLE links ("
		       " key INTEGER NOT NULL, document INTEGER NOT NULL, target INTEGER NOT NULL,"
		       " PRIMARY KEY (key, document, target)) WITHOUT ROWID;"
		       "CREATE TABLE sections (document INTEGER PRIMARY KEY, titles TEXT NOT NULL);" },
	{ .name = "entries of digests, by title and words",
		.sql = "CREATE TABLE entries ("
		       " key INTEGER NOT NULL, document INTEGER NOT NULL, section INTEGER NOT NULL,"
		       " PRIMARY KEY (key, document, section)) WITHOUT ROWID;" },
	{ .name = "where links stand", .sql = "ALTER TABLE links ADD COLUMN places BLOB;" },
	{ .name = "which documents are of one recording",
		.sql = "CREATE TABLE recordings ("
		       " key INTEGER NOT NULL, document INTEGER NOT NULL,"
		       " PRIMARY KEY (key, document)) WITHOUT ROWID;" },
	{ 0 },
};
