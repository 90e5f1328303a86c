#include "config.h"

#include "library/recording_keys.h"

#include <string.h>

#include "document/media.h"
#include "library/names.h"
#include "library/resolve.h"
#include "library/store_private.h"
#include "text/path.h"

/* Parts of a name that are taken off its end, at most. */
#define PARTS_MOST 8

/* What stands between the parts of a name. */
#define BETWEEN " _-.,"

/* --- what is no part of a recording's name --- */

/* Words for what a file holds of a recording. */
static const char *const words[] = { "transcript", "transcripts", "transcription", "captions",
	"caption", "subtitles", "subtitle", "subs", "sub", "notes", "note", "summary", "chapters",
	"original", "orig", "auto", "cc", "sdh", "forced" };

/* Names that files of any recording may have. */
static const char *const common_names[] = { "index", "readme", "untitled", "audio", "video",
	"recording", "talk", "lecture", "episode", "interview", "en" };

/* ISO 639-1, and of ISO 639-2 what is found in names of subtitles. */
static const char languages[] =
	" aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy"
	" da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu"
	" hy hz ia id ie ig ii ik io is it iu iw ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la"
	" lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj"
	" om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv"
	" sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
	" ara ces chi cze deu dut ell eng fin fra fre ger heb hin hun ind ita jpn kor nld nor pol por"
	" ron rum rus spa swe tha tur ukr vie zho ";

static bool
is_word(const char *part, size_t n)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i]) == n && g_ascii_strncasecmp(words[i], part, n) == 0)
			return true;
	return false;
}

/* A language's tag as BCP 47 has it, `_` allowed for `-`: `en`, `pt-BR`, `zh-Hans`, `en-orig`. */
static bool
is_language(const char *part, size_t n)
{
	char code[8] = " ";
	size_t length = 0;

	while (length < n && g_ascii_isalpha(part[length]))
		length++;
	if (length < 2 || length > 3)
		return false;
	for (size_t i = 0; i < length; i++)
		code[i + 1] = g_ascii_tolower(part[i]);
	code[length + 1] = ' ';
	if (strstr(languages, code) == NULL)
		return false;
	while (length < n) {
		size_t from = ++length;

		if (part[from - 1] != '-' && part[from - 1] != '_')
			return false;
		while (length < n && g_ascii_isalnum(part[length]))
			length++;
		if (length - from < 2 || length - from > 8)
			return false;
	}
	return true;
}

/* --- names --- */

static size_t
trim(const char *file, size_t n)
{
	while (n > 0 && strchr(BETWEEN, file[n - 1]) != NULL)
		n--;
	return n;
}

static bool
take_video(struct recording_name *name, const char *part, size_t n)
{
	char id[VIDEO_ID_ROOM];

	if (n != sizeof(id) - 1)
		return false;
	memcpy(id, part, n);
	id[n] = '\0';
	if (!video_is_id(id))
		return false;
	memcpy(name->video, id, sizeof(id));
	return true;
}

/* What is left of the first n bytes of a file's name without a part at their end that says nothing of the
 * recording: n where there is none. */
static size_t
without_part(struct recording_name *name, const char *file, size_t n)
{
	char close = file[n - 1], open = close == ')' ? '(' : '[';
	size_t from = n;

	if (close == ')' || close == ']') {
		while (from > 0 && file[from - 1] != open)
			from--;
		const char *part = file + from;
		size_t length = n - 1 - from;

		if (from == 0 || n - 1 < from)
			return n;
		bool known = is_word(part, length) || is_language(part, length) ||
			     (close == ']' && take_video(name, part, length));
		return known ? from - 1 : n;
	}
	while (from > 0 && file[from - 1] != '.')
		from--;
	if (from > 0 && is_language(file + from, n - from))
		return from - 1;
	for (from = n; from > 0 && strchr(BETWEEN, file[from - 1]) == NULL;)
		from--;
	return from > 0 && is_word(file + from, n - from) ? from - 1 : n;
}

/* Whether a stem tells a recording from others of a library. */
static bool
is_common(const char *stem)
{
	bool letters = false;

	for (const char *s = stem; *s != '\0'; s++)
		letters |= g_ascii_isalpha(*s) || (unsigned char)*s >= 0x80;
	if (!letters || names_key_is_written(stem) || is_word(stem, strlen(stem)))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(common_names); i++)
		if (strcmp(common_names[i], stem) == 0)
			return true;
	return false;
}

void
recording_name_init(struct recording_name *name, const char *file)
{
	size_t n = trim(file, path_stem(file));

	*name = (struct recording_name){ 0 };
	for (int i = 0; i < PARTS_MOST && n > 0; i++) {
		size_t left = trim(file, without_part(name, file, n));

		if (left == n || left == 0)
			break;
		n = left;
	}
	if (name->video[0] == '\0')
		take_video(name, file, n);
	name->stem = n > 0 ? names_key(file, n) : g_strdup("");
	name->common = is_common(name->stem);
}

void
recording_name_clear(struct recording_name *name)
{
	g_free(name->stem);
}

/* --- what a document says --- */

/* A URL that is more than a host: that of a site says nothing of a recording. */
static char *
url_of(const char *media)
{
	g_autofree char *key = strstr(media, "://") != NULL ? resolve_url_key(media) : NULL;

	return key != NULL && strchr(key, '/') != NULL ? g_steal_pointer(&key) : NULL;
}

/* The path of a media file, from a folder; NULL of another thing. */
static char *
file_of(const char *folder, const char *media)
{
	if (strstr(media, "://") != NULL)
		return NULL;
	g_autofree char *path = g_strndup(media, strcspn(media, "#"));

	g_strstrip(path);
	if (media_of(path) != MEDIA_RECORDING)
		return NULL;
	return g_canonicalize_filename(path, folder);
}

static enum recording_claim
claim_of(const struct recording_says *says)
{
	if (says->video[0] != '\0')
		return RECORDING_BY_VIDEO;
	if (says->url != NULL)
		return RECORDING_BY_URL;
	return says->file_folder != NULL ? RECORDING_BY_FILE : RECORDING_BY_NAME;
}

void
recording_says_init(struct recording_says *says, const char *folder, const char *name,
	const char *kind, const char *video, const char *media)
{
	g_autofree char *file = file_of(folder, media);

	*says = (struct recording_says){ 0 };
	recording_name_init(&says->name, name);
	if (video_is_id(video))
		g_strlcpy(says->video, video, sizeof(says->video));
	says->url = url_of(media);
	if (file != NULL) {
		says->file_folder = g_path_get_dirname(file);
		recording_name_init(&says->file_name, path_name(file));
	}
	says->claim = claim_of(says);
	says->transcript = strcmp(kind, "transcript") == 0;
	says->recorded =
		says->transcript || strcmp(kind, "video") == 0 || says->claim != RECORDING_BY_NAME;
}

void
recording_says_clear(struct recording_says *says)
{
	recording_name_clear(&says->name);
	recording_name_clear(&says->file_name);
	g_free(says->url);
	g_free(says->file_folder);
}

/* --- keys --- */

/* Letters before what is hashed. */
enum {
	LETTER_VIDEO = 'v',
	LETTER_URL = 'u',
	LETTER_FILE = 'm',
	LETTER_PLACE = 'p',
	LETTER_STEM = 's',
};

static int64_t
key_of(char letter, int64_t folder, const char *what)
{
	g_autofree char *all = g_strdup_printf("%c%" G_GINT64_FORMAT "/%s", letter, folder, what);

	return store_hash(all, strlen(all));
}

int64_t
recording_key_of_video(const char *video)
{
	return key_of(LETTER_VIDEO, 0, video);
}

int64_t
recording_key_of_url(const char *url_key)
{
	return key_of(LETTER_URL, 0, url_key);
}

int64_t
recording_key_of_file(const char *stem)
{
	return key_of(LETTER_FILE, 0, stem);
}

int64_t
recording_key_of_place(int64_t folder, const char *stem)
{
	return key_of(LETTER_PLACE, folder, stem);
}

int64_t
recording_key_of_stem(const char *stem)
{
	return key_of(LETTER_STEM, 0, stem);
}

void
recording_keys(const struct recording_says *says, int64_t folder, GArray *keys)
{
	int64_t all[6];
	guint n = 0;

	if (says->video[0] != '\0')
		all[n++] = recording_key_of_video(says->video);
	if (says->name.video[0] != '\0' && strcmp(says->name.video, says->video) != 0)
		all[n++] = recording_key_of_video(says->name.video);
	if (says->url != NULL)
		all[n++] = recording_key_of_url(says->url);
	if (says->file_folder != NULL && says->file_name.stem[0] != '\0')
		all[n++] = recording_key_of_file(says->file_name.stem);
	if (says->name.stem[0] != '\0')
		all[n++] = recording_key_of_place(folder, says->name.stem);
	if (says->recorded && !says->name.common)
		all[n++] = recording_key_of_stem(says->name.stem);
	g_array_append_vals(keys, all, n);
}
