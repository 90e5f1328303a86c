/*
 * Speakers beside the timestamps of a text: `Ann Lee: 00:01:02`, `Ann Lee (1:02)`, `[1:02] Ann Lee: Hello`.
 */
#ifndef LECTERN_DOCUMENT_SPEAKER_STYLE_H
#define LECTERN_DOCUMENT_SPEAKER_STYLE_H

#include <stdbool.h>

struct draft;

/* Gives the names of speakers their style, in a draft whose timestamps are found: a name that opens a line
 * and that a timestamp ends; in a transcript one that follows the timestamp too. A name must stand so
 * again and again: `Introduction 0:15` names nobody. */
void speakers_style(struct draft *draft, bool transcript);

#endif
