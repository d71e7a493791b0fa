"""The windows that a site has beside those of every floor: what they are called, and that they come and go."""

import pytest

from stream.panes import Panes
from stream.units import HOUR, MINUTE
from stream.windows import SlidingWindow, Windows, further_window, is_further_window, standard_windows
from tests.core.test_windows import SALES, offered


def test_the_windows_of_a_site_are_made_of_panes_that_are_kept_for_days() -> None:
    """Between the sliding ones of every floor and today."""
    windows = standard_windows([("UTC", 0)], ("90m", "24h"))
    lengths = {window.name: window.length_ms for window in windows if isinstance(window, SlidingWindow)}

    assert ["5m", "15m", "30m", "1h", "90m", "24h", "today@UTC"] == [window.name for window in windows]
    assert (90 * MINUTE, 24 * HOUR) == (lengths["90m"], lengths["24h"])
    assert [10_000] * 4 + [300_000] * 3 == [window.level_length_ms for window in windows]


@pytest.mark.parametrize("name", ["65m", "90m", "2h", "125m", "23h", "24h"])
def test_a_window_of_a_site_is_called_by_its_length(name: str) -> None:
    """In hours where they are whole, else in minutes."""
    assert name == further_window(name)
    assert is_further_window(name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("1h", "is not longer than an hour: up to that there are 5m, 15m, 30m and 1h"),
        ("45m", "is not longer than an hour"),
        ("62m", "is no whole number of 5 minutes up to 24h"),
        ("2d", "is no whole number of 5 minutes up to 24h"),
        ("1h30m", "is called 90m wherever it is shown: write that"),
        ("1d", "is called 24h wherever it is shown: write that"),
        ("today", "is not a duration such as"),
    ],
)
def test_what_a_site_has_no_window_of(name: str, reason: str) -> None:
    """Each length has one name, and what every floor has is there anyway."""
    with pytest.raises(ValueError, match=reason):
        further_window(name)
    assert not is_further_window(name)


def test_a_window_that_is_taken_away_costs_nothing_any_more() -> None:
    """Panes tell it of nothing, and those that stay are not added up anew."""
    panes, windows = Panes(), Windows([("UTC", 0)], ("2h",))
    gone = next(window for window in windows.look(panes, HOUR) if window.name == "2h")
    windows.adopt(("8h",))
    kept = windows.look(panes, HOUR)
    panes.post(SALES, HOUR, ((0, 1),), 1)
    panes.flush(HOUR)

    assert {} == gone.totals
    assert [1] * 6 == [offered(window) for window in kept]
    windows.adopt(("8h",))
    assert kept == windows.look(panes, HOUR)
