"""Counters of the process: they never fall, whatever partitions and corrections do."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agents.metrics.cumulative import CONTACTS, OTHER, SOURCES_LIMIT, Cumulative, SourceFigure
from agents.metrics.figures import Figure
from agents.metrics.growth import Growth, RowGrowth
from stream.measures import Measures, coordinate
from stream.overlay import Part, SourceCounts
from stream.partition import Partition
from stream.site import Site
from tests.shell.standing_lanes import NOW, caller

SALES = ("sales", "voice")
IN_TARGET = ("outcome", "answered_in_target")
LATE = ("outcome", "answered_late")
APPLIED = SourceFigure("asterisk-1", "applied")


def measures(**counts: int) -> Measures:
    """A vector of measures by event."""
    return {coordinate(name): n for name, n in counts.items()}


def part(
    number: int = 0, *, applied: int = 0, net: Measures | None = None, corrections: Measures | None = None
) -> Part:
    """One partition's part as far as the counters read it."""
    sources = {"asterisk-1": SourceCounts(applied=applied)}
    return Part(number, 0, {}, {}, sources, net={SALES: net or {}}, corrections={SALES: corrections or {}})


def settled(cumulative: Cumulative, *parts: Part) -> Cumulative:
    """The counters after these parts, read after each."""
    for observed in parts:
        cumulative.observe(observed)
        cumulative.settle()
    return cumulative


def grown(cumulative: Cumulative, figure: Figure) -> int:
    """How far a figure of the sales queue has grown."""
    return cumulative.counts().of(SALES, figure)


def fallen(cumulative: Cumulative, figure: Figure) -> int:
    """How much of it was taken back."""
    return cumulative.counts().of(SALES, figure, corrected=True)


def test_outcomes_are_counted_as_they_are_first_reached() -> None:
    """Five answers in time of seven are five in target and two late."""
    cumulative = settled(Cumulative(), part(net=measures(answered=7, waited=7, answered_within=5)))

    assert (5, 2) == (grown(cumulative, IN_TARGET), grown(cumulative, LATE))


def test_a_correction_is_counted_apart() -> None:
    """An answer that turns out to have been late moves: late grows, in target keeps its count and has a correction."""
    before = part(net=measures(waited=3, answered_within=3))
    after = part(net=measures(waited=3, answered_within=3), corrections=measures(answered_within=1))
    cumulative = settled(Cumulative(), before, after)

    assert (3, 1) == (grown(cumulative, IN_TARGET), fallen(cumulative, IN_TARGET))
    assert (1, 0) == (grown(cumulative, LATE), fallen(cumulative, LATE))


def test_slices_of_one_queue_are_one_queue() -> None:
    """Priorities of a queue add up to its counters."""
    split = part()
    split.net = {(*SALES, "high"): measures(answered_within=2), (*SALES, "low"): measures(answered_within=3)}

    assert 5 == grown(settled(Cumulative(), split), IN_TARGET)


def test_events_before_the_first_look_are_not_of_this_process() -> None:
    """A restored partition brings its history along, which is not counted; what follows is."""
    cumulative = settled(Cumulative(), part(applied=1_000), part(applied=1_012))

    assert 12 == cumulative.events.grown[APPLIED]


def test_a_partition_handed_over_leaves_its_counts_behind() -> None:
    """Counters do not fall when a partition leaves, nor jump when it comes back with more history."""
    cumulative = settled(Cumulative(), part(applied=10), part(applied=15, net=measures(answered_within=4)))
    cumulative.forget(0)
    settled(cumulative, part(applied=900), part(applied=901, net=measures(answered_within=1)))

    assert (6, 5) == (cumulative.events.grown[APPLIED], grown(cumulative, IN_TARGET))


def test_events_folded_twice_count_once() -> None:
    """After a failed checkpoint the count falls back and climbs again: the same ground counts once."""
    cumulative = settled(Cumulative(), part(applied=0), part(applied=50))
    cumulative.restart(0)
    settled(cumulative, part(applied=30), part(applied=45), part(applied=60))

    assert 60 == cumulative.events.grown[APPLIED]


def test_what_was_observed_last_counts_when_a_partition_leaves() -> None:
    """No scrape need come between the last part and the hand-over."""
    cumulative = settled(Cumulative(), part(applied=1))
    cumulative.observe(part(applied=8))
    cumulative.forget(0)

    assert 7 == cumulative.events.grown[APPLIED]


def test_partitions_add_up() -> None:
    """The same queue on two partitions is one counter."""
    cumulative = settled(
        Cumulative(), part(0, net=measures(answered_within=2)), part(1, net=measures(answered_within=3))
    )

    assert 5 == grown(cumulative, IN_TARGET)


def test_sources_beyond_the_limit_are_counted_together() -> None:
    """A source that names itself anew with each event makes no new series."""
    wild = part()
    cumulative = settled(Cumulative(), wild)
    wild.sources = {f"source-{number:05d}": SourceCounts(applied=1) for number in range(10 * SOURCES_LIMIT)}
    settled(cumulative, wild)

    assert SOURCES_LIMIT + 1 == len(cumulative.sources)
    assert OTHER in cumulative.sources
    assert 10 * SOURCES_LIMIT == sum(cumulative.events.grown.values())


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 50)), max_size=30))
def test_counters_never_fall_and_less_their_corrections_are_the_truth(steps: list[tuple[int, int]]) -> None:
    """After any ups and downs of three owners: monotone, and grown minus fallen is the sum of the last figures."""
    growth: Growth[str] = Growth()
    last: dict[int, int] = {}
    seen = [0]
    for owner, figure in steps:
        if not growth.knows(owner):
            growth.start(owner, {})
        growth.follow(owner, {"n": figure})
        last[owner] = figure
        seen.append(growth.grown["n"])

    assert sorted(seen) == seen
    assert sum(last.values()) == growth.grown["n"] - growth.fallen["n"]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 50), st.integers(0, 50)), max_size=30))
def test_rows_grow_as_figures_do(steps: list[tuple[int, int, int]]) -> None:
    """Each place of a row by itself, of owners that begin with noughts."""
    rows: RowGrowth[str] = RowGrowth()
    single: Growth[int] = Growth()
    for owner, *row in steps:
        if not single.knows(owner):
            single.start(owner, {})
        single.follow(owner, dict(enumerate(row)))
        rows.follow(owner, "sales", row)

    assert [single.grown[place] for place in (0, 1)] == rows.grown.get("sales", [0, 0])
    assert [single.fallen[place] for place in (0, 1)] == rows.fallen.get("sales", [0, 0])


def test_a_row_of_an_owner_that_is_gone_begins_anew() -> None:
    """What it counted stays, and what comes after is added; the other owners go on."""
    rows: RowGrowth[str] = RowGrowth()
    for owner, number in (("one", 5), ("two", 3)):
        rows.follow(owner, "sales", [number])
    rows.forget("one")
    for owner, number in (("one", 2), ("two", 4)):
        rows.follow(owner, "sales", [number])

    assert [11] == rows.grown["sales"]
    assert {} == rows.fallen or [0] == rows.fallen["sales"]


def test_events_of_queues_that_count_as_other_are_counted_as_long_as_the_process_lives() -> None:
    """Of all partitions; one that is restored begins at nought, and what one that is gone has told stays."""

    def overflowed(number: int, amount: int) -> Part:
        return replace(part(number), overflowed=amount)

    cumulative = settled(Cumulative(), overflowed(0, 2), overflowed(1, 4), overflowed(0, 5))
    cumulative.restart(0)
    cumulative.forget(1)
    settled(cumulative, overflowed(0, 1))

    assert 10 == cumulative.label_overflow.grown[None]
    assert 0 == cumulative.label_overflow.fallen[None]


def test_what_a_partition_that_was_let_go_has_folded_at_last_counts_too() -> None:
    """Of its memory all is kept: nobody folds that again. The second queue is one too many."""
    partition = Partition(Site(max_queues=1), 0)
    cumulative = settled(Cumulative(), part())
    caller(partition, "a", NOW)
    caller(partition, "b", NOW, queue="care")
    cumulative.drop(CONTACTS, 0, owned=False, last=partition)

    assert 1 == cumulative.label_overflow.grown[None]
