/*
 * Embedding: what the open document shows of others in place (page/embed.h). Only embeds near the
 * screen are looked up, and their targets read, by a worker, after the document is shown; then the
 * page is laid out anew, and what is being read stays where it is.
 *
 * Targets are kept with the opened document, 8 MiB of their files in all; beyond that, those that
 * are not near the screen are let go of.
 */
#ifndef LECTERN_UI_EMBEDDING_H
#define LECTERN_UI_EMBEDDING_H

#include <glib.h>
#include <stdbool.h>

#include "page/embed.h"

struct app;
struct batch;
struct opened;
struct embedding;

/* Of one document; NULL where it embeds nothing. Freeing NULL is allowed. */
struct embedding *embedding_new(const struct document *document);
void embedding_free(struct embedding *embedding);

/* What is shown in place, with all that it is made of. Never changes; counted; NULL is allowed:
 * nothing. */
struct embedded;
struct embedded *embedding_shown(const struct embedding *embedding);
struct embedded *embedded_ref(struct embedded *embedded);
void embedded_unref(struct embedded *embedded);
const struct embeds *embedded_embeds(const struct embedded *embedded);

/* The open document was read anew: what is known of the targets of before is kept. Either may be
 * NULL. */
void embedding_inherit(struct embedding *embedding, const struct embedding *before);

/* Before a document is shown: puts together what is in memory for it. */
void embedding_prepare(struct app *app, struct opened *opened);

/* Looks what stands near the screen, and shows or asks for it; whether there is more to do. */
bool embedding_idle(struct app *app);

/* The library grew: links may lead elsewhere. */
void embedding_refresh(struct app *app);

/* Files were read for the library: targets among them that changed are read again. */
void embedding_follow(struct app *app, const struct batch *batch);

/* Another document is wanted: nothing more is read for the open one. */
void embedding_stop(struct app *app);

#endif
