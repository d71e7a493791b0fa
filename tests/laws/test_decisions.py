"""Law: what is applied, a copy, late, rejected and forgotten is as the document says, over random histories."""

from collections import Counter

from hypothesis import given

from stream.partition import Partition
from tests.laws.histories import History, Told, histories
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
