#include "config.h"

#include "support/golden.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

/* What stands between the lines that both begin and end with. */
static void
print_difference(const char *expected, const char *got)
{
	g_auto(GStrv) a = g_strsplit(expected, "\n", -1);
	g_auto(GStrv) b = g_strsplit(got, "\n", -1);
	guint first = 0, n = g_strv_length(a), m = g_strv_length(b);

	while (first < n && first < m && strcmp(a[first], b[first]) == 0)
		first++;
	while (n > first && m > first && strcmp(a[n - 1], b[m - 1]) == 0) {
		n--;
		m--;
	}
	for (guint i = first; i < n; i++)
		printf("# %u -%s\n", i + 1, a[i]);
	for (guint i = first; i < m; i++)
		printf("# %u +%s\n", i + 1, b[i]);
}

bool
golden_check(const char *golden, const char *got, bool renew)
{
	g_autofree char *expected = NULL;

	if (!g_file_get_contents(golden, &expected, NULL, NULL))
		expected = g_strdup("");
	if (strcmp(expected, got) == 0)
		return true;
	print_difference(expected, got);
	return renew && g_file_set_contents(golden, got, -1, NULL);
}
