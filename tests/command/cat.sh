for doc in library/*.md library/*/*.md library/*/*.txt library/*/*.vtt library/*/*.srt library/colophon.txt; do
	echo "=== $doc"; lectern cat "$doc"; echo "status $?"
done
