"""From the catalogue to recording rules: each ratio and each mean per queue and per channel, with its evidence.

Numerators and denominators are added up over workers (and over queues) first and divided last; without evidence there
is no series. Counts need no rule, and quantiles cannot be added up.
"""

from collections.abc import Iterator
from typing import Final

from agents.outputs.rule import Rule
from agents.outputs.series import sum_of, summed
from stream.catalog import Catalogue
from stream.definition import Definition, in_every_window
from stream.kpi import Kind

ENDS: Final[dict[Kind, str]] = {
    "ratio": "ratio",
    "variant": "ratio",
    "share": "ratio",
    "mean": "seconds",
    "rate": "rate",
}
"""What the names of the kinds that divide end in."""
_PER_HOUR: Final = 3_600
_LEVELS: Final = {"job": ("queue", "channel", "team", "site"), "team": ("site",)}
"""The labels over which people are added up. What is about contacts too is known of everything only."""


def recordings(catalogue: Catalogue) -> tuple[Rule, ...]:
    """The rules of every KPI by event that divides, in the order of the catalogue."""
    divided = (one for one in catalogue.definitions.values() if one.kind in ENDS and "event" in one.attribution)
    return tuple(rule for entry in divided for rule in _rules(entry))


def _rules(entry: Definition) -> Iterator[Rule]:
    name = f"kpi_{entry.name}:{ENDS[entry.kind]}"
    if entry.of != "contacts":
        for level in ("job", "team") if entry.of == "agents" else ("job",):
            yield Rule(f"{level}:{name}", _quotient(entry, _LEVELS[level]))
        return
    evidence = f"queue:kpi_{entry.name}:evidence"
    part, whole = _parts(entry, ())
    yield Rule(evidence, whole)
    yield Rule(f"queue:{name}", _divided(part, evidence, _kept(entry)))
    yield Rule(f"channel:{name}", _quotient(entry, ("queue",)))


def _quotient(entry: Definition, without: tuple[str, ...]) -> str:
    quotient = _divided(*_parts(entry, without), _kept(entry))
    return f"{_PER_HOUR} * {quotient}" if entry.kind == "rate" else quotient


def _parts(entry: Definition, without: tuple[str, ...]) -> tuple[str, str]:
    """Numerator and denominator, added up over workers and these labels."""
    if entry.kind == "variant":
        series = f"kpi_window_{entry.name}"
        return summed(f"{series}_met", without), summed(f"{series}_valid", without)
    windows = {} if in_every_window(entry.windows) else {"window": "|".join(entry.windows)}
    # A queue's today is its own: of the floor's people and contacts together it has to be the floor's.
    both = entry.of == "both"
    part, whole = (
        sum_of(terms, entry.label, without=without, whole=both, **windows)
        for terms in (entry.numerator, entry.denominator)
    )
    return part, whole


def _kept(entry: Definition) -> str | None:
    """The label that the numerator alone has: each of its values is a part of the same whole."""
    return entry.label if entry.label and f"{{{entry.label}}}" not in "".join(entry.denominator) else None


def _divided(part: str, whole: str, kept: str | None) -> str:
    by = f"/ ignoring ({kept}) group_left ()" if kept else "/"
    return f"({part})\n{by}\n({whole} > 0)"
