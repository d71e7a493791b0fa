"""Alarms over time as pictures: a row of values, one a look, and under each the state after it."""

from collections.abc import Iterator, Mapping

import msgspec

from stream.alarms.alarm import Change, Level
from stream.alarms.machine import LONGEST_GAP_MS, Alarms
from stream.alarms.rule import Rule
from stream.floor import Floor, Quality, SliceFigures, Target
from stream.floor_clock import FloorClock, PartitionReading, State
from stream.kpi import KpiValue
from stream.overlay import Live
from stream.units import SECOND, Millis, parse_instant

NOON: Millis = parse_instant("2026-03-02T12:00:00Z")
EVERY_MS = 10 * SECOND
SALES = {"queue": "sales", "channel": "voice"}
ENOUGH, THIN = 100, 5
STATES: dict[str, Level] = {".": "ok", "W": "warning", "C": "critical"}

LEVEL = Rule(
    name="level",
    kpi="service_level",
    title="Service level",
    unit="ratio",
    better="higher",
    window="15m",
    warning=0.80,
    critical=0.60,
    minimum_evidence=10,
)
"""Warning below 80 %, back at 84 %; critical below 60 %, back at 63 %; held for 30 s, and for 60 s to clear."""

WAITING = Rule(
    name="waiting",
    kpi="waiting",
    title="Waiting",
    unit="contacts",
    better="lower",
    window="now",
    warning=20,
    critical=40,
)
"""Warning above 20, back at 19; critical above 40, back at 38."""


def share(percent: float, n: int = ENOUGH) -> KpiValue:
    """So many per cent of n cases."""
    return KpiValue(percent / 100, percent * n / 100, n, "ratio", n)


def nothing() -> KpiValue:
    """A ratio without a case."""
    return KpiValue(None, 0, 0, "ratio", 0)


def amount(number: float) -> KpiValue:
    """A live figure."""
    return KpiValue(number, number, None, "contacts")


def figures(
    kpis: Mapping[str, KpiValue], labels: dict[str, str] | None = None, threshold_ms: Millis = 20 * SECOND
) -> SliceFigures:
    """A slice (sales, unless another is named) with one figure for each KPI, in every window that a test asks for."""
    windows = {name: {"15m": value, "now": value} for name, value in kpis.items()}
    where = SALES if labels is None else labels
    target = Target(0.8, threshold_ms, None) if "queue" in where else msgspec.UNSET
    return SliceFigures(where, Live(), Quality({}, 0, 0, 0), dict(windows), target)


def floor_of(*slices: SliceFigures, at_ms: Millis = NOON, state: State = "caught_up", stale: bool = False) -> Floor:
    """A floor of these slices."""
    return Floor(FloorClock(at_ms, "wall", stale, (PartitionReading(0, at_ms, state),)), {}, slices)


class Watched:
    """A machine that looks at one figure of sales every ten seconds."""

    def __init__(self, rule: Rule, alarms: Alarms | None = None) -> None:
        """Begin at noon."""
        self.rule = rule
        self.alarms = alarms or Alarms([rule])
        self.now_ms = NOON
        self.changes: list[Change] = []

    def look(self, figure: KpiValue) -> list[Change]:
        """Look at this figure and go on by ten seconds."""
        changes = self.alarms.look(floor_of(figures({self.rule.kpi: figure}), at_ms=self.now_ms), self.now_ms)
        self.now_ms += EVERY_MS
        self.changes += changes
        return changes

    @property
    def state(self) -> Level:
        """How the alarm stands."""
        return next(iter(self.alarms.levels().values()))

    def told(self) -> list[str]:
        """Every change so far in words."""
        return [f"{change.kind} {change.was} to {change.alarm.state}" for change in self.changes]


def drawn(rule: Rule, picture: str) -> Iterator[tuple[str, Level, Level]]:
    """For each look of a picture: its number, the state drawn and the state found.

    Values are per cent or numbers; `-` is no value, `70?` one from few cases, `|` a gap that is longer than a look may
    tell of.
    """
    values, states = (line.split()[1:] for line in picture.strip().splitlines())
    watched, drawn_states = Watched(rule), iter(states)
    for number, token in enumerate(values):
        if token == "|":
            watched.now_ms += LONGEST_GAP_MS
            continue
        watched.look(_figure(rule, token))
        yield f"{number}: {token}", STATES[next(drawn_states)], watched.state
    assert next(drawn_states, None) is None


def _figure(rule: Rule, token: str) -> KpiValue:
    if rule.unit != "ratio":
        return amount(float(token))
    if token == "-":
        return nothing()
    return share(float(token.rstrip("?")), THIN if token.endswith("?") else ENOUGH)
