# Nothing that a file or its name holds reaches the output as a control sequence.
esc=$(printf '\033'); csi=$(printf '\302\233'); rlo=$(printf '\342\200\256')
cd $WORK
name="evil${esc}[31m${rlo}.md"
printf -- '---\ntitle: "T \\e]0;pwned\\a %s"\ntags: [%s]\ncategory: "a\\tb\\nc"\nauthor: x%sy\n---\n# H%s[2J %s\n\nBody %s[31m \033c\007 &#27;[5m `%s` [[no %s where]] [x](a%sb.md) %s\n\n- [00:01:00] \033[1m\n\n```\n\033[7m\n```\n' "$rlo" "$esc" "$rlo" "$esc" "$rlo" "$esc" "$esc" "$esc" "$esc" "$csi" >"$name"
printf 'plain \033[31m text\001\n\377\376 bad\n' >plain.txt
printf 'WEBVTT\n\n00:01.000 --> 00:02.000\n<v A\033[1m>hi \033[31m there\n' >cue.vtt
printf '# To %s\033[2J\n\n- \033[1m [%s \033[31m](<%s>) [[to\033[1m]] %s\n' "$rlo" "$esc" "$name" "$csi" >to.md
for command in cat outline links backlinks stamps info; do
	for doc in "$name" plain.txt cue.vtt; do
		for option in "" --json; do
			[ "$command $option" = "cat --json" ] && continue
			echo "=== $command $option"
			lectern $command $option "$doc"; echo "status $?"
		done
	done
done >out 2>&1
for command in list check "check --wanted" "check --linked"; do lectern $command .; lectern $command --json .; done >>out 2>&1
lectern outline "no such ${esc}[31m" >>out 2>&1
lectern --bad${esc}[31m >>out 2>&1
if LC_ALL=C grep -n "[$(printf '\001')-$(printf '\010')$(printf '\013')-$(printf '\037')$(printf '\177')]" out; then echo "a control came through"; fi
if LC_ALL=C grep -n "$(printf '\302')[$(printf '\200')-$(printf '\237')]" out; then echo "a C1 control came through"; fi
if grep -n "$rlo" out; then echo "a bidi control came through"; fi
grep -c . out >/dev/null && cat out
