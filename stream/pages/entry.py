"""One KPI on the page of its family."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stream.alarms.defaults import default_rules, labels_of
from stream.catalog import Catalogue
from stream.definition import LABELS, Definition
from stream.kpi import Kpi
from stream.pages import notation
from stream.pages.notation import code
from stream.pages.worked import without_evidence

_UNITS: Final = {"contacts": "number", "ratio": "ratio, shown in per cent", "s": "seconds"}
_BETTER: Final = {"higher": "higher is better", "lower": "lower is better", "none": "neither way"}
_DEPENDENCES: Final = {"threshold": "the service-level threshold", "target": "the target of the first response"}


def entry_lines(entry: Definition, catalogue: Catalogue) -> list[str]:
    """The section of a KPI in Markdown."""
    kpis = [kpi for kpi in catalogue.kpis.values() if kpi.base == entry.name]
    limits = _limits(kpis[0], catalogue)
    facts = [f"- {subject}: {told}" for subject, told in _facts(entry, kpis, limits)]
    lines = [f"### {code(entry.name)}", "", f"**{entry.title}.** {entry.question}", "", *facts, ""]
    return lines + _variant_lines(entry, catalogue.definitions)


def formula(entry: Definition) -> str:
    """The formula over names of measures."""
    if entry.kind == "variant":
        return "that of the variant that the queue's configuration names"
    if entry.kind == "live":
        per = f" ÷ {code(entry.per)}" if entry.per else ""
        return f"{code(entry.live or '')}{per}, as of now"
    if entry.kind == "quantile":
        return f"{notation.rank(entry.quantile or 0.0)} of {code(entry.histogram or '')}"
    return notation.fraction(list(notation.signed(entry.numerator)), list(notation.signed(entry.denominator)))


def _facts(entry: Definition, kpis: Sequence[Kpi], limits: str) -> Iterator[tuple[str, str]]:
    yield "formula", formula(entry)
    yield "definition", entry.source
    yield "unit", _UNITS.get(entry.unit, entry.unit.replace("_", " "))
    yield "better", _BETTER[entry.better]
    if entry.label:
        yield "label", f"a figure for each {code(entry.label)}: {', '.join(map(code, LABELS[entry.label]))}"
    if entry.kind != "live":
        yield "attribution", "; ".join(_attributions(kpis))
    yield "windows", ", ".join(map(code, kpis[0].windows))
    yield "without evidence", without_evidence(kpis[0])
    if entry.kind not in {"count", "live"}:
        thin = f"{entry.minimum_evidence}, with less the value is marked as thin"
        yield "minimum evidence", thin if entry.minimum_evidence > 1 else "none"
    if limits:
        yield "limits", limits
    if entry.depends_on:
        yield "depends on", _dependence(entry)


def _attributions(kpis: Sequence[Kpi]) -> Iterator[str]:
    for kpi in kpis:
        pending = any(one.pending is not None for one in (*kpi.formulas, *kpi.variants.values()))
        undecided = ", with the number of entries still waiting in time as `pending`" if pending else ""
        yield f"by {kpi.attribution} as {code(kpi.name)}{undecided}"


def _limits(kpi: Kpi, catalogue: Catalogue) -> str:
    """The limits of the alarms that there are without configuration; nothing where there is no alarm."""
    rules = [rule for rule in default_rules(catalogue) if rule.kpi == kpi.name]
    if not rules:
        return ""
    rule = rules[0]
    side = "below" if rule.better == "higher" else "above"
    unit, after = ("", " times the service-level threshold") if rule.in_thresholds else (rule.unit, "")
    limits = {"warning": rule.warning, "critical": rule.critical}
    told = [f"{name} {side} {notation.limit(at, unit)}" for name, at in limits.items() if at is not None]
    watched = {one.label[1] for one in rules if one.label is not None}
    others = [code(label) for label in labels_of(kpi) if label not in watched]
    return ", ".join(told) + after + (f"; none for {', '.join(others)}" if others else "")


def _dependence(entry: Definition) -> str:
    if isinstance(entry.depends_on, dict):
        return ", ".join(f"{code(label)} on {_DEPENDENCES[on]}" for label, on in entry.depends_on.items())
    return _DEPENDENCES[entry.depends_on] if entry.depends_on else notation.NONE


def _variant_lines(entry: Definition, definitions: Mapping[str, Definition]) -> list[str]:
    if entry.kind != "variant":
        return []
    rows = ((code(name), formula(definitions[of]), definitions[of].source) for name, of in entry.variants.items())
    return notation.table(("variant", "formula", "definition, and who uses it"), rows)
