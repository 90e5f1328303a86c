for doc in library/articles/*.md library/digests/*.txt library/transcripts/*; do
	echo "=== $doc"; lectern outline "$doc"; echo "status $?"
done
lectern outline --json library/articles/the-codex.md; echo "status $?"
