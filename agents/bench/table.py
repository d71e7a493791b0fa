"""The findings for a person."""

from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from agents.bench.figures import TITLES, Figure, Findings, Spread

_COLUMNS: Final = (
    "events",
    "events/s",
    "low – high",
    "of raw",
    "low – high",
    "CPU µs/event",
    "of raw",
)


def print_findings(findings: Findings, console: Console) -> None:
    """Print the machine, the figures and what to think of them."""
    before = findings.before
    memory = "unknown" if before.free_memory_mib is None else f"{before.free_memory_mib:,} MiB"
    console.print(f"{before.cpu}, {before.cores} cores, {memory} of memory free, {before.python}; {findings.kafka}")
    console.print(
        f"load {before.load:g} before, {findings.load_after:g} after; {findings.events:,} events on "
        f"{findings.partitions} partitions, medians of {findings.rounds} rounds"
    )
    console.print(_table(findings))
    console.print(f"The durable worker reads {findings.worker_to_per_event:,.0f} times as fast as the agent per event.")
    for warning in findings.warnings:
        console.print(f"Warning: {warning}", style="yellow")


def _table(findings: Findings) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Part", no_wrap=True)
    for column in _COLUMNS:
        table.add_column(column, justify="right", no_wrap=True)
    for figure in findings.figures:
        table.add_row(TITLES[figure.part], *_cells(figure))
    return table


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        f"{figure.events:,}",
        f"{figure.per_second.median:,.0f}",
        _between(figure.per_second, ",.0f"),
        f"{figure.of_raw.median:.3g}",
        _between(figure.of_raw, ".3g"),
        f"{figure.cpu_us_per_event.median:,.1f}",
        f"{figure.cpu_of_raw.median:.3g}",
    )


def _between(spread: Spread, form: str) -> str:
    """From the lowest to the highest, where there was more than one."""
    return "" if spread.low == spread.high else f"{spread.low:{form}} – {spread.high:{form}}"
