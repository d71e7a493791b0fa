"""The record for people: as a table on a terminal, and as Markdown."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from agents.bench.figures import Figure, Spread
from agents.bench.findings import Findings

_WHOLE_FROM: Final = 1_000
_NUMBERS: Final = ("value", "low – high", "of raw", "CPU µs/event", "of raw by CPU", "limit", "")


def print_findings(findings: Findings, console: Console) -> None:
    """Print the machine, the figures and what to think of them."""
    for line in _about(findings):
        console.print(line)
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("sub-bench", no_wrap=True)
    table.add_column("figure")
    for column in _NUMBERS:
        table.add_column(column, justify="right", no_wrap=True)
    for figure, bench in _with_bench(findings.figures):
        style = "bold red" if figure.met is False else None
        table.add_row(bench, figure.title, *_cells(figure), style=style)
    console.print(table)
    for figure in findings.missed:
        console.print(f"Missed: {figure.bench}, {figure.title}: {_judged(figure)}, not {limit_of(figure)}", style="red")
    for warning in findings.warnings:
        console.print(f"Warning: {warning}", style="yellow")


def markdown(findings: Findings) -> str:
    """The same as Markdown, one table with the machine above it."""
    lines = [
        " ".join(_about(findings)),
        "",
        "| sub-bench | figure | value | of the raw loop | CPU µs/event | limit |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for figure, bench in _with_bench(findings.figures):
        cpu = "" if figure.cpu_us_per_event is None else shown(figure.cpu_us_per_event.median)
        ratio = "" if figure.of_raw is None else shown(figure.of_raw.median)
        verdict = "" if figure.met is None else f"{limit_of(figure)}: {_verdict(figure)}"
        lines.append(f"| {bench} | {figure.title} | {_valued(figure)} | {ratio} | {cpu} | {verdict} |")
    return "\n".join(lines) + "\n"


def limit_of(figure: Figure) -> str:
    """The limit of a figure in words; empty where it has none."""
    limit = figure.limit
    if limit is None:
        return ""
    unit = " of raw" if limit.of_raw else _unit(figure)
    return f"{'≥' if limit.at_least else '≤'} {shown(limit.amount)}{unit}"


def shown(number: float) -> str:
    """A number with three digits that count, or whole from a thousand on."""
    if abs(number) >= _WHOLE_FROM:
        return f"{number:,.0f}"
    text = f"{number:.3g}"
    return f"{float(text):g}" if "e" in text and abs(number) >= 1 else text


def _about(findings: Findings) -> Iterator[str]:
    before = findings.before
    memory = "unknown" if before.free_memory_mib is None else f"{before.free_memory_mib:,} MiB"
    yield f"{before.cpu}, {before.cores} cores, {memory} of memory free, {before.python}; {findings.kafka};"
    rounds = max((figure.rounds for figure in findings.figures if figure.of_raw is not None), default=0)
    read = f"; {findings.events:,} events on {findings.partitions} partitions, medians of {rounds}" if rounds else ""
    scale = "" if findings.scale == 1 else f"; at {findings.scale:g} of the usual size"
    yield f"load {before.load:g} before, {findings.load_after:g} after{read}{scale}."


def _with_bench(figures: Sequence[Figure]) -> Iterator[tuple[Figure, str]]:
    """Each figure with the name of its sub-bench where that is another than the one before."""
    last = ""
    for figure in figures:
        yield figure, "" if figure.bench == last else figure.bench
        last = figure.bench


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        _valued(figure),
        _between(figure.value),
        "" if figure.of_raw is None else shown(figure.of_raw.median),
        "" if figure.cpu_us_per_event is None else shown(figure.cpu_us_per_event.median),
        "" if figure.cpu_of_raw is None else shown(figure.cpu_of_raw.median),
        limit_of(figure),
        _verdict(figure),
    )


def _verdict(figure: Figure) -> str:
    return "" if figure.met is None else "met" if figure.met else "missed"


def _valued(figure: Figure) -> str:
    return f"{shown(figure.value.median)}{_unit(figure)}"


def _judged(figure: Figure) -> str:
    """What the limit is compared with."""
    if figure.limit is not None and figure.limit.of_raw and figure.of_raw is not None:
        return f"{shown(figure.of_raw.median)} of raw"
    return _valued(figure)


def _unit(figure: Figure) -> str:
    return f" {figure.unit}" if figure.unit else ""


def _between(spread: Spread) -> str:
    """From the lowest to the highest, where there was more than one."""
    return "" if spread.low == spread.high else f"{shown(spread.low)} – {shown(spread.high)}"
