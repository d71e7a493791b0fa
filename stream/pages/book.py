"""The pages of a catalogue: an index, and one page for each family."""

from collections.abc import Iterator, Sequence
from typing import Final

from stream.catalog import Catalogue
from stream.definition import LABELS, Definition
from stream.family import Family
from stream.measures import MEASURES
from stream.pages import notation
from stream.pages.entry import entry_lines
from stream.pages.notation import code
from stream.pages.worked import example_lines

INDEX: Final = "README.md"
_NOTE: Final = "<!-- Written by `make generate` from stream/kpis.toml: change that file. -->"
_UNITS: Final = {"count": "number", "sum_ms": "sum of ms", "histogram": "spread, within 1 %"}
_HOW_TO_READ: Final = """\
Every KPI is a formula over measures: counts, sums of durations and spreads that can be added up over queues, windows
and workers. Sums are divided last; a ratio is never averaged. A value always comes with its numerator and denominator,
a ratio with its 95 % interval (Wilson) besides.

- **No evidence is no number.** `–` is shown where the denominator is empty, never 0 % and never 100 %.
- **Thin.** Below its minimum evidence a value is shown and marked as `thin`.
- **By event** each measure counts at the moment that decides it: queued at the queueing, answered at the answer, a
  breach at its deadline. **By entry** everything about an entry counts when it was queued: what became of those who
  came then. That is a KPI of its own, `<name>_by_entry`.
- **Windows** are the last 5, 15, 30 or 60 minutes, and `today` since the queue's own start of day; `now` is this
  instant. Longer ones that a site has besides (`windows` in floorwatch.toml) are of every KPI that has `1h`.
- **Limits** are those of the alarms that hold where the site configures none."""
_HOW_IT_IS_WORKED_OUT: Final = """\
The figures are what the formulas made of the given measures when this page was written. Of a KPI with a label those
values of which there is nothing are left out."""


def book(catalogue: Catalogue) -> dict[str, str]:
    """The name of each file and its text, the index first."""
    pages = {INDEX: _index(catalogue)}
    for family in catalogue.families:
        pages[f"{family.name}.md"] = _page(family, catalogue)
    return pages


def _members(family: Family, catalogue: Catalogue) -> list[Definition]:
    return [entry for entry in catalogue.definitions.values() if entry.family == family.name]


def _index(catalogue: Catalogue) -> str:
    lines = [_NOTE, "", "# KPIs", "", _HOW_TO_READ, ""]
    for family in catalogue.families:
        lines += [f"## [{family.title}]({family.name}.md)", ""]
        lines += notation.table(
            ("KPI", "", "question"),
            (
                (f"[{code(entry.name)}]({family.name}.md#{entry.name})", entry.title, entry.question)
                for entry in _members(family, catalogue)
            ),
        )
    return _text(lines)


def _page(family: Family, catalogue: Catalogue) -> str:
    members = _members(family, catalogue)
    lines = [_NOTE, "", f"# {family.title}", "", family.introduction, "", f"[All KPIs]({INDEX})", "", "## KPIs", ""]
    for entry in members:
        lines += entry_lines(entry, catalogue)
    measures = list(_measures(members))
    if measures:
        lines += ["## Measures", "", *notation.table(("measure", "", "unit"), measures)]
    names = {entry.name for entry in members}
    kpis = [kpi for kpi in catalogue.kpis.values() if kpi.base in names]
    lines += ["## Worked examples", "", _HOW_IT_IS_WORKED_OUT, ""]
    for example in family.example:
        lines += example_lines(example, kpis)
    return _text(lines)


def _measures(members: Sequence[Definition]) -> Iterator[tuple[str, str, str]]:
    """The measures in the formulas of some KPIs, in the order of the registry."""
    used = {name for entry in members for name in _names(entry)}
    for measure in MEASURES:
        if measure.name in used:
            now = ", as of now" if measure.overlay and measure.kind == "count" else ""
            yield code(measure.name), measure.title + now, _UNITS.get(measure.kind, measure.kind)


def _names(entry: Definition) -> Iterator[str]:
    if entry.histogram:
        yield entry.histogram
    for term in (*entry.numerator, *entry.denominator):
        for value in LABELS[entry.label] if entry.label else ("",):
            yield term.removeprefix("-").replace(f"{{{entry.label}}}", value)


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
