#!/bin/sh
# Runs one test as the harness wants it: from the source tree, with a fixed locale, home, clock and terminal,
# and TAP on standard output. Automake calls it with the test's path.
set -eu
case $1 in
/*) test=$1 ;;
*) test=$PWD/$1 ;;
esac
[ -e "$test" ] || test=$(cd "$(dirname "$0")/.." && pwd)/$1
shift
top=$(cd "$(dirname "$0")/.." && pwd)
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export LC_ALL=C.UTF-8 LANG=C.UTF-8 TZ=UTC TERM=xterm-256color HOME="$home"
export XDG_CONFIG_HOME="$home/config" XDG_STATE_HOME="$home/state" XDG_CACHE_HOME="$home/cache"
export LECTERN_THEMES="$top/data/themes"
export CMOCKA_MESSAGE_OUTPUT=TAP
unset NO_COLOR COLUMNS LINES SSH_CONNECTION
cd "$top"
# cmocka prints a skipped test as one that failed; TAP wants `ok`.
{
	status=0
	"$test" "$@" || status=$?
	echo "$status" >"$home/status"
} | sed 's/^not ok \([0-9]*\) # SKIP/ok \1 # SKIP/'
exit "$(cat "$home/status")"
