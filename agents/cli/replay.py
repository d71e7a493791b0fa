"""`floorwatch replay`: a recording through the engine of a worker, without Kafka."""

import sys
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from agents.cli import options
from agents.cli.playlist import in_time_order, naming_files
from agents.cli.progress import progress_over
from agents.cli.recording import Recording, recordings_of
from agents.cli.setup import rules_for, settings_for, site_for
from agents.cli.tables import print_floor
from stream.alarms.hours import opening_hours
from stream.alarms.machine import Alarms
from stream.alarms.rounds import Rounds
from stream.catalog import standard
from stream.floor import encode
from stream.replay import Replay

At = Annotated[
    str | None,
    typer.Option(
        metavar="INSTANT",
        help="The floor at this instant, such as 2026-01-31T14:00:00Z; later events are left out. Default: at the end.",
        show_default=False,
    ),
]
Partitions = Annotated[
    int,
    typer.Option(metavar="N", min=1, max=1_000, help="Place contacts as on a topic of so many partitions."),
]
Looks = Annotated[
    bool,
    typer.Option(
        "--alarms",
        help="Let the alarms look every ten seconds of event time, as a worker does once a second: minutes for a week.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the document of GET /api/floor.")]


def replay(
    files: options.Files,
    *,
    config: options.Config = None,
    at: At = None,
    partitions: Partitions = 1,
    alarms: Looks = False,
    json: Json = False,
) -> None:
    """Fold a recording as a worker does and print the floor that its board would show.

    [dim]floorwatch replay my-day.jsonl.gz --at 2026-01-31T14:00:00Z[/]

    [dim]floorwatch replay my-day.jsonl.gz --partitions 8 --json | jq .slices[/]
    """
    settings = settings_for(config=config)
    site = site_for(settings)
    catalogue = standard().with_windows(site.windows)
    rules = rules_for(settings, site, catalogue)
    rounds = Rounds(Alarms(rules, opening_hours(site)), catalogue) if alarms else None
    replayed = Replay(site, partitions, options.instant(at, "--at"), rounds)
    _feed(replayed, recordings_of(files))
    floor = replayed.floor(catalogue)
    if json:
        sys.stdout.buffer.write(encode(floor) + b"\n")
    else:
        print_floor(floor, catalogue)


def _feed(replayed: Replay, recordings: Sequence[Recording]) -> None:
    """Fold every line; one recording keeps its blank lines, so that lines are counted as an editor does."""
    with naming_files(recordings), progress_over(recordings, "folding") as step:

        def texts() -> Iterator[bytes]:
            for line in in_time_order(recordings, blank=True):
                step()
                yield line.text

        replayed.feed(texts())
