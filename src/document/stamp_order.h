/*
 * The order of a document's timestamps. Notes tell a recording mostly from its start to its end; a
 * few stamps stand elsewhere than their time would have them. Most of the stamps, in the order of
 * the text, form one row of times that never goes back: the longest there is. The others stray.
 */
#ifndef LECTERN_DOCUMENT_STAMP_ORDER_H
#define LECTERN_DOCUMENT_STAMP_ORDER_H

#include <stdint.h>

#include "document/document.h"

enum stamp_place {
	STAMP_IN_ORDER,
	STAMP_LATE,  /* its time belongs further up, before what stands above it */
	STAMP_EARLY, /* its time belongs further down */
};

/* Tells for each of n timestamps, in order of the text, where it stands: places has room for n of
 * enum stamp_place. Gives how many stray. Takes n log n steps. */
uint32_t stamp_order(const struct timestamp *timestamps, uint32_t n, uint8_t *places);

#endif
