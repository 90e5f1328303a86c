#include "config.h"

#include "command/command.h"

#include <stdio.h>

#include "text/safe.h"

enum status
run_config(const struct invocation *invocation)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const GPtrArray *problems = settings_problems(invocation->settings);
	if (invocation->config_show_path) {
		g_autofree char *path = safe_string(SAFE_NAME, invocation->config_path, -1);
		puts(path);
		return STATUS_FOUND;
	}
	if (invocation->config_check)
		return problems->len > 0 ? STATUS_NONE : STATUS_FOUND;
	settings_print(invocation->settings, invocation->config_default, out);
	fwrite(out->str, 1, out->len, stdout);
	return STATUS_FOUND;
}
