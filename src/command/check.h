/*
 * `check`, and `check --wanted` and `--linked`, what they need.
 */
#ifndef LECTERN_COMMAND_CHECK_H
#define LECTERN_COMMAND_CHECK_H

#include "command/command.h"

/* Whether targets are looked for in -L, the configured library or the current folder: where -L is given,
 * or files alone are named. Else in the folders that are named. */
bool check_within_library(const struct invocation *invocation);

enum status run_check_links(const struct invocation *invocation);

#endif
