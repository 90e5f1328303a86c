for doc in library/*.md library/articles/*.md library/videos/*.md library/notes/*.md; do
	echo "=== $doc"; lectern links -L library "$doc"; echo "status $?"
done
lectern links -L library --json "library/articles/silent-reading.md"; echo "status $?"
lectern links -L library --json "library/Start here.md"; echo "status $?"
