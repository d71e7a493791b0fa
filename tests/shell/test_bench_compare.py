"""Two records: what has changed, and what of it is noise."""

import io

import pytest
from rich.console import Console

from agents.bench.compare import changes, print_changes, too_much_worse
from agents.bench.figures import Figure, measured
from agents.bench.reading import Reading
from agents.bench.throughput import figures_of
from tests.shell.bench_records import record


def latency(*amounts: float) -> list[Figure]:
    """A figure of which less is better."""
    return [measured("latency", "applied", "applied", list(amounts), "ms")]


def rate(*amounts: float) -> list[Figure]:
    """A figure of which more is better."""
    return [measured("sse", "floors", "floors", list(amounts), "", higher_is_better=True)]


@pytest.mark.parametrize(
    ("old", "new", "verdict", "change", "worse"),
    [
        (latency(99, 100, 101), latency(129, 130, 131), "worse", 0.3, 0.3),
        (latency(99, 100, 101), latency(69, 70, 71), "better", -0.3, 0.0),
        (rate(99, 100, 101), rate(49, 50, 51), "worse", -0.5, 1.0),
        (rate(99, 100, 101), rate(129, 130, 131), "better", 0.3, 0.0),
        # The rounds of one reach into those of the other.
        (latency(99, 100, 140), latency(130, 131, 132), "same", 0.31, 0.31),
        # All rounds are slower, by less than two runs of the same thing differ.
        (latency(99, 100, 101), latency(103, 104, 105), "same", 0.04, 0.04),
        # Taken once, nobody knows how far the next would lie away.
        (latency(100), latency(114), "same", 0.14, 0.14),
        (latency(100), latency(116), "worse", 0.16, 0.16),
        (latency(0), latency(0), "same", 0.0, 0.0),
        (latency(0), latency(1), "worse", float("inf"), float("inf")),
    ],
)
def test_a_change_beyond_the_noise_is_better_or_worse(
    old: list[Figure], new: list[Figure], verdict: str, change: float, worse: float
) -> None:
    """Rounds that do not overlap, and a change that is larger than that of two runs of the same."""
    (one,) = changes(record(old), record(new))

    assert one.verdict == verdict
    assert one.change == pytest.approx(change)
    assert one.worse == pytest.approx(worse)


def test_a_part_is_compared_by_its_share_of_the_loops_processor_time() -> None:
    """On a machine that is twice as slow, nothing has changed."""

    def rounds(seconds: float) -> list[Figure]:
        raw, lane = Reading("raw", 100, seconds, seconds), Reading("worker_durable", 100, 5 * seconds, 5 * seconds)
        return figures_of([raw, lane, raw, lane])

    raw, lane = changes(record(rounds(1.0)), record(rounds(2.0)))

    assert (raw.of, raw.verdict) == ("events/s", "worse")
    assert (lane.of, lane.verdict, lane.change) == ("CPU, of raw", "same", 0.0)


def test_only_what_both_records_have_is_compared() -> None:
    """A sub-bench that one of them lacks is left out."""
    assert [one.figure.bench for one in changes(record(latency(1) + rate(1)), record(rate(1)))] == ["sse"]
    assert changes(record(latency(1)), record(rate(1))) == []


@pytest.mark.parametrize(("allowed", "found"), [(0.2, 1), (0.3, 0), (0.4, 0)])
def test_a_share_may_be_allowed(allowed: float, found: int) -> None:
    """What is worse by that much still passes; what is the same or better always does."""
    changed = changes(record(latency(100, 100) + rate(1, 1)), record(latency(130, 130) + rate(9, 9)))

    assert len(too_much_worse(changed, allowed)) == found


def test_the_table_says_what_is_worse() -> None:
    """Old, new and change in a row, the sum below."""
    page = io.StringIO()
    print_changes(changes(record(latency(100, 100)), record(latency(130, 130))), Console(file=page, width=160))

    assert "latency applied ms 100 130 +30.0% worse" in " ".join(page.getvalue().split())
    assert "1 figures compared, 1 worse beyond the noise." in page.getvalue()


def test_records_with_nothing_in_common_say_so() -> None:
    """An empty table would look like good news."""
    page = io.StringIO()
    print_changes([], Console(file=page, width=160))

    assert "no figure in common" in page.getvalue()
