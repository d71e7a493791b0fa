"""Figures as tables for a person; what needs no evidence of its own is left to the JSON."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from agents.cli.plain import plain
from stream.catalog import NOW, Catalogue
from stream.definition import BY_ENTRY
from stream.floor import IMPOSSIBLE, Floor, Quality, SliceFigures
from stream.kpi import KpiValue
from stream.report import Nested, Row
from stream.units import HOUR, MINUTE, SECOND, format_instant

NOTHING: Final = "–"
"""No evidence is no number."""
_THIN: Final = "~"
_THIN_TOLD: Final = f"{_THIN} thin: from fewer cases than the KPI's minimum evidence"

_BOARD: Final = (
    "waiting",
    "longest_wait",
    "offered",
    "answered",
    "abandoned",
    "service_level",
    "abandonment_rate",
    "asa",
    "aht",
    "first_response_time_p50",
)
_REPORT: Final = frozenset(
    {
        "offered",
        "answered",
        "abandoned",
        "service_level",
        "abandonment_rate",
        "asa",
        "handled",
        "aht",
        "first_response_time",
        "first_response_time_p50",
        "first_response_within_target",
        "occupancy",
        "utilisation",
        "handled_per_hour",
        "sla_attainment",
    }
)
"""What fits on a screen."""
_EMPTY: Final = frozenset({NOTHING, "0"})
_TODAY: Final = "today"
_NARROW: Final = 12
"""Letters of a column's name in one line, where there is no room."""
_AROUND: Final = 3
"""Columns that a table puts around each figure."""
_WIDE: Final = 400
"""Columns where nobody's window ends: in a pipe or a file."""


def shown(figure: KpiValue | None) -> str:
    """A value with its unit: `83.3 %`, `42.0 s`, `12:05`, `1,204`, `2.5` an hour, or a dash where there is none."""
    if figure is None or figure.value is None:
        return NOTHING
    value = figure.value
    if figure.unit == "ratio":
        return f"{value:.1%}".replace("%", " %")
    if figure.unit == "s":
        return _clock(value)
    # Hardly anybody handles ten an hour: a board shows tenths too.
    return f"{value:,.1f}" if figure.unit == "per_hour" else f"{value:,.0f}"


def _marked(figure: KpiValue | None) -> str:
    """The same, with a sign before what is of thin evidence."""
    return (_THIN if figure is not None and figure.thin is True else "") + shown(figure)


def _clock(seconds: float) -> str:
    if round(seconds, 1) < MINUTE // SECOND:
        return f"{seconds:.1f} s"
    hours, rest = divmod(round(seconds), HOUR // SECOND)
    minutes, rest = divmod(rest, MINUTE // SECOND)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def print_floor(floor: Floor, catalogue: Catalogue) -> None:
    """Print what a board shows of today and of now, and what became of the records of each source."""
    names = [name for name in _BOARD if name in catalogue.kpis]
    heads = ("Queue", "Channel", *(catalogue.kpis[name].title for name in names))
    body = [
        (
            *(figures.slice.get(label, "all") for label in ("queue", "channel")),
            *(_marked(_figure(figures, name)) for name in names),
        )
        for figures in floor.slices
        if figures.slice.keys() <= {"queue", "channel"}
    ]
    console = console_of_stdout()
    # Before the first event there is no instant.
    title = f"The floor at {format_instant(floor.as_of_ms)}, figures of today" if floor.as_of_ms else "An empty floor"
    console.print(title, style="table.title")
    for table in (*fitted(heads, body, left=2, width=console.width), *_alarms(floor, console.width), _sources(floor)):
        console.print(table)
    _tell_thin(console, body, left=2)
    _tell_quality(console, (figures.quality for figures in floor.slices if not figures.slice))


def print_rows(rows: Sequence[Row], *, main: bool = True) -> None:
    """Print a report, of all its figures the `main` ones only; a row that is not final is marked."""
    labels = list(dict.fromkeys(label for row in rows for label in row.slice))
    flat = [_columns(row, main=main) for row in rows]
    paths = [path for path in (flat[0] if flat else ()) if not main or any(of.get(path) not in _EMPTY for of in flat)]
    body = [
        (
            ("total " if row.total else "") + row.from_at + ("" if row.final else " *"),
            row.to_at,
            *(row.slice.get(label, "all") for label in labels),
            *(figures.get(path, "") for path in paths),
        )
        for row, figures in zip(rows, flat, strict=True)
    ]
    heads = ("From", "To", *(label.capitalize() for label in labels), *paths)
    console = console_of_stdout()
    for table in fitted(heads, body, left=2 + len(labels), width=console.width):
        console.print(table)
    if not rows:
        console.print("Nothing happened in the range.")
    if not all(row.final for row in rows):
        console.print("* not final: the data ends here, with contacts still in flight")
    _tell_thin(console, body, left=2 + len(labels))
    _tell_quality(console, (row.quality for row in rows if not row.slice and not row.total))


def _tell_thin(console: Console, rows: Iterable[Sequence[str]], *, left: int) -> None:
    if any(text.startswith(_THIN) for row in rows for text in row[left:]):
        console.print(_THIN_TOLD)


def _tell_quality(console: Console, of_everything: Iterable[Quality]) -> None:
    """What is wrong with the events behind the figures; no word where nothing is."""
    counts: Counter[str] = Counter({f"impossible ({reason})": 0 for reason in IMPOSSIBLE})
    for quality in of_everything:
        counts.update({f"impossible ({reason})": number for reason, number in quality.impossible.items()})
        counts["unmeasured"] += quality.unmeasured
        counts["implied answers"] += quality.implied_answers
        counts["closed for silence"] += quality.closed_idle
    if told := ", ".join(f"{number:,} {what}" for what, number in counts.items() if number):
        console.print(f"quality: {told}")


def fitted(heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: int, width: int) -> list[Table]:
    """A table, or as many as it takes for the columns of figures to fit; the `left` columns stand in each of them.

    Before it is divided, the names of the columns are broken. Where not even one column of figures fits beside the
    words, it is the words that go over several lines.
    """
    if not rows:
        return []
    rows = [list(map(plain, row)) for row in rows]
    widths = _widths(heads, rows)
    if sum(widths) >= width:
        heads = [*heads[:left], *map(_broken, heads[left:])]
        widths = _widths(heads, rows)
    words = sum(widths[:left])
    tables: list[list[int]] = [[]]
    for place in range(left, len(heads)):
        if tables[-1] and words + sum(widths[one] for one in tables[-1]) + widths[place] >= width:
            tables.append([])
        tables[-1].append(place)
    return [
        grid(
            [heads[one] for one in (*range(left), *places)],
            ([row[one] for one in (*range(left), *places)] for row in rows),
            left=left,
            narrow=words + max(widths[left:], default=0) >= width,
        )
        for places in tables
    ]


def console_of_stdout() -> Console:
    """As wide as the terminal, and wide enough for every column where there is none; names are printed as they are."""
    return Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False, markup=False, emoji=False)


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]], *, left: int, narrow: bool = False) -> Table:
    """A table of which the first `left` columns are words and the others figures; `narrow` breaks the words first."""
    table = Table(box=box.SIMPLE_HEAD)
    for number, head in enumerate(heads):
        words = number < left
        whole = words != narrow
        overflow: Literal["ellipsis", "fold"] = "ellipsis" if whole else "fold"
        table.add_column(head, justify="left" if words else "right", no_wrap=whole, overflow=overflow)
    for row in rows:
        table.add_row(*row)
    return table


def _figure(figures: SliceFigures, name: str) -> KpiValue | None:
    windows = figures.kpis[name]
    found = windows.get(_TODAY) or windows.get(NOW)
    return found if isinstance(found, KpiValue) else None


def _columns(row: Row, *, main: bool) -> dict[str, str]:
    chosen = ((name, nested) for name, nested in row.kpis.items() if not main or name.removesuffix(BY_ENTRY) in _REPORT)
    return {path: _marked(value) for name, nested in chosen for path, value in _leaves(name, nested)}


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """What each column takes up, the space around it included."""
    heights = (max(map(cell_len, head.splitlines())) for head in heads)
    return [_AROUND + max(head, *(cell_len(row[place]) for row in rows)) for place, head in enumerate(heights)]


def _broken(head: str) -> str:
    """The name of a column in lines that are no longer than they must be."""
    lines = [""]
    for word in re.findall(r"[^_. ]+[_. ]?|[_. ]", head):
        if lines[-1] and len(lines[-1] + word) > _NARROW:
            lines.append("")
        lines[-1] += word
    return "\n".join(map(str.rstrip, lines))


def _leaves(path: str, nested: Nested) -> Iterator[tuple[str, KpiValue]]:
    """Each value with its column: the KPI's name, then its label and its threshold or target, if there are any."""
    if isinstance(nested, KpiValue):
        yield path, nested
        return
    for key, inner in nested.items():
        yield from _leaves(f"{path}.{key}", inner)


def _alarms(floor: Floor, width: int) -> list[Table]:
    """The alarms that are not ok, the gravest first; no table where all are."""
    rows = [
        (
            alarm.state,
            alarm.key.alarm,
            *(dict(alarm.key.slice).get(label, "all") for label in ("queue", "channel")),
            format_instant(alarm.since_ms),
            *(
                shown(KpiValue(figure, None, None, alarm.unit))
                for figure in (alarm.evidence.value, alarm.evidence.threshold)
            ),
        )
        for alarm in floor.alarms
    ]
    return fitted(("Alarm", "Name", "Queue", "Channel", "Since", "Value", "Limit"), rows, left=5, width=width)


def _sources(floor: Floor) -> Table:
    rows = (
        (
            plain(source) or NOTHING,
            f"{counts.applied:,}",
            f"{counts.late:,}",
            f"{counts.duplicates:,}",
            ", ".join(f"{reason} {count:,}" for reason, count in sorted(counts.rejected.items())) or "0",
        )
        for source, counts in floor.sources.items()
    )
    return grid(("Source", "Applied", "Late", "Duplicates", "Rejected"), rows, left=1)
