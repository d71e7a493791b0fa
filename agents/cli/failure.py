"""How a command that did not succeed says so."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from agents.cli.plain import plain, shortened
from stream.errors import FloorwatchError


class CommandError(FloorwatchError):
    """A command ran and its check failed, or part of its work could not be done: exit status 1."""


class MisuseError(FloorwatchError):
    """Options that do not go together: exit status 2."""

    def __init__(self, option: str, reason: str) -> None:
        """Name the option and what is wrong with it."""
        super().__init__("command line", option, reason)


@contextmanager
def naming_options() -> Iterator[None]:
    """Put the option of a command before what a scenario says about its field."""
    try:
        yield
    except ValueError as fault:
        field, _, reason = str(fault).partition(": ")
        raise MisuseError(f"--{field.removesuffix('_s').replace('_', '-')}", reason) from None


def say(reason: Exception | str) -> None:
    """Write one line on the standard error for the reason and for each of its notes, long words cut short."""
    for line in (str(reason), *getattr(reason, "__notes__", ())):
        sys.stderr.write(plain(shortened(" ".join(line.split()))) + "\n")
