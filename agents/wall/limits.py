"""How good a figure is: against a queue's objective, the limits of an alarm, or those of the catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from agents.wall.figures import Value
from stream.alarms.rule import Rule
from stream.kpi import Kpi
from stream.units import SECOND

Level: TypeAlias = Literal["critical", "watch", "ok", "quiet"]
LEVELS: Final[tuple[Level, ...]] = ("critical", "watch", "ok", "quiet")
"""Worst first. Quiet: there is nothing to be good or bad about."""

ALLOWANCES: Final = 2
"""Of what an objective allows to be missed, so many times as much is critical: 60 % where 80 % is the objective."""

_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Limits:
    """The last values that are still good and not yet critical; None: there is no such limit."""

    warning: float | None = None
    critical: float | None = None
    higher: bool = False
    """Whether more is better."""

    def level(self, value: Value | None) -> Level | None:
        """How good a figure is; None without figure or limit. Thin evidence is never critical."""
        if value is None or value["value"] is None or (self.warning is None and self.critical is None):
            return None
        if self._beyond(value["value"], self.critical):
            return "watch" if value.get("thin") else "critical"
        return "watch" if self._beyond(value["value"], self.warning) else "ok"

    def badness(self, value: float) -> float:
        """By how much a value is worse than the milder limit, below 0 if it is better: comparable within one board."""
        limit = self.warning if self.warning is not None else self.critical
        if limit is None:
            return 0.0
        if self.higher:
            return limit - value
        return min(value / limit if limit > 0 else value, 20.0) / 10

    def _beyond(self, value: float, limit: float | None) -> bool:
        if limit is None:
            return False
        return value < limit if self.higher else value > limit


def has_objective(kpi: Kpi) -> bool:
    """Whether it is a share of what was in time, which every queue has an objective for."""
    depends = kpi.depends_on or any(formula.depends_on for formula in kpi.formulas)
    return bool(depends) and kpi.unit == "ratio" and kpi.better == "higher"


def of_objective(objective: float) -> Limits:
    """The limits of a share that is to reach an objective."""
    critical = round(1 - ALLOWANCES * (1 - objective), _DIGITS)
    return Limits(objective, max(critical, 0.0), higher=True)


def of_rule(rule: Rule, target: Value) -> Limits | None:
    """The limits of an alarm on the queue that promises `target`; None where its threshold is needed and unknown."""
    scale = target.get("threshold_ms", 0) / SECOND if rule.in_thresholds else 1.0
    if not scale:
        return None
    return Limits(rule.limit("warning", scale), rule.limit("critical", scale), rule.better == "higher")


def of_catalogue(kpi: Kpi) -> Limits:
    """The limits that the catalogue gives a KPI."""
    return Limits(kpi.warning, kpi.critical, kpi.better == "higher")


def shared_objective(slices: Sequence[Any]) -> float | None:
    """The objective of these queues where all have the same; None where they differ or nobody knows any."""
    found = {part["target"]["service_level"] for part in slices if "target" in part}
    return found.pop() if len(found) == 1 else None


def worst(levels: Iterable[Level | None]) -> Level | None:
    """The gravest of some levels."""
    known = [level for level in levels if level is not None]
    return min(known, key=LEVELS.index) if known else None
