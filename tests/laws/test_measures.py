"""Laws of merging: vectors form a commutative group, and a histogram stays within one per cent through all of it."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream.histogram import RELATIVE_ERROR, bin_of, quantile
from stream.measures import MEASURES, Measures, add, bins, coordinate, histogram_base, merged
from stream.units import DAY, Millis

BASE = histogram_base("first_response")
PLACES = [coordinate(m.name, by_entry) for m in MEASURES if m.kind != "histogram" for by_entry in (False, True)]
vectors = st.dictionaries(
    st.sampled_from(PLACES[:4]) | st.integers(BASE, BASE + 3) | st.sampled_from(PLACES),
    st.integers(-5, 5).filter(bool) | st.integers(1, 10**12),
)
durations = st.lists(st.integers(0, 3_000) | st.integers(0, 400 * DAY), min_size=1, max_size=60)


def negative(vector: Measures) -> Measures:
    """The vector that takes this one back."""
    return {place: -amount for place, amount in vector.items()}


def spread(durations_ms: list[Millis]) -> Measures:
    """The vector of a histogram of these durations."""
    return merged({BASE + bin_of(duration_ms): 1} for duration_ms in durations_ms)


@given(vectors, vectors, vectors)
def test_merging_is_associative(a: Measures, b: Measures, c: Measures) -> None:
    """Panes into windows, partitions into floors, floors into sites: any grouping gives the same."""
    assert merged([merged([a, b]), c]) == merged([a, merged([b, c])]) == merged([a, b, c])


@given(vectors, vectors)
def test_merging_is_commutative(a: Measures, b: Measures) -> None:
    """Nobody needs to arrive first."""
    assert merged([a, b]) == merged([b, a])


@given(vectors)
def test_nothing_is_the_identity(a: Measures) -> None:
    """Merging with the empty vector changes nothing."""
    assert merged([a, {}]) == merged([{}, a]) == a


@given(vectors, vectors)
def test_what_was_added_can_be_taken_back(a: Measures, b: Measures) -> None:
    """The inverse: not a trace is left, no zero either."""
    total = dict(a)
    add(total, b)
    add(total, b, sign=-1)

    assert total == a
    assert merged([b, negative(b)]) == {}


@given(vectors, vectors)
def test_taking_back_is_adding_the_negative(a: Measures, b: Measures) -> None:
    """One loop, two signs; neither argument but the total is changed."""
    total, untouched = dict(a), dict(b)
    add(total, b, sign=-1)

    assert total == merged([a, negative(b)])
    assert b == untouched


@given(st.lists(vectors, max_size=5))
def test_a_zero_is_never_stored(parts: list[Measures]) -> None:
    """So that equal sums are equal dictionaries."""
    assert 0 not in merged(parts).values()


@given(durations, st.sampled_from([0.01, 0.07, 0.25, 0.75, 0.9, 0.95, 0.99, 1.0]))
def test_a_quantile_lies_within_one_per_cent_of_the_nearest_rank(durations_ms: list[Millis], q: float) -> None:
    """Of the durations themselves, sorted."""
    exact_ms = sorted(durations_ms)[ceil(round(q * 100) * len(durations_ms) / 100) - 1]

    assert quantile(bins(spread(durations_ms), BASE), q) == pytest.approx(exact_ms, rel=RELATIVE_ERROR + 1e-9)


@given(durations)
def test_the_median_lies_within_one_per_cent_of_the_mean_of_the_middle(durations_ms: list[Millis]) -> None:
    """Of the one in the middle, or of the two."""
    ordered, n = sorted(durations_ms), len(durations_ms)
    exact_ms = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2

    assert quantile(bins(spread(durations_ms), BASE), 0.5) == pytest.approx(exact_ms, rel=RELATIVE_ERROR + 1e-9)


@given(durations, durations, durations)
def test_a_histogram_does_not_know_how_it_came_about(
    here: list[Millis], there: list[Millis], corrected: list[Millis]
) -> None:
    """Merged from two partitions, some taken back, it is the histogram of what is left."""
    total = merged([spread(here), spread(corrected), spread(there)])
    add(total, spread(corrected), sign=-1)

    assert bins(total, BASE) == bins(spread(here + there), BASE)


@given(st.integers(0, 400 * DAY), st.integers(0, 400 * DAY))
def test_a_longer_duration_is_in_no_lower_bin(one_ms: Millis, other_ms: Millis) -> None:
    """Bins keep the order, so ranks can be counted in them."""
    shorter_ms, longer_ms = sorted((one_ms, other_ms))

    assert bin_of(shorter_ms) <= bin_of(longer_ms)
