#include "config.h"

#include "command/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "text/safe.h"

#define REDRAW_MICROSECONDS 100000

void
progress_init(struct progress *progress, unsigned delay)
{
	*progress = (struct progress){
		.began = g_get_monotonic_time(),
		.delay = (int64_t)delay * 1000,
		.terminal = isatty(STDERR_FILENO) == 1,
	};
}

bool
progress_is_due(const struct progress *progress)
{
	int64_t now = g_get_monotonic_time();
	if (!progress->terminal || now - progress->began < progress->delay)
		return false;
	return progress->drawn == 0 || now - progress->drawn >= REDRAW_MICROSECONDS;
}

void
progress_draw(struct progress *progress, const char *line)
{
	progress->drawn = g_get_monotonic_time();
	fprintf(stderr, "\r%s\033[K", line);
	fflush(stderr);
}

void
progress_clear(struct progress *progress)
{
	if (progress->drawn != 0)
		fputs("\r\033[K", stderr);
	progress->drawn = 0;
}

double
progress_seconds(const struct progress *progress)
{
	return (double)(g_get_monotonic_time() - progress->began) / G_USEC_PER_SEC;
}

void
progress_append_bar(GString *out, uint32_t done, uint32_t all, unsigned columns)
{
	unsigned full = all > 0 ? (unsigned)((uint64_t)columns * MIN(done, all) / all) : 0;
	for (unsigned i = 0; i < columns; i++) {
		if (safe_ascii())
			g_string_append(out, i < full ? "#" : "-");
		else
			g_string_append(out, i < full ? "█" : "░");
	}
}

void
progress_append_number(GString *out, uint64_t number)
{
	char digits[24];
	int n = g_snprintf(digits, sizeof digits, "%" G_GUINT64_FORMAT, number);
	for (int i = 0; i < n; i++) {
		g_string_append_c(out, digits[i]);
		if ((n - i) % 3 == 1 && i + 1 < n)
			g_string_append_c(out, ',');
	}
}
