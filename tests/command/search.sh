XDG_CACHE_HOME=$WORK/cache; export XDG_CACHE_HOME
lectern search codex library; echo "status $?"
cd library; lectern search '"page of"' ; echo "status $?"; cd ..
lectern search 'silent reading -monks' library/articles library/videos; echo "status $?"
lectern search --json 'binding kind:video' library | head -n 2; echo "status $?"
lectern search --json 'cows OR "four somebody"' library | sed 's/.*"path":"\([^"]*\)".*"recording"/\1/'; echo "status $?"
lectern search -0 'codex OR scroll' library | tr '\0' '\n'; echo "status $?"
lectern search 'heading:ink' library; echo "status $?"
lectern search 'text:/\d{4}/ kind:article' library; echo "status $?"
lectern search 'kind:transcript' library; echo "status $?"
lectern search '和本' library; echo "status $?"
lectern search 'codex limit:2' library; echo "status $?"
lectern search 'sort:title codex limit:3' library | cut -f 1; echo "status $?"
lectern search nothinglikethis library; echo "status $?"
lectern search 'catgory:x' library; echo "status $?"
lectern search '(codex' library; echo "status $?"
lectern search codex no-such-folder; echo "status $?"
lectern search; echo "status $?"
for query in codex 'page -ink' 'title:ink' 'text:/bind\w+/' 'tag:book sort:date'; do
	lectern search --json "$query" library >$WORK/index.json
	lectern search --json --no-index "$query" library | cmp - $WORK/index.json && echo "same: $query"
done
printf '# One\n\nA tab\there and \033[31m red word.\n\n# Two\n\nno word at all, but word word\n' >"$WORK/a b.md"
lectern search word $WORK; echo "status $?"
rm "$WORK/a b.md"; lectern search word $WORK; echo "status $?"
