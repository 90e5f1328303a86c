/*
 * The lines of a block of YAML as libyaml is given them, and the repair of a broken value among
 * them: it is quoted where it stands, so that no line moves. Used by yaml.c only.
 */
#ifndef LECTERN_DOCUMENT_YAML_LINES_H
#define LECTERN_DOCUMENT_YAML_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct yaml_lines;

/* Copies n bytes. What libyaml takes for no character at all (broken UTF-8, controls), for a line
 * end that YAML 1.2 does not know, or for a directive, is given to it as a private-use character:
 * yaml_lines_restore() turns it back. */
struct yaml_lines *yaml_lines_new(const char *bytes, size_t n);
void yaml_lines_free(struct yaml_lines *lines);

/* Lines in all, at least 1. */
uint32_t yaml_lines_count(const struct yaml_lines *lines);

/* The text from a line (from 0) to the end, as repaired so far; lives until the next call. */
const char *yaml_lines_text(struct yaml_lines *lines, uint32_t from, size_t *n);

/* Turns a scalar of n bytes back into what the file holds, in place; gives its new length. A NUL
 * (from an escape) becomes U+FFFD where there is room, else `?`. */
size_t yaml_lines_restore(const struct yaml_lines *lines, char *s, size_t n);

/* Where libyaml stopped, in lines from 0. */
struct yaml_stop {
	uint32_t first;   /* the entry under way begins here: nothing before it is touched */
	uint32_t context; /* where what could not be ended began; UINT32_MAX where there is none */
	uint32_t problem; /* where it stopped */
};

/* Makes the value at fault a quoted string: the rest of its line, and where that was not enough the
 * lines that belong to it and its key too. Gives the line repaired; UINT32_MAX where nothing is
 * left to try. */
uint32_t yaml_lines_repair(struct yaml_lines *lines, const struct yaml_stop *stop);

/* Whether the value of a line is read as a plain string after all repairs. */
bool yaml_lines_repaired(const struct yaml_lines *lines, uint32_t line);

#endif
