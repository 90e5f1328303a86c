lectern check library; echo "status $?"
lectern check --json library/notes; echo "status $?"
lectern check -0 library | tr '\0' '\n'; echo "status $?"
lectern check library/videos/the_bindery.md library/articles/marginalia.md; echo "status $?"
lectern check -L library library/videos/the_bindery.md; echo "status $?"
cd library; lectern check articles/marginalia.md; echo "status $?"; cd ..
HOME=$PWD/library; export HOME; cd library; lectern check; echo "status $?"; lectern list; echo "status $?"; lectern list . | wc -l; lectern outline colophon.txt; echo "status $?"; cd ..
