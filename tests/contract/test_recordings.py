"""Recordings of real customer service against figures that were computed without floorwatch.

`FLOORWATCH_RECORDINGS` names their folder; the default lies beside the project.
"""

import gzip
import heapq
import json
import os
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from stream import catalog, floor
from stream.kpi import Attribution
from stream.replay import Replay
from stream.report import Report, to_json
from stream.site import Site
from stream.units import HOUR, MINUTE, parse_instant

FOLDER = Path(os.environ.get("FLOORWATCH_RECORDINGS") or Path(__file__).parents[3] / "shared" / "data")
CATALOGUE = catalog.standard()
BANK, CARE = "bank-week", "care-150"
CUTS = (None, "1999-08-04T08:30:00Z", "1999-08-04T14:00:00Z")

Rows = list[dict[str, Any]]
Cells = dict[str, dict[str, int]]


@cache
def recording(name: str) -> tuple[list[bytes], Any]:
    """The lines of a recording and what is expected of it."""
    path = FOLDER / f"{name}.jsonl.gz"
    if not path.exists():
        message = f"no recording at {path}; FLOORWATCH_RECORDINGS names the folder"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with gzip.open(path) as lines:
        return lines.readlines(), json.loads((FOLDER / f"{name}.expected.json").read_text())


@cache
def scattered(name: str) -> list[bytes]:
    """Each event delayed by up to ten minutes, one in twenty sent again within the same ten minutes."""
    rng = random.Random(7)
    lines, _ = recording(name)
    arrivals: list[tuple[float, int, bytes]] = []
    for place, line in enumerate(lines):
        for _ in range(2 if rng.random() < 0.05 else 1):
            heapq.heappush(arrivals, (json.loads(line)["time"] + rng.uniform(0, 10 * MINUTE), place, line))
    return [heapq.heappop(arrivals)[2] for _ in range(len(arrivals))]


def rows_of(report: Report, lines: list[bytes]) -> Rows:
    """The JSON rows of a report."""
    rows: Rows = json.loads(to_json(report.rows(lines, CATALOGUE)))
    return rows


def bank_cells(rows: Rows, attribution: Attribution) -> Cells:
    """The rows in the form of the expected figures, without what is zero."""
    suffix = "_by_entry" if attribution == "entry" else ""
    cells: Cells = {}
    for row in rows:
        kpis = {name.removesuffix("_by_entry"): value for name, value in row["kpis"].items()}
        assert {name + suffix for name in kpis} == set(row["kpis"])
        level = kpis["service_level_strict"]
        figures = {
            "offered": kpis["offered"]["value"],
            "answered": kpis["answered"]["value"],
            "abandoned": kpis["abandoned"]["value"],
            "handled": kpis["handled"]["value"],
            "wait_ms": kpis["asa"]["numerator_ms"],
            "handle_ms": kpis["aht"]["numerator_ms"],
            "within_20s": level["20s"]["numerator"],
            "within_60s": level["60s"]["numerator"],
        }
        assert kpis["asa"]["denominator"] == figures["answered"]
        assert level["20s"]["denominator"] == level["60s"]["denominator"]
        cells[f"{row['from'][:13]}/{row['slice'].get('queue', '*')}"] = figures
    return cells


def without_zeros(cells: Mapping[str, Mapping[str, int]]) -> Cells:
    """A missing member is 0, a missing cell has only those."""
    kept = {key: {name: number for name, number in cell.items() if number} for key, cell in cells.items()}
    return {key: cell for key, cell in kept.items() if cell}


def expected_cells(expected: Mapping[str, Mapping[str, int]], family: str) -> Cells:
    """The expected cells of one family, reduced to what has a KPI; by entry, handled equals answered."""
    cells: Cells = {}
    for key, figures in expected.items():
        if key.startswith(f"{family} "):
            cell = {name: number for name, number in figures.items() if not name.startswith("abandon_wait")}
            cell.pop("abandoned_within_20s", None)
            if family == "by entry":
                cell["handled"] = cell.get("answered", 0)
            cells[key.removeprefix(f"{family} ")] = cell
    return without_zeros(cells)


@pytest.mark.parametrize("attribution", ["event", "entry"])
def test_every_hour_and_queue_of_a_banks_week(attribution: Attribution) -> None:
    """Offered, answered, abandoned, handled, waits, handle times, answers within 20 s and 60 s: all exact."""
    lines, expected = recording(BANK)
    family = f"by {attribution}"
    asked = Report(site=Site(), interval_ms=HOUR, by=("queue",), attribution=attribution, thresholds=("20s", "60s"))

    rows = [row for row in rows_of(asked, lines) if row["slice"]]

    wanted = {key: cell for key, cell in expected_cells(expected, family).items() if not key.startswith("all/")}
    assert len(wanted) > 400
    assert wanted == without_zeros(bank_cells(rows, attribution))
    assert all(row["final"] for row in rows if row["from"] != "1999-08-07T23:00:00Z")
    assert not any(row["final"] for row in rows if row["from"] == "1999-08-07T23:00:00Z")


def test_a_banks_whole_week() -> None:
    """One row a queue and one for everything, by entry."""
    lines, expected = recording(BANK)
    asked = Report(site=Site(), by=("queue",), attribution="entry", thresholds=("20s", "60s"))

    rows = rows_of(asked, lines)

    wanted = {key: cell for key, cell in expected_cells(expected, "by entry").items() if key.startswith("all/")}
    found = {f"all/{key.partition('/')[2]}": cell for key, cell in bank_cells(rows, "entry").items()}
    assert len(wanted) == 7
    assert wanted == without_zeros(found)


@pytest.mark.parametrize("attribution", ["event", "entry"])
def test_first_responses_of_support_dialogues(attribution: Attribution) -> None:
    """Numbers, sums and shares within 15 and 60 minutes are exact, medians lie within 1 %."""
    lines, expected = recording(CARE)
    suffix = "_by_entry" if attribution == "entry" else ""
    asked = Report(site=Site(), by=("queue",), attribution=attribution, targets=("15m", "60m"))

    rows = rows_of(asked, lines)

    assert set(expected) == {row["slice"].get("queue", "*") for row in rows}
    for row in rows:
        wanted = expected[row["slice"].get("queue", "*")]
        mean = row["kpis"][f"first_response_time{suffix}"]
        median = row["kpis"][f"first_response_time_p50{suffix}"]
        within = row["kpis"][f"first_response_within_target{suffix}"]
        assert (wanted["n"], wanted["frt_sum_ms"]) == (mean["n"], mean["numerator_ms"])
        assert [wanted["within_15min"], wanted["within_60min"]] == [within[of]["numerator"] for of in ("15m", "60m")]
        assert {wanted["n"]} == {within[of]["denominator"] for of in ("15m", "60m")}
        assert median["value"] * 1_000 == pytest.approx(wanted["frt_median_ms"], rel=0.01)


@pytest.mark.parametrize("attribution", ["event", "entry"])
@pytest.mark.parametrize(("name", "interval_ms"), [(BANK, HOUR), (CARE, None)])
def test_a_scattered_recording_gives_the_same_report(
    name: str, interval_ms: int | None, attribution: Attribution
) -> None:
    """Events that arrive up to ten minutes late, in another order and twice change not one byte."""
    lines, _ = recording(name)
    asked = Report(site=Site(), interval_ms=interval_ms, by=("queue",), attribution=attribution)

    assert scattered(name) != lines
    assert to_json(asked.rows(lines, CATALOGUE)) == to_json(asked.rows(scattered(name), CATALOGUE))


@pytest.mark.parametrize("cut", CUTS)
def test_a_scattered_recording_gives_the_same_floor(cut: str | None) -> None:
    """`as_of` and `slices` are equal byte for byte, at the end and in the middle of a busy morning and afternoon."""
    lines, _ = recording(BANK)
    shown = []
    for fed in (lines, scattered(BANK)):
        replay = Replay(Site(), partitions=3, at_ms=None if cut is None else parse_instant(cut))
        replay.feed(fed)
        document = floor.document(replay.floor(CATALOGUE))
        shown.append(json.dumps([document["as_of"], document["slices"]], sort_keys=True))

    assert shown[0] == shown[1]
    busy = [figures for figures in json.loads(shown[0])[1] if figures["kpis"]["asa"]["today"]["value"] is not None]
    assert len([figures for figures in busy if "queue" in figures["slice"]]) >= 4
