/*
 * Types of YAML's scalars: YAML 1.2's core schema (§10.3), but that a number of decimal digits with
 * a zero before them (`012`) is a string. Used by yaml.c only.
 */
#ifndef LECTERN_DOCUMENT_YAML_SCALAR_H
#define LECTERN_DOCUMENT_YAML_SCALAR_H

#include <stdbool.h>

#include "document/yaml.h"

/* Sets the type of a node whose string is set, and its value. tag may be NULL. A whole number that
 * 64 bits do not hold stays a string, so that no digit of it is lost. */
void yaml_scalar_type(struct yaml_node *node, const char *tag, bool plain);

#endif
