"""`floorwatch simulate`: a made-up floor, as a recording or live into Kafka."""

import asyncio
import gzip
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Final, Literal

import typer

from agents.cli.clock import now_ms
from agents.cli.failure import CommandMisused
from agents.cli.outgoing import Outgoing
from agents.cli.pace import Pace
from agents.logs import configure_logs, quieten_libraries
from agents.settings.runtime import Settings, read_settings
from stream.errors import ConfigurationError
from stream.units import Millis, parse_instant

_MONDAY_MORNING: Final = "2025-01-06T08:00:00Z"
_TEN_MINUTES_S: Final = 600.0


def simulate(
    rate: Annotated[float, typer.Option(metavar="N", help="Events per second, on average: 1 to 50,000.")] = 50.0,
    seed: Annotated[int, typer.Option(metavar="S", help="The same seed and start give the same events.")] = 1,
    duration: Annotated[
        float | None,
        typer.Option(
            metavar="S", help="Seconds of the floor's time. Default: 600; into Kafka without end.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Where the events go (.gz packs them). Default: standard output.", show_default=False
        ),
    ] = None,
    kafka: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT", help="Send the events to this Kafka as they happen, from now on.", show_default=False
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            metavar="INSTANT", help=f"When it begins. Default: {_MONDAY_MORNING}; into Kafka now.", show_default=False
        ),
    ] = None,
    history: Annotated[
        float, typer.Option(metavar="S", help="Seconds of quiet past before the start, to fill the windows.")
    ] = 0.0,
    pace: Annotated[
        Literal["demo", "floor"],
        typer.Option(help="demo: calls of seconds, something to see at once. floor: durations as on a real floor."),
    ] = "demo",
    time_zone: Annotated[str, typer.Option(metavar="ZONE", help="Where the floor's day begins.")] = "UTC",
    incidents: Annotated[bool, typer.Option(help="Let staff drop out and customers surge now and then.")] = True,
) -> None:
    """Simulate a customer-service floor: queues of calls, chats and mails, agents, customers who lose patience.

    [dim]floorwatch simulate --rate 200 --duration 3600 --out hour.jsonl.gz[/]

    [dim]floorwatch simulate --kafka localhost:9092 --history 1800[/]
    """
    from agents.simulate.floor import encode
    from agents.simulate.floor import simulate as events_of
    from agents.simulate.scenario import Scenario

    if out is not None and kafka is not None:
        raise CommandMisused("--out", "and --kafka: the events go to one of them")
    begins_at = _instant(start) if start else now_ms() if kafka else parse_instant(_MONDAY_MORNING)
    try:
        scenario = Scenario(
            start_at_ms=begins_at,
            seed=seed,
            rate=rate,
            duration_s=_TEN_MINUTES_S if duration is None and kafka is None else duration,
            pace=pace,
            incidents=incidents,
            history_s=history,
            time_zone=time_zone,
        )
    except ValueError as fault:
        field, _, reason = str(fault).partition(": ")
        raise CommandMisused(f"--{field.removesuffix('_s').replace('_', '-')}", reason) from None
    events = events_of(scenario)
    if kafka is None:
        _write((encode(event)[1] for event in events), out)
    else:
        settings = read_settings(kafka=kafka)
        _send(((event["time"], *encode(event)) for event in events), settings, Pace(1.0, (begins_at, begins_at)))
