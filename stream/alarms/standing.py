"""How one alarm stands on one slice, and what a look at its figure makes of it.

    critical ┄┄┄┄┄┄┄┄┄┄┄┄┄ beyond it for `raise_after`: critical; back from it for `clear_after`: no longer
    warning  ┄┄┄┄┄┄┄┄┄┄┄┄┄ the same, with a hold of its own

Each limit is a switch of its own with its own hold; the state is the gravest that is on. A hold is an unbroken run of
looks that all say the same: a look without evidence, or a gap between two looks, breaks it, and it begins anew.
"""

import msgspec

from stream.alarms.alarm import GRAVITY, Evidence, Level
from stream.alarms.rule import BAD, Rule
from stream.catalog import NOW
from stream.kpi import KpiValue
from stream.units import Millis


class Standing(msgspec.Struct):
    """One alarm on one slice: its state since when, not ok since when, and since when a change is in the making."""

    state: Level
    since_ms: Millis
    evidence: Evidence
    raised_ms: Millis | None = None
    turning: dict[Level, Millis] = {}
    """For each limit whose switch would turn: the first look of the run that says so."""
    about: tuple[str, str | None] | None = None
    """The figure by which it came to stand so; None: nobody knows."""

    def break_holds(self) -> None:
        """What the looks so far have said counts no longer towards a hold."""
        self.turning = {}

    def begin_anew(self, at_ms: Millis) -> None:
        """Go on after a gap; what is dated later was told while the clock was ahead, and holds since now."""
        self.break_holds()
        self.since_ms = min(self.since_ms, at_ms)
        self.raised_ms = None if self.raised_ms is None else min(self.raised_ms, at_ms)

    def judge(self, rule: Rule, value: float, scale: float, at_ms: Millis) -> Level:
        """The state after a look that found this value; holds go on, begin and break off."""
        return max((self._switch(rule, level, value, scale, at_ms) for level in BAD), key=GRAVITY.__getitem__)

    def enter(self, state: Level, at_ms: Millis) -> None:
        """Change the state."""
        if self.state == "ok" or state == "ok":
            self.raised_ms = None if state == "ok" else at_ms
        self.state, self.since_ms = state, at_ms

    def _switch(self, rule: Rule, level: Level, value: float, scale: float, at_ms: Millis) -> Level:
        """The level if its switch is on after this look, else ok; a limit that the rule has not is off."""
        limit, back = rule.limit(level, scale), rule.back(level, scale)
        if limit is None or back is None:
            self.turning.pop(level, None)
            return "ok"
        on = GRAVITY[self.state] >= GRAVITY[level]
        turns = not rule.beyond(value, back) if on else rule.beyond(value, limit)
        if not turns:
            self.turning.pop(level, None)
        elif at_ms - self.turning.setdefault(level, at_ms) >= (rule.clear_after_ms if on else rule.raise_after_ms):
            del self.turning[level]
            on = not on
        return level if on else "ok"


def evident(rule: Rule, figure: KpiValue | None) -> float | None:
    """The value that a figure is judged by, from as many cases as the rule asks for; None where it says nothing.

    A live figure says something always: of nobody, the age that should be low is none at all.
    """
    if figure is None:
        return None
    if figure.value is None:
        return 0.0 if rule.window == NOW and rule.better == "lower" and figure.n == 0 else None
    return figure.value if figure.n is msgspec.UNSET or figure.n >= rule.minimum_evidence else None


def evidence_of(rule: Rule, figure: KpiValue | None, state: Level, scale: float, at_ms: Millis) -> Evidence:
    """A figure as evidence, with the limit of a state; of ok it is the one that the figure had to come back to."""
    limits = [rule.back(level, scale) for level in BAD] if state == "ok" else [rule.limit(state, scale)]
    threshold = next((limit for limit in limits if limit is not None), 0.0)
    if figure is None:
        return Evidence(at_ms, None, None, None, None, threshold)
    n = None if figure.n is msgspec.UNSET else figure.n
    return Evidence(at_ms, figure.value, figure.numerator, figure.denominator, n, threshold)
