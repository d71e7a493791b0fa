"""What the examples of a family give, as measures and as a moment; what is refused stands in `bad_catalogues`."""

from stream.family import Example
from stream.histogram import bin_of
from stream.measures import coordinate, histogram_base
from stream.overlay import Live


def example(**members: object) -> Example:
    """An example of which only the figures matter."""
    return Example(title="One call", told="It comes.", **members)  # type: ignore[arg-type]


def test_counts_and_durations_become_coordinates() -> None:
    """A duration is summed in milliseconds."""
    assert {coordinate("waited"): 2, coordinate("wait_ms"): 240_000} == example(
        measures={"waited": 2, "wait_ms": "4m"}
    ).vector()


def test_each_duration_of_a_histogram_is_put_into_its_bin() -> None:
    """Two equal ones share a bin."""
    base = histogram_base("wait")
    vector = example(measures={"wait": ("20s", "4m", "20s")}).vector()

    assert {base + bin_of(20_000): 2, base + bin_of(240_000): 1} == vector


def test_by_entry_the_other_family_of_measures_is_meant() -> None:
    """Scalars and bins alike."""
    vector = example(attribution="entry", measures={"answered": 1, "wait": ("20s",)}).vector()
    place = histogram_base("wait", by_entry=True) + bin_of(20_000)

    assert {coordinate("answered", by_entry=True): 1, place: 1} == vector


def test_what_is_given_as_nothing_is_no_coordinate() -> None:
    """A zero is never stored."""
    assert {} == example(measures={"answered": 0, "wait_ms": "0s"}).vector()


def test_a_moment_has_counts_durations_and_figures_by_label() -> None:
    """What is not given is nobody."""
    given = {"waiting": 1, "longest_wait_ms": "2m", "overdue": {"answer": 1}, "oldest_overdue_ms": {"answer": "100s"}}

    assert (
        Live(waiting=1, longest_wait_ms=120_000, overdue={"answer": 1}, oldest_overdue_ms={"answer": 100_000})
        == example(live=given).moment()
    )
    assert Live() == example().moment()
