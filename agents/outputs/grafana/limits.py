"""How good a figure is: as a colour that everybody can tell apart, and as a word beside it."""

from math import inf, nextafter
from typing import Final

from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.models.dashboard import (
    DashboardSpecialValueMapOptions,
    SpecialValueMap,
    SpecialValueMatch,
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMapping,
    ValueMappingResult,
)

from agents.outputs.rule import exact
from stream.definition import Definition

OK: Final = "#56B4E9"
WARNING: Final = "#E69F00"
CRITICAL: Final = "#D55E00"
NEUTRAL: Final = "#8E9BB3"
"""Sky blue, orange and vermilion of Okabe and Ito: no pair of them is red and green to anybody; grey says nothing."""

THIN: Final = -1
STATES: Final = {
    THIN: ("FEW CASES", NEUTRAL),
    0: ("OK", OK),
    1: ("AT RISK", WARNING),
    2: ("BREACH", CRITICAL),
}
"""The values of a state, the word that stands in their place, and its colour."""

_COUNTED: Final = frozenset({"contacts", "agents"})
"""Units of whole numbers."""
_AFTER_ALL_WORDS: Final = 9


def limited(entry: Definition) -> bool:
    """Whether the catalogue says from where on a figure is bad."""
    return entry.warning is not None or entry.critical is not None


def thresholds(entry: Definition) -> ThresholdsConfig:
    """Colours by value. A limit is the last value that is still good, and Grafana's steps are the first of the next.

    Whole numbers pass a limit with the next one, all others with the next that a double can hold.
    """
    if not limited(entry):
        return _steps((None, NEUTRAL))
    if entry.better == "higher":
        marks: list[tuple[float | None, str]] = [(None, CRITICAL if entry.critical is not None else WARNING)]
        if entry.critical is not None:
            marks.append((entry.critical, WARNING if entry.warning is not None else OK))
        if entry.warning is not None:
            marks.append((entry.warning, OK))
        return _steps(*marks)
    passed = [(limit, colour) for limit, colour in ((entry.warning, WARNING), (entry.critical, CRITICAL))]
    return _steps((None, OK), *((_beyond(limit, entry), colour) for limit, colour in passed if limit is not None))


def above(limit: float, good: str, bad: str) -> ThresholdsConfig:
    """Two colours: up to a limit, and beyond it."""
    return _steps((None, good), (nextafter(limit, inf), bad))


def _beyond(limit: float, entry: Definition) -> float:
    return limit + 1 if entry.unit in _COUNTED else nextafter(limit, inf)


def _steps(*marks: tuple[float | None, str]) -> ThresholdsConfig:
    return ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps([Threshold(value, colour) for value, colour in marks])


def state_steps() -> ThresholdsConfig:
    """Colours of a state, for panels that show it beside the figure."""
    return steps_of({value: colour for value, (_, colour) in STATES.items()})


def steps_of(colours: dict[int, str]) -> ThresholdsConfig:
    """Colours by whole numbers from the least on; the first is also that of everything below."""
    (_, first), *rest = sorted(colours.items())
    return _steps((None, first), *((float(value), colour) for value, colour in rest))


def words(states: dict[int, tuple[str, str]]) -> list[ValueMapping]:
    """Words in place of values."""
    return [
        ValueMap({str(value): ValueMappingResult(text, colour, index=place)})
        for place, (value, (text, colour)) in enumerate(states.items())
    ]


def no_value(text: str) -> ValueMapping:
    """What stands in for no value: by the steps it would have the colour of the least, which often is a breach."""
    shown = ValueMappingResult(text, NEUTRAL, index=_AFTER_ALL_WORDS)
    return SpecialValueMap(DashboardSpecialValueMapOptions(SpecialValueMatch.NULL_AND_NAN, shown))


def state(value: str, evidence: str | None, entry: Definition) -> str:
    """The PromQL of a figure's state (see STATES): 0 good, 1 beyond the warning, 2 beyond the critical limit.

    `evidence` is the PromQL of the number of cases, or None where a figure needs none; below the minimum it is THIN.
    """
    sign = "<" if entry.better == "higher" else ">"
    limits = [limit for limit in (entry.warning, entry.critical) if limit is not None]
    steps = [f"({value} {sign} bool {exact(limit)})" for limit in limits]
    if entry.warning is None:
        steps = steps * 2
    told = " + ".join(steps)
    if evidence is None:
        return told
    enough = f"({evidence} >= bool {entry.minimum_evidence})"
    return f"({told}) * {enough} - (1 - {enough})"
