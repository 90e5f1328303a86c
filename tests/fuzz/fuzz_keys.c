/*
 * Fuzzes keys: sequences as the configuration writes them, bytes as a terminal sends them, and what
 * a prompt makes of the keys. What is read is written and read again the same.
 *
 *   clang -fsanitize=fuzzer,address,undefined ... tests/fuzz/fuzz_keys.c src/ui/key.c
 *     src/ui/terminal_keys.c src/ui/prompt.c src/ui/canvas.c src/page/role.c src/text/<all>.c
 *
 * Without libFuzzer, compile with -DFUZZ_MAIN: the program reads the files named on its command
 * line.
 */
#include "config.h"

#include <glib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "text/width.h"
#include "ui/key.h"
#include "ui/prompt.h"
#include "ui/terminal_keys.h"

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);            \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	return 0;
}

static void
check_sequence(const char *sequence)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(key_code));
	g_autoptr(GArray) again = g_array_new(FALSE, FALSE, sizeof(key_code));
	g_autoptr(GError) error = NULL;
	g_autofree char *name = NULL;

	if (!key_parse(sequence, keys, &error)) {
		CHECK(error != NULL && keys->len == 0);
		return;
	}
	CHECK(error == NULL && keys->len > 0);
	name = key_sequence_name((const key_code *)(void *)keys->data, keys->len);
	for (guint i = 0; i < keys->len; i++) {
		uint32_t c = g_array_index(keys, key_code, i);

		/* What has no looks is shown by its number, which is read as letters. */
		if (c < KEY_SPECIAL && (width_of(c) <= 0 || !g_unichar_validate(c)))
			return;
	}
	CHECK(key_parse(name, again, NULL));
	CHECK(again->len == keys->len);
	CHECK(memcmp(again->data, keys->data, keys->len * sizeof(key_code)) == 0);
}

static void
check_bytes(const uint8_t *data, size_t size)
{
	struct key_bytes under_way = { .length = 0 };
	g_autoptr(Prompt) prompt = prompt_new("/", "", NULL);
	g_autoptr(Canvas) canvas = canvas_new(1, 20);

	for (size_t i = 0; i < size; i++) {
		key_code key = key_of_byte(&under_way, data[i]);
		char name[32];

		CHECK(under_way.length < sizeof(under_way.bytes));
		if (key == KEY_CODE_NONE)
			continue;
		CHECK(key >= KEY_SPECIAL ||
			(key >= ' ' && key != 0x7f && (key < 0x80 || key >= 0xa0)));
		CHECK(strlen(key_code_name(key, name)) < sizeof(name));
		prompt_key(prompt, key);
		CHECK(utf8_valid(prompt_text(prompt), strlen(prompt_text(prompt))));
		prompt_draw(prompt, canvas, (struct rect){ 0, 0, 1, (int)(i % 21) });
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);

	check_sequence(text);
	CHECK(key_of_sequence(text) == KEY_CODE_NONE || key_of_sequence(text) > KEY_CODE_NONE);
	check_bytes(data, MIN(size, 4096));
	return 0;
}

#ifdef FUZZ_MAIN
int
main(int argc, char **argv)
{
	LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++) {
		g_autofree char *bytes = NULL;
		gsize size;

		if (g_file_get_contents(argv[i], &bytes, &size, NULL))
			LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
	}
	return 0;
}
#endif
