#include "config.h"

#include "text/line.h"

#include <glib.h>

struct line
line_at(const char *bytes, uint32_t at, uint32_t n)
{
	struct line line = { .start = at, .end = at };

	while (line.end < n && bytes[line.end] != '\n' && bytes[line.end] != '\r')
		line.end++;
	line.next = line.end + (uint32_t)line_end_bytes(bytes + line.end, n - line.end);
	return line;
}

bool
line_is_blank(const char *bytes, struct line line)
{
	for (uint32_t at = line.start; at < line.end; at++)
		if (!g_ascii_isspace(bytes[at]))
			return false;
	return true;
}

size_t
line_end_bytes(const char *s, size_t n)
{
	if (n > 1 && s[0] == '\r' && s[1] == '\n')
		return 2;
	return n > 0 && (s[0] == '\n' || s[0] == '\r') ? 1 : 0;
}
