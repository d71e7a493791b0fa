"""Compounds: several coordinates as one, until they are spelled out."""

from stream.compound import compound, spelled_out


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
