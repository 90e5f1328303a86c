lectern list library; echo "status $?"
lectern list library/notes --json; echo "status $?"
lectern list -0 library/transcripts | tr '\0' '\n'; echo "status $?"
lectern list library/colophon.txt library/digests; echo "status $?"
cd library; lectern list; echo "status $?"; cd ..
lectern list -L library/videos; echo "status $?"
mkdir -p $WORK/empty; lectern list $WORK/empty; echo "status $?"
lectern list no-such-folder; echo "status $?"
