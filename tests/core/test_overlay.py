"""A partition's part of the floor: plain values that travel between workers."""

import msgspec

from stream.measures import Slice
from stream.overlay import Live, Part, SourceCounts, joined_live, sum_live

SALES: Slice = ("sales", "voice")
CHAT: Slice = ("sales", "chat")


def test_a_part_without_news_shows_nothing() -> None:
    """All counts begin at zero, and no two parts share a table."""
    one, other = Live(), Live()
    one.overdue["answer"] = 1
    part, another = Part(0, 5, {}, {}, {}), Part(1, 5, {}, {}, {})
    part.net["sales", "voice"] = {0: 1}

    assert Live(0, 0, 0, 0, {}, {}) == other
    assert {} == another.net
    assert SourceCounts(0, 0, 0, {}, 0) == SourceCounts()


def test_a_part_survives_its_journey() -> None:
    """Slices are keys of tables: written as pairs in a format that has such keys."""
    where = ("sales", "voice")
    part = Part(
        partition=3,
        clock_ms=1_000,
        totals={"5m": {where: {0: 2}}},
        live={where: Live(waiting=1, overdue={"answer": 1})},
        sources={"pbx": SourceCounts(applied=2, rejected={"bad_time": 1})},
    )

    assert part == msgspec.convert(msgspec.to_builtins(part, str_keys=False), Part)


def test_live_figures_sum_but_the_longest_is_the_longest() -> None:
    """Over partitions and queues; a clock without anything overdue is not named."""
    one = Live(1, 5_000, 0, 2, {"answer": 1}, {"answer": 0}, 70, 60, {"answer": 9})
    other = Live(2, 9_000, 1, 3, {"answer": 2}, {}, 30, 20, {"answer": 11})
    chat = Live(1, 1_000, open=1)
    parts = [Part(0, 0, {}, {SALES: one}, {}), Part(1, 0, {}, {SALES: other, CHAT: chat}, {})]
    joined = joined_live(parts)

    assert {SALES: Live(3, 9_000, 1, 5, {"answer": 3}, {}, 100, 60, {"answer": 11}), CHAT: chat} == joined
    assert Live(4, 9_000, 1, 6, {"answer": 3}, {}, 100, 60, {"answer": 11}) == sum_live(list(joined.values()))
