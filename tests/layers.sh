#!/bin/sh
# The layers hold (HACKING.md): a folder of src/ includes only itself and the folders before it, and each
# library is known in one place alone. Prints TAP.
set -eu
src=${1:-src}
layers='text document page library work ui command'
n=0
fail=0

report() { # what, offending lines
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf '%s\n' "$2" | sed 's/^/# /'
		fail=1
	fi
}

below=
for layer in $layers; do
	below="$below${below:+|}$layer"
	wrong=$(grep -rnE '^[[:space:]]*#[[:space:]]*include[[:space:]]+"' "$src/$layer" --include='*.[ch]' |
		grep -vE "\"(config\.h|($below)/[a-z0-9_]+\.h)\"" || true)
	report "src/$layer includes only what stands before it" "$wrong"
done

only() { # header pattern, place pattern
	wrong=$(grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]+<$1>" "$src" --include='*.[ch]' |
		grep -vE "^$src/$2" || true)
	report "<$1> is included only in $2" "$wrong"
}
only '(n?cursesw?|ncursesw/[a-z]+|term)\.h' 'ui/terminal[a-z_]*\.c:'
only 'yaml\.h' 'document/yaml[a-z_]*\.c:'
only 'cmark[a-z_/-]*\.h' 'document/(markdown|html)[a-z_]*\.[ch]:'
only 'pcre2\.h' 'text/'
only 'uni(case|conv|ctype|gbrk|lbrk|name|norm|stdio|str|types|wbrk|width)\.h' 'text/'
only 'sqlite3\.h' 'library/'
only 'sys/inotify\.h' 'library/'
only 'jansson\.h' '(command/|ui/player_ipc\.c:)'
only 'pthread\.h' 'work/'

long=$(find "$src" -name '*.[ch]' -exec awk 'length($0) > 140 { print FILENAME ": " FNR }' {} +)
report "no line is far over 100 columns" "$long"
echo "1..$n"
exit $fail
