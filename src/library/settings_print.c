/*
 * Settings as YAML that reads back as the same: words stand as they are where YAML takes them for
 * words, all else in double quotes with its escapes (YAML 1.2 §5.7).
 */
#include "config.h"

#include <string.h>

#include "library/settings.h"
#include "text/utf8.h"

#define COMMENT_COLUMNS 78

/* Whether a plain scalar of this text is read as this string. */
static bool
is_plain_word(const char *s)
{
	static const char *const others[] = { "null", "true", "false", "yes", "no", "on", "off",
		"y", "n" };

	if (!g_ascii_isalpha(s[0]))
		return false;
	for (const char *p = s; *p != '\0'; p++) {
		if (!g_ascii_isalnum(*p) && strchr("-_./", *p) == NULL)
			return false;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		if (g_ascii_strcasecmp(s, others[i]) == 0)
			return false;
	}
	return true;
}

static void
append_string(GString *out, const char *s)
{
	if (is_plain_word(s)) {
		g_string_append(out, s);
		return;
	}
	g_string_append_c(out, '"');
	for (size_t left = strlen(s), n; left > 0; s += n, left -= n) {
		uint32_t c;

		n = utf8_next(s, left, &c);
		if (c == '"' || c == '\\')
			g_string_append_printf(out, "\\%c", (char)c);
		else if (c == UTF8_BAD)
			g_string_append(out, "\xef\xbf\xbd");
		else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			g_string_append_printf(out, "\\x%02x", c);
		else if (c == 0x2028 || c == 0x2029 || c == 0xfeff)
			g_string_append_printf(out, "\\u%04x", c);
		else
			g_string_append_len(out, s, (gssize)n);
	}
	g_string_append_c(out, '"');
}

/* A node of the tree that is being written, and how many of its children are. */
struct level {
	const struct yaml_node *node;
	uint32_t next;
};

/* Writes a scalar whole, of a collection what opens it. */
static void
append_begin(GString *out, const struct yaml_node *node)
{
	switch (node->type) {
	case YAML_LIST:
		g_string_append_c(out, '[');
		break;
	case YAML_MAP:
		g_string_append_c(out, '{');
		break;
	case YAML_STRING:
		append_string(out, node->string);
		break;
	case YAML_NULL:
		g_string_append(out, "null");
		break;
	case YAML_BOOL:
	case YAML_INT:
	case YAML_FLOAT:
		g_string_append(out, node->string);
		break;
	}
}

/* Appends a value in flow style, on one line. */
static void
append_value(GString *out, const struct yaml_node *node)
{
	g_autoptr(GArray) levels = g_array_new(FALSE, FALSE, sizeof(struct level));
	struct level top = { node, 0 };

	append_begin(out, node);
	g_array_append_val(levels, top);
	while (levels->len > 0) {
		struct level *level = &g_array_index(levels, struct level, levels->len - 1);

		if (level->next == level->node->count) {
			if (level->node->type == YAML_LIST || level->node->type == YAML_MAP)
				g_string_append_c(out, level->node->type == YAML_LIST ? ']' : '}');
			g_array_set_size(levels, levels->len - 1);
			continue;
		}
		struct level child = { &level->node->children[level->next++], 0 };

		if (level->next > 1)
			g_string_append(out, ", ");
		if (level->node->type == YAML_MAP) {
			append_string(out, child.node->key);
			g_string_append(out, ": ");
		}
		append_begin(out, child.node);
		g_array_append_val(levels, child);
	}
}

/* Appends a sentence as comment lines. */
static void
append_comment(GString *out, const char *help)
{
	g_auto(GStrv) words = g_strsplit(help, " ", -1);
	size_t column = 0;

	for (size_t i = 0; words[i] != NULL; i++) {
		size_t n = strlen(words[i]);

		if (column > 0 && column + 1 + n > COMMENT_COLUMNS) {
			g_string_append_c(out, '\n');
			column = 0;
		}
		g_string_append(out, column == 0 ? "# " : " ");
		g_string_append(out, words[i]);
		column += (column == 0 ? 2 : 1) + n;
	}
	g_string_append_c(out, '\n');
}

void
settings_print(const struct settings *settings, bool defaults, GString *out)
{
	const struct setting_info *row;

	for (unsigned i = 0; (row = settings_row(settings, i)) != NULL; i++) {
		if (defaults) {
			if (i > 0)
				g_string_append_c(out, '\n');
			append_comment(out, row->help);
			g_string_append_printf(out, "%s: %s\n", row->name, row->value);
		} else {
			g_string_append_printf(out, "%s: ", row->name);
			append_value(out, settings_value(settings, row->name));
			g_string_append_c(out, '\n');
		}
	}
}
