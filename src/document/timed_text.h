/*
 * Timed text: plain text of which most paragraphs begin with a time: `00:00:09 Hello`, `[1:02] Ann:
 * Hello`, `Ann: 00:01:02`, `Ann [1:02]: Hello`, `0:09` alone on a line.
 */
#ifndef LECTERN_DOCUMENT_TIMED_TEXT_H
#define LECTERN_DOCUMENT_TIMED_TEXT_H

#include <stdbool.h>

struct draft;

/* Whether most paragraphs begin with a time that runs on from near the recording's start; a log or
 * a schedule does not. */
bool timed_text_looks_like(const struct draft *draft);

/* Whether such a text is Markdown too, which is better read as that. */
bool timed_text_is_markdown(const struct draft *draft);

/* Each paragraph as it is written, with its timestamps. Where the timed lines are short, as captions are,
 * those that follow each other without a pause are one paragraph: the first time is shown. */
void timed_text_parse(struct draft *draft);

#endif
