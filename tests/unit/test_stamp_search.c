/*
 * Timestamps that a query finds, held against a judge that knows nothing of indexes: words of made sentences,
 * looked for one by one.
 */
#include "config.h"

#include "library/stamp_search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "document/kinds.h"
#include "support/link_library.h"
#include "support/parse.h"

/* --- tables --- */

static struct query *
parse_query(const char *text)
{
	const struct query_options options = { .today = "2026-03-01" };
	g_autoptr(GError) error = NULL;
	struct query *query = query_parse(text, &options, &error);

	if (query == NULL)
		fail_msg("%s: %s", text, error->message);
	return query;
}

#define TALK                                                                                       \
	"---\nvideoId: abcdefghijk\ntitle: Looms\n---\nWool comes first [00:00:10].\n\n"           \
	"# Spinning\n\nThe wheel turns [00:01:00]. Flax is wetted, and wool is not [00:02:00]. "   \
	"Thread is wound [00:03:00] [00:03:30].\n\n"                                               \
	"# Weaving the wheel\n\nA C++ program sets the loom [00:04:00]. The snake_case warp "      \
	"[00:05:00].\n"

#define CUES                                                                                       \
	"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Lee>We begin with the spinning\n\n"             \
	"00:02.000 --> 00:03.000\n<v Ann Lee>wheel of the old mill\n\n"                            \
	"00:03.000 --> 00:04.000\n<v Ann Lee>and its thread.\n\n"                                  \
	"00:10.000 --> 00:11.000\n<v Bo>The wheel is gone.\n\n"                                    \
	"00:11.000 --> 00:12.000\n<v Bo>Who sold it?\n"

static const struct {
	const char *name, *path, *text, *query;
	const char *expected; /* seconds, with the hits in the sentence in braces */
} cases[] = {
	{ "a word of the sentence", "a.md", TALK, "flax",
		"120 {Flax} is wetted, and wool is not\n" },
	{ "a word of the section's title", "a.md", TALK, "spinning",
		"60 The wheel turns\n120 Flax is wetted, and wool is not\n180 Thread is wound\n"
		"210 Thread is wound\n" },
	{ "one word in each", "a.md", TALK, "spinning wool",
		"120 Flax is wetted, and {wool} is not\n" },
	{ "title and sentence are apart for a phrase", "a.md", TALK, "\"spinning the\"", "" },
	{ "sentences are apart for a phrase", "a.md", TALK, "\"turns flax\"", "" },
	{ "words of two sentences", "a.md", TALK, "wheel flax", "" },
	{ "a phrase", "a.md", TALK, "\"wool is\"", "120 Flax is wetted, and {wool is} not\n" },
	{ "a prefix", "a.md", TALK, "wet*", "120 Flax is {wetted}, and wool is not\n" },
	{ "what must not hold", "a.md", TALK, "wool -flax", "10 {Wool} comes first\n" },
	{ "nor in the section", "a.md", TALK, "wool -spinning", "10 {Wool} comes first\n" },
	{ "either", "a.md", TALK, "flax OR loom",
		"120 {Flax} is wetted, and wool is not\n240 A C++ program sets the {loom}\n" },
	{ "brackets", "a.md", TALK, "(flax OR loom) -(wool is)",
		"240 A C++ program sets the {loom}\n" },
	{ "the sentence alone", "a.md", TALK, "text:wheel", "60 The {wheel} turns\n" },
	{ "the section alone", "a.md", TALK, "heading:wheel",
		"240 A C++ program sets the loom\n300 The snake_case warp\n" },
	{ "the document's title", "a.md", TALK, "title:looms text:wool",
		"10 {Wool} comes first\n120 Flax is wetted, and {wool} is not\n" },
	{ "the document's title is no word of it", "a.md", TALK, "looms", "" },
	{ "signs", "a.md", TALK, "C++ OR snake_case",
		"240 A {C++} program sets the loom\n300 The {snake_case} warp\n" },
	{ "an expression", "a.md", TALK, "text:/^the\\b.*\\w$/",
		"60 {The wheel turns}\n300 {The snake_case warp}\n" },
	{ "an expression of the section", "a.md", TALK, "heading:/ing$/ text:/wound/",
		"180 Thread is {wound}\n210 Thread is {wound}\n" },
	{ "has a section", "a.md", TALK, "-heading:*", "10 Wool comes first\n" },
	{ "all", "a.md", TALK, "-nothing text:wo*",
		"10 {Wool} comes first\n120 Flax is wetted, and {wool} is not\n"
		"180 Thread is {wound}\n210 Thread is {wound}\n" },
	{ "a cue", "a.vtt", CUES, "mill", "2 wheel of the old {mill}\n" },
	{ "a phrase runs over cues", "a.vtt", CUES, "\"spinning wheel\"",
		"1 We begin with the {spinning}\n2 {wheel} of the old mill\n" },
	{ "words of a paragraph", "a.vtt", CUES, "thread begin",
		"1 We {begin} with the spinning\n3 and its {thread}.\n" },
	{ "paragraphs are apart", "a.vtt", CUES, "thread gone", "" },
	{ "what must not hold in the paragraph", "a.vtt", CUES, "wheel -thread",
		"10 The {wheel} is gone.\n" },
	{ "all cues where no word is asked for", "a.vtt", CUES, "-thread",
		"10 The wheel is gone.\n11 Who sold it?\n" },
	{ "an expression over cues", "a.vtt", CUES, "text:/the \\w+ wheel/",
		"1 We begin with {the spinning}\n2 {wheel} of the old mill\n" },
	{ "both ways round", "a.vtt", CUES, "-(-gone)", "10 The wheel is {gone}.\n" },
	{ "no digits of a label", "a.vtt", CUES, "0 OR 01", "" },
	{ "a name before the words of a turn", "a.txt",
		"[00:00:01] Ann: The wheel.\n\n[00:00:05] Bo: The mill and the\nwheel.\n\n"
		"[00:00:09] Ann: No.\n\n[00:00:12] Bo: Yes.\n",
		"bo wheel", "5 {Bo}: The mill and the {wheel}.\n" },
};

static void
print_found(GString *out, struct stamp_search *search, const struct document *document,
	const GArray *found)
{
	for (guint i = 0; i < found->len; i++) {
		uint32_t at = g_array_index(found, uint32_t, i);
		const struct timestamp *timestamp = &document->timestamps[at];
		g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct range));
		uint32_t from = timestamp->sentence.start;

		stamp_search_hits(search, document, at, hits);
		g_string_append_printf(out, "%u ", timestamp->milliseconds / 1000);
		for (guint j = 0; j < hits->len; j++) {
			struct range hit = g_array_index(hits, struct range, j);
			assert_true(hit.start >= from && hit.end <= timestamp->sentence.end);
			g_string_append_len(out, document->text + from, hit.start - from);
			g_string_append_printf(out, "{%.*s}", (int)range_length(hit),
				document->text + hit.start);
			from = hit.end;
		}
		g_string_append_len(out, document->text + from, timestamp->sentence.end - from);
		g_string_append_c(out, '\n');
	}
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) document =
			parse_text(cases[i].path, cases[i].text, DOCUMENT_WHOLE);
		g_autoptr(Query) query = parse_query(cases[i].query);
		g_autoptr(StampSearch) search = stamp_search_new(query);
		g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		g_autoptr(GString) out = g_string_new(NULL);

		assert_true(stamp_search_find(search, document, 0, found));
		print_found(out, search, document, found);
		if (strcmp(out->str, cases[i].expected) != 0)
			fail_msg("%s: `%s` finds\n%s, not\n%s", cases[i].name, cases[i].query,
				out->str, cases[i].expected);
	}
}

/* --- a judge --- */

static const char *const vocabulary[] = { "wool", "flax", "silk", "loom", "wheel", "thread", "dye",
	"mill" };
static const char *const fields[] = { "tag:red", "kind:transcript", "path:b", "title:silk",
	"has:stamps", "words:>30" };

/* A made document as the judge knows it: its timestamps with the words of sentence and section. */
struct known {
	bool transcript, red, in_b, titled;
	GPtrArray
		*sentences;  /* GPtrArray * of const char *: of a transcript those of a paragraph */
	GPtrArray *sections; /* the same, by timestamp; NULL for none */
	GArray *paragraphs;  /* uint32_t: by timestamp */
};

/* A made query: a tree, and its text. */
struct made {
	enum { WORD, PHRASE, PREFIX, TEXT, HEADING, FIELD, AND, OR, NOT } op;
	const char *words[2];
	uint32_t field;
	struct made *children[2];
};

static const char *
any_word(GRand *random)
{
	return vocabulary[g_rand_int_range(random, 0, G_N_ELEMENTS(vocabulary))];
}

static void
append_words(GRand *random, GString *text, GPtrArray *words, int most)
{
	int n = g_rand_int_range(random, 1, most + 1);

	for (int i = 0; i < n; i++) {
		const char *word = any_word(random);

		g_string_append_printf(text, "%s%s", i > 0 ? " " : "", word);
		g_ptr_array_add(words, (gpointer)word);
	}
}

static void
add_known(struct known *known, GPtrArray *sentence, GPtrArray *section, uint32_t paragraph)
{
	g_ptr_array_add(known->sentences, sentence);
	g_ptr_array_add(known->sections, section != NULL ? g_ptr_array_ref(section) : NULL);
	g_array_append_val(known->paragraphs, paragraph);
}

static void
make_note(GRand *random, GString *text, struct known *known)
{
	uint32_t at = 0;

	known->red = g_rand_boolean(random);
	known->titled = g_rand_boolean(random);
	g_string_append_printf(text, "---\nvideoId: abcdefghijk\ntitle: %s\n%s---\n\n",
		known->titled ? "Silk" : "Other", known->red ? "tags: red\n" : "");
	for (int i = g_rand_int_range(random, 0, 4); i >= 0; i--) {
		g_autoptr(GPtrArray) section = g_ptr_array_new();

		g_string_append(text, "## ");
		append_words(random, text, section, 3);
		g_string_append(text, "\n\n");
		for (int n = g_rand_int_range(random, 0, 6); n > 0; n--) {
			GPtrArray *sentence = g_ptr_array_new();

			append_words(random, text, sentence, 6);
			g_string_append_printf(text, " [00:%02u:00]. ", at % 60);
			add_known(known, sentence, section, at++);
		}
		g_string_append(text, "Untimed wool.\n\n");
	}
}

static void
make_transcript(GRand *random, GString *text, struct known *known)
{
	unsigned seconds = 0;
	uint32_t paragraph = 0;

	known->transcript = true;
	g_string_append(text, "WEBVTT\n\n");
	for (int n = g_rand_int_range(random, 1, 12); n > 0; n--) {
		GPtrArray *sentence = g_ptr_array_new();

		if (seconds > 0 && g_rand_int_range(random, 0, 3) == 0) {
			seconds += 10;
			paragraph++;
		}
		g_string_append_printf(text, "%02u:%02u.000 --> %02u:%02u.000\n", seconds / 60,
			seconds % 60, (seconds + 1) / 60, (seconds + 1) % 60);
		append_words(random, text, sentence, 3);
		g_string_append(text, "\n\n");
		seconds++;
		add_known(known, sentence, NULL, paragraph);
	}
}

static void
unref_words(gpointer words)
{
	if (words != NULL)
		g_ptr_array_unref(words);
}

static void
clear_known(gpointer p)
{
	struct known *known = p;

	g_ptr_array_unref(known->sentences);
	g_ptr_array_unref(known->sections);
	g_array_unref(known->paragraphs);
}

static void
make_library(GRand *random, struct link_library *library, GArray *all)
{
	link_library_init(library, link_roots);
	for (unsigned i = 0; i < 24; i++) {
		struct known known = {
			.sentences = g_ptr_array_new_with_free_func(unref_words),
			.sections = g_ptr_array_new_with_free_func(unref_words),
			.paragraphs = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
		};
		g_autoptr(GString) text = g_string_new(NULL);
		g_autofree char *path = NULL;

		known.in_b = g_rand_boolean(random);
		if (g_rand_int_range(random, 0, 3) > 0)
			make_note(random, text, &known);
		else
			make_transcript(random, text, &known);
		path = g_strdup_printf("%s/%c/n%u.%s", LINK_ROOT, known.in_b ? 'b' : 'c', i,
			known.transcript ? "vtt" : "md");
		link_library_put(library, path + strlen(LINK_ROOT "/"), text->str);
		const struct document *document =
			library->documents->pdata[library->documents->len - 1];
		assert_int_equal(document->timestamp_count, known.sentences->len);
		g_array_append_val(all, known);
	}
}

/* Whether words hold those of a test at a place. */
static bool
holds_at(const struct made *made, const GPtrArray *words, guint at)
{
	guint n = made->op == PHRASE ? 2 : 1;

	for (guint i = 0; i < n; i++) {
		if (at + i >= words->len)
			return false;
		if (made->op == PREFIX ? strncmp(words->pdata[at], made->words[0], 2) != 0
				       : strcmp(words->pdata[at + i], made->words[i]) != 0)
			return false;
	}
	return true;
}

static bool
holds_in(const struct made *made, const GPtrArray *words)
{
	for (guint i = 0; words != NULL && i < words->len; i++) {
		if (holds_at(made, words, i))
			return true;
	}
	return false;
}

static bool
judge_field(const struct made *made, const struct document *document, const struct known *known)
{
	const bool passes[] = { known->red, known->transcript, known->in_b, known->titled,
		known->sentences->len > 0, document->word_count > 30 };

	return passes[made->field];
}

static bool
judge(const struct made *made, const struct document *document, const struct known *known,
	const GPtrArray *sentence, const GPtrArray *section)
{
	switch (made->op) {
	case AND:
		return judge(made->children[0], document, known, sentence, section) &&
		       judge(made->children[1], document, known, sentence, section);
	case OR:
		return judge(made->children[0], document, known, sentence, section) ||
		       judge(made->children[1], document, known, sentence, section);
	case NOT:
		return !judge(made->children[0], document, known, sentence, section);
	case FIELD:
		return judge_field(made, document, known);
	case TEXT:
		return holds_in(made, sentence);
	case HEADING:
		return holds_in(made, section);
	default:
		return holds_in(made, sentence) || holds_in(made, section);
	}
}

/* Marks the words that a positive test of the tree hits. */
static void
mark_hits(const struct made *made, bool negative, const GPtrArray *words, bool *marks)
{
	guint end = 0;

	for (int i = 0; i < 2 && made->op >= AND; i++) {
		if (made->children[i] != NULL)
			mark_hits(made->children[i], negative != (made->op == NOT), words, marks);
	}
	if (negative || made->op == FIELD || made->op == HEADING || made->op >= AND)
		return;
	for (guint i = 0; i < words->len; i++) {
		/* Those of one phrase do not overlap. */
		if (i < end || !holds_at(made, words, i))
			continue;
		end = i + (made->op == PHRASE ? 2 : 1);
		for (guint j = i; j < end; j++)
			marks[j] = true;
	}
}

/* Which timestamps of a transcript's paragraph are found. */
static void
judge_paragraph(const struct made *made, const struct document *document, const struct known *known,
	guint first, guint end, bool *found)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new(), none = g_ptr_array_new();
	g_autofree bool *marks = NULL;
	guint at = 0, any = 0;

	for (guint i = first; i < end; i++)
		g_ptr_array_extend(words, known->sentences->pdata[i], NULL, NULL);
	if (!judge(made, document, known, words, NULL))
		return;
	marks = g_new0(bool, words->len + 1);
	mark_hits(made, false, words, marks);
	for (guint i = 0; i < words->len; i++)
		any += marks[i];
	bool all = any == 0 || judge(made, document, known, none, NULL);
	for (guint i = first; i < end; i++) {
		const GPtrArray *sentence = known->sentences->pdata[i];

		found[i] = all;
		for (guint j = 0; j < sentence->len; j++, at++)
			found[i] = found[i] || marks[at];
	}
}

static void
judge_document(const struct made *made, const struct document *document, const struct known *known,
	bool *found)
{
	for (guint i = 0; i < known->sentences->len;) {
		guint end = i + 1;

		while (known->transcript && end < known->sentences->len &&
			g_array_index(known->paragraphs, uint32_t, end) ==
				g_array_index(known->paragraphs, uint32_t, i))
			end++;
		if (known->transcript)
			judge_paragraph(made, document, known, i, end, found);
		else
			found[i] = judge(made, document, known, known->sentences->pdata[i],
				known->sections->pdata[i]);
		i = end;
	}
}

static struct made *
make_query(GRand *random, unsigned depth)
{
	struct made *made = g_new0(struct made, 1);

	made->op =
		depth > 0 ? g_rand_int_range(random, 0, NOT + 1) : g_rand_int_range(random, 0, AND);
	made->words[0] = any_word(random);
	made->words[1] = any_word(random);
	made->field = (uint32_t)g_rand_int_range(random, 0, G_N_ELEMENTS(fields));
	if (made->op >= AND)
		made->children[0] = make_query(random, depth - 1);
	if (made->op == AND || made->op == OR)
		made->children[1] = make_query(random, depth - 1);
	return made;
}

static void
free_made(struct made *made)
{
	if (made == NULL)
		return;
	free_made(made->children[0]);
	free_made(made->children[1]);
	g_free(made);
}

static void
append_query(GString *out, const struct made *made)
{
	switch (made->op) {
	case WORD:
		g_string_append(out, made->words[0]);
		break;
	case PHRASE:
		g_string_append_printf(out, "\"%s %s\"", made->words[0], made->words[1]);
		break;
	case PREFIX:
		g_string_append_printf(out, "%.2s*", made->words[0]);
		break;
	case TEXT:
		g_string_append_printf(out, "text:%s", made->words[0]);
		break;
	case HEADING:
		g_string_append_printf(out, "heading:%s", made->words[0]);
		break;
	case FIELD:
		g_string_append(out, fields[made->field]);
		break;
	case NOT:
		g_string_append(out, "-(");
		append_query(out, made->children[0]);
		g_string_append_c(out, ')');
		break;
	case AND:
	case OR:
		g_string_append_c(out, '(');
		append_query(out, made->children[0]);
		g_string_append(out, made->op == OR ? " OR " : " ");
		append_query(out, made->children[1]);
		g_string_append_c(out, ')');
		break;
	}
}

/* Asks the store, and of the documents it gives the timestamps; those of others are not found. */
static void
check_query(const struct link_library *library, const GArray *all, const struct made *made)
{
	g_autoptr(GString) text = g_string_new(NULL);
	append_query(text, made);
	g_autoptr(Query) query = parse_query(text->str);
	g_autoptr(StampSearch) search = stamp_search_new(query);
	const struct answer_options options = { .order = ANSWER_BY_ID, .read_texts = true };
	g_autoptr(GError) error = NULL;
	g_autoptr(Answer) answer = stamp_search_ask(search, library->store, &options, &error);

	assert_non_null(answer);
	for (guint i = 0; i < library->documents->len; i++) {
		const struct document *document = library->documents->pdata[i];
		g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		g_autofree bool *expected = g_new0(bool, document->timestamp_count + 1);
		uint32_t id = link_library_id(library, i), next = 0;

		judge_document(made, document, &g_array_index(all, struct known, i), expected);
		for (guint j = 0; j < answer->ids->len; j++) {
			if (g_array_index(answer->ids, uint32_t, j) == id)
				assert_true(stamp_search_find(search, document, id, found));
		}
		for (uint32_t j = 0; j < document->timestamp_count; j++) {
			bool is = next < found->len && g_array_index(found, uint32_t, next) == j;
			if (is != expected[j])
				fail_msg("`%s`: timestamp %u of %s is %sfound\n%s", text->str, j,
					document->path, is ? "" : "not ", document->text);
			next += is;
		}
		assert_int_equal(next, found->len);
	}
}

static void
test_judge(void **state)
{
	(void)state;
	for (guint32 seed = 1; seed <= 6; seed++) {
		GRand *random = g_rand_new_with_seed(seed);
		g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct known));
		struct link_library library;

		g_array_set_clear_func(all, clear_known);
		make_library(random, &library, all);
		for (int i = 0; i < 120; i++) {
			struct made *made = make_query(random, 3);
			check_query(&library, all, made);
			free_made(made);
		}
		link_library_clear(&library);
		g_rand_free(random);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_judge),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
