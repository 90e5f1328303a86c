/*
 * libyaml's events into a tree, in passes. A pass begins at a line of the top level and ends where
 * libyaml stops. What stands before the entry under way is kept, the value at fault is repaired
 * (yaml_lines.h), and the next pass begins at that entry: so each pass costs what it reads, and no
 * value is ever kept half.
 */
#include "config.h"

#include "document/yaml.h"

#include <glib.h>
#include <stdarg.h>
#include <string.h>
#include <yaml.h>

#include "document/yaml_lines.h"
#include "document/yaml_scalar.h"

enum {
	SIZE_LIMIT = 1024 * 1024, /* SAFETY §2 */
	DEPTH_LIMIT = 64,
	NODE_LIMIT = 10000,
	REPAIR_LIMIT = 100,
	READ_LIMIT = 32 * 1024 * 1024, /* bytes given to libyaml over all passes */
};

/* A collection under way. */
struct frame {
	GArray *children; /* struct yaml_node */
	struct yaml_node node;
	bool is_key; /* it is a key itself: its source text will be */
	size_t from; /* then: where that begins */
	bool have_key;
	struct yaml_node key;
};

struct repair {
	uint32_t line, column;
	const char *message;
};

enum pass { PASS_DONE, PASS_BROKEN, PASS_LIMIT };

struct reader {
	struct arena *arena;
	struct yaml_lines *lines;
	uint32_t first_line;
	yaml_problem problem;
	void *data;

	/* the pass under way */
	const char *text; /* given to libyaml after "---\n" */
	size_t length, given;
	bool head_given;
	uint32_t from;               /* the text's first line */
	size_t cursor, cursor_index; /* a byte of text and the character it begins */
	yaml_mark_t stop, context;
	bool has_context;
	const char *cause;

	struct frame frames[DEPTH_LIMIT + 1]; /* 0: the mapping at the top */
	bool flow;                            /* the top is `{...}`: a pass cannot begin inside */
	uint32_t depth;                       /* frames open */
	uint32_t nodes, kept_nodes;
	guint kept;          /* entries of the top that are whole: a later key was read */
	uint32_t key_line;   /* of the entry under way, from 0 in lines */
	uint32_t value_line; /* where its value ended */
	bool value_whole;
	struct yaml_node root;
	bool have_root;
	GArray *repairs; /* struct repair */
	size_t read;
};

/* --- places --- */

static uint32_t
mark_line(const struct reader *reader, const yaml_mark_t *mark)
{
	/* Line 0 is the "---" put before. */
	return reader->from + (mark->line > 0 ? (uint32_t)mark->line - 1 : 0);
}

static uint32_t
file_line(const struct reader *reader, uint32_t line)
{
	return reader->first_line + line;
}

/* The byte of text at a mark. Marks only go forward, so the characters are counted once. */
static size_t
mark_offset(struct reader *reader, const yaml_mark_t *mark)
{
	size_t index = mark->index > 4 ? mark->index - 4 : 0;

	while (reader->cursor_index < index && reader->cursor < reader->length) {
		reader->cursor++;
		if (((unsigned char)reader->text[reader->cursor] & 0xC0) != 0x80)
			reader->cursor_index++;
	}
	return reader->cursor;
}

static const char *
keep_text(struct reader *reader, const char *s, size_t n)
{
	char *copy = arena_string(reader->arena, s, n);

	copy[yaml_lines_restore(reader->lines, copy, n)] = '\0';
	return copy;
}

/* --- the tree --- */

/* Of several entries with one key the last stands, at the place of the first. */
static void
resolve_duplicates(struct reader *reader, GArray *entries)
{
	g_autoptr(GHashTable) seen = NULL;
	guint kept = 0;

	if (entries->len < 2)
		return;
	seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < entries->len; i++) {
		struct yaml_node *entry = &g_array_index(entries, struct yaml_node, i), *first;
		gpointer value;

		if (!g_hash_table_lookup_extended(seen, entry->key, NULL, &value)) {
			g_hash_table_insert(seen, (gpointer)entry->key, GUINT_TO_POINTER(kept));
			g_array_index(entries, struct yaml_node, kept++) = *entry;
			continue;
		}
		first = &g_array_index(entries, struct yaml_node, GPOINTER_TO_UINT(value));
		if (reader->problem != NULL) {
			g_autofree char *message = g_strdup_printf(
				"the key \"%s\" stands in line %u too: the last one counts",
				entry->key, first->key_line);

			reader->problem(reader->data, "duplicate-key", entry->key_line,
				entry->key_column, message);
		}
		*first = *entry;
	}
	g_array_set_size(entries, kept);
}

static void
close_node(struct reader *reader, struct yaml_node *node, GArray *children)
{
	if (node->type == YAML_MAP)
		resolve_duplicates(reader, children);
	node->count = children->len;
	node->children =
		arena_copy(reader->arena, children->data, children->len * sizeof(struct yaml_node));
}

/* The entry under way at the top has its key: what stands before it is whole. */
static void
begin_entry(struct reader *reader, uint32_t line)
{
	reader->kept = reader->frames[0].children->len;
	reader->kept_nodes = reader->nodes;
	reader->key_line = reader->flow ? 0 : line;
	reader->value_whole = false;
}

static void
add_node(struct reader *reader, const struct yaml_node *node, uint32_t end_line)
{
	struct frame *frame;
	struct yaml_node added = *node;

	if (reader->depth == 0) {
		reader->root = added;
		reader->have_root = true;
		return;
	}
	frame = &reader->frames[reader->depth - 1];
	if (frame->node.type == YAML_MAP && !frame->have_key) {
		frame->key = added;
		frame->have_key = true;
		return;
	}
	if (frame->node.type == YAML_MAP) {
		added.key = frame->key.string;
		added.key_line = frame->key.line;
		added.key_column = frame->key.column;
		frame->have_key = false;
	}
	g_array_append_val(frame->children, added);
	if (reader->depth == 1) {
		reader->value_whole = true;
		reader->value_line = end_line;
	}
}

static bool
begins_key(const struct reader *reader)
{
	const struct frame *frame = reader->depth > 0 ? &reader->frames[reader->depth - 1] : NULL;

	return frame != NULL && frame->node.type == YAML_MAP && !frame->have_key;
}

static struct yaml_node
node_at(const struct reader *reader, enum yaml_type type, const yaml_mark_t *mark)
{
	return (struct yaml_node){
		.type = type,
		.string = "",
		.line = file_line(reader, mark_line(reader, mark)),
		.column = (uint32_t)mark->column + 1,
	};
}

static bool
open_collection(struct reader *reader, enum yaml_type type, bool flow, const yaml_mark_t *mark)
{
	struct frame *frame;
	bool is_key = begins_key(reader);

	if (reader->depth > DEPTH_LIMIT - 1)
		return false;
	if (reader->depth == 0)
		reader->flow = flow;
	if (is_key && reader->depth == 1)
		begin_entry(reader, mark_line(reader, mark));
	frame = &reader->frames[reader->depth];
	frame->is_key = is_key;
	frame->have_key = false;
	frame->from = mark_offset(reader, mark);
	/* The mapping at the top goes on where the pass before kept entries. */
	if (reader->depth > 0 || frame->children == NULL || reader->kept == 0)
		frame->node = node_at(reader, type, mark);
	if (frame->children == NULL)
		frame->children = g_array_new(FALSE, FALSE, sizeof(struct yaml_node));
	else if (reader->depth > 0)
		g_array_set_size(frame->children, 0);
	reader->depth++;
	return true;
}

static void
close_collection(struct reader *reader, const yaml_mark_t *mark)
{
	struct frame *frame = &reader->frames[reader->depth - 1];
	struct yaml_node node = frame->node;

	reader->depth--;
	if (frame->is_key) {
		size_t end = mark_offset(reader, mark);

		node.string = keep_text(reader, reader->text + frame->from, end - frame->from);
		node.type = YAML_STRING;
	} else {
		close_node(reader, &node, frame->children);
	}
	add_node(reader, &node, mark_line(reader, mark));
}

static void
add_scalar(struct reader *reader, const yaml_event_t *event)
{
	struct yaml_node node = node_at(reader, YAML_STRING, &event->start_mark);

	if (reader->depth == 1 && begins_key(reader))
		begin_entry(reader, mark_line(reader, &event->start_mark));
	if (event->type == YAML_ALIAS_EVENT) {
		g_autofree char *name = g_strconcat("*", (char *)event->data.alias.anchor, NULL);

		node.string = keep_text(reader, name, strlen(name));
	} else {
		node.string = keep_text(reader, (char *)event->data.scalar.value,
			event->data.scalar.length);
		yaml_scalar_type(&node, (const char *)event->data.scalar.tag,
			event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE);
	}
	add_node(reader, &node, mark_line(reader, &event->end_mark));
}

/* --- a pass --- */

static int
give(void *data, unsigned char *buffer, size_t size, size_t *given)
{
	static const char head[] = "---\n";
	struct reader *reader = data;

	if (!reader->head_given) {
		/* libyaml asks for kilobytes at a time. */
		reader->head_given = true;
		memcpy(buffer, head, *given = sizeof(head) - 1);
		return 1;
	}
	*given = MIN(size, reader->length - reader->given);
	memcpy(buffer, reader->text + reader->given, *given);
	reader->given += *given;
	return 1;
}

/* Takes an event in; false at a limit. */
static bool
take(struct reader *reader, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_ALIAS_EVENT:
	case YAML_SCALAR_EVENT:
		add_scalar(reader, event);
		return ++reader->nodes <= NODE_LIMIT;
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(reader, YAML_LIST,
			       event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
			       &event->start_mark) &&
		       ++reader->nodes <= NODE_LIMIT;
	case YAML_MAPPING_START_EVENT:
		return open_collection(reader, YAML_MAP,
			       event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
			       &event->start_mark) &&
		       ++reader->nodes <= NODE_LIMIT;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_collection(reader, &event->end_mark);
		return true;
	default:
		return true;
	}
}

/* What libyaml says of a fault; a context that is only "the mapping around" is none. */
static void
note_fault(struct reader *reader, const yaml_parser_t *parser)
{
	reader->stop = parser->problem_mark;
	reader->context = parser->context_mark;
	reader->has_context = parser->context != NULL && strstr(parser->context, "block") == NULL;
	reader->cause = parser->problem != NULL ? parser->problem : "it cannot be read";
}

static enum pass
run_pass(struct reader *reader)
{
	enum pass result = PASS_BROKEN;
	yaml_parser_t parser;

	reader->text = yaml_lines_text(reader->lines, reader->from, &reader->length);
	reader->given = reader->cursor = reader->cursor_index = 0;
	reader->head_given = false;
	reader->depth = 0;
	if (!yaml_parser_initialize(&parser))
		g_error("no memory for a YAML parser");
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&parser, give, reader);
	for (bool more = true; more;) {
		yaml_event_t event;

		if (!yaml_parser_parse(&parser, &event)) {
			note_fault(reader, &parser);
			break;
		}
		more = event.type != YAML_DOCUMENT_END_EVENT && event.type != YAML_STREAM_END_EVENT;
		if (!take(reader, &event)) {
			reader->stop = event.start_mark;
			result = PASS_LIMIT;
			more = false;
		} else if (!more) {
			result = PASS_DONE;
		}
		yaml_event_delete(&event);
	}
	reader->read += parser.mark.index;
	yaml_parser_delete(&parser);
	return result;
}

/* --- passes --- */

static void
say(struct reader *reader, uint32_t line, uint32_t column, const char *message)
{
	if (reader->problem != NULL)
		reader->problem(reader->data, "front-matter", file_line(reader, line), column,
			message);
}

/* Repairs the value at fault and sets where the next pass begins; false where nothing can be
 * done. */
static bool
repair(struct reader *reader)
{
	struct yaml_stop stop = {
		.first = reader->key_line,
		.context = reader->has_context ? mark_line(reader, &reader->context) : UINT32_MAX,
		.problem = mark_line(reader, &reader->stop),
	};
	struct repair made;

	if (reader->repairs->len >= REPAIR_LIMIT || reader->read > READ_LIMIT)
		return false;
	made.line = yaml_lines_repair(reader->lines, &stop);
	if (made.line == UINT32_MAX)
		return false;
	made.column = made.line == stop.problem ? (uint32_t)reader->stop.column + 1 : 1;
	made.message = reader->cause;
	g_array_append_val(reader->repairs, made);
	if (reader->flow)
		reader->kept = reader->kept_nodes = 0;
	if (reader->frames[0].children != NULL)
		g_array_set_size(reader->frames[0].children, reader->kept);
	reader->nodes = reader->kept_nodes;
	reader->from = reader->key_line;
	reader->value_whole = false;
	return true;
}

/* Keeps the entries that are whole where reading ends before the end. */
static void
give_up(struct reader *reader, enum pass why)
{
	struct frame *top = &reader->frames[0];
	uint32_t line = mark_line(reader, &reader->stop);
	uint32_t fault = reader->has_context ? mark_line(reader, &reader->context) : line;
	g_autofree char *message = NULL;

	if (why == PASS_LIMIT)
		message = g_strdup_printf("more than %d values, or deeper than %d levels: "
					  "the keys before are read, the rest is not",
			NODE_LIMIT, DEPTH_LIMIT);
	else
		message = g_strdup_printf("%s: the keys before this line are read, the rest is not",
			reader->cause);
	say(reader, MIN(line, yaml_lines_count(reader->lines)), (uint32_t)reader->stop.column + 1,
		message);
	if (top->children == NULL || top->node.type != YAML_MAP)
		return;
	/* The entry under way stands where its value ended on a line before the fault's. */
	if (why == PASS_BROKEN && reader->value_whole && reader->value_line < MIN(line, fault) &&
		top->children->len == reader->kept + 1)
		reader->kept++;
	g_array_set_size(top->children, reader->kept);
	if (reader->kept == 0)
		return;
	close_node(reader, &top->node, top->children);
	reader->root = top->node;
	reader->have_root = true;
}

static int
compare_repairs(const void *a, const void *b)
{
	uint32_t x = ((const struct repair *)a)->line, y = ((const struct repair *)b)->line;

	return (x > y) - (x < y);
}

/* Says what was repaired before a line: in an entry that was given up nothing was. */
static void
say_repairs(struct reader *reader, uint32_t before)
{
	g_array_sort(reader->repairs, compare_repairs);
	for (guint i = 0; i < reader->repairs->len; i++) {
		const struct repair *made = &g_array_index(reader->repairs, struct repair, i);
		g_autofree char *message = NULL;

		if (made->line >= before)
			break;
		if (i > 0 &&
			made->line == g_array_index(reader->repairs, struct repair, i - 1).line)
			continue;
		if (yaml_lines_repaired(reader->lines, made->line))
			message = g_strdup_printf("%s: the value is read as plain text",
				made->message);
		else
			message = g_strdup_printf("%s: read nevertheless", made->message);
		say(reader, made->line, made->column, message);
	}
}

/* A line "---" before the first content begins the document: it is put there anyway. */
static size_t
skip_document_start(const char *bytes, size_t n, uint32_t *line)
{
	size_t at = 0;

	while (at < n) {
		const char *end = memchr(bytes + at, '\n', n - at);
		size_t next = end != NULL ? (size_t)(end - bytes) + 1 : n;
		size_t word = at;

		while (word < next && strchr(" \t\r\n", bytes[word]) != NULL && bytes[word] != '\0')
			word++;
		if (next - at >= 3 && memcmp(bytes + at, "---", 3) == 0 &&
			(at + 3 == next || strchr(" \t\r\n", bytes[at + 3]) != NULL)) {
			(*line)++;
			return next;
		}
		if (word < next && bytes[word] != '#')
			break;
		(*line)++;
		at = next;
	}
	return 0;
}

static void
read_all(struct reader *reader)
{
	for (;;) {
		enum pass result = run_pass(reader);

		if (result == PASS_DONE)
			break;
		reader->have_root = false;
		if (result == PASS_BROKEN && repair(reader))
			continue;
		say_repairs(reader, reader->key_line);
		give_up(reader, result);
		return;
	}
	say_repairs(reader, UINT32_MAX);
}

const struct yaml_node *
yaml_read(struct arena *arena, const char *bytes, size_t n, uint32_t first_line,
	yaml_problem problem, void *data)
{
	g_autofree struct reader *reader = g_new0(struct reader, 1);
	struct yaml_node *root = NULL;
	uint32_t lines_before = 0;
	size_t skipped = skip_document_start(bytes, n, &lines_before);
	bool cut = n - skipped > SIZE_LIMIT;

	reader->arena = arena;
	reader->problem = problem;
	reader->data = data;
	reader->first_line = first_line + (skipped > 0 ? lines_before : 0);
	reader->repairs = g_array_new(FALSE, FALSE, sizeof(struct repair));
	reader->lines = yaml_lines_new(bytes + skipped, cut ? SIZE_LIMIT : n - skipped);
	read_all(reader);
	if (reader->have_root) {
		root = arena_copy(arena, &reader->root, sizeof(*root));
		/* What was under way at the cut is not kept half. */
		if (cut && root->count > 0)
			root->count--;
	}
	if (cut)
		say(reader, yaml_lines_count(reader->lines) - 1, 1,
			"larger than 1 MiB: the keys so far are read, the rest is not");
	for (int i = 0; i <= DEPTH_LIMIT; i++) {
		if (reader->frames[i].children != NULL)
			g_array_unref(reader->frames[i].children);
	}
	g_array_unref(reader->repairs);
	yaml_lines_free(reader->lines);
	return root;
}

const struct yaml_node *
yaml_get(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *other_case = NULL;

	if (map == NULL || map->type != YAML_MAP)
		return NULL;
	for (uint32_t i = 0; i < map->count; i++) {
		const struct yaml_node *entry = &map->children[i];

		if (strcmp(entry->key, key) == 0)
			return entry;
		if (other_case == NULL && g_ascii_strcasecmp(entry->key, key) == 0)
			other_case = entry;
	}
	return other_case;
}

void
yaml_report(const struct yaml_reporter *to, uint32_t line, uint32_t column, const char *format, ...)
{
	g_autofree char *message = NULL;
	va_list arguments;

	if (to->problem == NULL)
		return;
	va_start(arguments, format);
	message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	to->problem(to->data, to->code, line, column, message);
}
