#include "config.h"

#include "support/made_library.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/place.h"

/* 61 letters of two bytes. */
#define TEN "\xd0\xb4\xd0\xb4\xd0\xb4\xd0\xb4\xd0\xb4\xd0\xb4\xd0\xb4\xd0\xb4\xd0\xb4\xd0\xb4"
#define DOZENS TEN TEN TEN TEN TEN TEN "\xd0\xb4"

/* clang-format off */
static const char *const common[] = {
	"the", "a", "of", "and", "in", "to", "agents", "agent", "reagents", "model", "models", "language",
	"large", "small", "training", "train", "trained", "evaluation", "safety", "memory", "index", "query",
	"reader", "terminal", "garden", "coffee", "water", "light", "river", "history", "market", "music",
	"Paris", "London", "Berlin", "Anna", "Bob", "NASA", "TODO", "work", "notes", "2026", "7", "42", NULL
};
static const char *const awkward[] = {
	"gpt-4o", "gpt-4", "GPT-4-turbo", "C++", "C++17", "C#", "F#", "C", "$1.5", "$1", "1.5", "snake_case",
	"_private", "snake", ".NET", "ASP.NET", "NET", "U.S.", "U.S", "u.s.a.", "10,000", "10,000,000", "10",
	"https://a.org/b", "https://blog.a.org/b/c?x=1&y=2", "a.org", "www.b.com", "don't", "don’t", "dont",
	"e-mail", "email", "v1.2.3", "--flag", "-x", "->", "=>", "...", "3.14", "50%", "node.js", "a/b",
	"and/or", "foo()", "main()", "main(int", "f(x)", "@user", "#hash", "x^2", "std::vector", "==", "O'Neill",
	"rock'n'roll", "caf\xc3\xa9", "CAF\xc3\x89", "cafe\xcc\x81", "cafe", "na\xc3\xafve", "Stra\xc3\x9f""e",
	"STRASSE", "\xc4\xb0stanbul", "istanbul", "\xef\xac\x81ne", "fine", "r\xc3\xa9sum\xc3\xa9", "\xc5\x93uvre",
	"\xe6\xbc\xa2\xe5\xad\x97", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae\xe6\x96\x87\xe7\xab\xa0",
	"\xe6\x97\xa5\xe6\x9c\xac", "gpt\xe6\xbc\xa2\xe5\xad\x97", "\xe3\x82\xab\xe3\x82\x99", "\xe3\x82\xac",
	"\xed\x95\x9c\xea\xb5\xad\xec\x96\xb4\xec\x99\x80", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",
	"\xe0\xb8\xa0\xe0\xb8\xb2\xe0\xb8\xa9\xe0\xb8\xb2\xe0\xb9\x84\xe0\xb8\x97\xe0\xb8\xa2",
	"\xe1\x80\x99\xe1\x80\xbc\xe1\x80\x94\xe1\x80\xba", "\xf0\x9f\x98\x80", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac",
	"\xe2\x82\xac""5", "\xe2\x82\xac", "\xe2\x89\xa0", "a\xe2\x89\xa0""b", "\xe2\x86\x92", "\xe2\x84\xa2", "x\xc2\xb2",
	"\xce\x95\xce\xbb\xce\xbb\xce\xac\xce\xb4\xce\xb1", "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0",
	"\xd7\xa2\xd7\x91\xd7\xa8\xd7\x99\xd7\xaa", "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80",
	"co\xc2\xadoperate", "cooperate", "zero\xe2\x80\x8bwidth", "join\xe2\x80\x8d""er", "joiner", "\xee\x80\x80private",
	"\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\xa3", "ABC", "\xe2\x91\xa0", "\xc2\xbd", "\xe2\x84\xaa""elvin", "kelvin",
	"\xcc\x81", "foo\xff" "bar", "\xe2\x80\x94", "\xe2\x80\x9cquoted\xe2\x80\x9d", "l'\xc3\xa9t\xc3\xa9", "x\x1ey",
	"averyveryverylongwordthatgoesonandonandonandonandonandonandonandonandonandonandonandonandonandonandonandon"
	"andonandonandonandtheninthenendstops", "averyveryverylongwordthatgoesonandonandonandonandonandonandonandonandon"
	"andonandonandonandonandonandonandonandonandonandonandtheninthenendgoes", DOZENS "\xd0\xb6", DOZENS "\xd1\x8f", "a*b", "100k", "'tis", "`code`",
	"\\$5", "tab\tbed", "(see", "note)", "[sic]", "wait...", "what?!", "a--b", "a - b", "3-4", "3\xe2\x80\x93""4",
	"1,2,3", "x=y", "x==y", "x_y_z", "__init__", "a----b", "C+++", "C++++", "====>", "x....y", "%20", "&amp;", "AT&T", "R&D", "Q&A:", "i.e.,", "e.g.", NULL
};
static const char *const folders[] = {
	"", "", "notes/", "notes/old/", "AI & ML/", "video notes/aidotengineer/", "caf\xc3\xa9/", "a.b/", "notes-old/",
	NULL
};
static const char *const titles[] = {
	"Agents", "AI agents", "Large language models", "C++", "C#", "Caf\xc3\xa9 notes", "Index",
	"Reading list", "Tools \\ Anthropic", "GPT-4o and gpt-4", "\xe6\xbc\xa2\xe5\xad\x97 notes", "What? Why!", "The index of agents",
	"node.js", "2026", "My Note", "a", NULL
};
static const char *const tags[] = {
	"ai", "ai/agents", "AI/Agents/Deep", "code", "Caf\xc3\xa9", "to-read", "a b", "c++", "2026", "air", "\xe6\xbc\xa2\xe5\xad\x97", NULL
};
static const char *const people[] = {
	"Ann Lee", "Bob Stone", "O'Neill", "[[Ann Lee]]", "Jos\xc3\xa9 Mu\xc3\xb1oz", "Stone, Bob", "J. R. R. T", NULL
};
static const char *const dates[] = {
	"2026", "2026-02", "2026-02-08", "2025-12-31", "2026-01-01", "Apr 29, 2022", "29 April 2022", "2022/04/29",
	"2026-02-08T10:11:12Z", "20260301", "2024-02-29", "2023-02-29", "soon", "1999", "2026-03-01", "2026-02-22",
	"2026-02-28", "\"2026-02-07 12:00\"", "2022\xe5\xb9\xb4""4\xe6\x9c\x88""29\xe6\x97\xa5", NULL
};
static const char *const addresses[] = {
	"https://www.a.org/blog/agents", "https://a.org", "http://A.org/", "https://blog.a.org/x?utm_source=q&id=3",
	"https://a.org/blog", "https://a.org?x=1", "https://a.org:8080/y", "https://en.b.co.uk/wiki/C++#top",
	"https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://youtu.be/aqz-KE-bpKQ?t=60",
	"https://a.org/blog/agents/?ref=z", "a book on paper", "https://\xc3\xbcn.example/\xc3\xa9", NULL
};
static const char *const scalars[] = {
	"5", "3", "-1.5", "1e3", "0x10", "012", "yes", "true", "false", "null", "~", "''", "\"\"", "3.0", "4.9",
	" 7", ".5", "2026-02-08", "Feb 8, 2026", "draft", "\"in review\"", "gpt-4o", "C++", "\"a: b\"", "1,000", "+2", NULL
};
static const char *const keys[] = {
	"rating", "status", "Rating", "due", "my key", "nested.key", "Gr\xc3\xb6\xc3\x9f""e", "GR\xc3\x96SSE", "gr\xc3\xb6\xc3\x9f""e",
	"\xc3\x84rger", "\xc3\xa4rger", "\xc3\x84RGER", "priority", "isbn", "x-y", "series", "read_at", NULL
};
/* clang-format on */

const char *
made_one_of(GRand *random, const char *const *list)
{
	guint count = 0;

	while (list[count] != NULL)
		count++;
	return list[g_rand_int_range(random, 0, (gint32)count)];
}

bool
made_chance(GRand *random, int times)
{
	return g_rand_int_range(random, 0, times) == 0;
}

const char *
made_word(GRand *random)
{
	return made_one_of(random, made_chance(random, 3) ? awkward : common);
}

/* --- text --- */

static void
add_words(GRand *random, GString *out, int count)
{
	static const char *const between[] = { " ", " ", " ", " ", ", ", ". ", "\n", "-", "/",
		NULL };

	for (int i = 0; i < count; i++) {
		g_string_append(out, i > 0 ? made_one_of(random, between) : "");
		g_string_append(out, made_word(random));
	}
}

/* A link of any kind, to a document that may be there or not. */
static void
add_link(GRand *random, GString *out)
{
	static const char *const forms[] = {
		"[[%s]]",
		"[[%s|here]]",
		"[[%s#Tools]]",
		"![[%s]]",
		"[[notes/%s]]",
		"[x](%s.md)",
		"[x](../%s.md)",
		"[x](/%s.md#tools)",
		"[x](<%s>)",
		"[[%s.md]]",
		"[[missing %s]]",
		"[x](/site/%s)",
		"[[%s#]]",
		NULL,
	};
	static const char *const others[] = {
		"[[#Tools]]",
		"[x](#tools)",
		"[[My%20Note]]",
		"[[no%20such%20note]]",
		"[x](my%20note.md)",
		"![p](pictures/p.png)",
		"[[talk.mp4#t=754]]",
		"<mailto:ann@a.org>",
		"note[^1]\n\n[^1]: the footnote\n\n",
		"[[no such note]]",
		"[x](folder/no-such-note.md)",
		"[[C#]]",
		"[[folder/no such note|n]]",
		"<https://youtu.be/dQw4w9WgXcQ>",
		"https://a.org?x=1",
		"https://a.org:8080/y/z",
		NULL,
	};
	g_autofree char *title = g_strdup(made_one_of(random, titles));
	const char *form = made_one_of(random, forms), *at = strstr(form, "%s");

	if (made_chance(random, 3)) {
		g_string_append(out, made_one_of(random, others));
	} else if (made_chance(random, 3)) {
		const char *address = made_one_of(random, addresses);

		g_string_append_printf(out, made_chance(random, 2) ? "<%s>" : "[it](%s)", address);
	} else {
		g_string_append_len(out, form, at - form);
		g_string_append(out, title);
		g_string_append(out, at + 2);
	}
}

static void
add_paragraph(GRand *random, GString *out)
{
	static const char *const before[] = { "", "", "", "- ", "> ", "1. ", "    ", "| a | ",
		NULL };

	g_string_append(out, made_one_of(random, before));
	add_words(random, out, g_rand_int_range(random, 1, 12));
	if (made_chance(random, 3)) {
		g_string_append_c(out, ' ');
		add_link(random, out);
	}
	if (made_chance(random, 8))
		g_string_append_printf(out, " #%s", made_one_of(random, tags));
	if (made_chance(random, 8)) {
		g_string_append(out, " **");
		g_string_append(out, made_word(random));
		g_string_append(out, "**`");
		g_string_append(out, made_word(random));
		g_string_append_c(out, '`');
	}
	g_string_append(out, "\n\n");
}

static void
add_markdown(GRand *random, GString *out)
{
	int sections = g_rand_int_range(random, 0, 4);

	for (int i = 0; i <= sections; i++) {
		if (i > 0 || made_chance(random, 2)) {
			g_string_append_printf(out, "%.*s ", g_rand_int_range(random, 1, 4),
				"####");
			if (made_chance(random, 3))
				g_string_append(out, made_one_of(random, titles));
			else if (!made_chance(random, 10))
				add_words(random, out, g_rand_int_range(random, 1, 4));
			g_string_append(out, "\n\n");
		}
		for (int k = g_rand_int_range(random, 0, 4); k > 0; k--)
			add_paragraph(random, out);
	}
}

/* --- front matter --- */

static void
add_list(GRand *random, GString *out, const char *key, const char *const *values)
{
	int count = g_rand_int_range(random, 0, 4);
	bool block = made_chance(random, 2);

	g_string_append_printf(out, "%s:%s", key, block ? "\n" : " [");
	for (int i = 0; i < count; i++) {
		const char *value = made_one_of(random, values);
		const char *quote = strpbrk(value, "[],#\"") != NULL ? "\"" : "";

		g_string_append_printf(out, block ? "%s  - %s%s%s\n" : "%s%s%s%s",
			!block && i > 0 ? ", " : "", quote, value, quote);
	}
	g_string_append(out, block ? "" : "]\n");
}

static void
add_key(GRand *random, GString *out)
{
	const char *key = made_one_of(random, keys);

	switch (g_rand_int_range(random, 0, 8)) {
	case 0:
		add_list(random, out, key, scalars);
		break;
	case 1:
		g_string_append_printf(out, "%s:\n  inner: %s\n  Deep:\n    er: %s\n", key,
			made_one_of(random, scalars), made_one_of(random, scalars));
		break;
	case 2:
		g_string_append_printf(out, "%s:\n  - inner: %s\n    x: 1\n  - %s\n", key,
			made_one_of(random, scalars), made_one_of(random, scalars));
		break;
	case 3:
		g_string_append_printf(out, "%s: %s\n", key, made_one_of(random, dates));
		break;
	case 4:
		g_string_append_printf(out, "%s: |\n  ", key);
		for (int i = 0; i < 6; i++)
			g_string_append_printf(out, "%s ", made_one_of(random, common));
		g_string_append_printf(out, "\n  %s\n", made_one_of(random, common));
		break;
	default:
		g_string_append_printf(out, "%s: %s\n", key, made_one_of(random, scalars));
	}
}

/* Values longer than what is kept of most. */
static void
add_long(GRand *random, GString *out)
{
	g_string_append(out, "description: ");
	for (int i = 0; i < 1200; i++)
		g_string_append_printf(out, "%s ", made_one_of(random, common));
	g_string_append(out, "finally the end\n");
}

static void
add_front_matter(GRand *random, GString *out)
{
	static const char *const names[] = { "title", "TITLE", NULL };
	static const char *const date_keys[] = { "published", "date", "fetched_at", "clipped",
		"pubDate", "created", NULL };

	g_string_append(out, "---\n");
	if (made_chance(random, 2))
		g_string_append_printf(out, "%s: %s\n", made_one_of(random, names),
			made_chance(random, 4) ? "'a, title: here'" : made_one_of(random, titles));
	if (made_chance(random, 2))
		add_list(random, out, made_chance(random, 2) ? "tags" : "keywords", tags);
	else if (made_chance(random, 3))
		g_string_append_printf(out, "tags: #%s\n", made_one_of(random, tags));
	if (made_chance(random, 3))
		add_list(random, out, made_chance(random, 2) ? "author" : "speakers", people);
	if (made_chance(random, 4))
		g_string_append_printf(out, "category: %s notes\n", made_one_of(random, common));
	if (made_chance(random, 3))
		g_string_append_printf(out, "%s: %s\n",
			made_chance(random, 2) ? "source_url" : "link",
			made_one_of(random, addresses));
	if (made_chance(random, 8))
		g_string_append_printf(out, "videoId: %s\n",
			made_chance(random, 2) ? "dQw4w9WgXcQ" : "aqz-KE-bpKQ");
	if (made_chance(random, 6))
		add_list(random, out, "aliases", titles);
	for (int i = g_rand_int_range(random, 0, 3); i > 0; i--)
		g_string_append_printf(out, "%s: %s\n", made_one_of(random, date_keys),
			made_one_of(random, dates));
	for (int i = g_rand_int_range(random, 0, 5); i > 0; i--)
		add_key(random, out);
	if (made_chance(random, 60))
		add_long(random, out);
	if (made_chance(random, 12))
		g_string_append(out, "broken: \"no end\nmore: [a, b\n  - c: {\n");
	g_string_append(out, "---\n");
}

/* --- kinds --- */

static void
add_cues(GRand *random, GString *out, bool srt)
{
	if (!srt)
		g_string_append(out, "WEBVTT\n\n");
	for (int i = 0; i < 6; i++) {
		if (srt)
			g_string_append_printf(out, "%d\n", i + 1);
		g_string_append_printf(out, "00:00:%02d%c000 --> 00:00:%02d%c000\n", i * 5,
			srt ? ',' : '.', i * 5 + 4, srt ? ',' : '.');
		for (int k = 0; k < 6; k++)
			g_string_append_printf(out, "%s ", made_word(random));
		g_string_append(out, "\n\n");
	}
}

static void
add_digest(GRand *random, GString *out)
{
	for (int i = 0; i < 8; i++) {
		g_string_append(out, "\xe2\x80\xa6");
		for (int k = 0; k < 14; k++)
			g_string_append_printf(out, "%s ", made_one_of(random, common));
		g_string_append(out, "and so it goes on\xe2\x80\xa6\n");
		g_string_append_printf(out, "%s %s of %s", made_one_of(random, titles),
			made_one_of(random, common), made_one_of(random, common));
	}
	g_string_append_c(out, '\n');
}

/* The body of a document in a file with that suffix. */
static void
add_body(GRand *random, GString *out, const char *suffix)
{
	if (strcmp(suffix, ".vtt") == 0 || strcmp(suffix, ".srt") == 0) {
		g_string_truncate(out, 0);
		add_cues(random, out, strcmp(suffix, ".srt") == 0);
	} else if (strcmp(suffix, ".txt") == 0 && made_chance(random, 4)) {
		g_string_truncate(out, 0);
		add_digest(random, out);
	} else if (strcmp(suffix, ".txt") == 0 && made_chance(random, 2)) {
		g_string_truncate(out, 0);
		for (int i = g_rand_int_range(random, 0, 8); i > 0; i--) {
			add_words(random, out, g_rand_int_range(random, 1, 8));
			g_string_append_c(out, '\n');
		}
	} else {
		if (made_chance(random, 12))
			g_string_append(out, "From: [[AI Channel]]<br/>\n\n");
		add_markdown(random, out);
		if (made_chance(random, 8))
			g_string_append(out, "- [0:10] language agents\n- [1:02:03] the end\n");
		if (made_chance(random, 10))
			g_string_append(out, "Apr 29, 2022\n");
	}
}

/* --- files --- */

/* A time between 2020 and 2025, often that of another file. */
static void
set_time(GRand *random, const char *path)
{
	time_t time = 1577836800 + (time_t)g_rand_int_range(random, 0, 400) * 432000;
	const struct timespec times[2] = { { .tv_sec = time }, { .tv_sec = time } };

	utimensat(AT_FDCWD, path, times, 0);
}

static char *
make_path(GRand *random, const char *folder)
{
	static const char *const suffixes[] = { ".md", ".md", ".md", ".md", ".txt", ".txt", ".MD",
		".markdown", ".vtt", ".srt", NULL };
	static const char *const names[] = { "agents", "my note", "README", "caf\xc3\xa9", "C#",
		"gpt-4", "index", "ai_ml", "a.b",
		"bad\xff"
		"name",
		"100% sure", "tab\there", "-dash", "[x]", NULL };
	g_autofree char *name = g_strdup(made_one_of(random, names));

	if (!made_chance(random, 3)) {
		g_free(name);
		name = g_strdup_printf("%s %d", made_one_of(random, common),
			g_rand_int_range(random, 0, 200));
	}
	return g_strconcat(folder, "/", made_one_of(random, folders), name,
		made_one_of(random, suffixes), NULL);
}

static void
write_one(GRand *random, const char *path)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (made_chance(random, 30))
		g_string_append(text, "\xef\xbb\xbf");
	if (!made_chance(random, 4))
		add_front_matter(random, text);
	add_body(random, text, strrchr(path, '.'));
	if (made_chance(random, 40))
		g_string_truncate(text, 0);
	if (made_chance(random, 40))
		g_string_append_c(text, '\0');
	place_put(path, text->str, (gssize)text->len);
	set_time(random, path);
}

/* The paths of all files below a folder, in an order that is always the same. */
static void
gather(const char *folder, GPtrArray *paths)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (!g_file_test(path, G_FILE_TEST_IS_DIR))
			g_ptr_array_add(paths, g_steal_pointer(&path));
		else if (!g_file_test(path, G_FILE_TEST_IS_SYMLINK))
			gather(path, paths);
	}
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
all_paths(const char *folder)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

	gather(folder, paths);
	g_ptr_array_sort(paths, compare_paths);
	return paths;
}

/* A document that differs from another in its date alone: front matter is put before it. */
static void
write_twin(GRand *random, const char *path, const char *text, const char *date)
{
	g_autofree char *dated = g_strdup_printf("---\npublished: %s\n---\n%s", date, text);

	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return;
	place_put(path, made_chance(random, 8) ? text : dated, -1);
	set_time(random, path);
}

/* Twins of one document, of every date. */
static void
write_twins(GRand *random, const char *folder)
{
	g_autoptr(GString) text = g_string_new("# Twins of agents\n\n");

	add_markdown(random, text);
	for (guint i = 0; dates[i] != NULL; i++) {
		g_autofree char *path = make_path(random, folder);

		if (g_str_has_suffix(path, "t"))
			continue;
		write_twin(random, path, text->str, dates[i]);
	}
}

void
made_library_write(GRand *random, const char *folder, unsigned count)
{
	g_autoptr(GPtrArray) paths = NULL;
	g_autofree char *link = g_strconcat(folder, "/link.md", NULL);
	g_autofree char *linked = g_strconcat(folder, "/linked", NULL);

	for (unsigned i = 0; i < count; i++) {
		g_autofree char *path = make_path(random, folder);

		write_one(random, path);
	}
	for (unsigned i = 0; i < count / 100; i++)
		write_twins(random, folder);
	paths = all_paths(folder);
	if (paths->len == 0 ||
		symlink((const char *)paths->pdata[0] + strlen(folder) + 1, link) != 0 ||
		symlink("video notes", linked) != 0)
		g_warning("%s cannot be made", link);
}

/* --- changes --- */

static void
change_one(GRand *random, const char *folder, const char *path)
{
	g_autofree char *other = make_path(random, folder);
	g_autofree char *other_folder = g_path_get_dirname(other), *text = NULL;
	gsize n;

	switch (g_rand_int_range(random, 0, 7)) {
	case 0:
		g_remove(path);
		break;
	case 1:
		g_mkdir_with_parents(other_folder, 0700);
		g_rename(path, other);
		break;
	case 2:
		write_one(random, path);
		break;
	case 3:
		if (g_file_get_contents(path, &text, &n, NULL) && n > 40) {
			text[n / 2] = 'q';
			place_put(path, text, (gssize)n);
		}
		break;
	case 4:
		set_time(random, path);
		break;
	case 5:
		place_put(path, "\0\1\2binary", 9);
		break;
	default:
		write_one(random, other);
	}
}

void
made_library_change(GRand *random, const char *folder, unsigned count)
{
	g_autoptr(GPtrArray) paths = all_paths(folder);
	g_autofree char *old = g_strconcat(folder, "/notes", NULL);
	g_autofree char *new = g_strconcat(folder, "/a.b/moved", NULL);

	for (unsigned i = 0; i < count && paths->len > 0; i++)
		change_one(random, folder,
			paths->pdata[g_rand_int_range(random, 0, (gint32)paths->len)]);
	if (!g_file_test(new, G_FILE_TEST_EXISTS))
		g_rename(old, new);
}
