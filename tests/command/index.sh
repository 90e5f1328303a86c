XDG_CACHE_HOME=$WORK/cache; export XDG_CACHE_HOME
index() { lectern index "$@" | sed 's/in [0-9.]* s$/in N s/; s/"seconds":[0-9.e-]*/"seconds":N/'; }
index library
index library
index --json library
index --rebuild library
mkdir $WORK/l; cd $WORK/l
index; echo "status $?"
printf 'one\n' >a.md; printf 'two\n' >b.md
index .
printf 'three\n' >b.md; mv a.md c.md; printf 'four\n' >d.md
index .
rm *.md; printf 'five\n' >e.md
index
index --no-index
stat -c %a $WORK/cache/lectern/*.db | sort -u
index no-such-folder; lectern index no-such-folder >/dev/null; echo "status $?"
mkdir none; lectern index none >/dev/null; echo "status $?"; lectern index >/dev/null; echo "status $?"

# An index that is no index, and one that cannot be written.
for file in $WORK/cache/lectern/*.db; do echo 'not an index' >$file; done
rm -f $WORK/cache/lectern/*-wal $WORK/cache/lectern/*-shm
index 2>&1 | sed 's/[0-9a-f]\{16,\}/HASH/'
lectern list -q five; echo "status $?"
rm -r $WORK/cache; printf 'in the way\n' >$WORK/cache
lectern list -q five 2>&1 | sed 's/[0-9a-f]\{16,\}/HASH/'; echo "status $?"
