/*
 * Fuzzes what stands between bytes and the terminal. The first byte chooses mode and settings, the
 * rest is text.
 *
 *   clang -fsanitize=fuzzer,address,undefined ... tests/fuzz/fuzz_safe.c src/text/<all>.c
 *
 * Without libFuzzer, compile with -DFUZZ_MAIN: the program reads the files named on its command
 * line.
 */
#include "config.h"

#include <glib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "support/safe_rules.h"
#include "text/fold.h"
#include "text/safe.h"
#include "text/utf8.h"
#include "text/width.h"

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);            \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

struct choice {
	enum safe_mode mode;
	bool private_use, ascii;
};

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
drawn_width(uint32_t c)
{
	return is_private(c) ? 1 : width_of(c);
}

static void
check_output(struct choice choice, const char *s, size_t n, bool screen)
{
	uint32_t c;

	for (size_t i = 0; i < n;) {
		i += utf8_next(s + i, n - i, &c);
		CHECK(c != UTF8_BAD);
		CHECK(!choice.ascii || c < 0x80);
		if (is_private(c)) {
			CHECK(choice.private_use);
			continue;
		}
		if (!screen && choice.mode == SAFE_TEXT && (c == '\n' || c == '\t'))
			continue;
		CHECK(!(screen ? is_dangerous_on_screen(c) : is_dangerous(c)));
	}
}

static void
check_glyph(struct choice choice, const struct safe_glyph *glyph, size_t left)
{
	unsigned columns = 0, attached = 0;
	uint32_t c;

	CHECK(glyph->source > 0 && glyph->source <= left);
	CHECK(glyph->length <= SAFE_GLYPH_BYTES);
	CHECK((glyph->columns == 0) == (glyph->length == 0));
	CHECK(!glyph->soft_hyphen || (glyph->length == 0 && choice.mode == SAFE_TEXT));
	check_output(choice, glyph->bytes, glyph->length, true);
	for (size_t i = 0; i < glyph->length;) {
		i += utf8_next(glyph->bytes + i, glyph->length - i, &c);
		int width = drawn_width(c);
		CHECK(width >= 0 && (columns > 0 || width > 0));
		CHECK(!glyph->mark || c < 0x80);
		columns += (unsigned)width;
		attached = width > 0 ? 0 : attached + 1;
		CHECK(attached <= 4);
	}
	CHECK(columns == glyph->columns);
}

static void
check_glyphs(struct choice choice, const char *s, size_t n)
{
	g_autoptr(GString) drawn = g_string_new(NULL);
	struct safe_glyph glyph;
	unsigned columns = 0;

	for (size_t i = 0; i < n; i += glyph.source) {
		safe_next(choice.mode, s + i, n - i, &glyph);
		check_glyph(choice, &glyph, n - i);
		g_string_append_len(drawn, glyph.bytes, glyph.length);
		columns += glyph.columns;
	}
	CHECK(columns == safe_columns(choice.mode, s, n));
	for (unsigned width = 0; width < 12; width++) {
		g_autofree char *cut = safe_cut(choice.mode, s, n, width);
		check_output(choice, cut, strlen(cut), true);
		CHECK(safe_columns(choice.mode, cut, strlen(cut)) <= width);
	}
}

static void
check_fold(const char *s, size_t n)
{
	g_autofree uint32_t *origins = NULL;
	size_t length = 0;
	g_autofree char *folded = fold_search(s, n, false, &length, &origins);
	g_autofree char *name = fold_name(s, n);

	CHECK(origins[length] == n);
	for (size_t i = 0; i < length; i++)
		CHECK(origins[i] <= origins[i + 1] && origins[i] < n);
	CHECK(folded[length] == '\0' && utf8_valid(name, strlen(name)));
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	struct choice choice = {
		.mode = (data[0] & 1) != 0 ? SAFE_NAME : SAFE_TEXT,
		.private_use = (data[0] & 2) != 0,
		.ascii = (data[0] & 4) != 0,
	};
	const char *s = (const char *)data + 1;
	size_t n = size - 1;

	safe_init(choice.private_use, choice.ascii);
	check_glyphs(choice, s, n);
	g_autofree char *whole = safe_string(choice.mode, s, (gssize)n);
	check_output(choice, whole, strlen(whole), false);
	g_autoptr(GString) json = g_string_new(NULL);
	safe_append_json(json, s, n);
	struct choice exact = choice;
	exact.mode = SAFE_TEXT;
	check_output(exact, json->str, json->len, false);
	check_fold(s, n);
	return 0;
}

#ifdef FUZZ_MAIN
int
main(int argc, char **argv)
{
	LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++) {
		g_autofree char *bytes = NULL;
		gsize length;
		if (!g_file_get_contents(argv[i], &bytes, &length, NULL))
			return 2;
		LLVMFuzzerTestOneInput((const uint8_t *)bytes, length);
	}
	return 0;
}
#endif
