/*
 * Documents made to be slow, deep, long or broken (SAFETY.md §4), each at two sizes, through the program's
 * commands: `hostile [--slow N] [--sizes N,N] LECTERN [CASE...]`. For every case and command:
 *   - the exit status is 0 to 2;
 *   - no byte that a terminal would obey comes out;
 *   - CPU time and memory stay within what the limits of SAFETY.md §2 allow for the size;
 *   - the longer size takes no more than its share, with room for a constant and for noise.
 * --slow multiplies what is allowed, for sanitizers and valgrind. Prints TAP: a line a case, with its slowest
 * command. Nothing random: a case is the same on every machine.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- the cases --- */

/* `head`, then `unit` until the size is met (`@` in a case with `counted` is the number of the turn), then
 * `tail`. Where `turns` is set, the unit is repeated at most so often. */
struct hostile_case {
	const char *name;
	const char *suffix; /* NULL: "md" */
	const char *head, *unit, *tail;
	bool counted;
	bool utf16;    /* each byte becomes two behind a byte order mark, and the last is cut in half */
	bool nul;      /* `@` is a NUL, behind as much text as is looked at for being binary */
	unsigned turns;
};

static const struct hostile_case cases[] = {
	/* single tokens */
	{ .name = "stars", .unit = "*" },
	{ .name = "stars-and-letters", .unit = "*a " },
	{ .name = "star-letter-star", .unit = "*a_b" },
	{ .name = "strong-nested", .unit = "**a *b " },
	{ .name = "underscores", .unit = "_" },
	{ .name = "underscore-letter", .unit = "a_" },
	{ .name = "open-brackets", .unit = "[" },
	{ .name = "open-bracket-letter", .unit = "[a" },
	{ .name = "close-brackets", .unit = "]" },
	{ .name = "bracket-pairs", .unit = "[]" },
	{ .name = "bracket-a", .unit = "[a](" },
	{ .name = "open-images", .unit = "![" },
	{ .name = "link-middles", .unit = "](" },
	{ .name = "link-unclosed-title", .unit = "[a](b \"" },
	{ .name = "link-angle", .unit = "[a](<b" },
	{ .name = "image-in-link", .unit = "[![a](b)" },
	{ .name = "less", .unit = "<" },
	{ .name = "tags-open", .unit = "<a " },
	{ .name = "tags-attribute", .unit = "<a b=\"" },
	{ .name = "tags-anchor", .unit = "<a href='x'>" },
	{ .name = "tags-closed", .unit = "<b></b>" },
	{ .name = "tags-kbd", .unit = "<kbd>" },
	{ .name = "tags-details", .unit = "<details>\n<summary>\n\n" },
	{ .name = "tags-comment", .unit = "<!--" },
	{ .name = "tags-comment-inline", .unit = "a <!-- " },
	{ .name = "tags-instruction", .unit = "a <?" },
	{ .name = "tags-declaration", .unit = "a <!A " },
	{ .name = "tags-cdata", .unit = "a <![CDATA[" },
	{ .name = "stamp-anchors-open", .unit = "<a class=\"yt-timestamp\" data-t=\"00:01:00\">" },
	{ .name = "ampersands", .unit = "&" },
	{ .name = "references", .unit = "&amp;" },
	{ .name = "references-number", .unit = "&#x1b;" },
	{ .name = "reference-open", .unit = "&#" },
	{ .name = "backticks", .unit = "`" },
	{ .name = "backtick-letter", .unit = "`a" },
	{ .name = "backtick-runs", .unit = "a`b``c```d````" },
	{ .name = "fences", .unit = "```\n" },
	{ .name = "tildes", .unit = "~" },
	{ .name = "tilde-pairs", .unit = "~~a " },
	{ .name = "equals", .unit = "==" },
	{ .name = "equals-letter", .unit = "==a" },
	{ .name = "percents", .unit = "%%" },
	{ .name = "percents-letter", .unit = "%%a " },
	{ .name = "percents-lines", .unit = "%%\n\n" },
	{ .name = "wikilinks-open", .unit = "[[" },
	{ .name = "wikilinks-letter", .unit = "[[a" },
	{ .name = "wikilinks-bar", .unit = "[[a|" },
	{ .name = "wikilinks-lines", .unit = "[[a\n" },
	{ .name = "wikilinks-closed", .unit = "[[a]] " },
	{ .name = "embeds-open", .unit = "![[" },
	{ .name = "embeds-closed", .unit = "![[a]] " },
	{ .name = "bars", .unit = "|" },
	{ .name = "bars-lines", .unit = "|\n" },
	{ .name = "bars-rule", .unit = "|-\n" },
	{ .name = "hashes", .unit = "#" },
	{ .name = "hash-lines", .unit = "#\n" },
	{ .name = "backslashes", .unit = "\\" },
	{ .name = "backslash-brackets", .unit = "\\[" },
	{ .name = "tabs", .unit = "\t" },
	{ .name = "tab-lines", .unit = "\t\n" },
	{ .name = "blanks", .unit = " " },
	{ .name = "blank-lines", .unit = " \n" },
	{ .name = "line-ends", .unit = "\n" },
	{ .name = "returns", .unit = "\r" },
	{ .name = "returns-letters", .unit = "a\r" },
	{ .name = "hard-breaks", .unit = "a  \n" },
	{ .name = "dollar", .unit = "$" },
	{ .name = "colons", .unit = ":" },
	{ .name = "at-signs", .unit = "a@" },
	{ .name = "mail", .unit = "a@b.c" },
	{ .name = "www", .unit = "www." },
	{ .name = "http", .unit = "http://" },
	{ .name = "http-brackets", .unit = "http://a.b/(" },
	{ .name = "http-closing", .head = "http://a.b/", .unit = ")" },
	{ .name = "http-points", .head = "http://a.b/", .unit = "." },
	{ .name = "http-entities", .head = "http://a.b/", .unit = "&amp;" },
	{ .name = "bare-links", .unit = "https://example.org/a " },
	/* containers */
	{ .name = "quotes", .unit = "> " },
	{ .name = "quotes-close", .unit = ">" },
	{ .name = "quotes-199", .unit = "> ", .tail = "a\n", .turns = 199 },
	{ .name = "quote-lines", .unit = "> a\n" },
	{ .name = "callouts", .unit = "> [!note] a\n> b\n\n" },
	{ .name = "callouts-nested", .unit = "> [!note]\n" },
	{ .name = "items", .unit = "- " },
	{ .name = "items-199", .unit = "- ", .tail = "a\n", .turns = 199 },
	{ .name = "item-lines", .unit = "- a\n" },
	{ .name = "item-empty-lines", .unit = "-\n" },
	{ .name = "tasks", .unit = "- [ ] a\n" },
	{ .name = "ordered", .unit = "1. " },
	{ .name = "ordered-lines", .unit = "@. a\n", .counted = true },
	{ .name = "ordered-loose", .unit = "1) a\n\n" },
	{ .name = "rules", .unit = "***\n" },
	{ .name = "dashes", .unit = "-" },
	/* definitions */
	{ .name = "references-defined", .unit = "[a@]: b\n", .counted = true },
	{ .name = "references-same", .unit = "[a]: b\n" },
	{ .name = "references-used", .head = "[a]: b\n\n", .unit = "[a] " },
	{ .name = "references-each", .unit = "[a@]: b\n\n[a@]\n\n", .counted = true },
	{ .name = "reference-long", .head = "[a]: ", .unit = "bbbbbbbb", .tail = "\n\n[a][a][a][a]\n" },
	{ .name = "reference-blown", .head = "[a]: " "/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
			"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n\n",
		.unit = "[a]" },
	{ .name = "footnotes-defined", .unit = "[^@]: b\n", .counted = true },
	{ .name = "footnotes-used", .unit = "a[^@]\n\n[^@]: b\n\n", .counted = true },
	{ .name = "footnotes-undefined", .unit = "[^@] ", .counted = true },
	{ .name = "footnotes-one", .head = "[^a]: b\n\n", .unit = "[^a]" },
	{ .name = "footnotes-open", .unit = "[^" },
	{ .name = "footnotes-same", .unit = "[^a]: b\n" },
	{ .name = "footnotes-circle", .unit = "[^a]: [^b]\n\n[^b]: [^a]\n\n" },
	{ .name = "footnotes-nested", .unit = "[^@]: [^@]: ", .counted = true },
	{ .name = "block-ids", .unit = "a ^b@\n\n", .counted = true },
	/* tables */
	{ .name = "table-rows", .head = "|a|b|\n|-|-|\n", .unit = "|a|b|\n" },
	{ .name = "table-500", .head = "", .unit = "|a", .tail = "|\n", .turns = 499 },
	{ .name = "table-short-rows", .head = "|a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z|\n"
			"|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|\n", .unit = "|\n" },
	{ .name = "table-long-cell", .head = "|a|b|\n|-|-|\n|", .unit = "word ", .tail = "|b|\n" },
	{ .name = "table-long-word", .head = "|a|b|\n|-|-|\n|", .unit = "word", .tail = "|b|\n" },
	{ .name = "table-bars-escaped", .head = "|a|b|\n|-|-|\n|", .unit = "\\|", .tail = "|b|\n" },
	{ .name = "tables", .unit = "|a|b|\n|-|-|\n|c|d|\n\n" },
	{ .name = "table-pipes-code", .head = "|a|b|\n|-|-|\n|", .unit = "`|`", .tail = "|b|\n" },
	/* many of one thing */
	{ .name = "headings-same", .unit = "# a\n" },
	{ .name = "headings-counted", .unit = "# a-@\n", .counted = true },
	{ .name = "headings-slug-clash", .unit = "# a\n# a-@\n", .counted = true },
	{ .name = "headings-deep", .unit = "# a\n## b\n### c\n#### d\n##### e\n###### f\n" },
	{ .name = "headings-underlined", .unit = "a\n=\n" },
	{ .name = "heading-long", .head = "# ", .unit = "word " },
	{ .name = "links", .unit = "[a](b.md) " },
	{ .name = "links-lines", .unit = "[a](b@.md)\n", .counted = true },
	{ .name = "links-anchors", .head = "# a\n\n", .unit = "[a](#a) " },
	{ .name = "links-anchors-missing", .unit = "# a@\n\n[b](#b@)\n\n", .counted = true },
	{ .name = "wikilinks-each", .unit = "[[doc @]]\n", .counted = true },
	{ .name = "wikilinks-anchors", .head = "# a\n\n", .unit = "[[#a]] " },
	{ .name = "wikilinks-anchors-missing", .unit = "# a@\n\n[[#b@]] [[#^c@]]\n\n", .counted = true },
	{ .name = "stamps", .unit = "[00:01:00] a\n" },
	{ .name = "stamps-one-line", .unit = "[00:01:00] " },
	{ .name = "stamps-words", .unit = "[00:01:00] word " },
	{ .name = "stamps-bare", .unit = "- 1:02:03 a\n" },
	{ .name = "stamps-links", .unit = "[a](https://youtu.be/VhPfM_aGBVc?t=62) " },
	{ .name = "stamps-anchors",
		.unit = "a <a class=\"yt-timestamp\" data-t=\"00:01:00\">[00:01:00]</a> b\n" },
	{ .name = "stamps-list", .unit = "- [00:01:00] a\n" },
	{ .name = "stamps-table", .head = "|a|b|\n|-|-|\n", .unit = "|[00:01:00]|b|\n" },
	{ .name = "stamp-sentence", .head = "[00:01:00] ", .unit = "word " },
	{ .name = "stamp-sentence-points", .head = "[00:01:00] ", .unit = "a. B " },
	{ .name = "stamp-sentences-none", .unit = "[00:01:00] a b c, " },
	{ .name = "stamps-after", .unit = "a. b [00:01:00]. " },
	{ .name = "digits", .unit = "1" },
	{ .name = "digits-colons", .unit = "1:" },
	{ .name = "digit-pairs-colons", .unit = "11:" },
	{ .name = "dates", .unit = "2024-01-02 " },
	{ .name = "months", .unit = "January " },
	{ .name = "tags", .unit = "#tag " },
	{ .name = "tags-each", .unit = "#tag@ ", .counted = true },
	{ .name = "tags-deep", .unit = "#a/" },
	{ .name = "inline-fields", .unit = "a:: b\n" },
	/* text */
	{ .name = "word", .unit = "a" },
	{ .name = "words", .unit = "word " },
	{ .name = "short-lines", .unit = "a\n" },
	{ .name = "paragraphs", .unit = "a\n\n" },
	{ .name = "indented", .unit = "    a\n\n" },
	{ .name = "code-line", .head = "```\n", .unit = "a" },
	{ .name = "code-line-tabs", .head = "```\n", .unit = "\t" },
	{ .name = "code-line-wide", .head = "```\n", .unit = "漢" },
	{ .name = "code-line-marks", .head = "```\n", .unit = "\x1B" },
	{ .name = "combining", .head = "a", .unit = "\xCC\x81" },
	{ .name = "combining-many", .unit = "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81" },
	{ .name = "emoji-joined", .unit = "\xF0\x9F\x91\xA8\xE2\x80\x8D" },
	{ .name = "emoji-families", .unit = "👨‍👩‍👧" },
	{ .name = "flags", .unit = "\xF0\x9F\x87\xA6" },
	{ .name = "joiners", .unit = "\xE2\x80\x8D" },
	{ .name = "zero-width", .unit = "\xE2\x80\x8B" },
	{ .name = "hangul-parts", .unit = "\xE1\x84\x80" },
	{ .name = "virama", .unit = "\xE0\xA4\x95\xE0\xA5\x8D" },
	{ .name = "soft-hyphens", .unit = "a\xC2\xAD" },
	{ .name = "no-break", .unit = "a\xC2\xA0" },
	{ .name = "cjk", .unit = "漢字" },
	{ .name = "cjk-closing", .unit = "。" },
	{ .name = "cjk-opening", .unit = "「" },
	{ .name = "thai", .unit = "ไทย" },
	{ .name = "hebrew", .unit = "שלום " },
	{ .name = "hyphens", .unit = "a-" },
	{ .name = "quotation-marks", .unit = "\"a" },
	{ .name = "numbers", .unit = "1,000.00" },
	{ .name = "broken", .unit = "\xFF" },
	{ .name = "broken-and-text", .unit = "a\xC3 " },
	{ .name = "broken-halves", .unit = "\xE2\x82" },
	{ .name = "escapes", .unit = "\x1B[31m" },
	{ .name = "c1", .unit = "\xC2\x9B" },
	{ .name = "bidi", .unit = "\xE2\x80\xAE" },
	{ .name = "tag-characters", .unit = "\xF3\xA0\x81\x81" },
	{ .name = "variation", .unit = "a\xEF\xB8\x8F\xEF\xB8\x8F" },
	{ .name = "private", .unit = "\xEE\x80\x80" },
	{ .name = "separators", .unit = "a\xE2\x80\xA8" },
	{ .name = "nul", .nul = true, .unit = "a@" },
	{ .name = "nul-runs", .nul = true, .unit = "@" },
	{ .name = "nul-text", .suffix = "txt", .nul = true, .unit = "@" },
	{ .name = "utf-16", .utf16 = true, .unit = "# word\n\nwords\n\n" },
	{ .name = "utf-16-text", .suffix = "txt", .utf16 = true, .unit = "word" },
	{ .name = "text-word", .suffix = "txt", .unit = "a" },
	{ .name = "text-lines", .suffix = "txt", .unit = "a\n" },
	{ .name = "text-returns", .suffix = "txt", .unit = "a\r" },
	{ .name = "text-tabs", .suffix = "txt", .unit = "\t" },
	{ .name = "text-escapes", .suffix = "txt", .unit = "\x1B" },
	{ .name = "text-broken", .suffix = "txt", .unit = "\x81\x8D" },
	{ .name = "text-combining", .suffix = "txt", .unit = "\xCC\x81" },
	{ .name = "text-stamps", .suffix = "txt", .unit = "00:01:00 a\n" },
	{ .name = "text-bars", .suffix = "txt", .unit = "|" },
	{ .name = "text-html", .suffix = "txt", .unit = "<p>" },
	{ .name = "html-lines", .unit = "<p>a</p>\n" },
	{ .name = "html-blocks", .unit = "<div>\n\n" },
	{ .name = "html-tables", .unit = "<table><tr><td>" },
	{ .name = "html-pre", .unit = "<pre>\n" },
	{ .name = "html-script", .unit = "<script>" },
	{ .name = "html-image", .unit = "<img src=a alt=b>" },
	/* front matter */
	{ .name = "yaml-open", .head = "---\n", .unit = "a: b\n" },
	{ .name = "yaml-keys", .head = "---\n", .unit = "a@: b\n", .tail = "---\nx\n", .counted = true },
	{ .name = "yaml-same-key", .head = "---\n", .unit = "a: b\n", .tail = "---\nx\n" },
	{ .name = "yaml-list", .head = "---\ntags:\n", .unit = "- a@\n", .tail = "---\nx\n", .counted = true },
	{ .name = "yaml-flow-list", .head = "---\ntags: [", .unit = "a,", .tail = "]\n---\nx\n" },
	{ .name = "yaml-flow-deep", .head = "---\na: ", .unit = "[", .tail = "\n---\nx\n" },
	{ .name = "yaml-map-deep", .head = "---\na: ", .unit = "{a: ", .tail = "\n---\nx\n" },
	{ .name = "yaml-dashes-deep", .head = "---\na:\n ", .unit = "- ", .tail = "\n---\nx\n" },
	{ .name = "yaml-question-deep", .head = "---\n", .unit = "? ", .tail = "\n---\nx\n" },
	{ .name = "yaml-tag", .head = "---\n%TAG ! ", .unit = "%41", .tail = "\n---\nx\n" },
	{ .name = "yaml-tag-lines", .head = "---\n", .unit = "%TAG !a@! b\n", .tail = "---\nx\n", .counted = true },
	{ .name = "yaml-tagged", .head = "---\n", .unit = "a: !!str b\n", .tail = "---\nx\n" },
	{ .name = "yaml-bomb", .head = "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
			"c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n",
		.unit = "e: [*d,*d,*d,*d,*d,*d,*d]\n", .tail = "---\nx\n" },
	{ .name = "yaml-anchors", .head = "---\n", .unit = "a@: &a@ b\n", .tail = "---\nx\n", .counted = true },
	{ .name = "yaml-aliases", .head = "---\na: &a b\n", .unit = "- *a\n", .tail = "---\nx\n" },
	{ .name = "yaml-quoted", .head = "---\ntitle: \"", .unit = "\\x41", .tail = "\"\n---\nx\n" },
	{ .name = "yaml-quoted-open", .head = "---\ntitle: \"", .unit = "a\n", .tail = "---\nx\n" },
	{ .name = "yaml-block", .head = "---\ntitle: |\n", .unit = "  a\n", .tail = "---\nx\n" },
	{ .name = "yaml-plain-long", .head = "---\ntitle: ", .unit = "a ", .tail = "\n---\nx\n" },
	{ .name = "yaml-key-long", .head = "---\n", .unit = "a", .tail = ": b\n---\nx\n" },
	{ .name = "yaml-stray-lines", .head = "---\ntitle: a\n", .unit = "stray: b: c\n", .tail = "---\nx\n" },
	{ .name = "yaml-stray-words", .head = "---\ntitle: a\n", .unit = "stray words\n", .tail = "---\nx\n" },
	{ .name = "yaml-bad-each", .head = "---\n", .unit = "a@: [\n", .tail = "---\nx\n", .counted = true },
	{ .name = "yaml-bad-quotes", .head = "---\n", .unit = "a@: \"b\" c\n", .tail = "---\nx\n", .counted = true },
	{ .name = "yaml-tabs", .head = "---\n", .unit = "\ta: b\n", .tail = "---\nx\n" },
	{ .name = "yaml-colons", .head = "---\n", .unit = ":", .tail = "\n---\nx\n" },
	{ .name = "yaml-comments", .head = "---\n", .unit = "# a\n", .tail = "---\nx\n" },
	{ .name = "yaml-indent-grows", .head = "---\n", .unit = "a:\n b:\n", .tail = "---\nx\n" },
	{ .name = "yaml-percent", .head = "---\na: b\n", .unit = "%\n", .tail = "---\nx\n" },
	{ .name = "yaml-links", .head = "---\nup:\n", .unit = "- \"[[a]]\"\n", .tail = "---\nx\n" },
	{ .name = "yaml-broken", .head = "---\na: ", .unit = "\xFF", .tail = "\n---\nx\n" },
	{ .name = "yaml-controls", .head = "---\na: ", .unit = "\x01", .tail = "\n---\nx\n" },
	{ .name = "yaml-returns", .head = "---\r", .unit = "a: b\r", .tail = "---\rx\r" },
	{ .name = "yaml-many", .unit = "---\na: b\n" },
	/* transcripts */
	{ .name = "vtt-cues", .suffix = "vtt", .head = "WEBVTT\n\n",
		.unit = "00:00:01.000 --> 00:00:02.000\nword\n\n" },
	{ .name = "vtt-rolling", .suffix = "vtt", .head = "WEBVTT\n\n",
		.unit = "00:00:01.000 --> 00:00:02.000\na b c @\na b c @\n\n", .counted = true },
	{ .name = "vtt-voices", .suffix = "vtt", .head = "WEBVTT\n\n",
		.unit = "00:00:01.000 --> 00:00:02.000\n<v A@>word\n\n", .counted = true },
	{ .name = "vtt-tags", .suffix = "vtt", .head = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n", .unit = "<c.a>" },
	{ .name = "vtt-tag-open", .suffix = "vtt", .head = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n", .unit = "<" },
	{ .name = "vtt-entities", .suffix = "vtt", .head = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n", .unit = "&" },
	{ .name = "vtt-long-cue", .suffix = "vtt", .head = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n", .unit = "a\n" },
	{ .name = "vtt-arrows", .suffix = "vtt", .head = "WEBVTT\n\n", .unit = "-->\n" },
	{ .name = "vtt-notes", .suffix = "vtt", .head = "WEBVTT\n\n", .unit = "NOTE a\n\n" },
	{ .name = "vtt-overlap", .suffix = "vtt", .head = "WEBVTT\n\n",
		.unit = "00:00:00.000 --> 99:00:00.000\nsame words in each of them\n\n" },
	{ .name = "srt-cues", .suffix = "srt", .unit = "@\n00:00:01,000 --> 00:00:02,000\nword\n\n", .counted = true },
	{ .name = "srt-tags", .suffix = "srt", .head = "1\n00:00:01,000 --> 00:00:02,000\n", .unit = "<i>{\\an8}" },
	{ .name = "srt-backwards", .suffix = "srt", .unit = "1\n99:00:01,000 --> 00:00:02,000\nword.\n\n" },
	/* digests */
	{ .name = "digest", .suffix = "txt",
		.unit = "Some Title @\nhttps://example.org/@\n\nAn excerpt of it.\n\n---\n\n", .counted = true },
	{ .name = "digest-same", .suffix = "txt",
		.unit = "Some Title\nhttps://example.org/\n\nAn excerpt of it.\n\n---\n\n" },
	{ .name = "digest-runs", .suffix = "txt", .unit = "----------\n" },
	{ .name = "digest-long", .suffix = "txt", .head = "Title\nhttps://example.org/\n\n", .unit = "a\n" },
	{ .name = "digest-stars", .suffix = "txt", .unit = "Title\n* * *\ntext of it\n* * *\n" },
};

/* --- the bytes of a case --- */

enum { LOOKED_AT = 8192 };

static void
append_nuls(GString *out, const char *unit)
{
	while (out->len < LOOKED_AT)
		g_string_append(out, "word\n");
	for (; *unit != '\0'; unit++)
		g_string_append_c(out, *unit == '@' ? '\0' : *unit);
}

static void
make_utf16(GString *out)
{
	g_autofree char *bytes = g_memdup2(out->str, out->len);
	gsize n = out->len / 2;

	g_string_assign(out, "\xFF\xFE");
	for (gsize i = 0; i < n; i++) {
		g_string_append_c(out, bytes[i]);
		g_string_append_c(out, '\0');
	}
	g_string_append_c(out, 'a');
}

static void
append_turn(GString *out, const struct hostile_case *c, unsigned turn)
{
	if (c->nul) {
		append_nuls(out, c->unit);
		return;
	}
	if (!c->counted) {
		g_string_append(out, c->unit);
		return;
	}
	for (const char *s = c->unit; *s != '\0'; s++) {
		if (*s == '@')
			g_string_append_printf(out, "%u", turn);
		else
			g_string_append_c(out, *s);
	}
}

static GString *
bytes_of(const struct hostile_case *c, size_t size)
{
	GString *out = g_string_sized_new(size + 256);

	g_string_append(out, c->head != NULL ? c->head : "");
	do {
		for (unsigned turn = 0; out->len < size && (c->turns == 0 || turn < c->turns); turn++)
			append_turn(out, c, turn);
		if (c->turns > 0)
			g_string_append(out, c->tail);
	} while (out->len < size);
	g_string_append(out, c->turns == 0 && c->tail != NULL ? c->tail : "");
	if (c->utf16)
		make_utf16(out);
	return out;
}

/* --- one run of the program --- */

struct outcome {
	double seconds; /* of CPU */
	long kilobytes; /* at most resident */
	int status;     /* exit status, or minus the signal */
	size_t printed;
	const char *danger;
};

/* What no output holds; the last three bytes of the part before are looked at again. */
static const char *
danger_in(const unsigned char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((s[i] < ' ' && s[i] != '\n' && s[i] != '\t') || s[i] == 0x7F)
			return "a control";
		if (i + 1 < n && s[i] == 0xC2 && s[i + 1] >= 0x80 && s[i + 1] < 0xA0)
			return "a C1 control";
		if (i + 2 < n && s[i] == 0xE2 && s[i + 1] == 0x80 && s[i + 2] >= 0xAA && s[i + 2] <= 0xAE)
			return "a bidirectional control";
		if (i + 2 < n && s[i] == 0xE2 && s[i + 1] == 0x81 && s[i + 2] >= 0xA6 && s[i + 2] <= 0xAF)
			return "a bidirectional control";
	}
	return NULL;
}

static void
read_output(int fd, struct outcome *outcome)
{
	enum { PART = 65536, AGAIN = 3 };
	unsigned char *buffer = g_malloc(AGAIN + PART);
	size_t kept = 0;
	ssize_t got;

	while ((got = read(fd, buffer + kept, PART)) > 0 || (got < 0 && errno == EINTR)) {
		if (got < 0)
			continue;
		size_t n = kept + (size_t)got;
		if (outcome->danger == NULL)
			outcome->danger = danger_in(buffer, n);
		outcome->printed += (size_t)got;
		kept = MIN(n, (size_t)AGAIN);
		memmove(buffer, buffer + n - kept, kept);
	}
	g_free(buffer);
}

static struct outcome
run(char **arguments, const char *folder, unsigned most_seconds)
{
	struct outcome outcome = { 0 };
	struct rusage usage;
	int pipes[2], status = 0;

	if (pipe(pipes) != 0)
		g_error("pipe: %s", g_strerror(errno));
	pid_t child = fork();
	if (child == 0) {
		struct rlimit limit = { most_seconds, most_seconds + 1 };
		int nothing = open("/dev/null", O_RDWR);

		setrlimit(RLIMIT_CPU, &limit);
		if (chdir(folder) != 0)
			_exit(127);
		dup2(nothing, 0);
		dup2(pipes[1], 1);
		dup2(pipes[1], 2);
		close(pipes[0]);
		close(pipes[1]);
		execv(arguments[0], arguments);
		_exit(127);
	}
	close(pipes[1]);
	read_output(pipes[0], &outcome);
	close(pipes[0]);
	if (wait4(child, &status, 0, &usage) != child)
		g_error("wait4: %s", g_strerror(errno));
	outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
	outcome.seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
			  (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
	outcome.kilobytes = usage.ru_maxrss;
	return outcome;
}

/* --- a case through the commands --- */

/* `once`: with the smaller size alone, since what it does is what the one before does. */
static const struct hostile_command {
	const char *name, *option;
	bool once;
	int parses; /* of the document */
} commands[] = {
	{ .name = "cat", .parses = 1 },
	{ .name = "cat", .option = "--width=20", .once = true, .parses = 1 },
	{ .name = "outline", .once = true, .parses = 1 },
	{ .name = "outline", .option = "--json", .once = true, .parses = 1 },
	{ .name = "links", .parses = 2 },
	{ .name = "links", .option = "--json", .once = true, .parses = 2 },
	{ .name = "stamps", .parses = 1 },
	{ .name = "stamps", .option = "--json", .once = true, .parses = 1 },
	{ .name = "info", .once = true, .parses = 1 },
	{ .name = "info", .option = "--json", .once = true, .parses = 1 },
	{ .name = "check", .parses = 2 },
	{ .name = "check", .option = "--json", .once = true, .parses = 2 },
	{ .name = "list", .parses = 1 },
	{ .name = "list", .option = "--json", .once = true, .parses = 1 },
};

struct hostile {
	const char *lectern;
	double slow;
	size_t sizes[2];
	char folders[2][24];
};

/* What a command may take: the limits of SAFETY.md §2 for each parse, and half a second for the rest. */
static double
seconds_allowed(const struct hostile *h, const struct hostile_command *command, size_t size)
{
	return (0.5 + command->parses * (1 + (double)size * 4e-6)) * h->slow;
}

static long
kilobytes_allowed(const struct hostile *h, size_t size)
{
	return (long)((64e6 + 500.0 * (double)size) * (h->slow > 1 ? 4 : 1) / 1000);
}

static char *
fault_of(const struct hostile *h, const struct hostile_command *command, const struct outcome *o, size_t size)
{
	if (o->status < 0 || o->status > 2)
		return g_strdup_printf("ends with %d", o->status);
	if (o->danger != NULL)
		return g_strdup_printf("prints %s", o->danger);
	if (o->seconds > seconds_allowed(h, command, size))
		return g_strdup_printf("takes %.2f s", o->seconds);
	if (o->kilobytes > kilobytes_allowed(h, size))
		return g_strdup_printf("takes %ld KB", o->kilobytes);
	return NULL;
}

/* Time beyond a start and some noise may grow with the size, twice as fast at most. */
static bool
out_of_proportion(const struct hostile *h, double small, double large)
{
	double share = (double)h->sizes[1] / (double)h->sizes[0];

	return large > 0.3 * h->slow && large > 2 * share * MAX(small, 0.005 * h->slow);
}

static struct outcome
run_command(const struct hostile *h, const struct hostile_command *command, const char *name, size_t size)
{
	g_autofree char *folder = g_path_get_dirname(name);
	char *arguments[5] = { (char *)h->lectern, (char *)command->name };
	int n = 2;

	if (command->option != NULL)
		arguments[n++] = (char *)command->option;
	arguments[n] = (char *)name + strlen(folder) + 1;
	return run(arguments, folder, (unsigned)(seconds_allowed(h, command, size) * 2) + 1);
}

/* What the slowest and the largest run of a case took. */
struct worst {
	const char *command;
	double seconds;
	long kilobytes;
};

/* A command over one case at both sizes; gives the number of faults. */
static unsigned
try_command(const struct hostile *h, const struct hostile_command *command, char **names, struct worst *worst)
{
	const char *option = command->option != NULL ? command->option : "";
	double seconds[2] = { 0 };
	unsigned faults = 0;

	for (int s = 0; s < (command->once ? 1 : 2); s++) {
		struct outcome o = run_command(h, command, names[s], h->sizes[s]);
		g_autofree char *fault = fault_of(h, command, &o, h->sizes[s]);

		seconds[s] = o.seconds;
		worst->kilobytes = MAX(worst->kilobytes, o.kilobytes);
		if (o.seconds > worst->seconds) {
			worst->seconds = o.seconds;
			worst->command = command->name;
		}
		if (fault != NULL && ++faults > 0)
			printf("# %s %s %s: %s\n", command->name, option, names[s], fault);
	}
	if (out_of_proportion(h, seconds[0], seconds[1]) && ++faults > 0)
		printf("# %s %s: %.3f s at %zu bytes, %.3f s at %zu\n", command->name, option, seconds[0],
			h->sizes[0], seconds[1], h->sizes[1]);
	return faults;
}

/* Each size has a folder of its own, in which the program runs. */
static bool
try_case(const struct hostile *h, const struct hostile_case *c, unsigned number)
{
	struct worst worst = { .command = "" };
	unsigned faults = 0;
	char *names[2];

	for (int s = 0; s < 2; s++) {
		GString *bytes = bytes_of(c, h->sizes[s]);

		names[s] = g_strdup_printf("%s/%s.%s", h->folders[s], c->name,
			c->suffix != NULL ? c->suffix : "md");
		if (!g_file_set_contents(names[s], bytes->str, (gssize)bytes->len, NULL))
			g_error("%s cannot be written", names[s]);
		g_string_free(bytes, TRUE);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		faults += try_command(h, &commands[i], names, &worst);
	printf("%sok %u - %s (%s %.2f s, %ld MB)\n", faults > 0 ? "not " : "", number, c->name,
		worst.command, worst.seconds, worst.kilobytes / 1024);
	fflush(stdout);
	for (int s = 0; s < 2; s++) {
		g_unlink(names[s]);
		g_free(names[s]);
	}
	return faults == 0;
}

static bool
is_wanted(const char *name, char **names, int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return count == 0;
}

static bool
read_options(struct hostile *h, int *argc, char ***argv, GError **error)
{
	g_autofree char *sizes = NULL;
	const GOptionEntry entries[] = {
		{ "slow", 0, 0, G_OPTION_ARG_DOUBLE, &h->slow, "Allow N times as much", "N" },
		{ "sizes", 0, 0, G_OPTION_ARG_STRING, &sizes, "The two sizes in bytes", "N,N" },
		{ 0 },
	};
	g_autoptr(GOptionContext) context = g_option_context_new("LECTERN [CASE...]");

	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, argc, argv, error))
		return false;
	return sizes == NULL || sscanf(sizes, "%zu,%zu", &h->sizes[0], &h->sizes[1]) == 2;
}

int
main(int argc, char **argv)
{
	struct hostile h = { .slow = 1, .sizes = { 100000, 1000000 } };
	g_autoptr(GError) error = NULL;
	unsigned number = 0, faults = 0;

	if (!read_options(&h, &argc, &argv, &error) || argc < 2) {
		fprintf(stderr, "usage: hostile [--slow N] [--sizes N,N] LECTERN [CASE...]\n");
		return 2;
	}
	g_autofree char *folder = g_dir_make_tmp("hostile-XXXXXX", &error);

	if (folder == NULL)
		g_error("%s", error->message);
	g_autofree char *lectern = g_canonicalize_filename(argv[1], NULL);
	h.lectern = lectern;
	if (g_chdir(folder) != 0)
		g_error("%s: %s", folder, g_strerror(errno));
	for (int s = 0; s < 2; s++) {
		g_snprintf(h.folders[s], sizeof(h.folders[s]), "%zu", h.sizes[s]);
		g_mkdir(h.folders[s], 0700);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		if (is_wanted(cases[i].name, argv + 2, argc - 2))
			faults += !try_case(&h, &cases[i], ++number);
	printf("1..%u\n", number);
	for (int s = 0; s < 2; s++)
		g_rmdir(h.folders[s]);
	g_rmdir(folder);
	return faults > 0;
}
