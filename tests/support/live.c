#include "config.h"

#include "support/live.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define FOLDERS 12
#define PAUSE_MICROSECONDS 1000

char *
live_path(const struct live *live, unsigned number)
{
	if (live->names[number] == 0)
		return g_strdup_printf("%s/s%u/doc%03u.md", live->folder, number % FOLDERS, number);
	return g_strdup_printf("%s/s%u/doc%03u_%u.md", live->folder, number % FOLDERS, number,
		live->names[number]);
}

static GString *
text_of(struct live *live, unsigned number, unsigned version)
{
	static const char *const words[] = { "lamp", "tide", "harbour", "keeper", "night", "glass",
		"stairs", "storm" };
	GString *text = g_string_new(NULL);
	int paragraphs = g_rand_int_range(live->random, 1, 12);

	g_string_printf(text,
		"---\ntitle: Document %03u\ncategory: c%u\nversion: %u\n---\n\n# Document %03u\n\n"
		"A common word, and doc%uv%u.\n",
		number, number % 7, version, number, number, version);
	for (int p = 0; p < paragraphs; p++) {
		g_string_append_printf(text, "\n## Part %d\n\n", p);
		for (int w = 0; w < 60; w++)
			g_string_append_printf(text, "%s ",
				words[g_rand_int_range(live->random, 0, G_N_ELEMENTS(words))]);
		g_string_append_c(text, '\n');
	}
	return text;
}

static void
write_file(const char *path, const GString *text)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (file < 0 || write(file, text->str, text->len) != (ssize_t)text->len)
		g_error("%s cannot be written", path);
	close(file);
}

static void
put(struct live *live, unsigned number, bool by_rename)
{
	g_autofree char *path = live_path(live, number);
	g_autofree char *beside = g_strconcat(path, "~", NULL);
	unsigned version = ++live->last;
	GString *text = text_of(live, number, version);

	write_file(by_rename ? beside : path, text);
	if (by_rename && rename(beside, path) != 0)
		g_error("%s cannot be renamed", beside);
	live->versions[number] = version;
	g_string_free(text, TRUE);
}

void
live_init(struct live *live, const char *folder, unsigned count, uint32_t seed)
{
	*live = (struct live){
		.folder = g_strdup(folder),
		.count = count,
		.random = g_rand_new_with_seed(seed),
		.versions = g_new0(unsigned, count),
		.names = g_new0(unsigned, count),
	};
	for (unsigned i = 0; i < FOLDERS; i++) {
		g_autofree char *path = g_strdup_printf("%s/s%u", folder, i);

		assert_int_equal(g_mkdir_with_parents(path, 0700), 0);
	}
	for (unsigned i = 0; i < count; i++)
		put(live, i, false);
}

void
live_clear(struct live *live)
{
	g_free(live->folder);
	g_rand_free(live->random);
	g_free(live->versions);
	g_free(live->names);
}

static unsigned
any(struct live *live)
{
	return (unsigned)g_rand_int_range(live->random, 0, (gint32)live->count);
}

unsigned
live_rewrite(struct live *live)
{
	unsigned number = any(live);

	put(live, number, g_rand_boolean(live->random));
	return number;
}

static void
give_name(struct live *live, unsigned number)
{
	g_autofree char *before = live_path(live, number);

	live->names[number] = ++live->last;
	g_autofree char *after = live_path(live, number);

	if (rename(before, after) != 0)
		g_error("%s cannot be renamed", before);
}

unsigned
live_change(struct live *live)
{
	unsigned number = any(live);
	int what = g_rand_int_range(live->random, 0, 10);

	if (live->versions[number] == 0 || what < 6) {
		put(live, number, what % 2 == 0);
	} else if (what < 8) {
		give_name(live, number);
	} else {
		g_autofree char *path = live_path(live, number);

		unlink(path);
		live->versions[number] = 0;
	}
	return number;
}

pid_t
live_go_on(struct live *live, bool rewrite)
{
	pid_t child = fork();

	assert_true(child >= 0);
	/* A test that fails ends without a word to it. */
	if (child == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (child == 0) {
		if (rewrite)
			live_rewrite(live);
		else
			live_change(live);
		g_usleep(PAUSE_MICROSECONDS);
	}
	return child;
}
