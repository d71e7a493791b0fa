"""How durations spread: which step each is in, and what is shown of nothing."""

import pytest

from stream.histogram import bin_of
from stream.inspection.distribution import Step, distribution
from stream.units import DAY, MINUTE, SECOND, Millis


def of(*durations_ms: Millis) -> dict[int, int]:
    """The bins of some durations."""
    bins: dict[int, int] = {}
    for duration_ms in durations_ms:
        number = bin_of(duration_ms)
        bins[number] = bins.get(number, 0) + 1
    return bins


@pytest.mark.parametrize(
    ("duration_ms", "expected"),
    [
        (0, Step(0, 5 * SECOND, 1)),
        (1, Step(0, 5 * SECOND, 1)),
        (7 * SECOND, Step(5 * SECOND, 10 * SECOND, 1)),
        (90 * SECOND, Step(MINUTE, 2 * MINUTE, 1)),
        (9 * DAY, Step(8 * DAY, None, 1)),
    ],
)
def test_a_duration_is_in_one_step(duration_ms: Millis, expected: Step) -> None:
    """Only the steps from the shortest to the longest are shown."""
    assert [expected] == distribution(of(duration_ms)).steps


def test_empty_steps_in_between_are_shown() -> None:
    """A gap is a gap."""
    found = distribution(of(7 * SECOND, 7 * SECOND, 28 * SECOND))

    assert [2, 0, 0, 1] == [step.count for step in found.steps]
    assert 3 == found.n
    assert found.quantiles_ms["p50"] == pytest.approx(7 * SECOND, rel=0.01)
    assert found.quantiles_ms["max"] == pytest.approx(28 * SECOND, rel=0.01)


def test_the_threshold_is_an_edge() -> None:
    """A threshold of 25 s cuts the step from 20 to 30 s in two."""
    found = distribution(of(22 * SECOND, 28 * SECOND), 25 * SECOND)

    assert [Step(20 * SECOND, 25 * SECOND, 1), Step(25 * SECOND, 30 * SECOND, 1)] == found.steps


def test_of_nothing_there_is_no_figure() -> None:
    """No step, and no quantile is nought."""
    found = distribution({}, 20 * SECOND)

    assert (0, [], {None}) == (found.n, found.steps, set(found.quantiles_ms.values()))
