"""Panes: what a flush moves where, what is retired, what is dirty, and what the windows hear of it.

The pictures show panes of 10 ms kept for 40 ms and of 30 ms kept for ever; `log` is the log clock.
"""

from collections.abc import Mapping

import pytest

from stream.measures import Measures, Slice, merged
from stream.panes import COARSE, FINE, LEVELS, PaneLevel, Panes
from stream.units import DAY, HOUR, MINUTE, SECOND

SALES: Slice = ("sales", "voice")
HELP: Slice = ("help", "chat")
LEVELS_IN_PICTURES = (PaneLevel(10, 40), PaneLevel(30, None))


class Listener:
    """A window that only writes down what it hears."""

    level_length_ms = 10

    def __init__(self) -> None:
        self.heard: list[tuple[Slice, int, Measures, int]] = []
        self.followed: list[Panes] = []

    def changed(self, where: Slice, deltas: Mapping[int, Measures], gain: Measures, sign: int = 1) -> None:
        """Write it down, once its sum has been checked."""
        assert gain == merged(deltas.values())
        self.heard.extend((where, at_ms, dict(delta), sign) for at_ms, delta in deltas.items())

    def rebuild(self, panes: Panes) -> None:
        """Write it down."""
        self.followed.append(panes)


@pytest.fixture
def panes() -> Panes:
    """No panes yet, levels as in the pictures."""
    return Panes(LEVELS_IN_PICTURES)


def test_the_default_levels_are_those_of_the_design() -> None:
    """10 s for 2 h, 5 min for 8 days."""
    assert LEVELS == (FINE, COARSE) == ((10 * SECOND, 2 * HOUR), (5 * MINUTE, 8 * DAY))


@pytest.mark.parametrize("lengths", [(), (0,), (-10,), (10, 25)])
def test_levels_that_do_not_nest_are_refused(lengths: tuple[int, ...]) -> None:
    """Each length is a multiple of the shortest."""
    with pytest.raises(ValueError, match="not multiples of the shortest"):
        Panes(tuple(PaneLevel(length_ms, None) for length_ms in lengths))


def test_what_is_posted_waits_for_the_flush(panes: Panes) -> None:
    """One delta for each slice and shortest pane, however many posts."""
    panes.post(SALES, 10, ((0, 1), (6, 250)), 1)
    panes.post(SALES, 19, ((0, 1),), 1)
    panes.post(SALES, 20, ((0, 1),), -1)

    assert panes.pending == {SALES: {1: {0: 2, 6: 250}, 2: {0: -1}}}
    assert dict(panes.kept(10)) == {}


def test_a_flush_moves_it_into_every_level(panes: Panes) -> None:
    """Half-open: 29 ms is in the pane that ends at 30 ms, 30 ms is in the next.

    posts          1  1 1
    10 ms   |    |    |    |    |
            0   10   20   30   40
    30 ms   |              |
    """
    for at_ms in (20, 29, 30):
        panes.post(SALES, at_ms, ((0, 1),), 1)

    panes.flush(30)

    assert panes.kept(10) == {20: {SALES: {0: 2}}, 30: {SALES: {0: 1}}}
    assert panes.kept(30) == {0: {SALES: {0: 2}}, 30: {SALES: {0: 1}}}
    assert panes.pending == {}
    assert len(panes) == 4


def test_slices_do_not_mix(panes: Panes) -> None:
    """Each has its own vector in a pane."""
    panes.post(SALES, 5, ((0, 1),), 1)
    panes.post(HELP, 5, ((0, 4),), 1)

    panes.flush(5)

    assert panes.kept(10) == {0: {SALES: {0: 1}, HELP: {0: 4}}}


def test_what_comes_to_nothing_is_not_kept(panes: Panes) -> None:
    """A vector, then its pane, vanish with the last number in it."""
    for where in (SALES, HELP):
        panes.post(where, 5, ((0, 1),), 1)
    panes.flush(5)

    panes.post(SALES, 5, ((0, 1),), -1)
    panes.flush(5)
    assert panes.kept(10) == {0: {HELP: {0: 1}}}

    panes.post(HELP, 5, ((0, 1),), -1)
    panes.flush(5)
    assert (panes.kept(10), panes.kept(30), len(panes)) == ({}, {}, 0)


def test_a_pane_is_retired_when_its_level_keeps_it_no_longer(panes: Panes) -> None:
    """The pane of 0 to 10 ms goes when the log clock is at 10 + 40 ms, not a millisecond before.

            1                          log
    10 ms   |----|----|----|----|----|
            0   10   20   30   40   50
    """
    panes.post(SALES, 5, ((0, 1),), 1)

    panes.flush(49)
    assert panes.kept(10) == {0: {SALES: {0: 1}}}

    panes.flush(50)
    assert panes.kept(10) == {}
    assert panes.kept(30) == {0: {SALES: {0: 1}}}


def test_panes_are_retired_in_the_order_of_time(panes: Panes) -> None:
    """In whatever order they were filled, and with every slice that they hold.

                 1    2    1              log
    10 ms   |----|----|----|----|  ...  |
            0   10   20   30   40       75
    """
    for where, at_ms in ((SALES, 25), (SALES, 35), (HELP, 25), (SALES, 15)):
        panes.post(where, at_ms, ((0, 1),), 1)
        panes.flush(35)
    listener = Listener()
    panes.attach(listener)
    panes.clear_dirty()

    panes.flush(75)

    assert panes.kept(10) == {30: {SALES: {0: 1}}}
    assert panes.dirty() == {(10, 10, SALES), (10, 20, SALES), (10, 20, HELP)}
    assert listener.heard == [(SALES, 10, {0: 1}, -1), (SALES, 20, {0: 1}, -1), (HELP, 20, {0: 1}, -1)]


def test_what_comes_for_a_retired_pane_is_dropped_and_counted(panes: Panes) -> None:
    """With either sign; the coarse level, which keeps it, gets it still."""
    panes.flush(50)

    panes.post(SALES, 9, ((0, 1), (2, 1)), 1)
    panes.post(SALES, 10, ((0, 1),), 1)
    panes.flush(50)
    assert (panes.kept(10), panes.dropped) == ({10: {SALES: {0: 1}}}, 1)

    panes.post(SALES, 9, ((2, 1),), -1)
    panes.flush(50)
    assert (panes.kept(10), panes.dropped) == ({10: {SALES: {0: 1}}}, 2)
    assert panes.kept(30) == {0: {SALES: {0: 2}}}


def test_a_log_clock_that_goes_back_brings_nothing_back(panes: Panes) -> None:
    """Retired is for good."""
    panes.flush(50)

    panes.post(SALES, 9, ((0, 1),), 1)
    panes.flush(20)

    assert (panes.kept(10), panes.dropped) == ({}, 1)


def test_a_pane_filled_a_second_time_is_retired_once(panes: Panes) -> None:
    """Emptied and filled again it is still one pane."""
    for sign in (1, -1, 1):
        panes.post(SALES, 5, ((0, 1),), sign)
        panes.flush(5)

    panes.clear_dirty()
    panes.flush(50)

    assert panes.kept(10) == {}
    assert panes.dirty() == {(10, 0, SALES)}


def test_what_changed_or_was_retired_is_dirty(panes: Panes) -> None:
    """Until it is cleared; the set that was handed out stays as it was."""
    panes.post(SALES, 5, ((0, 1),), 1)
    panes.flush(5)
    written = panes.dirty()
    panes.clear_dirty()
    assert (written, panes.dirty()) == ({(10, 0, SALES), (30, 0, SALES)}, set())

    panes.post(HELP, 45, ((0, 1),), 1)
    panes.flush(50)
    assert panes.dirty() == {(10, 0, SALES), (10, 40, HELP), (30, 30, HELP)}
    assert panes.measures_at(10, 0, SALES) is None
    assert panes.measures_at(30, 30, HELP) == {0: 1}
    assert panes.measures_at(30, 30, SALES) is None
    assert len(written) == 2


def test_a_move_within_a_pane_changes_nothing(panes: Panes) -> None:
    """Taken back and added anew before the flush: nothing to write, count or tell."""
    panes.post(SALES, 3, ((0, 1),), -1)
    panes.post(SALES, 7, ((0, 1),), 1)

    panes.flush(7)

    assert (panes.dirty(), panes.net, panes.corrections, panes.kept(10)) == (set(), {}, {}, {})


def test_what_is_restored_is_kept_and_not_dirty(panes: Panes) -> None:
    """It is retired like any other; nothing is restored from nothing."""
    panes.put(10, 20, SALES, {0: 3})
    panes.put(10, 30, SALES, {})
    assert (panes.kept(10), panes.dirty(), panes.net) == ({20: {SALES: {0: 3}}}, set(), {})

    panes.flush(70)
    assert (panes.kept(10), panes.dirty()) == ({}, {(10, 20, SALES)})


def test_a_slice_is_there_for_as_long_as_the_longest_kept_panes_hold_any_of_it() -> None:
    """Two panes of sales, one of them restored, and one of help that comes to nothing; in the end none is kept."""
    panes = Panes((PaneLevel(10, 20), PaneLevel(30, 60)))
    panes.put(30, 60, SALES, {0: 1})
    panes.post(SALES, 0, ((0, 1),), 1)
    panes.post(HELP, 0, ((0, 1),), 1)
    panes.flush(0)
    assert frozenset({SALES, HELP}) == panes.slices()

    panes.post(HELP, 0, ((0, 1),), -1)
    panes.flush(0)
    assert frozenset({SALES}) == panes.slices()

    panes.flush(90)
    assert (frozenset({SALES}), {60}) == (panes.slices(), set(panes.kept(30)))

    panes.flush(150)
    assert frozenset() == panes.slices()


def test_counters_never_fall(panes: Panes) -> None:
    """A loss stands among the corrections; the difference is what is true."""
    panes.post(SALES, 5, ((0, 3), (6, 500)), 1)
    panes.flush(5)
    panes.post(SALES, 5, ((6, 500),), -1)
    panes.post(SALES, 25, ((6, 200),), 1)
    panes.flush(25)

    assert panes.net == {SALES: {0: 3, 6: 500}}
    assert panes.corrections == {SALES: {6: 300}}


def test_counters_count_what_no_pane_keeps_any_more(panes: Panes) -> None:
    """They belong to the process, not to a window."""
    panes.flush(1_000)

    panes.post(SALES, 5, ((0, 1),), 1)
    panes.flush(1_000)

    assert (panes.net, panes.kept(10)) == ({SALES: {0: 1}}, {})


def test_a_move_from_pane_to_pane_is_no_correction(panes: Panes) -> None:
    """The outcome was counted when it was first reached."""
    panes.post(SALES, 5, ((0, 1),), 1)
    panes.flush(5)

    panes.post(SALES, 5, ((0, 1),), -1)
    panes.post(SALES, 15, ((0, 1),), 1)
    panes.flush(15)

    assert (panes.net, panes.corrections) == ({SALES: {0: 1}}, {})
    assert panes.kept(10) == {10: {SALES: {0: 1}}}


def test_a_window_hears_of_each_change_of_its_level(panes: Panes) -> None:
    """Each growth with its delta, each retired vector whole with the other sign, nothing that was dropped."""
    listener = Listener()
    panes.attach(listener)
    assert listener.followed == [panes]

    panes.post(SALES, 5, ((0, 2),), 1)
    panes.flush(5)
    panes.post(SALES, 5, ((0, 1),), 1)
    panes.flush(5)
    panes.flush(50)
    panes.post(SALES, 5, ((0, 1),), 1)
    panes.flush(50)

    assert listener.heard == [(SALES, 0, {0: 2}, 1), (SALES, 0, {0: 1}, 1), (SALES, 0, {0: 3}, -1)]
