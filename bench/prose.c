#include "prose.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOPICS 48

/* A document under way. */
struct prose {
	const struct library *library;
	const struct library_folder *folder;
	struct text *text, *other; /* other: for names of documents */
	struct random random;
	uint32_t document;
	uint32_t topics[TOPICS]; /* ranks of words that come again and again */
	uint32_t second;         /* of the recording */
	bool stamps, wide;       /* in Chinese, for a part */
	char video[12];
};

static uint32_t
below(struct prose *p, uint32_t n)
{
	return random_below(&p->random, n);
}

static void
put(struct prose *p, const char *s)
{
	text_add(p->text, s, strlen(s));
}

/* --- words --- */

static void
put_rank(struct prose *p, uint32_t rank, bool capital)
{
	size_t n;
	const char *word = vocabulary_word(p->library->vocabulary, rank, &n);

	text_add(p->text, word, n);
	if (capital)
		p->text->bytes[p->text->length - n] = (char)toupper((unsigned char)word[0]);
}

static uint32_t
draw(struct prose *p)
{
	return below(p, 8) == 0 ? p->topics[below(p, TOPICS)]
				: vocabulary_draw(p->library->vocabulary, &p->random);
}

static void
put_topic(struct prose *p, bool capital)
{
	put_rank(p, p->topics[below(p, TOPICS)], capital);
}

/* What is found as it is typed: names of versions, of code, amounts. */
static void
put_identifier(struct prose *p)
{
	static const char *const fixed[] = { "C++", "C#", "node.js", "gpt-4o", "std::vector", "F#",
		".NET", "x86_64", "UTF-8", "e.g.", "CI/CD", "R&D", "AT&T", "i18n", "TCP/IP" };

	switch (below(p, 8)) {
	case 0:
	case 1:
		put(p, fixed[below(p, sizeof(fixed) / sizeof(*fixed))]);
		break;
	case 2:
		put_topic(p, false);
		put(p, "_");
		put_topic(p, false);
		break;
	case 3:
		text_print(p->text, "$%u.%u", below(p, 900), below(p, 10));
		break;
	case 4:
		text_print(p->text, "v%u.%u.%u", below(p, 9), below(p, 30), below(p, 12));
		break;
	case 5:
		text_print(p->text, "%u", 1 + below(p, 1000000) / (1 + below(p, 1000)));
		break;
	case 6:
		text_print(p->text, "gpt-%u.%u", 3 + below(p, 3), below(p, 10));
		break;
	default:
		put_topic(p, false);
		put_topic(p, true);
		put(p, "()");
		break;
	}
}

/* A few characters that are written without spaces. */
static void
put_wide(struct prose *p)
{
	for (unsigned i = 4 + below(p, 20); i > 0; i--) {
		double u = random_unit(&p->random);
		uint32_t c = 0x4e00 + (uint32_t)(u * u * u * 6000) * 3 % 0x5000;
		char bytes[3] = { (char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)),
			(char)(0x80 | (c & 0x3f)) };

		text_add(p->text, bytes, 3);
		if (below(p, 12) == 0)
			put(p, "\xef\xbc\x8c");
	}
	put(p, "\xe3\x80\x82");
}

/* --- links --- */

/* A document to link to: near ones and well-known ones more often. */
static uint32_t
draw_document(struct prose *p)
{
	double u = random_unit(&p->random);

	if (below(p, 2) == 0)
		return p->folder->first + (uint32_t)(u * u * p->folder->count);
	return (uint32_t)(u * u * u * p->library->count);
}

static void
put_wikilink(struct prose *p)
{
	if (below(p, 10) == 0) {
		/* nobody's */
		put(p, "[[");
		put_topic(p, false);
		put(p, "_");
		put_topic(p, false);
		put(p, "]]");
		return;
	}
	uint32_t target = draw_document(p);

	if (below(p, 4) == 0)
		library_title(p->library, target, p->other);
	else
		library_name(p->library, target, p->other);
	text_print(p->text, "[[%s", p->other->bytes);
	if (below(p, 20) == 0) {
		put(p, "#");
		put_topic(p, true);
	}
	if (below(p, 3) > 0) {
		put(p, " | ");
		put_topic(p, false);
	}
	put(p, "]]");
}

static void
put_url(struct prose *p)
{
	uint32_t number = below(p, 4) == 0 ? draw_document(p) : below(p, p->library->count * 4);

	if (p->folder->kind == LIBRARY_VIDEO || below(p, 4) == 0)
		text_print(p->text, "https://www.youtube.com/watch?v=%s&t=%us", p->video,
			below(p, 4000));
	else if (below(p, 3) == 0)
		text_print(p->text, "https://site%u.example.org/", below(p, 500));
	else
		text_print(p->text, "https://%s%u.example.%s/%u/page-%u%s",
			below(p, 2) == 0 ? "www." : "", number % 997,
			number % 3 == 0 ? "com" : "org", number % 12, number,
			below(p, 5) == 0 ? "?utm_source=feed" : "");
}

static void
put_link(struct prose *p)
{
	uint32_t what = below(p, 100);

	if (what < 66) {
		put_wikilink(p);
		return;
	}
	put(p, "[");
	put_topic(p, false);
	put(p, "](");
	if (what < 94) {
		put_url(p);
	} else if (what < 97) {
		text_print(p->text, "/%u/page-%u", below(p, 12), below(p, p->library->count));
	} else {
		library_name(p->library, p->folder->first + below(p, p->folder->count), p->other);
		for (char *c = p->other->bytes; *c != '\0'; c++) {
			if (*c == ' ')
				put(p, "%20");
			else
				text_add(p->text, c, 1);
		}
		put(p, ".md");
	}
	put(p, ")");
}

/* --- sentences --- */

static void
put_stamp(struct prose *p)
{
	unsigned hours = p->second / 3600, minutes = p->second / 60 % 60, second = p->second % 60;

	text_print(p->text,
		" <a class=\"yt-timestamp\" data-t=\"%02u:%02u:%02u\">[%02u:%02u:%02u]</a>", hours,
		minutes, second, hours, minutes, second);
	p->second += 3 + below(p, 40);
}

/* Links: about one in 620 bytes; timestamps: one in 260 of a note on a video. */
static void
put_sentence(struct prose *p)
{
	unsigned words = 6 + below(p, 22), emphasis = below(p, 14);
	unsigned link = below(p, 9) < 2 ? below(p, words) : words;

	if (p->wide && below(p, 2) == 0) {
		put_wide(p);
		return;
	}
	for (unsigned i = 0; i < words; i++) {
		if (i > 0)
			put(p, below(p, 14) == 0 ? ", " : " ");
		if (i == link) {
			put_link(p);
		} else if (below(p, 70) == 0) {
			put_identifier(p);
		} else if (emphasis == 0 && i == words / 2) {
			put(p, "**");
			put_topic(p, false);
			put(p, "**");
		} else {
			put_rank(p, draw(p), i == 0 || below(p, 25) == 0);
		}
	}
	if (p->stamps && below(p, 2) == 0)
		put_stamp(p);
	put(p, below(p, 12) == 0 ? "? " : ". ");
}

/* --- blocks --- */

static void
put_paragraph(struct prose *p)
{
	for (unsigned i = 1 + below(p, 5); i > 0; i--)
		put_sentence(p);
	put(p, "\n\n");
}

static void
put_list(struct prose *p)
{
	bool tasks = below(p, 10) == 0;

	for (unsigned i = 2 + below(p, 5); i > 0; i--) {
		put(p, tasks ? (below(p, 2) == 0 ? "- [ ] " : "- [x] ") : "- ");
		put_sentence(p);
		put(p, "\n");
	}
	put(p, "\n");
}

static void
put_code(struct prose *p)
{
	put(p, "```python\n");
	for (unsigned i = 2 + below(p, 8); i > 0; i--) {
		put(p, i % 3 == 0 ? "def " : "    ");
		put_topic(p, false);
		put(p, i % 3 == 0 ? "(self, " : " = ");
		put_topic(p, false);
		put(p, i % 3 == 0 ? "):\n" : "[0]\n");
	}
	put(p, "```\n\n");
}

static void
put_table(struct prose *p)
{
	for (unsigned row = 0; row < 6; row++) {
		for (unsigned cell = 0; cell < 4; cell++) {
			put(p, "| ");
			if (row == 1)
				put(p, "---");
			else
				put_topic(p, row == 0);
			put(p, " ");
		}
		put(p, "|\n");
	}
	put(p, "\n");
}

static void
put_heading(struct prose *p)
{
	put(p, below(p, 3) == 0 ? "### " : "## ");
	for (unsigned i = 2 + below(p, 4); i > 0; i--) {
		put_rank(p, draw(p), true);
		put(p, i > 1 ? " " : "\n\n");
	}
}

static void
put_body(struct prose *p, size_t size)
{
	while (p->text->length < size) {
		uint32_t what = below(p, 100);

		if (what < 24)
			put_heading(p);
		else if (what < 80)
			put_paragraph(p);
		else if (what < 94)
			put_list(p);
		else if (what < 96)
			put_code(p);
		else if (what < 97)
			put_table(p);
		else if (what < 98)
			put(p, "---\n\n");
		else {
			put(p, below(p, 2) == 0 ? "> " : "> [!note] Note\n> ");
			put_paragraph(p);
		}
	}
}

/* --- the head of each kind --- */

static void
put_date(struct prose *p, bool time)
{
	double u = random_unit(&p->random);

	text_print(p->text, "%u-%02u-%02u", 2013 + (unsigned)(sqrt(u) * 13.99), 1 + below(p, 12),
		1 + below(p, 28));
	if (time)
		text_print(p->text, "T%02u:%02u:%02uZ", below(p, 24), below(p, 60), below(p, 60));
}

static void
put_name(struct prose *p)
{
	/* some 3,000 people */
	struct random random = random_of(p->library->seed, (1ull << 43) + below(p, 3000));

	for (int i = 0; i < 2; i++) {
		put_rank(p, vocabulary_draw_topic(p->library->vocabulary, &random), true);
		put(p, i == 0 ? " " : "");
	}
}

static void
put_tag(struct prose *p)
{
	double u = random_unit(&p->random);
	struct random random = random_of(p->library->seed, (1ull << 44) + (uint32_t)(u * u * 400));

	put_rank(p, vocabulary_draw_topic(p->library->vocabulary, &random), false);
	if (random_below(&random, 5) == 0) {
		put(p, "/");
		put_rank(p, vocabulary_draw_topic(p->library->vocabulary, &random), false);
	}
}

static void
put_title(struct prose *p, const char *before, const char *after)
{
	library_title(p->library, p->document, p->other);
	text_print(p->text, "%s%s%s", before, p->other->bytes, after);
}

static void
put_source(struct prose *p, const char *key)
{
	text_print(p->text, "%s: \"https://%s%u.example.%s/%u/page-%u\"\n", key,
		p->document % 2 == 0 ? "www." : "", p->document % 997,
		p->document % 3 == 0 ? "com" : "org", p->document % 12, p->document);
}

static void
head_video(struct prose *p)
{
	put_title(p, "---\ntitle: ", "\n");
	text_print(p->text, "videoId: %s\n---\n\nFrom: [[%s]] <br/> \n\n", p->video,
		p->folder->name);
}

static void
head_article(struct prose *p)
{
	text_print(p->text, "---\ncategory: \"%s\"\nfetched_at: \"", p->folder->name);
	put_date(p, true);
	put(p, "\"\n");
	put_source(p, "source_url");
	put_title(p, "title: \"", " \\\\ Example\"\n---\n\n");
	put_title(p, "# ", "\n\n");
	if (below(p, 3) == 0)
		text_print(p->text, "Apr %u, %u\n\n", 1 + below(p, 28), 2018 + below(p, 8));
}

static void
head_clipping(struct prose *p)
{
	put_title(p, "---\ntitle: \"", "\"\n");
	put_source(p, "source");
	put(p, "author:\n");
	for (unsigned i = 1 + below(p, 2); i > 0; i--) {
		put(p, "  - \"[[");
		put_name(p);
		put(p, "]]\"\n");
	}
	put(p, "published: ");
	if (below(p, 4) > 0)
		put_date(p, false);
	put(p, "\ncreated: ");
	put_date(p, false);
	put(p, "\ndescription: \"");
	for (unsigned i = 0; i < 12; i++) {
		put_rank(p, draw(p), i == 0);
		put(p, i < 11 ? " " : "\"\ntags:\n  - \"clippings\"\n");
	}
	for (unsigned i = below(p, 4); i > 0; i--) {
		put(p, "  - \"");
		put_tag(p);
		put(p, "\"\n");
	}
	text_print(p->text, "rating: %u\nstatus: %s\n---\n", 1 + below(p, 5),
		below(p, 3) == 0 ? "read" : "to read");
}

static void
head_reading(struct prose *p)
{
	static const char *const sorts[] = { "books", "articles", "podcasts", "tweets" };

	put_title(p, "---\ntitle: \"", "\"\naliases: [\"");
	put_rank(p, p->topics[0], true);
	put(p, " ");
	put_rank(p, p->topics[1], true);
	put(p, "\"]\nauthor: [[");
	put_name(p);
	text_print(p->text, "]]\ncategory: %s\ntags: #", sorts[below(p, 4)]);
	put_tag(p);
	put(p, "\nid: ");
	text_print(p->text, "%u\ncreated_at: ", p->document);
	put_date(p, true);
	put(p, "\n---\n\n");
	put_title(p, "# ", "\n\n");
}

static void
head_note(struct prose *p)
{
	put_title(p, "# ", "\n\n");
	for (unsigned i = below(p, 3); i > 0; i--) {
		put(p, "#");
		put_tag(p);
		put(p, i > 1 ? " " : "\n\n");
	}
}

/* A transcript has no other shape than its cues. */
static void
put_talk(struct prose *p, size_t size)
{
	put(p, "WEBVTT\n\n");
	while (p->text->length < size) {
		uint32_t from = p->second, to = from + 3 + below(p, 9);

		text_print(p->text, "%02u:%02u:%02u.%03u --> %02u:%02u:%02u.000\n", from / 3600,
			from / 60 % 60, from % 60, below(p, 1000), to / 3600, to / 60 % 60,
			to % 60);
		for (unsigned i = 8 + below(p, 24); i > 0; i--) {
			put_rank(p, draw(p), below(p, 20) == 0);
			put(p, i > 1 ? " " : ".\n\n");
		}
		p->second = to;
	}
}

static void
set_up(struct prose *p)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	/* documents of a title have its words, and one in four shares a subject with others */
	struct random title = random_of(p->library->seed, (1ull << 41) + p->document);
	struct random subject = random_of(p->library->seed, (1ull << 45) + p->document % 4000);
	unsigned words = 3 + random_below(&title, 6);

	for (unsigned i = 0; i < TOPICS; i++)
		p->topics[i] = vocabulary_draw_topic(p->library->vocabulary, i < words ? &title
									     : i < TOPICS / 2
										     ? &subject
										     : &p->random);
	for (unsigned i = 0; i < 11; i++)
		p->video[i] = letters[below(p, 64)];
	p->video[11] = '\0';
	p->stamps = p->folder->kind == LIBRARY_VIDEO;
	p->wide = below(p, 40) == 0;
	p->second = 10;
}

void
prose_write(const struct library *library, uint32_t document, size_t size, struct text *text)
{
	static void (*const heads[LIBRARY_KINDS])(struct prose *) = {
		[LIBRARY_VIDEO] = head_video,
		[LIBRARY_ARTICLE] = head_article,
		[LIBRARY_CLIPPING] = head_clipping,
		[LIBRARY_READING] = head_reading,
		[LIBRARY_NOTE] = head_note,
	};
	struct text other = { 0 };
	struct prose p = {
		.library = library,
		.folder = library_folder(library, document),
		.text = text,
		.other = &other,
		.random = random_of(library->seed, (1ull << 46) + document),
		.document = document,
	};

	text->length = 0;
	set_up(&p);
	if (p.folder->kind == LIBRARY_TALK) {
		put_talk(&p, size);
	} else {
		heads[p.folder->kind](&p);
		put_body(&p, size);
	}
	free(other.bytes);
}
