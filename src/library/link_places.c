/*
 * A place is numbers of seven bits a byte, the lowest first, a bit set on all but the last (LEB128):
 * link, section + 1, line, the anchor's length and kind; then the anchor.
 */
#include "config.h"

#include "library/link_places.h"

#include <string.h>

enum {
	KIND_BITS = 3,
	NUMBER_BYTES = 6, /* at most: 32 bits and those of the kind */
};

G_STATIC_ASSERT(LINK_KINDS <= 1 << KIND_BITS);

struct link_place
link_place_of(const struct document *document, uint32_t link)
{
	const struct link *of = &document->links[link];
	const char *anchor = of->anchor != NULL ? of->anchor : "";

	return (struct link_place){
		.link = link,
		.section = range_is_none(of->text) ? NONE
						   : document_section_at(document, of->text.start),
		.line = of->line,
		.kind = of->kind,
		.anchor = anchor,
		.anchor_length = strlen(anchor),
	};
}

static void
put_number(GByteArray *blob, uint64_t number)
{
	uint8_t bytes[NUMBER_BYTES];
	guint n = 0;

	do {
		bytes[n] = (uint8_t)((number & 0x7f) | (number > 0x7f ? 0x80 : 0));
		number >>= 7;
		n++;
	} while (number > 0 && n < NUMBER_BYTES);
	g_byte_array_append(blob, bytes, n);
}

static bool
read_number(const uint8_t **at, const uint8_t *end, uint64_t *number)
{
	*number = 0;
	for (unsigned i = 0; i < NUMBER_BYTES && *at < end; i++) {
		uint8_t byte = *(*at)++;

		*number |= (uint64_t)(byte & 0x7f) << (7 * i);
		if ((byte & 0x80) == 0)
			return true;
	}
	return false;
}

void
link_place_put(GByteArray *blob, const struct link_place *place)
{
	put_number(blob, place->link);
	put_number(blob, (uint32_t)(place->section + 1));
	put_number(blob, place->line);
	put_number(blob, (uint64_t)place->anchor_length << KIND_BITS | (unsigned)place->kind);
	g_byte_array_append(blob, (const guint8 *)place->anchor, (guint)place->anchor_length);
}

bool
link_place_next(const uint8_t **at, const uint8_t *end, struct link_place *place)
{
	uint64_t link, section, line, anchor;

	if (!read_number(at, end, &link) || !read_number(at, end, &section) ||
		!read_number(at, end, &line) || !read_number(at, end, &anchor) ||
		anchor >> KIND_BITS > (uint64_t)(end - *at))
		return false;
	place->link = (uint32_t)link;
	place->section = (uint32_t)section - 1;
	place->line = (uint32_t)line;
	place->kind = (enum link_kind)(anchor & ((1 << KIND_BITS) - 1));
	place->anchor = (const char *)*at;
	place->anchor_length = (size_t)(anchor >> KIND_BITS);
	*at += place->anchor_length;
	return true;
}
