/*
 * The looks that hold where no theme file is read: those of data/themes/dark.yaml, and the
 * attributes of data/themes/mono.yaml for a terminal without colours.
 */
#ifndef LECTERN_UI_THEME_LOOKS_H
#define LECTERN_UI_THEME_LOOKS_H

#include "ui/theme.h"

/* The look of a role, and its attributes (enum look_attribute) without colours. */
struct look theme_look_dark(enum role role);
uint8_t theme_look_plain(enum role role);

#endif
