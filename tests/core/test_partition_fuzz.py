"""Whatever comes: no exception, one outcome each, no negative sum, and every entry ends once."""

from hypothesis import given
from hypothesis import strategies as st

from stream.events import KINDS
from stream.measures import Measures, coordinate
from stream.overlay import SourceCounts
from stream.panes import COARSE
from stream.partition import Partition
from stream.site import Site
from stream.units import DAY, HOUR, MINUTE
from tests.core.one_contact import at
from tests.core.one_log import Record, queued, record

kinds = st.sampled_from(sorted(KINDS))
happenings = st.tuples(
    kinds,
    st.sampled_from([0, 0, 1, 5, 20, 21, 61, 300, 901, 4 * 3600, 25 * 3600]),
    st.sampled_from([0, 0, 0, -1, -60, -899, -3600, -26 * 3600, 299]),
    st.sampled_from(["c1", "c2", "c3"]),
    st.fixed_dictionaries(
        {},
        optional={
            "queue": st.sampled_from(["sales", "care", "mail", "x"]),
            "channel": st.sampled_from(["voice", "chat", "email", "sms"]),
            "direction": st.sampled_from(["inbound", "outbound"]),
            "agent": st.sampled_from(["ann", "bob"]),
            "by": st.sampled_from(["customer", "agent", "system"]),
            "entry": st.sampled_from(["e1", "e2"]),
            "priority": st.sampled_from(["low", "high"]),
            "public": st.booleans(),
        },
    ),
    st.sampled_from(["customer", "agent", "bot", "system"]),
    st.sampled_from(["overflow", "timeout", "full", "closed", "callback"]),
)


def _totals(partition: Partition) -> Measures:
    """The sum of all five-minute panes."""
    total: Measures = {}
    for slices in partition.panes.kept(COARSE.length_ms).values():
        for measures in slices.values():
            for place, amount in measures.items():
                total[place] = total.get(place, 0) + amount
    return total


def _balance(partition: Partition) -> int:
    """What is offered, less every way in which an entry ends and those that wait: nothing, by entry."""
    total = _totals(partition)
    names = ("answered", "abandoned", "diverted")
    ended = sum(total.get(coordinate(name, by_entry=True), 0) for name in names)
    unqueued = total.get(coordinate("diverted_unqueued", by_entry=True), 0)
    states = [contact.state for contact in partition.memory.contacts.values()]
    waiting = sum(state.waiting is not None and state.waiting.counted for state in states)
    return total.get(coordinate("offered", by_entry=True), 0) - (ended - unqueued) - waiting


@given(st.lists(happenings, max_size=40))
def test_whatever_valid_events_come_no_sum_is_negative_and_every_entry_ends_once(
    told: list[tuple[object, ...]],
) -> None:
    """All kinds in all orders, late and early: no exception, one outcome each, offered in balance at each step."""
    partition = Partition(Site(labels=("queue", "channel", "priority"), max_queues=3), 0)
    second = 0
    for offset, (kind, gap, delay, contact, fields, sender, reason) in enumerate(told):
        assert isinstance(gap, int)
        assert isinstance(delay, int)
        assert isinstance(fields, dict)
        second += gap
        told_of = {"queue": "sales", "from": sender, "reason": reason, "contact": contact, **fields}
        one = record(offset, str(kind).removeprefix("contact."), second + delay, timestamp=at(second), **told_of)
        partition.fold([one])
        part = partition.part(at(second))

        assert 0 == _balance(partition)
        for totals in (_totals(partition), *(m for slices in part.totals.values() for m in slices.values())):
            assert all(amount > 0 for amount in totals.values())
        assert all(live.waiting <= live.open for live in part.live.values())
    counts = partition.sources.get("", SourceCounts())
    assert len(told) == counts.applied + counts.duplicates + counts.late


@given(
    st.lists(st.tuples(st.binary(max_size=40), st.none() | st.binary(max_size=4), st.integers(-1, 2**62)), max_size=20)
)
def test_random_bytes_never_stop_a_partition(told: list[tuple[bytes, bytes | None, int]]) -> None:
    """Whatever value, key and timestamp: each is refused with a reason, and a good record is applied after them."""
    partition = Partition(Site(), 0)
    refused = partition.fold([Record(n, stamp, key, value) for n, (value, key, stamp) in enumerate(told)])
    partition.fold([queued(len(told))])

    assert list(range(len(told))) == [one.offset for one in refused]
    assert 1 == _totals(partition)[coordinate("offered")]


def test_limits_of_the_examples_above() -> None:
    """The gaps reach beyond idle limit, horizon and retention, so that the examples do."""
    site = Site()

    assert (4 * HOUR, 15 * MINUTE, DAY) == (site.idle_limit("voice"), site.settling_horizon_ms, site.retention("voice"))
