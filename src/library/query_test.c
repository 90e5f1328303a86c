/*
 * Whether a value of a document passes a test.
 */
#include "config.h"

#include "library/query_private.h"

#include <string.h>

#include "document/date.h"
#include "library/resolve.h"

static bool
tag_passes(const struct query_node *node, const char *value)
{
	g_autofree char *tag = query_folded(value + strspn(value, "#"));
	size_t n = strlen(node->folded);

	return strncmp(tag, node->folded, n) == 0 &&
	       (node->prefix || tag[n] == '\0' || tag[n] == '/');
}

/* Whether an address (without scheme and www.) is what is asked for, or below it; where no scheme is
 * asked for, of a host below that host too. */
static bool
address_passes(const struct query_node *node, const char *address)
{
	const char *asked = node->folded;
	size_t n = strlen(asked), host = strcspn(address, "/?");
	bool whole_host = strpbrk(asked, "/?") == NULL;

	for (const char *at = address; at != NULL;) {
		if (strncmp(at, asked, n) == 0 &&
			(node->prefix || at[n] == '\0' || at[n] == '/' ||
				(whole_host && (at[n] == '?' || at[n] == ':'))))
			return true;
		if (strstr(node->value, "://") != NULL)
			return false;
		at = memchr(at, '.', host - (size_t)(at - address));
		at = at != NULL ? at + 1 : NULL;
	}
	return false;
}

/* A video's key names no host as it is written, so that is looked at too. */
static bool
source_passes(const struct query_node *node, const char *value)
{
	g_autofree char *key = resolve_url_key(value), *written_host = NULL;
	const char *host;

	if (address_passes(node, key))
		return true;
	if (strpbrk(node->folded, "/?") != NULL)
		return false;
	host = strstr(value, "://");
	host = host != NULL ? host + 3 : value;
	written_host = g_ascii_strdown(host, (gssize)strcspn(host, "/?#"));
	return address_passes(node, written_host);
}

static bool
video_passes(const struct query_node *node, const char *value)
{
	return node->prefix ? g_str_has_prefix(value, node->folded)
			    : strcmp(value, node->folded) == 0;
}

static bool
holds_folded(const struct query_node *node, const char *value)
{
	g_autofree char *letters = query_folded(value);

	if (node->field->type == QUERY_PATH)
		return strstr(letters, node->folded) != NULL;
	return node->prefix ? g_str_has_prefix(letters, node->folded)
			    : strcmp(letters, node->folded) == 0;
}

static bool
phrase_passes(const struct query_node *node, const char *value)
{
	struct range hit;

	switch (node->field != NULL ? node->field->type : QUERY_TEXT) {
	case QUERY_NAME:
	case QUERY_PATH:
		return holds_folded(node, value);
	case QUERY_SOURCE:
	case QUERY_LINK:
		return source_passes(node, value);
	case QUERY_VIDEO:
		return video_passes(node, value);
	default:
		if (node->folded != NULL)
			return tag_passes(node, value);
		return node->phrase == NULL ||
		       phrase_find(node->phrase, value, strlen(value), 0, &hit);
	}
}

static bool
dates_pass(const struct query_node *node, const char *value)
{
	char iso[16];

	date_of_value(value, iso);
	if (iso[0] == '\0')
		return false;
	/* The first day of a month or year. */
	if (iso[4] == '\0')
		g_strlcat(iso, "-01", sizeof(iso));
	if (iso[7] == '\0')
		g_strlcat(iso, "-01", sizeof(iso));
	return (node->first[0] == '\0' || strcmp(iso, node->first) >= 0) &&
	       (node->last[0] == '\0' || strcmp(iso, node->last) <= 0);
}

static bool
regex_passes(const struct query_node *node, const char *value)
{
	struct range match;
	char iso[16];

	if (node->field != NULL && node->field->type == QUERY_DATE) {
		date_of_value(value, iso);
		value = iso;
	}
	return regex_find(node->regex, value, strlen(value), 0, &match) == REGEX_FOUND;
}

bool
query_test_value(const struct query_node *node, const char *value)
{
	double number;

	switch (node->test) {
	case TEST_PHRASE:
		return phrase_passes(node, value);
	case TEST_REGEX:
		return regex_passes(node, value);
	case TEST_RANGE:
		return query_number_of(value, &number) && number >= node->least &&
		       number <= node->most;
	case TEST_DATES:
		return dates_pass(node, value);
	case TEST_ANY:
		return value[0] != '\0';
	}
	return false;
}
