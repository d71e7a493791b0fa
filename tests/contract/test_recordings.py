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
from msgspec.structs import replace

from stream import catalog, floor
from stream.replay import Replay
from stream.report import Report, to_json
from stream.site import Site
from stream.units import HOUR, MINUTE, parse_instant

FOLDER = Path(os.environ.get("FLOORWATCH_RECORDINGS") or Path(__file__).parents[3] / "shared" / "data")
CATALOGUE = catalog.standard()
BOTH = catalog.Catalogue({name: replace(kpi, attribution="event") for name, kpi in CATALOGUE.kpis.items()})
"""Both attributions as columns of one report, so that one pass of the engine shows both."""
BANK, CARE = "bank-week", "care-150"
CUTS = (None, "1999-08-04T08:30:00Z", "1999-08-04T14:00:00Z")

FAMILIES = [("by event", ""), ("by entry", "_by_entry")]

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


@cache
def report(name: str, interval_ms: int | None = None, *, scatter: bool = False) -> bytes:
    """The JSON of a report by queue, of both attributions at once."""
    lines = scattered(name) if scatter else recording(name)[0]
    asked = Report(
        site=Site(),
        interval_ms=interval_ms,
        by=("queue",),
        thresholds=("20s", "60s") if interval_ms else (),
        targets=() if interval_ms else ("15m", "60m"),
    )
    return to_json(asked.rows(lines, BOTH))


def bank_cells(rows: Rows, suffix: str) -> Cells:
    """The rows of one attribution in the form of the expected figures."""
    cells: Cells = {}
    for row in rows:
        kpis = row["kpis"]
        level, wait = kpis[f"service_level_strict{suffix}"], kpis[f"asa{suffix}"]
        within = {f"within_{of}": level[of]["numerator"] for of in ("20s", "60s") if of in level}
        cells[f"{row['from'][:13]}/{row['slice'].get('queue', '*')}"] = {
            **{name: kpis[name + suffix]["value"] for name in ("offered", "answered", "abandoned", "handled")},
            **(within or {"within_20s": level["numerator"]}),
            "wait_ms": wait["numerator_ms"],
            "handle_ms": kpis[f"aht{suffix}"]["numerator_ms"],
        }
        assert wait["denominator"] == kpis[f"answered{suffix}"]["value"]
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


@pytest.mark.parametrize(("family", "suffix"), FAMILIES)
def test_every_hour_and_queue_of_a_banks_week(family: str, suffix: str) -> None:
    """Offered, answered, abandoned, handled, waits, handle times, answers within 20 s and 60 s: all exact."""
    _, expected = recording(BANK)

    rows = [row for row in json.loads(report(BANK, HOUR)) if row["slice"]]

    wanted = {key: cell for key, cell in expected_cells(expected, family).items() if not key.startswith("all/")}
    assert len(wanted) > 400
    assert wanted == without_zeros(bank_cells(rows, suffix))
    assert {"1999-08-07T23:00:00Z"} == {row["from"] for row in rows if not row["final"]}


def test_a_banks_whole_week() -> None:
    """One row a queue and one for everything, by entry."""
    _, expected = recording(BANK)

    cells = bank_cells(json.loads(report(BANK)), "_by_entry")

    wanted = {key: cell for key, cell in expected_cells(expected, "by entry").items() if key.startswith("all/")}
    assert len(wanted) == 7
    # Without thresholds the default of 20 s holds.
    assert {key: {**cell, "within_60s": 0} for key, cell in wanted.items()} == {
        f"all/{key.partition('/')[2]}": {**cell, "within_60s": 0} for key, cell in without_zeros(cells).items()
    }


@pytest.mark.parametrize(("_family", "suffix"), FAMILIES)
def test_first_responses_of_support_dialogues(_family: str, suffix: str) -> None:
    """Numbers, sums and shares within 15 and 60 minutes are exact, medians lie within 1 %."""
    _, expected = recording(CARE)

    rows = json.loads(report(CARE))

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


@pytest.mark.parametrize(("name", "interval_ms"), [(BANK, HOUR), (CARE, None)])
def test_a_scattered_recording_gives_the_same_report(name: str, interval_ms: int | None) -> None:
    """Events that arrive up to ten minutes late, in another order and twice change not one byte."""
    assert scattered(name) != recording(name)[0]
    assert report(name, interval_ms) == report(name, interval_ms, scatter=True)


@pytest.mark.parametrize("cut", CUTS)
def test_a_scattered_recording_gives_the_same_floor(cut: str | None) -> None:
    """`as_of` and `slices` are equal byte for byte, at the end and in the middle of a busy morning and afternoon."""
    shown = []
    for lines in (recording(BANK)[0], scattered(BANK)):
        replay = Replay(Site(), partitions=3, at_ms=None if cut is None else parse_instant(cut))
        replay.feed(lines)
        document = json.loads(floor.encode(replay.floor(CATALOGUE)))
        shown.append(json.dumps([document["as_of"], document["slices"]], sort_keys=True))

    assert shown[0] == shown[1]
    busy = [figures for figures in json.loads(shown[0])[1] if figures["kpis"]["asa"]["today"]["value"] is not None]
    assert len([figures for figures in busy if "queue" in figures["slice"]]) >= 4
