"""The KPIs computed once more, in SQL: what contacts count for as `agents.audit` computes it, and formulas of its own.

The files in `sql/` work their way on from those facts to a table `kpis`: numerator, denominator and quantile of each
KPI by interval, queue and channel, in both attributions; and to the time that people spent in each state.
"""

from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from agents.audit import second_opinion
from agents.audit.second_opinion import CONTACTS, Rules

SQL: Final = Path(__file__).parent / "sql"


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


class SecondOpinion(second_opinion.SecondOpinion):
    """A recording, read into a database of its own in memory."""

    def __init__(self, recording: Path, rules: Rules | None = None) -> None:
        super().__init__(recording, CONTACTS, rules)
        self.run(SQL / "kpis.sql")

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


class People(second_opinion.SecondOpinion):
    """The people of a recording."""

    def __init__(self, recording: Path) -> None:
        super().__init__(recording, ("channels", "events"))
        self.run(SQL / "people.sql")
