"""`floorwatch simulate`: a made-up floor, as a recording or live into Kafka."""

import asyncio
import gzip
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Final, Literal

import typer

from agents.cli import options
from agents.cli.failure import CommandError, MisuseError, naming_options
from agents.cli.pace import Pace
from agents.cli.setup import settings_for, start_logs
from agents.clock import now_ms
from agents.simulate.encoding import encode
from agents.simulate.floor import simulate as events_of
from agents.simulate.scenario import Scenario
from stream.errors import unwritable
from stream.units import Millis, parse_instant

_MONDAY_MORNING: Final = "2025-01-06T08:00:00Z"
_TEN_MINUTES_S: Final = 600.0
_STDOUT: Final = Path("-")

Rate = Annotated[float, typer.Option(metavar="N", help="Events per second, on average: 1 to 50,000.")]
Seed = Annotated[int, typer.Option(metavar="S", help="The same seed and start give the same events.")]
Duration = Annotated[
    float | None,
    typer.Option(metavar="S", help="Seconds of the floor's time. Default: 600; into Kafka no end.", show_default=False),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Where to (.gz packs it). Default: the standard output.", show_default=False),
]
Kafka = Annotated[
    str | None,
    typer.Option(metavar="HOST:PORT", help="Send them to this Kafka, each when it happens.", show_default=False),
]
Start = Annotated[
    str | None,
    typer.Option(metavar="INSTANT", help=f"Default: {_MONDAY_MORNING}; into Kafka now.", show_default=False),
]
History = Annotated[float, typer.Option(metavar="S", help="Seconds of quiet past before the start.")]
Pacing = Annotated[
    Literal["demo", "floor"],
    typer.Option(help="demo: calls of seconds, something to see at once. floor: durations as on a real floor."),
]
TimeZone = Annotated[str, typer.Option(metavar="ZONE", help="Where the floor's day begins.")]
Incidents = Annotated[bool, typer.Option(help="Let staff drop out and customers surge now and then.")]


def simulate(
    *,
    rate: Rate = 50.0,
    seed: Seed = 1,
    duration: Duration = None,
    out: Out = None,
    kafka: Kafka = None,
    start: Start = None,
    history: History = 0.0,
    pace: Pacing = "demo",
    time_zone: TimeZone = "UTC",
    incidents: Incidents = True,
) -> None:
    """Simulate a customer-service floor: queues of calls, chats and mails, agents, customers who lose patience.

    [dim]floorwatch simulate --rate 200 --duration 3600 --out hour.jsonl.gz[/]

    [dim]floorwatch simulate --kafka localhost:9092 --history 1800[/]
    """
    if out is not None and kafka is not None:
        raise MisuseError("--out", "and --kafka are two places: name one of them")
    live = kafka is not None
    begins_at = _begins_at(start, live=live)
    with naming_options():
        scenario = Scenario(
            start_at_ms=begins_at,
            seed=seed,
            rate=rate,
            duration_s=_TEN_MINUTES_S if duration is None and not live else duration,
            pace=pace,
            incidents=incidents,
            history_s=history,
            time_zone=time_zone,
        )
    if kafka is None:
        _write(scenario, out)
    else:
        _send(scenario, kafka)


def _begins_at(start: str | None, *, live: bool) -> Millis:
    asked = options.instant(start, "--start")
    if asked is not None:
        return asked
    return now_ms() if live else parse_instant(_MONDAY_MORNING)


def _write(scenario: Scenario, out: Path | None) -> None:
    with _opened(out) as stream, _interrupts(at_once=out is None or out == _STDOUT) as interrupts:
        for event in events_of(scenario):
            _, value, _ = encode(event)
            stream.write(value + b"\n")
            if interrupts:
                raise KeyboardInterrupt


@contextmanager
def _interrupts(*, at_once: bool) -> Iterator[Sequence[int]]:
    """Those that have come: in the midst of an event one would leave a packed file that is damaged.

    Whoever writes into a pipe that nobody reads must be interrupted `at_once`.
    """
    asked: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    if not at_once:
        signal.signal(signal.SIGINT, lambda number, _frame: asked.append(number))
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _opened(out: Path | None) -> Iterator[BinaryIO]:
    if out is None or out == _STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        raw = out.open("wb")
    except OSError as fault:
        raise unwritable(out, fault) from None
    with raw:
        if out.suffix != ".gz":
            yield raw
            return
        # Without name and time of day in it, equal events make equal files.
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
            yield packed  # type: ignore[misc]


def _send(scenario: Scenario, kafka: str) -> None:
    from agents.cli.sending import send, simulated

    settings = settings_for(kafka=kafka)
    start_logs(settings, quiet=True)

    pace = Pace(1.0, (now_ms(), scenario.start_at_ms))
    delivery = asyncio.run(send(simulated(scenario, settings), settings, pace=pace))
    if delivery.refused:
        _, fault = delivery.refused[0]
        raise CommandError("kafka", settings.bootstrap, f"{len(delivery.refused)} events were refused: {fault}")
    typer.echo(f"{delivery.delivered} sent")
