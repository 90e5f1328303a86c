lectern check library; echo "status $?"
lectern check --json library/notes; echo "status $?"
lectern check -0 library | tr '\0' '\n'; echo "status $?"
lectern check library/videos/the_bindery.md library/articles/marginalia.md; echo "status $?"
