#include "config.h"

#include "text/width.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <wchar.h>

#include <cmocka.h>
#include <glib.h>

static const struct {
	uint32_t c;
	int width;
} cases[] = {
	{ 'a', 1 },
	{ ' ', 1 },
	{ 0x1B, -1 },
	{ 0x7F, -1 },
	{ 0x9B, -1 },
	{ 0xE9, 1 },
	{ 0x0301, 0 },
	{ 0x4E2D, 2 },
	{ 0xAC00, 2 },
	{ 0x1F600, 2 },
	{ 0x1F1E9, 1 },
	{ 0x200B, 0 },
	{ 0x2026, 1 },
	{ 0xFF21, 2 },
	{ 0x0378, -1 },
	{ 0x1FAFF, 2 },
	{ 0x110000, -1 },
	{ UINT32_MAX, -1 },
};

/* First: in the C locale, as where nobody has called anything. */
static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		if (width_of(cases[i].c) != cases[i].width)
			fail_msg("U+%04X is %d", cases[i].c, width_of(cases[i].c));
}

static void
test_locale_is_left_alone(void **state)
{
	(void)state;
	width_init();
	width_of(0x0250);
	assert_int_equal(wcwidth(0x4E2D), -1);
}

static gpointer
sum_widths(gpointer data)
{
	int sum = 0;

	(void)data;
	for (uint32_t c = 0; c < 0x30000; c++)
		sum += width_of(c);
	return GINT_TO_POINTER(sum);
}

static void
test_threads_agree(void **state)
{
	GThread *threads[4];

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
		threads[i] = g_thread_new("widths", sum_widths, NULL);
	int wanted = GPOINTER_TO_INT(sum_widths(NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
		assert_int_equal(GPOINTER_TO_INT(g_thread_join(threads[i])), wanted);
}

static void
test_as_the_c_library(void **state)
{
	(void)state;
	if (setlocale(LC_ALL, "C.UTF-8") == NULL)
		skip();
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		int width = wcwidth((wchar_t)c);
		/* What has no width may be reserved for a pictograph. */
		if (width_of(c) != width && (width >= 0 || width_of(c) != 2))
			fail_msg("U+%04X is %d", c, width_of(c));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_locale_is_left_alone),
		cmocka_unit_test(test_threads_agree),
		cmocka_unit_test(test_as_the_c_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
