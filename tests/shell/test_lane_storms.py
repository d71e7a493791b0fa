"""What reaches the log while a library says the same thing over and over."""

import logging

from agents.lane.storms import StormFilter


def message(
    text: str, *args: object, at_s: float = 0, name: str = "aiokafka.conn", level: int = 40
) -> logging.LogRecord:
    """Return a message of a library."""
    record = logging.LogRecord(name, level, "file.py", 1, text, args, None)
    record.created = at_s
    return record


def test_a_kind_of_message_passes_once_a_minute_and_says_how_many_were_left_out() -> None:
    """Kinds differ by logger, level and text, not by the numbers in it."""
    storms = StormFilter()
    first = message("no node %s", 1)
    later = message("no node %s", 4, at_s=61)
    passed = [
        storms.filter(first),
        storms.filter(message("no node %s", 2, at_s=1)),
        storms.filter(message("no node %s", 3, at_s=59)),
        storms.filter(later),
    ]

    assert [True, False, False, True] == passed
    assert ["no node 1", "no node 4 (and 2 more like it)"] == [first.getMessage(), later.getMessage()]


def test_numbers_written_into_the_text_do_not_make_a_kind() -> None:
    """Offsets and ports change with each message."""
    storms = StormFilter()

    assert [True, False] == [storms.filter(message("at 17")), storms.filter(message("at 18"))]


def test_other_messages_pass() -> None:
    """Another text, another level, another logger."""
    storms = StormFilter()
    storms.filter(message("no node"))

    assert storms.filter(message("no coordinator"))
    assert storms.filter(message("no node", level=30))
    assert storms.filter(message("no node", name="aiokafka.client"))


def test_our_own_messages_always_pass() -> None:
    """They are written with care."""
    storms = StormFilter()

    assert all(storms.filter(message("same", name="agents.lane.lanes")) for _ in range(3))


def test_memory_is_bounded() -> None:
    """Texts that never come again are not remembered for ever."""
    storms = StormFilter()
    texts = [f"{'x' * count}" for count in range(2_500)]

    assert all(storms.filter(message(text)) for text in texts)
    assert len(storms._seen) <= 1_000  # noqa: SLF001 - nothing else shows it
