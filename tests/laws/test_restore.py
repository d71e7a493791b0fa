"""Law: what was written and restored, at any point and however often, goes on as if nothing had happened."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from stream.partition import Partition
from stream.restore import restore
from stream.rows import Changes
from tests.laws.histories import History, Told, histories
from tests.laws.naive import RARE, Naive
from tests.laws.twins import kept, now_of, opened, shown, write

WRITE, HAND_OVER, KILL, BEGIN, END = 1, 2, 3, 4, 5


class Torn:
    """A partition that is written, handed over and killed; it lives on from the rows that were written last."""

    def __init__(self, history: History) -> None:
        """Begin with an empty state topic."""
        self.rows: dict[bytes, bytes] = {}
        self.seen: Counter[str] = Counter()
        self._history = history
        self._begun: Changes | None = None
        self.partition = self._restored()

    def do(self, step: int, so_far: list[Told]) -> None:
        """Write at a checkpoint; write and go on elsewhere; or go on elsewhere from what is written, and catch up.

        A checkpoint may begin now and end later; one that is killed before its end has never been.
        """
        if step in {WRITE, HAND_OVER, BEGIN, END} and self._begun is not None:
            write(self.rows, self._begun)
            self.seen["checkpoints that took a while"] += 1
        self._begun = self.partition.changes() if step == BEGIN else None
        if step in {WRITE, HAND_OVER}:
            write(self.rows, self.partition.changes())
        if step in {HAND_OVER, KILL}:
            self.partition = self._restored()
            self.partition.fold(so_far)
            contacts = self.partition.memory.contacts.values()
            self.seen["restores with settled bases"] += any(contact.base is not None for contact in contacts)
            self.seen["restores of idle contacts"] += any(contact.idle for contact in contacts)

    def _restored(self) -> Partition:
        restored = restore(dict(self.rows), self._history.site, 0, topic_id="t", partitions=1)
        assert (restored.stale_keys, restored.rebuild_reason) == ([], None)
        return restored.partition


def test_restoring_changes_nothing() -> None:
    """Outcomes of all later records, panes, contacts, what is shown, and the rows themselves."""
    seen: Counter[str] = Counter()

    @settings(max_examples=200)
    @given(histories, st.binary(min_size=1, max_size=30))
    def law(history: History, steps: bytes) -> None:
        whole, torn, naive = Partition(history.site, 0), Torn(history), Naive(history.site)
        for number, record in enumerate(history.records):
            assert whole.fold([record]) == torn.partition.fold([record])
            naive.take(record)
            step = steps[number % len(steps)] % 8
            if WRITE <= step <= END:
                torn.do(step, history.records[: number + 1])
                clock_ms = now_of(whole, steps[0])
                assert kept(whole) == kept(torn.partition)
                assert shown(whole, clock_ms) == shown(torn.partition, clock_ms)
        torn.do(HAND_OVER, [])
        assert kept(whole) == kept(torn.partition)

        written: dict[bytes, bytes] = {}
        whole.topic_id, whole.partitions = "t", 1
        write(written, whole.changes())
        assert opened(written) == opened(torn.rows)
        seen.update(naive.seen() + torn.seen)

    law()

    rare = (*RARE, "restores with settled bases", "restores of idle contacts", "checkpoints that took a while")
    assert [] == [what for what in rare if not seen[what]], seen
