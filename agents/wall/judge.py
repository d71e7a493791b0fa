"""What the figures of a board are held against: one place for tiles and queues, so that they cannot disagree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from agents.wall.board import Figure, Tile
from agents.wall.figures import Value, find
from agents.wall.limits import Level, Limits, has_objective, of_catalogue, of_objective, of_rule, shared_objective
from agents.wall.scope import Scope, Slice
from stream.alarms.rule import Rule
from stream.catalog import Catalogue
from stream.kpi import Kpi


class Sign(NamedTuple):
    """One figure of a queue that is good or bad."""

    figure: Figure
    level: Level
    value: Value
    badness: float


class Verdict(NamedTuple):
    """What a tile shows, how good that is, what it is held against, and the queue that decided where one alone did."""

    value: Value | None
    level: Level | None
    target: float | None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """The catalogue, and the rules by which alarms are raised."""

    catalogue: Catalogue
    rules: Sequence[Rule]

    def tile(self, tile: Tile, scope: Scope) -> Verdict:
        """A big number: by its own limits, the objective of its queues, the alarm about its KPI, or the catalogue."""
        kpi = self.catalogue.kpis[tile.figure.kpi]
        value = find(kpi, tile.figure, scope.slices_of(tile))
        rule = self._rule(kpi, tile)
        if tile.warning is not None or tile.critical is not None:
            return _verdict(Limits(tile.warning, tile.critical, kpi.better == "higher"), value)
        if rule is not None and rule.in_thresholds:
            return self._strained(tile, rule, scope)
        objective = shared_objective(scope.queues_of(tile)) if has_objective(kpi) else None
        return _verdict(_limits(kpi, rule, objective, {}), value)

    def signs(self, part: Slice, shown: Sequence[Figure]) -> list[Sign]:
        """How good a queue is by each of its figures: those shares in time that the board shows, and every alarm's."""
        target = part.get("target", {})
        shares = [figure for figure in dict.fromkeys(shown) if has_objective(self.catalogue.kpis[figure.kpi])]
        judged = [(figure, of_objective(target["service_level"])) for figure in shares if "service_level" in target]
        promised = {figure.kpi for figure, _ in judged}
        for rule in self.rules:
            limits = of_rule(rule, target) if rule.covers(part["slice"]) else None
            if limits is not None and rule.kpi not in promised:
                judged.append((Figure(rule.kpi, rule.window, rule.label[1] if rule.label else None), limits))
        found = (self._sign(figure, limits, part) for figure, limits in judged)
        return [sign for sign in found if sign is not None]

    def limits(self, kpi: Kpi, part: Slice) -> Limits:
        """What a KPI of one queue is held against, as on a tile of that queue alone."""
        target, tile = part.get("target", {}), Tile(Figure(kpi.name, kpi.windows[0]), **part["slice"])
        objective = target.get("service_level") if has_objective(kpi) else None
        return _limits(kpi, self._rule(kpi, tile), objective, target)

    def _sign(self, figure: Figure, limits: Limits, part: Slice) -> Sign | None:
        kpi = self.catalogue.kpis[figure.kpi]
        value = find(kpi, figure, [part])
        level = limits.level(value)
        # Nobody who waits and nothing overdue is no merit: a queue without a contact is quiet, not on goal.
        if value is None or level is None or (kpi.kind == "live" and not value["value"]):
            return None
        return Sign(figure, level, value, limits.badness(value["value"]))

    def _strained(self, tile: Tile, rule: Rule, scope: Scope) -> Verdict:
        """Two hours are nothing to a mail and a disaster to a caller: the wait that is worst for its queue decides."""
        kpi = self.catalogue.kpis[tile.figure.kpi]
        worst: tuple[float, Limits, Value, Mapping[str, Any]] | None = None
        for part in scope.queues_of(tile):
            value, limits = find(kpi, tile.figure, [part]), of_rule(rule, part.get("target", {}))
            if value is None or limits is None or not value["value"]:
                continue
            badness = limits.badness(value["value"])
            if worst is None or badness > worst[0]:
                worst = badness, limits, value, part["slice"]
        if worst is None:
            return Verdict(None, None, None)
        _, limits, value, labels = worst
        return Verdict(value, limits.level(value), _target(limits), labels["queue"])

    def _rule(self, kpi: Kpi, tile: Tile) -> Rule | None:
        """The alarm about a KPI that is about the tile's own place, else the one that holds on all queues."""
        label = tile.figure.label
        about = [
            rule
            for rule in self.rules
            if rule.kpi == kpi.name and (label is None or rule.label is None or rule.label[1] == label)
        ]
        usual = (rule for rule in about if rule.watches == "queues" and rule.queue is None and rule.channel is None)
        return next((rule for rule in about if _watches(rule, tile)), None) or next(usual, None)


def _watches(rule: Rule, tile: Tile) -> bool:
    """Whether an alarm watches just what a tile shows: the queue that it names, a channel, or the whole floor."""
    if rule.watches == "queues":
        return rule.queue is not None and rule.queue == tile.queue and rule.channel in {None, tile.channel}
    if tile.queue is not None or (rule.watches == "channels") != (tile.channel is not None):
        return False
    return rule.channel in {None, tile.channel}


def _limits(kpi: Kpi, rule: Rule | None, objective: float | None, target: Value) -> Limits:
    """The objective where there is one, else the limits of the alarm about a KPI, else those of the catalogue."""
    if objective is not None:
        return of_objective(objective)
    limits = of_catalogue(kpi) if rule is None else of_rule(rule, target)
    return limits or Limits()


def _target(limits: Limits) -> float | None:
    return limits.warning if limits.warning is not None else limits.critical


def _verdict(limits: Limits, value: Value | None) -> Verdict:
    return Verdict(value, limits.level(value), _target(limits))
