"""Laws: panes are the sum of all contributions, advancing is folding again, and every entry ends once."""

from collections import Counter

from hypothesis import given

from stream.compound import spelled_out
from stream.measures import coordinate
from stream.panes import LEVELS
from stream.partition import Partition
from tests.laws.histories import History, histories
from tests.laws.naive import RARE, Naive

OUTCOMES = {"offered": 1, "answered": -1, "abandoned": -1, "diverted": -1, "diverted_unqueued": 1}
BY_ENTRY = {coordinate(name, by_entry=True): sign for name, sign in OUTCOMES.items()}


def test_panes_are_the_sum_of_the_contributions_of_all_contacts_ever() -> None:
    """After each step, in every kept pane: each life of each contact, also a forgotten one, folded from scratch."""
    seen: Counter[str] = Counter()

    @given(histories)
    def law(history: History) -> None:
        partition, naive = Partition(history.site, 0), Naive(history.site)
        for record in history.records:
            partition.fold([record])
            naive.take(record)
            for length_ms, keep_ms in LEVELS:
                assert partition.panes.kept(length_ms) == naive.panes(length_ms, keep_ms), record
        seen.update(naive.seen())

    law()

    assert [] == [what for what in (*RARE, "retired panes") if not seen[what]], seen


def test_advancing_is_folding_again() -> None:
    """After each step a contact stands where a fold of its whole life from scratch leads, settled or not."""
    seen: Counter[str] = Counter()

    @given(histories)
    def law(history: History) -> None:
        partition, naive = Partition(history.site, 0), Naive(history.site)
        for record in history.records:
            partition.fold([record])
            naive.take(record)
            for contact_id, contact in partition.memory.contacts.items():
                assert contact.state == naive.lives[contact_id].folded(naive.log_clock).state, record
                seen["settled bases"] += contact.base is not None
        seen.update(naive.seen())

    law()

    assert [] == [what for what in (*RARE, "settled bases") if not seen[what]], seen


def test_every_entry_ends_once_or_waits() -> None:
    """By entry, at each step: offered = answered + abandoned + diverted with an entry + waiting."""
    seen: Counter[str] = Counter()

    @given(histories)
    def law(history: History) -> None:
        partition, naive = Partition(history.site, 0), Naive(history.site)
        for record in history.records:
            partition.fold([record])
            naive.take(record)
            unended = sum(
                given.sign * amount * BY_ENTRY.get(place, 0)
                for given in naive.given()
                for place, amount in spelled_out(dict(given.amounts)).items()
            )
            states = [contact.state for contact in partition.memory.contacts.values()]
            waiting = sum(state.waiting is not None and state.waiting.counted for state in states)
            assert unended == waiting, record
            seen["waiting"] += waiting
        seen.update(naive.seen())

    law()

    assert [] == [what for what in (*RARE, "waiting") if not seen[what]], seen
