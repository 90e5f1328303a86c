for doc in library/articles/*.md library/notes/*.md; do
	echo "=== $doc"; lectern cat --width 38 "$doc"; echo "status $?"
done
