"""A Xapian index of a library, and how long its searches take, for the benchmarks.

xapian_index.py index FOLDER DATABASE
xapian_index.py search DATABASE QUERIES   (lines of class, tab, query)
"""
import os
import statistics
import sys
import time

import xapian


def index(folder, path):
    database = xapian.WritableDatabase(path, xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    for at, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(at, name)
            document = xapian.Document()
            generator.set_document(document)
            with open(file, "rb") as opened:
                generator.index_text(opened.read())
            document.set_data(file)
            database.add_document(document)
    database.commit()


def search(path, queries):
    database = xapian.Database(path)
    enquire = xapian.Enquire(database)
    parser = xapian.QueryParser()
    parser.set_database(database)
    parser.set_default_op(xapian.Query.OP_AND)
    flags = (xapian.QueryParser.FLAG_PHRASE | xapian.QueryParser.FLAG_WILDCARD)
    times = {}
    for line in open(queries, encoding="utf-8"):
        kind, text = line.rstrip("\n").split("\t", 1)
        if kind not in ("common", "rare", "and", "phrase", "prefix"):
            continue
        started = time.perf_counter()
        enquire.set_query(parser.parse_query(text, flags))
        for match in enquire.get_mset(0, 20):
            match.document.get_data()
        times.setdefault(kind, []).append((time.perf_counter() - started) * 1e3)
    for kind, values in times.items():
        values.sort()
        print(kind, "%.3f %.3f" % (statistics.median(values), values[len(values) * 99 // 100]))


if __name__ == "__main__":
    {"index": index, "search": search}[sys.argv[1]](*sys.argv[2:])
