/*
 * HTML as notes hold it (SPEC §2): which tags there are and what each does, and how a tag, its
 * attributes and a character reference are read.
 */
#ifndef LECTERN_DOCUMENT_HTML_H
#define LECTERN_DOCUMENT_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum html_does {
	HTML_VANISH,  /* its text stays */
	HTML_STYLE,   /* its text has a style */
	HTML_BREAK,   /* a line ends */
	HTML_LINK,    /* <a>: a link, a stamp or nothing */
	HTML_PICTURE, /* shown as its alt and target */
	HTML_DETAILS,
	HTML_SUMMARY,
	HTML_PRE, /* lines stand as they are */
	HTML_RAW, /* what is in it is no text: scripts and styles that end */
};

struct html_element {
	const char *name;
	enum html_does does;
	bool is_void;  /* has no end tag */
	bool is_block; /* text around it stands in other paragraphs */
	uint16_t style;
};

/* A tag, comment or declaration at the start of s. */
struct html_tag {
	const struct html_element *element; /* NULL: unknown, or no tag */
	bool closing;
	bool comment; /* comments and <!DOCTYPE>: nothing is shown */
	bool has_attributes;
	size_t length;
};

/* Reads the tag at the start of s (s[0] is '<'). False where none stands there. */
bool html_tag_read(const char *s, size_t n, struct html_tag *tag);

/* The value of an attribute of the tag s (n bytes), character references decoded; NULL where it is
 * missing. Malformed attributes are passed over. The caller frees. */
char *html_attribute(const char *s, size_t n, const char *name);

/* Bytes of the character reference at the start of s (s[0] is '&'), 0 where the form is none. */
size_t html_reference_length(const char *s, size_t n);

/* Its text (8 bytes of room, no NUL), as cmark reads it: gives its length; 0 where no such name
 * is. */
size_t html_reference_text(const char *s, size_t n, char *out);

/* s with all of them read (`What&#x27;s`); the caller frees. */
char *html_references_read(const char *s);

#endif
