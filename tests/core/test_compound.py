"""Compounds: several coordinates as one, until they are spelled out."""

from stream.compound import Shown, Totals, compound, gather, shown, spelled_out
from stream.measures import Measures

SALES, HELP = ("sales", "voice"), ("help", "chat")


def test_a_compound_counts_in_each_of_its_parts() -> None:
    """Beside what is counted there alone."""
    both = compound([0, 6])

    assert both < 0
    assert {0: 5, 6: 2, 8: 1} == spelled_out({both: 2, 0: 3, 8: 1})


def test_the_same_parts_are_the_same_compound() -> None:
    """In the same order; other ones are another."""
    assert compound([2, 4]) == compound(place for place in (2, 4))
    assert compound([2, 4]) != compound([2, 6])


def test_what_comes_to_nothing_is_not_there() -> None:
    """Be it taken back as a compound, or part by part."""
    pair = compound([2, 4])

    assert {} == spelled_out({pair: 0, 8: 0})
    assert {4: 1} == spelled_out({pair: 1, 2: -1})
    assert {} == spelled_out({pair: 1, 2: -1, 4: -1})


def test_what_is_gathered_is_the_sum() -> None:
    """Compounds stay compounds; what is taken back is gone."""
    pair = compound([2, 4])
    total: Measures = {pair: 1, 8: 5}

    gather(total, {pair: 2, 8: 1, 10: 0})
    assert total == {pair: 3, 8: 6}

    gather(total, {pair: 3, 8: 6}, -1)
    assert total == {}


def test_two_halves_of_nothing_are_nothing() -> None:
    """A compound and its parts, with opposite signs, in whichever order they come; of the rest what is left is seen."""
    pair = compound([2, 4])
    one, other = {pair: 1}, {2: -1, 4: -1}

    for first, second in ((one, other), (other, one)):
        total: Measures = {}
        gather(total, first)
        gather(total, second)
        assert total == {}

    owed: Measures = {}
    gather(owed, {pair: -1, 2: 3})
    assert owed == {2: 2, 4: -1}


def test_totals_are_spelled_out_as_they_stand() -> None:
    """Also after a change; what was read before stays what it was, and a slice with nothing is absent."""
    pair = compound([2, 4])
    totals = Totals()
    totals.add(SALES, {pair: 2})
    totals.add(HELP, {8: 1})
    before = totals.spelled_out()
    assert before == {SALES: {2: 2, 4: 2}, HELP: {8: 1}}

    totals.add(SALES, {pair: 1, 2: 1})
    totals.add(HELP, {8: 1}, -1)
    assert totals.spelled_out() == {SALES: {2: 4, 4: 3}}
    assert before == {SALES: {2: 2, 4: 2}, HELP: {8: 1}}

    totals.clear()
    assert totals.spelled_out() == {}


def test_what_is_shown_is_worked_out_where_one_looks() -> None:
    """And is a mapping like any other."""
    looked: list[int] = []

    def doubled(number: int) -> int:
        looked.append(number)
        return 2 * number

    view = Shown({"one": 1, "two": 2}, doubled)
    assert ("one" in view, "three" in view, len(view), list(view)) == (True, False, 2, ["one", "two"])
    assert looked == []

    assert view["two"] == 4
    assert looked == [2]
    assert view == {"one": 2, "two": 4}
    assert {2: 1, 4: 1} == shown({SALES: {compound([2, 4]): 1}})[SALES]
