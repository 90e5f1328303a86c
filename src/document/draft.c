#include "config.h"

#include "document/draft.h"

#include <stdarg.h>
#include <string.h>

#include "text/path.h"

enum {
	LINK_LIMIT = 100000, /* SAFETY §2 */
	PROBLEM_LIMIT = 1000,
};

static const char *const markdown_suffixes[] = { "md", "markdown", "mdown", "mkd", NULL };

static const struct choices no_choices = { .title_side = TITLE_AUTO };

struct draft *
draft_new(struct source *source, const struct choices *choices, enum document_extent extent,
	const struct cancel *cancel)
{
	struct draft *draft = g_new0(struct draft, 1);

	draft->source = source;
	draft->choices = choices != NULL ? choices : &no_choices;
	draft->cancel = cancel;
	draft->extent = extent;
	draft->arena = arena_new();
	draft->body = source->body;
	draft->markdown_suffix = path_has_suffix(source->path, markdown_suffixes);
	for (int i = 0; i < FIELD_COUNT; i++)
		draft->fields[i] = g_ptr_array_new();
	draft->text = g_string_new(NULL);
	draft->blocks = g_array_new(FALSE, FALSE, sizeof(struct block));
	draft->open = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	draft->runs = g_array_new(FALSE, FALSE, sizeof(struct run));
	draft->links = g_array_new(FALSE, FALSE, sizeof(struct link));
	draft->anchors = g_array_new(FALSE, FALSE, sizeof(struct stamp_anchor));
	draft->timestamps = g_array_new(FALSE, FALSE, sizeof(struct timestamp));
	draft->sections = g_array_new(FALSE, FALSE, sizeof(struct section));
	draft->problems = g_array_new(FALSE, FALSE, sizeof(struct problem));
	draft->block_ids = g_array_new(FALSE, FALSE, sizeof(struct block_id));
	return draft;
}

void
draft_free(struct draft *draft)
{
	if (draft == NULL)
		return;
	for (int i = 0; i < FIELD_COUNT; i++)
		g_ptr_array_unref(draft->fields[i]);
	if (draft->text != NULL)
		g_string_free(draft->text, TRUE);
	g_clear_pointer(&draft->blocks, g_array_unref);
	g_clear_pointer(&draft->open, g_array_unref);
	g_clear_pointer(&draft->runs, g_array_unref);
	g_clear_pointer(&draft->links, g_array_unref);
	g_clear_pointer(&draft->anchors, g_array_unref);
	g_clear_pointer(&draft->timestamps, g_array_unref);
	g_clear_pointer(&draft->sections, g_array_unref);
	g_clear_pointer(&draft->problems, g_array_unref);
	g_clear_pointer(&draft->block_ids, g_array_unref);
	arena_free(draft->arena);
	g_free(draft);
}

uint32_t
draft_offset(const struct draft *draft)
{
	return (uint32_t)draft->text->len;
}

struct block *
draft_block(struct draft *draft, uint32_t index)
{
	return &g_array_index(draft->blocks, struct block, index);
}

uint32_t
draft_open(struct draft *draft, enum block_kind kind, uint32_t source)
{
	guint depth = draft->open->len;
	uint32_t index = draft->blocks->len;
	struct block block = {
		.text = { draft_offset(draft), draft_offset(draft) },
		.source = source,
		.parent = depth > 0 ? g_array_index(draft->open, uint32_t, depth - 1) : NONE,
		.next = index + 1,
		.number = NONE,
		.kind = (uint8_t)kind,
		.depth = (uint16_t)MIN(depth, (guint)UINT16_MAX),
	};

	g_array_append_val(draft->blocks, block);
	g_array_append_val(draft->open, index);
	return index;
}

/* Ends a leaf's text with the '\n' that belongs to no block but to its last run. */
static void
end_leaf(struct draft *draft, struct block *leaf)
{
	struct run *last = draft->runs->len > 0
				   ? &g_array_index(draft->runs, struct run, draft->runs->len - 1)
				   : NULL;

	leaf->text.end = draft_offset(draft);
	g_string_append_c(draft->text, '\n');
	if (last != NULL && last->text.start >= leaf->text.start) {
		last->text.end++;
	} else {
		/* A leaf without text: its '\n' has a run of its own, so that it keeps its line. */
		struct run run = {
			.text = { leaf->text.end, leaf->text.end + 1 },
			.source = { leaf->source, leaf->source },
		};

		g_array_append_val(draft->runs, run);
	}
}

void
draft_close(struct draft *draft)
{
	struct block *block;

	g_return_if_fail(draft->open->len > 0);
	block = draft_block(draft, g_array_index(draft->open, uint32_t, draft->open->len - 1));
	g_array_set_size(draft->open, draft->open->len - 1);
	block->next = draft->blocks->len;
	if (block->kind == BLOCK_RULE)
		return;
	if (block_is_leaf(block->kind))
		end_leaf(draft, block);
	else if (draft_offset(draft) > block->text.start)
		block->text.end = draft_offset(draft) - 1;
}

/* Where the innermost open block's text begins. */
static uint32_t
open_start(struct draft *draft)
{
	guint depth = draft->open->len;

	if (depth == 0)
		return 0;
	return draft_block(draft, g_array_index(draft->open, uint32_t, depth - 1))->text.start;
}

void
draft_text(struct draft *draft, const char *s, size_t n, unsigned style, struct range source)
{
	uint32_t at = draft_offset(draft);
	struct run run = {
		.text = { at, at + (uint32_t)n },
		.source = source,
		.style = (uint16_t)style,
	};
	struct run *last = NULL;

	if (n == 0)
		return;
	g_string_append_len(draft->text, s, (gssize)n);
	if (draft->runs->len > 0)
		last = &g_array_index(draft->runs, struct run, draft->runs->len - 1);
	/* Only text that is the source's byte for byte is joined, and never over a leaf's '\n'. */
	if (last != NULL && last->text.start >= open_start(draft) && last->style == run.style &&
		last->source.end == source.start && range_length(source) == n &&
		range_length(last->source) == range_length(last->text)) {
		last->text.end = run.text.end;
		last->source.end = source.end;
		return;
	}
	g_array_append_val(draft->runs, run);
}

static const char *
keep(struct draft *draft, const char *s)
{
	return s != NULL ? arena_string(draft->arena, s, strlen(s)) : NULL;
}

uint32_t
draft_link(struct draft *draft, enum link_kind kind, struct range text, uint32_t source,
	const char *target, const char *anchor, const char *alias, const char *written)
{
	struct link link = {
		.text = text,
		.source = source,
		.kind = kind,
		.block = NONE,
	};

	if (draft->links->len >= LINK_LIMIT) {
		if (!draft->links_full)
			draft_problem(draft, "too-many", source,
				"more than 100,000 links: the rest is read as text");
		draft->links_full = true;
		return NONE;
	}
	link.line = source_line(draft->source, source);
	link.target = keep(draft, target != NULL ? target : "");
	link.anchor = keep(draft, anchor != NULL ? anchor : "");
	link.alias = keep(draft, alias);
	link.written = keep(draft, written != NULL ? written : link.target);
	g_array_append_val(draft->links, link);
	return draft->links->len - 1;
}

void
draft_too_many_timestamps(struct draft *draft, uint32_t source)
{
	draft_problem(draft, "too-many", source,
		"more than 100,000 timestamps: the rest is read as text");
}

uint32_t
draft_timestamp(struct draft *draft, const struct timestamp *timestamp)
{
	struct timestamp added = *timestamp;

	if (draft->timestamps->len >= DRAFT_TIMESTAMPS_MOST) {
		if (!draft->timestamps_full)
			draft_too_many_timestamps(draft, added.source);
		draft->timestamps_full = true;
		return NONE;
	}
	added.line = source_line(draft->source, added.source);
	g_array_append_val(draft->timestamps, added);
	return draft->timestamps->len - 1;
}

static void
add_problem(struct draft *draft, struct problem problem, uint32_t source, const char *format,
	va_list arguments)
{
	g_autofree char *message = NULL;

	if (draft->problems->len >= PROBLEM_LIMIT)
		return;
	message = g_strdup_vprintf(format, arguments);
	problem.line = source_line(draft->source, source);
	problem.column = source_column(draft->source, source);
	problem.message = arena_string(draft->arena, message, strlen(message));
	g_array_append_val(draft->problems, problem);
}

void
draft_problem(struct draft *draft, const char *code, uint32_t source, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_problem(draft, (struct problem){ .code = code }, source, format, arguments);
	va_end(arguments);
}

void
draft_notice(struct draft *draft, const char *code, uint32_t source, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_problem(draft, (struct problem){ .code = code, .notice = true }, source, format,
		arguments);
	va_end(arguments);
}

void
draft_reset(struct draft *draft)
{
	guint kept = 0;

	/* The links of front matter and of the channel line have no text to lose. */
	while (kept < draft->links->len &&
		range_is_none(g_array_index(draft->links, struct link, kept).text))
		kept++;
	g_array_set_size(draft->links, kept);
	draft->links_full = false;
	draft->timestamps_full = false;
	g_string_truncate(draft->text, 0);
	g_array_set_size(draft->blocks, 0);
	g_array_set_size(draft->open, 0);
	g_array_set_size(draft->runs, 0);
	g_array_set_size(draft->anchors, 0);
	g_array_set_size(draft->timestamps, 0);
	g_array_set_size(draft->sections, 0);
	g_array_set_size(draft->block_ids, 0);
}
