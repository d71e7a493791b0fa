"""One contact, as its document tells of it, in tables for a person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table

from agents.cli.plain import plain
from agents.cli.tables import NOTHING, console_of_stdout

_LONGEST_PANE: Final = -1
_CLOCK_OF_ALL: Final = "last_at"
"""The field that every event moves to its own time."""
_QUIET: Final[tuple[object, ...]] = (None, False, 0, "")
_OWN: Final = frozenset({"held_as", "since", "until", "ended_by"})

Document = Mapping[str, Any]


def print_contact(document: Document) -> None:
    """Print everything, in the order in which it came to be."""
    console = console_of_stdout()
    console.print(f"Contact {plain(document['contact'])}, as of {document['as_of']}", style="bold")
    console.print(_told(document["told"]))
    for number, life in enumerate(document["lives"], 1):
        if len(document["lives"]) > 1:
            console.print(f"Life {number}: it had been forgotten before" if number > 1 else "Life 1")
        _print_life(console, life)
    _print_lines(console, "What it counts for", document["contributions"])
    _print_lines(console, "In flight: what time alone has decided so far", document["in_flight"])
    _print(
        console,
        "Impossible: left out of the sums",
        ("At", "Slice", "Reason", ""),
        ((one["at"], _slice(one), one["reason"], one["title"]) for one in document["impossible"]),
    )


def _print_life(console: Console, life: Document) -> None:
    _print(console, "As folded", ("At", "Event", "Says", "Changes"), map(_folded, life["folded"]))
    entries = (
        (one["since"], *_end(one), _pairs({name: value for name, value in one.items() if name not in _OWN}))
        for one in life["entries"]
    )
    _print(console, "Entries", ("Since", "Until", "Ended by", "Last seen as"), entries)
    for title in ("conversations", "cycles"):
        rows = (
            (one["from"], one["to"] or NOTHING, _pairs({k: v for k, v in one.items() if k not in {"from", "to"}}))
            for one in life[title]
        )
        _print(console, title.capitalize(), ("From", "To", ""), rows)
    clocks = (
        (
            *(one["clock"], _slice(one), one["started"], one["deadline"], one["ended"] or NOTHING),
            *(one["outcome"], _pairs(one["terms"])),
        )
        for one in life["clocks"]
    )
    _print(console, "Clocks", ("Clock", "Slice", "Since", "Deadline", "Ended", "Outcome", "Terms"), clocks)
    state = ((name, _short(value)) for name, value in life["state"].items() if value not in _QUIET)
    _print(console, "State reached", ("Field", "Value"), state)


def _end(entry: Document) -> tuple[str, str]:
    """Until when an entry waited, and what ended that; of the answered the state holds more, for their handling."""
    if "answered_at" in entry:
        return entry["answered_at"], "answered"
    return entry["until"] or NOTHING, entry["ended_by"] or "still waiting"


def _folded(step: Document) -> tuple[str, ...]:
    changes = (
        f"{name} = {_short(of['after'])}"
        if of["before"] is None
        else f"{name} {_short(of['before'])} → {_short(of['after'])}"
        for name, of in step["changes"].items()
        if name != _CLOCK_OF_ALL
    )
    return step["at"], step["type"], _pairs(step["fields"]), ", ".join(changes)


def _told(told: Sequence[Document]) -> Table:
    rows = (
        (
            str(one["number"]),
            one["place"],
            one["at"] or NOTHING,
            one["source"] or NOTHING,
            one["type"] or NOTHING,
            _pairs(one["fields"]),
            one["outcome"] + (f": {one['reason']}" if one["reason"] else ""),
        )
        for one in told
    )
    return _table("As told", ("No.", "Where", "At", "Source", "Event", "Says", "Outcome"), rows)


def _print_lines(console: Console, title: str, lines: Iterable[Document]) -> None:
    rows = (
        (
            list(line["panes"].values())[_LONGEST_PANE],
            line["at"],
            _slice(line),
            line["measure"],
            f"by {line['family']}",
            _amount(line),
            _moves(line["moves"]),
        )
        for line in lines
    )
    _print(console, title, ("Pane", "At", "Slice", "Measure", "Family", "Amount", "Moves"), rows)


def _amount(line: Document) -> str:
    if "duration_ms" in line:
        return f"{line['amount']:,} of {line['duration_ms']:,} ms"
    return f"{line['amount']:,} ms" if line["measure"].endswith("_ms") else f"{line['amount']:,}"


def _moves(moves: Iterable[Document]) -> str:
    """The KPIs by part: `numerator: answered; denominator: asa, -…`."""
    parts: dict[str, list[str]] = {}
    for one in moves:
        parts.setdefault(one["part"], []).append(("-" if one["sign"] < 0 else "") + one["kpi"])
    return "; ".join(f"{part}: {', '.join(kpis)}" for part, kpis in parts.items()) or NOTHING


def _slice(of: Document) -> str:
    return " ".join(value for value in of["slice"].values() if value)


def _pairs(fields: Document) -> str:
    return " ".join(f"{name}={_short(value)}" for name, value in fields.items() if value not in _QUIET)


def _short(value: object) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, dict):
        return "{" + _pairs(value) + "}"
    return "/".join(map(_short, value)) if isinstance(value, list) else str(value)


def _print(console: Console, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table, or nothing where it would have no rows."""
    table = _table(title, heads, rows)
    if table.row_count:
        console.print(table)


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*map(plain, row))
    return table
