"""The record of one run of `floorwatch bench`: what `--json` writes, and `--compare` and `--table` read."""

from pathlib import Path
from typing import Final

import msgspec

from agents.bench.figures import Figure
from agents.bench.machine import BUSY_PER_CORE, Machine
from stream.errors import ConfigurationError

EDITION: Final = 2
"""Of the record; files of another cannot be read."""


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """All that a bench has to tell: on which machine, with which Kafka, how much, and the figures."""

    edition: int = EDITION
    version: str
    started_at: str
    seconds: float
    kafka: str
    scale: float
    events: int
    partitions: int
    before: Machine
    load_after: float
    figures: list[Figure]
    warnings: list[str]

    @property
    def missed(self) -> list[Figure]:
        """The figures that do not keep to their limits."""
        return [figure for figure in self.figures if figure.met is False]


def warnings_of(before: Machine) -> list[str]:
    """What a reader of the figures must know."""
    if not before.is_busy:
        return []
    limit = f"{BUSY_PER_CORE * before.cores:g}"
    return [
        f"the load was {before.load:g} before the start, above {limit}: others work here too, trust the ratios only"
    ]


def written(findings: Findings) -> bytes:
    """The record as JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(findings)) + b"\n"


def read(path: Path) -> Findings:
    """A record from its file; raises ConfigurationError where it is none."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Findings)
    except (OSError, msgspec.DecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise ConfigurationError(str(path), "bench", f"is no record of a bench: {reason}") from None
    if found.edition != EDITION:
        raise ConfigurationError(str(path), "edition", f"is {found.edition}, and can only be read as {EDITION}")
    return found
