#include "library.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS 200000

/* --- text --- */

static void
text_reserve(struct text *text, size_t n)
{
	if (text->length + n + 1 <= text->room)
		return;
	text->room = (text->length + n + 1) * 2;
	text->bytes = realloc(text->bytes, text->room);
}

void
text_add(struct text *text, const char *bytes, size_t n)
{
	text_reserve(text, n);
	memcpy(text->bytes + text->length, bytes, n);
	text->length += n;
	text->bytes[text->length] = '\0';
}

void
text_print(struct text *text, const char *format, ...)
{
	va_list values;
	int n;

	text_reserve(text, 500);
	va_start(values, format);
	n = vsnprintf(text->bytes + text->length, text->room - text->length, format, values);
	va_end(values);
	if (n > 0)
		text->length += (size_t)n < text->room - text->length
					? (size_t)n
					: text->room - text->length - 1;
}

/* --- folders --- */

/* Shares are of folders; those of documents come out alike. */
static const struct {
	unsigned share;
	bool dated; /* by year and month */
} kinds[LIBRARY_KINDS] = {
	[LIBRARY_VIDEO] = { 60, false },
	[LIBRARY_ARTICLE] = { 16, false },
	[LIBRARY_CLIPPING] = { 8, true },
	[LIBRARY_READING] = { 6, false },
	[LIBRARY_NOTE] = { 8, true },
	[LIBRARY_TALK] = { 2, false },
};

/* Kinds take turns, each as often as its share says. */
static enum library_kind
kind_of(uint32_t number)
{
	uint32_t at = number * 61 % 100;
	enum library_kind kind = 0;

	for (; at >= kinds[kind].share; kind++)
		at -= kinds[kind].share;
	return kind;
}

static void
name_folder(const struct library *library, struct library_folder *folder, uint32_t number)
{
	static const char *const tops[LIBRARY_KINDS] = {
		[LIBRARY_VIDEO] = "video-notes",
		[LIBRARY_ARTICLE] = "articles",
		[LIBRARY_CLIPPING] = "clippings/web-clipper",
		[LIBRARY_READING] = "clippings/3 Resources",
		[LIBRARY_NOTE] = "notes",
		[LIBRARY_TALK] = "transcripts",
	};
	struct random random = random_of(library->seed, (1ull << 40) + number);
	size_t n;
	const char *word = vocabulary_word(library->vocabulary,
		vocabulary_draw_topic(library->vocabulary, &random), &n);

	if (folder->kind == LIBRARY_ARTICLE)
		snprintf(folder->name, sizeof(folder->name), "%02u-%c%s", number % 100,
			toupper(word[0]), word + 1);
	else if (kinds[folder->kind].dated)
		snprintf(folder->name, sizeof(folder->name), "%u/%02u", 2015 + number / 12 % 12,
			number % 12 + 1);
	else
		snprintf(folder->name, sizeof(folder->name), "%s%u", word, number % 10);
	snprintf(folder->path, sizeof(folder->path), "%s/%s%s", tops[folder->kind], folder->name,
		random_below(&random, 12) == 0 ? "/More" : "");
	/* none has the name of another */
	n = strlen(folder->path);
	snprintf(folder->path + n, sizeof(folder->path) - n, "-%u", number);
}

void
library_init(struct library *library, uint32_t count, uint64_t seed)
{
	struct random random = random_of(seed, 2);
	uint32_t room = count / 50 + 2;

	*library = (struct library){ .count = count, .seed = seed };
	library->vocabulary = vocabulary_new(seed, WORDS);
	library->folders = calloc(room, sizeof(*library->folders));
	for (uint32_t first = 0; first < count;) {
		uint32_t number = library->folder_count++;
		struct library_folder *folder = &library->folders[number];

		/* 50 to 1,000, as many small as large by their logarithm */
		folder->count = (uint32_t)(50 * pow(20, random_unit(&random)));
		if (folder->count > count - first)
			folder->count = count - first;
		folder->first = first;
		folder->kind = kind_of(number);
		name_folder(library, folder, number);
		first += folder->count;
	}
}

void
library_clear(struct library *library)
{
	vocabulary_free(library->vocabulary);
	free(library->folders);
}

const struct library_folder *
library_folder(const struct library *library, uint32_t document)
{
	uint32_t from = 0, to = library->folder_count;

	while (to - from > 1) {
		uint32_t middle = from + (to - from) / 2;

		if (library->folders[middle].first <= document)
			from = middle;
		else
			to = middle;
	}
	return &library->folders[from];
}

/* --- names --- */

void
library_title(const struct library *library, uint32_t document, struct text *title)
{
	struct random random = random_of(library->seed, (1ull << 41) + document);
	unsigned words = 3 + random_below(&random, 6);

	title->length = 0;
	/* namesakes: a folder's first is its index */
	if (document == library_folder(library, document)->first) {
		text_add(title, "Index", 5);
		return;
	}
	for (unsigned i = 0; i < words; i++) {
		bool small = i > 0 && i + 1 < words && random_below(&random, 3) == 0;
		uint32_t rank = small ? random_below(&random, 12)
				      : vocabulary_draw_topic(library->vocabulary, &random);
		size_t n;
		const char *word = vocabulary_word(library->vocabulary, rank, &n);

		if (i > 0)
			text_add(title, " ", 1);
		text_add(title, word, n);
		if (!small)
			title->bytes[title->length - n] = (char)toupper((unsigned char)word[0]);
	}
}

void
library_name(const struct library *library, uint32_t document, struct text *name)
{
	enum library_kind kind = library_folder(library, document)->kind;
	struct random random = random_of(library->seed, (1ull << 42) + document);

	library_title(library, document, name);
	if (kind == LIBRARY_CLIPPING || kind == LIBRARY_READING)
		return;
	for (size_t i = 0; i < name->length; i++)
		name->bytes[i] = name->bytes[i] == ' '
					 ? (kind == LIBRARY_ARTICLE ? '-' : '_')
					 : (char)tolower((unsigned char)name->bytes[i]);
	if (kind == LIBRARY_ARTICLE)
		text_print(name, "-%010llx", (unsigned long long)(random_next(&random) >> 24));
}
