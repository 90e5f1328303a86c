#!/bin/sh
# `make bench`: each figure beside something measured in the same run, as a table. Both are run in turn,
# several times, and the median counts: machines are noisy. BENCH_DOCUMENTS (20000) sets the size.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
bin=${BENCH_BIN:?the folder of the benchmark programs: run make bench}
lectern=${LECTERN:?the program: run make bench}
count=${BENCH_DOCUMENTS:-20000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 HOME="$work/home"
mkdir -p "$HOME"

row() { printf '%-44s %12s %12s %8s  %s\n' "$@"; }

# Milliseconds of user and system time of a command, the median of five runs of each, in turn.
cpu_pair() { # command A, command B -> "a b ratio"
	"$bin/cpu_pair" 5 "$1" "$2"
}

"$bin/generate" "$work/library" "$count"
find "$work/library" -type f | sort >"$work/files"
"$bin/generate" "$work/big" 1 2000000
big=$(find "$work/big" -type f)

row "what" "lectern" "beside" "ratio" "aim"
set -- $(cpu_pair "'$lectern' list --no-index $work/library" "xargs cat < $work/files")
row "list --no-index, $count documents (CPU ms)" "$1" "$2 cat" "$3" "4x"
set -- $("$bin/first_screen" 15 "$lectern" "$work/library" -- less "$big")
row "start to first screen, $count documents (ms)" "$1" "$2 less" "$3" "2x"
set -- $("$bin/first_screen" 15 "$lectern" "$top/data/library" -- less "$big")
row "start to first screen, 20 documents (ms)" "$1" "$2 less" "$3" "2x"
for size in "24 80" "50 200"; do
	set -- $size $("$bin/page_down" "$big" $size)
	row "page down in 2 MB, $2x$1 (CPU ms, median)" "$3" "$5 repaint" "$7" "2 ms"
	row "page down in 2 MB, $2x$1 (CPU ms, p99)" "$4" "$6 repaint" "" "2 ms"
done
"$bin/layout" "$big"
