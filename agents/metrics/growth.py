"""Counters that never fall, made from figures that may: a partition leaves, comes back, takes something back."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Growth(Generic[Key]):
    """What figures grew by, and what they fell by, since each of their owners was first heard of."""

    grown: Counter[Key] = field(default_factory=Counter)
    fallen: Counter[Key] = field(default_factory=Counter)
    _last: dict[Hashable, dict[Key, int]] = field(default_factory=dict)

    def start(self, owner: Hashable, figures: Mapping[Key, int]) -> None:
        """Take the owner's figures as they are; only what follows is counted."""
        self._last[owner] = dict(figures)

    def knows(self, owner: Hashable) -> bool:
        """Whether the owner has started."""
        return owner in self._last

    def follow(self, owner: Hashable, figures: Mapping[Key, int]) -> None:
        """Count the difference to what the owner said last; a figure that is missing stays as it was."""
        last = self._last[owner]
        for key, figure in figures.items():
            difference = figure - last.get(key, 0)
            if difference:
                (self.grown if difference > 0 else self.fallen)[key] += abs(difference)
                last[key] = figure

    def follow_up(self, owner: Hashable, figures: Mapping[Key, int]) -> None:
        """As `follow`, for figures that fall only because they are counted again: the same ground counts once."""
        last = self._last[owner]
        self.follow(owner, {key: figure for key, figure in figures.items() if figure > last.get(key, 0)})

    def forget(self, owner: Hashable) -> None:
        """The owner is gone; what it counted stays."""
        self._last.pop(owner, None)


@dataclass(slots=True)
class RowGrowth(Generic[Key]):
    """The same for whole rows of figures, all as wide as each other. Whoever is first heard of began with noughts."""

    grown: dict[Key, list[int]] = field(default_factory=dict)
    fallen: dict[Key, list[int]] = field(default_factory=dict)
    _last: dict[tuple[Hashable, Key], list[int]] = field(default_factory=dict)

    def follow(self, owner: Hashable, key: Key, row: list[int]) -> None:
        """Count the differences to what the owner said last of this key; the row is handed over."""
        nothing = [0] * len(row)
        last = self._last.get((owner, key), nothing)
        self._last[owner, key] = row
        if row != last:
            grown, fallen = (rows.setdefault(key, list(nothing)) for rows in (self.grown, self.fallen))
            for place, (after, before) in enumerate(zip(row, last, strict=True)):
                if after > before:
                    grown[place] += after - before
                elif after < before:
                    fallen[place] += before - after

    def forget(self, owner: Hashable) -> None:
        """The owner is gone; what it counted stays."""
        self._last = {of: row for of, row in self._last.items() if of[0] != owner}
