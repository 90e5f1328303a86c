#!/bin/sh
# Runs the whole program: each tests/command/NAME.sh is a script of shell lines in which `lectern` is the
# program built, run in a copy of data/ whose files all have one time (tests/support/sample.h); what it
# prints (both streams) and its exit status are compared with NAME.golden. Prints TAP. With --renew the
# goldens are written anew, and the difference is shown.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
LECTERN=${LECTERN:-$top/build/lectern}
export LECTERN
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lectern() { "$LECTERN" "$@"; }
export WORK="$work"
cp -R "$top/data" "$work/data"
chmod -R u+w "$work/data"
find "$work/data" -type f -exec touch -d '2026-03-01 12:00:00Z' {} +
n=0
fail=0
for script in "$top"/tests/command/*.sh; do
	name=$(basename "$script" .sh)
	golden=$top/tests/command/$name.golden
	n=$((n + 1))
	mkdir -p "$work/$name"
	(
		cd "$work/data"
		WORK=$work/$name
		set +e
		. "$script"
	) >"$work/$name.out" 2>&1 </dev/null || true
	sed -i "s|$work/$name|WORK|g" "$work/$name.out"
	if [ "${1:-}" = --renew ]; then
		diff -u "$golden" "$work/$name.out" || true
		cp "$work/$name.out" "$golden"
	elif diff -u "$golden" "$work/$name.out" >"$work/diff" 2>&1; then
		echo "ok $n - command $name"
	else
		echo "not ok $n - command $name"
		sed 's/^/# /' "$work/diff"
		fail=1
	fi
done
echo "1..$n"
exit $fail
