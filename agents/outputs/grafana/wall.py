"""The wall: what someone must act on now, channel by channel, readable from far away without a mouse."""

from collections.abc import Iterator
from typing import Final

from grafana_foundation_sdk.builders import stat, table
from grafana_foundation_sdk.models.dashboard import Dashboard

from agents.outputs.burn import MISSING
from agents.outputs.grafana import variables
from agents.outputs.grafana.figure import Figure, figure
from agents.outputs.grafana.frame import Cut, Section, framed
from agents.outputs.grafana.limits import CRITICAL, OK, STATES, WARNING, limited
from agents.outputs.grafana.panels import Query, kpi_table, kpi_trend, state_table, state_tile, tile
from agents.outputs.grafana.variables import OF_JOB
from agents.outputs.series import punctual
from stream.catalog import Catalogue
from stream.definition import Definition

UID: Final = "kpi-wall"
ALARMS: Final = {value: word for value, word in STATES.items() if value > 0}
_FIRST: Final = ("service_level", "waiting", "longest_wait", "abandonment_rate", "asa", "first_response_within_target")
"""What a floor looks at, in this order; whatever else has limits in the catalogue follows."""
_PARTIAL: Final = 2
_STALE: Final = 3
_NO_DATA: Final = 4
_FRESH: Final = {
    0: ("LIVE", OK),
    1: ("LATE", WARNING),
    _PARTIAL: ("PARTIAL", CRITICAL),
    _STALE: ("STALE", CRITICAL),
    _NO_DATA: ("NO DATA", CRITICAL),
}
_AGE: Final = f"time() - min({punctual(OF_JOB)})"
_MISSING: Final = f"max({MISSING}{OF_JOB})"
_LATE_S: Final = 15
_STALE_S: Final = 60


def wall(catalogue: Catalogue) -> Dashboard:
    """The dashboard of the wall screen."""
    shown = list(_shown(catalogue))
    tiles = [tile(entry, asked) for entry, asked in shown]
    entries = [entry for entry, _ in shown]
    trends = [kpi_trend(*shown[0])] if shown else []
    queues = kpi_table("Queues", "Which queue is worst off?", entries, "queue")
    return framed(
        UID,
        "Customer service: wall",
        "The floor by channel: what needs somebody now. For screens: see grafana/README.md for the kiosk address.",
        variables.of_queues(catalogue.windows),
        [
            Section([*tiles, _freshness()], Cut(6, 6)),
            Section([queues], Cut(24, 9)),
            Section([*trends, _alarms()], Cut(12, 8)),
        ],
        refresh="10s",
        since="now-8h",
    )


def _shown(catalogue: Catalogue) -> Iterator[tuple[Definition, Figure]]:
    entries = catalogue.definitions
    names = [*_FIRST, *(name for name, entry in entries.items() if limited(entry) and name not in _FIRST)]
    for name in names:
        asked = figure(entries[name], "channel") if name in entries else None
        if asked is not None:
            yield entries[name], asked


def _freshness() -> stat.Panel:
    # The first of these that has a series is shown, so the worst stands first; the last has one always.
    state = (
        f"0 * ({_AGE} > {_STALE_S}) + {_STALE} or 0 * ({_MISSING} > 0) + {_PARTIAL} "
        f"or ({_AGE} > bool {_LATE_S}) or vector({_NO_DATA})"
    )
    return state_tile(
        "Data",
        f"How much further behind than its source tells is the slowest partition? Late after {_LATE_S} s, stale after "
        f"{_STALE_S} s: then no figure of this wall is to be trusted. Partial: contacts are missing in every figure, "
        "because no worker shows their partition, be it one or all. No data: no worker is to be seen, or none knows "
        "its partitions yet.",
        Query(state, "all partitions"),
        _FRESH,
    )


def _alarms() -> table.Panel:
    return state_table(
        "Alarms",
        "Which alarms of the worker itself stand, by queue and channel? Empty while all is well.",
        Query('max by (alarm, queue, channel) (kpi_alarm_state{job=~"$job"}) > 0'),
        ALARMS,
    )
