"""Options and arguments that several commands share."""

from pathlib import Path
from typing import Annotated, Final

import typer

from agents.cli.failure import MisuseError
from stream.codec import LATEST
from stream.units import Millis, parse_instant

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="Recordings: one JSON event a line, plain or gzip; - is the standard input.",
        show_default=False,
    ),
]

Kafka = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT",
        help="Kafka's servers, several with commas between. Default: FLOORWATCH_KAFKA, else localhost:9092.",
        show_default=False,
    ),
]

Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The site's file. Default: FLOORWATCH_CONFIG, else ./floorwatch.toml if there is one, else the defaults.",
        show_default=False,
    ),
]

Host = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Where to serve. Default: FLOORWATCH_HOST, else 127.0.0.1, which only this machine reaches.",
        show_default=False,
    ),
]

Port = Annotated[
    int | None,
    typer.Option(
        metavar="PORT",
        min=0,
        max=65_535,
        help="Port of wall board, API and metrics; 0 takes a free one. Default: FLOORWATCH_PORT, else 8090.",
        show_default=False,
    ),
]


_EARLIEST: Final = parse_instant("0002-01-01T00:00:00Z")
"""In the first year and the last one there are instants that the calendar of some time zone cannot write."""


def instant(text: str | None, option: str) -> Millis | None:
    """The instant that an option names, if it was given; raises MisuseError."""
    if text is None:
        return None
    try:
        at_ms = parse_instant(text)
    except ValueError:
        reason = f"{text!r} is not an instant with offset, such as 2026-01-31T14:00:00Z"
        raise MisuseError(option, reason) from None
    if not _EARLIEST <= at_ms <= LATEST:
        raise MisuseError(option, f"{text!r} is not from the year 2 to 9998")
    return at_ms
