"""The rules that hold where nobody has configured any: those of the catalogue's own limits."""

from collections.abc import Iterator
from typing import Final

from stream.alarms.rule import WATCHES, Rule, Watches
from stream.catalog import Catalogue
from stream.kpi import Kpi

WINDOW: Final = "15m"
LONGEST_WAIT: Final = "longest_wait"
WAITS: Final = (3.0, 6.0)
"""One who waits for more than three times the threshold is a warning, for more than six times critical."""

_TOLD_OTHERWISE: Final = frozenset({"answer"})
"""An overdue answer is a caller past the threshold: the longest wait tells of it, and not at the first one."""


def default_rules(catalogue: Catalogue) -> tuple[Rule, ...]:
    """A rule on every queue for each KPI (each value of its label) that has a limit, and one for the longest wait.

    What no queue has, as what people have done, is watched on the floor.
    """
    limited = (kpi for kpi in catalogue.kpis.values() if kpi.attribution == "event")
    return tuple(rule for kpi in limited for rule in _rules(kpi))


def bare_rule(kpi: Kpi, name: str, label: tuple[str, str] | None = None) -> Rule:
    """A rule about a KPI with the catalogue's limits and every default; a ValueError says why there can be none."""
    if kpi.better == "none":
        raise ValueError(f"{kpi.name} is neither better high nor better low")
    return Rule(
        name=name,
        kpi=kpi.name,
        title=kpi.title,
        unit=kpi.unit,
        better=kpi.better,
        window=WINDOW if WINDOW in kpi.windows else kpi.windows[0],
        label=label,
        watches=places_of(kpi)[0],
        warning=kpi.warning,
        critical=kpi.critical,
        minimum_evidence=kpi.minimum_evidence,
    )


def places_of(kpi: Kpi) -> tuple[Watches, ...]:
    """What an alarm about a KPI can watch: people are known of everything, and of a queue who is there for it now."""
    if kpi.of == "contacts":
        return tuple(WATCHES)
    return ("queues", "floor") if kpi.kind == "live" else ("floor",)


def labels_of(kpi: Kpi) -> tuple[str, ...]:
    """The values of a KPI's label; none where it has no label."""
    return tuple(formula.label for formula in kpi.formulas) if kpi.label else ()


def _rules(kpi: Kpi) -> Iterator[Rule]:
    if kpi.name == LONGEST_WAIT:
        warning, critical = WAITS
        yield Rule(
            name=kpi.name,
            kpi=kpi.name,
            title=kpi.title,
            unit=kpi.unit,
            better="lower",
            window=kpi.windows[0],
            warning=warning,
            critical=critical,
            in_thresholds=True,
        )
    elif kpi.warning is not None or kpi.critical is not None:
        if kpi.label is None:
            yield bare_rule(kpi, kpi.name)
        for value in labels_of(kpi):
            if value not in _TOLD_OTHERWISE:
                yield bare_rule(kpi, f"{kpi.name}_{value}", (kpi.label or "", value))
