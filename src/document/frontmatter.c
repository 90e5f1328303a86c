#include "config.h"

#include "document/frontmatter.h"

#include <string.h>

#include "document/date.h"
#include "document/draft.h"
#include "document/fields.h"
#include "document/target.h"
#include "document/yaml.h"
#include "text/line.h"

/* --- where it stands --- */

static struct line
source_line_at(const struct source *source, uint32_t start)
{
	return line_at(source->bytes, start, source->length);
}

/* Whether a line is the mark and blanks. */
static bool
is_fence(const struct source *source, struct line line, const char *mark)
{
	uint32_t at = line.start + 3;

	return line.end >= at && memcmp(source->bytes + line.start, mark, 3) == 0 &&
	       line_skip_blanks(source->bytes, at, line.end) == line.end;
}

/* The line that ends front matter which begins at body; false where there is none. */
static bool
find_end(const struct source *source, struct line *first, struct line *last)
{
	*first = source_line_at(source, source->body);
	if (!is_fence(source, *first, "---"))
		return false;
	for (*last = source_line_at(source, first->next); last->start < source->length;
		*last = source_line_at(source, last->next)) {
		if (is_fence(source, *last, "---") || is_fence(source, *last, "..."))
			return true;
	}
	return false;
}

/* --- links --- */

/* One [[target#anchor|alias]] of n bytes inside the brackets. */
static void
add_link(struct draft *draft, const struct yaml_node *node, const char *inside, size_t n)
{
	g_autofree char *text = g_strndup(inside, n);
	g_autofree char *needle = g_strdup_printf("[[%s", text);
	char *alias = strchr(text, '|'), *anchor, *target = text;
	uint32_t line = source_line_start(draft->source, node->line);
	const char *found;

	if (alias != NULL)
		*alias++ = '\0';
	target = g_strstrip(target);
	if (*target == '\0' || n > 4096)
		return;
	found = memmem(draft->source->bytes + line, draft->body - MIN(line, draft->body), needle,
		strlen(needle));
	if (found != NULL)
		line = (uint32_t)(found - draft->source->bytes);
	g_free(needle);
	needle = g_strdup(target);
	anchor = strchr(target, '#');
	if (anchor != NULL)
		*anchor++ = '\0';
	alias = alias != NULL ? g_strstrip(alias) : NULL;
	draft_link(draft, target_has_scheme(needle, strlen(needle)) ? LINK_WEB : LINK_WIKI,
		(struct range){ RANGE_NONE, RANGE_NONE }, line, g_strchomp(target), anchor,
		alias != NULL && *alias != '\0' ? alias : NULL, needle);
}

static void
find_links(struct draft *draft, const struct yaml_node *node)
{
	const char *open = node->string;

	while ((open = strstr(open, "[[")) != NULL) {
		const char *end = strstr(open + 2, "]]");

		if (end == NULL)
			return;
		/* The innermost brackets count. */
		for (const char *next = open; next != NULL && next < end;
			next = strstr(next + 1, "[["))
			open = next;
		if (memchr(open, '\n', (size_t)(end - open)) == NULL)
			add_link(draft, node, open + 2, (size_t)(end - open) - 2);
		open = end + 2;
	}
}

/* `[[a]]` without quotes is for YAML a list in a list. */
static bool
is_bare_wikilink(const struct yaml_node *node)
{
	return node->type == YAML_LIST && node->count == 1 && node->children[0].type == YAML_LIST &&
	       node->children[0].count == 1 && node->children[0].children[0].type != YAML_LIST &&
	       node->children[0].children[0].type != YAML_MAP;
}

static void
add_links(struct draft *draft)
{
	g_autoptr(GPtrArray) left = g_ptr_array_new();

	g_ptr_array_add(left, (gpointer)draft->meta);
	while (left->len > 0) {
		const struct yaml_node *node = g_ptr_array_steal_index(left, left->len - 1);

		if (is_bare_wikilink(node)) {
			const struct yaml_node *name = &node->children[0].children[0];

			add_link(draft, name, name->string, strlen(name->string));
			continue;
		}
		if (node->type == YAML_STRING)
			find_links(draft, node);
		/* The last is looked at first: so they come in order. */
		for (uint32_t i = node->count; i > 0; i--)
			g_ptr_array_add(left, (gpointer)&node->children[i - 1]);
	}
}

/* --- reading --- */

static void
add_problem(void *data, const char *code, uint32_t line, uint32_t column, const char *message)
{
	struct draft *draft = data;
	struct problem problem = {
		.code = code,
		.message = arena_string(draft->arena, message, strlen(message)),
		.line = line,
		.column = column,
	};

	g_array_append_val(draft->problems, problem);
}

/* Whether the block says nothing: comments and blanks. */
static bool
is_empty(const struct source *source, uint32_t start, uint32_t end)
{
	while (start < end) {
		struct line line = source_line_at(source, start);
		uint32_t at = line_skip_blanks(source->bytes, line.start, line.end);

		if (at < line.end && source->bytes[at] != '#')
			return false;
		start = line.next;
	}
	return true;
}

/* Whether the block's first line with content could be a key: what could not is text between two
 * rules. */
static bool
begins_with_key(const struct source *source, uint32_t start, uint32_t end)
{
	while (start < end) {
		struct line line = source_line_at(source, start);
		const char *s = source->bytes + line.start, *colon;
		size_t n = line.end - line.start;

		if (n > 0 && *s != '#' && strspn(s, " \t") < n) {
			colon = memchr(s, ':', n);
			return colon != NULL &&
			       (colon + 1 == s + n || line_byte_is_blank(colon[1]));
		}
		start = line.next;
	}
	return false;
}

void
frontmatter_read(struct draft *draft)
{
	const struct source *source = draft->source;
	guint problems = draft->problems->len;
	const struct yaml_node *meta;
	struct line first, last;

	if (!find_end(source, &first, &last))
		return;
	meta = yaml_read(draft->arena, source->bytes + first.next, last.start - first.next, 2,
		add_problem, draft);
	if (meta == NULL || meta->type != YAML_MAP) {
		if (!is_empty(source, first.next, last.start) &&
			(meta != NULL || !begins_with_key(source, first.next, last.start))) {
			g_array_set_size(draft->problems, problems);
			return;
		}
		meta = NULL;
	}
	draft->has_front_matter = true;
	draft->body = last.next;
	if (meta == NULL)
		return;
	draft->meta = meta;
	fields_read(draft);
	if (draft->extent == DOCUMENT_WHOLE)
		add_links(draft);
}

/* --- lines of the body --- */

/* Whether s is nothing but blanks and one <br> in any form. */
static bool
is_line_break(const char *s)
{
	s += strspn(s, " \t");
	if (g_ascii_strncasecmp(s, "<br", 3) == 0) {
		s += 3;
		s += strspn(s, " \t");
		if (*s == '/')
			s++;
		if (*s++ != '>')
			return false;
	}
	return s[strspn(s, " \t")] == '\0';
}

void
frontmatter_read_channel(struct draft *draft)
{
	const struct source *source = draft->source;
	g_autofree char *text = NULL, *written = NULL;
	char *inside, *end, *alias;
	struct line line;

	/* It is read once: the next line of this form is text. */
	if (draft->fields[FIELD_CHANNEL]->len > 0)
		return;
	for (line = source_line_at(source, draft->body);
		line.start < source->length && line_is_blank(source->bytes, line);)
		line = source_line_at(source, line.next);
	if (line.end - line.start < strlen("From: [[x]]") || line.end - line.start > 4096 ||
		memcmp(source->bytes + line.start, "From:", 5) != 0)
		return;
	text = g_strndup(source->bytes + line.start, line.end - line.start);
	inside = text + 5 + strspn(text + 5, " \t");
	end = strstr(inside, "]]");
	if (!g_str_has_prefix(inside, "[[") || end == NULL || end == inside + 2 ||
		!is_line_break(end + 2))
		return;
	*end = '\0';
	inside += 2;
	alias = strchr(inside, '|');
	if (alias != NULL)
		*alias++ = '\0';
	inside = g_strstrip(inside);
	alias = alias != NULL ? g_strstrip(alias) : NULL;
	if (*inside == '\0')
		return;
	if (alias != NULL && *alias == '\0')
		alias = NULL;
	written = g_strdup(inside);
	end = strchr(inside, '#');
	if (end != NULL)
		*end++ = '\0';
	fields_add(draft, FIELD_CHANNEL, alias != NULL ? alias : inside);
	if (draft->extent == DOCUMENT_WHOLE)
		draft_link(draft, LINK_WIKI, (struct range){ RANGE_NONE, RANGE_NONE },
			(uint32_t)((const char *)memchr(source->bytes + line.start, '[',
					   line.end - line.start) -
				   source->bytes),
			inside, end, alias, written);
	draft->body = line.next;
}

void
frontmatter_read_date(struct draft *draft)
{
	enum { LINES = 16 };
	const struct source *source = draft->source;
	uint32_t at = draft->body;
	char iso[11];

	if (draft->fields[FIELD_PUBLISHED]->len > 0)
		return;
	for (int seen = 0; seen < LINES && at < source->length;) {
		struct line line = source_line_at(source, at);
		const char *s = source->bytes + line.start;

		at = line.next;
		if (line_is_blank(source->bytes, line))
			continue;
		seen++;
		if (g_str_has_prefix(s, "```") || g_str_has_prefix(s, "~~~"))
			return;
		if (frontmatter_date(s, line.end - line.start, iso)) {
			fields_add(draft, FIELD_PUBLISHED, iso);
			return;
		}
	}
}

bool
frontmatter_date(const char *s, size_t n, char *iso)
{
	enum { LONGEST = 64 };
	static const char around[] = " \t*_";

	while (n > 0 && *s != '\0' && strchr(around, *s) != NULL) {
		s++;
		n--;
	}
	while (n > 0 && s[n - 1] != '\0' && strchr(around, s[n - 1]) != NULL)
		n--;
	return n > 0 && n <= LONGEST && date_read(s, n, iso) == n;
}
