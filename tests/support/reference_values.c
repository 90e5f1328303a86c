/*
 * Values and how they are compared: numbers, dates, addresses, and the keys of front matter.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "document/video_url.h"
#include "support/reference_private.h"
#include "text/fold.h"
#include "text/utf8.h"

char *
folded_of(const char *s)
{
	size_t length;

	return fold_search(s, strlen(s), false, &length, NULL);
}

char *
small_letters(const char *s)
{
	size_t n = strlen(s);
	GString *out = g_string_new(NULL);
	uint32_t c;

	for (size_t at = 0, taken; at < n; at += taken) {
		taken = utf8_next(s + at, n - at, &c);
		if (c == UTF8_BAD)
			g_string_append_c(out, s[at]);
		else
			g_string_append_unichar(out, g_unichar_tolower(c));
	}
	return g_string_free(out, FALSE);
}

/* --- comparisons --- */

/* What a value asks: from a to b, both included or not, either open. */
struct span {
	char *from, *to;               /* as typed; NULL: open */
	bool without_from, without_to; /* the end itself does not count */
};

static struct span
span_of(const char *asked)
{
	const char *dots = strstr(asked, "..");
	bool equal = asked[0] != '\0' && asked[1] == '=';

	if (asked[0] == '<')
		return (struct span){ .to = g_strdup(asked + 1 + equal), .without_to = !equal };
	if (asked[0] == '>')
		return (struct span){ .from = g_strdup(asked + 1 + equal), .without_from = !equal };
	if (dots == NULL)
		return (struct span){ .from = g_strdup(asked), .to = g_strdup(asked) };
	return (struct span){
		.from = dots > asked ? g_strndup(asked, (gsize)(dots - asked)) : NULL,
		.to = dots[2] != '\0' ? g_strdup(dots + 2) : NULL,
	};
}

static void
span_clear(struct span *span)
{
	g_free(span->from);
	g_free(span->to);
}

/* --- numbers --- */

/* Takes a decimal number at the start of s: gives what follows, s itself where there is none. */
static const char *
take_number(const char *s, double *number)
{
	const char *at = s + (*s == '+' || *s == '-' ? 1 : 0);
	size_t whole = strspn(at, "0123456789"), part = 0;

	at += whole;
	if (*at == '.') {
		part = strspn(at + 1, "0123456789");
		at += whole + part > 0 ? part + 1 : 0;
	}
	if (whole + part == 0)
		return s;
	if (*at == 'e' || *at == 'E') {
		const char *power = at + 1 + (at[1] == '+' || at[1] == '-' ? 1 : 0);

		if (g_ascii_isdigit(*power))
			at = power + strspn(power, "0123456789");
	}

	g_autofree char *digits = g_strndup(s, (gsize)(at - s));

	*number = g_ascii_strtod(digits, NULL);
	return isfinite(*number) ? at : s;
}

bool
number_of(const char *value, double *number)
{
	const char *start = value + strspn(value, " "), *end = take_number(start, number);

	return end > start && end[strspn(end, " ")] == '\0';
}

/* An end of a span, with `k`, `M`, `G` behind it. Of a query, which was read already. */
static double
end_number(const char *asked, bool with_letters)
{
	double number = NAN;
	const char *letter = take_number(asked, &number);

	if (with_letters && g_ascii_tolower(*letter) == 'k')
		number *= 1000;
	else if (with_letters && g_ascii_tolower(*letter) == 'm')
		number = number * 1000 * 1000;
	else if (with_letters && g_ascii_tolower(*letter) == 'g')
		number = number * 1000 * 1000 * 1000;
	return number;
}

bool
number_passes(const char *asked, bool with_letters, double number)
{
	struct span span = span_of(asked);
	bool passes = true;

	if (asked[0] == '\0') {
		passes = number > 0;
	} else {
		if (span.from != NULL) {
			double from = end_number(span.from, with_letters);

			passes = span.without_from ? number > from : number >= from;
		}
		if (passes && span.to != NULL) {
			double to = end_number(span.to, with_letters);

			passes = span.without_to ? number < to : number <= to;
		}
	}
	span_clear(&span);
	return passes;
}

/* --- dates --- */

/* Days since some day; of a month or year its first day, or with last its last. */
static int64_t
day_number(int year, int month, int day)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	return g_date_get_julian(&date);
}

static int64_t
day_of(const char *date, bool last)
{
	size_t n = strlen(date);
	int year = atoi(date), month = n >= 7 ? atoi(date + 5) : last ? 12 : 1;
	int day = last ? g_date_get_days_in_month((GDateMonth)month, (GDateYear)year) : 1;

	return day_number(year, month, n >= 10 ? atoi(date + 8) : day);
}

int64_t
first_day(const char *date)
{
	return day_of(date, false) - day_number(1970, 1, 1);
}

static bool
is_ago(const char *asked)
{
	return asked[0] != '\0' && strchr("dwmy", asked[strlen(asked) - 1]) != NULL;
}

/* The day that is so long ago. */
static int64_t
day_ago(const char *asked, const char *today)
{
	static const char letters[] = "dwmy";
	static const int days[] = { 1, 7, 30, 365 };

	return day_of(today, false) -
	       (int64_t)atoi(asked) * days[strchr(letters, asked[strlen(asked) - 1]) - letters];
}

static int64_t
end_day(const char *asked, const char *today, bool last)
{
	return is_ago(asked) ? day_ago(asked, today) : day_of(asked, last);
}

bool
date_passes(const char *asked, const char *today, const char *date)
{
	struct span span = span_of(asked);
	int64_t day = day_of(date, false);
	bool passes = true;

	if ((asked[0] == '<' || asked[0] == '>') && is_ago(asked)) {
		/* `<7d`: less than that many days ago, the seventh day too. */
		int64_t then = day_ago(asked + strcspn(asked, "0123456789"), today);

		if (asked[0] == '<')
			passes = day >= then;
		else
			passes = asked[1] == '=' ? day <= then : day < then;
	} else {
		/* A comparison is with all days of a month or year, a range with its outer ones. */
		if (span.from != NULL)
			passes = span.without_from ? day > end_day(span.from, today, true)
						   : day >= end_day(span.from, today, false);
		if (passes && span.to != NULL)
			passes = span.without_to ? day < end_day(span.to, today, false)
						 : day <= end_day(span.to, today, true);
	}
	span_clear(&span);
	return passes;
}

/* --- addresses --- */

static const char *
without_prefix(const char *s, const char *prefix)
{
	size_t n = strlen(prefix);

	return g_ascii_strncasecmp(s, prefix, n) == 0 ? s + n : s;
}

static bool
says_whence(const char *part)
{
	static const char *const names[] = { "fbclid", "gclid", "ref" };
	g_autofree char *name = g_strndup(part, strcspn(part, "="));

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return g_str_has_prefix(name, "utm_");
}

char *
url_form(const char *url)
{
	char video[VIDEO_ID_ROOM];

	if (video_url_id(url, video))
		return g_strconcat("youtube.com/", video, NULL);

	const char *start = without_prefix(url, "https://");

	if (start == url)
		start = without_prefix(url, "http://");
	start = without_prefix(start, "www.");

	g_auto(GStrv) fragment = g_strsplit(start, "#", 2);
	const char *whole = fragment[0] != NULL ? fragment[0] : "";
	g_auto(GStrv) query = g_strsplit(whole, "?", 2);
	const char *path = query[0] != NULL ? query[0] : "";
	GString *form = g_string_new(path);

	for (gsize i = 0; i < strcspn(path, "/"); i++)
		form->str[i] = g_ascii_tolower(form->str[i]);
	if (g_str_has_suffix(form->str, "/"))
		g_string_truncate(form, form->len - 1);
	if (query[0] != NULL && query[1] != NULL) {
		g_auto(GStrv) parts = g_strsplit(query[1], "&", -1);
		char before = '?';

		for (guint i = 0; parts[i] != NULL; i++) {
			if (parts[i][0] == '\0' || says_whence(parts[i]))
				continue;
			g_string_append_printf(form, "%c%s", before, parts[i]);
			before = '&';
		}
	}
	return g_string_free(form, FALSE);
}

/* Whether form is asked, or below it at a slash; of a host alone all that is on it. */
static bool
is_below(const char *form, const char *asked, bool prefix)
{
	const char *rest = form + strlen(asked);

	if (!g_str_has_prefix(form, asked))
		return false;
	if (prefix || *rest == '\0' || *rest == '/')
		return true;
	return strpbrk(asked, "/?") == NULL && (*rest == '?' || *rest == ':');
}

/* The same, or of a host below the host that is asked for. */
static bool
is_below_host(const char *form, const char *asked, bool prefix)
{
	const char *end = form + strcspn(form, "/?");

	for (const char *label = form; label != NULL && label < end;) {
		if (is_below(label, asked, prefix))
			return true;
		label = strchr(label, '.');
		label = label != NULL ? label + 1 : NULL;
	}
	return false;
}

bool
address_passes(const char *asked, bool prefix, const char *address)
{
	g_autofree char *asked_form = url_form(asked), *form = url_form(address);
	g_autofree char *host = NULL;
	const char *start = strstr(address, "://");

	if (strstr(asked, "://") != NULL ? is_below(form, asked_form, prefix)
					 : is_below_host(form, asked_form, prefix))
		return true;
	/* A video's form has lost the host that it is written with. */
	if (strpbrk(asked_form, "/?") != NULL)
		return false;
	start = start != NULL ? start + 3 : address;
	host = g_ascii_strdown(start, (gssize)strcspn(start, "/?#"));
	return strstr(asked, "://") != NULL ? is_below(host, asked_form, prefix)
					    : is_below_host(host, asked_form, prefix);
}

/* --- front matter --- */

/* Whether front matter can be asked for a name: a query does not read it as a field. */
static bool
is_key(const char *name)
{
	return query_field_named(name, strlen(name)) == NULL;
}

/* Calls found with each named value of front matter, in the order of the file: mappings are
 * outer.inner, an item of a list is the list's. */
static void
each_value(const struct yaml_node *node, const char *name,
	void (*found)(void *data, const char *name, const struct yaml_node *node), void *data)
{
	/* No deeper than the YAML reader's 64 levels. */
	for (uint32_t i = 0; i < node->count; i++) {
		const struct yaml_node *child = &node->children[i];
		g_autofree char *own = child->key != NULL ? small_letters(child->key) : NULL;
		g_autofree char *inner = own == NULL       ? g_strdup(name)
					 : name[0] == '\0' ? g_strdup(own)
							   : g_strconcat(name, ".", own, NULL);

		found(data, inner, child);
		if (inner[0] != '\0')
			each_value(child, inner, found, data);
	}
}

struct search {
	const char *key;
	GPtrArray *values;
	bool has;
};

static bool
is_value(const struct yaml_node *node)
{
	return node->type != YAML_LIST && node->type != YAML_MAP && node->string[0] != '\0';
}

static void
take_value(void *data, const char *name, const struct yaml_node *node)
{
	struct search *search = data;

	if (strcmp(name, search->key) != 0)
		return;
	if (is_value(node))
		g_ptr_array_add(search->values, g_strdup(node->string));
	search->has = search->has || is_value(node) || (node->type == YAML_MAP && node->count > 0);
}

bool
meta_values(const struct document *document, const char *key, GPtrArray *values)
{
	struct search search = { key, values, false };

	if (document->meta != NULL && document->meta->type == YAML_MAP && is_key(key))
		each_value(document->meta, "", take_value, &search);
	return search.has;
}

static void
take_key(void *data, const char *name, const struct yaml_node *node)
{
	if (name[0] != '\0' && is_key(name) &&
		(is_value(node) || (node->type == YAML_MAP && node->count > 0)))
		g_hash_table_add(data, g_strdup(name));
}

void
meta_keys(const struct document *document, GHashTable *keys)
{
	if (document->meta != NULL && document->meta->type == YAML_MAP)
		each_value(document->meta, "", take_key, keys);
}
