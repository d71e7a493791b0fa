"""Which slices of the floor a board, or one of its tiles, is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from agents.wall.board import Board, Tile

Slice: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """The slices of one floor as a board sees them: everything, its channels, and the queues that the board shows."""

    whole: Sequence[Slice]
    channels: Mapping[str, Slice]
    queues: Sequence[Slice]
    chosen: bool
    """Whether the board shows some queues only: then what is merged is merged from these."""

    @classmethod
    def of(cls, slices: Iterable[Slice], board: Board) -> "Scope":
        """Sort the slices of a floor document."""
        whole: list[Slice] = []
        channels: dict[str, Slice] = {}
        queues: list[Slice] = []
        for part in slices:
            labels = part["slice"]
            if not labels:
                whole.append(part)
            elif labels.keys() == {"channel"}:
                channels[labels["channel"]] = part
            elif labels.keys() == {"queue", "channel"} and (not board.queues or labels["queue"] in board.queues):
                queues.append(part)
        return cls(whole, channels, queues, bool(board.queues))

    def queues_of(self, tile: Tile) -> list[Slice]:
        """The queues that a tile is about."""
        return [
            part
            for part in self.queues
            if tile.queue in {None, part["slice"]["queue"]} and tile.channel in {None, part["slice"]["channel"]}
        ]

    def slices_of(self, tile: Tile) -> Sequence[Slice]:
        """The fewest slices that hold what a tile is about: percentiles cannot be put together from several."""
        if self.chosen or tile.queue is not None:
            return self.queues_of(tile)
        if tile.channel is not None:
            return [self.channels[tile.channel]] if tile.channel in self.channels else []
        return self.whole
