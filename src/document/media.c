#include "config.h"

#include "document/media.h"

#include <glib.h>

#include "text/path.h"

static const struct {
	const char *suffix;
	enum media media;
} suffixes[] = {
	{ "png", MEDIA_PICTURE },
	{ "jpg", MEDIA_PICTURE },
	{ "jpeg", MEDIA_PICTURE },
	{ "gif", MEDIA_PICTURE },
	{ "svg", MEDIA_PICTURE },
	{ "webp", MEDIA_PICTURE },
	{ "avif", MEDIA_PICTURE },
	{ "heic", MEDIA_PICTURE },
	{ "bmp", MEDIA_PICTURE },
	{ "tiff", MEDIA_PICTURE },
	{ "mp3", MEDIA_RECORDING },
	{ "m4a", MEDIA_RECORDING },
	{ "aac", MEDIA_RECORDING },
	{ "ogg", MEDIA_RECORDING },
	{ "oga", MEDIA_RECORDING },
	{ "opus", MEDIA_RECORDING },
	{ "wav", MEDIA_RECORDING },
	{ "flac", MEDIA_RECORDING },
	{ "mp4", MEDIA_RECORDING },
	{ "m4v", MEDIA_RECORDING },
	{ "mov", MEDIA_RECORDING },
	{ "mkv", MEDIA_RECORDING },
	{ "webm", MEDIA_RECORDING },
	{ "ogv", MEDIA_RECORDING },
	{ "avi", MEDIA_RECORDING },
	{ "3gp", MEDIA_RECORDING },
};

enum media
media_of(const char *path)
{
	const char *name = path_name(path), *suffix = name + path_stem(name);

	for (size_t i = 0; *suffix != '\0' && i < G_N_ELEMENTS(suffixes); i++)
		if (g_ascii_strcasecmp(suffix + 1, suffixes[i].suffix) == 0)
			return suffixes[i].media;
	return MEDIA_NONE;
}
