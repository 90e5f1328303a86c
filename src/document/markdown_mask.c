#include "config.h"

#include "document/markdown_mask.h"

#include <glib.h>
#include <string.h>

#include "document/wikilink.h"

enum {
	EMPHASIS_LIMIT = 200000000, /* steps: about a second */
	EMPHASIS_LEAST = 28000,     /* bytes: fewer never meet it */
	RUN_LIMIT = 80,             /* backtick runs longer than this open no code, as in cmark */
};

/* Where the last run of each length begins, once the paragraph was read through: what keeps the
 * search for a code span's end linear. */
struct backticks {
	size_t last[RUN_LIMIT + 1];
	bool known;
};

static void
know_backticks(struct backticks *ticks, const char *s, size_t n)
{
	memset(ticks, 0, sizeof(*ticks));
	ticks->known = true;
	for (size_t i = 0; i < n;) {
		const char *next = memchr(s + i, '`', n - i);
		size_t run;

		if (next == NULL)
			break;
		i = (size_t)(next - s);
		run = mask_run(s, i, n);
		if (run <= RUN_LIMIT)
			ticks->last[run] = i;
		i += run;
	}
}

/* Past the code span that opens at `at`, or past its backticks where none does. */
static size_t
pass_code(struct backticks *ticks, const char *s, size_t n, size_t at)
{
	size_t run = mask_run(s, at, n), i = at + run;

	if (!ticks->known)
		know_backticks(ticks, s, n);
	if (run > RUN_LIMIT || ticks->last[run] <= at)
		return i;
	while (i < n) {
		const char *next = memchr(s + i, '`', n - i);
		size_t other;

		if (next == NULL)
			break;
		i = (size_t)(next - s);
		other = mask_run(s, i, n);
		i += other;
		if (other == run)
			return i;
	}
	return at + run;
}

/* Whether s holds word (in lower case), in any case. */
static bool
holds(const char *s, size_t n, const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i + length <= n; i++)
		if ((s[i] | 0x20) == word[0] && g_ascii_strncasecmp(s + i, word, length) == 0)
			return true;
	return false;
}

bool
mask_is_stamp(const char *s, size_t n)
{
	return holds(s, n, "yt-timestamp") || holds(s, n, "data-t");
}

/* Past the stamp anchor's tag at `at`, its attributes masked with blanks; past '<' where there is
 * none. A label's own brackets are passed over too: they are no wikilink. One that is the whole
 * destination of a link stays: cmark then reads the link. */
static size_t
mask_anchor(char *s, size_t n, size_t at)
{
	size_t i = at + 1;

	if (n - at < 4 || (s[i] != 'a' && s[i] != 'A') || !g_ascii_isspace(s[i + 1]))
		return at + 1;
	while (i < n && s[i] != '>' && s[i] != '<' && s[i] != '\n' && s[i] != '\r')
		i++;
	if (i == n || s[i] != '>')
		return at + 1;
	if (!mask_is_stamp(s + at, i - at))
		return i;
	if (i + 1 < n && s[i + 1] == ')' && at >= 2 && s[at - 1] == '(' && s[at - 2] == ']')
		return i + 1;
	memset(s + at + 2, ' ', i - at - 2);
	i++;
	while (i < n && s[i] == '[')
		i++;
	return i;
}

/* Openings of raw HTML that cmark looks for the end of anew each time, however far. */
static const struct {
	const char *opens, *ends;
} raws[] = {
	/* a declaration: a capital follows */
	{ "<?", "?>" },
	{ "<![CDATA[", "]]>" },
	{ "<!", ">" },
};

/* Where the last end of each begins, once the paragraph was read through. */
struct raw_ends {
	size_t last[G_N_ELEMENTS(raws)];
	bool known;
};

static void
know_raw_ends(struct raw_ends *ends, const char *s, size_t n)
{
	ends->known = true;
	for (size_t i = 0; i < G_N_ELEMENTS(raws); i++) {
		size_t length = strlen(raws[i].ends), at = n < length ? 0 : n - length;

		while (at > 0 && memcmp(s + at, raws[i].ends, length) != 0)
			at--;
		ends->last[i] = at;
	}
}

/* Whether nothing but blanks and markers of containers stands before `at` in its line: a block of
 * HTML may begin there, and go on past the paragraph. */
static bool
may_begin_block(const char *s, size_t at)
{
	while (at > 0 && strchr(" \t>-+*.)0123456789", s[at - 1]) != NULL && s[at - 1] != '\0')
		at--;
	return at == 0 || s[at - 1] == '\n' || s[at - 1] == '\r';
}

/* Masks the '<' at `at` where it opens raw HTML that does not end in the paragraph. */
static void
mask_endless(struct raw_ends *ends, char *s, size_t n, size_t at)
{
	size_t i = 0;

	if (n - at < 3 || (s[at + 1] != '?' && s[at + 1] != '!'))
		return;
	while (i < G_N_ELEMENTS(raws) &&
		(n - at < strlen(raws[i].opens) ||
			memcmp(s + at, raws[i].opens, strlen(raws[i].opens)) != 0))
		i++;
	if (i == G_N_ELEMENTS(raws) || (i == 2 && !g_ascii_isupper(s[at + 2])))
		return;
	if (!ends->known)
		know_raw_ends(ends, s, n);
	if (ends->last[i] <= at && !may_begin_block(s, at))
		s[at] = MASK;
}

static size_t
mask_wikilink(char *s, size_t n, size_t at)
{
	size_t run = mask_run(s, at, n), looked = 0;
	struct wikilink link;

	if (run < 2)
		return at + 1;
	at += run - 2;
	if (!wikilink_read(s + at, n - at, false, &link, &looked))
		return at + 2;
	for (size_t i = 0; i < link.length; i++)
		if (g_ascii_ispunct(s[at + i]))
			s[at + i] = MASK;
	return at + link.length;
}

size_t
mask_emphasis(char *s, size_t n)
{
	size_t closers = 0, runs = 0, least = n;

	if (n < EMPHASIS_LEAST)
		return n;
	for (size_t i = 0; i < n; i++)
		closers += s[i] == ']';
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '*' && s[i] != '_')
			continue;
		runs += i == 0 || s[i - 1] != s[i];
		if (runs * closers <= EMPHASIS_LIMIT)
			continue;
		s[i] = MASK;
		least = MIN(least, i);
	}
	return least;
}

void
mask_paragraph(char *s, size_t n)
{
	struct backticks ticks = { .known = false };
	struct raw_ends ends = { .known = false };

	for (size_t i = 0; i < n;) {
		switch (s[i]) {
		case '\\':
			i += i + 1 < n && g_ascii_ispunct(s[i + 1]) ? 2 : 1;
			break;
		case '`':
			i = pass_code(&ticks, s, n, i);
			break;
		case '<':
			mask_endless(&ends, s, n, i);
			i = mask_anchor(s, n, i);
			break;
		case '[':
			i = mask_wikilink(s, n, i);
			break;
		default:
			i++;
		}
	}
}
