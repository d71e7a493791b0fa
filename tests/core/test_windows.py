"""Windows: which panes they cover as the clock advances, and that their totals are the sum of just those.

In the pictures a window of 40 ms lies over panes of 10 ms; `[` and `]` are its first and last pane, `t` its clock.
"""

import pytest

from stream.measures import Slice
from stream.panes import COARSE, PaneLevel, Panes
from stream.units import HOUR, MINUTE, parse_instant
from stream.windows import DayWindow, SlidingWindow, standard_windows

SALES: Slice = ("sales", "voice")


def posted(*instants_ms: int, keep_ms: int | None = None) -> Panes:
    """Panes of 10 ms in which one entry was offered at each of these instants."""
    panes = Panes((PaneLevel(10, keep_ms),))
    for at_ms in instants_ms:
        panes.post(SALES, at_ms, ((0, 1),), 1)
    panes.flush(0)
    return panes


def window_over(panes: Panes) -> SlidingWindow:
    """A window of 40 ms that follows these panes; its clock has not been set."""
    window = SlidingWindow("40ms", 40, 10)
    panes.attach(window)
    return window


def days_since(*texts: str) -> Panes:
    """Coarse panes in which one entry was offered at each of these instants."""
    panes = Panes((COARSE._replace(keep_ms=None),))
    for text in texts:
        panes.post(SALES, parse_instant(text), ((0, 1),), 1)
    panes.flush(0)
    return panes


def offered(window: SlidingWindow | DayWindow) -> int:
    """How many entries the window counts."""
    return window.totals.get(SALES, {}).get(0, 0)


def test_without_a_clock_a_window_covers_nothing() -> None:
    """Not even the pane at the epoch."""
    window = window_over(posted(0, 10, 20))

    assert window.totals == {}
    assert not window.covers(0)


def test_a_window_covers_whole_panes_and_the_running_one() -> None:
    """At clock 57 it goes from 10 to 57: the pane of 50 counts whole as far as it is known.

      x    1    1    1    1    1    x
    |    [    |    |    |    |  t ]    |
    0   10   20   30   40   50   60
    """
    window = window_over(posted(9, 10, 20, 30, 40, 59, 60))
    window.advance(57)

    assert offered(window) == 5
    assert [window.covers(at_ms) for at_ms in (9, 10, 59, 60)] == [False, True, True, False]


def test_as_the_clock_advances_panes_leave_and_enter() -> None:
    """At 60 the pane of 10 has left and that of 60 has entered.

           x         1              1
    |    |    [    |    |    |    |  t ]
    0   10   20   30   40   50   60
    """
    window = window_over(posted(10, 30, 60))
    window.advance(57)
    assert offered(window) == 2

    window.advance(60)
    assert offered(window) == 2
    assert [window.covers(at_ms) for at_ms in (19, 20, 69, 70)] == [False, True, True, False]


def test_a_slice_with_nothing_left_is_absent() -> None:
    """Its last pane has left, step by step.

      1
    |    [    |    |    |    |  t ]
    0   10   20   30   40   50
    """
    window = window_over(posted(5))
    window.advance(35)
    assert window.totals == {SALES: {0: 1}}

    window.advance(55)
    assert window.totals == {}


def test_a_jump_beyond_the_window_starts_it_again() -> None:
    """Nothing of what was covered is left, and all panes in between are skipped.

      x           x                      1         1
    [  t ]   ...    ...   [    |    |    |    |  t ]
    0   10            1000
    """
    window = window_over(posted(5, 300, 1_010, 1_040))
    window.advance(5)

    window.advance(1_040)

    assert offered(window) == 2


def test_a_window_never_goes_back() -> None:
    """A clock behind the one before changes nothing.

                     1
    |  t'|    [    |    |    |    |  t ]
    0   10   20   30
    """
    window = window_over(posted(0, 30))
    window.advance(60)

    window.advance(5)

    assert (offered(window), window.covers(30), window.covers(5)) == (1, True, False)


def test_a_window_starts_at_the_epoch_and_before_it_too() -> None:
    """A clock near zero is a clock like any other.

        1    1    1
     [    |    |  t ]
    -40  ... 0   10
    """
    window = window_over(posted(-40, -1, 3, 10))

    window.advance(3)

    assert offered(window) == 3


def test_a_change_inside_is_passed_on() -> None:
    """Late news for a covered pane counts at once, for the others not.

      +1        +2        -1        +1
    |    [    |    |    |    |  t ]    |
    0   10   20   30   40   50   60
    """
    panes = posted(40)
    window = window_over(panes)
    window.advance(57)
    for at_ms, sign in ((5, 1), (25, 1), (25, 1), (40, -1), (60, 1)):
        panes.post(SALES, at_ms, ((0, 1),), sign)
    assert offered(window) == 1

    panes.flush(57)
    assert offered(window) == 2
    assert panes.kept(10).keys() == {0, 20, 60}


def test_a_pane_that_is_retired_inside_a_window_leaves_it_once() -> None:
    """The log clock may run ahead of the window's: what is not kept is not counted, and not taken back twice.

      1                   1
    [    |    |    |    | t  ]                log
    0   10   20   30   40   50 ...         90
    """
    panes = posted(5, 45, keep_ms=60)
    window = window_over(panes)
    window.advance(45)
    assert offered(window) == 2

    panes.flush(90)
    assert offered(window) == 1

    window.advance(55)
    assert offered(window) == 1


def test_a_window_can_be_rebuilt_over_other_panes() -> None:
    """After a restore it adds up what it covers anew, its clock where it was.

           1    1
    |    [    |    |    |    |  t ]
    0   10   20   30
    """
    window = window_over(posted(30, 40, 50))
    window.advance(57)

    window.rebuild(posted(5, 10, 20))

    assert offered(window) == 2


@pytest.mark.parametrize("length_ms", [0, -10, 45])
def test_a_window_that_is_no_multiple_of_its_panes_is_refused(length_ms: int) -> None:
    """It could not begin where a pane does."""
    with pytest.raises(ValueError, match=r"window odd: .* no multiple"):
        SlidingWindow("odd", length_ms, 10)


def test_today_starts_at_midnight_of_its_own_zone() -> None:
    """In Seoul it is Tuesday from 15:00Z on.

    14:55Z   15:00Z            16:00Z
      x    [   1      1    ...   t ]
    """
    panes = days_since("2024-01-01T14:59:59Z", "2024-01-01T15:00:00Z", "2024-01-01T15:07:00Z")
    window = DayWindow("Asia/Seoul")
    panes.attach(window)

    window.advance(parse_instant("2024-01-01T16:00:00Z"))

    assert (window.name, window.time_zone, offered(window)) == ("today@Asia/Seoul", "Asia/Seoul", 2)


def test_a_new_day_starts_from_the_panes_already_there() -> None:
    """What came for it before the clock got there counts, what was of yesterday does not.

    23:50  23:55  00:00  00:05
      1 t ]
      1      1 t ]
                [   1  t ]
    """
    panes = days_since("2024-01-01T23:50:00Z", "2024-01-01T23:59:59Z", "2024-01-02T00:00:01Z")
    window = DayWindow("UTC")
    panes.attach(window)
    window.advance(parse_instant("2024-01-01T23:54:00Z"))
    assert offered(window) == 1

    window.advance(parse_instant("2024-01-01T23:59:59Z"))
    assert offered(window) == 2

    window.advance(parse_instant("2024-01-02T00:00:02Z"))
    assert offered(window) == 1
    assert not window.covers(parse_instant("2024-01-01T23:59:59Z"))


def test_a_day_may_start_at_another_hour() -> None:
    """Day reset at 07:00, first contact at 08:00 of the next day: today starts at 07:00 and is never 26 h.

    Mon 07:00    Tue 06:55   07:00        08:00
      [ 1    ...    1  t ]
                            [       1      t ]
    """
    panes = days_since("2024-01-01T07:00:00+01:00", "2024-01-02T06:59:00+01:00", "2024-01-02T08:00:00+01:00")
    window = DayWindow("Europe/Berlin", day_start_minutes=7 * 60)
    panes.attach(window)
    window.advance(parse_instant("2024-01-02T06:59:59+01:00"))
    assert offered(window) == 2

    window.advance(parse_instant("2024-01-02T08:00:00+01:00"))
    assert offered(window) == 1


@pytest.mark.parametrize(
    ("zone", "start_minutes", "clock", "begins"),
    [
        ("Europe/Berlin", 0, "2024-03-31T23:59:00+02:00", "2024-03-31T00:00:00+01:00"),  # 23 hours
        ("Europe/Berlin", 0, "2024-10-27T23:59:00+01:00", "2024-10-27T00:00:00+02:00"),  # 25 hours
        ("Africa/Cairo", 0, "2024-04-26T12:00:00+03:00", "2024-04-26T01:00:00+03:00"),  # no midnight
        ("America/Havana", 0, "2024-11-03T00:30:00-05:00", "2024-11-03T00:00:00-04:00"),  # midnight twice
        ("Europe/Berlin", 150, "2024-10-27T02:10:00+01:00", "2024-10-27T02:30:00+02:00"),  # 02:30 came, 02:10 again
        ("Europe/Berlin", 150, "2024-03-31T03:10:00+02:00", "2024-03-30T02:30:00+01:00"),  # 02:30 is skipped
        ("Europe/Berlin", 150, "2024-03-31T03:30:00+02:00", "2024-03-31T03:30:00+02:00"),  # and comes an hour later
        ("Pacific/Apia", 0, "2011-12-31T12:00:00+14:00", "2011-12-31T00:00:00+14:00"),  # no 30 December
        ("Pacific/Apia", 420, "2011-12-31T05:00:00+14:00", "2011-12-29T07:00:00-10:00"),  # nor its seven o'clock
        ("Asia/Kathmandu", 0, "2024-05-05T12:00:00+05:45", "2024-05-05T00:00:00+05:45"),
    ],
)
def test_the_day_starts_once_when_clocks_are_changed(zone: str, start_minutes: int, clock: str, begins: str) -> None:
    """The start of the day is covered, the millisecond before is not.

         begins             clock
    x  [   1      ...         t ]
    """
    window = DayWindow(zone, start_minutes)
    days_since().attach(window)
    window.advance(parse_instant(clock))

    assert window.covers(parse_instant(begins))
    assert not window.covers(parse_instant(begins) - 1)


@pytest.mark.parametrize("start_minutes", [-5, 7, 24 * 60])
def test_a_day_that_starts_inside_a_pane_is_refused(start_minutes: int) -> None:
    """Day starts are multiples of 5 minutes within a day."""
    with pytest.raises(ValueError, match="not a multiple of 5 within the day"):
        DayWindow("UTC", start_minutes)


def test_the_standard_windows_are_those_of_the_design() -> None:
    """Four sliding ones and today, once for each start of a day."""
    windows = standard_windows([("Asia/Seoul", 0), ("UTC", 420), ("Asia/Seoul", 0)])
    lengths = {window.name: window.length_ms for window in windows if isinstance(window, SlidingWindow)}

    assert [window.name for window in windows] == ["5m", "15m", "30m", "1h", "today@Asia/Seoul", "today@UTC+420"]
    assert lengths == {"5m": 5 * MINUTE, "15m": 15 * MINUTE, "30m": 30 * MINUTE, "1h": HOUR}
    assert [window.level_length_ms for window in windows] == [10_000] * 4 + [300_000] * 2
