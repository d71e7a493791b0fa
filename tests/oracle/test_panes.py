"""Every pane once more: what a partition keeps, and what SQL counts there, are the same to the millisecond."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from agents.audit.second_opinion import COUNTED, SecondOpinion, Sum
from stream.explain.naming import named
from stream.panes import LEVELS
from stream.partition import Partition
from stream.replay import recorded
from stream.site import Site
from tests.oracle import chance
from tests.oracle.recordings import DAY, Recording, lines_of


def kept(lines: Sequence[bytes]) -> tuple[dict[Sum, int], dict[int, int]]:
    """Return what a partition keeps of the measures that SQL knows, and from when on it keeps panes of each length."""
    partition = Partition(Site(keeps_all=True), 0)
    partition.fold(list(recorded(lines)))
    found = {
        Sum(level.length_ms, start, where[0], where[1], measure): amount
        for level in LEVELS
        for start, slices in partition.panes.kept(level.length_ms).items()
        for where, measures in slices.items()
        for measure, amount in measures.items()
        if measure in COUNTED
    }
    since = {
        length: (partition.log_clock_ms - (keep or partition.log_clock_ms)) // length * length
        for length, keep in LEVELS
    }
    return found, since


def unlike(found: dict[Sum, int], sql: dict[Sum, int], since: dict[int, int]) -> list[tuple[str, Sum, int, int]]:
    """Return where both differ, among the panes that are kept."""
    return [
        (named(place.measure).name, place, found.get(place, 0), sql.get(place, 0))
        for place in sorted(found.keys() | sql.keys())
        if place.start_ms >= since[place.length_ms] and found.get(place) != sql.get(place)
    ]


def test_the_panes_of_a_day_on_which_everything_happens(recording: Callable[[str], Recording]) -> None:
    """Of both lengths and in both attributions; every measure that SQL knows comes up."""
    found, since = kept(lines_of(DAY))
    sql = recording(DAY).sql.panes()

    assert [] == unlike(found, sql, since)[:20]
    assert COUNTED == {place.measure for place in found}


@pytest.mark.parametrize("seed", range(1, 19))
def test_the_panes_of_lives_by_chance(tmp_path: Path, seed: int) -> None:
    """Events in no sensible order, many at equal times."""
    lines = chance.lines(seed)
    path = tmp_path / "chance.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    found, since = kept(lines)
    with SecondOpinion(path) as sql:
        assert [] == unlike(found, sql.panes(), since)[:20]
