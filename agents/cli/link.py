"""`floorwatch link`: a way in for a browser, where a token is asked for."""

import re
from typing import Annotated, Final
from urllib.parse import urlsplit

import typer

from agents.cli.failure import MisuseError
from agents.cli.setup import settings_for

At = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Where the browser finds the board. Default: the host and port of the settings.",
        show_default=False,
    ),
]


_WHOLE: Final = re.compile(r"[^\s?#@]+")


def link(*, at: At = None) -> None:
    """Print a link that lets one browser in, once and within ten minutes; it stays let in for a month.

    Needs the worker's own FLOORWATCH_TOKEN (or FLOORWATCH_TOKEN_FILE) and asks nobody: any machine that has the token
    makes links.

    [dim]FLOORWATCH_TOKEN_FILE=/run/secrets/token floorwatch link --at https://board.example.org[/]
    """
    from agents.clock import now_ms
    from agents.settings.serving import board_address, web_options
    from agents.web.entrance import ENTER
    from agents.web.passes import Passes

    settings = settings_for()
    web_options(settings)
    if settings.token is None:
        raise MisuseError("link", "FLOORWATCH_TOKEN and FLOORWATCH_TOKEN_FILE are not set: no link is needed")
    address = (board_address(settings) if at is None else _checked(at)).rstrip("/")
    typer.echo(f"{address}{ENTER}?pass={Passes(settings.token.get_secret_value()).make('link', now_ms())}")


def _checked(address: str) -> str:
    """An address that a browser can open; raises MisuseError."""
    try:
        parts = urlsplit(address)
        # Behind a `?` or `#` the way in would be no path.
        whole = _WHOLE.fullmatch(address) is not None
        good = whole and parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # of a port beyond the last one, of half a bracket
        good = False
    if not good:
        raise MisuseError("--at", f"{address!r} is no address, such as https://board.example.org")
    return address
