#!/bin/sh
# Runs fuzzers one after the other: run.sh SECONDS FUZZER... Each keeps what it met in corpus/NAME beside it,
# and goes on from there the next time; a find is written to NAME-crash-*, and ends the run of that fuzzer.
# Prints TAP.
set -u
seconds=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
n=0
fail=0
export LC_ALL=C.UTF-8 ASAN_OPTIONS=allocator_may_return_null=1
for fuzzer in "$@"; do
	name=$(basename "$fuzzer")
	at=$(dirname "$fuzzer")
	n=$((n + 1))
	mkdir -p "$at/corpus/$name"
	if [ -z "$(ls "$at/corpus/$name")" ]; then
		for seed in "$here"/../page/*.md "$here"/../page/*.vtt "$here"/../digest/*.txt; do
			{ printf ' '; cat "$seed"; } >"$at/corpus/$name/$(basename "$seed")"
		done
	fi
	if "$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
		-artifact_prefix="$at/$name-" "$at/corpus/$name" >"$at/$name.out" 2>&1; then
		echo "ok $n - $name ($(grep -c NEW "$at/$name.out") new, $(grep -o 'Done [0-9]* runs' "$at/$name.out"))"
	else
		echo "not ok $n - $name"
		tail -n 60 "$at/$name.out" | sed 's/^/# /'
		fail=1
	fi
done
echo "1..$n"
exit $fail
