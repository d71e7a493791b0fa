"""The catalogue: every KPI as a definition in TOML, checked against a closed registry of names.

`load` resolves measures to coordinates once, so that evaluating a KPI is nothing but dictionary look-ups. An entry with
the attribution `entry` becomes a KPI of its own, `<name>_by_entry`, beside the one by event.
"""

import importlib.resources
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Final, Literal

import msgspec

from stream import kpi
from stream.crew.states import STATES
from stream.errors import CatalogueError
from stream.kinds import LIVE_LABELS, LIVE_UNITS, NEEDS, PARTS, SUMS, UNITS
from stream.kpi import Attribution, Dependence, Formula, Kpi, Terms
from stream.measures import MEASURES, coordinate, histogram_base
from stream.site import VARIANTS

WINDOWS: Final = ("5m", "15m", "30m", "1h", "today")
NOW: Final = "now"
"""The only window of a live KPI."""
LABELS: Final = {"clock": ("answer", "first_response"), "state": STATES}
BY_ENTRY: Final = "_by_entry"

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SCALARS: Final = {measure.name: measure for measure in MEASURES if measure.kind != "histogram"}
_HISTOGRAMS: Final = {measure.name for measure in MEASURES if measure.kind == "histogram"}
_OF_AGENTS: Final = ("state_ms.", "slot_ms", "presences", "agent_arrivals")
"""How the measures that only agents contribute begin."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[kpi]]` as it is written; which members a kind needs is checked by `load`."""

    name: str
    title: str
    question: str
    kind: kpi.Kind
    unit: kpi.Unit
    better: kpi.Better
    source: str
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    histogram: str | None = None
    quantile: float | None = None
    live: str | None = None
    variants: dict[str, str] = {}
    label: Literal["clock", "state"] | None = None
    of: kpi.Subject = "contacts"
    windows: tuple[str, ...] = WINDOWS
    attribution: tuple[Attribution, ...] = ("event",)
    depends_on: Dependence | dict[str, Dependence] | None = None
    warning: float | None = None
    critical: float | None = None
    minimum_evidence: int = 1


class Catalogue(msgspec.Struct, frozen=True):
    """Every KPI by name, in the order of the file, each by event before the same by entry."""

    kpis: dict[str, Kpi]

    def under(self, attribution: Attribution) -> list[Kpi]:
        """The KPIs over measures under one attribution, in order: the columns of a report."""
        return [
            entry
            for entry in self.kpis.values()
            if entry.attribution == attribution and entry.kind != "live" and entry.of == "contacts"
        ]


def standard() -> Catalogue:
    """The catalogue that the package brings."""
    text = importlib.resources.files("stream").joinpath("kpis.toml").read_text(encoding="utf-8")
    return load(text, "kpis.toml")


def load(text: str, source: str) -> Catalogue:
    """Read a catalogue; `source` is the name of the file in the CatalogueError that the first defect raises."""
    entries: dict[str, Entry] = {}
    for entry in _entries(text, source):
        if entry.name in entries:
            raise CatalogueError(source, _key(entry, "name"), "this name is taken already")
        entries[entry.name] = entry
    for entry in entries.values():
        _check(entry, entries, source)
    kpis = (_compiled(entry, attribution, entries) for entry in entries.values() for attribution in entry.attribution)
    return Catalogue({compiled.name: compiled for compiled in kpis})


def _key(entry: Entry, member: str) -> str:
    return f"kpi.{entry.name}.{member}"


def _entries(text: str, source: str) -> Iterator[Entry]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(source, "", str(error)) from error
    for key in sorted(document.keys() - {"kpi"}):
        raise CatalogueError(source, key, "unknown key; a catalogue is made of [[kpi]]")
    written = document.get("kpi")
    if not isinstance(written, list) or not all(isinstance(one, dict) for one in written) or not written:
        raise CatalogueError(source, "kpi", "a catalogue is made of [[kpi]], at least one")
    for place, one in enumerate(written):
        yield _entry(one, place, source)


def _entry(written: Mapping[str, object], place: int, source: str) -> Entry:
    name = written.get("name", place)
    try:
        return msgspec.convert(written, Entry)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$")
        member = path.rstrip("`") or _quoted(reason)
        raise CatalogueError(source, f"kpi.{name}{member}", reason) from error


def _quoted(reason: str) -> str:
    """The member that a message such as "Object missing required field `unit`" is about."""
    found = re.search(r"field `(\w+)`", reason)
    return f".{found.group(1)}" if found else ""


def _check(entry: Entry, entries: Mapping[str, Entry], source: str) -> None:
    for member, reason in (
        *_faults_of_form(entry),
        *_faults_of_measures(entry),
        *_faults_of_live(entry),
        *_faults_of_variants(entry, entries),
        *_faults_of_limits(entry),
        *_faults_of_subject(entry),
    ):
        raise CatalogueError(source, _key(entry, member), reason)


def _faults_of_form(entry: Entry) -> Iterator[tuple[str, str]]:
    if not _NAME.fullmatch(entry.name) or entry.name.endswith(BY_ENTRY):
        yield "name", f"a name is lower_case words, and {BY_ENTRY} is added by the attribution"
    needs = NEEDS[entry.kind]
    for part in PARTS:
        present = bool(getattr(entry, part))
        if part in needs and not present:
            yield part, f"a {entry.kind} needs it"
        if part not in needs and present:
            yield part, f"a {entry.kind} has none"
    if entry.unit not in UNITS.get(entry.kind, {entry.unit}):
        yield "unit", f"a {entry.kind} is measured in {', '.join(UNITS[entry.kind])}, not in {entry.unit}"
    for window in entry.windows:
        if window not in WINDOWS:
            yield "windows", f"unknown window {window!r}; known are {', '.join(WINDOWS)}"
    if not entry.windows or len(set(entry.windows)) < len(entry.windows):
        yield "windows", "at least one, each once"
    if not entry.attribution or len(set(entry.attribution)) < len(entry.attribution):
        yield "attribution", "at least one, each once"


def _faults_of_measures(entry: Entry) -> Iterator[tuple[str, str]]:
    for part in ("numerator", "denominator"):
        kinds = set()
        for term in getattr(entry, part):
            for name in _names(term.removeprefix("-"), entry.label):
                if name not in _SCALARS:
                    yield part, f"unknown measure {name!r}"
                    break
                kinds.add(_SCALARS[name].kind)
        wanted = "sum_ms" if (entry.kind, part) in SUMS else "count"
        if kinds - {wanted}:
            yield part, "the numerator of a mean sums durations, everything else counts; the two do not mix"
    if entry.histogram is not None and entry.histogram not in _HISTOGRAMS:
        yield "histogram", f"unknown histogram {entry.histogram!r}; known are {', '.join(sorted(_HISTOGRAMS))}"
    if entry.quantile is not None and not 0 < entry.quantile < 1:
        yield "quantile", "lies between 0 and 1"
    if entry.label and entry.kind != "live" and not any("{" in term for term in entry.numerator):
        yield "label", f"no term of the numerator names {{{entry.label}}}"


def _faults_of_live(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.live is None:
        return
    if entry.live not in LIVE_UNITS:
        yield "live", f"unknown live figure {entry.live!r}; known are {', '.join(LIVE_UNITS)}"
        return
    if entry.unit != LIVE_UNITS[entry.live]:
        yield "unit", f"{entry.live} is measured in {LIVE_UNITS[entry.live]}, not in {entry.unit}"
    if entry.label != LIVE_LABELS.get(entry.live):
        yield "label", f"{entry.live} has the label {LIVE_LABELS.get(entry.live, 'none')}"
    if entry.windows != WINDOWS:
        yield "windows", "a live figure has no windows"
    if entry.attribution != ("event",):
        yield "attribution", "a live figure has none"


def _faults_of_variants(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    if entry.kind != "variant":
        return
    for variant in entry.variants.keys() ^ set(VARIANTS):
        yield "variants", f"{variant!r} is missing or unknown; the variants are {', '.join(VARIANTS)}"
    for name in entry.variants.values():
        target = entries.get(name)
        if target is None:
            yield "variants", f"unknown KPI {name!r}"
        elif target.kind == "variant":
            yield "variants", f"cycle: {name!r} is a variant itself"
        elif target.kind != "ratio" or target.label:
            yield "variants", f"{name!r} is no ratio"


def _faults_of_limits(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.minimum_evidence < 1:
        yield "minimum_evidence", "at least 1"
    if isinstance(entry.depends_on, dict) and set(entry.depends_on) - set(LABELS.get(entry.label or "", ())):
        yield "depends_on", f"names values of the label; known are {', '.join(LABELS['clock'])}"
    if (entry.warning is None and entry.critical is None) or entry.better != "none":
        worse = None not in (entry.warning, entry.critical) and _worse(entry)
        if worse:
            yield "critical", f"is not worse than the warning, although {entry.better} is better"
        return
    yield "better", "a limit needs a direction"


def _faults_of_subject(entry: Entry) -> Iterator[tuple[str, str]]:
    terms = (*entry.numerator, *entry.denominator)
    people = any(term.removeprefix("-").startswith(_OF_AGENTS) for term in terms) or entry.live == "agents"
    if people != (entry.of != "contacts"):
        yield "of", "of agents, or of both, is what measures agents, and nothing else"
    if entry.of != "contacts" and entry.attribution != ("event",):
        yield "attribution", "an agent has no entries"


def _worse(entry: Entry) -> bool:
    """Whether the warning lies beyond the critical limit, or on it."""
    warning, critical = entry.warning or 0.0, entry.critical or 0.0
    return critical >= warning if entry.better == "higher" else critical <= warning


def _names(term: str, label: str | None) -> list[str]:
    """The measures that a term stands for: one, or one for each value of the label."""
    if label is None:
        return [term]
    return [term.replace(f"{{{label}}}", value) for value in LABELS[label]]


def _terms(written: tuple[str, ...], replaced: tuple[str, str], *, by_entry: bool) -> Terms:
    signed = ((term.removeprefix("-").replace(*replaced), -1 if term.startswith("-") else 1) for term in written)
    return tuple((coordinate(name, by_entry), sign) for name, sign in signed)


def _formula(entry: Entry, label: str, *, by_entry: bool) -> Formula:
    replaced = (f"{{{entry.label}}}", label)
    undecided = by_entry and "waiting_late" in entry.denominator
    depends_on = entry.depends_on.get(label) if isinstance(entry.depends_on, dict) else entry.depends_on
    return Formula(
        kind=entry.kind,
        unit=entry.unit,
        label=label,
        numerator=_terms(entry.numerator, replaced, by_entry=by_entry),
        denominator=_terms(entry.denominator, replaced, by_entry=by_entry),
        histogram=0 if entry.histogram is None else histogram_base(entry.histogram, by_entry),
        quantile=entry.quantile or 0.5,
        live=entry.live or "",
        pending=coordinate("pending", by_entry) if undecided else None,
        depends_on=depends_on,
    )


def _compiled(entry: Entry, attribution: Attribution, entries: Mapping[str, Entry]) -> Kpi:
    by_entry = attribution == "entry"
    labels = LABELS[entry.label] if entry.label else ("",)
    formulas = () if entry.kind == "variant" else tuple(_formula(entry, one, by_entry=by_entry) for one in labels)
    return Kpi(
        name=entry.name + BY_ENTRY if by_entry else entry.name,
        base=entry.name,
        attribution=attribution,
        title=f"{entry.title}, by entry" if by_entry else entry.title,
        question=entry.question,
        kind=entry.kind,
        unit=entry.unit,
        better=entry.better,
        source=entry.source,
        windows=(NOW,) if entry.kind == "live" else entry.windows,
        formulas=formulas,
        label=entry.label,
        of=entry.of,
        variants={name: _formula(entries[of], "", by_entry=by_entry) for name, of in entry.variants.items()},
        depends_on=None if isinstance(entry.depends_on, dict) else entry.depends_on,
        warning=entry.warning,
        critical=entry.critical,
        minimum_evidence=entry.minimum_evidence,
    )
