#!/bin/sh
# `make bench`: each figure beside something measured in the same run, as a table with the aim
# (PERFORMANCE.md) at its end, and all rows again as lines of JSON. What stands side by side is run in
# turn, several times, and the median counts: machines are noisy.
#
# BENCH_DOCUMENTS (21000) and BENCH_BYTES (the mean; 7900, of 50,000 and more 9300) set the size,
# BENCH_RUNS (3) how often the long ones are run, BENCH_ONLY which groups are ("index queries"),
# BENCH_DIR where the library is made and kept, and all else for the time of the run.
# groonga, python3-xapian, recollindex, notmuch, rg and fzf stand beside where they are installed.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
bin=${BENCH_BIN:?the folder of the benchmark programs: run make bench}
lectern=${LECTERN:?the program: run make bench}
count=${BENCH_DOCUMENTS:-21000}
bytes=${BENCH_BYTES:-$([ "$count" -ge 50000 ] && echo 9300 || echo 7900)}
runs=${BENCH_RUNS:-3}
only=${BENCH_ONLY:-}
dir=${BENCH_DIR:-${TMPDIR:-/tmp}/lectern-bench}
mkdir -p "$dir"
work=$(mktemp -d "$dir/run.XXXXXX")
library=$dir/library-$count-$bytes
rows=$work/rows.json
changed=

clean() {
	if [ -n "$changed" ]; then
		tar -xf "$changed" -C "$library"
	fi
	rm -rf "$work"
}
trap clean EXIT
trap 'exit 2' INT TERM
export LC_ALL=C.UTF-8 HOME="$work/home"
export XDG_CACHE_HOME="$work/cache" XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/config"
mkdir -p "$HOME"

# --- rows ---

line() { printf '%-52s %10s %22s %7s  %s\n' "$@"; }

# A row: name, what, unit, value, what stands beside, its value, aim. "-" where there is none.
row() {
	row_ratio=-
	if [ "$4" != - ] && [ "$6" != - ]; then
		row_ratio=$(awk -v a="$4" -v b="$6" 'BEGIN { if (b > 0) printf "%.2f", a / b; else print "-" }')
	fi
	line "$2 ($3)" "$4" "$([ "$6" = - ] || echo "$6 ")$([ "$5" = - ] || echo "$5")" "$row_ratio" "$7"
	awk -v name="$1" -v documents="$count" -v value="$4" -v unit="$3" -v beside="$5" \
		-v other="$6" -v ratio="$row_ratio" -v aim="$7" '
		function number(x) { return x == "-" ? "null" : x }
		BEGIN {
			printf "{\"name\":\"%s\",\"documents\":%d,\"unit\":\"%s\",\"value\":%s,", name, documents, unit, number(value)
			printf "\"beside\":%s,\"beside_value\":%s,", beside == "-" ? "null" : "\"" beside "\"", number(other)
			printf "\"ratio\":%s,\"aim\":\"%s\"}\n", number(ratio), aim
		}' >>"$rows"
}

left_out() { echo "  ($1 is not installed: left out)"; }
have() { command -v "$1" >/dev/null 2>&1; }
wanted() { [ -z "$only" ] || case " $only " in *" $1 "*) true ;; *) false ;; esac; }

# Of contest's lines in a file: a label's wall (2), processor (3), memory (4) or ratio (5).
of() { awk -v label="$2" -v column="$3" '$1 == label { print $column; found = 1 } END { if (!found) print "-" }' "$1"; }
calc() { awk "BEGIN { printf \"%.${2:-1}f\", $1 }" 2>/dev/null || echo -; }

# --- what is measured on ---

python=
for candidate in python3 /usr/bin/python3; do
	if [ -z "$python" ] && "$candidate" -c 'import xapian' 2>/dev/null; then
		python=$candidate
	fi
done

if [ ! -e "$library.made" ]; then
	rm -rf "$library"
	"$bin/generate" "$library" "$count" "$bytes" >"$library.tmp"
	mv "$library.tmp" "$library.made"
fi
megabytes=$(sed 's/.*, \(.*\) MB/\1/' "$library.made")
echo "$count documents, $megabytes MB"
find "$library" -type f | sort >"$work/files"
"$bin/generate" "$work/big" 1 2000000 >"$work/big.made"
big=$(find "$work/big" -type f)
big_size=$(wc -c <"$big")
index() { "$lectern" index "$library" >"$work/indexed" 2>&1; }

# --- groups ---

bench_list() {
	"$bin/contest" 5 cat "" "xargs -d '\\n' cat <$work/files" \
		lectern "" "'$lectern' list --no-index '$library'" >"$work/list"
	row list.no_index "list --no-index" "CPU ms" "$(of "$work/list" lectern 3)" cat "$(of "$work/list" cat 3)" 4x
}

bench_screen() {
	index
	set -- $("$bin/first_screen" 15 "$lectern" "$library" -- less "$big")
	row screen.library "start to first screen, $count documents" ms "$1" less "$2" 1.5x
	set -- $("$bin/first_screen" 15 "$lectern" "$top/data/library" -- less "$big")
	row screen.sample "start to first screen, 20 documents" ms "$1" less "$2" 1.5x
	set -- $("$bin/first_screen" 9 env XDG_CACHE_HOME="$work/first" \
		sh -c "rm -rf '$work/first'; exec '$lectern' '$library'" -- \
		sh -c "rm -rf '$work/first'; exec less '$big'")
	row screen.first_index "the same while the first index is built" ms "$1" less "$2" 1.5x
	rm -rf "$work/first"
}

bench_page() {
	for size in "24 80" "50 200"; do
		set -- $size $("$bin/page_down" "$big" $size)
		row "page.$2x$1.median" "page down in $((big_size / 1000)) KB, $2x$1, median" "CPU ms" "$3" repaint "$5" "2 ms"
		row "page.$2x$1.p99" "page down in $((big_size / 1000)) KB, $2x$1, p99" "CPU ms" "$4" repaint "$6" "2 ms"
	done
}

# Each line of pane: name, median, 99th percentile, bytes written, cells of the pane that changed. Bytes are
# of the smallest terminal and the simplest too, as over a slow line.
bench_pane() {
	for kind in note transcript; do
		TERM=xterm-256color "$bin/pane" $kind 40 140 >"$work/pane"
		TERM=vt100 "$bin/pane" $kind 40 140 >"$work/pane.vt100"
		TERM=xterm-256color "$bin/pane" $kind 24 80 >"$work/pane.small"
		TERM=vt100 "$bin/pane" $kind 24 80 >"$work/pane.small.vt100"
		what=$([ $kind = note ] && echo "2,083 timestamps" || echo "15,000 cues")
		row "pane.$kind.build" "the pane of $what, made anew" "CPU ms" "$(of "$work/pane" build 2)" - - "16 ms"
		row "pane.$kind.first" "first key of its filter" "CPU ms" "$(of "$work/pane" first 2)" - - "16 ms"
		row "pane.$kind.first.80x24" "  80x24" "CPU ms" "$(of "$work/pane.small" first 2)" - - "16 ms"
		row "pane.$kind.filter" "a key of its filter, p99" "CPU ms" "$(of "$work/pane" filter 3)" - - "16 ms"
		row "pane.$kind.filter.80x24" "  80x24" "CPU ms" "$(of "$work/pane.small" filter 3)" - - "16 ms"
		row "pane.$kind.follow" "a row down, followed by the pane, p99" "CPU ms" "$(of "$work/pane" follow 3)" \
			"still pane" "$(of "$work/pane" still 3)" "16 ms"
		row "pane.$kind.cells" "  what changes in the pane" "cells" "$(of "$work/pane" follow 5)" - - "100"
		row "pane.$kind.next" "next timestamp, p99" "CPU ms" "$(of "$work/pane" next 3)" - - "16 ms"
		row "pane.$kind.second" "a second of playback that is followed, p99" "CPU ms" "$(of "$work/pane" second 3)" - - "16 ms"
		row "pane.$kind.play" "  to the next timestamp, p99" "CPU ms" "$(of "$work/pane" play 3)" - - "16 ms"
		row "pane.$kind.look" "a row down in it, followed by the reader, p99" "CPU ms" "$(of "$work/pane" look 3)" - - "16 ms"
		bytes_of next "next timestamp" -
		bytes_of second "a second of playback that is followed" "300 bytes"
		bytes_of play "  to the next timestamp" -
		bytes_of look "a row down in the pane, followed by the reader" -
	done
}

# Bytes written for a step of pane's, name, what, aim: in the mean, beside those of a terminal without colours.
bytes_of() {
	row "pane.$kind.$1.bytes" "$2" bytes "$(of "$work/pane" "$1" 4)" vt100 "$(of "$work/pane.vt100" "$1" 4)" "$3"
	row "pane.$kind.$1.bytes.80x24" "  80x24" bytes "$(of "$work/pane.small" "$1" 4)" \
		vt100 "$(of "$work/pane.small.vt100" "$1" 4)" "$3"
}

bench_layout() {
	set -- $("$bin/layout" "$big")
	row layout.width80 "layout at 80 columns" "MB/s" "$1" cmark "$2" "150 MB/s"
	row layout.screen "layout of the first screen" "CPU ms" "$3" - - "1 ms"
}

bench_timeline() {
	mkdir "$work/timeline"
	"$bin/timeline" "$work/timeline" >"$work/timeline.txt"
	while read -r name parsed cmark fill each wide small; do
		row "timeline.$name.parse" "12 hours parsed, $name" "CPU ms" "$parsed" cmark "$cmark" 4x
		row "timeline.$name.fill" "columns of the timeline, $name" "CPU us" "$fill" "each timestamp looked at" "$each" 1x
		row "timeline.$name.200x50" "key to screen beside it, $name, 200x50, p99" "CPU ms" "$wide" - - "16 ms"
		row "timeline.$name.80x24" "key to screen beside it, $name, 80x24, p99" "CPU ms" "$small" - - "16 ms"
	done <"$work/timeline.txt"
	"$bin/contest" 9 cat "" "cat '$work/timeline/transcript.vtt'" \
		lectern "" "'$lectern' cat '$work/timeline/transcript.vtt'" \
		stamps "" "'$lectern' stamps '$work/timeline/transcript.vtt'" >"$work/twelve"
	row timeline.cat "lectern cat, a transcript of 12 hours" "CPU ms" "$(of "$work/twelve" lectern 3)" \
		cat "$(of "$work/twelve" cat 3)" "200 ms"
	row timeline.stamps "lectern stamps of it" "CPU ms" "$(of "$work/twelve" stamps 3)" - - "200 ms"
}

# Each builds its first index of the same files; what is made of them for it to read is not counted.
bench_index() {
	set -- lectern "rm -rf '$work/cache'" "'$lectern' index '$library'" \
		fts5 "" "'$bin/fts5' '$library' '$work/fts5.db'"
	if have groonga; then
		{
			echo "table_create Docs TABLE_HASH_KEY ShortText"
			echo "column_create Docs body COLUMN_SCALAR LongText"
			echo "table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto"
			echo "column_create Terms docs_body COLUMN_INDEX|WITH_POSITION Docs body"
			echo "load --table Docs"
			"$bin/convert" load "$library"
		} >"$work/groonga.load"
		set -- "$@" groonga "rm -rf '$work/groonga'; mkdir '$work/groonga'" \
			"groonga -n '$work/groonga/db' <'$work/groonga.load'"
	else
		left_out groonga
	fi
	if [ -n "$python" ]; then
		set -- "$@" xapian "rm -rf '$work/xapian'" \
			"'$python' '$top/bench/xapian_index.py' index '$library' '$work/xapian'"
	else
		left_out python3-xapian
	fi
	if have recollindex; then
		mkdir -p "$work/recoll"
		printf 'topdirs = %s\nloglevel = 1\nindexstemminglanguages =\n' "$library" >"$work/recoll/recoll.conf"
		printf '.md = text/plain\n.vtt = text/plain\n' >"$work/recoll/mimemap"
		set -- "$@" recoll "rm -rf '$work/recoll/xapiandb'" "recollindex -c '$work/recoll' -z"
	else
		left_out recoll
	fi
	if have notmuch; then
		"$bin/convert" mail "$library" "$work/mail"
		printf '[database]\npath=%s\n[user]\nname=a\nprimary_email=a@example.org\n[new]\ntags=new\n' "$work/mail" >"$work/notmuch"
		export NOTMUCH_CONFIG="$work/notmuch"
		set -- "$@" notmuch "rm -rf '$work/mail/.notmuch'" "notmuch new"
	else
		left_out notmuch
	fi
	"$bin/contest" "$runs" "$@" >"$work/index"

	wall=$(of "$work/index" lectern 2) cpu=$(of "$work/index" lectern 3)
	row index.documents "first index: documents a second" "1/s" "$(calc "$count / $wall * 1000" 0)" - - "3500/s"
	row index.megabytes "first index: megabytes a second" "MB/s" "$(calc "$megabytes / $wall * 1000")" - - "32 MB/s"
	for other in fts5 groonga xapian recoll notmuch; do
		case $other in
		fts5) aim=- ;;
		groonga) aim=0.5x ;;
		*) aim=less ;;
		esac
		value=$(of "$work/index" $other 3)
		[ "$value" = - ] || row "index.cpu.$other" "first index, CPU" ms "$cpu" $other "$value" "$aim"
	done
	row index.memory "first index, resident at most" MB "$(calc "$(of "$work/index" lectern 4) / 1024")" \
		notmuch "$(calc "$(of "$work/index" notmuch 4) / 1024")" "150 MB"
	size=$(du -sk "$work/cache" | cut -f1)
	other=-
	if [ -d "$work/xapian" ]; then
		other=$(calc "$(du -sk "$work/xapian" | cut -f1) / $count" 2)
	fi
	row index.size "index on disk, a document" KB "$(calc "$size / $count" 2)" xapian "$other" "5 KB"
}

bench_reconcile() {
	index
	"$bin/contest" 9 walk "" "'$bin/walk' '$library'" lectern "" "'$lectern' index '$library'" >"$work/same"
	row reconcile.same.cpu "nothing changed" "CPU ms" "$(of "$work/same" lectern 3)" walk "$(of "$work/same" walk 3)" 2x
	row reconcile.same.wall "nothing changed" ms "$(of "$work/same" lectern 2)" walk "$(of "$work/same" walk 2)" 2x

	# the same 100 files again and again; they are as they were at the end
	awk -v every="$((count / 100))" 'NR % every == 1 || every <= 1' "$work/files" | head -100 >"$work/changing"
	sed "s|^$library/||" "$work/changing" | tar -cf "$work/changed.tar" -C "$library" -T -
	changed=$work/changed.tar
	set -- lectern "xargs -d '\\n' -n 1 sh -c 'echo more >>\"\$0\"' <'$work/changing'" "'$lectern' index '$library'"
	if [ -d "$work/mail/.notmuch" ]; then
		set -- "$@" notmuch "'$bin/convert' mail '$work/sample' '$work/mail/more.'\$\$ && rm -rf '$work/mail/more'" "notmuch new"
		mkdir -p "$work/sample"
		xargs -d '\n' -I{} cp {} "$work/sample" <"$work/changing"
	fi
	"$bin/contest" 5 "$@" >"$work/hundred"
	row reconcile.hundred "100 changed" ms "$(of "$work/hundred" lectern 2)" notmuch "$(of "$work/hundred" notmuch 2)" "150 ms"
	tar -xf "$changed" -C "$library"
	changed=
	index
}

bench_search() {
	index
	"$bin/queries" --list "$count" >"$work/queries"
	for class in common rare; do
		word=$(awk -F '\t' -v class=$class '$1 == class && ++n == 3 { print $2 }' "$work/queries")
		set -- walk "" "'$bin/walk' '$library'" \
			lectern "" "'$lectern' search '$word limit:20' '$library'" \
			all "" "'$lectern' search '$word' '$library'" \
			stamps "" "'$lectern' stamps -q '$word' '$library' || [ \$? = 1 ]"
		if have rg; then
			set -- "$@" rg "" "rg -i -w '$word' '$library'"
		fi
		"$bin/contest" 5 "$@" >"$work/search"
		walk=$(of "$work/search" walk 2) rg=$(of "$work/search" rg 2)
		row "search.$class.walk" "lectern search, a $class word, the first 20" ms \
			"$(of "$work/search" lectern 2)" walk "$walk" "2x + 30 ms = $(calc "2 * $walk + 30" 0) ms"
		row "search.$class.rg" "  the same" ms "$(of "$work/search" lectern 2)" rg "$rg" less
		row "search.$class.all" "  all of them" ms "$(of "$work/search" all 2)" rg "$rg" -
		row "stamps.$class" "lectern stamps -q, the same word" ms "$(of "$work/search" stamps 2)" \
			search "$(of "$work/search" all 2)" 1x
	done
}

# Milliseconds in groonga itself: class, middle, 99th of a hundred.
groonga_queries() {
	awk -F '\t' '$1 ~ /^(common|rare|and|phrase|prefix)$/ {
		gsub(/"/, "\\\"", $2)
		print "select Docs --match_columns body --limit 20 --output_columns _key --query \"" $2 "\""
	}' "$work/queries" | groonga "$work/groonga/db" |
		awk -F '[[,]' '{ print $5 * 1000 }' >"$work/groonga.times"
	awk -F '\t' '$1 ~ /^(common|rare|and|phrase|prefix)$/ { print $1 }' "$work/queries" |
		paste - "$work/groonga.times" | sort -k1,1 -k2,2g |
		awk '{ if ($1 != class) { tell(); class = $1; n = 0 } t[n++] = $2 }
			function tell() { if (n) printf "%s %.3f %.3f\n", class, t[int(n / 2)], t[int(n * 99 / 100)] }
			END { tell() }'
}

bench_queries() {
	index
	"$bin/queries" --list "$count" >"$work/queries"
	"$bin/queries" "$library" "$count" >"$work/times"
	: >"$work/xapian.times"
	if [ -d "$work/xapian" ]; then
		"$python" "$top/bench/xapian_index.py" search "$work/xapian" "$work/queries" >"$work/xapian.times"
	fi
	: >"$work/groonga.p"
	if [ -d "$work/groonga" ]; then
		groonga_queries >"$work/groonga.p"
	fi
	echo "queries in process, the first 20 rows read:"
	while read -r class p50 p99 cpu50 cpu99 found; do
		case $class in
		typed-title) aim="5 ms p99" ;;
		typed-*) aim="50 ms p99" ;;
		link-first | orphan-first | text-regex) aim=- ;;
		link | orphan) aim="20 ms p99" ;;
		*) aim="10 ms p99" ;;
		esac
		beside=xapian times=$work/xapian.times
		[ -s "$times" ] || { beside=groonga times=$work/groonga.p; }
		[ "$(of "$times" "$class" 2)" != - ] || beside=-
		row "query.$class.p50" "$class, $found found, p50" ms "$p50" $beside "$(of "$times" "$class" 2)" "$aim"
		row "query.$class.p99" "  p99" ms "$p99" $beside "$(of "$times" "$class" 3)" "$aim"
		row "query.$class.cpu99" "  p99 of the thread's CPU" ms "$cpu99" - - "$aim"
		if [ $beside = xapian ] && [ "$(of "$work/groonga.p" "$class" 2)" != - ]; then
			row "query.$class.groonga.p50" "  p50" ms "$p50" groonga "$(of "$work/groonga.p" "$class" 2)" "$aim"
		fi
	done <"$work/times"
}

bench_links() {
	index
	"$bin/links" "$library" >"$work/web"
	echo "the web of links in process, of documents taken at random:"
	while read -r class p50 p99 cpu50 cpu99 found; do
		case $class in
		names | wanted | report) aim=- ;;
		links | opening) aim="16 ms p99" ;;
		*) aim="20 ms p99" ;;
		esac
		row "links.$class.p50" "$class, $found found, p50" ms "$p50" - - "$aim"
		row "links.$class.p99" "  p99" ms "$p99" - - "$aim"
		row "links.$class.cpu99" "  p99 of the thread's CPU" ms "$cpu99" - - "$aim"
	done <"$work/web"
	bench_related
}

# How good related sections are is told of real documents where there are any, else of the sample library.
bench_related() {
	"$bin/related" "$library" 0 >"$work/related"
	for name in p50 p99 cpu99; do
		row "related.$name" "related sections of any, $name" ms "$(of "$work/related" $name 2)" - - "20 ms p99"
	done
	real=$top/data/library
	[ ! -d "$top/../shared/library" ] || real=$top/../shared/library
	"$bin/related" "$real" 100 >"$work/related"
	row related.halves "halves of a recording's document find each other" % "$(of "$work/related" halves 2)" - - "90 %"
	row related.words "  by their text alone" % "$(of "$work/related" words 2)" - - "90 %"
	"$bin/related" "$top/data/library" 0 >"$work/related"
	row related.entries "entries of a digest find their article" % "$(of "$work/related" entries 2)" - - "90 %"
	row related.articles "  and articles their entry" % "$(of "$work/related" articles 2)" - - "90 %"
}

bench_memory() {
	index
	set -- $("$bin/session" 4 "" "$lectern" "$library")
	value=$4 beside=- other=-
	if have fzf; then
		set -- $("$bin/session" 4 "" sh -c "fzf <'$work/files'")
		beside=fzf other=$4
	fi
	row memory.list "the list of $count loaded, resident" MB "$value" "$beside" "$other" "40 MB"
}

# Keys that move the choice, while nothing else goes on, and while the first index is built.
bench_keys() {
	index
	set -- $("$bin/session" 5 jk "$lectern" "$library")
	row keys.idle.p99 "key to screen through the whole program, p99" ms "$2" - - "16 ms"
	set -- $(XDG_CACHE_HOME="$work/first" "$bin/session" 15 jk "$lectern" "$library")
	row keys.indexing.p50 "  while the first index is built, p50" ms "$1" - - "16 ms"
	row keys.indexing.p99 "  p99" ms "$2" - - "16 ms"
	row keys.indexing.most "  the slowest" ms "$3" - - -
	row keys.indexing.memory "  resident at most" MB "$5" - - "190 MB"
	rm -rf "$work/first"
	set -- $(XDG_CACHE_HOME="$work/first" "$bin/keys_while_indexing" 15 "$lectern" "$library")
	row keys.all.p50 "  of all kinds, one each 30 ms, p50" ms "$2" - - "16 ms"
	row keys.all.p99 "  p99" ms "$3" - - "16 ms"
	row keys.all.most "  the slowest" ms "$4" - - -
	rm -rf "$work/first"
}

line what lectern beside ratio aim
: >"$rows"
for group in list screen page layout pane timeline index reconcile search queries links memory keys; do
	if wanted $group; then
		bench_$group
	fi
done
echo
cat "$rows"
