"""From readings to figures with their ratios and limits."""

from pathlib import Path

import pytest

from agents.bench import machine
from agents.bench.figures import Spread, measured, quantile, throughput
from agents.bench.findings import warnings_of
from agents.bench.machine import this_machine
from agents.bench.reading import Reading, Stopwatch, together
from agents.bench.throughput import figures_of
from tests.shell.bench_records import BUSY, QUIET, READINGS


def test_a_part_is_compared_with_the_loop_of_its_own_round() -> None:
    """The neighbour halves the events a second and leaves the ratio alone."""
    durable = figures_of(READINGS)[1]

    assert (durable.bench, durable.name, durable.unit) == ("lane", "worker_durable", "events/s")
    assert durable.value == Spread(200.0, 100.0, 250.0)
    assert durable.of_raw == Spread(0.2, 0.2, 0.25)


def test_the_processors_time_is_compared_too() -> None:
    """In microseconds an event; as a share it is the loop's cost of the part's."""
    raw, durable, *_ = figures_of(READINGS)

    assert raw.cpu_us_per_event == Spread(10.0, 10.0, 20.0)
    assert durable.cpu_us_per_event == Spread(50.0, 40.0, 50.0)
    assert durable.cpu_of_raw == Spread(0.25, 0.2, 0.4)


def test_a_part_that_ran_once_is_compared_with_the_median_loop() -> None:
    """Ten events a second beside a thousand."""
    once = next(figure for figure in figures_of(READINGS) if figure.name == "per_event")

    assert (once.bench, once.rounds, once.events) == ("per-event", 1, 100)
    assert once.of_raw == Spread(0.01, 0.01, 0.01)


def test_the_worker_is_judged_by_its_share_of_the_loop_and_by_the_agent_per_event() -> None:
    """A fifth of the loop is too little; 20 times the agent per event is too few."""
    by_name = {figure.name: figure for figure in figures_of(READINGS)}

    assert by_name["worker_durable"].met is False
    assert (by_name["to_per_event"].value.median, by_name["to_per_event"].met) == (20.0, False)
    assert by_name["raw"].met is None


@pytest.mark.parametrize(("seconds", "met"), [(4.0, True), (4.01, False)])
def test_a_share_of_exactly_the_limit_meets_it(seconds: float, *, met: bool) -> None:
    """A quarter of the loop is asked for."""
    runs, raw = [Reading("lane", 100, seconds, 1.0)], [Reading("raw", 100, 1.0, 1.0)]

    assert throughput("lane", "durable", "durable", runs, raw, least_of_raw=0.25).met is met


@pytest.mark.parametrize(
    ("amounts", "limits", "met"),
    [
        (150, {"at_most": 150}, True),
        (151, {"at_most": 150}, False),
        (50, {"at_least": 50}, True),
        (49, {"at_least": 50}, False),
        ([1, 9, 2], {"at_most": 2}, True),
        (7, {}, None),
    ],
)
def test_a_figure_keeps_to_its_limit_or_not(
    amounts: float | list[float], limits: dict[str, float], *, met: bool | None
) -> None:
    """Of several rounds the median counts; without a limit there is no verdict."""
    figure = measured("latency", "applied", "applied", amounts, "ms", **limits)  # type: ignore[arg-type] # by name

    assert figure.met is met
    assert figure.higher_is_better is ("at_least" in limits)


@pytest.mark.parametrize(("share", "expected"), [(0.99, 99), (0.991, 100), (1.0, 100), (0.5, 50), (0.0, 1)], ids=str)
def test_a_quantile_is_one_of_the_numbers(share: float, expected: float) -> None:
    """The smallest that so many do not exceed; nothing is made up between two."""
    assert quantile(list(range(100, 0, -1)), share) == expected


def test_there_is_no_quantile_of_nothing() -> None:
    """It is an error, not a nought."""
    with pytest.raises(ValueError, match="nothing"):
        quantile([], 0.5)


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
