"""Law: what is applied, a copy, late, rejected and forgotten is as the document says, over random histories."""

from collections import Counter

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from stream.partition import Partition
from stream.units import MINUTE, SECOND, Millis
from tests.laws.histories import NOON, USUAL, History, Told, histories, numbered
from tests.laws.naive import RARE, Naive


def outcome_of(partition: Partition, record: Told) -> str:
    """What becomes of one record, told by what is refused and by which counter moves."""
    duplicates = sum(counts.duplicates for counts in partition.sources.values())
    refused = partition.fold([record])
    if refused:
        return refused[0].reason
    more = sum(counts.duplicates for counts in partition.sources.values()) - duplicates
    return "duplicate" if more else "applied"


def test_every_outcome_is_as_the_document_decides() -> None:
    """A second reading of the fine print, from lists of whole lives, agrees record by record."""
    seen: Counter[str] = Counter()

    @given(histories)
    def law(history: History) -> None:
        partition, naive = Partition(history.site, 0), Naive(history.site)
        for record in history.records:
            assert outcome_of(partition, record) == naive.take(record), record
            assert set(partition.memory.contacts) == set(naive.lives), record
            assert partition.log_clock_ms == naive.log_clock
        seen.update(naive.seen())

    law()

    assert [] == [what for what in RARE if not seen[what]], seen


def test_the_last_settled_events_of_a_long_contact_stay_known() -> None:
    """All that it ever said, said again: the newest are copies, what was settled long before them is late."""
    seen: Counter[str] = Counter()

    @given(st.integers(1, 60), st.sampled_from((0, SECOND, 10 * SECOND, MINUTE)), st.permutations(range(60)))
    def law(number: int, every_ms: Millis, order: list[int]) -> None:
        said = [said_at(NOON + n * every_ms, n) for n in range(number)]
        again = [said[n] for n in order if n < number]
        partition, naive = Partition(USUAL, 0), Naive(USUAL)
        for record in numbered([*said, said_at(NOON + 20 * MINUTE, number), *again]):
            assert outcome_of(partition, record) == naive.take(record), record
        seen.update(naive.seen())

    law()

    assert [] == [what for what in ("copies no longer known", "duplicate") if not seen[what]], seen


def said_at(at: Millis, number: int) -> Told:
    """A message of the one customer."""
    fields = {"type": "contact.message", "from": "customer", "channel": "chat", "id": f"m{number}"}
    return Told(0, at, b"c", msgspec.json.encode({"contact": "c", "time": at, **fields}))
