"""Dead letters: the original bytes, and where and why beside them."""

import pytest

from agents.dead_letters import CUT, DeadLetter, Encoded, decode, encode, is_whole, refused
from tests.shell.lane_doubles import PlainRecord

PLENTY = 1 << 20


def stored(encoded: Encoded, offset: int = 0) -> PlainRecord:
    """Return an encoded letter as a consumer would read it."""
    return PlainRecord(offset, encoded.key, encoded.value, 0, tuple(encoded.headers))


@pytest.mark.parametrize("key", [None, b"", b"\xff\x00key"])
@pytest.mark.parametrize("value", [None, b"", b"\xff\xfe not json", b"x" * 100_000])
def test_value_and_key_are_the_bytes_that_came(key: bytes | None, value: bytes | None) -> None:
    """Also those that are no text, empty, or not there at all."""
    record = PlainRecord(7, key, value, 1_234, (("trace", b"\xff"), ("none", None)))
    encoded = encode(refused(record, "bad_time", "contact.events", 3), PLENTY)

    assert (key, value) == (encoded.key, encoded.value)
    assert is_whole(stored(encoded))


def test_a_letter_says_why_and_where_from_and_keeps_the_headers() -> None:
    """A header of the original with one of our names is told apart, and one that comes twice stays two."""
    headers = (("floorwatch.reason", b"mine"), ("a", b"1"), ("a", b"2"))
    encoded = encode(refused(PlainRecord(7, b"k", b"v", 1_234, headers), "bad_time", "contact.events", 3), PLENTY)

    assert encoded.headers == [
        ("floorwatch.reason", b"bad_time"),
        ("floorwatch.topic", b"contact.events"),
        ("floorwatch.partition", b"3"),
        ("floorwatch.offset", b"7"),
        ("floorwatch.timestamp", b"1234"),
        ("original.floorwatch.reason", b"mine"),
        ("original.a", b"1"),
        ("original.a", b"2"),
    ]


def test_a_letter_can_be_read_back() -> None:
    """Encoding loses nothing."""
    letter = DeadLetter("late", "contact.events", 3, 7, 1_234, b"k", b"v", (("trace", None), ("id", b"9")))

    assert decode(stored(encode(letter, PLENTY))) == letter


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("floorwatch.reason", b"late"),),
        (
            ("floorwatch.reason", b"late"),
            ("floorwatch.topic", b"t"),
            ("floorwatch.partition", None),
            ("floorwatch.offset", b"1"),
            ("floorwatch.timestamp", b"1"),
        ),
        (
            ("floorwatch.reason", b"\xff"),
            ("floorwatch.topic", b"t"),
            ("floorwatch.partition", b"1"),
            ("floorwatch.offset", b"1"),
            ("floorwatch.timestamp", b"1"),
        ),
    ],
)
def test_what_is_no_letter_is_not_read_as_one(headers: tuple[tuple[str, bytes | None], ...]) -> None:
    """Anybody may write into a topic."""
    assert decode(PlainRecord(0, headers=headers)) is None


@pytest.mark.parametrize(
    "record",
    [
        PlainRecord(7, b"k", b"x" * 5_000),
        PlainRecord(7, b"k" * 5_000, b"x" * 10),
        PlainRecord(7, b"k", b"v", 0, (("h", b"x" * 5_000),)),
        PlainRecord(7, None, None, 0, (("h", b"x" * 5_000),)),
    ],
    ids=["value", "key", "header", "header of a record without value"],
)
def test_what_is_too_long_for_the_topic_is_cut_and_says_so(record: PlainRecord) -> None:
    """A letter that the topic refused would stop all checkpoints; the offset still says where the whole of it is."""
    letter = refused(record, "not_json", "contact.events", 3)
    encoded = encode(letter, 2_000)
    read = decode(stored(encoded))

    assert read is not None
    assert ("not_json", 7) == (read.reason, read.offset)
    assert read.size <= 2_000
    assert dict(encoded.headers)[CUT] == b"%d" % len(record.value or b"")
    assert not is_whole(stored(encoded))
    assert (record.value or b"").startswith(read.value or b"")
