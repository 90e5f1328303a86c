#include "config.h"

#include <string.h>

#include "document/cues.h"
#include "document/draft.h"
#include "document/fields.h"
#include "document/transcript.h"
#include "document/video_url.h"
#include "text/line.h"
#include "text/path.h"

enum {
	HEAD_LINES = 40,
	KEY_BYTES = 32,
	LANGUAGE_BYTES = 20,
};

/* --- lines of the head --- */

/* Bytes of the key of a line `Key: value`, 0 for another line; *value is where the value begins. */
static uint32_t
key_length(const char *bytes, struct line line, uint32_t *value)
{
	uint32_t at = line.start;

	while (at < line.end &&
		(g_ascii_isalnum(bytes[at]) || bytes[at] == '_' || bytes[at] == '-'))
		at++;
	if (at == line.start || at - line.start > KEY_BYTES || at + 1 >= line.end ||
		bytes[at] != ':' || !g_ascii_isalpha(bytes[line.start]))
		return 0;
	*value = line_skip_blanks(bytes, at + 1, line.end);
	return *value<line.end && * value> at + 1 ? at - line.start : 0;
}

static struct yaml_node
make_node(struct draft *draft, struct line line, uint32_t key, uint32_t value)
{
	const char *bytes = draft->source->bytes;
	uint32_t number = source_line(draft->source, line.start);

	while (g_ascii_isspace(bytes[line.end - 1]))
		line.end--;
	return (struct yaml_node){
		.type = YAML_STRING,
		.key = arena_string(draft->arena, bytes + line.start, key),
		.string = arena_string(draft->arena, bytes + value, line.end - value),
		.line = number,
		.column = value - line.start + 1,
		.key_line = number,
		.key_column = 1,
	};
}

/* The lines `Key: value` of a range as a mapping, the first of each key; NULL where there are none,
 * or where only_keys and another line stands among them. */
static const struct yaml_node *
read_lines(struct draft *draft, struct range range, bool only_keys)
{
	const char *bytes = draft->source->bytes;
	struct yaml_node map = { .type = YAML_MAP, .string = "" }, *nodes;

	nodes = arena_alloc(draft->arena, HEAD_LINES * sizeof(*nodes));
	while (range.start < range.end && map.count < HEAD_LINES) {
		struct line line = line_at(bytes, range.start, range.end);
		uint32_t value, key = key_length(bytes, line, &value);

		range.start = line.next;
		if (key == 0 && only_keys)
			return NULL;
		if (key == 0)
			continue;
		nodes[map.count] = make_node(draft, line, key, value);
		map.children = nodes;
		if (yaml_get(&map, nodes[map.count].key) == NULL)
			map.count++;
	}
	return map.count > 0 ? arena_copy(draft->arena, &map, sizeof(map)) : NULL;
}

/* Whether a key of the map is a field's. */
static bool
names_field(const struct yaml_node *map)
{
	for (enum field field = 0; field < FIELD_COUNT; field++) {
		for (int i = 0; field_info(field)->keys[i] != NULL; i++)
			if (yaml_get(map, field_info(field)->keys[i]) != NULL)
				return true;
	}
	return false;
}

/* The first paragraph of a text. */
static struct range
first_paragraph(const struct draft *draft)
{
	const char *bytes = draft->source->bytes;
	uint32_t n = draft->source->length;
	struct range range = { draft->body, draft->body };

	for (int i = 0; i < HEAD_LINES && range.end < n; i++) {
		struct line line = line_at(bytes, range.end, n);
		bool blank = line_is_blank(bytes, line);

		if (blank && range.end > range.start)
			break;
		range.end = line.next;
		if (blank)
			range.start = line.next;
	}
	return range;
}

static void
read_meta(struct draft *draft)
{
	const struct source *source = draft->source;
	bool cues = cues_have_header(source->bytes, draft->body, source->length);
	const struct yaml_node *map;

	if (draft->meta != NULL ||
		cues_look_like(source->bytes, draft->body, source->length) != cues)
		return;
	map = read_lines(draft,
		cues ? cues_header(source->bytes, draft->body, source->length)
		     : first_paragraph(draft),
		!cues);
	if (map == NULL || (!cues && !names_field(map)))
		return;
	draft->meta = map;
	fields_read(draft);
}

/* --- the file's name --- */

/* Whether s is a word and no identifier that chance made: letters, small ones after the first. */
static bool
is_word(const char *s)
{
	while (*++s != '\0')
		if (!g_ascii_islower(*s))
			return false;
	return true;
}

/* Whether s is `.en`, `.en-US` or nothing. */
static bool
is_language(const char *s, const char *end)
{
	if (s < end && *s != '.')
		return false;
	if (end - s > LANGUAGE_BYTES)
		return false;
	for (; s < end; s++)
		if (!g_ascii_isalnum(*s) && strchr(".-_", *s) == NULL)
			return false;
	return true;
}

/* The identifier in `Title [dQw4w9WgXcQ].en` (n bytes) into id; bytes of the title before it, or n
 * where there is none. */
static size_t
read_identifier(const char *name, size_t n, char *id)
{
	const char *close = g_strrstr_len(name, (gssize)n, "]");
	const char *open;

	if (close == NULL || close - name < VIDEO_ID_ROOM || !is_language(close + 1, name + n))
		return n;
	open = close - VIDEO_ID_ROOM;
	if (*open != '[')
		return n;
	memcpy(id, open + 1, VIDEO_ID_ROOM - 1);
	id[VIDEO_ID_ROOM - 1] = '\0';
	if (!video_is_id(id) || is_word(id)) {
		*id = '\0';
		return n;
	}
	while (open > name && open[-1] == ' ')
		open--;
	return open > name ? (size_t)(open - name) : n;
}

/* Whether a text has a title of its own: a heading before all else. */
static bool
begins_with_heading(const struct draft *draft)
{
	const char *bytes = draft->source->bytes;
	struct range first = first_paragraph(draft);

	return range_length(first) > 2 && bytes[first.start] == '#' &&
	       (bytes[first.start + 1] == ' ' || bytes[first.start + 1] == '#');
}

/* The first line of what is said is no title. */
static void
read_name(struct draft *draft)
{
	const char *name = path_name(draft->source->path);
	size_t n = path_stem(name), title;
	char id[VIDEO_ID_ROOM] = "";

	title = read_identifier(name, n, id);
	if (*id != '\0' && draft->fields[FIELD_VIDEO]->len == 0)
		fields_add(draft, FIELD_VIDEO, id);
	if (draft->fields[FIELD_TITLE]->len == 0 && title > 0 && !begins_with_heading(draft))
		g_ptr_array_add(draft->fields[FIELD_TITLE],
			arena_string(draft->arena, name, title));
}

void
transcript_read_head(struct draft *draft)
{
	read_meta(draft);
	read_name(draft);
}
