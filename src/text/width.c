#include "config.h"

#include "text/width.h"

#include <glib.h>
#include <langinfo.h>
#include <locale.h>
#include <uniwidth.h>
#include <wchar.h>

#include "text/property.h"

static const char *const utf8_locales[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8" };

/* A UTF-8 locale to measure in, made once; (locale_t)0 where the machine has none. */
static locale_t
measuring_locale(void)
{
	static gsize made;
	static locale_t locale;

	if (g_once_init_enter(&made)) {
		locale = duplocale(LC_GLOBAL_LOCALE);
		if (locale != (locale_t)0 &&
			g_ascii_strcasecmp(nl_langinfo_l(CODESET, locale), "UTF-8") != 0) {
			freelocale(locale);
			locale = (locale_t)0;
		}
		for (size_t i = 0; locale == (locale_t)0 && i < G_N_ELEMENTS(utf8_locales); i++)
			locale = newlocale(LC_CTYPE_MASK, utf8_locales[i], (locale_t)0);
		g_once_init_leave(&made, 1);
	}
	return locale;
}

void
width_init(void)
{
	measuring_locale();
}

void
width_measure(uint32_t first, size_t count, int8_t *widths)
{
	locale_t locale = measuring_locale();
	locale_t before = locale != (locale_t)0 ? uselocale(locale) : (locale_t)0;

	for (size_t i = 0; i < count; i++) {
		uint32_t c = first + (uint32_t)i;
		int width = locale != (locale_t)0 ? wcwidth((wchar_t)c) : uc_width(c, "UTF-8");
		widths[i] = (int8_t)CLAMP(width, -1, 2);
	}
	if (before != (locale_t)0)
		uselocale(before);
}

int
width_of(uint32_t c)
{
	if (c >= 0x20 && c < 0x7F)
		return 1;
	return c <= 0x10FFFF ? property_width(property_of(c)) : -1;
}
