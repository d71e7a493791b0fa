"""Compounds: coordinates that are counted together, written as one negative coordinate until somebody reads them.

An answer counts in half a dozen measures at once, and always in the same ones. In panes and windows it is one number
under one key, so that an event costs as many sums as it has durations, and hardly more. A vector with compounds in it
is compact; spelled out it is what everybody else knows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Generic, TypeAlias, TypeVar

from stream.measures import Measures, Slice, add

K = TypeVar("K")
R = TypeVar("R")
V = TypeVar("V")

Amounts: TypeAlias = tuple[tuple[int, int], ...]
"""Coordinates or compounds, each with what is added there."""

_PARTS: Final[dict[int, tuple[int, ...]]] = {}
_KNOWN: Final[dict[tuple[int, ...], int]] = {}
_COMPOUNDED: Final[set[int]] = set()
"""The compounds and all that they are made of: what can be written in more than one way."""


def compound(places: Iterable[int]) -> int:
    """The compound of these coordinates; the same for the same ones, in the same order."""
    parts = tuple(places)
    number = _KNOWN.setdefault(parts, -1 - len(_KNOWN))
    _PARTS[number] = parts
    _COMPOUNDED.update(parts, [number])
    return number


def spelled_out(raw: Mapping[int, int]) -> Measures:
    """A vector without compounds and without zeros: what each stands for counts in every one of its coordinates."""
    total = dict(raw)
    get = total.get
    # Most are bins, which are copied faster than looked at.
    for place in [place for place in raw if place < 0]:
        amount = total.pop(place)
        for part in _PARTS[place]:
            total[part] = get(part, 0) + amount
    return {place: amount for place, amount in total.items() if amount} if 0 in total.values() else total


def gather(total: Measures, part: Mapping[int, int], sign: int = 1) -> None:
    """Add one compact vector to another in place, or take it back with `sign=-1`.

    What is empty afterwards stands for nothing, and the other way round: where a compound, or what can be part of one,
    comes to less than zero, which might be one of the two halves of nothing, all is spelled out.
    """
    add(total, part, sign)
    if not total or min(total.values()) > 0:
        return  # nearly always
    if any(amount < 0 and place in _COMPOUNDED for place, amount in total.items()):
        spelled = spelled_out(total)
        total.clear()
        total.update(spelled)


class Totals:
    """A compact vector for each slice, spelled out when it is read, and again only after it has changed."""

    def __init__(self) -> None:
        """Nothing is added yet."""
        self._compact: dict[Slice, Measures] = {}
        self._known: dict[Slice, Measures] = {}

    def add(self, where: Slice, part: Mapping[int, int], sign: int = 1) -> None:
        """Add a compact vector to that of a slice, or take it back; a slice with nothing is absent."""
        total = self._compact.setdefault(where, {})
        gather(total, part, sign)
        if not total:
            del self._compact[where]
        self._known.pop(where, None)

    def clear(self) -> None:
        """Begin anew."""
        self._compact.clear()
        self._known.clear()

    def spelled_out(self) -> dict[Slice, Measures]:
        """Every slice with what it sums to; later changes are not seen in it, and nobody may change its vectors."""
        known = self._known
        if len(known) < len(self._compact):
            for where in self._compact.keys() - known.keys():
                known[where] = spelled_out(self._compact[where])
        return dict(known)


class Shown(Mapping[K, V], Generic[K, R, V]):
    """What is kept, each value shown as it is to be read: a view, worked out for what is looked at alone."""

    def __init__(self, kept: Mapping[K, R], show: Callable[[R], V]) -> None:
        """Look at this through that."""
        self._kept = kept
        self._show = show

    def __getitem__(self, key: K) -> V:
        """What is shown of a value."""
        return self._show(self._kept[key])

    def __contains__(self, key: object) -> bool:
        """Whether there is such a value."""
        return key in self._kept

    def __iter__(self) -> Iterator[K]:
        """Every key."""
        return iter(self._kept)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._kept)


def shown(slices: Mapping[Slice, Measures]) -> Mapping[Slice, Measures]:
    """Compact vectors by slice as everybody else knows them."""
    return Shown(slices, spelled_out)
