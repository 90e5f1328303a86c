#include "config.h"

#include "text/cluster.h"

#include "text/property.h"

enum { PICTOGRAPH = 1, PICTOGRAPH_ZWJ = 2 };

void
cluster_begin(struct cluster *cluster, uint32_t property)
{
	cluster->last = (uint8_t)property_break(property);
	cluster->pictograph = (property & PROPERTY_PICTOGRAPH) != 0 ? PICTOGRAPH : 0;
	cluster->paired = false;
}

/* GB6 to GB8. */
static bool
hangul_joins(enum property_break last, enum property_break next)
{
	switch (last) {
	case BREAK_L:
		return next == BREAK_L || next == BREAK_V || next == BREAK_LV || next == BREAK_LVT;
	case BREAK_LV:
	case BREAK_V:
		return next == BREAK_V || next == BREAK_T;
	case BREAK_LVT:
	case BREAK_T:
		return next == BREAK_T;
	default:
		return false;
	}
}

static bool
joins(const struct cluster *cluster, uint32_t property)
{
	enum property_break last = (enum property_break)cluster->last;
	enum property_break next = property_break(property);

	switch (last) {
	case BREAK_CR:
		return next == BREAK_LF;
	case BREAK_LF:
	case BREAK_CONTROL:
		return false;
	default:
		break;
	}
	switch (next) {
	case BREAK_CR:
	case BREAK_LF:
	case BREAK_CONTROL:
		return false;
	case BREAK_EXTEND:
	case BREAK_ZWJ:
	case BREAK_SPACING_MARK:
		return true;
	default:
		break;
	}
	if (last == BREAK_PREPEND || hangul_joins(last, next))
		return true;
	if (cluster->pictograph == PICTOGRAPH_ZWJ && (property & PROPERTY_PICTOGRAPH) != 0)
		return true;
	return last == BREAK_REGIONAL && next == BREAK_REGIONAL && !cluster->paired;
}

bool
cluster_take(struct cluster *cluster, uint32_t property)
{
	enum property_break next = property_break(property);

	if (!joins(cluster, property))
		return false;
	cluster->paired = next == BREAK_REGIONAL && cluster->last == BREAK_REGIONAL;
	if ((property & PROPERTY_PICTOGRAPH) != 0)
		cluster->pictograph = PICTOGRAPH;
	else if (cluster->pictograph != PICTOGRAPH || (next != BREAK_EXTEND && next != BREAK_ZWJ))
		cluster->pictograph = 0;
	else if (next == BREAK_ZWJ)
		cluster->pictograph = PICTOGRAPH_ZWJ;
	cluster->last = (uint8_t)next;
	return true;
}
