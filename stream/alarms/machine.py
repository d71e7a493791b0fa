"""All alarms of a floor: looked at once a tick, a pure function of the floors and instants that it has been shown.

No evidence and the passing of time alone decide nothing:
- A figure without value, or from too few cases, leaves the state as it is: silence does not say that all is well
  again, nor that it is not. A hold that is running breaks off. Live figures (nobody waits: 0) always say something.
- Two looks further apart than `LONGEST_GAP_MS` break every hold off: nobody knows what was in between. The first look
  after a stale floor, a jump of the clock or a restart begins anew. A look that is not later than the last one, as of a
  floor that stands still, changes nothing.
- A look that is further back than that, at a floor which is complete and so of the present, tells that the clock was
  ahead and has been put right: everything begins anew there, and what is dated later is dated then. Of a floor that is
  still behind it tells nothing: a worker that reads its log again passes through instants long looked at.
- Only two things end an alarm without its figure, and at once: that its queue has closed, where the rule asks for it,
  and that a floor which is complete does not know the slice any more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import msgspec
from msgspec.structs import replace

from stream.alarms.alarm import Alarm, Change, Key, Level, Why, gravest_first, key_of, kind_of
from stream.alarms.rule import Rule
from stream.alarms.standing import Standing, evidence_of, evident
from stream.catalog import Catalogue
from stream.floor import Floor, SliceFigures
from stream.kpi import KpiValue
from stream.units import SECOND, Millis

IsOpen: TypeAlias = Callable[[Mapping[str, str], Millis], bool]
"""Whether the slice with these labels is open at an instant."""

LONGEST_GAP_MS: Final = 30 * SECOND
"""How far apart two looks may be and still tell of the time between them."""


def always_open(_labels: Mapping[str, str], _at_ms: Millis) -> bool:
    """Every slice at any time: where there are no calendars."""
    return True


class Snapshot(msgspec.Struct, frozen=True):
    """All that a machine knows: when it looked last, and how each alarm stands on each slice."""

    looked_ms: Millis | None
    standings: tuple[tuple[Key, Standing], ...]


class Alarms:
    """The alarms of some rules; two machines that are shown the same are equal, wherever they were restored between."""

    def __init__(self, rules: Sequence[Rule], is_open: IsOpen = always_open) -> None:
        """Begin with nothing known; the names of the rules are distinct."""
        self.rules = tuple(rules)
        self._is_open = is_open
        self._rules = {rule.name: rule for rule in rules}
        self._looked_ms: Millis | None = None
        self._standings: dict[Key, Standing] = {}

    def look(self, floor: Floor, at_ms: Millis) -> list[Change]:
        """Look at a floor and tell what changes, in the order of the rules and of the floor's slices."""
        gap_ms = None if self._looked_ms is None else at_ms - self._looked_ms
        if gap_ms is not None and gap_ms <= 0 and (gap_ms >= -LONGEST_GAP_MS or not _is_complete(floor)):
            return []
        if gap_ms is not None and abs(gap_ms) > LONGEST_GAP_MS:
            for standing in self._standings.values():
                standing.begin_anew(at_ms)
        self._looked_ms = at_ms
        changes, seen = [], set[Key]()
        for rule in self.rules:
            for figures in floor.slices:
                if rule.covers(figures.slice):
                    key = key_of(rule.name, figures.slice)
                    seen.add(key)
                    changes += self._look_at(rule, key, figures, at_ms)
        return changes + self._unseen(seen, at_ms, complete=_is_complete(floor))

    def standing(self) -> tuple[Alarm, ...]:
        """The alarms that are not ok, the gravest first."""
        alarms = (self._told(key, standing) for key, standing in self._standings.items() if standing.state != "ok")
        return tuple(sorted(alarms, key=gravest_first))

    def levels(self) -> dict[Key, Level]:
        """The state of every alarm on every slice that has been looked at."""
        return {key: standing.state for key, standing in self._standings.items()}

    def export(self) -> Snapshot:
        """All that is known, as a value of its own."""
        standings = ((key, replace(it, turning=dict(it.turning))) for key, it in self._standings.items())
        return Snapshot(self._looked_ms, tuple(sorted(standings, key=lambda pair: pair[0])))

    def restore(self, snapshot: Snapshot) -> list[Key]:
        """Take over what another machine knew; the keys of alarms that no rule covers any more come back."""
        self._looked_ms = snapshot.looked_ms
        known = {key: replace(it, turning=dict(it.turning)) for key, it in snapshot.standings}
        self._standings = {key: standing for key, standing in known.items() if self._covered(key, standing)}
        return sorted(known.keys() - self._standings.keys())

    def _covered(self, key: Key, standing: Standing) -> bool:
        """Whether a rule watches this, and still the same figure: what another one said tells nothing of it."""
        rule = self._rules.get(key.alarm)
        return rule is not None and rule.covers(dict(key.slice)) and standing.about in {None, rule.about}

    def _look_at(self, rule: Rule, key: Key, figures: SliceFigures, at_ms: Millis) -> list[Change]:
        figure, scale = _figure(rule, figures), _scale(rule, figures)
        standing = self._standings.get(key)
        if standing is None:
            evidence = evidence_of(rule, figure, "ok", scale, at_ms)
            standing = self._standings[key] = Standing("ok", at_ms, evidence, about=rule.about)
        state, why = standing.state, _VALUE
        if rule.only_while_open and not self._is_open(figures.slice, at_ms):
            state, why = "ok", "closed"
            standing.break_holds()
        elif (value := evident(rule, figure)) is not None:
            state = standing.judge(rule, value, scale, at_ms)
        else:
            standing.break_holds()
        standing.evidence = evidence_of(rule, figure, state, scale, at_ms)
        return self._entered(key, standing, state, at_ms, why)

    def _unseen(self, seen: set[Key], at_ms: Millis, *, complete: bool) -> list[Change]:
        """What a floor does not show any more is over, if the floor shows everything."""
        changes = []
        for key in sorted(self._standings.keys() - seen):
            standing = self._standings[key]
            standing.break_holds()
            if complete:
                bare = replace(standing.evidence, at_ms=at_ms, value=None, numerator=None, denominator=None, n=None)
                standing.evidence = bare
                changes += self._entered(key, standing, "ok", at_ms, "gone")
                del self._standings[key]
        return changes

    def _entered(self, key: Key, standing: Standing, state: Level, at_ms: Millis, why: Why) -> list[Change]:
        was = standing.state
        if state == was:
            return []
        standing.enter(state, at_ms)
        return [Change(kind_of(was, state), was, self._told(key, standing), why)]

    def _told(self, key: Key, standing: Standing) -> Alarm:
        rule = self._rules[key.alarm]
        return Alarm(
            key=key,
            kpi=rule.kpi,
            title=rule.title,
            window=rule.window,
            unit=rule.unit,
            label=rule.label,
            state=standing.state,
            since_ms=standing.since_ms,
            raised_ms=standing.raised_ms,
            evidence=standing.evidence,
        )


_VALUE: Final[Why] = "value"


def narrowed(catalogue: Catalogue, rules: Iterable[Rule]) -> Catalogue:
    """The part of a catalogue that some rules look at: a floor of it is all that a look needs."""
    windows: dict[str, set[str]] = {}
    for rule in rules:
        windows.setdefault(rule.kpi, set()).add(rule.window)
    return Catalogue(
        {
            name: replace(kpi, windows=tuple(window for window in kpi.windows if window in windows[name]))
            for name, kpi in catalogue.kpis.items()
            if name in windows
        },
        windows=catalogue.windows,
    )


def _is_complete(floor: Floor) -> bool:
    readings = floor.clock.partitions
    return not floor.clock.stale and all(reading.state == "caught_up" for reading in readings)


def _figure(rule: Rule, figures: SliceFigures) -> KpiValue | None:
    found = figures.kpis.get(rule.kpi, {})
    if rule.label is not None:
        inner = found.get(rule.label[1], {})
        found = inner if isinstance(inner, dict) else {}
    value = found.get(rule.window)
    return value if isinstance(value, KpiValue) else None


def _scale(rule: Rule, figures: SliceFigures) -> float:
    """What the rule's limits are multiples of, in the unit of its KPI."""
    if rule.in_thresholds and figures.target is not msgspec.UNSET:
        return figures.target.threshold_ms / SECOND
    return 1.0
