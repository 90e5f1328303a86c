/*
 * Recordings: which documents of a library are of one recording (SPEC §4), asked of the store alone.
 *
 * Each document is of one recording or of none, and two are of the same where it is the same for both.
 * What tells it, the first that applies:
 * 1. the video it names;
 * 2. the URL of its media: the video that documents with this URL name, where it is one; else the URL;
 * 3. its media file, and of a document that names nothing its own place: all documents whose file has
 *    the same name in the same folder, and those whose media is a file of this name there (names as
 *    struct recording_name has them). The recording that those name, where it is one; else the place,
 *    where one of them is a transcript, a video's notes, or names the media;
 * 4. of a document that names nothing also the identifier in its file's name, where a document names
 *    that video;
 * 5. a name alone, in different folders: where one place of that name has transcripts that name nothing,
 *    and no other has, and all documents of that name elsewhere that name a recording name the same.
 *    Names that are numbers or words for any recording ("transcript") do not count.
 * What contradicts itself joins nothing, so nothing is joined through a name that may mean two.
 */
#ifndef LECTERN_LIBRARY_RECORDING_H
#define LECTERN_LIBRARY_RECORDING_H

#include <glib.h>
#include <stdint.h>

#include "document/document.h"
#include "library/store.h"
#include "text/cancel.h"

/* Documents of one recording that are given, at most. */
#define RECORDING_MOST 256

/* What a document has in common with the one asked about, the most telling first. */
enum recording_reason {
	RECORDING_SAME_VIDEO,
	RECORDING_SAME_MEDIA,
	RECORDING_SAME_NAME,
	RECORDING_SAME_RECORDING, /* through a third */
	RECORDING_REASONS,
};

/* In words: "the same video", "the same media", "the same file name", "the same recording". */
const char *recording_reason_words(enum recording_reason reason);

struct recording_document {
	uint32_t id;
	enum recording_reason reason;
	uint32_t stamps;  /* how many */
	bool transcript;  /* by its kind */
	const char *kind; /* its name; lives for ever */
};

/* The other documents of the recording that the document of an id is of: transcripts first, then those
 * with the most timestamps, then the newest. Struct recording_document *, which the array frees; none
 * where there are no others or the store does not have the document. NULL and error where it was
 * cancelled (STORE_ERROR_STOPPED) or failed. A millisecond. */
GPtrArray *recording_documents(struct store *store, uint32_t id, const struct cancel *cancel,
	GError **error);

/* The timestamp of a document that is of a second of its recording: the cue that spans it, else that
 * of document_timestamp_near(); the next where that is much nearer. NONE without any. */
uint32_t recording_timestamp(const struct document *document, uint32_t milliseconds);

/* What the recording of a document is known by, the same text for all documents of it and of no other:
 * a video's identifier, the URL of its media as resolve_url_key() gives it, or the place
 * of its files (real path of the folder, '/' and the name as folded). NULL where it is of none. The
 * caller frees. */
char *recording_key(struct store *store, uint32_t id);

#endif
