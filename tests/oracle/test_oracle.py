"""Every figure once more: `report` and SQL that was written from the design documents alone must say the same.

`FLOORWATCH_RECORDINGS` names the folder of the recordings; the default lies beside the project.
"""

import gzip
import os
from functools import cache
from pathlib import Path

import pytest

from stream.units import HOUR, MINUTE
from tests.oracle import day
from tests.oracle.compared import COMPARED
from tests.oracle.comparison import differences, reported
from tests.oracle.second_opinion import Cell, Figures, SecondOpinion

FOLDER = Path(os.environ.get("FLOORWATCH_RECORDINGS") or Path(__file__).parents[3] / "shared" / "data")
DAY, BANK, CARE = "day", "bank-week", "care-150"
FAMILIES = ("event", "entry")

each_family = pytest.mark.parametrize("family", FAMILIES)


class Both:
    """A recording and what SQL makes of it; the report is asked once for each length of interval."""

    def __init__(self, lines: list[bytes], folder: Path) -> None:
        path = folder / "recording.jsonl"
        path.write_bytes(b"\n".join(line.rstrip(b"\n") for line in lines) + b"\n")
        self.lines = lines
        self.sql = SecondOpinion(path)
        self._reports: dict[int | None, dict[str, Figures]] = {}

    def report(self, interval_ms: int | None) -> dict[str, Figures]:
        """The report's figures by attribution."""
        if interval_ms not in self._reports:
            self._reports[interval_ms] = reported(self.lines, interval_ms)
        return self._reports[interval_ms]


@cache
def lines_of(name: str) -> list[bytes]:
    """The lines of the simulated day or of a real recording."""
    if name == DAY:
        return day.lines()
    path = FOLDER / f"{name}.jsonl.gz"
    if not path.exists():
        message = f"no recording at {path}; FLOORWATCH_RECORDINGS names the folder"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with gzip.open(path) as lines:
        return lines.readlines()


@pytest.fixture(scope="module")
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Read one recording on both sides."""
    name: str = request.param
    return Both(lines_of(name), tmp_path_factory.mktemp(name))


on_each = pytest.mark.parametrize("both", [DAY, BANK, CARE], indirect=True)
on_the_day = pytest.mark.parametrize("both", [DAY], indirect=True)


@each_family
@pytest.mark.parametrize("interval_ms", [30 * MINUTE, HOUR, None], ids=["30m", "1h", "all"])
@on_each
def test_report_and_sql_say_the_same(both: Both, interval_ms: int | None, family: str) -> None:
    """Counts and sums of milliseconds are equal in every interval, queue and KPI; quantiles lie within 1 %."""
    found, expected = both.report(interval_ms)[family], both.sql.figures(interval_ms, family)

    assert [] == list(differences(found, expected, sorted(COMPARED[family])))[:20]
    assert {where for where, figures in expected.items() if figures["offered"].numerator} <= set(found)


@each_family
@on_the_day
def test_nothing_is_left_out_of_the_comparison(both: Both, family: str) -> None:
    """Every KPI that both sides have is on the list, every one on the list is on both sides and not always nothing."""
    found, expected = both.report(None)[family], both.sql.figures(None, family)
    of_report = {name for figures in found.values() for name in figures}
    of_sql = {name for figures in expected.values() for name in figures}
    everything = expected[Cell(0, "", "")]
    told = {name for name, figure in everything.items() if figure.numerator or figure.quantile_ms}

    assert COMPARED[family] == of_report & of_sql
    assert COMPARED[family] <= told
