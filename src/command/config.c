#include "config.h"

#include "command/command.h"

#include <stdio.h>

#include "command/options.h"
#include "command/output.h"
#include "ui/app.h"

enum status
run_config(const struct invocation *invocation)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const GPtrArray *problems = settings_problems(invocation->settings);
	if (invocation->config_show_path) {
		output_path(invocation, invocation->config_path);
		return STATUS_FOUND;
	}
	if (invocation->config_check)
		return problems->len > 0 ? STATUS_NONE : STATUS_FOUND;
	settings_print(invocation->settings, invocation->config_default, out);
	fwrite(out->str, 1, out->len, stdout);
	return STATUS_FOUND;
}
