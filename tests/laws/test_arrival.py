"""Laws: in which order, how often and in which chunks a history arrives leaves no trace in what is shown."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stream.partition import Partition
from stream.site import Site
from stream.units import DAY, MINUTE, SECOND, Millis
from tests.laws.histories import CONFIGURED, LEARNING, USUAL, History, Telling, Told, histories, numbered, tellings
from tests.laws.naive import RARE, Naive
from tests.laws.twins import kept, now_of, shown

FORGETS_NOTHING = [
    replace(site, retention_ms={}, default_retention_ms=1_000 * DAY, max_queues=200)
    for site in (LEARNING, CONFIGURED, USUAL)
]
DELAYS = (0, 0, 1, SECOND, MINUTE, 3 * MINUTE, 4 * MINUTE, 5 * MINUTE, 14 * MINUTE, 15 * MINUTE)
SHIFTS = (0, 0, MINUTE, 50 * MINUTE, DAY)


def disordered(told: Sequence[Telling], horizon_ms: Millis, choices: bytes) -> list[Told]:
    """The same records, some twice: none stands behind one of its contact that is newer by more than the horizon.

    Each record comes late by up to the horizon, a copy by as much as it likes after that; each contact comes as a whole
    earlier or later than the others.
    """
    arrivals: list[tuple[Millis, int, Told]] = []
    for number, telling in enumerate(told):
        byte = choices[number % len(choices)]
        shift_ms = SHIFTS[(choices[0] + ord(telling.contact[-1])) % len(SHIFTS)]
        at = telling.at + shift_ms + min(horizon_ms, DELAYS[byte % len(DELAYS)])
        record = telling.record(telling.at)
        arrivals.append((at, byte, record))
        if byte % 3 == 1:
            arrivals.append((at + byte * byte * SECOND, byte, record))
    return numbered([record for *_, record in sorted(arrivals, key=lambda arrival: arrival[:2])])


def test_order_and_copies_do_not_matter() -> None:
    """Within the horizon, with nothing forgotten: the same panes, contacts, live figures and quality."""
    seen: Counter[str] = Counter()

    @given(st.sampled_from(FORGETS_NOTHING), tellings, st.binary(min_size=1, max_size=40), st.integers(0, 20_000))
    def law(site: Site, told: list[Telling], choices: bytes, after_s: int) -> None:
        one, other, naive = Partition(site, 0), Partition(site, 0), Naive(site)
        in_order, otherwise = [t.record(t.at) for t in told], disordered(told, site.settling_horizon_ms, choices)
        assert [] == one.fold(numbered(in_order))
        for record in otherwise:
            other.fold([record])
            naive.take(record)

        applied = [sum(counts.applied for counts in partition.sources.values()) for partition in (one, other)]
        assert applied[0] == applied[1]
        assert kept(one).panes == kept(other).panes
        states = [{name: contact.state for name, contact in p.memory.contacts.items()} for p in (one, other)]
        assert states[0] == states[1]
        clock_ms = now_of(one, after_s)
        assert replace(shown(one, clock_ms), sources={}) == replace(shown(other, clock_ms), sources={})
        seen.update(naive.seen())
        seen["moved"] += [record.value for record in in_order] != [record.value for record in otherwise]

    law()

    rare = ("equal times", "several entries", "re-queueing", "idle closes", "times in the future", "duplicate", "moved")
    assert [] == [what for what in rare if not seen[what]], seen


def test_chunks_do_not_matter() -> None:
    """Record by record or in chunks of any size: the same panes, contacts, counters and outcomes."""
    seen: Counter[str] = Counter()

    @given(histories, st.lists(st.integers(1, 30), min_size=1, max_size=6))
    def law(history: History, sizes: list[int]) -> None:
        one, other, naive = Partition(history.site, 0), Partition(history.site, 0), Naive(history.site)
        refused = [refusal for record in history.records for refusal in one.fold([record])]
        left, refused_of_chunks = history.records, []
        while left:
            for size in sizes:
                refused_of_chunks += other.fold(left[:size])
                left = left[size:]

        assert refused == refused_of_chunks
        assert kept(one) == kept(other)
        assert shown(one, now_of(one)) == shown(other, now_of(one))
        for record in history.records:
            naive.take(record)
        seen.update(naive.seen())

    law()

    assert [] == [what for what in RARE if not seen[what]], seen
