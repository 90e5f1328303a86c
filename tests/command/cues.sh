# Cues: read, checked, and written again as they were.
mkdir -p "$WORK/t"
printf '%s\n' 'WEBVTT' 'Kind: captions' 'Language: en' '' \
	'intro' '00:01.000 --> 00:03.500 align:start' '<v Ann Lee>Hello &amp; <i>welcome</i>' 'to bees.</v>' '' \
	'00:00:03.500 --> 00:00:05.000' '<v Ann Lee>Bees 1 &lt; 2.' '' \
	'00:04.000 --> 00:06.000' '<v Ann Lee>Yes?</v>' '<v Bo>No.</v>' '' \
	'00:04.000 --> 00:04.500' '[hum]' '' 'NOTE not said' '' \
	'00:09.000 -->' 'later' '' 'lost' >"$WORK/t/On bees [dQw4w9WgXcQ].en.vtt"
printf '%s\r\n' '1' '0:00:01,000 --> 0:00:02,000' '{\an8}One <font color="red">two</font>' '' '3' '' \
	'2' '00:00:02.000-->00:00:01.000' 'a --> b' >"$WORK/t/as found.srt"
cd "$WORK"
for name in 'On bees [dQw4w9WgXcQ].en.vtt' 'as found.srt'; do
	echo "=== $name"
	lectern cat "t/$name"; echo "status $?"
	lectern check "t/$name"; echo "status $?"
	lectern stamps --format=vtt "t/$name" | tee again.vtt
	lectern stamps --format=vtt again.vtt | diff again.vtt - && echo 'the same again'
done
echo === head
lectern info 't/On bees [dQw4w9WgXcQ].en.vtt' | sed -n '3,5p'
lectern stamps 't/On bees [dQw4w9WgXcQ].en.vtt' --json | head -n 1
echo === search
lectern search --no-index 'Ann Lee' t; echo "status $?"
