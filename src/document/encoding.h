/*
 * Encodings of files: UTF-8, UTF-16 with a mark, and Windows-1252 where a file is more broken than
 * whole as UTF-8 (SAFETY.md §1). Source: WHATWG Encoding §4.
 */
#ifndef LECTERN_DOCUMENT_ENCODING_H
#define LECTERN_DOCUMENT_ENCODING_H

#include <stddef.h>

enum encoding { ENCODING_UTF8, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_WINDOWS1252 };

/* The encoding that a byte order mark at the start names; UTF-8 where there is none. */
enum encoding encoding_of_mark(const char *s, size_t n);

/* The encoding of all n bytes: the mark's; else Windows-1252 where more bytes are broken than
 * sequences of several bytes are whole; else UTF-8. */
enum encoding encoding_guess(const char *s, size_t n);

/* n bytes as UTF-8, without the mark, with room for a NUL after them. A lone surrogate or half a
 * unit is U+FFFD, a hole of Windows-1252 its C1 control. The caller frees; NULL where memory runs
 * out. */
char *encoding_to_utf8(enum encoding encoding, const char *s, size_t n, size_t *length);

#endif
