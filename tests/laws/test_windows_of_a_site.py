"""Law: the windows of a site are at every moment the sum of their panes, however often they come and go."""

from hypothesis import given
from hypothesis import strategies as st

from stream.panes import COARSE, Panes
from stream.units import DAY, HOUR, MINUTE, Millis
from stream.windows import Windows
from tests.laws.test_windows import SALES, floor

FURTHER = {"65m": 65 * MINUTE, "2h": 2 * HOUR, "24h": DAY}
choices = st.sets(st.sampled_from(list(FURTHER)))


@given(
    st.lists(
        st.tuples(
            choices, st.integers(0, 20 * MINUTE) | st.integers(0, 30 * HOUR), st.lists(st.integers(0, 26 * HOUR))
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_windows_of_a_site_that_come_and_go_are_the_sum_of_their_panes(
    steps: list[tuple[set[str], Millis, list[Millis]]],
) -> None:
    """At once, whenever they are added, and again after they were gone; those of every floor do not notice."""
    panes, windows, clock_ms = Panes(), Windows([("UTC", 0)], ()), 10 * DAY
    undisturbed, posted = Windows([("UTC", 0)], ()), list[Millis]()
    for chosen, by_ms, ago in steps:
        clock_ms += by_ms
        for before_ms in ago:
            panes.post(SALES, clock_ms - before_ms, ((0, 1),), 1)
        posted += [clock_ms - before_ms for before_ms in ago]
        panes.flush(clock_ms)
        windows.adopt(sorted(chosen))
        shown = {window.name: window.totals for window in windows.look(panes, clock_ms)}
        for name in chosen:
            end_ms = floor(clock_ms, COARSE.length_ms) + COARSE.length_ms
            covered = range(end_ms - COARSE.length_ms - FURTHER[name], end_ms)
            n = sum(at_ms in covered for at_ms in posted)
            assert shown.pop(name) == ({SALES: {0: n}} if n else {}), name
        assert shown == {window.name: window.totals for window in undisturbed.look(panes, clock_ms)}
