"""How the big numbers came to be what they are: one value every twenty seconds of the floor's time, for an hour.

It is what this worker has shown since it started, and nothing that is computed again: gone with a restart.
"""

from collections import deque
from collections.abc import Collection, Mapping
from typing import Any, Final, TypeAlias

from agents.wall.board import Board, Tile
from agents.wall.judge import Judge
from agents.wall.scope import Scope
from stream.units import HOUR, SECOND, Millis, parse_instant

EVERY_MS: Final = 20 * SECOND
SPAN_MS: Final = HOUR
_DIGITS: Final = 4

Sample: TypeAlias = tuple[Millis, float | None]
_Shown: TypeAlias = tuple[tuple[str, ...], Tile]
"""The queues of a board and, without title and limits, a tile: all that its value hangs on."""


class Trends:
    """The past of every tile that any board shows; `edition` grows with each sample.

    It goes by what a tile says and not by how it and its board look: another title does not cost the past hour, nor
    does a while in which nobody looks through a certain window.
    """

    def __init__(self) -> None:
        self.edition = 0
        self._samples: dict[_Shown, deque[Sample]] = {}
        self._last_ms: Millis | None = None

    def observe(self, document: Mapping[str, Any], boards: Collection[Board], judge: Judge) -> None:
        """Take a sample where one is due. A floor that has gone back in time takes what was after it along."""
        at_ms = parse_instant(document["as_of"])
        if self._last_ms is not None and at_ms // EVERY_MS == self._last_ms // EVERY_MS:
            return
        self._last_ms = at_ms
        self.edition += 1
        shown = dict.fromkeys(_shown(board, tile) for board in boards for tile in board.tiles)
        scopes = {board.queues: Scope.of(document.get("slices", ()), board) for board in boards}
        for queues, tile in shown:
            value = judge.tile(tile, scopes[queues]).value
            rounded = None if value is None or value["value"] is None else round(value["value"], _DIGITS)
            _append(self._samples.setdefault((queues, tile), deque()), (at_ms, rounded))
        oldest_ms = at_ms - SPAN_MS
        self._samples = {of: samples for of, samples in self._samples.items() if samples[-1][0] > oldest_ms}

    def of(self, board: Board) -> list[list[Sample]]:
        """The samples of each tile of a board, oldest first."""
        return [list(self._samples.get(_shown(board, tile), ())) for tile in board.tiles]


def _shown(board: Board, tile: Tile) -> _Shown:
    return board.queues, Tile(tile.figure, queue=tile.queue, channel=tile.channel)


def _append(samples: deque[Sample], sample: Sample) -> None:
    at_ms, _ = sample
    while samples and samples[-1][0] >= at_ms:
        samples.pop()
    while samples and samples[0][0] <= at_ms - SPAN_MS:
        samples.popleft()
    samples.append(sample)
