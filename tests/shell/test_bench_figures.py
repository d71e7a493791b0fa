"""From readings to figures, and how they are shown."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from agents.bench import machine
from agents.bench.figures import Findings, Spread, figures_of, warnings_of
from agents.bench.machine import Machine, this_machine
from agents.bench.reading import Reading, Stopwatch, together
from agents.bench.table import print_findings

QUIET = Machine("AMD EPYC", 2, 1.0, 9_000, "CPython 3.11.7")
BUSY = Machine("AMD EPYC", 2, 1.01, None, "CPython 3.11.7")
# Three rounds, of which the second met a neighbour: the loop and the worker took twice as long.
READINGS = [
    Reading("raw", 1_000, 1.0, 0.010),
    Reading("worker_durable", 1_000, 5.0, 0.050),
    Reading("raw", 1_000, 2.0, 0.020),
    Reading("worker_durable", 1_000, 10.0, 0.050),
    Reading("raw", 1_000, 1.0, 0.010),
    Reading("worker_durable", 1_000, 4.0, 0.040),
    Reading("per_event", 100, 10.0, 0.400),
]


def test_a_part_is_compared_with_the_loop_of_its_own_round() -> None:
    """The neighbour halves the events a second and leaves the ratio alone."""
    durable = figures_of(READINGS)[1]

    assert durable.part == "worker_durable"
    assert durable.per_second == Spread(200.0, 100.0, 250.0)
    assert durable.of_raw == Spread(0.2, 0.2, 0.25)


def test_the_processors_time_is_compared_too() -> None:
    """In microseconds an event; as a share it is the loop's cost of the part's."""
    raw, durable, _ = figures_of(READINGS)

    assert raw.cpu_us_per_event == Spread(10.0, 10.0, 20.0)
    assert durable.cpu_us_per_event == Spread(50.0, 40.0, 50.0)
    assert durable.cpu_of_raw == Spread(0.25, 0.2, 0.4)


def test_a_part_that_ran_once_is_compared_with_the_median_loop() -> None:
    """Ten events a second beside a thousand."""
    once = figures_of(READINGS)[2]

    assert (once.part, once.rounds, once.events) == ("per_event", 1, 100)
    assert once.of_raw == Spread(0.01, 0.01, 0.01)


def test_goes_of_one_part_add_up() -> None:
    """Events and both times; the name stays."""
    goes = [Reading("core", 10, 1.0, 0.5), Reading("core", 5, 2.0, 0.25)]

    assert together(goes) == Reading("core", 15, 3.0, 0.75)


def test_a_stopwatch_runs_on() -> None:
    """Two looks at it: the second shows more of both times."""
    watch = Stopwatch()
    first = watch.read("raw", 1)
    total = sum(range(100_000))
    second = watch.read("raw", 2)

    assert total
    assert first.seconds < second.seconds
    assert first.cpu_seconds < second.cpu_seconds


def test_a_busy_machine_is_named_as_such() -> None:
    """More than half of the cores taken before the start, and not exactly half."""
    assert warnings_of(QUIET) == []
    assert "load was 1.01" in warnings_of(BUSY)[0]


def test_this_machine_describes_itself() -> None:
    """With a processor, its cores, and memory where the system tells of it."""
    described = this_machine()

    assert described.cpu
    assert described.cores >= 1
    assert described.load >= 0
    assert described.free_memory_mib is None or described.free_memory_mib > 0


def test_a_machine_that_tells_little_is_described_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the files of Linux there is no free memory, and some name of the processor."""
    monkeypatch.setattr(machine, "_PROCESSORS", tmp_path / "absent")
    monkeypatch.setattr(machine, "_MEMORY", tmp_path / "absent")

    assert this_machine().free_memory_mib is None
    assert this_machine().cpu


def test_the_table_shows_machine_figures_and_warning() -> None:
    """Everything that a reader needs to judge the figures stands with them."""
    page = io.StringIO()
    findings = Findings(
        events=1_000,
        partitions=4,
        rounds=3,
        kafka="Kafka at there:9092",
        before=BUSY,
        load_after=2.5,
        figures=figures_of(READINGS),
        worker_to_per_event=20.0,
        warnings=warnings_of(BUSY),
    )
    print_findings(findings, Console(file=page, width=160, highlight=False))
    text = page.getvalue()
    durable = next(line.split() for line in text.splitlines() if "until durable" in line)

    assert "AMD EPYC, 2 cores, unknown of memory free, CPython 3.11.7; Kafka at there:9092" in text
    assert "load 1.01 before, 2.5 after; 1,000 events on 4 partitions, medians of 3 rounds" in text
    assert "worker, until durable 1,000 200 100 – 250 0.2 0.2 – 0.25 50.0 0.25" == " ".join(durable)
    assert "20 times" in text
    assert "Warning: the load was 1.01" in text
