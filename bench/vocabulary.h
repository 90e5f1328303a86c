/*
 * Made words for benchmarks: 200,000 that look and begin like English ones, drawn as often as words
 * are (Zipf and Mandelbrot). Deterministic: the same seed gives the same words.
 */
#ifndef LECTERN_BENCH_VOCABULARY_H
#define LECTERN_BENCH_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

/* Random numbers: xorshift64* (Vigna 2016). */
struct random {
	uint64_t state;
};

static inline uint64_t
random_next(struct random *random)
{
	random->state ^= random->state >> 12;
	random->state ^= random->state << 25;
	random->state ^= random->state >> 27;
	return random->state * 0x2545f4914f6cdd1du;
}

/* From 0 to below - 1; and from 0 to 1. */
static inline uint32_t
random_below(struct random *random, uint32_t below)
{
	return (uint32_t)((random_next(random) >> 32) * below >> 32);
}

static inline double
random_unit(struct random *random)
{
	return (double)(random_next(random) >> 11) * 0x1p-53;
}

/* One for each pair of a seed and a number. */
struct random random_of(uint64_t seed, uint64_t number);

struct vocabulary;

struct vocabulary *vocabulary_new(uint64_t seed, uint32_t count);
void vocabulary_free(struct vocabulary *vocabulary);

/* The word of a rank, the commonest first, and its bytes; and a rank, drawn. */
const char *vocabulary_word(const struct vocabulary *vocabulary, uint32_t rank, size_t *n);
uint32_t vocabulary_draw(const struct vocabulary *vocabulary, struct random *random);

/* A rank of a word that carries meaning: neither among the commonest nor the rarest. */
uint32_t vocabulary_draw_topic(const struct vocabulary *vocabulary, struct random *random);

#endif
