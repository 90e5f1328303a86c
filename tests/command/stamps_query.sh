XDG_CACHE_HOME=$WORK/cache; export XDG_CACHE_HOME
lectern stamps -q book library; echo "status $?"
lectern stamps -q 'ink OR paper -galls' library/transcripts library/videos; echo "status $?"
lectern stamps --json -q 'heading:skins' library; echo "status $?"
cd library; lectern stamps -q '"a bible is"'; echo "status $?"; cd ..
lectern stamps -q 'kind:transcript two'; echo "status $?"
lectern stamps -L library -q 'title:paper text:/\bwhat\b/'; echo "status $?"
lectern stamps -q 'book limit:2 sort:-title' library; echo "status $?"
lectern stamps -0 -q 'book' library | tr '\0' '\n'; echo "status $?"
lectern stamps -q nothinglikethis library; echo "status $?"
lectern stamps --format=csv -q nothinglikethis library; echo "status $?"
lectern stamps -q 'catgory:x' library; echo "status $?"
lectern stamps -q book no-such-folder; echo "status $?"
for query in book 'page OR skins' 'text:/\bb\w+/' 'tag:book -ink' 'has:stamps limit:7' '-kind:video a' 'is:unread c*'; do
	lectern stamps --json -q "$query" library >$WORK/index.json
	lectern stamps --json --no-index -q "$query" library | cmp - $WORK/index.json && echo "same: $query"
done
printf -- '---\nvideoId: abcdefghijk\n---\n# =Two\n\nA tab\there and \033[31m red [00:00:09]. -1, "two" <b> [00:01:00].\n' >"$WORK/a b.md"
for format in vtt csv chapters; do
	echo "=== $format"
	lectern stamps --format=$format library/videos/inside-a-scriptorium.md; echo "status $?"
	lectern stamps --format=$format library/transcripts/inside-a-scriptorium.vtt; echo "status $?"
	lectern stamps --format=$format -q 'skins OR two' library $WORK | sed "s,$WORK,WORK,"; echo "status $?"
	lectern stamps --format=$format library/notes/typography.md; echo "status $?"
done | tr '\r' '$'
lectern stamps --format=srt library/videos/inside-a-scriptorium.md; echo "status $?"
lectern stamps --format=csv --json library/videos/inside-a-scriptorium.md; echo "status $?"
lectern stamps; echo "status $?"
lectern stamps a b; echo "status $?"
