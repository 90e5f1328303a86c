for doc in library/*.md library/articles/*.md library/notes/*.md library/colophon.txt; do
	echo "=== $doc"; lectern backlinks -L library "$doc"; echo "status $?"
done
lectern backlinks -L library --json the-codex; echo "status $?"
lectern backlinks -L library "the codex#Finding your place"; echo "status $?"
lectern backlinks -L library "library/articles/the-codex.md#finding-your-place"; echo "status $?"
lectern backlinks -L library "the codex#no such place"; echo "status $?"
lectern backlinks -L library Index; echo "status $?"
lectern backlinks -L library "no such document"; echo "status $?"
lectern backlinks -L library/notes library/colophon.txt; echo "status $?"
lectern backlinks --no-index -L library -L library/notes Colophon; echo "status $?"
lectern check --wanted library; echo "status $?"
lectern check --wanted --json library/articles; echo "status $?"
lectern check --wanted -L library library/notes/Index.md library/articles; echo "status $?"
lectern check --linked library; echo "status $?"
lectern check --linked --json -L library library/notes/Index.md library/colophon.txt; echo "status $?"
lectern check --linked -0 library | tr '\0' '\n' | head -3
lectern check --wanted -0 library | tr '\0' '\n'; echo "status $?"
# names that mean the same, of which none is there: as most write it; a document once, a section once
cd $WORK
mkdir -p a web
printf '[[Deep Work]] [[deep_work]]\n# One\n[[deep-work#Part|x]] [y](Deep%%20Work.md)\n# Two\n[[deep work.md]]\n' >a/one.md
printf '# Three\n![[deep-work]] [[deep-work]] [[C#]] [[c]] [[C]] [z](../other/plain.md)\n' >web/two.md
printf '# Own\n[[#Own]] [[#^b]] [[#Nothing]] [own](#own) [[own]]\n\ntext ^b\n' >own.md
lectern check --wanted .; echo "status $?"
lectern check own.md; echo "status $?"
lectern backlinks own; echo "status $?"
lectern backlinks own.md#Own; echo "status $?"
lectern links --json own; echo "status $?"
mv own.md self.md; printf '[[own]] [[self]]\n' >web/three.md
lectern backlinks self; echo "status $?"; lectern check --wanted . | grep own
rm -r web; lectern backlinks self; echo "status $?"
