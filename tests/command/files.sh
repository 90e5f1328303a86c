# What is no file, or cannot be read, is told once and stops nothing: FIFOs, devices, loops of links, folders
# 300 deep, names that are not UTF-8 or hold controls, few descriptors.
cd $WORK
mkdir library && cd library
echo '# Hello' >a.md
mkfifo pipe.md
ln -s loop1.md loop2.md
ln -s loop2.md loop1.md
ln -s . circle
ln -s /dev/zero zero.md
ln -s gone.md dangling.md
printf '# n\n' >"$(printf 'bad\377\376.md')"
printf '# m\n\n[x](a.md) [y](pipe.md)\n' >"$(printf 'new\nline\033[31m.md')"
(
	i=0
	while [ $i -lt 300 ]; do
		mkdir d && cd d || exit
		i=$((i + 1))
	done
	echo '# Deep' >deep.md
)
ulimit -n 32
for command in list check 'cat pipe.md' 'cat zero.md' 'cat loop1.md' 'cat dangling.md' 'cat circle' 'cat deep' \
	'info a.md'; do
	echo "=== $command"
	timeout 10 "$LECTERN" $command 2>&1 | sed -e 's|\(d/\)*d/deep|D/deep|'
done
echo "=== configuration"
timeout 10 "$LECTERN" --config "$WORK" list 2>&1
