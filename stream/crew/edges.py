"""What an agent contributes: the two edges of each span in a state, never an addition to the panes between them.

Let n(t) be how many agents are in a state. A span `[b, e)` adds +1 to n at b and −1 at e. Each edge δ at an instant t
contributes δ and δ·t to the pane that holds t. With Σδ and Σδt over the panes of a window `[a, T)`, and n(T) known from
the agents themselves, the count at the window's start is n(a) = n(T) − Σδ, and the time spent in the state is

    ∫ₐᵀ n dt  =  n(a)·(T − a) + Σ δ·(T − t)  =  (n(T) − Σδ)·(T − a) + T·Σδ − Σδt

So a span that covers a window without an edge in it costs nothing, and late news moves two edges and no more. The slots
that agents offer are the same with δ = ± slots.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from stream.crew.agent import Standing, Turn
from stream.crew.states import OFFERED, STATES, UNPAID
from stream.measures import Measures, Slice, coordinate
from stream.units import Millis

Amounts: TypeAlias = tuple[tuple[int, int], ...]
Post: TypeAlias = Callable[[Slice, Millis, Amounts, int], None]

_COUNTS: Final = {state: coordinate(f"agents.{state}") for state in STATES}
_MOMENTS: Final = {state: coordinate(f"agents_at.{state}") for state in STATES}
_SLOTS, _SLOT_MOMENTS, _ARRIVALS = coordinate("slots"), coordinate("slots_at"), coordinate("agent_arrivals")
_TIMES: Final = {state: coordinate(f"state_ms.{state}") for state in STATES}
_SLOT_TIME, _SEEN = coordinate("slot_ms"), coordinate("presences")

PLACES: Final = (*_COUNTS.values(), *_MOMENTS.values(), _SLOTS, _SLOT_MOMENTS, _ARRIVALS)
"""Every coordinate that a pane of agents may hold."""

SLOTS: Final = "slots"
"""The key under which `now` tells how many slots are offered."""


def post_turn(turn: Turn, post: Post, sign: int = 1) -> None:
    """Contribute a turn, or take it back with sign −1: what ends at its instant and what begins."""
    before, after, at = turn.before, turn.after, turn.at
    if before is not None and after is not None and _alike(before, after):
        return
    if before is not None:
        post(slice_of(before), at, _edge(before, at, -1), sign)
    if after is not None:
        amounts = _edge(after, at, 1)
        if after.state not in UNPAID and (
            before is None or before.state in UNPAID or slice_of(before) != slice_of(after)
        ):
            amounts += ((_ARRIVALS, 1),)
        post(slice_of(after), at, amounts, sign)


def slice_of(standing: Standing) -> Slice:
    """The slice in which an agent counts: its team and its site."""
    return standing.team, standing.site


def spent(edges: Mapping[int, int], now: Mapping[str, int], from_ms: Millis, to_ms: Millis) -> Measures:
    """The time of one slice in `[from_ms, to_ms)` by state, the slot time offered, and the stays of agents seen.

    `edges` are the sums over the panes of that span, `now` how many agents are in each state at its end, and under
    `SLOTS` how many slots they offer. A stay lasts from a paid state to the next unpaid one; seen are those that were
    on when the span began, and each that began within: who comes back, or into another team, makes another stay.
    """
    times: Measures = {}
    seen = edges.get(_ARRIVALS, 0)
    for state in STATES:
        count, moved = now.get(state, 0), edges.get(_COUNTS[state], 0)
        _put(times, _TIMES[state], _time(count, (moved, edges.get(_MOMENTS[state], 0)), from_ms, to_ms))
        if state not in UNPAID:
            seen += count - moved
    slots = (edges.get(_SLOTS, 0), edges.get(_SLOT_MOMENTS, 0))
    _put(times, _SLOT_TIME, _time(now.get(SLOTS, 0), slots, from_ms, to_ms))
    _put(times, _SEEN, seen)
    return times


def counted(edges: Mapping[int, int], now: Mapping[str, int]) -> dict[str, int]:
    """How many are in each state, and how many slots they offer, once edges have been added to what was."""
    moved = {state: edges.get(place, 0) for state, place in (*_COUNTS.items(), (SLOTS, _SLOTS))}
    total = {key: now.get(key, 0) + delta for key, delta in moved.items()}
    return {key: number for key, number in total.items() if number}


def _time(now: int, moved: tuple[int, int], from_ms: Millis, to_ms: Millis) -> int:
    deltas, moments = moved
    return (now - deltas) * (to_ms - from_ms) + to_ms * deltas - moments


def _put(times: Measures, place: int, amount: int) -> None:
    if amount:
        times[place] = amount


def _edge(standing: Standing, at: Millis, delta: int) -> Amounts:
    edge: Amounts = ((_COUNTS[standing.state], delta), (_MOMENTS[standing.state], delta * at))
    if standing.state in OFFERED:
        offered = delta * standing.slots
        edge += ((_SLOTS, offered), (_SLOT_MOMENTS, offered * at))
    return edge


def _alike(before: Standing, after: Standing) -> bool:
    """Whether nothing of what counts has changed."""
    return (before.state, before.team, before.site, before.slots) == (
        after.state,
        after.team,
        after.site,
        after.slots,
    )
