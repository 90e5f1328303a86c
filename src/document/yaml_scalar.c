#include "config.h"

#include "document/yaml_scalar.h"

#include <errno.h>
#include <glib.h>
#include <math.h>
#include <string.h>

static const char *const null_words[] = { "", "null", "Null", "NULL", "~", NULL };
static const char *const true_words[] = { "true", "True", "TRUE", NULL };
static const char *const false_words[] = { "false", "False", "FALSE", NULL };
static const char *const infinity_words[] = { ".inf", ".Inf", ".INF", NULL };
static const char *const nan_words[] = { ".nan", ".NaN", ".NAN", NULL };

static size_t
digits(const char *s)
{
	return strspn(s, "0123456789");
}

static bool
read_integer(struct yaml_node *node, const char *s)
{
	const char *number = s + (*s == '-' || *s == '+');
	int base = 10;
	size_t n = digits(number);

	if (s[0] == '0' && s[1] == 'x' && s[2] != '\0') {
		base = 16;
		number = s + 2;
		n = strspn(number, "0123456789abcdefABCDEF");
	} else if (s[0] == '0' && s[1] == 'o' && s[2] != '\0') {
		base = 8;
		number = s + 2;
		n = strspn(number, "01234567");
	} else if (n > 1 && *number == '0') {
		return false;
	}
	if (n == 0 || number[n] != '\0')
		return false;
	errno = 0;
	node->integer = g_ascii_strtoll(base == 10 ? s : number, NULL, base);
	if (errno != 0)
		return false;
	node->number = (double)node->integer;
	node->type = YAML_INT;
	return true;
}

static bool
read_float(struct yaml_node *node, const char *s)
{
	const char *at = s + (*s == '-' || *s == '+');
	size_t whole = digits(at), fraction = 0;

	if (g_strv_contains(infinity_words, at)) {
		node->number = *s == '-' ? -INFINITY : INFINITY;
		node->type = YAML_FLOAT;
		return true;
	}
	if (g_strv_contains(nan_words, s)) {
		node->number = NAN;
		node->type = YAML_FLOAT;
		return true;
	}
	at += whole;
	if (*at == '.') {
		fraction = digits(++at);
		at += fraction;
	} else if (*at != 'e' && *at != 'E') {
		return false;
	}
	if (whole + fraction == 0)
		return false;
	if (*at == 'e' || *at == 'E') {
		at++;
		at += *at == '-' || *at == '+';
		if (digits(at) == 0)
			return false;
		at += digits(at);
	}
	if (*at != '\0')
		return false;
	node->number = g_ascii_strtod(s, NULL);
	node->type = YAML_FLOAT;
	return true;
}

void
yaml_scalar_type(struct yaml_node *node, const char *tag, bool plain)
{
	const char *s = node->string;

	/* A tag of the core schema asks for a type; any other, and quotes, make a string. */
	if (tag != NULL ? !g_str_has_prefix(tag, "tag:yaml.org,2002:") ||
				  g_str_has_suffix(tag, ":str")
			: !plain)
		return;
	if (g_strv_contains(null_words, s)) {
		node->type = YAML_NULL;
		node->string = "";
	} else if (g_strv_contains(true_words, s) || g_strv_contains(false_words, s)) {
		node->type = YAML_BOOL;
		node->integer = g_strv_contains(true_words, s);
	} else if (strchr("+-.0123456789", *s) != NULL && !read_integer(node, s)) {
		read_float(node, s);
	}
}
