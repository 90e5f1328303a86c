#include "config.h"

#include "text/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>
#include <time.h>

#include "text/utf8.h"

enum {
	PATTERN_BYTES = 1024,
	STEPS = 100000,
	HEAP_KIB = 20 * 1024,
	NESTING = 100,
	TIMED_BYTES = 16 * 1024, /* a text of more is searched by the clock */
	MICROSECONDS = 500000,   /* of one such search, and for each */
	BYTES_EACH = 4,          /* so many bytes one more */
	LOOKS = 64,              /* items of the pattern between two looks at the clock */
};

/* The clock of one search: steps do not count what a repeated item runs over, which in a huge text is
 * much at each of its places. */
struct watch {
	gint64 end;
	unsigned count;
};

struct regex {
	pcre2_code *code;
	pcre2_code *timed; /* the same, which calls look_at_clock(): slower */
	pcre2_match_context *limits;
};

G_DEFINE_QUARK(lectern_regex_error, regex_error)

static bool
pattern_is_sound(const char *pattern, GError **error)
{
	size_t length = strlen(pattern);
	size_t at = 0;
	uint32_t c;

	if (length > PATTERN_BYTES) {
		g_set_error(error, REGEX_ERROR, 0,
			"the regular expression is longer than %d bytes, column %zu", PATTERN_BYTES,
			utf8_length(pattern, utf8_cut(pattern, length, PATTERN_BYTES)) + 1);
		return false;
	}
	while (at < length) {
		size_t taken = utf8_next(pattern + at, length - at, &c);
		if (c == UTF8_BAD) {
			g_set_error(error, REGEX_ERROR, 0,
				"the regular expression is not UTF-8, column %zu",
				utf8_length(pattern, at) + 1);
			return false;
		}
		at += taken;
	}
	return true;
}

static void
set_compile_error(GError **error, const char *pattern, int number, size_t offset)
{
	PCRE2_UCHAR message[256] = "";

	pcre2_get_error_message(number, message, sizeof message);
	g_set_error(error, REGEX_ERROR, number, "wrong regular expression: %s, column %zu",
		(const char *)message, utf8_length(pattern, MIN(offset, strlen(pattern))) + 1);
}

struct regex *
regex_new(const char *pattern, bool ignore_case, GError **error)
{
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF |
			   PCRE2_NEVER_BACKSLASH_C | PCRE2_MULTILINE |
			   (ignore_case ? PCRE2_CASELESS : 0);
	PCRE2_SIZE offset = 0;
	int number = 0;

	if (!pattern_is_sound(pattern, error))
		return NULL;
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	pcre2_set_parens_nest_limit(context, NESTING);
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options,
		&number, &offset, context);
	pcre2_code *timed = NULL;
	if (code != NULL) {
		PCRE2_SIZE place;
		int status;
		timed = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
			options | PCRE2_AUTO_CALLOUT, &status, &place, context);
	}
	pcre2_compile_context_free(context);
	if (code == NULL) {
		set_compile_error(error, pattern, number, offset);
		return NULL;
	}
	struct regex *regex = g_new(struct regex, 1);
	regex->code = code;
	regex->timed = timed;
	regex->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(regex->limits, STEPS);
	pcre2_set_depth_limit(regex->limits, STEPS);
	pcre2_set_heap_limit(regex->limits, HEAP_KIB);
	return regex;
}

void
regex_free(struct regex *regex)
{
	if (regex == NULL)
		return;
	pcre2_code_free(regex->code);
	pcre2_code_free(regex->timed);
	pcre2_match_context_free(regex->limits);
	g_free(regex);
}

/* Of this thread alone, so that a busy machine changes no answer. */
static gint64
microseconds_used(void)
{
	struct timespec used = { 0 };

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return (gint64)used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

/* Called at each item of the pattern. */
static int
look_at_clock(pcre2_callout_block *block, void *data)
{
	struct watch *watch = data;

	(void)block;
	if (++watch->count % LOOKS != 0 || microseconds_used() < watch->end)
		return 0;
	return PCRE2_ERROR_CALLOUT;
}

static int
match_timed(const struct regex *regex, const char *text, size_t n, size_t from,
	pcre2_match_data *found)
{
	gint64 most = MICROSECONDS + (gint64)(n - from) / BYTES_EACH;
	struct watch watch = { .end = microseconds_used() + most };
	pcre2_match_context *limits = pcre2_match_context_copy(regex->limits);

	pcre2_set_callout(limits, look_at_clock, &watch);
	int status = pcre2_match(regex->timed, (PCRE2_SPTR)text, n, from, 0, found, limits);
	pcre2_match_context_free(limits);
	return status;
}

enum regex_result
regex_find(const struct regex *regex, const char *text, size_t n, size_t from, struct range *match)
{
	enum regex_result result = REGEX_LIMIT;

	if (from > n || n >= RANGE_NONE)
		return from > n ? REGEX_NONE : REGEX_LIMIT;
	/* Of the groups only the whole is asked for. */
	pcre2_match_data *found = pcre2_match_data_create(1, NULL);
	int status = n - from > TIMED_BYTES && regex->timed != NULL
			     ? match_timed(regex, text, n, from, found)
			     : pcre2_match(regex->code, (PCRE2_SPTR)text, n, from, 0, found,
				       regex->limits);
	if (status == PCRE2_ERROR_NOMATCH)
		result = REGEX_NONE;
	if (status >= 0) {
		const PCRE2_SIZE *at = pcre2_get_ovector_pointer(found);
		/* \K in a lookahead can set the start behind the end. */
		match->start = (uint32_t)MIN(at[0], at[1]);
		match->end = (uint32_t)at[1];
		result = REGEX_FOUND;
	}
	pcre2_match_data_free(found);
	return result;
}
