"""`floorwatch bench`: how fast this machine is at it."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from agents.cli.failure import MisuseError
from agents.cli.setup import settings_for, start_logs
from stream.errors import unwritable

if TYPE_CHECKING:
    from rich.console import Console

    from agents.bench.findings import Findings

_TERMINATED: Final = 143
_WIDE: Final = 160
_SLICE: Final = 3_000
"""Events for the agent that takes them one by one."""

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SUB-BENCH]...", help="What to measure; `all` is everything.", show_default=False),
]
Listing = Annotated[bool, typer.Option("--list", help="Print what can be measured, and measure nothing.")]
Events = Annotated[int, typer.Option(metavar="N", min=1_000, help="Events on the topic that the rounds read.")]
Rounds = Annotated[int, typer.Option(metavar="N", min=1, help="How often each part runs; medians are shown.")]
Scale = Annotated[
    float, typer.Option(metavar="F", min=0.001, max=100.0, help="How much the others measure: 0.1 is a tenth of it.")
]
Kafka = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT",
        help="Measure on this Kafka. Default: FLOORWATCH_KAFKA, else one of its own, gone when it ends.",
        show_default=False,
    ),
]
Json = Annotated[
    Path | None,
    typer.Option(
        "--json", metavar="FILE", help="Write the record as JSON; `-` prints it, and no table.", dir_okay=False
    ),
]
Compare = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Compare with this record: old, new, change, what is worse.")
]
Limit = Annotated[
    str | None,
    typer.Option(
        metavar="SHARE",
        help="With --compare: exit 1 where a figure is worse by more, such as 20%, or none is in both records.",
    ),
]
Show = Annotated[
    Path | None, typer.Option("--table", metavar="FILE", help="Print this record as Markdown, and measure nothing.")
]
Record = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Compare this record instead of measuring a new one.")
]


def bench(
    *,
    names: Names = None,
    listing: Listing = False,
    events: Events = 1_000_000,
    rounds: Rounds = 3,
    scale: Scale = 1.0,
    kafka: Kafka = None,
    json: Json = None,
    compare: Compare = None,
    fail_if_worse: Limit = None,
    record: Record = None,
    table: Show = None,
) -> None:
    """Measure this machine: each part as a ratio to a bare loop over the same events, the rest against its limit.

    Machines differ and so do their neighbours: compare ratios of one run, not events per second of two. Without names
    the quick ones are measured, in a few minutes. Ctrl-C leaves nothing behind. Exit status: 0 measured, 1 a part
    failed or --fail-if-worse was exceeded; a missed limit is shown and fails nothing.

    [dim]floorwatch bench --events 200000[/]
    [dim]floorwatch bench latency scrape --json new.json[/]
    [dim]floorwatch bench all --compare old.json --fail-if-worse 20%[/]
    """
    from agents.bench import findings

    _check_purpose({"--list": listing, "--table": table, "--record": record, "SUB-BENCH": names})
    allowed = _share(fail_if_worse, compare)
    if listing or table is not None:
        _check_purpose({"--list": listing, "--table": table, "--json": json, "--compare": compare})
        _print_names() if table is None else _print_markdown(table)
        return
    # Read first: nobody wants to learn after ten minutes that there is nothing to compare with, or nowhere to write.
    before = None if compare is None else findings.read(compare)
    _check_writable(json)
    found = findings.read(record) if record is not None else _measure(names or [], events, rounds, scale, kafka)
    _tell(found, json)
    if before is not None:
        _compare(before, found, allowed, quiet=json == Path("-"))


def _check_purpose(asked: Mapping[str, object]) -> None:
    """Raise MisuseError where more than one of these is given: one of them would be passed over in silence."""
    given = [name for name, value in asked.items() if value]
    if len(given) > 1:
        raise MisuseError(given[0], f"and {given[1]} do not go together: name one of them")


def _check_writable(path: Path | None) -> None:
    if path is None or path == Path("-"):
        return
    there = path.exists()
    try:
        path.open("ab").close()
    except OSError as fault:
        raise unwritable(path, fault) from None
    if not there:
        # A run that is broken off leaves no empty record.
        path.unlink()


def _measure(names: list[str], events: int, rounds: int, scale: float, kafka: str | None) -> "Findings":
    from asyncio import CancelledError

    from agents.bench import session
    from agents.bench.registry import chosen
    from agents.bench.throughput import Rounds as HowMuch

    plan = session.Plan(chosen(names), HowMuch(events, rounds, min(events, _SLICE)), scale)
    settings = settings_for(kafka=kafka)
    start_logs(settings, quiet=True)
    try:
        return session.run(settings, plan)
    except CancelledError:
        raise typer.Exit(_TERMINATED) from None


def _tell(found: "Findings", json: Path | None) -> None:
    from agents.bench import findings
    from agents.bench.table import print_findings

    if json == Path("-"):
        typer.echo(findings.written(found), nl=False)
        return
    if json is not None:
        json.write_bytes(findings.written(found))
    print_findings(found, _console())


def _compare(before: "Findings", found: "Findings", allowed: float | None, *, quiet: bool) -> None:
    from agents.bench.compare import changes, print_changes, sizes_apart, too_much_worse

    changed, console = changes(before, found), _console(err=quiet)
    print_changes(changed, console)
    for line in sizes_apart(before, found, changed):
        console.print(line, style="yellow")
    # Where nothing could be compared, that nothing is worse is no good news.
    if allowed is not None and (not changed or too_much_worse(changed, allowed)):
        raise typer.Exit(1)


def _print_names() -> None:
    from agents.bench.registry import EVERYTHING, QUICK, about

    lines = about()
    width = max(map(len, lines))
    for name, line in lines.items():
        typer.echo(f"{'*' if name in QUICK else ' '} {name:{width}}  {line}")
    typer.echo(f"\n* where none is named; `{EVERYTHING}` is every one of them")


def _print_markdown(path: Path) -> None:
    from agents.bench.findings import read
    from agents.bench.table import markdown

    typer.echo(markdown(read(path)), nl=False)


def _share(text: str | None, compare: Path | None) -> float | None:
    """What is allowed, `20%` or `0.2`, as a share; raises MisuseError."""
    if text is None:
        return None
    if compare is None:
        raise MisuseError("--fail-if-worse", "needs --compare")
    number, percent, rest = text.partition("%")
    try:
        share = float(number) / (100 if percent else 1)
    except ValueError:
        share = -1.0
    if rest or not 0 <= share < float("inf"):
        raise MisuseError("--fail-if-worse", f"{text!r} is no share: write 20% or 0.2")
    return share


def _console(*, err: bool = False) -> "Console":
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    return Console(stderr=err, width=None if stream.isatty() else _WIDE, highlight=False, markup=False)
