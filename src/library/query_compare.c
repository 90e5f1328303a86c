/*
 * Numbers and dates with their comparisons and ranges, as a query writes them.
 */
#include "config.h"

#include "library/query_private.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- what both have --- */

enum comparison { EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL };

/* The comparison that s begins with, and what follows it. */
static enum comparison
comparison_of(const char *s, const char **rest)
{
	bool equal = s[0] != '\0' && s[1] == '=';

	*rest = s + (equal ? 2 : 1);
	if (s[0] == '<')
		return equal ? LESS_EQUAL : LESS;
	if (s[0] == '>')
		return equal ? GREATER_EQUAL : GREATER;
	*rest = s;
	return EQUAL;
}

bool
query_is_compared(const char *s)
{
	return s[0] == '<' || s[0] == '>';
}

/* --- numbers --- */

static bool
read_double(const char *s, char **end, double *number)
{
	size_t length = strspn(s, "+-.0123456789eE");

	/* Not hexadecimal, infinite or none: those are words. */
	if (length == 0)
		return false;
	*number = g_ascii_strtod(s, end);
	return *end != s && (size_t)(*end - s) <= length && isfinite(*number);
}

bool
query_number_of(const char *value, double *number)
{
	char *end;

	while (*value == ' ')
		value++;
	return read_double(value, &end, number) && end[strspn(end, " ")] == '\0';
}

static enum query_read
read_number(const char *s, bool with_letters, double *number)
{
	static const char letters[] = "kKmMgG";
	char *end;

	if (strlen(s) == strspn(s, "+-."))
		return strlen(s) <= 2 ? READ_UNFINISHED : READ_WRONG;
	if (!read_double(s, &end, number))
		return READ_WRONG;
	if (with_letters && *end != '\0' && strchr(letters, *end) != NULL) {
		for (size_t i = 0; i <= (size_t)(strchr(letters, *end) - letters) / 2; i++)
			*number *= 1000;
		end++;
	}
	return *end == '\0' ? READ_GOOD : READ_WRONG;
}

/* The number directly above or below another: its bits, read as a whole number, one further. */
static double
neighbour(double number, bool above)
{
	int64_t bits;

	if (number >= 0 && number <= 0)
		return above ? DBL_TRUE_MIN : -DBL_TRUE_MIN;
	memcpy(&bits, &number, sizeof(bits));
	bits += (number > 0) == above ? 1 : -1;
	memcpy(&number, &bits, sizeof(number));
	return number;
}

double
query_whole(double number, bool above)
{
	/* Beyond, every number is whole. */
	if (!(number > -9e15 && number < 9e15))
		return number;

	double whole = (double)(int64_t)number;

	if (above)
		return whole < number ? whole + 1 : whole;
	return whole > number ? whole - 1 : whole;
}

/* From one end to the other of `a..b`, where dots are those in s. */
static enum query_read
read_number_range(const char *s, const char *dots, bool with_letters, struct query_numbers *numbers)
{
	g_autofree char *left = g_strndup(s, (gsize)(dots - s));
	const char *right = dots + 2;
	enum query_read read = READ_GOOD;

	if (*left == '\0' && *right == '\0')
		return READ_UNFINISHED;
	if (*left != '\0')
		read = read_number(left, with_letters, &numbers->least) == READ_GOOD ? READ_GOOD
										     : READ_WRONG;
	if (*right != '\0' && read == READ_GOOD)
		read = read_number(right, with_letters, &numbers->most);
	return read;
}

enum query_read
query_numbers_read(const char *s, bool with_letters, struct query_numbers *numbers, bool *backwards)
{
	enum comparison comparison = comparison_of(s, &s);
	const char *dots = strstr(s, "..");
	enum query_read read;
	double number = 0;

	*backwards = false;
	*numbers = (struct query_numbers){ -INFINITY, INFINITY };
	if (comparison == EQUAL && dots != NULL) {
		read = read_number_range(s, dots, with_letters, numbers);
		*backwards = read == READ_GOOD && numbers->least > numbers->most;
		return *backwards ? READ_WRONG : read;
	}
	read = read_number(s, with_letters, &number);
	if (comparison == LESS)
		numbers->most = neighbour(number, false);
	if (comparison == LESS_EQUAL || comparison == EQUAL)
		numbers->most = number;
	if (comparison == GREATER)
		numbers->least = neighbour(number, true);
	if (comparison == GREATER_EQUAL || comparison == EQUAL)
		numbers->least = number;
	return read;
}

/* --- dates --- */

/* Before and after every day that can be written. */
#define BEFORE_ALL "0000-12-31"
#define AFTER_ALL "9999-12-32"

/* The day so many days after (before: negative) a day, YYYY-MM-DD. */
static void
add_days(const char *day, int64_t days, char *result)
{
	unsigned year = (unsigned)atoi(day), month = (unsigned)atoi(day + 5);
	GDate date;

	if (strcmp(day, BEFORE_ALL) == 0) {
		g_strlcpy(result, BEFORE_ALL, 11);
		return;
	}
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)atoi(day + 8), (GDateMonth)month, (GDateYear)year);

	int64_t julian = (int64_t)g_date_get_julian(&date) + days;

	if (julian < 1) {
		g_strlcpy(result, BEFORE_ALL, 11);
		return;
	}
	g_date_set_julian(&date, (guint32)MIN(julian, 9999 * 366));
	if (g_date_get_year(&date) > 9999)
		g_strlcpy(result, AFTER_ALL, 11);
	else
		g_snprintf(result, 11, "%04u-%02u-%02u", g_date_get_year(&date),
			(unsigned)g_date_get_month(&date), g_date_get_day(&date));
}

/* `7d`: the day that is so long ago. */
static bool
read_ago(const char *s, const char *today, struct query_dates *dates)
{
	static const struct {
		char letter;
		int days;
	} units[] = { { 'd', 1 }, { 'w', 7 }, { 'm', 30 }, { 'y', 365 } };
	size_t digits = strspn(s, "0123456789");

	if (digits == 0 || digits > 6 || s[digits] == '\0' || s[digits + 1] != '\0')
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		if (units[i].letter != s[digits])
			continue;
		add_days(today, -(int64_t)atoi(s) * units[i].days, dates->first);
		g_strlcpy(dates->last, dates->first, sizeof(dates->last));
		dates->relative = true;
		return true;
	}
	return false;
}

/* Two digits at s, which may end: a number from 1 to most. */
static enum query_read
read_two(const char *s, unsigned most, unsigned *number)
{
	if (s[0] == '\0')
		return READ_UNFINISHED;
	if (!g_ascii_isdigit(s[0]))
		return READ_WRONG;
	if (s[1] == '\0')
		return (unsigned)(s[0] - '0') <= most / 10 ? READ_UNFINISHED : READ_WRONG;
	if (!g_ascii_isdigit(s[1]))
		return READ_WRONG;
	*number = (unsigned)(s[0] - '0') * 10 + (unsigned)(s[1] - '0');
	return *number >= 1 && *number <= most ? READ_GOOD : READ_WRONG;
}

/* `2026`, `2026-02`, `2026-02-08`, or days ago. */
static enum query_read
read_date(const char *s, const char *today, struct query_dates *dates)
{
	size_t digits = strspn(s, "0123456789");
	unsigned year, first_month = 1, last_month = 12, day = 0;
	enum query_read read;

	if (read_ago(s, today, dates))
		return READ_GOOD;
	if (digits < 4 && s[digits] == '\0')
		return READ_UNFINISHED;
	year = (unsigned)atoi(s);
	if (digits != 4 || year == 0 || (s[4] != '\0' && s[4] != '-'))
		return READ_WRONG;
	if (s[4] == '-') {
		read = read_two(s + 5, 12, &first_month);
		if (read != READ_GOOD)
			return read;
		last_month = first_month;
		if (s[7] != '\0' && s[7] != '-')
			return READ_WRONG;
	}

	unsigned days = g_date_get_days_in_month((GDateMonth)last_month, (GDateYear)year);

	if (s[4] == '-' && s[7] == '-') {
		read = read_two(s + 8, days, &day);
		if (read != READ_GOOD || s[10] != '\0')
			return read != READ_GOOD ? read : READ_WRONG;
	}
	g_snprintf(dates->first, 11, "%04u-%02u-%02u", year % 10000, first_month % 100,
		day > 0 ? day % 100 : 1);
	g_snprintf(dates->last, 11, "%04u-%02u-%02u", year % 10000, last_month % 100,
		day > 0 ? day % 100 : days % 100);
	return READ_GOOD;
}

static enum query_read
read_date_range(const char *s, const char *dots, const char *today, struct query_dates *dates)
{
	g_autofree char *left = g_strndup(s, (gsize)(dots - s));
	const char *right = dots + 2;
	struct query_dates end = { 0 };

	if (*left == '\0' && *right == '\0')
		return READ_UNFINISHED;
	if (*left != '\0' && read_date(left, today, &end) != READ_GOOD)
		return READ_WRONG;
	g_strlcpy(dates->first, end.first, sizeof(dates->first));
	if (*right == '\0')
		return READ_GOOD;

	enum query_read read = read_date(right, today, &end);

	g_strlcpy(dates->last, end.last, sizeof(dates->last));
	return read;
}

/* Goes from a date (with is its span) to what a comparison with it lets through. */
static void
compare_dates(enum comparison comparison, const struct query_dates *with, struct query_dates *dates)
{
	/* The longer ago, the more days and the earlier. */
	bool less = comparison == LESS || comparison == LESS_EQUAL;
	bool equal = comparison == LESS_EQUAL || comparison == GREATER_EQUAL;

	if (with->relative && less)
		g_strlcpy(dates->first, with->first, sizeof(dates->first));
	else if (less)
		add_days(equal ? with->last : with->first, equal ? 0 : -1, dates->last);
	else if (with->relative)
		add_days(with->last, equal ? 0 : -1, dates->last);
	else
		add_days(equal ? with->first : with->last, equal ? 0 : 1, dates->first);
}

enum query_read
query_dates_read(const char *s, const char *today, struct query_dates *dates, bool *backwards)
{
	enum comparison comparison = comparison_of(s, &s);
	const char *dots = strstr(s, "..");
	struct query_dates with = { 0 };
	enum query_read read;

	*backwards = false;
	*dates = (struct query_dates){ 0 };
	if (comparison == EQUAL && dots != NULL) {
		read = read_date_range(s, dots, today, dates);
		*backwards = read == READ_GOOD && dates->first[0] != '\0' &&
			     dates->last[0] != '\0' && strcmp(dates->first, dates->last) > 0;
		return *backwards ? READ_WRONG : read;
	}
	read = read_date(s, today, &with);
	if (read != READ_GOOD)
		return read;
	if (comparison == EQUAL)
		*dates = with;
	else
		compare_dates(comparison, &with, dates);
	return READ_GOOD;
}
