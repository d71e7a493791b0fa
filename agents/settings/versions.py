"""Versions of one thing: tables of the same name, the later ones with the instant from which they hold."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from agents.settings.values import Instant
from stream.errors import ConfigurationError
from stream.units import Millis, format_instant


class Versioned(Protocol):
    """A table that may be a later version."""

    @property
    def starts_at(self) -> Instant | None:
        """From when on it holds; None: from the beginning."""
        ...


AnyTable = TypeVar("AnyTable", bound=Versioned)


def in_order(
    numbered: Sequence[tuple[int, AnyTable]], title: str, tables: str, file: str
) -> list[tuple[int, AnyTable]]:
    """The versions by their beginnings; raises ConfigurationError unless each has its own, and the first none."""
    ordered = sorted(numbered, key=_beginning)
    number, first = ordered[0]
    if first.starts_at is not None:
        reason = f"the first version of {title} holds from the beginning: it has no 'from'"
        raise ConfigurationError(file, f"{tables}[{number}].from", reason)
    for (_, earlier), (number, later) in pairwise(ordered):
        if later.starts_at is None:
            raise ConfigurationError(file, f"{tables}[{number}]", f"{title} stands here twice without 'from'")
        if later.starts_at == earlier.starts_at:
            reason = f"two versions of {title} begin at {format_instant(later.starts_at)}"
            raise ConfigurationError(file, f"{tables}[{number}].from", reason)
    return ordered


def _beginning(numbered: tuple[int, Versioned]) -> tuple[bool, Millis]:
    starts_at = numbered[1].starts_at
    return starts_at is not None, starts_at or 0
