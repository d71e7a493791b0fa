"""All boards of a site, and what each of them is told, made once for all who look at the same one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import orjson

from agents.wall.board import MAIN, Board, default_board, through
from agents.wall.judge import Judge
from agents.wall.trends import Trends
from agents.wall.view import about, view
from agents.web.board_state import Published
from stream.alarms.defaults import default_rules
from stream.alarms.rule import Rule
from stream.catalog import Catalogue, standard


class Boards:
    """The boards by name; without configuration there is `main` alone. `edition` grows when others are adopted."""

    def __init__(self, catalogue: Catalogue, rules: Sequence[Rule], boards: Sequence[Board] = ()) -> None:
        self.edition = 0
        self.trends = Trends()
        self._catalogue = catalogue
        self.adopt(boards, rules)

    @classmethod
    def unconfigured(cls) -> "Boards":
        """What there is without a file: the main board over the catalogue of the package."""
        catalogue = standard()
        return cls(catalogue, default_rules(catalogue))

    def adopt(self, boards: Sequence[Board], rules: Sequence[Rule], catalogue: Catalogue | None = None) -> None:
        """Show these boards from now on, by these alarms; without a catalogue by the one there was."""
        self._catalogue = catalogue or self._catalogue
        named = {board.name: board for board in boards}
        self._named = {MAIN: default_board(self._catalogue), **named}
        self._asked: dict[tuple[str, str], Board] = {}
        self._judge = Judge(self._catalogue, tuple(rules))
        self._made: dict[Board, str] = {}
        self._version = 0
        self.edition += 1

    @property
    def names(self) -> tuple[str, ...]:
        """Every board there is."""
        return tuple(self._named)

    @property
    def windows(self) -> tuple[str, ...]:
        """Every window through which a board can be looked at."""
        return self._catalogue.windows

    def find(self, name: str, window: str | None = None) -> Board | None:
        """A board by name, through another window where one is asked for; None where there is none of that name.

        A ValueError says that there is no such window.
        """
        board = self._named.get(name)
        if board is None or window in {None, board.window}:
            return board
        if window not in self.windows:
            raise ValueError(f"window is not one of {', '.join(self.windows)}")
        return self._asked.setdefault((name, window), through(board, window, self._catalogue))

    def observe(self, published: Published) -> None:
        """Remember what this floor shows, for the trends."""
        self.trends.observe(published.document, (*self._named.values(), *self._asked.values()), self._judge)

    def limits(self, part: Mapping[str, Any], kpis: Sequence[str]) -> dict[str, dict[str, float | bool | None]]:
        """By which a board judges some KPIs of one queue, in their units: the last values that are still good."""
        judged = {name: self._judge.limits(self._catalogue.kpis[name], part) for name in kpis}
        return {name: asdict(of) for name, of in judged.items()}

    def board(self, board: Board) -> str:
        """The board itself as JSON."""
        return _json(about(board, self._judge))

    def trend(self, board: Board) -> str:
        """The past of its big numbers as JSON."""
        return _json(self.trends.of(board))

    def floor(self, published: Published, board: Board) -> str:
        """What it shows of a floor as JSON."""
        if published.version != self._version:
            self._version = published.version
            self._made.clear()
        if board not in self._made:
            shown = view(published.document, board, self._judge)
            self._made[board] = _json({**shown, "published_at_ms": published.published_at})
        return self._made[board]


def _json(told: Any) -> str:  # noqa: ANN401 - whatever JSON can say
    return orjson.dumps(told).decode()
