"""Compounds: coordinates that are counted together, written as one negative coordinate until they reach a pane.

An answer counts in half a dozen measures at once, and always in the same ones. While it waits to be flushed it is one
number under one key, so that an event costs as many sums as it has durations, and hardly more.
"""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from stream.measures import Measures

Amounts: TypeAlias = tuple[tuple[int, int], ...]
"""Coordinates or compounds, each with what is added there."""

_PARTS: Final[dict[int, tuple[int, ...]]] = {}
_KNOWN: Final[dict[tuple[int, ...], int]] = {}


def compound(places: Iterable[int]) -> int:
    """The compound of these coordinates; the same for the same ones, in the same order."""
    parts = tuple(places)
    number = _KNOWN.setdefault(parts, -1 - len(_KNOWN))
    _PARTS[number] = parts
    return number


def spelled_out(raw: Mapping[int, int]) -> Measures:
    """A vector without compounds and without zeros: what each stands for counts in every one of its coordinates."""
    total: Measures = {}
    get = total.get
    for place, amount in raw.items():
        if not amount:
            continue
        if place >= 0:
            total[place] = get(place, 0) + amount
        else:
            for part in _PARTS[place]:
                total[part] = get(part, 0) + amount
    return {place: amount for place, amount in total.items() if amount} if 0 in total.values() else total
