"""The catalogue: every KPI as a definition in TOML, checked against a closed registry of names.

`load` resolves measures to coordinates once, so that evaluating a KPI is nothing but dictionary look-ups. An entry with
the attribution `entry` becomes a KPI of its own, `<name>_by_entry`, beside the one by event. In a catalogue that has
families every entry is of one: they are the pages of its documentation.
"""

import importlib.resources
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from stream.definition import BY_ENTRY, LABELS, WINDOWS, Definition, faults
from stream.errors import NOT_TOML, CatalogueError
from stream.family import Family, family_faults
from stream.kpi import Attribution, Formula, Kpi, Terms
from stream.measures import coordinate, histogram_base

__all__ = ["NOW", "WINDOWS", "Catalogue", "load", "standard"]

NOW: Final = "now"
"""The only window of a live KPI."""
_TABLES: Final = frozenset({"kpi", "family"})
_MADE_OF: Final = "a catalogue is made of [[kpi]] and [[family]]"

_LONGEST: Final = WINDOWS[-2]
"""Of the sliding windows of every floor: a KPI that has it is not too rare for longer ones."""

_Written = TypeVar("_Written", Definition, Family)
_Windowed = TypeVar("_Windowed", Definition, Kpi)


class Catalogue(msgspec.Struct, frozen=True):
    """Every KPI by name, in the order of the file, each by event before the same by entry.

    `definitions` are the entries as they are written, by name, and `families` what they are grouped in.
    """

    kpis: dict[str, Kpi]
    definitions: dict[str, Definition] = {}
    families: tuple[Family, ...] = ()
    windows: tuple[str, ...] = WINDOWS
    """Every window in which figures are shown, the shortest first, today last."""

    def under(self, attribution: Attribution) -> list[Kpi]:
        """The KPIs over measures under one attribution, in order: the columns of a report."""
        return [entry for entry in self.kpis.values() if entry.attribution == attribution and entry.kind != "live"]

    def histograms(self, window: str) -> frozenset[int]:
        """Bin 0 of every histogram of which a KPI about contacts shows a quantile in a window."""
        shown = (kpi for kpi in self.kpis.values() if kpi.kind == "quantile" and window in kpi.windows)
        return frozenset(formula.histogram for kpi in shown for formula in kpi.formulas)

    def with_windows(self, further: Sequence[str]) -> "Catalogue":
        """The same where every KPI that has the longest sliding window has these longer ones too, shortest first."""

        def widened(entry: _Windowed) -> _Windowed:
            return replace(entry, windows=_with(entry.windows, further)) if _LONGEST in entry.windows else entry

        kpis = {name: widened(kpi) for name, kpi in self.kpis.items()}
        definitions = {name: widened(entry) for name, entry in self.definitions.items()}
        return replace(self, kpis=kpis, definitions=definitions, windows=_with(self.windows, further))


def standard() -> Catalogue:
    """The catalogue that the package brings."""
    text = importlib.resources.files("stream").joinpath("kpis.toml").read_text(encoding="utf-8")
    return load(text, "kpis.toml")


def load(text: str, source: str) -> Catalogue:
    """Read a catalogue; `source` is the name of the file in the CatalogueError that the first defect raises."""
    document = _document(text, source)
    entries: dict[str, Definition] = {}
    for entry in _tables(document, "kpi", Definition, source):
        if entry.name in entries:
            raise CatalogueError(source, _key(entry, "name"), "this name is taken already")
        entries[entry.name] = entry
    families = tuple(_tables(document, "family", Family, source))
    for entry in entries.values():
        for member, reason in faults(entry, entries):
            raise CatalogueError(source, _key(entry, member), reason)
    for key, reason in _faults_of_families(families, entries):
        raise CatalogueError(source, key, reason)
    kpis = (_compiled(entry, attribution, entries) for entry in entries.values() for attribution in entry.attribution)
    return Catalogue({compiled.name: compiled for compiled in kpis}, entries, families)


def is_catalogue(text: str) -> bool:
    """Whether a TOML text is meant as a catalogue, be it a bad one: no other file of floorwatch has its tables."""
    try:
        document = tomllib.loads(text)
    except NOT_TOML:
        return False
    return not _TABLES.isdisjoint(document)


def _with(windows: tuple[str, ...], further: Sequence[str]) -> tuple[str, ...]:
    """These windows with further ones right behind the longest sliding one: which comes first stays."""
    place = windows.index(_LONGEST) + 1
    return (*windows[:place], *further, *windows[place:])


def _key(entry: Definition, member: str) -> str:
    return f"kpi.{entry.name}.{member}"


def _document(text: str, source: str) -> Mapping[str, object]:
    try:
        document = tomllib.loads(text)
    except NOT_TOML as error:
        raise CatalogueError(source, "", str(error)) from error
    for key in sorted(document.keys() - _TABLES):
        raise CatalogueError(source, key, f"unknown key; {_MADE_OF}")
    if not document.get("kpi"):
        raise CatalogueError(source, "kpi", "a catalogue is made of [[kpi]], at least one")
    return document


def _tables(document: Mapping[str, object], key: str, form: type[_Written], source: str) -> Iterator[_Written]:
    written = document.get(key, [])
    if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
        raise CatalogueError(source, key, f"written as [[{key}]]")
    for place, one in enumerate(written):
        yield _table(one, key, place, form, source)


def _table(written: Mapping[str, object], key: str, place: int, form: type[_Written], source: str) -> _Written:
    name = written.get("name", place)
    try:
        return msgspec.convert(written, form)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$")
        member = path.rstrip("`") or _quoted(reason)
        raise CatalogueError(source, f"{key}.{name}{member}", reason) from error


def _quoted(reason: str) -> str:
    """The member that a message such as "Object missing required field `unit`" is about."""
    found = re.search(r"field `(\w+)`", reason)
    return f".{found.group(1)}" if found else ""


def _faults_of_families(families: Sequence[Family], entries: Mapping[str, Definition]) -> Iterator[tuple[str, str]]:
    names = [family.name for family in families]
    for entry in entries.values():
        if entry.family is None and families:
            yield _key(entry, "family"), f"every KPI is of one; known are {', '.join(names)}"
        elif entry.family is not None and entry.family not in names:
            yield _key(entry, "family"), f"unknown family {entry.family!r}; known are {', '.join(names) or 'none'}"
    for place, family in enumerate(families):
        if family.name in names[:place]:
            yield f"family.{family.name}.name", "this name is taken already"
        kpis = [entry.name for entry in entries.values() if entry.family == family.name]
        for member, reason in family_faults(family, kpis):
            yield f"family.{family.name}.{member}", reason


def _terms(written: tuple[str, ...], replaced: tuple[str, str], *, by_entry: bool) -> Terms:
    signed = ((term.removeprefix("-").replace(*replaced), -1 if term.startswith("-") else 1) for term in written)
    return tuple((coordinate(name, by_entry), sign) for name, sign in signed)


def _formula(entry: Definition, label: str, *, by_entry: bool) -> Formula:
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
        per=entry.per or "",
        minimum_evidence=entry.minimum_evidence,
        pending=coordinate("pending", by_entry) if undecided else None,
        depends_on=depends_on,
    )


def _compiled(entry: Definition, attribution: Attribution, entries: Mapping[str, Definition]) -> Kpi:
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
