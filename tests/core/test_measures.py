"""Measures: a closed registry, coordinates that do not collide, and vectors that add and take back."""

import pytest

from stream.crew.states import STATES
from stream.measures import BINS, MEASURES, add, bins, coordinate, histogram_base, merged

SCALARS = [measure.name for measure in MEASURES if measure.kind != "histogram"]


def test_every_name_is_registered_once() -> None:
    """A name is one measure."""
    names = [measure.name for measure in MEASURES]

    assert len(set(names)) == len(names)


def test_sums_of_time_are_named_after_their_unit() -> None:
    """A measure is a sum of milliseconds exactly if its name ends so, the state of an agent left out."""
    named = {m.name for m in MEASURES if m.name.partition(".")[0].endswith("_ms")}

    assert {m.name for m in MEASURES if m.kind == "sum_ms"} == named


def test_only_those_still_waiting_and_times_of_agents_are_an_overlay() -> None:
    """What time alone decides is in no pane."""
    overlays = [measure.name for measure in MEASURES if measure.overlay]

    assert ["waiting_late", "pending"] == [name for name in overlays if not name.startswith("state_ms.")][:2]
    assert ["slot_ms", "presences"] == [name for name in overlays if not name.startswith("state_ms.")][2:]
    assert {f"state_ms.{state}" for state in STATES} == {name for name in overlays if name.startswith("state_ms.")}


def test_no_two_coordinates_are_the_same() -> None:
    """Each scalar of each family has its own, all below those of the first histogram."""
    places = [coordinate(name, by_entry) for name in SCALARS for by_entry in (False, True)]

    assert len(set(places)) == 2 * len(SCALARS)
    assert max(places) < BINS


def test_the_families_lie_beside_each_other() -> None:
    """The scalars by turns, the histograms each in a block of its own."""
    assert (coordinate("offered"), coordinate("offered", by_entry=True)) == (0, 1)
    assert (coordinate("answered"), coordinate("answered", by_entry=True)) == (2, 3)
    assert (histogram_base("first_response"), histogram_base("first_response", by_entry=True)) == (4096, 8192)


@pytest.mark.parametrize("name", ["offerred", "first_response", ""])
def test_a_name_that_is_no_scalar_is_refused(name: str) -> None:
    """A misspelt name and a histogram have no coordinate."""
    with pytest.raises(KeyError, match=repr(name)):
        coordinate(name)


@pytest.mark.parametrize("name", ["first_responses", "offered"])
def test_a_name_that_is_no_histogram_is_refused(name: str) -> None:
    """A scalar has no bins."""
    with pytest.raises(KeyError, match=repr(name)):
        histogram_base(name)


def test_adding_changes_the_total_in_place() -> None:
    """Coordinates that are there grow, others appear."""
    total = {0: 1, 2: 5}

    add(total, {2: 3, 4096: 1})

    assert total == {0: 1, 2: 8, 4096: 1}


def test_taking_back_leaves_no_zero() -> None:
    """What comes to nothing is dropped, what falls below stays as it is."""
    total = {0: 1, 2: 5}

    add(total, {0: 1, 2: 3, 4: 7}, sign=-1)

    assert total == {2: 2, 4: -7}


def test_a_zero_that_is_added_is_not_kept() -> None:
    """Equal sums are equal dictionaries, whatever was added on the way."""
    total: dict[int, int] = {}

    add(total, {6: 0})

    assert total == {}


def test_merging_makes_a_vector_of_its_own() -> None:
    """The parts stay as they are; of no parts there is nothing."""
    first, second = {0: 1, 2: 5}, {0: 2, 4: -1}

    assert merged([first, second]) == {0: 3, 2: 5, 4: -1}
    assert (first, second) == ({0: 1, 2: 5}, {0: 2, 4: -1})
    assert merged([]) == {}


def test_the_bins_of_a_histogram_are_its_own() -> None:
    """Its neighbours, the scalars below and the next histogram, are left out."""
    base = histogram_base("first_response")

    assert bins({base - 1: 9, base: 1, base + 7: 2, base + BINS - 1: 3, base + BINS: 9}, base) == {0: 1, 7: 2, 4095: 3}
