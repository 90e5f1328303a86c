/*
 * Writes a library of so many documents for benchmarks: `generate FOLDER COUNT [BYTES [SEED]]`.
 * Deterministic: the same arguments give the same bytes. BYTES is the mean size; sizes spread as
 * those of real documents do (log-normal), some are of 100 KB and more, few of 1 MB. Kinds, front
 * matter, links, timestamps and folders are like those of real libraries. Prints how many documents
 * and bytes there are.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "library.h"
#include "prose.h"

/* One of 400 is of 100 to 300 KB, one of 20,000 of 1 to 2 MB; the others' mean is what is left. */
static size_t
draw_size(const struct library *library, uint32_t document, double mean)
{
	const double sigma = 0.7, large = 200e3 / 400, huge = 1.5e6 / 20000;
	struct random random = random_of(library->seed, (1ull << 47) + document);
	double u = random_unit(&random), v = random_unit(&random), w = random_unit(&random);

	bool spread = mean > 4 * (large + huge);

	if (spread && w < 1 / 20000.0)
		return (size_t)(1e6 + u * 1e6);
	if (spread && w < 1 / 400.0)
		return (size_t)(100e3 + u * 200e3);
	/* Box and Muller 1958 */
	double normal = sqrt(-2 * log(1 - u)) * cos(2 * 3.14159265358979 * v);
	double rest = spread ? mean - large - huge : mean;

	return (size_t)(exp(log(rest) - sigma * sigma / 2 + sigma * normal));
}

/* Makes a folder and those above it. */
static int
make_folder(char *path)
{
	for (char *slash = path + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return mkdir(path, 0777) != 0 && errno != EEXIST ? -1 : 0;
}

static int
write_document(const struct library *library, int folder, uint32_t document, struct text *name,
	const struct text *text)
{
	enum library_kind kind = library_folder(library, document)->kind;
	size_t stem;

	library_name(library, document, name);
	stem = name->length;
	text_print(name, "%s", kind == LIBRARY_TALK ? ".vtt" : ".md");
	int file = openat(folder, name->bytes, O_WRONLY | O_CREAT | O_EXCL, 0666);

	if (file < 0 && errno == EEXIST) {
		name->length = stem;
		text_print(name, "_%u%s", document, kind == LIBRARY_TALK ? ".vtt" : ".md");
		file = openat(folder, name->bytes, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	}
	if (file < 0)
		return -1;
	ssize_t written = write(file, text->bytes, text->length);

	return close(file) != 0 || written != (ssize_t)text->length ? -1 : 0;
}

static int
write_folder(const struct library *library, const char *top, const struct library_folder *folder,
	double mean, uint64_t *bytes)
{
	struct text path = { 0 }, name = { 0 }, text = { 0 };
	int at, result = 0;

	text_print(&path, "%s/%s", top, folder->path);
	at = make_folder(path.bytes) == 0 ? open(path.bytes, O_RDONLY | O_DIRECTORY) : -1;
	if (at < 0)
		result = -1;
	for (uint32_t i = 0; i < folder->count && result == 0; i++) {
		uint32_t document = folder->first + i;

		prose_write(library, document, draw_size(library, document, mean), &text);
		*bytes += text.length;
		result = write_document(library, at, document, &name, &text);
	}
	if (result != 0)
		perror(path.bytes);
	if (at >= 0)
		close(at);
	free(path.bytes);
	free(name.bytes);
	free(text.bytes);
	return result;
}

int
main(int argc, char **argv)
{
	struct library library;
	uint64_t bytes = 0;
	int result = 0;

	if (argc < 3 || argc > 5) {
		fprintf(stderr, "usage: generate FOLDER COUNT [BYTES [SEED]]\n");
		return 2;
	}
	double mean = argc > 3 ? strtod(argv[3], NULL) : 9300;

	library_init(&library, (uint32_t)strtoul(argv[2], NULL, 10),
		argc > 4 ? strtoull(argv[4], NULL, 10) : 1);
	for (uint32_t i = 0; i < library.folder_count && result == 0; i++)
		result = write_folder(&library, argv[1], &library.folders[i], mean, &bytes);
	printf("%u documents, %.1f MB\n", library.count, (double)bytes / 1e6);
	library_clear(&library);
	return result == 0 ? 0 : 2;
}
