"""`floorwatch audit`: whether the floor is what its topic says."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from agents.cli import options
from agents.cli.failure import say
from agents.cli.setup import settings_for, site_for, start_logs

if TYPE_CHECKING:
    from agents.audit.dump import Dump
    from agents.audit.floor import Asked
    from agents.audit.verdict import Verdict
    from agents.settings.runtime import Settings
    from stream.site import Site

Partitions = Annotated[
    list[int] | None,
    typer.Option("--partition", metavar="N", min=0, help="Only this partition; may be given several times."),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="INSTANT",
        help="Read only what was written since. Contacts that may have begun before are left out of the comparison.",
        show_default=False,
    ),
]
Rate = Annotated[
    int, typer.Option(metavar="N", min=0, help="Read at most N records a second; 0: as many as there are.")
]
EngineOnly = Annotated[
    bool, typer.Option("--engine-only", help="Do not count in SQL: needs no DuckDB, and a third of the time.")
]
DumpTo = Annotated[
    Path | None,
    typer.Option(
        "--dump",
        metavar="FOLDER",
        help="Write the records there besides, a recording for each partition, as replay and report read them.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def audit(
    *,
    partition: Partitions = None,
    start: From = None,
    rate: Rate = 20_000,
    engine_only: EngineOnly = False,
    dump: DumpTo = None,
    json: Json = False,
    kafka: options.Kafka = None,
    config: options.Config = None,
) -> None:
    """Fold the topic again, count it in SQL as well, and compare both with what the workers keep at the same offsets.

    Reads beside running workers and changes nothing. Prints the first difference of each partition: the pane, what is
    kept there and what should be, the contacts behind it and the offsets of their records. Exit status 1 if there is
    any, or if something is kept and no record of it could be compared. Holds the state of one partition at a time; SQL
    goes on on disk beyond half a gigabyte.

    [dim]floorwatch audit --partition 3 --from 2026-01-31T06:00:00Z[/]
    [dim]floorwatch audit --dump friday, then floorwatch replay friday/*.jsonl[/]

    Counting in SQL needs DuckDB, which the extra `audit` of the package brings.
    """
    from agents.audit.dump import Dump
    from agents.audit.floor import Asked

    settings = settings_for(kafka=kafka, config=config)
    site = site_for(settings)
    from_ms = options.instant(start, "--from")
    dumped = None if dump is None else Dump(dump)
    asked = Asked(partition or (), from_ms, sql=not engine_only, rate=rate, dump=dumped)
    start_logs(settings, quiet=True)
    verdicts = asyncio.run(_verdicts(settings, site, asked))
    _tell(verdicts, site, json=json)
    if dumped is not None:
        say(_written(dumped))
    if any(verdict.differences for verdict in verdicts) or _all_in_vain(verdicts):
        raise typer.Exit(1)


def _written(dump: "Dump") -> str:
    lines = f"{dump.folder}: {dump.lines:,} records written"
    return lines + (f", {dump.left_out:,} left out that no line can hold" if dump.left_out else "")


def _all_in_vain(verdicts: Sequence["Verdict"]) -> bool:
    """Whether nothing was compared of what is kept: no difference is then no good news."""
    kept = any(verdict.applied_offset >= 0 for verdict in verdicts)
    return kept and not any(verdict.records for verdict in verdicts)


async def _verdicts(settings: "Settings", site: "Site", asked: "Asked") -> Sequence["Verdict"]:
    from agents.audit.floor import audit as audited
    from agents.cli.progress import progress_of

    with progress_of("auditing") as bar:
        return [verdict async for verdict in audited(settings, site, asked, bar.expect, bar.step)]


def _tell(verdicts: Sequence["Verdict"], site: "Site", *, json: bool) -> None:
    from agents.audit.verdict import document
    from agents.cli.audit_tables import print_audit

    told = document(verdicts, site)
    if json:
        sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
    else:
        print_audit(told)
