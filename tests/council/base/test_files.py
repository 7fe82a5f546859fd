import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.files import byte_range, disposition


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=10-", (10, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-1000", (0, 100)),
        ("bytes=0-1000", (0, 100)),
        (" bytes=5-9 ", (5, 10)),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("bytes=9-5", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
    ],
)
def test_one_range_is_understood_and_all_else_ignored(header, expected):
    assert byte_range(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0", "bytes=200-300"])
def test_a_range_without_a_byte_is_refused(header):
    with pytest.raises(ValueError, match="no byte"):
        byte_range(header, 100)


@given(st.text(max_size=60), st.integers(0, 10_000))
def test_a_range_never_leaves_the_file(header, size):
    try:
        part = byte_range("bytes=" + header, size)
    except ValueError:
        return
    assert part is None or 0 <= part[0] < part[1] <= size


@given(st.text(max_size=80))
def test_a_download_name_can_break_no_header_and_no_folder(name):
    header = disposition(name)
    assert header.isascii()
    assert not set(header) & set("\r\n\0\\")
    assert header.count('"') == 2
    assert "/" not in header


def test_umlauts_survive_in_browsers_of_today():
    assert disposition("Straße.mp4") == "attachment; filename=\"Stra_e.mp4\"; filename*=UTF-8''Stra%C3%9Fe.mp4"
