/*
 * Grapheme clusters, a code point at a time (UAX #29, revision 37, GB3 to GB999): for those who
 * walk over text themselves. Others use utf8_grapheme().
 */
#ifndef LECTERN_TEXT_CLUSTER_H
#define LECTERN_TEXT_CLUSTER_H

#include <stdbool.h>
#include <stdint.h>

struct cluster {
	uint8_t last;       /* enum property_break of the code point before */
	uint8_t pictograph; /* GB11: 1 after a pictograph and its extenders, 2 after their ZWJ */
	bool paired;        /* GB12: the regional indicator before is the second of a flag */
};

/* Begins a cluster with a code point of these properties (text/property.h). */
void cluster_begin(struct cluster *cluster, uint32_t property);

/* Whether a code point of these properties belongs to the cluster; if so it is taken in. */
bool cluster_take(struct cluster *cluster, uint32_t property);

#endif
