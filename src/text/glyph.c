/*
 * How a glyph is read.
 *
 * The first code point has a kind. Some kinds show nothing, some are marked, and a run of one of
 * these is one glyph. What is shown begins a cluster (UAX #29), and the cluster's other code points
 * are written, left out, or end the glyph so that they are read again as the next one, where they
 * have no base.
 *
 * What holds at all times:
 * 1. A glyph takes at least one byte of the source, and reads no further ahead of what it takes
 *    than LOOK_AHEAD code points: reading a text is linear in its length.
 * 2. What is written is a mark in ASCII, blanks, or a base with columns before all that has none:
 *    no glyph can change the one before it on a terminal.
 * 3. `columns` is the sum of the widths of what is written.
 */
#include "config.h"

#include "text/glyph.h"

#include <glib.h>
#include <string.h>

#include "text/cluster.h"
#include "text/likeness.h"
#include "text/property.h"
#include "text/utf8.h"

enum {
	RUN = 4,      /* marks that stand one by one; more of them are one and a count */
	ATTACHED = 4, /* code points without columns that a cell of ncurses holds */
	LOOK_AHEAD = 8,
	BLACK_FLAG = 0x1F3F4,
	TAG_FIRST = 0xE0020,
	TAG_LAST = 0xE007E,
	TAG_END = 0xE007F,
	TAGS = 6, /* of a flag, without the one that ends it (UTS #51 ED-14a) */
	DOTTED_CIRCLE = 0x25CC,
	BROKEN = CLASS_UNKNOWN << PROPERTY_CLASS_SHIFT | BREAK_CONTROL, /* a byte joins nothing */
};

enum kind {
	KIND_SHOWN,
	KIND_LINE,    /* a line end: shows nothing */
	KIND_HYPHEN,  /* a soft hyphen in a text */
	KIND_DROPPED, /* shows nothing */
	KIND_FOREIGN, /* visible, but not in ASCII */
	KIND_BYTE,    /* from here on marked, and runs are counted */
	KIND_CONTROL,
	KIND_C1,
	KIND_INVISIBLE,
	KIND_SELECTOR,
	KIND_TAG,
	KIND_FILLER,
	KIND_FORMAT,
	KIND_SEPARATOR,
	KIND_PRIVATE,
	KIND_UNKNOWN,
};

/* A code point of the source with what is known of it. */
struct point {
	uint32_t c;
	uint32_t property;
	size_t length;
};

/* A glyph under way. */
struct builder {
	const struct glyph_reader *reader;
	const char *s;
	size_t n;
	size_t at; /* bytes taken so far */
	struct cluster cluster;
	unsigned attached; /* written since the last code point with columns */
	uint32_t last;     /* properties of the last code point taken */
	uint32_t letter;   /* the same, transparent ones aside (Joining_Type T) */
	bool after_base;   /* it was a visible base */
	struct safe_glyph *glyph;
};

static bool
point_at(const char *s, size_t n, size_t at, struct point *point)
{
	if (at >= n)
		return false;
	point->length = utf8_next(s + at, n - at, &point->c);
	point->property = point->c != UTF8_BAD ? property_of(point->c) : BROKEN;
	return true;
}

static bool
point_is(const struct point *point, enum property_break wanted, bool filler)
{
	return property_break(point->property) == wanted &&
	       (property_class(point->property) == CLASS_FILLER) == filler;
}

/* Whether the filler at the start of s leads a syllable that shows something: with a vowel, or
 * with a vowel's filler and a final consonant (Unicode §3.12, standard Korean syllable blocks). */
static bool
filler_leads(const char *s, size_t n, const struct point *filler)
{
	struct point next;
	size_t at = filler->length;

	if (!point_is(filler, BREAK_L, true) || !point_at(s, n, at, &next))
		return false;
	if (point_is(&next, BREAK_V, false))
		return true;
	at += next.length;
	return point_is(&next, BREAK_V, true) && point_at(s, n, at, &next) &&
	       point_is(&next, BREAK_T, false);
}

static enum kind
control_kind(const struct glyph_reader *reader, uint32_t c)
{
	if (c >= 0x80)
		return KIND_C1;
	if (c == '\t')
		return reader->mode == SAFE_TEXT || !reader->whole ? KIND_SHOWN : KIND_CONTROL;
	if (reader->mode == SAFE_TEXT && (c == '\n' || c == '\r'))
		return KIND_LINE;
	return KIND_CONTROL;
}

/* The kind of a code point that stands at the start of s, with nothing before it. */
static enum kind
kind_of(const struct glyph_reader *reader, const char *s, size_t n, const struct point *point)
{
	bool text = reader->mode == SAFE_TEXT;

	if (point->c == UTF8_BAD)
		return KIND_BYTE;
	switch (property_class(point->property)) {
	case CLASS_CONTROL:
		return control_kind(reader, point->c);
	case CLASS_LINE:
		return text ? KIND_LINE : KIND_SEPARATOR;
	case CLASS_HYPHEN:
		return text ? KIND_HYPHEN : KIND_INVISIBLE;
	case CLASS_INVISIBLE:
	case CLASS_JOINER:
		return text ? KIND_DROPPED : KIND_INVISIBLE;
	case CLASS_SELECTOR:
		return KIND_SELECTOR;
	case CLASS_TAG:
		return KIND_TAG;
	case CLASS_FILLER:
		if (!reader->ascii && filler_leads(s, n, point))
			return KIND_SHOWN;
		return KIND_FILLER;
	case CLASS_FORMAT:
		return KIND_FORMAT;
	case CLASS_PRIVATE:
		return reader->show_private_use && !reader->ascii ? KIND_SHOWN : KIND_PRIVATE;
	case CLASS_UNKNOWN:
		return KIND_UNKNOWN;
	case CLASS_PLAIN:
	case CLASS_BLANK:
	case CLASS_COMBINING:
		break;
	}
	if (!reader->ascii || point->c < 0x80 || property_class(point->property) == CLASS_BLANK)
		return KIND_SHOWN;
	return likeness_of(point->c) != NULL ? KIND_SHOWN : KIND_FOREIGN;
}

static void
glyph_set(struct safe_glyph *glyph, const char *ascii, size_t length)
{
	memcpy(glyph->bytes, ascii, length);
	glyph->length = (uint8_t)length;
	glyph->columns = (uint8_t)length;
}

/* Writes c in capital hexadecimal digits, at least so many; gives the end. */
static char *
put_hex(char *out, uint32_t c, int digits)
{
	while (digits < 8 && c >> (4 * digits) != 0)
		digits++;
	while (digits-- > 0)
		*out++ = "0123456789ABCDEF"[c >> (4 * digits) & 0xF];
	return out;
}

/* Sets the mark of c with a count of those behind it: `^A`, `<^A+5>`, `<9B>`, `<U+202E>`. */
static void
glyph_mark(struct safe_glyph *glyph, enum kind kind, uint32_t c, size_t more)
{
	bool bare = kind == KIND_CONTROL && more == 0;
	char *out = glyph->bytes;

	if (!bare)
		*out++ = '<';
	if (kind == KIND_CONTROL) {
		*out++ = '^';
		*out++ = (char)(c ^ 0x40);
	} else if (kind == KIND_BYTE) {
		out = put_hex(out, c, 2);
	} else {
		*out++ = 'U';
		*out++ = '+';
		out = put_hex(out, c, 4);
	}
	if (more > 0)
		out += g_snprintf(out, 24, "+%zu", more);
	if (!bare)
		*out++ = '>';
	glyph->length = (uint8_t)(out - glyph->bytes);
	glyph->columns = glyph->length;
	glyph->mark = true;
}

/* Takes the run of one kind that begins s; gives how many there are. */
static size_t
take_run(const struct glyph_reader *reader, const char *s, size_t n, enum kind kind,
	uint32_t *taken)
{
	struct point point;
	size_t at = 0, first = 0, count = 0;

	while (point_at(s, n, at, &point) && kind_of(reader, s + at, n - at, &point) == kind) {
		at += point.length;
		if (count++ == 0)
			first = at;
	}
	if (count <= RUN && kind != KIND_DROPPED) {
		*taken = (uint32_t)first;
		return 1;
	}
	*taken = (uint32_t)at;
	return count;
}

/* Glyphs that are no cluster. */
static void
read_unshown(const struct glyph_reader *reader, const char *s, size_t n, enum kind kind,
	const struct point *point, struct safe_glyph *glyph)
{
	glyph->source = (uint32_t)point->length;
	switch (kind) {
	case KIND_LINE:
		if (point->c == '\r' && n > 1 && s[1] == '\n')
			glyph->source = 2;
		break;
	case KIND_HYPHEN:
		glyph->soft_hyphen = true;
		break;
	case KIND_FOREIGN:
		glyph_mark(glyph, kind, point->c, 0);
		break;
	case KIND_DROPPED:
		take_run(reader, s, n, kind, &glyph->source);
		break;
	default: {
		size_t count = take_run(reader, s, n, kind, &glyph->source);
		uint32_t c = kind == KIND_BYTE ? (unsigned char)s[0] : point->c;
		glyph_mark(glyph, kind, c, count - 1);
		break;
	}
	}
}

/* Writes a code point of so many columns; false where the glyph is full. */
static bool
builder_write(struct builder *builder, uint32_t c, int columns)
{
	struct safe_glyph *glyph = builder->glyph;

	if (glyph->length + 4 > SAFE_GLYPH_BYTES)
		return false;
	glyph->length = (uint8_t)(glyph->length + utf8_put(glyph->bytes + glyph->length, c));
	glyph->columns = (uint8_t)(glyph->columns + columns);
	if (columns > 0)
		builder->attached = 0;
	return true;
}

static bool
builder_blank(struct builder *builder, uint32_t property)
{
	for (int i = MAX(1, property_width(property)); i > 0; i--)
		if (!builder_write(builder, ' ', 1))
			return false;
	return true;
}

/* Writes a code point without columns, or leaves it out where the cell is full. */
static bool
builder_attach(struct builder *builder, uint32_t c)
{
	if (builder->attached >= ATTACHED)
		return true;
	builder->attached++;
	return builder_write(builder, c, 0);
}

/* Whether a letter that joins to the one before it follows, marks between them aside. */
static bool
joining_letter_follows(const struct builder *builder, size_t at)
{
	struct point point;

	for (int i = 0; i < LOOK_AHEAD && point_at(builder->s, builder->n, at, &point); i++) {
		if (point.c == UTF8_BAD)
			return false;
		if ((point.property & PROPERTY_TRANSPARENT) == 0)
			return (point.property & PROPERTY_JOINS_LAST) != 0;
		at += point.length;
	}
	return false;
}

/* Where ZWJ and ZWNJ have a meaning: GB11, and RFC 5892 appendix A.1 for both. */
static bool
builder_take_joiner(struct builder *builder, const struct point *point)
{
	struct cluster ahead = builder->cluster;
	struct point next;
	size_t at = builder->at + point->length;

	if (property_break(point->property) == BREAK_ZWJ && ahead.pictograph != 0) {
		cluster_take(&ahead, point->property);
		if (point_at(builder->s, builder->n, at, &next) && next.c != UTF8_BAD &&
			(next.property & PROPERTY_PICTOGRAPH) != 0 &&
			cluster_take(&ahead, next.property))
			return !builder->reader->whole || builder_attach(builder, point->c);
	}
	if ((builder->last & PROPERTY_VIRAMA) != 0)
		return builder_attach(builder, point->c);
	if ((builder->letter & PROPERTY_JOINS_NEXT) != 0 && joining_letter_follows(builder, at))
		return builder_attach(builder, point->c);
	return builder->reader->mode == SAFE_TEXT;
}

/* Whether the code point, which the cluster takes in, is of this glyph; false ends the glyph
 * before it. */
static bool
builder_take(struct builder *builder, const struct point *point)
{
	int width = property_width(point->property);

	switch (property_class(point->property)) {
	case CLASS_JOINER:
		return builder_take_joiner(builder, point);
	case CLASS_SELECTOR:
		return builder->after_base && builder_attach(builder, point->c);
	case CLASS_INVISIBLE:
		return builder->reader->mode == SAFE_TEXT;
	case CLASS_FILLER:
		if (point_is(point, BREAK_V, true) ? property_break(builder->last) != BREAK_L
						   : !filler_leads(builder->s + builder->at,
							     builder->n - builder->at, point))
			return false;
		break;
	case CLASS_BLANK:
		return builder_blank(builder, point->property);
	case CLASS_PRIVATE:
		return builder->reader->show_private_use && builder_write(builder, point->c, 1);
	case CLASS_PLAIN:
	case CLASS_COMBINING:
		break;
	default:
		return false;
	}
	if (width > 0)
		return builder_write(builder, point->c, width);
	return builder_attach(builder, point->c);
}

static bool
is_base(uint32_t property)
{
	return property_class(property) == CLASS_PLAIN;
}

/* The flag of a region: a black flag with tags (UTS #51 ED-14a). Gives the bytes of its tags, 0
 * where it is no such flag. A cell of the screen does not hold them, so that there the flag is
 * drawn without. */
static size_t
take_flag_tags(struct builder *builder)
{
	struct point point;
	size_t at = builder->at;
	int tags = 0;

	while (point_at(builder->s, builder->n, at, &point) && point.c >= TAG_FIRST &&
		point.c <= TAG_LAST && tags < TAGS) {
		at += point.length;
		tags++;
	}
	if (tags == 0 || !point_at(builder->s, builder->n, at, &point) || point.c != TAG_END)
		return 0;
	at += point.length;
	if (builder->reader->whole) {
		struct safe_glyph *glyph = builder->glyph;
		memcpy(glyph->bytes + glyph->length, builder->s + builder->at, at - builder->at);
		glyph->length = (uint8_t)(glyph->length + (at - builder->at));
	}
	return at - builder->at;
}

/* Writes the code point that begins a cluster. */
static void
builder_begin(struct builder *builder, const struct point *point)
{
	cluster_begin(&builder->cluster, point->property);
	switch (property_class(point->property)) {
	case CLASS_CONTROL: /* a TAB */
	case CLASS_BLANK:
		builder_blank(builder, point->property);
		break;
	case CLASS_PRIVATE:
		builder_write(builder, point->c, 1);
		break;
	case CLASS_COMBINING:
		builder_write(builder, DOTTED_CIRCLE, 1);
		builder_take(builder, point);
		break;
	default:
		builder_write(builder, point->c, property_width(point->property));
		break;
	}
	builder->at = point->length;
	builder->last = point->property;
	builder->letter = point->property;
	builder->after_base =
		is_base(point->property) || property_class(point->property) == CLASS_PRIVATE;
	if (point->c == BLACK_FLAG)
		builder->at += take_flag_tags(builder);
}

/* Vowels and finals of Hangul join no circle (GB8), but stand on one where they have no
 * syllable: what was made safe before stays as it is. */
static bool
is_on_circle(const struct builder *builder, const struct point *first, const struct point *point)
{
	return first->c == DOTTED_CIRCLE && builder->at == first->length &&
	       property_class(point->property) == CLASS_COMBINING;
}

static void
read_cluster(const struct glyph_reader *reader, const char *s, size_t n, const struct point *first,
	struct safe_glyph *glyph)
{
	struct builder builder = { .reader = reader, .s = s, .n = n, .glyph = glyph };
	struct point point;

	builder_begin(&builder, first);
	while (point_at(s, n, builder.at, &point) && point.c != UTF8_BAD) {
		struct cluster grown = builder.cluster;
		if (!cluster_take(&grown, point.property)) {
			if (!is_on_circle(&builder, first, &point))
				break;
			cluster_begin(&grown, point.property);
		}
		if (!builder_take(&builder, &point))
			break;
		builder.cluster = grown;
		builder.at += point.length;
		builder.last = point.property;
		if ((point.property & PROPERTY_TRANSPARENT) == 0)
			builder.letter = point.property;
		builder.after_base = is_base(point.property);
	}
	glyph->source = (uint32_t)builder.at;
}

static void
read_ascii(const struct point *point, struct safe_glyph *glyph)
{
	static const char blanks[] = "  ";
	const char *likeness;
	char c = (char)point->c;

	if (point->c == '\t')
		glyph_set(glyph, blanks, 1);
	else if (point->c < 0x80)
		glyph_set(glyph, &c, 1);
	else if (property_class(point->property) == CLASS_BLANK)
		glyph_set(glyph, blanks, (size_t)CLAMP(property_width(point->property), 1, 2));
	else if ((likeness = likeness_of(point->c)) != NULL)
		glyph_set(glyph, likeness, strlen(likeness));
	glyph->source = (uint32_t)point->length;
}

static bool
is_simple(uint32_t property)
{
	return property_class(property) == CLASS_PLAIN && property_break(property) == BREAK_OTHER;
}

/* A short way for what most text beyond ASCII is: a visible character that neither joins nor is
 * joined. */
static bool
read_simple(const char *s, size_t n, const struct point *point, struct safe_glyph *glyph)
{
	struct point next;

	if (!is_simple(point->property))
		return false;
	if (point->length < n && (signed char)s[point->length] < 0) {
		point_at(s, n, point->length, &next);
		if (!is_simple(next.property))
			return false;
	}
	memcpy(glyph->bytes, s, point->length);
	glyph->length = (uint8_t)point->length;
	glyph->columns = (uint8_t)property_width(point->property);
	glyph->source = (uint32_t)point->length;
	return true;
}

void
glyph_read(const struct glyph_reader *reader, const char *s, size_t n, struct safe_glyph *glyph)
{
	struct point point;

	glyph->length = 0;
	glyph->columns = 0;
	glyph->mark = false;
	glyph->soft_hyphen = false;
	point_at(s, n, 0, &point);
	if (!reader->ascii && read_simple(s, n, &point, glyph))
		return;
	enum kind kind = kind_of(reader, s, n, &point);
	if (kind != KIND_SHOWN)
		read_unshown(reader, s, n, kind, &point, glyph);
	else if (reader->ascii)
		read_ascii(&point, glyph);
	else
		read_cluster(reader, s, n, &point, glyph);
}
