#include "config.h"

#include "ui/osc52.h"

#include <string.h>

/* Bytes of one DCS string for screen, its own 4 left out: with its limit of 768 in mind. */
#define SCREEN_PIECE 600

static bool
is_set(const char *value)
{
	return value != NULL && value[0] != '\0';
}

enum osc52_way
osc52_way(const char *term, const char *tmux, const char *sty, bool takes)
{
	/* Of one in the other the inner one is asked; TERM is its. */
	if (is_set(tmux) && is_set(sty))
		return term != NULL && g_str_has_prefix(term, "tmux") ? OSC52_TMUX : OSC52_EITHER;
	if (is_set(tmux))
		return OSC52_TMUX;
	if (is_set(sty))
		return OSC52_SCREEN;
	if (term != NULL && g_str_has_prefix(term, "tmux"))
		return OSC52_TMUX;
	if (term != NULL && g_str_has_prefix(term, "screen"))
		return OSC52_EITHER;
	return takes ? OSC52_PLAIN : OSC52_NONE;
}

static void
append_for_screen(GString *out, const char *sequence, size_t n)
{
	for (size_t at = 0; at < n; at += SCREEN_PIECE) {
		g_string_append(out, "\033P");
		g_string_append_len(out, sequence + at, (gssize)MIN(n - at, SCREEN_PIECE));
		g_string_append(out, "\033\\");
	}
}

void
osc52_append(GString *out, enum osc52_way way, const char *text, size_t n)
{
	g_autofree char *base64 = g_base64_encode((const guchar *)text, n);
	g_autofree char *sequence = g_strdup_printf("\033]52;c;%s\a", base64);
	size_t length = strlen(sequence);

	/* What a multiplexer does not take in one way it takes in no other: none is shown it. */
	if (way != OSC52_SCREEN)
		g_string_append_len(out, sequence, (gssize)length);
	if (way == OSC52_TMUX)
		g_string_append_printf(out, "\033Ptmux;\033%s\033\\", sequence);
	if (way == OSC52_SCREEN || way == OSC52_EITHER)
		append_for_screen(out, sequence, length);
}
