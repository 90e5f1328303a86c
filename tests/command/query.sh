XDG_CACHE_HOME=$WORK/cache; export XDG_CACHE_HOME
q() { lectern list -q "$@"; echo "status $?"; }
q 'codex' library
q 'kind:video' library
q 'kind:article -codex' library/articles library/videos
q 'has:stamps sort:-date' library
q 'is:broken' library
q 'is:unread kind:note' library
q 'tag:lectern' library
q 'is:starred' library
q '' library/notes
q 'limit:2' library
q 'nothinglikethis' library
q 'kind:vidoe' library
q 'codex OR' library
q 'codex' library --no-index
lectern list -0 --query=codex library | tr '\0' '\n'
lectern list --json -q 'path:silent' library; echo "status $?"
lectern list library >$WORK/with; lectern list --no-index library | cmp - $WORK/with && echo same
lectern list library/no-such-file.md library/notes; echo "status $?"

# What the folder is now, not what it was.
mkdir -p $WORK/l/sub; cd $WORK/l
printf 'red\n' >a.md; printf 'green\n' >sub/b.md
q 'red OR green'
printf 'blue\n' >c.md; rm a.md; mv sub/b.md sub/d.md
q 'red OR green OR blue' .
q 'green' sub ./c.md
ln -s sub/d.md link.md; printf 'a\0b' >binary.md
q 'green'
lectern list
mv sub/d.md e.md; rmdir sub
q 'green'
lectern list ../l; echo "status $?"
