"""A partition's part of the floor: plain values that travel between workers."""

import msgspec

from stream.overlay import Live, Part, SourceCounts


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
