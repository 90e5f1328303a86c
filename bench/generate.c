/*
 * Writes a library of so many documents for benchmarks: `generate FOLDER COUNT [BYTES]`.
 * Deterministic: the same arguments give the same bytes. Sizes, front matter, links and timestamps
 * are like those of real notes on videos (four of five) and fetched articles (one of five); BYTES
 * is the mean size.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const words[] = {
	"agent",
	"model",
	"reader",
	"paper",
	"safety",
	"method",
	"training",
	"data",
	"evaluation",
	"section",
	"history",
	"language",
	"system",
	"question",
	"result",
	"people",
	"company",
	"design",
	"the",
	"of",
	"and",
	"to",
	"a",
	"in",
	"is",
	"that",
	"for",
	"with",
	"as",
	"on",
	"by",
	"from",
	"this",
	"which",
	"how",
	"between",
	"because",
	"without",
	"under",
	"performance",
	"reward",
	"signal",
	"interpretability",
	"transformer",
	"benchmark",
	"capability",
	"attention",
	"gradient",
};
#define WORDS (sizeof words / sizeof *words)

static uint64_t state = 88172645463325252u;

/* xorshift64 (Marsaglia 2003). */
static uint32_t
next(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)((state >> 16) % below);
}

static void
sentence(FILE *out, unsigned count, unsigned second)
{
	unsigned length = 8 + next(16);
	for (unsigned i = 0; i < length; i++) {
		if (i > 0)
			fputc(' ', out);
		if (next(40) == 0)
			fprintf(out, "[[note_%u | %s]]", next(count), words[next(WORDS)]);
		else
			fputs(words[next(WORDS)], out);
	}
	if (second > 0)
		fprintf(out,
			" <a class=\"yt-timestamp\" data-t=\"%02u:%02u:%02u\">[%02u:%02u:%02u]</a>",
			second / 3600, second / 60 % 60, second % 60, second / 3600,
			second / 60 % 60, second % 60);
	fputs(". ", out);
}

static void
document(FILE *out, unsigned number, unsigned count, long size)
{
	bool video = number % 5 != 0;
	if (video)
		fprintf(out,
			"---\ntitle: Note %u on %s and %s\nvideoId: v%010u\n---\n\nFrom: "
			"[[channel_%u]] <br/> \n\n",
			number, words[next(WORDS)], words[next(WORDS)], number, next(40));
	else
		fprintf(out,
			"---\ncategory: \"Reference\"\nfetched_at: \"2026-%02u-%02uT10:00:00Z\"\n"
			"source_url: \"https://www.example.org/news/%u\"\ntitle: \"Article %u \\\\ "
			"Example\"\n---\n\n",
			1 + next(12), 1 + next(28), number, number);
	unsigned second = 0;
	while (ftell(out) < size) {
		fprintf(out, "## %s %s\n\n", words[next(WORDS)], words[next(WORDS)]);
		for (unsigned paragraph = 0; paragraph < 3; paragraph++) {
			for (unsigned i = 0; i < 4; i++) {
				second += next(30);
				sentence(out, count, video ? second : 0);
			}
			fputs("\n\n", out);
		}
	}
}

int
main(int argc, char **argv)
{
	char path[4096];
	if (argc < 3) {
		fprintf(stderr, "usage: generate FOLDER COUNT [BYTES]\n");
		return 2;
	}
	unsigned count = (unsigned)strtoul(argv[2], NULL, 10);
	long bytes = argc > 3 ? strtol(argv[3], NULL, 10) : 8000;
	mkdir(argv[1], 0777);
	for (unsigned i = 0; i < count; i++) {
		snprintf(path, sizeof path, "%s/%03u", argv[1], i / 500);
		if (i % 500 == 0 && mkdir(path, 0777) != 0 && errno != EEXIST) {
			perror(path);
			return 2;
		}
		snprintf(path, sizeof path, "%s/%03u/note_%u.md", argv[1], i / 500, i);
		FILE *out = fopen(path, "w");
		if (out == NULL) {
			perror(path);
			return 2;
		}
		document(out, i, count, bytes / 2 + next((uint32_t)bytes));
		fclose(out);
	}
	return 0;
}
