#include "config.h"

#include "document/fields.h"

#include <string.h>

#include "document/date.h"
#include "document/draft.h"
#include "document/html.h"
#include "document/media.h"
#include "document/url.h"
#include "document/video_url.h"
#include "document/yaml.h"

/* Puts what a key's value gives into a field; a field that has something then is done. */
typedef void (*field_reader)(struct draft *draft, enum field field, const struct yaml_node *node);

struct field_row {
	struct field_info info;
	field_reader read;
};

/* --- values --- */

static bool
is_wikilink(const char *s)
{
	return g_str_has_prefix(s, "[[") && g_str_has_suffix(s, "]]");
}

/* s with each [[target|alias]] as its text, line ends as spaces, without outer blanks. */
static char *
visible(const char *s)
{
	GString *out = g_string_new(NULL);

	while (*s != '\0') {
		const char *end = g_str_has_prefix(s, "[[") ? strstr(s, "]]") : NULL;
		const char *pipe;

		if (end == NULL || end == s + 2) {
			g_string_append_c(out, *s == '\n' || *s == '\r' ? ' ' : *s);
			s++;
			continue;
		}
		pipe = memchr(s, '|', (size_t)(end - s));
		/* An empty alias shows the target. */
		if (pipe != NULL && strspn(pipe + 1, " ") < (size_t)(end - pipe - 1))
			s = pipe + 1;
		else
			s += 2;
		while (*s == ' ')
			s++;
		g_string_append_len(out, s, (pipe != NULL && pipe > s ? pipe : end) - s);
		while (out->len > 0 && out->str[out->len - 1] == ' ')
			g_string_truncate(out, out->len - 1);
		s = end + 2;
	}
	return g_strstrip(g_string_free(out, FALSE));
}

/* Adds a value once; an empty one never. */
static void
add(struct draft *draft, enum field field, const char *value)
{
	GPtrArray *values = draft->fields[field];

	if (*value == '\0')
		return;
	for (guint i = 0; i < values->len; i++) {
		if (strcmp(values->pdata[i], value) == 0)
			return;
	}
	g_ptr_array_add(values, arena_string(draft->arena, value, strlen(value)));
}

/* --- readers --- */

typedef void (*value_reader)(struct draft *draft, enum field field, const char *value);

/* Calls read for each scalar of a value: itself, a list's, a list's in a list (`[[a]]` without
 * quotes), and the `name` of a mapping. */
static void
each_value(struct draft *draft, enum field field, const struct yaml_node *node, value_reader read)
{
	enum { NESTED = 2 };
	const struct yaml_node *from[NESTED + 1] = { node };
	uint32_t next[NESTED + 1] = { 0 };

	if (node->type != YAML_LIST) {
		const struct yaml_node *name = yaml_get(node, "name");

		read(draft, field, name != NULL ? name->string : node->string);
		return;
	}
	for (int depth = 0; depth >= 0;) {
		const struct yaml_node *child;

		if (next[depth] == from[depth]->count) {
			depth--;
			continue;
		}
		child = &from[depth]->children[next[depth]++];
		if (child->type == YAML_LIST && depth < NESTED) {
			from[++depth] = child;
			next[depth] = 0;
		} else if (child->type == YAML_MAP) {
			const struct yaml_node *name = yaml_get(child, "name");

			if (name != NULL)
				read(draft, field, name->string);
		} else {
			read(draft, field, child->string);
		}
	}
}

static void
add_visible(struct draft *draft, enum field field, const char *value)
{
	g_autofree char *text = visible(value);

	add(draft, field, text);
}

/* What was taken from web pages has often kept their character references. */
static void
add_words(struct draft *draft, enum field field, const char *value)
{
	g_autofree char *text = visible(value), *words = html_references_read(text);

	add(draft, field, words);
}

static void
read_words(struct draft *draft, enum field field, const struct yaml_node *node)
{
	each_value(draft, field, node, add_words);
}

static void
add_first_words(struct draft *draft, enum field field, const char *value)
{
	if (draft->fields[field]->len == 0)
		add_words(draft, field, value);
}

static void
read_first_words(struct draft *draft, enum field field, const struct yaml_node *node)
{
	each_value(draft, field, node, add_first_words);
}

static void
add_first(struct draft *draft, enum field field, const char *value)
{
	if (draft->fields[field]->len == 0)
		add_visible(draft, field, value);
}

static void
read_first(struct draft *draft, enum field field, const struct yaml_node *node)
{
	each_value(draft, field, node, add_first);
}

/* A date in another writing than ISO's is kept in that. */
static void
add_date(struct draft *draft, enum field field, const char *value)
{
	char iso[11];

	if (draft->fields[field]->len > 0)
		return;
	date_of_value(value, iso);
	if (*iso != '\0' && memcmp(value, iso, strlen(iso)) != 0)
		add(draft, field, iso);
	else
		add_visible(draft, field, value);
}

static void
read_date(struct draft *draft, enum field field, const struct yaml_node *node)
{
	each_value(draft, field, node, add_date);
}

/* A URL takes the place of another text found before: `link: "[[topic]]"` is no source. */
static void
add_source(struct draft *draft, enum field field, const char *value)
{
	GPtrArray *values = draft->fields[field];

	if (is_wikilink(value) ||
		(values->len > 0 && (url_is_http(values->pdata[0]) || !url_is_http(value))))
		return;
	g_ptr_array_set_size(values, 0);
	add_visible(draft, field, value);
}

static void
read_source(struct draft *draft, enum field field, const struct yaml_node *node)
{
	each_value(draft, field, node, add_source);
}

static void
add_video(struct draft *draft, enum field field, const char *value)
{
	char id[VIDEO_ID_ROOM];

	if (draft->fields[field]->len > 0)
		return;
	if (video_is_id(value))
		add(draft, field, value);
	else if (video_url_id(value, id))
		add(draft, field, id);
}

static void
read_video(struct draft *draft, enum field field, const struct yaml_node *node)
{
	each_value(draft, field, node, add_video);
}

/* A recording on YouTube is the field video; any other is media, but for pictures: covers. */
static void
add_media(struct draft *draft, enum field field, const char *value)
{
	char id[VIDEO_ID_ROOM];

	if (video_url_id(value, id)) {
		if (draft->fields[FIELD_VIDEO]->len == 0)
			add(draft, FIELD_VIDEO, id);
	} else if (media_of(value) != MEDIA_PICTURE) {
		add_first(draft, field, value);
	}
}

static void
read_media(struct draft *draft, enum field field, const struct yaml_node *node)
{
	if (node->type == YAML_STRING || node->type == YAML_LIST)
		each_value(draft, field, node, add_media);
}

/* --- tags --- */

static void
add_tag(struct draft *draft, enum field field, const char *value)
{
	g_autofree char *text = visible(value);
	char *tag = text;

	while (*tag == '#')
		tag++;
	add(draft, field, g_strstrip(tag));
}

/* One string: parted by commas, else by spaces. */
static void
add_tags(struct draft *draft, enum field field, const char *value)
{
	g_auto(GStrv) parts = g_strsplit_set(value, strchr(value, ',') != NULL ? "," : " \t\n", -1);

	for (guint i = 0; parts[i] != NULL; i++)
		add_tag(draft, field, g_strstrip(parts[i]));
}

/* `tags: #x` is a comment for YAML: the words of its line that begin with '#'. */
static void
add_comment_tags(struct draft *draft, enum field field, const struct yaml_node *node)
{
	uint32_t start = source_line_start(draft->source, node->line);
	const char *line = draft->source->bytes + start;
	size_t n = strcspn(line, "\r\n");
	g_autofree char *text = g_strndup(line, n);
	char *hash = strchr(text, '#');
	g_auto(GStrv) parts = NULL;

	if (hash == NULL)
		return;
	parts = g_strsplit_set(hash, ", \t", -1);
	for (guint i = 0; parts[i] != NULL; i++) {
		if (parts[i][0] == '#')
			add_tag(draft, field, parts[i]);
	}
}

static void
read_tags(struct draft *draft, enum field field, const struct yaml_node *node)
{
	if (node->type == YAML_NULL) {
		add_comment_tags(draft, field, node);
	} else if (node->type != YAML_LIST) {
		add_tags(draft, field, node->string);
	} else {
		each_value(draft, field, node, add_tag);
		for (uint32_t i = 0; i < node->count; i++) {
			if (node->children[i].type == YAML_NULL)
				add_comment_tags(draft, field, &node->children[i]);
		}
	}
}

/* --- the table --- */

/* clang-format off */
static const struct field_row rows[FIELD_COUNT] = {
	[FIELD_TITLE] = {
		.info = { .name = "title", .label = "Title", .keys = { "title" } },
		.read = read_first_words,
	},
	[FIELD_CATEGORY] = {
		.info = { .name = "category", .label = "Category",
			.keys = { "category", "categories", "section", "type" } },
		.read = read_first_words,
	},
	[FIELD_TAGS] = {
		.info = { .name = "tags", .label = "Tags", .keys = { "tags", "tag", "keywords" },
			.list = true },
		.read = read_tags,
	},
	[FIELD_AUTHOR] = {
		.info = { .name = "author", .label = "Author",
			.keys = { "author", "authors", "by", "creator", "speakers" },
			.list = true },
		.read = read_words,
	},
	[FIELD_CHANNEL] = {
		.info = { .name = "channel", .label = "Channel" },
	},
	[FIELD_SOURCE] = {
		.info = { .name = "source", .label = "Source",
			.keys = { "source_url", "source", "url", "link", "canonical_url",
				"original_url" } },
		.read = read_source,
	},
	[FIELD_VIDEO] = {
		.info = { .name = "video", .label = "Video",
			.keys = { "videoId", "video_id", "youtube_id" } },
		.read = read_video,
	},
	[FIELD_MEDIA] = {
		.info = { .name = "media", .label = "Media",
			.keys = { "media", "video", "audio" } },
		.read = read_media,
	},
	[FIELD_PUBLISHED] = {
		.info = { .name = "published", .label = "Published",
			.keys = { "published", "publish_date", "pubDate", "date" } },
		.read = read_date,
	},
	[FIELD_FETCHED] = {
		.info = { .name = "fetched", .label = "Fetched",
			.keys = { "fetched_at", "clipped", "saved", "date_saved", "accessed",
				"created" } },
		.read = read_date,
	},
	[FIELD_ALIASES] = {
		.info = { .name = "aliases", .label = "Aliases",
			.keys = { "aliases" }, .list = true },
		.read = read_words,
	},
	[FIELD_DESCRIPTION] = {
		.info = { .name = "description", .label = "Description",
			.keys = { "description" } },
		.read = read_first,
	},
};
/* clang-format on */

const struct field_info *
field_info(enum field field)
{
	return &rows[field].info;
}

void
fields_read(struct draft *draft)
{
	for (enum field field = 0; field < FIELD_COUNT; field++) {
		const struct field_row *row = &rows[field];

		for (int i = 0; row->info.keys[i] != NULL; i++) {
			const struct yaml_node *node = yaml_get(draft->meta, row->info.keys[i]);

			/* A source may still become a URL, and one recording have two addresses. */
			if (draft->fields[field]->len > 0 && row->read != read_source &&
				row->read != read_media)
				break;
			if (node != NULL)
				row->read(draft, field, node);
		}
	}
	/* A source on YouTube names the recording. */
	if (draft->fields[FIELD_VIDEO]->len == 0 && draft->fields[FIELD_SOURCE]->len > 0) {
		const char *source = draft->fields[FIELD_SOURCE]->pdata[0];

		if (url_is_http(source))
			add_video(draft, FIELD_VIDEO, source);
	}
}

void
fields_add(struct draft *draft, enum field field, const char *value)
{
	add(draft, field, value);
}
