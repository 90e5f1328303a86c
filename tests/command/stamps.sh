for doc in library/videos/*.md library/transcripts/*; do
	echo "=== $doc"; lectern stamps "$doc"; echo "status $?"
done
lectern stamps --json library/videos/inside-a-scriptorium.md; echo "status $?"
lectern stamps library/notes/typography.md; echo "status $?"
lectern stamps ././library/videos/inside-a-scriptorium.md | head -1; echo "status $?"
