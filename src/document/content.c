#include "config.h"

#include "document/content.h"

static struct content_segment *
segment(const struct content *content, guint i)
{
	return &g_array_index(content->segments, struct content_segment, i);
}

void
content_init(struct content *content)
{
	*content = (struct content){
		.segments = g_array_new(FALSE, FALSE, sizeof(struct content_segment)),
	};
}

void
content_clear(struct content *content)
{
	g_clear_pointer(&content->segments, g_array_unref);
}

void
content_set(struct content *content, const char *bytes, size_t n)
{
	content->bytes = bytes;
	content->length = (uint32_t)n;
	content->near = 0;
	content->exact = true;
	g_array_set_size(content->segments, 0);
}

void
content_add(struct content *content, uint32_t at, uint32_t source)
{
	struct content_segment added = { .at = at, .source = source };

	g_array_append_val(content->segments, added);
}

void
content_add_made(struct content *content, uint32_t at, uint32_t source)
{
	struct content_segment added = { .at = at, .source = source, .made = true };

	g_array_append_val(content->segments, added);
}

/* Makes near the segment that holds at. */
static void
find(struct content *content, uint32_t at)
{
	guint last = content->segments->len - 1;

	if (segment(content, content->near)->at > at) {
		guint low = 0, high = content->near;

		while (high - low > 1) {
			guint middle = low + (high - low) / 2;

			if (segment(content, middle)->at <= at)
				low = middle;
			else
				high = middle;
		}
		content->near = low;
	}
	while (content->near < last && segment(content, content->near + 1)->at <= at)
		content->near++;
}

uint32_t
content_source(struct content *content, uint32_t at)
{
	find(content, at);
	if (!content->exact || segment(content, content->near)->made)
		return segment(content, content->near)->source;
	return segment(content, content->near)->source + (at - segment(content, content->near)->at);
}

uint32_t
content_stretch(struct content *content, uint32_t at)
{
	find(content, at);
	if (content->near + 1 < content->segments->len)
		return segment(content, content->near + 1)->at;
	return content->length;
}

bool
content_is_made(struct content *content, uint32_t at)
{
	find(content, at);
	return !content->exact || segment(content, content->near)->made;
}
