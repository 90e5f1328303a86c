/*
 * A library in the form that others index: `convert load FOLDER >FILE` as lines of JSON with _key
 * and body, `convert mail FOLDER TO` as mails, each in a file of its own.
 */
#define _XOPEN_SOURCE 700
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *to; /* NULL: as JSON */
static unsigned number;

static char *
read_file(const char *path, size_t size, size_t *n)
{
	char *bytes = malloc(size + 1);
	int file = open(path, O_RDONLY);
	ssize_t got = file >= 0 ? read(file, bytes, size) : -1;

	if (file >= 0)
		close(file);
	*n = got > 0 ? (size_t)got : 0;
	return bytes;
}

static void
print_json(const char *s, size_t n)
{
	putchar('"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < 0x20)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void
write_mail(const char *bytes, size_t n)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%03u", to, number / 500);
	if (number % 500 == 0)
		mkdir(path, 0777);
	snprintf(path, sizeof(path), "%s/%03u/%u", to, number / 500, number);
	FILE *out = fopen(path, "w");

	if (out == NULL)
		return;
	fprintf(out,
		"From: a@example.org\nSubject: note %u\nMessage-ID: <%u@example.org>\n"
		"Date: Thu, 01 Jan 2026 00:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n",
		number, number);
	fwrite(bytes, 1, n, out);
	fclose(out);
}

static int
convert(const char *path, const struct stat *status, int type, struct FTW *where)
{
	size_t n;
	char *bytes;

	(void)where;
	if (type != FTW_F)
		return 0;
	bytes = read_file(path, (size_t)status->st_size, &n);
	if (to != NULL) {
		write_mail(bytes, n);
	} else {
		printf("%s{\"_key\":", number == 0 ? "" : ",\n");
		print_json(path, strlen(path));
		printf(",\"body\":");
		print_json(bytes, n);
		printf("}");
	}
	number++;
	free(bytes);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc < 3 || (strcmp(argv[1], "mail") == 0) != (argc == 4)) {
		fprintf(stderr, "usage: convert load FOLDER | convert mail FOLDER TO\n");
		return 2;
	}
	if (argc == 4)
		mkdir(to = argv[3], 0777);
	else
		puts("[");
	if (nftw(argv[2], convert, 64, FTW_PHYS) != 0)
		return 2;
	if (argc == 3)
		puts("\n]");
	return 0;
}
