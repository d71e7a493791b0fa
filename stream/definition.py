"""One `[[kpi]]` as it is written, and everything that can be wrong with it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Final, Literal

import msgspec

from stream import kpi
from stream.crew.states import STATES
from stream.kpi import Attribution, Dependence
from stream.measures import CLOCKS, MEASURES, REASONS
from stream.site import VARIANTS

WINDOWS: Final = ("5m", "15m", "30m", "1h", "today")
"""Those of every floor; a site may have longer ones besides."""
LABELS: Final = {"clock": CLOCKS, "reason": REASONS, "state": STATES}
BY_ENTRY: Final = "_by_entry"

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SCALARS: Final = {measure.name: measure for measure in MEASURES if measure.kind != "histogram"}
_HISTOGRAMS: Final = {measure.name: measure for measure in MEASURES if measure.kind == "histogram"}
_PARTS: Final = ("numerator", "denominator", "histogram", "quantile", "live", "variants")
_NEEDS: Final[dict[kpi.Kind, frozenset[str]]] = {
    "count": frozenset({"numerator"}),
    "ratio": frozenset({"numerator", "denominator"}),
    "mean": frozenset({"numerator", "denominator"}),
    "quantile": frozenset({"histogram", "quantile"}),
    "live": frozenset({"live"}),
    "variant": frozenset({"variants"}),
    "time": frozenset({"numerator"}),
    "share": frozenset({"numerator", "denominator"}),
    "rate": frozenset({"numerator", "denominator"}),
}
_UNITS: Final[dict[kpi.Kind, frozenset[str]]] = {
    "count": frozenset({"contacts"}),
    "ratio": frozenset({"ratio"}),
    "mean": frozenset({"s"}),
    "quantile": frozenset({"s"}),
    "variant": frozenset({"ratio"}),
    "time": frozenset({"s"}),
    "share": frozenset({"ratio"}),
    "rate": frozenset({"per_hour"}),
}
_SUMS: Final = {
    "mean": frozenset({"numerator"}),
    "time": frozenset({"numerator"}),
    "share": frozenset({"numerator", "denominator"}),
    "rate": frozenset({"denominator"}),
}
"""The parts that sum durations; every other part counts."""
_LIVE_UNITS: Final = {
    "waiting": "contacts",
    "longest_wait_ms": "s",
    "waiting_past_threshold": "contacts",
    "open": "contacts",
    "age_ms": "s",
    "oldest_ms": "s",
    "overdue": "contacts",
    "at_risk": "contacts",
    "oldest_overdue_ms": "s",
    "agents": "agents",
}
_LIVE_LABELS: Final = {"overdue": "clock", "at_risk": "clock", "oldest_overdue_ms": "clock", "agents": "state"}
_LIVE_SUMS: Final = {"age_ms": "open"}
"""Live sums, and the live count that each of them is shared among."""
OF_AGENTS: Final = ("state_ms.", "slot_ms", "presences", "agent_arrivals")
"""How the measures that only agents contribute begin."""
_OF_PEOPLE: Final = frozenset({"share", "rate"})
"""Kinds that divide by a time; the evidence behind them is how many agents there were."""


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[kpi]]`; which members a kind needs is checked by `faults`."""

    name: str
    title: str
    question: str
    kind: kpi.Kind
    unit: kpi.Unit
    better: kpi.Better
    source: str
    family: str | None = None
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    histogram: str | None = None
    quantile: float | None = None
    live: str | None = None
    per: str | None = None
    variants: dict[str, str] = {}
    label: Literal["clock", "reason", "state"] | None = None
    of: kpi.Subject = "contacts"
    windows: tuple[str, ...] = WINDOWS
    attribution: tuple[Attribution, ...] = ("event",)
    depends_on: Dependence | dict[str, Dependence] | None = None
    warning: float | None = None
    critical: float | None = None
    minimum_evidence: int = 1


def in_every_window(windows: Iterable[str]) -> bool:
    """Whether a figure with these windows has all those of every floor, whatever a site has besides."""
    return frozenset(WINDOWS) <= frozenset(windows)


def faults(entry: Definition, entries: Mapping[str, Definition]) -> Iterator[tuple[str, str]]:
    """Whatever is wrong with a definition beside all others: the member, and the reason."""
    yield from _faults_of_form(entry)
    yield from _faults_of_measures(entry)
    yield from _faults_of_live(entry)
    yield from _faults_of_variants(entry, entries)
    yield from _faults_of_limits(entry)
    yield from _faults_of_subject(entry)


def _faults_of_form(entry: Definition) -> Iterator[tuple[str, str]]:
    if not _NAME.fullmatch(entry.name) or entry.name.endswith(BY_ENTRY):
        yield "name", f"a name is lower_case words, and {BY_ENTRY} is added by the attribution"
    needs = _NEEDS[entry.kind]
    for part in _PARTS:
        present = bool(getattr(entry, part))
        if part in needs and not present:
            yield part, f"a {entry.kind} needs it"
        if part not in needs and present:
            yield part, f"a {entry.kind} has none"
    if entry.unit not in _UNITS.get(entry.kind, {entry.unit}):
        yield "unit", f"a {entry.kind} is measured in {', '.join(_UNITS[entry.kind])}, not in {entry.unit}"
    for window in entry.windows:
        if window not in WINDOWS:
            yield "windows", f"unknown window {window!r}; known are {', '.join(WINDOWS)}"
    if not entry.windows or len(set(entry.windows)) < len(entry.windows):
        yield "windows", "at least one, each once"
    if not entry.attribution or len(set(entry.attribution)) < len(entry.attribution):
        yield "attribution", "at least one, each once"


def _faults_of_measures(entry: Definition) -> Iterator[tuple[str, str]]:
    for part in ("numerator", "denominator"):
        kinds = set()
        for term in getattr(entry, part):
            for name in _names(term.removeprefix("-"), entry.label):
                if name not in _SCALARS:
                    yield part, f"unknown measure {name!r}"
                    break
                kinds.add(_SCALARS[name].kind)
        yield from ((part, reason) for reason in _faults_of_terms(getattr(entry, part), entry.label))
        wanted = "sum_ms" if part in _SUMS.get(entry.kind, ()) else "count"
        if kinds - {wanted}:
            yield part, "the numerator of a mean sums durations, everything else counts; the two do not mix"
    if entry.histogram is not None and entry.histogram not in _HISTOGRAMS:
        yield "histogram", f"unknown histogram {entry.histogram!r}; known are {', '.join(sorted(_HISTOGRAMS))}"
    elif entry.histogram is not None and "entry" in entry.attribution and not _HISTOGRAMS[entry.histogram].by_entry:
        yield "attribution", f"the spread of {entry.histogram!r} is kept by event alone"
    if entry.quantile is not None and not 0 < entry.quantile <= 1:
        yield "quantile", "lies above 0, and 1 is the greatest"
    if entry.label and entry.kind != "live" and not any("{" in term for term in entry.numerator):
        yield "label", f"no term of the numerator names {{{entry.label}}}"


def _faults_of_terms(terms: tuple[str, ...], label: str | None) -> Iterator[str]:
    """What Prometheus could not add up as the engine does: series have a label or not, and are selected once."""
    counted = Counter(name for term in terms for name in set(_names(term.removeprefix("-"), label)))
    for name in (name for name, times in counted.items() if times > 1):
        yield f"counts {name!r} twice"
    if label and 0 < sum(f"{{{label}}}" in term for term in terms) < len(terms):
        yield f"every term names {{{label}}}, or none does: Prometheus adds up series of the same labels"


def _faults_of_live(entry: Definition) -> Iterator[tuple[str, str]]:
    if entry.live is None:
        if entry.per is not None:
            yield "per", "only a live figure is shared"
        return
    if entry.live not in _LIVE_UNITS:
        yield "live", f"unknown live figure {entry.live!r}; known are {', '.join(_LIVE_UNITS)}"
        return
    if entry.unit != _LIVE_UNITS[entry.live]:
        yield "unit", f"{entry.live} is measured in {_LIVE_UNITS[entry.live]}, not in {entry.unit}"
    if entry.label != _LIVE_LABELS.get(entry.live):
        yield "label", f"{entry.live} has the label {_LIVE_LABELS.get(entry.live, 'none')}"
    if entry.per != _LIVE_SUMS.get(entry.live):
        yield "per", f"{entry.live} is shared among {_LIVE_SUMS.get(entry.live, 'none')}"
    if entry.windows != WINDOWS:
        yield "windows", "a live figure has no windows"
    if entry.attribution != ("event",):
        yield "attribution", "a live figure has none"


def _faults_of_variants(entry: Definition, entries: Mapping[str, Definition]) -> Iterator[tuple[str, str]]:
    if entry.kind != "variant":
        return
    for variant in entry.variants:
        if variant not in VARIANTS:
            yield "variants", f"unknown variant {variant!r}; known are {', '.join(VARIANTS)}"
    for name in entry.variants.values():
        target = entries.get(name)
        if target is None:
            yield "variants", f"unknown KPI {name!r}"
        elif target.kind == "variant":
            yield "variants", f"cycle: {name!r} is a variant itself"
        elif target.kind != "ratio" or target.label:
            yield "variants", f"{name!r} is no ratio"
    for variant in VARIANTS:
        if variant not in entry.variants:
            yield "variants", f"the variant {variant!r} is missing"


def _faults_of_limits(entry: Definition) -> Iterator[tuple[str, str]]:
    for member in ("warning", "critical"):
        if not isfinite(getattr(entry, member) or 0):
            yield member, f"{getattr(entry, member)} is no limit: no figure passes it, and dashboards are not JSON then"
    if entry.minimum_evidence < 1:
        yield "minimum_evidence", "at least 1"
    if isinstance(entry.depends_on, dict) and set(entry.depends_on) - set(LABELS.get(entry.label or "", ())):
        yield (
            "depends_on",
            f"names values of the label; known are {', '.join(LABELS.get(entry.label or '', ('none',)))}",
        )
    if (entry.warning is None and entry.critical is None) or entry.better != "none":
        worse = None not in (entry.warning, entry.critical) and _worse(entry)
        if worse:
            yield "critical", f"is not worse than the warning, although {entry.better} is better"
        return
    yield "better", "a limit needs a direction"


def _faults_of_subject(entry: Definition) -> Iterator[tuple[str, str]]:
    terms = (*entry.numerator, *entry.denominator)
    people = any(term.removeprefix("-").startswith(OF_AGENTS) for term in terms) or entry.live == "agents"
    if people != (entry.of != "contacts"):
        yield "of", "of agents, or of both, is what measures agents, and nothing else"
    if entry.kind in _OF_PEOPLE and not people:
        yield "kind", f"a {entry.kind} is of the time of agents: of contacts nothing tells from how many cases it is"
    if entry.of != "contacts" and entry.attribution != ("event",):
        yield "attribution", "an agent has no entries"


def _worse(entry: Definition) -> bool:
    """Whether the warning lies beyond the critical limit, or on it."""
    warning, critical = entry.warning or 0.0, entry.critical or 0.0
    return critical >= warning if entry.better == "higher" else critical <= warning


def _names(term: str, label: str | None) -> list[str]:
    """The measures that a term stands for: one, or one for each value of the label."""
    if label is None:
        return [term]
    return [term.replace(f"{{{label}}}", value) for value in LABELS[label]]
