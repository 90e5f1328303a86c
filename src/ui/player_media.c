#include "config.h"

#include "ui/player_media.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "document/media.h"
#include "document/url.h"
#include "document/video_url.h"
#include "library/recording_keys.h"
#include "text/path.h"
#include "ui/reader.h"

/* --- addresses --- */

/* An address of the web without the time that it names; NULL where it is none. A video's is written
 * in one way. */
static char *
plain_url(const char *url)
{
	char id[VIDEO_ID_ROOM];
	uint32_t seconds;
	bool written = url_is_http(url);

	if (video_url_id(url, id))
		return g_strconcat("https://www.youtube.com/watch?v=", id, NULL);
	if (!written && !video_url_seconds(url, &seconds))
		return NULL;
	if (!written)
		url += strncmp(url, "//", 2) == 0 ? 2 : 0;
	return g_strdup_printf("%s%.*s", written ? "" : "https://", (int)strcspn(url, "#"), url);
}

/* Whether an address of the web is a recording's. */
static bool
is_recording(const char *url)
{
	char id[VIDEO_ID_ROOM];
	uint32_t seconds;
	g_autofree char *path = g_strndup(url, strcspn(url, "?#"));
	g_autofree char *timed = g_strconcat(path, "#t=1", NULL);

	return video_url_id(url, id) || video_url_seconds(timed, &seconds) ||
	       (url_is_http(url) && media_of(path) == MEDIA_RECORDING);
}

char *
player_media_video(const char *id)
{
	return g_strconcat("https://www.youtube.com/watch?v=", id, NULL);
}

bool
player_media_same(const char *url, const char *other)
{
	char id[VIDEO_ID_ROOM], other_id[VIDEO_ID_ROOM];

	if (strcmp(url, other) == 0)
		return true;
	return video_url_id(url, id) && video_url_id(other, other_id) && strcmp(id, other_id) == 0;
}

char *
player_media_at(const char *url, uint32_t milliseconds)
{
	char id[VIDEO_ID_ROOM];
	uint32_t seconds = milliseconds / 1000;

	if (video_url_id(url, id))
		return video_url_at(id, seconds);
	return g_strdup_printf("%s#t=%u", url, seconds);
}

/* --- what a document says --- */

static void
begin(struct player_media *media, const struct document *document, const char *real,
	const char *const *roots)
{
	*media = (struct player_media){
		.roots = g_strdupv((char **)roots),
		.title = g_strdup(document_short_title(document)),
		.folder = real == NULL ? NULL : g_path_get_dirname(real),
	};
}

/* The document's own: its media, its video, its source where that is a recording. */
static void
take_own(struct player_media *media, const struct document *document, const char *real)
{
	const char *named = document_field(document, FIELD_MEDIA);
	const char *video = document_field(document, FIELD_VIDEO);
	const char *source = document_field(document, FIELD_SOURCE);

	media->file = g_strdup(real);
	if (*named != '\0' && !url_is_http(named)) {
		const char *path = url_after(named, "file://");

		media->named = path == NULL ? g_strdup(named) : g_uri_unescape_string(path, NULL);
	}
	struct recording_name name = { 0 };

	/* A file that was fetched with its video is often named for it. */
	recording_name_init(&name, real == NULL ? "" : path_name(real));
	if (*video == '\0')
		video = name.video;
	if (*video != '\0')
		media->url = player_media_video(video);
	else if (url_is_http(named))
		media->url = plain_url(named);
	else if (is_recording(source))
		media->url = plain_url(source);
	recording_name_clear(&name);
}

/* The link that a timestamp is, `[[talk.mp4#t=754]]`; NULL where it is none. */
static const struct link *
link_of(const struct document *document, const struct timestamp *stamp)
{
	struct range near = reader_links_near(document, stamp->text);

	for (uint32_t i = near.start; i < near.end; i++) {
		const struct link *link = &document->links[i];

		if (range_is_none(link->text) || link->text.start > stamp->text.start ||
			link->text.end < stamp->text.end)
			continue;
		if (strncmp(link->anchor, "t=", 2) == 0 &&
			media_of(link->target) == MEDIA_RECORDING)
			return link;
	}
	return NULL;
}

/* What a link leads to, if that is a recording. */
static bool
take_link(struct player_media *media, const struct document *document, const struct link *link)
{
	g_autofree char *url = document_link_url(document, link);

	if (link->kind == LINK_FOOTNOTE)
		return false;
	if (url != NULL && is_recording(url))
		media->url = plain_url(url);
	else if (url == NULL && url_is_http(link->target) && is_recording(link->target))
		media->url = plain_url(link->target);
	else if (url == NULL && media_of(link->target) == MEDIA_RECORDING)
		media->named = g_strdup(link->target);
	return media->url != NULL || media->named != NULL;
}

bool
player_media_own(const struct document *document, uint32_t stamp)
{
	const struct timestamp *t = &document->timestamps[stamp];
	char id[VIDEO_ID_ROOM];

	if (link_of(document, t) != NULL)
		return false;
	return t->url == NULL ||
	       (video_url_id(t->url, id) && strcmp(id, document_field(document, FIELD_VIDEO)) == 0);
}

bool
player_media_init(struct player_media *media, const struct document *document, const char *real,
	const char *const *roots, uint32_t stamp)
{
	const struct timestamp *t = stamp == NONE ? NULL : &document->timestamps[stamp];

	begin(media, document, real, roots);
	if (t != NULL)
		media->milliseconds = t->milliseconds;
	const struct link *link = t == NULL ? NULL : link_of(document, t);
	if (t == NULL || player_media_own(document, stamp))
		take_own(media, document, real);
	else if (link != NULL)
		take_link(media, document, link);
	else
		media->url = plain_url(t->url);
	return media->url != NULL || media->named != NULL;
}

bool
player_media_init_link(struct player_media *media, const struct document *document,
	const char *real, const char *const *roots, const struct link *link)
{
	uint32_t seconds;

	begin(media, document, real, roots);
	if (!take_link(media, document, link))
		return false;
	if (strncmp(link->anchor, "t=", 2) == 0)
		video_time_read(link->anchor + 2, strcspn(link->anchor + 2, ",&"),
			&media->milliseconds);
	else if (video_url_seconds(link->target, &seconds))
		media->milliseconds = seconds * 1000;
	return true;
}

void
player_media_clear(struct player_media *media)
{
	g_free(media->named);
	g_free(media->url);
	g_free(media->file);
	g_free(media->folder);
	g_strfreev(media->roots);
	g_free(media->title);
	*media = (struct player_media){ 0 };
}

void
player_media_copy(struct player_media *media, const struct player_media *from)
{
	*media = (struct player_media){
		.named = g_strdup(from->named),
		.url = g_strdup(from->url),
		.file = g_strdup(from->file),
		.folder = g_strdup(from->folder),
		.roots = g_strdupv(from->roots),
		.title = g_strdup(from->title),
		.milliseconds = from->milliseconds,
	};
}

/* --- finding the file --- */

static bool
is_below(const char *path, const char *folder)
{
	g_autofree char *real = realpath(folder, NULL);
	size_t n = real == NULL ? 0 : strlen(real);

	if (n == 0)
		return false;
	return strncmp(path, real, n) == 0 && (path[n] == '/' || real[n - 1] == '/');
}

/* The real path of a file of a recording; *outside: where it is, but beyond the library. */
static char *
file_at(const struct player_media *media, const char *folder, const char *name, bool *outside)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *real = realpath(path, NULL);
	struct stat st;

	if (real == NULL || stat(real, &st) < 0 || !S_ISREG(st.st_mode) ||
		media_of(real) != MEDIA_RECORDING)
		return NULL;
	if (media->folder != NULL && is_below(real, media->folder))
		return g_steal_pointer(&real);
	for (char **root = media->roots; *root != NULL; root++)
		if (is_below(real, *root))
			return g_steal_pointer(&real);
	*outside = true;
	return NULL;
}

static char *
find_named(const struct player_media *media, bool *outside)
{
	char *found = NULL;

	if (g_path_is_absolute(media->named))
		return file_at(media, "/", media->named, outside);
	if (media->folder != NULL)
		found = file_at(media, media->folder, media->named, outside);
	for (char **root = media->roots; found == NULL && *root != NULL; root++)
		found = file_at(media, *root, media->named, outside);
	return found;
}

/* Whether two names of files are of one recording: talk.mp4 and talk.md, talk.en.vtt, talk-notes.md. */
static bool
is_namesake(const char *document, const char *file)
{
	struct recording_name name, other;
	size_t n = path_stem(file), stem = path_stem(document);
	g_autofree char *without = g_strndup(document, stem);

	if ((n == stem || n == path_stem(without)) && strncmp(document, file, n) == 0)
		return true;
	recording_name_init(&name, document);
	recording_name_init(&other, file);
	bool same = !name.common && !other.common && *name.stem != '\0' &&
		    strcmp(name.stem, other.stem) == 0 &&
		    (*name.video == '\0' || *other.video == '\0' ||
			    strcmp(name.video, other.video) == 0);
	recording_name_clear(&name);
	recording_name_clear(&other);
	return same;
}

/* The first, in order of bytes, so that it is the same each time. */
static char *
find_beside(const struct player_media *media)
{
	g_autofree char *best = NULL;
	g_autoptr(GDir) folder = g_dir_open(media->folder, 0, NULL);
	bool outside = false;
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		if (media_of(name) != MEDIA_RECORDING || !is_namesake(path_name(media->file), name))
			continue;
		if (best != NULL && strcmp(best, name) <= 0)
			continue;
		g_free(best);
		best = g_strdup(name);
	}
	return best == NULL ? NULL : file_at(media, media->folder, best, &outside);
}

char *
player_media_find(const struct player_media *media, GError **error)
{
	bool outside = false;
	char *found = media->named == NULL ? NULL : find_named(media, &outside);

	if (found == NULL && media->file != NULL)
		found = find_beside(media);
	if (found != NULL || media->url != NULL)
		return found != NULL ? found : g_strdup(media->url);
	if (media->named == NULL)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
			"this document names no recording");
	else
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
			outside ? "%s lies outside of the library"
				: "%s is neither beside this document nor in the library",
			media->named);
	return NULL;
}

/* --- is it what plays? --- */

/* Whether one of the addresses is this one of the web, or a file of this name. */
static bool
is_among(const char *const *playing, const char *url, const char *named)
{
	for (; *playing != NULL; playing++) {
		if (url != NULL && player_media_same(*playing, url))
			return true;
		if (named != NULL && g_path_is_absolute(*playing) &&
			strcmp(path_name(*playing), path_name(named)) == 0)
			return true;
	}
	return false;
}

bool
player_media_plays(const struct document *document, const char *real, const char *const *playing)
{
	static const char *const no_roots[] = { NULL };
	struct player_media media;

	player_media_init(&media, document, real, no_roots, NONE);
	bool plays = is_among(playing, media.url, media.named);
	for (; !plays && media.folder != NULL && *playing != NULL; playing++) {
		g_autofree char *folder = g_path_get_dirname(*playing);

		plays = strcmp(folder, media.folder) == 0 &&
			is_namesake(path_name(media.file), path_name(*playing));
	}
	player_media_clear(&media);
	return plays;
}

bool
player_media_plays_stamp(const struct document *document, uint32_t stamp,
	const char *const *playing)
{
	const struct timestamp *t = &document->timestamps[stamp];
	const struct link *link = link_of(document, t);
	g_autofree char *url = t->url == NULL ? NULL : plain_url(t->url);

	return is_among(playing, url, link == NULL || url != NULL ? NULL : link->target);
}
