"""Every figure once more: `report` and SQL that was written from the design documents alone must say the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agents.audit.second_opinion import Rules
from stream.site import Site
from stream.units import HOUR, MINUTE
from tests.oracle import chance
from tests.oracle.compared import COMPARED
from tests.oracle.comparison import differences, reported
from tests.oracle.recordings import BANK, CARE, DAY, Recording
from tests.oracle.second_opinion import Cell, SecondOpinion

Read = Callable[[str], Recording]

each_family = pytest.mark.parametrize("family", ["event", "entry"])


@each_family
@pytest.mark.parametrize("interval_ms", [30 * MINUTE, HOUR, None], ids=["30m", "1h", "all"])
@pytest.mark.parametrize("name", [DAY, BANK, CARE])
def test_report_and_sql_say_the_same(recording: Read, name: str, interval_ms: int | None, family: str) -> None:
    """Counts and sums of milliseconds are equal in every interval, queue and KPI; quantiles lie within 1 %."""
    read = recording(name)
    found, expected = read.report(interval_ms)[family], read.sql.figures(interval_ms, family)

    assert [] == list(differences(found, expected, sorted(COMPARED[family])))[:20]
    assert {where for where, figures in expected.items() if figures["offered"].numerator} <= set(found)


def by_chance(folder: Path, seed: int, rules: Rules, site: Site) -> list[object]:
    """Where the two sides part about these lives, in both attributions."""
    lines = chance.lines(seed)
    path = folder / "chance.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    sql, report = SecondOpinion(path, rules), reported(lines, None, site)
    return [
        unlike
        for family in ("event", "entry")
        for unlike in differences(report[family], sql.figures(None, family), sorted(COMPARED[family]))
    ]


@pytest.mark.parametrize("seed", range(1, 19))
def test_lives_by_chance(tmp_path: Path, seed: int) -> None:
    """Events in no sensible order, many at equal times, count for the same on both sides."""
    assert [] == by_chance(tmp_path, seed, Rules(), Site())


@pytest.mark.parametrize("seed", [9, 16, 18, 20])
def test_lives_that_name_no_channel_are_on_those_of_their_queues(tmp_path: Path, seed: int) -> None:
    """Each contribution on that of its own queue, though the contact goes through queues of several channels."""
    assert [] == by_chance(tmp_path, seed, Rules(queue_channels=chance.FOREIGN), chance.site())


@each_family
def test_nothing_is_left_out_of_the_comparison(recording: Read, family: str) -> None:
    """Every KPI that both sides have is on the list; every one on the list is on both sides, and more than nothing."""
    read = recording(DAY)
    found, expected = read.report(None)[family], read.sql.figures(None, family)
    of_report = {name for figures in found.values() for name in figures}
    of_sql = {name for figures in expected.values() for name in figures}
    everything = expected[Cell(0, "", "")]
    told = {name for name, figure in everything.items() if figure.numerator or figure.quantile_ms}

    assert COMPARED[family] == of_report & of_sql
    assert COMPARED[family] <= told
