"""Playlists as RFC 8216 wants them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from council.media.playlists import Entry, Variant, master_playlist, media_playlist

entries = st.lists(
    st.builds(
        Entry,
        uri=st.from_regex(r"[a-z0-9-]{1,9}\.m4s", fullmatch=True),
        duration_us=st.integers(1, 30_000_000),
        init=st.sampled_from(["a.mp4", "b.mp4"]),
        discontinuity=st.booleans(),
    ),
    max_size=12,
)


@given(entries)
def test_durations_add_up_to_the_microsecond(entries: list[Entry]) -> None:
    written = re.findall(r"#EXTINF:(\d+)\.(\d{6}),", media_playlist(entries))
    assert [int(seconds) * 1_000_000 + int(rest) for seconds, rest in written] == [e.duration_us for e in entries]


@given(entries)
def test_no_segment_is_longer_than_the_target_duration(entries: list[Entry]) -> None:
    (target,) = re.findall(r"#EXT-X-TARGETDURATION:(\d+)", media_playlist(entries))
    assert int(target) >= 1
    assert all(entry.duration_us <= int(target) * 1_000_000 for entry in entries)


@given(entries)
def test_every_segment_follows_its_own_init_segment_and_breaks_are_marked(entries: list[Entry]) -> None:
    init, breaks, seen = "", 0, []
    for line in media_playlist(entries).splitlines():
        if found := re.match(r'#EXT-X-MAP:URI="(.+)"', line):
            init = found[1]
        elif line == "#EXT-X-DISCONTINUITY":
            breaks += 1
        elif not line.startswith("#"):
            seen.append((line, init))
    assert seen == [(entry.uri, entry.init) for entry in entries]
    assert breaks == sum(entry.discontinuity for entry in entries[1:])


@given(entries)
def test_a_playlist_begins_and_ends_as_a_complete_one(entries: list[Entry]) -> None:
    lines = media_playlist(entries).splitlines()
    assert lines[0] == "#EXTM3U"
    assert "#EXT-X-PLAYLIST-TYPE:VOD" in lines
    assert lines[-1] == "#EXT-X-ENDLIST"
    assert "DATE" not in "".join(lines)


def test_the_master_names_what_a_player_needs_to_choose() -> None:
    video = Variant("main/index.m3u8", 900_000, 700_000, "avc1.640016,mp4a.40.2", 640, 360, 12.5)
    sound = Variant("audio/index.m3u8", 70_000, 64_000, "mp4a.40.2")
    lines = master_playlist([video, sound]).splitlines()
    assert lines[3] == (
        '#EXT-X-STREAM-INF:BANDWIDTH=900000,AVERAGE-BANDWIDTH=700000,CODECS="avc1.640016,mp4a.40.2",'
        "RESOLUTION=640x360,FRAME-RATE=12.500"
    )
    assert lines[4:] == [
        "main/index.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=70000,AVERAGE-BANDWIDTH=64000,CODECS="mp4a.40.2"',
        "audio/index.m3u8",
    ]
