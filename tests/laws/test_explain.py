"""Laws: what an explanation says about each contact, taken together, is what the engine keeps."""

from hypothesis import given

from stream.explain.account import Accounts, Line
from stream.explain.following import Following, Heard
from stream.explain.trace import trace
from stream.measures import Measures, Slice, add
from stream.panes import PaneLevel
from stream.partition import Partition
from stream.units import SECOND
from tests.laws.histories import History, histories

PANE_MS = 10 * SECOND


def followed(history: History) -> Following:
    """The records as a person would follow them."""
    following = Following(history.site)
    following.hear(Heard("", 0, *record) for record in history.records)
    return following


def test_the_accounts_of_all_contacts_are_the_panes() -> None:
    """Whatever arrived in whatever order: each pane is what the contacts contribute to it."""
    kept = 0

    @given(histories)
    def law(history: History) -> None:
        nonlocal kept
        partition = Partition(history.site, 0, (PaneLevel(PANE_MS, None),))
        partition.fold(history.records)
        panes: dict[int, dict[Slice, Measures]] = {}
        for _, line in Accounts(followed(history)).lines:
            by_slice = panes.setdefault(line.at_ms // PANE_MS * PANE_MS, {})
            add(by_slice.setdefault(line.where, {}), {line.place: line.amount})
        found = {
            start: held
            for start, by_slice in panes.items()
            if (held := {where: measures for where, measures in by_slice.items() if measures})
        }

        assert partition.panes.kept(PANE_MS) == found
        kept += len(found)

    law()

    assert kept


def test_a_trace_ends_in_the_state_of_the_engine_and_in_the_account() -> None:
    """Of every contact that is remembered; what the steps contribute comes to the same."""
    traced = 0

    @given(histories)
    def law(history: History) -> None:
        nonlocal traced
        following = followed(history)
        last = {life.contact: life for life in following.lives()}
        for contact_id, contact in following.contacts().items():
            found = trace(history.site, last[contact_id], following.log_clock_ms(0), following.clock_ms)
            total: Measures = {}
            for step in found.steps:
                add(total, _sum(step.lines))

            assert contact.state == found.state
            assert _sum(found.lines) == total
            traced += 1

    law()

    assert traced


def _sum(lines: list[Line]) -> Measures:
    total: Measures = {}
    for line in lines:
        add(total, {line.place: line.amount})
    return total
