/*
 * A state in a test's own folder (support/place.h), on a clock that stands still.
 */
#ifndef LECTERN_TESTS_SUPPORT_STATE_PLACE_H
#define LECTERN_TESTS_SUPPORT_STATE_PLACE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "library/state.h"
#include "support/place.h"

#define FILE_PATH "kept/state.db"

static inline int64_t
fixed_now(void)
{
	return 1000;
}

static inline struct state *
open_it(void)
{
	return state_open(FILE_PATH, fixed_now);
}

static inline const unsigned char *
hash_of(unsigned char fill)
{
	static unsigned char hash[SOURCE_HASH];
	memset(hash, fill, sizeof hash);
	return hash;
}

#endif
