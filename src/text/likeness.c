#include "config.h"

#include "text/likeness.h"

#include <glib.h>
#include <stddef.h>

/* In the order of their code points. */
static const struct likeness {
	uint32_t first, last;
	const char *ascii;
} likenesses[] = {
	{ .first = 0x00A9, .last = 0x00A9, .ascii = "(C)" },
	{ .first = 0x00AB, .last = 0x00AB, .ascii = "<<" },
	{ .first = 0x00AE, .last = 0x00AE, .ascii = "(R)" },
	{ .first = 0x00B1, .last = 0x00B1, .ascii = "+-" },
	{ .first = 0x00B7, .last = 0x00B7, .ascii = "." },
	{ .first = 0x00BB, .last = 0x00BB, .ascii = ">>" },
	{ .first = 0x00D7, .last = 0x00D7, .ascii = "x" },
	{ .first = 0x00F7, .last = 0x00F7, .ascii = "/" },
	{ .first = 0x02BC, .last = 0x02BC, .ascii = "'" },
	{ .first = 0x2010, .last = 0x2013, .ascii = "-" },
	{ .first = 0x2014, .last = 0x2015, .ascii = "--" },
	{ .first = 0x2018, .last = 0x2019, .ascii = "'" },
	{ .first = 0x201A, .last = 0x201A, .ascii = "," },
	{ .first = 0x201B, .last = 0x201B, .ascii = "'" },
	{ .first = 0x201C, .last = 0x201F, .ascii = "\"" },
	{ .first = 0x2020, .last = 0x2021, .ascii = "+" },
	{ .first = 0x2022, .last = 0x2023, .ascii = "*" },
	{ .first = 0x2024, .last = 0x2024, .ascii = "." },
	{ .first = 0x2025, .last = 0x2025, .ascii = ".." },
	{ .first = 0x2026, .last = 0x2026, .ascii = "..." },
	{ .first = 0x2027, .last = 0x2027, .ascii = "-" },
	{ .first = 0x2032, .last = 0x2032, .ascii = "'" },
	{ .first = 0x2033, .last = 0x2033, .ascii = "\"" },
	{ .first = 0x2039, .last = 0x2039, .ascii = "<" },
	{ .first = 0x203A, .last = 0x203A, .ascii = ">" },
	{ .first = 0x2043, .last = 0x2043, .ascii = "-" },
	{ .first = 0x2044, .last = 0x2044, .ascii = "/" },
	{ .first = 0x20AC, .last = 0x20AC, .ascii = "EUR" },
	{ .first = 0x2122, .last = 0x2122, .ascii = "(TM)" },
	{ .first = 0x2190, .last = 0x2190, .ascii = "<-" },
	{ .first = 0x2192, .last = 0x2192, .ascii = "->" },
	{ .first = 0x2194, .last = 0x2194, .ascii = "<->" },
	{ .first = 0x21D0, .last = 0x21D0, .ascii = "<=" },
	{ .first = 0x21D2, .last = 0x21D2, .ascii = "=>" },
	{ .first = 0x2212, .last = 0x2212, .ascii = "-" },
	{ .first = 0x2215, .last = 0x2215, .ascii = "/" },
	{ .first = 0x2217, .last = 0x2217, .ascii = "*" },
	{ .first = 0x2219, .last = 0x2219, .ascii = "." },
	{ .first = 0x223C, .last = 0x223C, .ascii = "~" },
	{ .first = 0x2248, .last = 0x2248, .ascii = "~" },
	{ .first = 0x2260, .last = 0x2260, .ascii = "!=" },
	{ .first = 0x2264, .last = 0x2264, .ascii = "<=" },
	{ .first = 0x2265, .last = 0x2265, .ascii = ">=" },
	{ .first = 0x22C5, .last = 0x22C5, .ascii = "." },
	{ .first = 0x2500, .last = 0x2501, .ascii = "-" },
	{ .first = 0x2502, .last = 0x2503, .ascii = "|" },
	{ .first = 0x2504, .last = 0x2505, .ascii = "-" },
	{ .first = 0x2506, .last = 0x2507, .ascii = "|" },
	{ .first = 0x2508, .last = 0x2509, .ascii = "-" },
	{ .first = 0x250A, .last = 0x250B, .ascii = "|" },
	{ .first = 0x250C, .last = 0x254B, .ascii = "+" },
	{ .first = 0x254C, .last = 0x254D, .ascii = "-" },
	{ .first = 0x254E, .last = 0x254F, .ascii = "|" },
	{ .first = 0x2550, .last = 0x2550, .ascii = "=" },
	{ .first = 0x2551, .last = 0x2551, .ascii = "|" },
	{ .first = 0x2552, .last = 0x2570, .ascii = "+" },
	{ .first = 0x2571, .last = 0x2571, .ascii = "/" },
	{ .first = 0x2572, .last = 0x2572, .ascii = "\\" },
	{ .first = 0x2573, .last = 0x2573, .ascii = "X" },
	{ .first = 0x2574, .last = 0x2574, .ascii = "-" },
	{ .first = 0x2575, .last = 0x2575, .ascii = "|" },
	{ .first = 0x2576, .last = 0x2576, .ascii = "-" },
	{ .first = 0x2577, .last = 0x2577, .ascii = "|" },
	{ .first = 0x2578, .last = 0x2578, .ascii = "-" },
	{ .first = 0x2579, .last = 0x2579, .ascii = "|" },
	{ .first = 0x257A, .last = 0x257A, .ascii = "-" },
	{ .first = 0x257B, .last = 0x257B, .ascii = "|" },
	{ .first = 0x257C, .last = 0x257C, .ascii = "-" },
	{ .first = 0x257D, .last = 0x257D, .ascii = "|" },
	{ .first = 0x257E, .last = 0x257E, .ascii = "-" },
	{ .first = 0x257F, .last = 0x257F, .ascii = "|" },
	{ .first = 0x2580, .last = 0x2593, .ascii = "#" },
	{ .first = 0x25A0, .last = 0x25A0, .ascii = "#" },
	{ .first = 0x25AA, .last = 0x25AB, .ascii = "*" },
	{ .first = 0x25B6, .last = 0x25B6, .ascii = ">" },
	{ .first = 0x25B8, .last = 0x25B8, .ascii = ">" },
	{ .first = 0x25BA, .last = 0x25BA, .ascii = ">" },
	{ .first = 0x25C0, .last = 0x25C0, .ascii = "<" },
	{ .first = 0x25C2, .last = 0x25C2, .ascii = "<" },
	{ .first = 0x25CB, .last = 0x25CB, .ascii = "o" },
	{ .first = 0x25CF, .last = 0x25CF, .ascii = "*" },
	{ .first = 0x25E6, .last = 0x25E6, .ascii = "o" },
	{ .first = 0x2605, .last = 0x2606, .ascii = "*" },
	{ .first = 0x2610, .last = 0x2610, .ascii = "[ ]" },
	{ .first = 0x2611, .last = 0x2612, .ascii = "[x]" },
	{ .first = 0x2713, .last = 0x2714, .ascii = "v" },
	{ .first = 0x2715, .last = 0x2718, .ascii = "x" },
	{ .first = 0x27E8, .last = 0x27E8, .ascii = "<" },
	{ .first = 0x27E9, .last = 0x27E9, .ascii = ">" },
	{ .first = 0xFB00, .last = 0xFB00, .ascii = "ff" },
	{ .first = 0xFB01, .last = 0xFB01, .ascii = "fi" },
	{ .first = 0xFB02, .last = 0xFB02, .ascii = "fl" },
	{ .first = 0xFB03, .last = 0xFB03, .ascii = "ffi" },
	{ .first = 0xFB04, .last = 0xFB04, .ascii = "ffl" },
};

const char *
likeness_of(uint32_t c)
{
	size_t low = 0, high = G_N_ELEMENTS(likenesses);

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (c > likenesses[middle].last)
			low = middle + 1;
		else if (c < likenesses[middle].first)
			high = middle;
		else
			return likenesses[middle].ascii;
	}
	return NULL;
}
