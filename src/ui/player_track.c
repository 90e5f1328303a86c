#include "config.h"

#include "ui/player_track.h"

#include "ui/player_media.h"

/* Milliseconds by which a timestamp elsewhere may be later and is not gone to. */
#define STAYS_FOR 30000

void
player_track_init(struct player_track *track)
{
	track->document = NULL;
	track->by_time = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	track->by_text = g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

void
player_track_clear(struct player_track *track)
{
	g_clear_pointer(&track->by_time, g_array_unref);
	g_clear_pointer(&track->by_text, g_array_unref);
}

void
player_track_make(struct player_track *track, const struct document *document, bool own,
	const char *const *playing)
{
	uint32_t count = document == NULL ? 0 : document->timestamp_count;
	g_autofree bool *taken = g_new0(bool, count + 1);

	track->document = document;
	g_array_set_size(track->by_time, 0);
	g_array_set_size(track->by_text, 0);
	for (uint32_t i = 0; i < count; i++) {
		taken[i] = (own && player_media_own(document, i)) ||
			   player_media_plays_stamp(document, i, playing);
		if (taken[i])
			g_array_append_val(track->by_text, i);
	}
	for (uint32_t i = 0; i < count; i++)
		if (taken[document->by_time[i]])
			g_array_append_val(track->by_time, document->by_time[i]);
}

static uint32_t
time_of(const struct player_track *track, uint32_t stamp)
{
	return track->document->timestamps[stamp].milliseconds;
}

/* How many of by_time are at or before a time. */
static guint
count_until(const struct player_track *track, uint32_t milliseconds)
{
	guint low = 0, high = track->by_time->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (time_of(track, g_array_index(track->by_time, uint32_t, middle)) <= milliseconds)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t
player_track_next(const struct player_track *track, uint32_t milliseconds)
{
	guint i = count_until(track, milliseconds);

	return i == track->by_time->len
		       ? NONE
		       : time_of(track, g_array_index(track->by_time, uint32_t, i));
}

/* The latest at or before a time; of several of one time that nearest to current in the text. */
static uint32_t
latest(const struct player_track *track, uint32_t milliseconds, uint32_t current)
{
	guint i = count_until(track, milliseconds);
	uint32_t best = NONE, time = 0;

	while (i-- > 0) {
		uint32_t stamp = g_array_index(track->by_time, uint32_t, i);

		if (best != NONE && time_of(track, stamp) != time)
			break;
		time = time_of(track, stamp);
		if (best == NONE || current == NONE ||
			ABS((int64_t)stamp - current) < ABS((int64_t)best - current))
			best = stamp;
	}
	return best;
}

/* Where current stands in by_text, its length where it does not. */
static guint
place_of(const struct player_track *track, uint32_t current)
{
	guint low = 0, high = track->by_text->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (g_array_index(track->by_text, uint32_t, middle) < current)
			low = middle + 1;
		else
			high = middle;
	}
	return low < track->by_text->len && g_array_index(track->by_text, uint32_t, low) == current
		       ? low
		       : track->by_text->len;
}

bool
player_track_has(const struct player_track *track, uint32_t stamp)
{
	return place_of(track, stamp) < track->by_text->len;
}

/* The one of a time among those that ascend around current; NONE where there is none. *last: none
 * ascends from it on. */
static uint32_t
along_text(const struct player_track *track, uint32_t milliseconds, uint32_t current, bool *last)
{
	const GArray *text = track->by_text;
	guint i = place_of(track, current);

	if (i == text->len)
		return NONE;
	uint32_t time = time_of(track, current);
	for (; time > milliseconds; i--) {
		if (i == 0 || time_of(track, g_array_index(text, uint32_t, i - 1)) > time)
			return NONE;
		time = time_of(track, g_array_index(text, uint32_t, i - 1));
	}
	*last = true;
	for (; i + 1 < text->len; i++) {
		uint32_t next = time_of(track, g_array_index(text, uint32_t, i + 1));

		*last = next < time;
		if (*last || next > milliseconds)
			break;
		time = next;
		*last = true;
	}
	return g_array_index(text, uint32_t, i);
}

uint32_t
player_track_at(const struct player_track *track, uint32_t milliseconds, uint32_t current)
{
	bool last = true;
	uint32_t best = latest(track, milliseconds, current);

	if (best == NONE || current == NONE)
		return best;
	uint32_t along = along_text(track, milliseconds, current, &last);
	uint32_t stays = last ? 0 : STAYS_FOR;
	return along != NONE && time_of(track, best) - time_of(track, along) <= stays ? along
										      : best;
}
