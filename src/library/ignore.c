/*
 * A pattern is cut at its slashes into parts; a path is read name by name. Two loops of one shape
 * match them: over the names, where `**` may take any number of them, and inside a name, where `*`
 * may take any number of bytes. Either goes back only to the last such wildcard: what stands
 * between two wildcards is best matched as early as it can be, so an earlier one never needs
 * another try. That bounds the work by the product of the lengths.
 */
#include "config.h"

#include "library/ignore.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "text/path.h"

struct pattern {
	uint32_t part;  /* index of its first part */
	uint32_t parts; /* how many */
	bool negated;
	bool folder;   /* matches folders alone */
	bool anchored; /* matched against the path from the folder, else against the name */
};

/* What stands between two slashes of a pattern. */
struct part {
	const char *glob; /* of the block of text, NUL-terminated */
	uint32_t length;
	bool any;     /* `**`: any number of names */
	bool literal; /* no wildcard and no quoting */
};

struct ignore {
	const struct ignore *parent;
	char *folder;
	size_t folder_length;
	char *text;       /* the file's bytes, cut at the patterns' slashes */
	GArray *patterns; /* struct pattern */
	GArray *parts;    /* struct part */
	size_t unused;
};

/* --- reading --- */

static void
add_part(struct ignore *ignore, const char *glob, size_t length)
{
	struct part part = {
		.glob = glob,
		.length = (uint32_t)length,
		.any = length == 2 && glob[0] == '*' && glob[1] == '*',
		.literal = strpbrk(glob, "*?[\\") == NULL,
	};

	g_array_append_val(ignore->parts, part);
}

/* The end of the line without the spaces at it that no backslash quotes (gitignore(5)). */
static char *
trimmed_end(char *start, char *end)
{
	char *kept = start;

	for (char *p = start; p < end; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
		else if (*p == ' ')
			continue;
		kept = p + 1;
	}
	return kept;
}

/* A part of a pattern that a quoted slash ends (`a\/b`): the quote goes. */
static size_t
part_length(const char *start, const char *slash)
{
	size_t quotes = 0;

	while (slash - (ptrdiff_t)quotes > start && slash[-1 - (ptrdiff_t)quotes] == '\\')
		quotes++;
	return (size_t)(slash - start) - quotes % 2;
}

/* Reads the pattern in [start, end), which may be written to. */
static void
add_pattern(struct ignore *ignore, char *start, char *end)
{
	struct pattern pattern = { .part = ignore->parts->len };

	if (*start == '!') {
		pattern.negated = true;
		start++;
	}
	if (end > start && end[-1] == '/') {
		pattern.folder = true;
		end--;
	}
	if (start == end)
		return;
	*end = '\0';
	pattern.anchored = memchr(start, '/', (size_t)(end - start)) != NULL;
	if (*start == '/')
		start++;
	for (char *slash; (slash = strchr(start, '/')) != NULL; start = slash + 1) {
		size_t length = part_length(start, slash);

		start[length] = '\0';
		add_part(ignore, start, length);
	}
	add_part(ignore, start, (size_t)(end - start));
	pattern.parts = ignore->parts->len - pattern.part;
	g_array_append_val(ignore->patterns, pattern);
}

static void
read_line(struct ignore *ignore, char *start, char *end)
{
	if (end > start && end[-1] == '\r')
		end--;
	if (start == end || *start == '#')
		return;
	end = trimmed_end(start, end);
	if (start == end)
		return;
	if (ignore->patterns->len >= IGNORE_PATTERNS)
		ignore->unused++;
	else
		add_pattern(ignore, start, end);
}

struct ignore *
ignore_new(const struct ignore *parent, const char *folder, const char *bytes, size_t n)
{
	struct ignore *ignore = g_new0(struct ignore, 1);

	ignore->parent = parent;
	ignore->folder = g_strdup(folder);
	ignore->folder_length = strlen(folder);
	ignore->text = g_malloc(n + 1);
	memcpy(ignore->text, bytes, n);
	ignore->text[n] = '\0';
	ignore->patterns = g_array_new(FALSE, FALSE, sizeof(struct pattern));
	ignore->parts = g_array_new(FALSE, FALSE, sizeof(struct part));

	char *line = ignore->text, *end = ignore->text + n;

	if (n >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0)
		line += 3;
	while (line < end) {
		char *stop = memchr(line, '\n', (size_t)(end - line));

		if (stop == NULL)
			stop = end;
		read_line(ignore, line, stop);
		line = stop + 1;
	}
	return ignore;
}

void
ignore_free(struct ignore *ignore)
{
	if (ignore == NULL)
		return;
	g_array_free(ignore->patterns, TRUE);
	g_array_free(ignore->parts, TRUE);
	g_free(ignore->folder);
	g_free(ignore->text);
	g_free(ignore);
}

size_t
ignore_unused(const struct ignore *ignore)
{
	return ignore->unused;
}

/* --- a name --- */

static const struct {
	const char *name;
	GAsciiType type;
} classes[] = {
	{ "alnum", G_ASCII_ALNUM },
	{ "alpha", G_ASCII_ALPHA },
	{ "cntrl", G_ASCII_CNTRL },
	{ "digit", G_ASCII_DIGIT },
	{ "graph", G_ASCII_GRAPH },
	{ "lower", G_ASCII_LOWER },
	{ "print", G_ASCII_PRINT },
	{ "punct", G_ASCII_PUNCT },
	{ "space", G_ASCII_SPACE },
	{ "upper", G_ASCII_UPPER },
	{ "xdigit", G_ASCII_XDIGIT },
};

/* Whether c is of the class named at name, "alpha:]...". *end is what follows it, NULL where there
 * is no such class. */
static bool
class_has(const char *name, unsigned char c, const char **end)
{
	const char *stop = strstr(name, ":]");
	size_t length = stop != NULL ? (size_t)(stop - name) : 0;

	*end = stop != NULL ? stop + 2 : NULL;
	if (length == 5 && memcmp(name, "blank", 5) == 0)
		return c == ' ' || c == '\t';
	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++) {
		if (strlen(classes[i].name) == length && memcmp(classes[i].name, name, length) == 0)
			return (g_ascii_table[c] & classes[i].type) != 0;
	}
	*end = NULL;
	return false;
}

/* Whether the bracket expression after `[` at glob takes c. *end is what follows its `]`; NULL
 * where it is broken: then its pattern matches nothing, as in git. */
static bool
bracket_takes(const char *glob, unsigned char c, const char **end)
{
	bool negated = *glob == '!' || *glob == '^';
	bool taken = false;

	*end = NULL;
	if (negated)
		glob++;
	for (const char *first = glob; *glob != ']' || glob == first;) {
		if (glob[0] == '[' && glob[1] == ':') {
			taken |= class_has(glob + 2, c, &glob);
			if (glob == NULL)
				return false;
			continue;
		}
		if (*glob == '\\')
			glob++;
		if (*glob == '\0')
			return false;
		unsigned char low = (unsigned char)*glob++, high = low;

		if (glob[0] == '-' && glob[1] != ']' && glob[1] != '\0') {
			glob++;
			if (*glob == '\\')
				glob++;
			if (*glob == '\0')
				return false;
			high = (unsigned char)*glob++;
		}
		taken |= low <= c && c <= high;
	}
	*end = glob + 1;
	return taken != negated;
}

/* Whether one byte c is taken by what stands at glob (no `*`); *end is what follows. */
static bool
byte_taken(const char *glob, char c, const char **end)
{
	switch (*glob) {
	case '\0':
		return false;
	case '?':
		*end = glob + 1;
		return true;
	case '[':
		return bracket_takes(glob + 1, (unsigned char)c, end) && *end != NULL;
	case '\\':
		glob++;
		break;
	default:
		break;
	}
	*end = glob + 1;
	return *glob != '\0' && *glob == c;
}

static bool
name_matches(const struct part *part, const char *name, size_t n)
{
	if (part->literal)
		return part->length == n && memcmp(part->glob, name, n) == 0;

	const char *glob = part->glob, *star = NULL, *end = name + n, *next;
	const char *from = name; /* where the bytes begin that the last star does not take */

	while (name < end) {
		if (*glob == '*') {
			star = ++glob;
			from = name;
		} else if (byte_taken(glob, *name, &next)) {
			glob = next;
			name++;
		} else if (star != NULL) {
			glob = star;
			name = ++from;
		} else {
			return false;
		}
	}
	while (*glob == '*')
		glob++;
	return *glob == '\0';
}

/* --- a path --- */

static bool
path_matches(const struct part *parts, uint32_t count, const char *path)
{
	const char *from = NULL; /* the names that the last `**` does not take begin here */
	uint32_t any = 0, i = 0;

	while (path != NULL) {
		const char *slash = strchr(path, '/');
		size_t n = slash != NULL ? (size_t)(slash - path) : strlen(path);

		if (i < count && parts[i].any) {
			if (i + 1 == count)
				return true;
			any = ++i;
			from = path;
		} else if (i < count && name_matches(&parts[i], path, n)) {
			i++;
			path = slash != NULL ? slash + 1 : NULL;
		} else if (from != NULL) {
			from = strchr(from, '/');
			if (from == NULL)
				return false;
			path = ++from;
			i = any;
		} else {
			return false;
		}
	}
	return i == count;
}

bool
ignore_matches(const struct ignore *ignore, const char *path, bool is_folder)
{
	const char *name = path_name(path);

	for (; ignore != NULL; ignore = ignore->parent) {
		const char *below = path;

		if (ignore->folder_length > 0) {
			below += ignore->folder_length;
			g_assert(strncmp(path, ignore->folder, ignore->folder_length) == 0 &&
				 *below == '/');
			below++;
		}
		for (guint i = ignore->patterns->len; i-- > 0;) {
			const struct pattern *pattern =
				&g_array_index(ignore->patterns, struct pattern, i);
			const struct part *parts =
				&g_array_index(ignore->parts, struct part, pattern->part);

			if ((is_folder || !pattern->folder) &&
				path_matches(parts, pattern->parts,
					pattern->anchored ? below : name))
				return !pattern->negated;
		}
	}
	return false;
}
