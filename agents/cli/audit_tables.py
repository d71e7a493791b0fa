"""The verdicts of an audit for a person: a line a partition, and below it the first difference of each."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table

from agents.cli.plain import plain
from agents.cli.tables import NOTHING, console_of_stdout

_HEADS: Final = ("Topic", "Partition", "Offsets", "Records", "Panes", "Subjects", "Sums in SQL", "Differences")
_PARTS: Final = 12
"""Measures of a pane that are shown; the JSON has all."""
_OFFSETS: Final = 20

Document = Mapping[str, Any]


def print_audit(told: Document) -> None:
    """Print everything, the differences last."""
    console = console_of_stdout()
    table = Table(box=box.SIMPLE_HEAD)
    for head in _HEADS:
        table.add_column(head, justify="left" if head == "Topic" else "right")
    for one in told["partitions"]:
        table.add_row(*_row(one))
    console.print(table)
    for remark in _remarks(told):
        console.print(remark, style="dim")
    for one in told["partitions"]:
        if one["first_difference"] is not None:
            _print_difference(console, one)
    total = told["differences"]
    if total:
        console.print(f"{total:,} differences", style="bold red")
    elif any(one["records"] for one in told["partitions"]):
        console.print("no difference", style="bold green")
    else:
        console.print("nothing was compared", style="bold")


def _row(one: Document) -> Iterator[str]:
    compared, through = one["compared"], one["applied_offset"]
    yield one["topic"]
    yield str(one["partition"])
    yield f"{one['first_offset']}–{through}" if one["records"] else NOTHING
    yield f"{one['records']:,}"
    yield f"{compared['panes']:,}"
    yield f"{compared['subjects']:,}"
    yield NOTHING if compared["sums_in_sql"] is None else f"{compared['sums_in_sql']:,}"
    yield f"{one['differences']:,}"


def _remarks(told: Document) -> Iterator[str]:
    for one in told["partitions"]:
        yield from (f"{one['topic']}[{one['partition']}]: {remark}" for remark in one["remarks"])


def _print_difference(console: Console, one: Document) -> None:
    first = one["first_difference"]
    console.print(f"{one['topic']}[{one['partition']}], first of {one['differences']:,}: {_title(first)}", style="bold")
    for part in first["unlike"][:_PARTS]:
        name = f"{part['measure']} by {part['attribution']}" if "measure" in part else part["part"]
        against = "in SQL" if "sql" in part else "folded again"
        console.print(f"  {name}: kept {part['kept']}, {against} {part.get('sql', part.get('folded_again'))}")
    if len(first["unlike"]) > _PARTS:
        console.print(f"  and {len(first['unlike']) - _PARTS} more")
    for who in first["behind"]:
        amounts = ", ".join(f"{name} {amount}" for name, amount in who["contributes"].items())
        offsets = ", ".join(map(str, who["offsets"][:_OFFSETS])) + (" …" if len(who["offsets"]) > _OFFSETS else "")
        console.print(
            f"  behind it: {plain(who['name'])}" + (f" ({amounts})" if amounts else "") + f", offsets {offsets}"
        )
    if first["behind_in_all"] > len(first["behind"]):
        console.print(f"  and {first['behind_in_all'] - len(first['behind']):,} more")


def _title(first: Document) -> str:
    if "from" not in first:
        return f"{first['kind']} {plain(first['name'])}"
    where = ", ".join(f"{label} {plain(value)}" for label, value in first["slice"].items() if value)
    return f"pane {first['from']} to {first['to']} (of {', '.join(first['windows'])}), {where}"
