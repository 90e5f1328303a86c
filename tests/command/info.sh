for doc in library/*.md library/*/*.md library/*/*.txt library/*/*.vtt; do
	echo "=== $doc"; lectern info "$doc"; echo "status $?"
done
lectern info --json library/articles/the-codex.md; echo "status $?"
lectern info --json "library/notes/broken front matter.md"; echo "status $?"
