/*
 * The commonest words are English's own; the others are put together of a prefix, syllables and a
 * suffix, each drawn by about the share it has in English, so that words share beginnings as real
 * ones do.
 */
#include "vocabulary.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define WORD_ROOM 24

struct word {
	char text[WORD_ROOM - 1];
	uint8_t length;
};

struct vocabulary {
	struct word *words;
	uint32_t count;
	/* drawing by Walker's alias method: a word, or with the rest of the chance another */
	uint32_t *chance, *other;
};

static const char common[] =
	"the of and to a in is that for it with as on this are be by an at from or which was not can "
	"have we you they but has its more will one these how their about when also so if what there "
	"all time than into up some would your do like just other out make use our because new then "
	"people most where over way no used between each first such them only many think know well "
	"while any work see need very different could should even after much two model language data "
	"through using both example being may often system example want does still good world get now "
	"those part same learning own without back thing take here years problem code look high point "
	"different power important help number find process research every information question start "
	"large before know human change design long build state level user right mean end set since "
	"training less value small case read idea place around based better next might page never "
	"agent science company type result form show life simple under however always something real "
	"open test create second per again today write during line within another key free order name "
	"give local task true team going kind best story later step course method three early control "
	"support general actually means left understand least single quite across common space current "
	"product software feature against rather really school technology complex performance result "
	"market become often day great able say experience history natural possible public business "
	"group certain particular provide require allow reason clear full build review paper note "
	"specific several effect available quality network image cost answer development knowledge "
	"future network size call search context response event approach evaluation instead";

struct piece {
	const char *text;
	unsigned weight;
};

static const struct piece prefixes[] = { { "", 1500 }, { "re", 50 }, { "in", 40 }, { "con", 46 },
	{ "un", 36 }, { "de", 40 }, { "pro", 34 }, { "dis", 28 }, { "com", 30 }, { "pre", 26 },
	{ "ex", 22 }, { "sub", 14 }, { "inter", 16 }, { "over", 12 }, { "trans", 12 },
	{ "mis", 10 }, { "per", 16 }, { "en", 14 }, { "non", 12 }, { "out", 8 }, { "under", 6 },
	{ "micro", 6 }, { "auto", 6 }, { "multi", 6 } };

static const struct piece onsets[] = { { "", 150 }, { "b", 50 }, { "c", 75 }, { "d", 50 },
	{ "f", 42 }, { "g", 32 }, { "h", 38 }, { "j", 8 }, { "k", 10 }, { "l", 48 }, { "m", 56 },
	{ "n", 32 }, { "p", 62 }, { "r", 50 }, { "s", 76 }, { "t", 56 }, { "v", 22 }, { "w", 24 },
	{ "z", 3 }, { "qu", 6 }, { "br", 12 }, { "bl", 8 }, { "ch", 18 }, { "cl", 12 },
	{ "cr", 14 }, { "dr", 9 }, { "fl", 9 }, { "fr", 10 }, { "gl", 5 }, { "gr", 13 },
	{ "pl", 11 }, { "pr", 20 }, { "sc", 9 }, { "sh", 14 }, { "sl", 6 }, { "sp", 13 },
	{ "st", 26 }, { "str", 9 }, { "sw", 5 }, { "th", 14 }, { "tr", 18 }, { "wh", 4 } };

static const struct piece nuclei[] = { { "a", 130 }, { "e", 150 }, { "i", 120 }, { "o", 105 },
	{ "u", 60 }, { "ai", 10 }, { "ea", 22 }, { "ee", 14 }, { "ie", 8 }, { "oa", 8 },
	{ "oo", 12 }, { "ou", 18 }, { "io", 6 }, { "au", 5 }, { "oi", 4 }, { "y", 8 } };

static const struct piece codas[] = { { "", 330 }, { "n", 80 }, { "r", 76 }, { "l", 56 },
	{ "s", 48 }, { "t", 56 }, { "c", 26 }, { "d", 28 }, { "m", 34 }, { "p", 22 }, { "g", 16 },
	{ "b", 12 }, { "v", 14 }, { "nt", 20 }, { "nd", 16 }, { "st", 16 }, { "ck", 12 },
	{ "ll", 12 }, { "ss", 10 }, { "rt", 10 }, { "ng", 12 }, { "ct", 9 }, { "rd", 7 },
	{ "sh", 6 }, { "th", 7 }, { "x", 4 }, { "mp", 6 }, { "rm", 5 }, { "ft", 4 } };

static const struct piece suffixes[] = { { "", 700 }, { "s", 120 }, { "ed", 60 }, { "ing", 70 },
	{ "er", 45 }, { "ion", 40 }, { "ation", 24 }, { "ly", 36 }, { "al", 24 }, { "ment", 16 },
	{ "ness", 14 }, { "able", 12 }, { "ive", 16 }, { "ity", 16 }, { "ous", 14 }, { "ist", 10 },
	{ "ic", 18 }, { "ful", 6 }, { "ize", 8 }, { "y", 24 }, { "e", 60 }, { "or", 14 } };

struct random
random_of(uint64_t seed, uint64_t number)
{
	/* splitmix64 (Steele, Lea, Flood 2014) */
	uint64_t z = seed * 0xd1342543de82ef95u + number * 0x9e3779b97f4a7c15u + 1;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	z ^= z >> 31;
	return (struct random){ z != 0 ? z : 1 };
}

static size_t
add_piece(char *word, size_t n, const struct piece *pieces, size_t count, struct random *random)
{
	unsigned all = 0, at;
	size_t length, i = 0;

	for (size_t k = 0; k < count; k++)
		all += pieces[k].weight;
	for (at = random_below(random, all); at >= pieces[i].weight; i++)
		at -= pieces[i].weight;
	length = strlen(pieces[i].text);
	if (n + length >= WORD_ROOM - 1)
		return n;
	memcpy(word + n, pieces[i].text, length);
	return n + length;
}

#define ADD(pieces) n = add_piece(text, n, pieces, sizeof(pieces) / sizeof(*(pieces)), random)

/* Rarer words are longer. */
static void
make_word(struct word *word, uint32_t rank, struct random *random)
{
	char text[WORD_ROOM] = { 0 };
	size_t n = 0;
	unsigned syllables = 1 + random_below(random, rank < 3000 ? 2 : 3);

	ADD(prefixes);
	for (unsigned i = 0; i < syllables; i++) {
		ADD(onsets);
		ADD(nuclei);
		if (i + 1 == syllables || random_below(random, 3) == 0)
			ADD(codas);
	}
	ADD(suffixes);
	memcpy(word->text, text, n);
	word->text[n] = '\0';
	word->length = (uint8_t)n;
}

/* --- each once --- */

struct taken {
	uint32_t *slots; /* ranks and one more, by hash */
	uint32_t size;   /* a power of two */
};

static bool
take(struct taken *taken, const struct word *words, uint32_t rank)
{
	uint32_t hash = 2166136261u;

	for (const char *p = words[rank].text; *p != '\0'; p++)
		hash = (hash ^ (unsigned char)*p) * 16777619u;
	for (uint32_t at = hash ^ hash >> 15;; at++) {
		uint32_t *slot = &taken->slots[at & (taken->size - 1)];

		if (*slot == 0) {
			*slot = rank + 1;
			return true;
		}
		if (strcmp(words[*slot - 1].text, words[rank].text) == 0)
			return false;
	}
}

static void
make_words(struct vocabulary *vocabulary, uint64_t seed)
{
	struct random random = random_of(seed, 1);
	struct taken taken = { NULL, 1 };
	uint32_t rank = 0;

	while (taken.size < vocabulary->count * 2)
		taken.size *= 2;
	taken.slots = calloc(taken.size, sizeof(*taken.slots));
	for (const char *p = common; *p != '\0' && rank < vocabulary->count;) {
		struct word *word = &vocabulary->words[rank];

		word->length = (uint8_t)strcspn(p, " ");
		memcpy(word->text, p, word->length);
		word->text[word->length] = '\0';
		p += word->length;
		p += strspn(p, " ");
		rank += take(&taken, vocabulary->words, rank);
	}
	while (rank < vocabulary->count) {
		make_word(&vocabulary->words[rank], rank, &random);
		rank += vocabulary->words[rank].length > 2 && take(&taken, vocabulary->words, rank);
	}
	free(taken.slots);
}

/* --- drawing --- */

static void
make_chances(struct vocabulary *vocabulary)
{
	uint32_t count = vocabulary->count, small = 0, large = 0;
	double *share = calloc(count, sizeof(*share)), all = 0;
	uint32_t *smalls = calloc(count, sizeof(*smalls)), *larges = calloc(count, sizeof(*larges));

	for (uint32_t i = 0; i < count; i++)
		all += share[i] = pow(i + 2.7, -1.05);
	for (uint32_t i = 0; i < count; i++) {
		share[i] *= count / all;
		if (share[i] < 1)
			smalls[small++] = i;
		else
			larges[large++] = i;
	}
	while (small > 0 && large > 0) {
		uint32_t s = smalls[--small], l = larges[large - 1];

		vocabulary->chance[s] = (uint32_t)(share[s] * UINT32_MAX);
		vocabulary->other[s] = l;
		share[l] -= 1 - share[s];
		if (share[l] < 1) {
			large--;
			smalls[small++] = l;
		}
	}
	while (large > 0)
		vocabulary->chance[larges[--large]] = UINT32_MAX;
	while (small > 0)
		vocabulary->chance[smalls[--small]] = UINT32_MAX;
	free(share);
	free(smalls);
	free(larges);
}

struct vocabulary *
vocabulary_new(uint64_t seed, uint32_t count)
{
	struct vocabulary *vocabulary = calloc(1, sizeof(*vocabulary));

	vocabulary->count = count;
	vocabulary->words = calloc(count, sizeof(*vocabulary->words));
	vocabulary->chance = calloc(count, sizeof(*vocabulary->chance));
	vocabulary->other = calloc(count, sizeof(*vocabulary->other));
	make_words(vocabulary, seed);
	make_chances(vocabulary);
	return vocabulary;
}

void
vocabulary_free(struct vocabulary *vocabulary)
{
	free(vocabulary->words);
	free(vocabulary->chance);
	free(vocabulary->other);
	free(vocabulary);
}

const char *
vocabulary_word(const struct vocabulary *vocabulary, uint32_t rank, size_t *n)
{
	*n = vocabulary->words[rank].length;
	return vocabulary->words[rank].text;
}

uint32_t
vocabulary_draw(const struct vocabulary *vocabulary, struct random *random)
{
	uint64_t bits = random_next(random);
	uint32_t at = (uint32_t)((bits >> 32) * vocabulary->count >> 32);

	return (uint32_t)bits <= vocabulary->chance[at] ? at : vocabulary->other[at];
}

uint32_t
vocabulary_draw_topic(const struct vocabulary *vocabulary, struct random *random)
{
	const double least = log(200), most = log(vocabulary->count);

	return (uint32_t)exp(least + random_unit(random) * (most - least) * 0.9999);
}
