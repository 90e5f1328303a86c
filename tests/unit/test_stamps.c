#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document/document.h"

/* tests/stamps/stamps.tsv: id, Markdown, the context's media source, the seconds expected, a
 * note. */

enum { COLUMNS = 5 };

static Document *
parse(const char *markdown, const char *context)
{
	g_autofree char *body = g_strcompress(markdown);
	g_autofree char *bytes =
		g_strconcat(strcmp(context, "video") == 0 ? "---\nvideoId: dQw4w9WgXcQ\n---\n" : "",
			body, "\n", NULL);
	g_autoptr(Source) source = source_from_bytes("case.md", bytes, strlen(bytes), NULL);

	return document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
}

static char *
seconds_of(const Document *document)
{
	GString *out = g_string_new(NULL);

	for (uint32_t i = 0; i < document->timestamp_count; i++)
		g_string_append_printf(out, "%s%u", i > 0 ? " " : "",
			document->timestamps[i].milliseconds / 1000);
	return g_string_free(out, FALSE);
}

/* A backslash in the table stands for itself but in `\n`. */
static char *
escape(const char *s)
{
	GString *out = g_string_new(NULL);

	for (; *s != '\0'; s++) {
		if (*s == '\\' && s[1] != 'n')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *s);
	}
	return g_string_free(out, FALSE);
}

static void
test_cases(void **state)
{
	g_autofree char *table = NULL;
	g_auto(GStrv) lines = NULL;
	unsigned wrong = 0;

	(void)state;
	assert_true(g_file_get_contents("tests/stamps/stamps.tsv", &table, NULL, NULL));
	lines = g_strsplit(g_strchomp(table), "\n", -1);
	for (char **line = lines + 1; *line != NULL; line++) {
		g_auto(GStrv) cells = g_strsplit(*line, "\t", -1);
		g_autofree char *markdown = NULL;
		g_autofree char *seconds = NULL;
		g_autoptr(Document) document = NULL;

		assert_int_equal(g_strv_length(cells), COLUMNS);
		markdown = escape(cells[1]);
		document = parse(markdown, cells[2]);
		seconds = seconds_of(document);
		if (strcmp(seconds, cells[3]) != 0) {
			print_error("%s: %s\n  gives \"%s\", not \"%s\": %s\n  shown \"%s\"\n",
				cells[0], cells[1], seconds, cells[3], cells[4], document->text);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* tests/stamps/forms.tsv, in a document with a video: seconds, label and sentence of each, then the
 * codes of what is wrong. */
static char *
show(const Document *document)
{
	GString *out = g_string_new(NULL);

	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		const struct timestamp *stamp = &document->timestamps[i];

		g_string_append_printf(out, "%s%g «%.*s» %.*s", i > 0 ? "; " : "",
			stamp->milliseconds / 1000.0, (int)range_length(stamp->text),
			document->text + stamp->text.start, (int)range_length(stamp->sentence),
			document->text + stamp->sentence.start);
	}
	for (uint32_t i = 0; i < document->problem_count; i++)
		g_string_append_printf(out, "%s!%s", out->len > 0 ? "; " : "",
			document->problems[i].code);
	return g_string_free(out, FALSE);
}

static void
test_forms(void **state)
{
	g_autofree char *table = NULL;
	g_auto(GStrv) lines = NULL;
	unsigned wrong = 0;

	(void)state;
	assert_true(g_file_get_contents("tests/stamps/forms.tsv", &table, NULL, NULL));
	lines = g_strsplit(table, "\n", -1);
	for (char **line = lines + 1; *line != NULL && **line != '\0'; line++) {
		g_auto(GStrv) cells = g_strsplit(*line, "\t", -1);
		g_autofree char *markdown = NULL;
		g_autofree char *shown = NULL;
		g_autoptr(Document) document = NULL;

		assert_int_equal(g_strv_length(cells), 3);
		markdown = escape(cells[1]);
		document = parse(markdown, "video");
		shown = show(document);
		if (strcmp(shown, cells[2]) != 0) {
			print_error("%s: %s\n  gives \"%s\",\n  not   \"%s\"\n", cells[0], cells[1],
				shown, cells[2]);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* tests/stamps/untimed.txt: documents of times that are no timestamps. */
static void
test_untimed(void **state)
{
	g_autofree char *table = NULL;
	g_auto(GStrv) parts = NULL;
	unsigned wrong = 0;

	(void)state;
	assert_true(g_file_get_contents("tests/stamps/untimed.txt", &table, NULL, NULL));
	parts = g_strsplit(table, "\n==== ", -1);
	for (char **part = parts + 1; *part != NULL; part++) {
		char *body = strchr(*part, '\n');
		g_autofree char *head = g_strndup(*part, (gsize)(body - *part));
		g_auto(GStrv) words = g_strsplit(head, " ", 2);
		g_autofree char *name = g_strconcat("case.", words[0], NULL);
		g_auto(GStrv) keys = g_strsplit(words[1] != NULL ? words[1] : "", "; ", -1);
		g_autofree char *front = g_strjoinv("\n", keys);
		g_autofree char *bytes =
			*front != '\0' ? g_strdup_printf("---\n%s\n---\n%s\n", front, body + 1)
				       : g_strdup(body + 1);
		g_autoptr(Source) source = NULL;
		g_autoptr(Document) document = NULL;
		g_autofree char *shown = NULL;

		source = source_from_bytes(name, bytes, strlen(bytes), NULL);
		document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
		shown = show(document);
		if (document->timestamp_count > 0 || document->fault_count > 0) {
			print_error("%s gives %s\n", *part, shown);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
	assert_true(g_strv_length(parts) > 15);
}

static void
test_shown(void **state)
{
	static const struct {
		const char *markdown, *text;
	} cases[] = {
		{ "x <a class=\"yt-timestamp\" data-t=\"01:08:08\"></a>", "x [01:08:08]\n" },
		{ "see [that](<a class=\"yt-timestamp\" data-t=\"00:13:15\">[00:13:15]</a>).",
			"see that [00:13:15].\n" },
		{ "so [00:18:23](<a class=\"yt-timestamp\" data-t=\"00:18:23\">[00:18:23]</a>.",
			"so [00:18:23].\n" },
		{ "so [[note_a | [00:45:00]]].", "so [00:45:00].\n" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) document = parse(cases[i].markdown, "video");

		assert_string_equal(document->text, cases[i].text);
	}
}

/* The specimen's 51 timestamps, 19 links beside them (cases/seeds.md). */
static void
test_specimen(void **state)
{
	static const uint16_t seconds[] = { 86, 94, 44, 74, 145, 154, 173, 187, 190, 195, 202, 211,
		218, 235, 249, 267, 281, 491, 494, 322, 377, 434, 442, 458, 658, 705, 717, 742, 755,
		726, 554, 563, 806, 818, 839, 942, 866, 917, 976, 992, 1000, 1015, 1041, 1078, 1086,
		1095, 1166, 1180, 1192, 1209, 1211 };
	g_autoptr(Document) document = NULL;
	const struct timestamp *stamp;

	(void)state;
	if (!g_file_test("../shared/library/seeds", G_FILE_TEST_IS_DIR))
		skip();
	document = document_open(-100, "../shared/library/seeds/001_e3782e840352eb8b.txt",
		"001.txt", NULL, DOCUMENT_WHOLE, NULL, NULL);
	assert_non_null(document);
	assert_int_equal(document->timestamp_count, G_N_ELEMENTS(seconds));
	for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++)
		assert_int_equal(document->timestamps[i].milliseconds, seconds[i] * 1000);
	stamp = &document->timestamps[0];
	assert_int_equal(stamp->line, 8);
	stamp = &document->timestamps[G_N_ELEMENTS(seconds) - 1];
	assert_int_equal(stamp->line, 65);
	for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++)
		assert_true(range_length(document->timestamps[i].sentence) > 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_untimed),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_specimen),
	};

	return cmocka_run_group_tests_name("stamps", tests, NULL, NULL);
}
