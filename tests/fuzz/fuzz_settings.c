/*
 * libFuzzer: any bytes as a configuration. What is in force is printed, read again, and printed the
 * same.
 */
#include "config.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "library/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A file of this process that holds bytes; the caller frees the path. */
static char *
write_file(const char *bytes, size_t size)
{
	char *path = g_strdup_printf("%s/fuzz-settings-%d.yaml", g_get_tmp_dir(), (int)getpid());
	FILE *file = fopen(path, "wb");

	if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
		abort();
	return path;
}

static struct settings *
load(const char *bytes, size_t size)
{
	g_autofree char *path = write_file(bytes, size);
	struct settings *settings = settings_new();

	settings_load(settings, path, true, NULL);
	g_unlink(path);
	return settings;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(Settings) first = load((const char *)data, size);
	g_autoptr(GString) printed = g_string_new(NULL), again = g_string_new(NULL);

	for (guint i = 0; i < settings_problems(first)->len; i++)
		g_free(setting_problem_sentence(g_ptr_array_index(settings_problems(first), i)));
	settings_print(first, false, printed);
	g_autoptr(Settings) second = load(printed->str, printed->len);
	settings_print(second, false, again);
	if (!g_string_equal(printed, again)) {
		fprintf(stderr, "%s\n--- is read as\n%s\n", printed->str, again->str);
		abort();
	}
	return 0;
}
