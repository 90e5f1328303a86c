#include "config.h"

#include "library/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const keys[] = { "rating", "due", "My_Key", "My Key", "gr\u00f6\u00dfe", NULL };

static const struct query_options options = { .today = "2026-11-21", .keys = keys };
static const struct query_options typing = { .today = "2026-11-21", .keys = keys, .typing = true };

/* --- what queries mean --- */

static const struct {
	const char *text, *tree;
	bool needs_texts;
} trees[] = {
	{ "", "", false },
	{ "a", "(word \"a\")", false },
	{ "a b OR c d", "(or (and (word \"a\") (word \"b\")) (and (word \"c\") (word \"d\")))",
		false },
	{ "a OR b OR c", "(or (word \"a\") (word \"b\") (word \"c\"))", false },
	{ "a or b AND c",
		"(and (word \"a\") (word \"or\") (word \"b\") (word \"AND\") (word \"c\"))",
		false },
	{ "\"OR\" ORB", "(and (word \"OR\") (word \"ORB\"))", false },
	{ "\"a phrase\" pre* -not",
		"(and (word \"a phrase\") (word \"pre\"*) (not (word \"not\")))", false },
	{ "-(a OR b) c", "(and (not (or (word \"a\") (word \"b\"))) (word \"c\"))", false },
	{ "-(-a -b) (c (d OR e))",
		"(and (not (and (not (word \"a\")) (not (word \"b\")))) (and (word \"c\") (or (word \"d\") (word \"e\"))))",
		false },
	{ "((a))", "(word \"a\")", false },
	{ "\"large lang\"* \"say \\\"hi\\\" \\\\ \\x\"",
		"(and (word \"large lang\"*) (word \"say \\\"hi\\\" \\\\ \\\\x\"))", false },
	{ "\"a\"\"b\" \"a\"b", "(and (word \"a\") (word \"b\") (word \"a\") (word \"b\"))", false },
	{ "gpt-4 --flag -> - -- -.net -\"x y\" -$1",
		"(and (word \"gpt-4\") (word \"--flag\") (word \"->\") (word) (word \"--\") (not (word \".net\")) (not (word \"x y\")) (not (word \"$1\")))",
		true },
	{ "C++ $1.5 10,000 a_b don't",
		"(and (word \"C++\") (word \"$1.5\") (word \"10,000\") (word \"a_b\") (word \"don't\"))",
		false },
	{ "https://a.org/b?c=d 12:34 std::vector :x a:: ",
		"(and (word \"https://a.org/b?c=d\") (word \"12:34\") (word \"std::vector\") (word \":x\") (word \"a::\"))",
		false },
	{ "main() f(x,y) (a OR main()) foo(a b) (a)b",
		"(and (word \"main()\") (word \"f(x,y)\") (or (word \"a\") (word \"main()\")) (word \"foo\") (and (word \"a\") (word \"b\")) (word \"a\") (word \"b\"))",
		false },
	{ "Attention: a survey", "(and (word \"Attention:\") (word \"a\") (word \"survey\"))",
		false },
	{ "a　b c", "(and (word \"a\") (word \"b\") (word \"c\"))", false },
	{ "'", "(word)", false },
	{ "\"\"", "(word)", false },
	{ "*", "(word)", false },
	{ "title:foo heading:\"a b\"* text:pre* TITLE:x",
		"(and (title \"foo\") (heading \"a b\"*) (text \"pre\"*) (title \"x\"))", false },
	{ "tag:ai,#ml -tag:a,b tag:\"#a b\"",
		"(and (or (tag \"ai\") (tag \"#ml\")) (not (or (tag \"a\") (tag \"b\"))) (tag \"#a b\"))",
		false },
	{ "tags:x aliases:y authors:z headings:h timestamps:1",
		"(and (tag \"x\") (alias \"y\") (author \"z\") (heading \"h\") (stamps 1..1))",
		false },
	{ "keywords:x source_url:a.org by:x created:2026 pubDate:2026",
		"(and (tag \"x\") (source \"a.org\") (author \"x\") (fetched 2026-01-01..2026-12-31) (published 2026-01-01..2026-12-31))",
		false },
	{ "kind:video kind:article,NOTE kind:art* -kind:\"note\"",
		"(and (kind \"video\") (or (kind \"article\") (kind \"NOTE\")) (kind \"art\"*) (not (kind \"note\")))",
		false },
	{ "rating:>3 rating:>=3 rating:1..5 rating:<-1.5 rating:3 rating:0x10",
		"(and (rating 3.0000000000000004..) (rating 3..) (rating 1..5) (rating ..-1.5000000000000002) (rating \"3\") (rating \"0x10\"))",
		false },
	{ "rating:>2025 rating:2020..2024 rating:\"2026\" rating:2026",
		"(and (or (rating 2025.0000000000002..) (rating 2026-01-01..)) (or (rating 2020..2024) (rating 2020-01-01..2024-12-31)) (rating \"2026\") (or (rating \"2026\") (rating 2026-01-01..2026-12-31)))",
		false },
	{ "due:2026-02 due:<7d due:>2026-01 due:7d due:2026-13",
		"(and (or (due \"2026-02\") (due 2026-02-01..2026-02-28)) (due 2026-11-14..) (due 2026-02-01..) (due \"7d\") (due \"2026-13\"))",
		false },
	{ "due:\"a,b\\\"c\\\\d\",e rating:wait..what author:>3",
		"(and (or (due \"a,b\\\"c\\\\d\") (due \"e\")) (rating \"wait..what\") (author 3.0000000000000004..))",
		false },
	{ "my_key:x MY_KEY:x \"My Key\":x \"My Key\":/x/ -\"My Key\":*",
		"(and (My_Key \"x\") (My_Key \"x\") (My Key \"x\") (My Key /x/) (not (My Key *)))",
		false },
	{ "größe:1", "(größe \"1\")", false },
	{ "title:* author:* -author:* words:* tag:* date:* link:* path:* kind:*",
		"(and (title *) (author *) (not (author *)) (words 1..) (tag *) (date *) (link *) (path *) (kind *))",
		false },
	{ "words:>2000 words:2k size:<1.5M words:1.5..2.5 words:..5 words:>=1e3 words:<-1",
		"(and (words 2001..) (words 2000..2000) (size ..1499999) (words 2..2) (words ..5) (words 1000..) (words ..-2))",
		false },
	{ "fetched:<7d fetched:<=7d fetched:>7d fetched:>=7d fetched:7d published:2w..1d date:<1m date:>1y date:>999999y",
		"(and (fetched 2026-11-14..) (fetched 2026-11-14..) (fetched ..2026-11-13) (fetched ..2026-11-14) (fetched 2026-11-14..2026-11-14) (published 2026-11-07..2026-11-20) (date 2026-10-22..) (date ..2025-11-20) (date ..0000-12-31))",
		false },
	{ "date:2026 date:2026-02 date:2024-02 date:2000-02 date:1900-02 date:2026-02-08 date:\"2026\"",
		"(and (date 2026-01-01..2026-12-31) (date 2026-02-01..2026-02-28) (date 2024-02-01..2024-02-29) (date 2000-02-01..2000-02-29) (date 1900-02-01..1900-02-28) (date 2026-02-08..2026-02-08) (date 2026-01-01..2026-12-31))",
		false },
	{ "date:2026-01..2026-03 date:..2026 date:2026.. date:2025-12-31..2026",
		"(and (date 2026-01-01..2026-03-31) (date ..2026-12-31) (date 2026-01-01..) (date 2025-12-31..2026-12-31))",
		false },
	{ "date:>2026-01 date:<2026-01 date:>=2026-01 date:<=2026-01 date:>2026-12-31 date:<2024-03-01",
		"(and (date 2026-02-01..) (date ..2025-12-31) (date 2026-01-01..) (date ..2026-01-31) (date 2027-01-01..) (date ..2024-02-29))",
		false },
	{ "date:>9999 date:<0001", "(and (date 9999-12-32..) (date ..0000-12-31))", false },
	{ "is:unread is:broken,orphan IS:Read -is:starred has:stamps,links has:source",
		"(and (is unread) (or (is broken) (is orphan)) (is read) (not (is starred)) (or (has stamps) (has links)) (has source))",
		false },
	{ "video:dQw4w9WgXcQ video:https://youtu.be/dQw4w9WgXcQ?t=3",
		"(and (video \"dQw4w9WgXcQ\") (video \"https://youtu.be/dQw4w9WgXcQ?t=3\"))",
		false },
	{ "source:https://www.A.org/x/ source:a.org link:foo link:\"My note\" path:Notes/* path:\"a b\"",
		"(and (source \"https://www.A.org/x/\") (source \"a.org\") (link \"foo\") (link \"My note\") (path \"Notes/\"*) (path \"a b\"))",
		false },
	{ "text:/re+ x/ text:/S\\// title:/(a|b) c/ author:/x/,/y/ (tag:/z/) date:/-12-25/",
		"(and (text /re+ x/) (text /S\\//) (title /(a|b) c/) (or (author /x/) (author /y/)) (tag /z/) (date /-12-25/))",
		true },
	{ "title:f(a,b),c", "(or (title \"f(a,b)\") (title \"c\"))", false },
	{ "sort:title a limit:5", "(word \"a\") sort:title limit:5", false },
	{ "sort:-date limit:1 sort:-relevance limit:99999999999",
		"sort:-relevance limit:4294967295", false },
	{ "a OR b sort:Words", "(or (word \"a\") (word \"b\")) sort:words", false },
	{ "text:a:b title:http://x title:-x",
		"(and (text \"a:b\") (title \"http://x\") (title \"-x\"))", false },
	{ "->", "(word \"->\")", true },
	{ "text:\"->\" title:\"->\" heading:\"->\"",
		"(and (text \"->\") (title \"->\") (heading \"->\"))", true },
};

static void
test_trees(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(trees); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Query) query = query_parse(trees[i].text, &options, &error);

		if (query == NULL)
			fail_msg("%s: %s", trees[i].text, error->message);

		g_autofree char *tree = query_print(query);

		if (strcmp(tree, trees[i].tree) != 0 || query->needs_texts != trees[i].needs_texts)
			fail_msg("%s: %s (%d)", trees[i].text, tree, query->needs_texts);
		assert_string_equal(query->text, trees[i].text);
		assert_string_equal(query->finished, trees[i].text);
	}
}

/* --- what is wrong with others --- */

struct wrong {
	const char *text, *sentence;
};

static const struct wrong wrongs[] = {
	{ "catgory:x", "unknown field \"catgory\", column 1: did you mean \"category\"?" },
	{ "-catgory:x", "unknown field \"catgory\", column 2: did you mean \"category\"?" },
	{ "é catgory:x", "unknown field \"catgory\", column 3: did you mean \"category\"?" },
	{ "zqx:invent",
		"unknown field \"zqx\", column 1: write \"zqx:invent\" in its quotes to look for it" },
	{ "a zqx:\"a b\"", "unknown field \"zqx\", column 3: write it in quotes to look for it" },
	{ "\"no such\":x",
		"unknown field \"no such\", column 1: write it in quotes to look for it" },
	{ "ratting:3", "unknown field \"ratting\", column 1: did you mean \"rating\"?" },
	{ "titel:x", "unknown field \"titel\", column 1: did you mean \"title\"?" },
	{ "tgs:x", "unknown field \"tgs\", column 1: did you mean \"tags\"?" },
	{ "title:",
		"\"title:\" has no value, column 1: write it right behind, or all in quotes to look for it" },
	{ "a title: foo",
		"\"title:\" has no value, column 3: write it right behind, or all in quotes to look for it" },
	{ "-title:",
		"\"title:\" has no value, column 2: write it right behind, or all in quotes to look for it" },
	{ "title:,a",
		"a value is missing, column 7: a comma stands between two values, or in quotes" },
	{ "title:a,,b",
		"a value is missing, column 9: a comma stands between two values, or in quotes" },
	{ "title:a, b",
		"a value is missing, column 9: a comma stands between two values, or in quotes" },
	{ "title:(a b)",
		"a field cannot have a bracket of terms, column 7: write field:a,b for either, or quote the value" },
	{ "kind:vidoe", "unknown kind \"vidoe\", column 6: did you mean \"video\"?" },
	{ "kind:foo",
		"unknown kind \"foo\", column 6: there are video, article, transcript, digest, note, text" },
	{ "kind:vid", "unknown kind \"vid\", column 6: did you mean \"video\"?" },
	{ "kind:\"\"",
		"unknown kind \"\", column 6: there are video, article, transcript, digest, note, text" },
	{ "kind:x*",
		"unknown kind \"x*\", column 6: there are video, article, transcript, digest, note, text" },
	{ "is:unred", "unknown state \"unred\", column 4: did you mean \"unread\"?" },
	{ "is:foo",
		"unknown state \"foo\", column 4: there are unread, read, starred, broken, orphan" },
	{ "is:*",
		"unknown state \"*\", column 4: there are unread, read, starred, broken, orphan" },
	{ "is:/x/",
		"\"is:\" takes no regular expression, column 4: quote it to look for the signs" },
	{ "has:tags", "unknown value of has: \"tags\", column 5: there are stamps, links, source" },
	{ "has:stamp", "unknown value of has: \"stamp\", column 5: did you mean \"stamps\"?" },
	{ "link:/x/",
		"\"link:\" takes no regular expression, column 6: quote it to look for the signs" },
	{ "words:/1/",
		"\"words:\" takes no regular expression, column 7: quote it to look for the signs" },
	{ "words:many", "\"many\" is no number, column 7: numbers are 5, >5, <=5 or 1..5" },
	{ "words:",
		"\"words:\" has no value, column 1: write it right behind, or all in quotes to look for it" },
	{ "words:5..1", "the range \"5..1\" is empty, column 7: its first end is the greater" },
	{ "words:..", "\"..\" is no number, column 7: numbers are 5, >5, <=5 or 1..5" },
	{ "words:1*", "\"1*\" is no number, column 7: numbers are 5, >5, <=5 or 1..5" },
	{ "date:2026-13",
		"\"2026-13\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:2026-1",
		"\"2026-1\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:2026-02-30",
		"\"2026-02-30\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:1900-02-29",
		"\"1900-02-29\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:2026-02-08x",
		"\"2026-02-08x\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:0000",
		"\"0000\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:soon",
		"\"soon\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:..",
		"\"..\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:>",
		"\">\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:2026..2025",
		"the range \"2026..2025\" is empty, column 6: its first end is the greater" },
	{ "date:2026-03..2026-02",
		"the range \"2026-03..2026-02\" is empty, column 6: its first end is the greater" },
	{ "date:2026*",
		"\"2026*\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "due:>soon",
		"\">soon\" has neither number nor date, column 5: compare with one, as in >3 or <=2026-02, or quote it" },
	{ "due:>",
		"\">\" has neither number nor date, column 5: compare with one, as in >3 or <=2026-02, or quote it" },
	{ "rating:5..1", "the range \"5..1\" is empty, column 8: its first end is the greater" },
	{ "\"abc", "this quote is not closed, column 1: write \\\" for a quote that is meant" },
	{ "a \"b\\\"", "this quote is not closed, column 3: write \\\" for a quote that is meant" },
	{ "title:\"abc",
		"this quote is not closed, column 7: write \\\" for a quote that is meant" },
	{ "text:/abc",
		"this regular expression is not closed, column 6: end it with a \"/\", or write the value in quotes" },
	{ "text:/a(b/", "wrong regular expression: missing closing parenthesis, column 10" },
	{ "é text:/a[b/",
		"wrong regular expression: missing terminating ] for character class, column 12" },
	{ "text:/a/b/",
		"the regular expression ended before this, column 9: write \\/ for a \"/\" that is meant, or the value in quotes" },
	{ "a (b",
		"this bracket is not closed, column 3: write \"(\" in its quotes to look for it" },
	{ "((a)",
		"this bracket is not closed, column 1: write \"(\" in its quotes to look for it" },
	{ "-(a", "this bracket is not closed, column 2: write \"(\" in its quotes to look for it" },
	{ "a )",
		"this bracket was not opened, column 3: write \")\" in its quotes to look for it" },
	{ "(a))",
		"this bracket was not opened, column 4: write \")\" in its quotes to look for it" },
	{ "()", "there is nothing in this bracket, column 1: write \"()\" in its quotes to look for it" },
	{ "a ( ) b",
		"there is nothing in this bracket, column 3: write \"()\" in its quotes to look for it" },
	{ "a OR",
		"OR has no right side, column 3: write \"OR\" in its quotes to look for the word" },
	{ "OR a",
		"OR has no left side, column 1: write \"OR\" in its quotes to look for the word" },
	{ "OR", "OR has no left side, column 1: write \"OR\" in its quotes to look for the word" },
	{ "a OR OR b",
		"OR has no left side, column 6: write \"OR\" in its quotes to look for the word" },
	{ "(a OR)",
		"OR has no right side, column 4: write \"OR\" in its quotes to look for the word" },
	{ "(OR a)",
		"OR has no left side, column 2: write \"OR\" in its quotes to look for the word" },
	{ "sort:date OR a",
		"OR has no left side, column 11: write \"OR\" in its quotes to look for the word" },
	{ "sort:tag",
		"\"tag\" is nothing to sort by, column 6: sort by title, path, kind, category, author, channel, source, fetched, published, date, words, stamps, sections, links, minutes, problems, size, relevance" },
	{ "sort:titel", "\"titel\" is nothing to sort by, column 6: did you mean \"title\"?" },
	{ "sort:zqx",
		"\"zqx\" is nothing to sort by, column 6: sort by title, path, kind, category, author, channel, source, fetched, published, date, words, stamps, sections, links, minutes, problems, size, relevance" },
	{ "sort:",
		"\"sort:\" has no value, column 1: write it right behind, or all in quotes to look for it" },
	{ "limit:0", "\"0\" is no limit, column 7: write a number from 1 on" },
	{ "limit:-1", "\"-1\" is no limit, column 7: write a number from 1 on" },
	{ "limit:x", "\"x\" is no limit, column 7: write a number from 1 on" },
	{ "limit:",
		"\"limit:\" has no value, column 1: write it right behind, or all in quotes to look for it" },
	{ "(sort:date a)",
		"\"sort:\" cannot stand in brackets or behind a \"-\", column 2: it holds for the whole query" },
	{ "-limit:3",
		"\"limit:\" cannot stand in brackets or behind a \"-\", column 1: it holds for the whole query" },
	{ "(limit:3)",
		"\"limit:\" cannot stand in brackets or behind a \"-\", column 2: it holds for the whole query" },
};

/* While typing too, since no more of it can make them right. */
static const struct wrong typing_wrongs[] = {
	{ "catgory:x", "unknown field \"catgory\", column 1: did you mean \"category\"?" },
	{ "catgory:x ", "unknown field \"catgory\", column 1: did you mean \"category\"?" },
	{ "date:2026-13",
		"\"2026-13\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:x",
		"\"x\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "date:2 a",
		"\"2\" is no date, column 6: dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d" },
	{ "kind:x",
		"unknown kind \"x\", column 6: there are video, article, transcript, digest, note, text" },
	{ "kind:vid a", "unknown kind \"vid\", column 6: did you mean \"video\"?" },
	{ "is:x",
		"unknown state \"x\", column 4: there are unread, read, starred, broken, orphan" },
	{ "limit:0", "\"0\" is no limit, column 7: write a number from 1 on" },
	{ "sort:x",
		"\"x\" is nothing to sort by, column 6: sort by title, path, kind, category, author, channel, source, fetched, published, date, words, stamps, sections, links, minutes, problems, size, relevance" },
	{ "a )",
		"this bracket was not opened, column 3: write \")\" in its quotes to look for it" },
	{ "a () b",
		"there is nothing in this bracket, column 3: write \"()\" in its quotes to look for it" },
	{ "OR b",
		"OR has no left side, column 1: write \"OR\" in its quotes to look for the word" },
	{ "a OR OR b",
		"OR has no left side, column 6: write \"OR\" in its quotes to look for the word" },
	{ "text:/a(/", "wrong regular expression: missing closing parenthesis, column 9" },
	{ "words:x", "\"x\" is no number, column 7: numbers are 5, >5, <=5 or 1..5" },
	{ "(sort:",
		"\"sort:\" cannot stand in brackets or behind a \"-\", column 2: it holds for the whole query" },
};

static void
check_wrongs(const struct wrong *rows, size_t n, const struct query_options *with)
{
	for (size_t i = 0; i < n; i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Query) query = query_parse(rows[i].text, with, &error);

		if (query != NULL)
			fail_msg("%s: no error", rows[i].text);
		assert_int_equal(error->domain, QUERY_ERROR);
		if (strcmp(error->message, rows[i].sentence) != 0)
			fail_msg("%s: %s", rows[i].text, error->message);
	}
}

static void
test_wrongs(void **state)
{
	(void)state;
	check_wrongs(wrongs, G_N_ELEMENTS(wrongs), &options);
	check_wrongs(typing_wrongs, G_N_ELEMENTS(typing_wrongs), &typing);
}

/* --- while typing --- */

static const struct {
	const char *text, *tree, *finished;
} typed[] = {
	{ "", "", "" },
	{ "a", "(word \"a\"*)", "a" },
	{ "a ", "(word \"a\")", "a " },
	{ "a b", "(and (word \"a\") (word \"b\"*))", "a b" },
	{ "-a", "(not (word \"a\"))", "-a" },
	{ "-(a", "(not (word \"a\"))", "-(a)" },
	{ "-(-a", "(not (not (word \"a\"*)))", "-(-a)" },
	{ "\"a b", "(word \"a b\"*)", "\"a b\"" },
	{ "\"a b\"", "(word \"a b\")", "\"a b\"" },
	{ "\"a b\"*", "(word \"a b\"*)", "\"a b\"*" },
	{ "\"", "", "" },
	{ "-\"", "", "" },
	{ "(a", "(word \"a\"*)", "(a)" },
	{ "(a (b OR", "(and (word \"a\") (word \"b\"))", "(a (b ))" },
	{ "((a)", "(word \"a\")", "((a))" },
	{ "(", "", "" },
	{ "a (", "(word \"a\")", "a " },
	{ "a ()", "(word \"a\")", "a " },
	{ "(a OR)", "(word \"a\")", "(a )" },
	{ "O", "(word \"O\"*)", "O" },
	{ "OR", "", "" },
	{ "a OR", "(word \"a\")", "a " },
	{ "a OR ", "(word \"a\")", "a " },
	{ "title:", "", "" },
	{ "a title: ", "(word \"a\")", "a " },
	{ "title:foo", "(title \"foo\"*)", "title:foo" },
	{ "author:\"b c", "(author \"b c\"*)", "author:\"b c\"" },
	{ "tag:a,", "(tag \"a\")", "tag:a" },
	{ "tag:a,b", "(or (tag \"a\") (tag \"b\"*))", "tag:a,b" },
	{ "(tag:a,", "(tag \"a\")", "(tag:a)" },
	{ "https:", "(word \"https:\"*)", "https:" },
	{ "https:/", "(word \"https:/\"*)", "https:/" },
	{ "https://a", "(word \"https://a\"*)", "https://a" },
	{ "-", "", "" },
	{ "a -", "(word \"a\")", "a " },
	{ "a --", "(and (word \"a\") (word \"--\"*))", "a --" },
	{ "text:/", "", "" },
	{ "text:/re", "(text /re/)", "text:/re/" },
	{ "(text:/re", "(text /re/)", "(text:/re/)" },
	{ "text:/re(", "", "" },
	{ "text:/re\\", "", "" },
	{ "text:/re/", "(text /re/)", "text:/re/" },
	{ "author:/x/,/y", "(or (author /x/) (author /y/))", "author:/x/,/y/" },
	{ "date:2", "", "" },
	{ "date:2026", "(date 2026-01-01..2026-12-31)", "date:2026" },
	{ "date:2026-", "", "" },
	{ "date:2026-1", "", "" },
	{ "date:2026-12-3", "", "" },
	{ "date:>", "", "" },
	{ "date:<7", "", "" },
	{ "date:<7d", "(date 2026-11-14..)", "date:<7d" },
	{ "date:2026..", "(date 2026-01-01..)", "date:2026.." },
	{ "date:2026..2", "", "" },
	{ "words:>", "", "" },
	{ "words:>2", "(words 3..)", "words:>2" },
	{ "words:..", "", "" },
	{ "words:1.", "(words 1..1)", "words:1." },
	{ "words:-", "", "" },
	{ "due:>", "", "" },
	{ "due:>20", "(due 20.000000000000004..)", "due:>20" },
	{ "due:2026-0", "(due \"2026-0\"*)", "due:2026-0" },
	{ "due:2026-02", "(or (due \"2026-02\"*) (due 2026-02-01..2026-02-28))", "due:2026-02" },
	{ "rating:1..", "(rating 1..)", "rating:1.." },
	{ "kind:", "", "" },
	{ "kind:vid", "(kind \"vid\"*)", "kind:vid*" },
	{ "(kind:vid", "(kind \"vid\"*)", "(kind:vid*)" },
	{ "-kind:vid", "", "" },
	{ "kind:video", "(kind \"video\")", "kind:video" },
	{ "is:un", "", "" },
	{ "is:unread", "(is unread)", "is:unread" },
	{ "has:l", "", "" },
	{ "sort:", "", "" },
	{ "sort:ti", "", "" },
	{ "sort:-", "", "" },
	{ "sort:title", "sort:title", "sort:title" },
	{ "limit:", "", "" },
	{ "limit:5", "limit:5", "limit:5" },
	{ "catgory:", "(word \"catgory:\"*)", "catgory:" },
	{ "\"a\\", "(word \"a\\\\\"*)", "\"a\\\\\"" },
	{ "\"a\\\\", "(word \"a\\\\\"*)", "\"a\\\\\"" },
	{ "\"a\\\"", "(word \"a\\\"\"*)", "\"a\\\"\"" },
	{ "a OR date:2", "(word \"a\")", "a " },
	{ "(a OR date:2", "(word \"a\")", "(a )" },
	{ "title:(a", "(title \"(a\"*)", "title:(a)" },
	{ "main(", "(word \"main(\"*)", "main()" },
	{ "foo*", "(word \"foo\"*)", "foo*" },
};

static void
test_typed(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(typed); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Query) query = query_parse(typed[i].text, &typing, &error);

		if (query == NULL)
			fail_msg("%s: %s", typed[i].text, error->message);

		g_autofree char *tree = query_print(query);

		if (strcmp(tree, typed[i].tree) != 0 ||
			strcmp(query->finished, typed[i].finished) != 0)
			fail_msg("%s: %s | %s", typed[i].text, tree, query->finished);

		g_autoptr(Query) again = query_parse(query->finished, &options, &error);

		if (again == NULL)
			fail_msg("%s: %s: %s", typed[i].text, query->finished, error->message);
	}
}

/* --- limits --- */

static char *
repeat(const char *before, const char *s, unsigned n, const char *after)
{
	GString *out = g_string_new(before);

	for (unsigned i = 0; i < n; i++)
		g_string_append(out, s);
	g_string_append(out, after);
	return g_string_free(out, FALSE);
}

static void
test_limits(void **state)
{
	const struct {
		char *text;
		const char *sentence; /* NULL: none */
	} rows[] = {
		{ repeat("", "(", 64, "a"), NULL },
		{ repeat("", "(", 65, "a"), "more than 64 brackets inside each other, column 65" },
		{ repeat("", "-(", 64, "a"), NULL },
		{ repeat("", "a ", 256, ""), NULL },
		{ repeat("", "a ", 257, ""), "more than 256 terms, column 513" },
		{ repeat("tag:a", ",a", 256, ""), "more than 256 terms, column 517" },
		{ repeat("", "a", 4096, ""), NULL },
		{ repeat("", "a", 4097, ""), "the query is longer than 4096 bytes, column 4097" },
		{ repeat("", "\u00e9", 2049, ""),
			"the query is longer than 4096 bytes, column 2049" },
		{ repeat("text:/", "a", 1025, "/"),
			"the regular expression is longer than 1024 bytes, column 1031" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Query) query = query_parse(rows[i].text, &typing, &error);

		if (rows[i].sentence == NULL)
			assert_non_null(query);
		else
			assert_string_equal(error->message, rows[i].sentence);
		g_free(rows[i].text);
	}
}

/* --- the rest --- */

static void
test_places(void **state)
{
	g_autoptr(Query) query = query_parse(" -tag:a,b (c d) \"e\"", &options, NULL);
	static const struct range expected[] = { { 1, 9 }, { 10, 15 }, { 16, 19 } };

	(void)state;
	for (uint32_t i = 0; i < query->root->count; i++) {
		assert_int_equal(query->root->children[i]->place.start, expected[i].start);
		assert_int_equal(query->root->children[i]->place.end, expected[i].end);
	}
}

static void
test_any_key(void **state)
{
	g_autoptr(Query) query = query_parse("Foo:bar re:x \"a b\":c", NULL, NULL);
	g_autofree char *tree = query_print(query);
	char today[11];

	(void)state;
	assert_string_equal(tree, "(and (foo \"bar\") (re \"x\") (a b \"c\"))");
	query_today(86400 * 366, today);
	assert_true(g_str_has_prefix(today, "1971-01-0"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trees),
		cmocka_unit_test(test_wrongs),
		cmocka_unit_test(test_typed),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_any_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
