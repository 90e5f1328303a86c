XDG_CONFIG_HOME=$WORK lectern config --path; echo "status $?"
lectern config --default; echo "status $?"
cat >$WORK/config.yaml <<'Y'
measure: 60
mesure: 70
theme: drak
keys:
  reader:
    next-section: "]]"
    nxt-section: "x"
  nowhere: {a: b}
extensions: [md]
Y
lectern config --config $WORK/config.yaml --check; echo "status $?"
lectern list --config $WORK/config.yaml library/transcripts; echo "status $?"
lectern cat --config $WORK/config.yaml library/colophon.txt; echo "status $?"
