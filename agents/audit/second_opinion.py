"""What contacts count for, computed once more in SQL, from what the documents say; nothing comes from the engine.

The files in `sql/` read events and work their way to a table `panes`: each count and each sum of milliseconds by pane,
queue and channel, in both attributions. Where the documents leave a case open, a comment in the SQL names the reading.
"""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Self

from stream.errors import FloorwatchError
from stream.measures import REASONS, coordinate
from stream.units import Millis

SQL: Final = Path(__file__).parent / "sql"
CONTACTS: Final = ("channels", "events", "lives", "entries", "cycles", "facts")
"""The files in the order in which each builds on those before it; `panes` comes after them."""
MEMORY: Final = "512MB"
"""Beyond it the database goes on on disk."""


class Rules(NamedTuple):
    """What SQL is told of a site and of the log: limits and clocks in milliseconds, by default those of no site."""

    skew_ms: Millis | None = None
    log_at: Millis | None = None
    shown_at: Millis | None = None
    idle_limits: Mapping[str, Millis] | None = None
    queue_channels: Mapping[str, str] = {}
    """The channel of whoever names none, by the queue."""


class Sum(NamedTuple):
    """Where SQL counts something: the pane, its queue and channel, and the coordinate of the measure."""

    length_ms: Millis
    start_ms: Millis
    queue: str
    channel: str
    measure: int


class SecondOpinion:
    """Events, one JSON object a line, read into a database of its own in memory."""

    def __init__(
        self, recording: Path, steps: Sequence[str] = CONTACTS, rules: Rules | None = None, **config: str
    ) -> None:
        """Work through these files of SQL; raises FloorwatchError where DuckDB is not installed."""
        check_installed()
        import duckdb  # noqa: PLC0415 - an extra: whoever audits in SQL has it

        place = str(recording.parent)
        self.database = duckdb.connect(config={"threads": 2, "memory_limit": MEMORY, "temp_directory": place, **config})
        known = (rules or Rules())._asdict()
        limits, channels = known.pop("idle_limits"), known.pop("queue_channels")
        self.database.execute(
            "SET VARIABLE queue_channels = MAP(?::VARCHAR[], ?::VARCHAR[])", [[*channels], [*channels.values()]]
        )
        for name, value in {"recording": str(recording), **known}.items():
            if value is not None:
                self.database.execute(f"SET VARIABLE {name} = ?", [value])
        for step in steps:
            self.run(SQL / f"{step}.sql")
            if step == "channels" and limits is not None:
                self.database.execute("UPDATE channels SET idle_limit = NULL")
                for channel, limit in limits.items():
                    self.database.execute("UPDATE channels SET idle_limit = ? WHERE channel = ?", [limit, channel])

    def run(self, file: Path) -> None:
        """Work through one more file."""
        self.database.execute(file.read_text())

    def count(self, condition: str, table: str = "lives") -> int:
        """How many rows of a table fulfil a condition."""
        (number,) = self.database.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchall()[0]  # noqa: S608
        return int(number)

    def panes(self) -> dict[Sum, int]:
        """Every count and every sum of milliseconds that is not zero."""
        self.run(SQL / "panes.sql")
        rows = self.database.execute("SELECT length, start, queue, channel, measure, by_entry, amount FROM panes")
        return {
            Sum(length, start, queue, channel, coordinate(measure, by_entry)): amount
            for length, start, queue, channel, measure, by_entry, amount in rows.fetchall()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()


def check_installed() -> None:
    """Raise FloorwatchError with what to do where DuckDB is not installed."""
    if importlib.util.find_spec("duckdb") is None:
        raise FloorwatchError("audit", "duckdb", "is not installed: pip install 'floorwatch[audit]', or --engine-only")


_CLOCKS: Final = tuple(f"sla_{end}.{clock}" for end in ("met", "breached") for clock in ("answer", "first_response"))
_PROMISED: Final = (
    *("answered_within", "abandoned_within", "short_abandoned"),
    *("first_responses_targeted", "first_responses_within"),
)
_TOLD: Final = (
    *("offered", "answered", "abandoned", "diverted", "waited", "wait_ms", "handled", "talk_ms", "hold_ms"),
    *("wrap_up_ms", "held", "transferred", "legs", "offers", "missed_offers", "first_responses"),
    *("first_response_ms", "responses", "response_ms", "next_responses", "next_response_ms"),
    *("first_responses_agent", "first_response_agent_ms", "cycles", "reopened", "resolutions", "resolution_ms"),
    *(f"contacts_{what}" for what in ("offered", "answered", "abandoned", "diverted", "handled")),
    *(f"diverted.{reason}" for reason in REASONS),
)


def _both(names: Sequence[str]) -> frozenset[int]:
    return frozenset(coordinate(name, by_entry) for name in names for by_entry in (False, True))


TARGETED: Final = _both(_PROMISED) | {coordinate(name) for name in _CLOCKS}
"""The coordinates that depend on a queue's promises; SQL knows those of a queue that nobody has configured."""

COUNTED: Final = TARGETED | _both(_TOLD)
"""Every coordinate that SQL computes."""
