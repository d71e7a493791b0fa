"""How a KPI of one's own is asked for: by what Prometheus has recorded of it, and not at all where that is nothing."""

import pytest

from agents.outputs.grafana.figure import Figure, Grain, figure
from stream.catalog import WINDOWS, load

ENTRY = """
[[kpi]]
name = "own"
title = "Own"
question = "?"
better = "none"
source = "x"
"""
FREE_AT_A_TIME = """
kind = "mean"
unit = "s"
of = "agents"
numerator = ["state_ms.available"]
denominator = ["presences"]
"""
RETURNS = """
kind = "ratio"
unit = "ratio"
of = "agents"
numerator = ["agent_arrivals"]
denominator = ["presences"]
"""
TALK = """
kind = "time"
unit = "s"
numerator = ["talk_ms"]
"""
LEGS = """
kind = "ratio"
unit = "ratio"
numerator = ["legs"]
denominator = ["handled"]
"""


def asked(written: str, grain: Grain = "queue") -> Figure | None:
    """How Grafana asks for an entry."""
    return figure(load(ENTRY + written, "own.toml").definitions["own"], grain)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (FREE_AT_A_TIME, 'team:kpi_own:seconds{job=~"$job", window="$window"}'),
        (RETURNS, 'team:kpi_own:ratio{job=~"$job", window="$window"}'),
        (FREE_AT_A_TIME.replace('"presences"', '"handled"').replace("agents", "both"), "job:kpi_own:seconds"),
    ],
)
def test_what_divides_by_people_is_divided(written: str, value: str) -> None:
    """It was the numerator alone."""
    shown = asked(written)

    assert shown is not None
    assert shown.value.startswith(value)


def test_a_time_of_contacts_is_asked_for_by_its_series() -> None:
    """As a count is."""
    shown = asked(TALK, "channel")

    assert shown is not None
    assert (
        'sum by (channel) (kpi_window_talk_seconds{job=~"$job", channel=~"$channel", window="$window"})' == shown.value
    )


def test_what_is_known_by_entry_alone_has_no_panel() -> None:
    """Prometheus has figures by event: a panel would be empty for ever."""
    assert asked(LEGS + 'attribution = ["entry"]\n') is None
    assert asked(LEGS + 'attribution = ["entry", "event"]\n') is not None


def test_all_windows_in_another_order_are_all_windows() -> None:
    """The one that is chosen above the board is shown."""
    shown = asked(LEGS + f"windows = {list(reversed(WINDOWS))}\n")

    assert shown is not None
    assert shown.window is None
