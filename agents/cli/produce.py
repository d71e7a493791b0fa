"""`floorwatch produce`: a recording into Kafka."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli import options
from agents.cli.failure import CommandError, MisuseError
from agents.cli.outgoing import Addressing
from agents.cli.pace import Pace, shift_to_present
from agents.cli.playlist import Faults, records, span
from agents.cli.progress import progress_over
from agents.cli.recording import STDIN, Recording, recordings_of
from agents.cli.setup import settings_for, site_for, start_logs
from agents.cli.validation import validate
from agents.clock import now_ms

if TYPE_CHECKING:
    from agents.settings.runtime import Settings

Speed = Annotated[
    float | None,
    typer.Option(
        min=0.001,
        metavar="N",
        help="Send as slowly as it happened (1), or N times as fast. Without it: as fast as Kafka takes it.",
        show_default=False,
    ),
]
ShiftToNow = Annotated[
    bool, typer.Option("--shift-to-now", help="Move the times to the present: none is sent before it happens.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Send nothing; read all as a worker would and show the first ten faults.")
]


def produce(
    files: options.Files,
    *,
    kafka: options.Kafka = None,
    speed: Speed = None,
    shift_to_now: ShiftToNow = False,
    dry_run: DryRun = False,
) -> None:
    """Send recorded events to Kafka, each contact's to its own partition.

    A line that is no JSON object with a contact (or an agent) is reported with its number, the others are sent, and the
    exit status is 1. Several files are merged by time.

    [dim]floorwatch produce my-day.jsonl.gz --dry-run                  is it good?[/]

    [dim]floorwatch produce my-day.jsonl.gz --shift-to-now[/]

    [dim]floorwatch produce my-day.jsonl.gz --speed 60 --shift-to-now      an hour in a minute[/]
    """
    settings = settings_for(kafka=kafka)
    addressing = Addressing(settings.contact_topic, settings.agent_topic)
    pace = None if speed is None else Pace(speed)
    if shift_to_now:
        addressing, pace = _moved(files, addressing, speed)
    if dry_run:
        validate(recordings_of(files), addressing, site_for(settings), pace)
        return
    _send(recordings_of(files), addressing, settings, pace)


def _moved(files: Sequence[Path], addressing: Addressing, speed: float | None) -> tuple[Addressing, Pace | None]:
    """The same addresses, with the shift that brings the files to the present, and the pace at which they are sent.

    What is earliest is sent now, wherever in the files it stands: what stands before it would come before its time.
    """
    if STDIN in files:
        raise MisuseError("--shift-to-now", "reads everything twice, which the standard input cannot: name a file")
    extent = span(recordings_of(files), addressing)
    if extent is None:
        raise CommandError(str(files[0]), "", "holds no event with a time that could be moved")
    now = now_ms()
    shift_ms = shift_to_present(now, extent, speed)
    pace = None if speed is None else Pace(speed, (now, extent[0] + shift_ms))
    return replace(addressing, shift_ms=shift_ms), pace


def _send(recordings: Sequence[Recording], addressing: Addressing, settings: "Settings", pace: Pace | None) -> None:
    from agents.cli.sending import send

    faults = Faults()
    start_logs(settings, quiet=True)
    with progress_over(recordings, "sending") as step:
        delivery = asyncio.run(
            send(records(recordings, addressing, faults), settings, pace=pace, sent=lambda _record: step())
        )
    for record, fault in delivery.refused:
        faults.add(f"{record.topic}, key {record.key.decode()}", f"Kafka refused it: {fault}")
    faults.tell()
    typer.echo(f"{delivery.delivered} sent, {faults.count} not")
    if faults.damage is not None:
        raise faults.damage
    if faults.count:
        raise typer.Exit(1)
