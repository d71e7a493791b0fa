"""The histogram: its bins, what stands for them, and the quantiles read from them."""

from collections import Counter

import pytest

from stream.histogram import RELATIVE_ERROR, bin_of, quantile, representative
from stream.measures import BINS
from stream.units import DAY, HOUR


def binned(*durations_ms: int) -> Counter[int]:
    """The histogram of these durations."""
    return Counter(map(bin_of, durations_ms))


def test_no_time_at_all_has_the_first_bin_for_itself() -> None:
    """0 ms is kept exactly."""
    assert bin_of(0) == 0
    assert representative(0) == 0.0
    assert bin_of(1) == 1


@pytest.mark.parametrize("duration_ms", [1, 2, 3, 99, 100, 101, 20_000, 20_001, HOUR, 8 * DAY, 400_000 * DAY])
def test_a_bin_stands_within_one_per_cent_of_what_it_holds(duration_ms: int) -> None:
    """From a millisecond to a millennium, in a number of bins that fits into its coordinates."""
    number = bin_of(duration_ms)

    assert number < BINS
    assert representative(number) == pytest.approx(duration_ms, rel=RELATIVE_ERROR + 1e-12)


def test_a_bin_ends_at_the_powers_of_its_base() -> None:
    """(101/99)^346 is 1012.55 and ^347 is 1033.01: from 1013 to 1033 ms is one bin."""
    for _ in ("worked out", "remembered"):
        assert [bin_of(duration_ms) for duration_ms in (1012, 1013, 1033, 1034)] == [347, 348, 348, 349]


def test_a_negative_duration_is_refused() -> None:
    """Impossible spans are left out before they reach a histogram."""
    with pytest.raises(ValueError, match="math domain error"):
        bin_of(-1)


def test_nothing_has_no_quantile() -> None:
    """No evidence is no number."""
    assert quantile({}, 0.5) is None


def test_one_duration_is_every_quantile() -> None:
    """With n = 1 every rank is the first."""
    expected = representative(bin_of(30_000))

    assert [quantile(binned(30_000), q) for q in (0.01, 0.5, 0.9, 1.0)] == [expected] * 4


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    """Ranks 2 and 3 of 4, their mean."""
    expected = (representative(bin_of(10_000)) + representative(bin_of(60_000))) / 2

    assert quantile(binned(100, 10_000, 60_000, 90_000), 0.5) == expected


def test_the_median_of_an_odd_number_is_the_one_in_the_middle() -> None:
    """Rank 2 of 3, twice."""
    assert quantile(binned(100, 10_000, 60_000), 0.5) == representative(bin_of(10_000))


@pytest.mark.parametrize(("q", "rank"), [(0.9, 90), (0.901, 91), (0.07, 7), (0.57, 57), (0.999, 100), (1.0, 100)])
def test_other_quantiles_take_the_nearest_rank_above(q: float, rank: int) -> None:
    """⌈qn⌉ of the decimal as written: 0.07 × 100 is rank 7, though the product of the floats is a little more."""
    durations_ms = [1_000 * place for place in range(1, 101)]

    assert quantile(binned(*durations_ms), q) == representative(bin_of(1_000 * rank))


@pytest.mark.parametrize("q", [0.0, -0.1, 1.01])
def test_what_is_no_quantile_is_refused(q: float) -> None:
    """0 < q <= 1."""
    with pytest.raises(ValueError, match="is no quantile"):
        quantile(binned(1), q)
