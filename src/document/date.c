#include "config.h"

#include "document/date.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static const char *const months[] = {
	"january",
	"february",
	"march",
	"april",
	"may",
	"june",
	"july",
	"august",
	"september",
	"october",
	"november",
	"december",
};

static const char *const weekdays[] = {
	"monday",
	"tuesday",
	"wednesday",
	"thursday",
	"friday",
	"saturday",
	"sunday",
};

/* A text being read. */
struct reader {
	const char *at, *end;
};

static bool
take_char(struct reader *in, char c)
{
	if (in->at == in->end || *in->at != c)
		return false;
	in->at++;
	return true;
}

static bool
take_string(struct reader *in, const char *s)
{
	size_t n = strlen(s);

	if ((size_t)(in->end - in->at) < n || memcmp(in->at, s, n) != 0)
		return false;
	in->at += n;
	return true;
}

static void
skip_blanks(struct reader *in)
{
	while (in->at < in->end && (*in->at == ' ' || *in->at == '\t'))
		in->at++;
}

/* A number of least to most digits, with no digit after. */
static bool
take_number(struct reader *in, unsigned least, unsigned most, unsigned *number)
{
	const char *start = in->at;
	unsigned n = 0;

	*number = 0;
	for (; in->at < in->end && g_ascii_isdigit(*in->at) && n <= most; in->at++, n++)
		*number = *number * 10 + (unsigned)(*in->at - '0');
	if (n >= least && n <= most)
		return true;
	in->at = start;
	return false;
}

/* One of n names, whole or cut to three letters (four for "sept"), a dot after; gives its number
 * from 1, 0 where there is none. */
static unsigned
take_name(struct reader *in, const char *const *names, unsigned n)
{
	size_t letters = 0, room = (size_t)(in->end - in->at);

	while (letters < room && g_ascii_isalpha(in->at[letters]))
		letters++;
	for (unsigned i = 0; i < n; i++) {
		size_t whole = strlen(names[i]);

		if (letters != whole && letters != 3 && !(letters == 4 && names[i][0] == 's'))
			continue;
		if (letters > whole || g_ascii_strncasecmp(in->at, names[i], letters) != 0)
			continue;
		in->at += letters;
		if (letters < whole)
			take_char(in, '.');
		return i + 1;
	}
	return 0;
}

static bool
is_date(unsigned year, unsigned month, unsigned day)
{
	return year >= 1000 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= g_date_get_days_in_month((GDateMonth)month, (GDateYear)year);
}

/* 2022-04-29, 2022/04/29, 2022年4月29日 */
static bool
take_year_first(struct reader *in, unsigned *year, unsigned *month, unsigned *day)
{
	char separator;

	if (!take_number(in, 4, 4, year))
		return false;
	if (take_string(in, "\xE5\xB9\xB4"))
		return take_number(in, 1, 2, month) && take_string(in, "\xE6\x9C\x88") &&
		       take_number(in, 1, 2, day) && take_string(in, "\xE6\x97\xA5");
	separator = in->at < in->end ? *in->at : '\0';
	if (separator != '-' && separator != '/')
		return false;
	return take_char(in, separator) && take_number(in, 2, 2, month) &&
	       take_char(in, separator) && take_number(in, 2, 2, day);
}

static void
skip_ordinal(struct reader *in)
{
	static const char *const endings[] = { "st", "nd", "rd", "th", "." };

	for (unsigned i = 0; i < G_N_ELEMENTS(endings); i++) {
		if (take_string(in, endings[i]))
			return;
	}
}

/* Apr 29, 2022 and April 29th 2022 */
static bool
take_month_first(struct reader *in, unsigned *year, unsigned *month, unsigned *day)
{
	*month = take_name(in, months, G_N_ELEMENTS(months));
	skip_blanks(in);
	if (*month == 0 || !take_number(in, 1, 2, day))
		return false;
	skip_ordinal(in);
	take_char(in, ',');
	skip_blanks(in);
	return take_number(in, 4, 4, year);
}

/* 29 Apr 2022, 29. April 2022, 29th of April, 2022 */
static bool
take_day_first(struct reader *in, unsigned *year, unsigned *month, unsigned *day)
{
	if (!take_number(in, 1, 2, day))
		return false;
	skip_ordinal(in);
	if (!take_char(in, ' ') && !take_char(in, '-'))
		return false;
	take_string(in, "of ");
	*month = take_name(in, months, G_N_ELEMENTS(months));
	if (*month == 0)
		return false;
	take_char(in, ',');
	if (!take_char(in, ' ') && !take_char(in, '-'))
		return false;
	return take_number(in, 4, 4, year);
}

typedef bool (*date_form)(struct reader *in, unsigned *year, unsigned *month, unsigned *day);

static const date_form forms[] = { take_year_first, take_month_first, take_day_first };

size_t
date_read(const char *s, size_t n, char *iso)
{
	struct reader start = { s, s + n };

	if (take_name(&start, weekdays, G_N_ELEMENTS(weekdays)) > 0) {
		take_char(&start, ',');
		skip_blanks(&start);
	} else {
		start.at = s;
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(forms); i++) {
		struct reader in = start;
		unsigned year, month, day;

		if (!forms[i](&in, &year, &month, &day) || !is_date(year, month, day))
			continue;
		if (in.at < in.end && (g_ascii_isalnum(*in.at) || *in.at == '_'))
			continue;
		g_snprintf(iso, 11, "%04u-%02u-%02u", year, month, day);
		return (size_t)(in.at - s);
	}
	return 0;
}

/* 2022, 2022-04, 2022-04-29 and what follows a blank or T; 20220429. */
static bool
value_is_iso(const char *value, char *iso)
{
	struct reader in = { value, value + strlen(value) };
	unsigned year, month = 1, day = 1;
	size_t parts = 1;

	if (take_number(&in, 8, 8, &year)) {
		day = year % 100;
		month = year / 100 % 100;
		year /= 10000;
		parts = 3;
	} else if (!take_number(&in, 4, 4, &year)) {
		return false;
	} else if (take_char(&in, '-') && take_number(&in, 1, 2, &month)) {
		parts = 2;
		if (take_char(&in, '-') && take_number(&in, 1, 2, &day))
			parts = 3;
	}
	if (!is_date(year, month, day) ||
		(in.at < in.end && *in.at != ' ' && *in.at != 'T' && *in.at != 't'))
		return false;
	g_snprintf(iso, 11, "%04u-%02u-%02u", year, month, day);
	iso[parts == 1 ? 4 : parts == 2 ? 7 : 10] = '\0';
	return true;
}

void
date_of_value(const char *value, char *iso)
{
	while (*value == ' ')
		value++;
	if (!value_is_iso(value, iso) && date_read(value, strlen(value), iso) == 0)
		iso[0] = '\0';
}
