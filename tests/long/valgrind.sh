#!/bin/sh
# Runs unit tests, and the program's commands on the sample library, under valgrind: no error, nothing lost.
# valgrind.sh LECTERN TEST... Prints TAP.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
lectern=$1
shift
n=0
fail=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What GLib and ncurses keep for the whole run is still reachable, and no error.
check="valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect
	--errors-for-leak-kinds=definite,indirect --child-silent-after-fork=yes"
export G_SLICE=always-malloc

# Tests have limits of time of their own, which do not hold here: only what valgrind finds counts, and of
# a test that stopped at one not what it would have freed.
report() { # status, name
	n=$((n + 1))
	if grep -q '^not ok' "$work/out" && ! grep -q 'Invalid\|ninitialised\|Mismatched\|overlap' "$work/errors"; then
		echo "ok $n - $2 # stopped"
		return
	fi
	if [ "$1" -ne 99 ] && [ "$1" -lt 128 ] && ! grep -q '^==[0-9]*== ' "$work/errors"; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2 ($1)"
		head -n 60 "$work/errors" | sed 's/^/# /'
		fail=1
	fi
}

for test in "$@"; do
	$top/tests/run.sh /usr/bin/env $check --log-file="$work/errors" "$test" >"$work/out" 2>&1
	report $? "$(basename "$test")"
done
cd "$top/data/library" || exit 2
export LC_ALL=C.UTF-8 XDG_CACHE_HOME="$work/cache" XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/config"
for command in list 'list --json' check 'check --json' index 'search the' 'stamps -q the' 'stamps -q the --json'; do
	$check --log-file="$work/errors" "$lectern" $command . >/dev/null 2>"$work/out"
	report $? "$command"
done
find . -type f -name '*.*' | sort >"$work/files"
for command in cat outline links stamps 'stamps --format=vtt' 'stamps --format=csv' \
	'stamps --format=chapters' info; do
	while read -r file; do
		$check --log-file="$work/errors" "$lectern" $command "$file" >/dev/null 2>"$work/out"
		report $? "$command $file"
	done <"$work/files"
done
echo "1..$n"
exit $fail
