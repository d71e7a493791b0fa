"""The KPIs computed once more, in SQL, from what the design documents say; nothing here comes from the engine.

The files in `sql/` read a recording and work their way to a table `kpis`: numerator, denominator and quantile of each
KPI by interval, queue and channel, in both attributions. Times are milliseconds. Where the documents leave a case open,
a comment in the SQL names the reading.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import duckdb

SQL: Final = Path(__file__).parent / "sql"
STEPS: Final = ("events", "lives", "entries", "cycles", "facts", "kpis")
"""The files in the order in which each builds on those before it."""


class Figure(NamedTuple):
    """One KPI of one cell. A count has no denominator, a quantile no numerator; a sum of times is in milliseconds."""

    numerator: int | None
    denominator: int | None
    quantile_ms: float | None = None


class Cell(NamedTuple):
    """Where a figure stands: the beginning of its interval (0: all there is), its queue and channel (empty: all)."""

    from_ms: int
    queue: str
    channel: str


Figures: TypeAlias = dict[Cell, dict[str, Figure]]


class SecondOpinion:
    """A recording, read into a database of its own in memory."""

    def __init__(self, recording: Path, steps: Sequence[str] = STEPS) -> None:
        self.database = duckdb.connect(config={"threads": 2})
        self.database.execute("SET VARIABLE recording = ?", [str(recording)])
        for step in steps:
            self.database.execute((SQL / f"{step}.sql").read_text())

    def figures(self, interval_ms: int | None, family: str) -> Figures:
        """All figures of one length of interval (None: one for all) and one attribution, `event` or `entry`."""
        rows = self.database.execute(
            "SELECT from_ms, queue, channel, name, numerator, denominator, quantile FROM kpis"
            " WHERE length IS NOT DISTINCT FROM ? AND family = ?",
            [interval_ms, family],
        ).fetchall()
        found: Figures = {}
        for from_ms, queue, channel, name, numerator, denominator, quantile in rows:
            where = Cell(from_ms, "", "") if queue == "*" else Cell(from_ms, queue, channel)
            found.setdefault(where, {})[name] = Figure(numerator, denominator, quantile)
        return found

    def count(self, condition: str, table: str = "lives") -> int:
        """How many rows of a table fulfil a condition."""
        (number,) = self.database.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchall()[0]  # noqa: S608
        return int(number)
