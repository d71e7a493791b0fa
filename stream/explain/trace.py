"""A contact folded again step by step: what each event changed, what it contributed, which clocks it started and ended.

Nothing here knows a field of the state, a measure or a clock by name; what the fold comes to know is shown by itself.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Final

import msgspec

from stream.clock import Clock as Running
from stream.codec import LATEST
from stream.contact import Contact, State
from stream.events import Event
from stream.explain.account import Account, Line, close_if_silent, in_order
from stream.explain.following import Life
from stream.explain.naming import named
from stream.flight import decided
from stream.fold import steps
from stream.ledger import Ledger
from stream.measures import CLOCKS, Slice
from stream.site import Site
from stream.units import Millis

BREACHED: Final = "sla_breached."
MET: Final = "sla_met."
CANCELLED: Final = "cancelled"
_SHOWN_ANYWAY: Final = frozenset({"kind", "deadline", "counted_in"})
_OF_CYCLES: Final = ("cycle", "respon", "resol")
"""How the fields of the state begin that tell of its cycle."""


class Step(msgspec.Struct):
    """One event of the fold, None where silence closed the contact: what it changed in the state and contributed."""

    event: Event | None
    at_ms: Millis
    changes: dict[str, tuple[object, object]]
    """The path of a field to its value before and after, None: it was not there. What the state held as a whole and
    holds no more, or elsewhere, stands under its old path with what it is and its new path.
    """
    lines: list[Line]


class Clock(msgspec.Struct):
    """A promise that ran, from its start or from when it went on; `ended_at` None: it still does.

    `outcome` is running or overdue; met, breached or cancelled; paused, or moved to another deadline: then the next one
    of that name goes on.
    """

    name: str
    where: Slice
    started_at: Millis
    deadline: Millis
    terms: dict[str, object]
    """What else the fold knows of it, such as target, calendar and policy."""
    ended_at: Millis | None = None
    outcome: str = "running"


class Part(msgspec.Struct):
    """Something that the state held, such as an entry: its last fields, and the steps at which it was there."""

    kind: str
    value: msgspec.Struct
    paths: list[str]
    first: int
    last: int


class Stretch(msgspec.Struct):
    """A conversation or a cycle: where it begins and ends (None: not yet), and what the state says of it last."""

    from_at: Millis
    to_at: Millis | None
    fields: dict[str, object]


class Trace(msgspec.Struct):
    """The whole life of a contact up to an instant."""

    life: Life
    steps: list[Step]
    state: State
    clocks: list[Clock]
    parts: list[Part]
    conversations: list[Stretch]
    cycles: list[Stretch]
    lines: list[Line]
    """All that it contributes, what was taken back taken out."""


def trace(site: Site, life: Life, log_clock_ms: Millis, clock_ms: Millis) -> Trace:
    """Fold the life of a contact; what silence did by the log clock is done, clocks are read at `clock_ms`."""
    tracer = _Tracer(site)
    for event in steps(tracer.state, in_order(life.events), tracer.ledger):
        tracer.step(event, event.at)
    closed_at = close_if_silent(tracer.state, tracer.ledger, log_clock_ms)
    if closed_at is not None:
        tracer.step(None, closed_at)
    for clock in tracer.running.values():
        clock.outcome = "overdue" if clock.deadline < clock_ms else "running"
    lines = list(tracer.whole.lines())
    found = tracer.parts, tracer.conversations, tracer.cycles
    return Trace(life, tracer.steps, tracer.state, tracer.clocks, *found, lines)


class _Tracer:
    """The state as it is folded, and what was seen of it after each step."""

    def __init__(self, site: Site) -> None:
        # Without limits, so that a clock is seen although silence would end it before its deadline.
        self._patient = msgspec.structs.replace(site, idle_limits_ms={})
        self.state = State()
        self.whole, self._account = Account(), Account()
        self.ledger = Ledger(site, self._post)
        self.steps: list[Step] = []
        self.clocks: list[Clock] = []
        self.running: dict[tuple[str, Millis], Clock] = {}
        self.parts: list[Part] = []
        self.conversations: list[Stretch] = []
        self.cycles: list[Stretch] = []
        self._known: dict[int, Part] = {}
        self._places: dict[int, str] = {}
        self._seen = _flat(self.state)

    def step(self, event: Event | None, at_ms: Millis) -> None:
        """Note what has changed since the last step."""
        seen, changes = _flat(self.state), self._moves()
        before = {_renamed(name, changes): value for name, value in self._seen.items()}
        before.pop("", None)
        for name in [*before, *(name for name in seen if name not in before)]:
            if before.get(name) != seen.get(name):
                changes[name] = before.get(name), seen.get(name)
        lines = list(self._account.lines())
        self.steps.append(Step(event, at_ms, changes, lines))
        self._account.clear()
        self._seen = seen
        self._look_at_parts()
        self._look_at_clocks(at_ms, lines)
        self._look_at_stretches(event, at_ms)

    def _terms(self, name: str, deadline: Millis) -> dict[str, object]:
        """The fields of the clock of that name and deadline, as the state has them."""
        held = (value for _, value in _structures(self.state) if isinstance(value, Running))
        found = (_plain(one) for one in held if CLOCKS[one.kind] == name and one.deadline == deadline)
        return {field: value for field, value in next(found, {}).items() if field not in _SHOWN_ANYWAY}

    def _post(self, where: Slice, at_ms: Millis, amounts: tuple[tuple[int, int], ...], sign: int) -> None:
        self.whole.post(where, at_ms, amounts, sign)
        self._account.post(where, at_ms, amounts, sign)

    def _moves(self) -> dict[str, tuple[object, object]]:
        """What the state holds no more, or in another place: its old path to what it is and its new path, if any."""
        now = {id(value): path for path, value in _structures(self.state)}
        places, self._places = self._places, now
        return {
            path: (self._known[number].kind.lower(), now.get(number))
            for number, path in places.items()
            if now.get(number) != path
        }

    def _look_at_parts(self) -> None:
        number = len(self.steps) - 1
        for path, value in _structures(self.state):
            part = self._known.get(id(value))
            if part is None:
                part = self._known[id(value)] = Part(type(value).__name__, value, [], number, number)
                self.parts.append(part)
            if path not in part.paths:
                part.paths.append(path)
            part.last = number

    def _look_at_stretches(self, event: Event | None, at_ms: Millis) -> None:
        state, talks, cycles = self.state, self.conversations, self.cycles
        if talks and talks[-1].to_at is None and not state.talking:
            talks[-1].to_at = at_ms
        elif state.talking and (not talks or talks[-1].to_at is not None):
            known = {"queue": state.queue, "agent": None if event is None else event.agent}
            talks.append(Stretch(at_ms, None, {name: value for name, value in known.items() if value}))
        if state.cycle_from is not None and (not cycles or cycles[-1].from_at != state.cycle_from):
            if cycles and cycles[-1].to_at is None:
                cycles[-1].to_at = at_ms
            cycles.append(Stretch(state.cycle_from, None, {}))
        if cycles:
            cycles[-1].fields = {name: value for name, value in self._seen.items() if name.startswith(_OF_CYCLES)}
            cycles[-1].to_at = at_ms if state.resolved and cycles[-1].to_at is None else cycles[-1].to_at

    def _look_at_clocks(self, at_ms: Millis, lines: list[Line]) -> None:
        """A clock is whatever time alone would turn into a breach if nothing came any more."""
        runs: dict[tuple[str, Millis], Slice] = {}
        for one in decided(self._patient, LATEST, Contact("", state=self.state)):
            for place in one.measures:
                name = named(place).name
                if one.at_ms is not None and name.startswith(BREACHED):
                    runs[name.removeprefix(BREACHED), one.at_ms] = one.where
        for key in [key for key in self.running if key not in runs]:
            clock = self.running.pop(key)
            clock.ended_at, clock.outcome = at_ms, _verdict(clock, lines)
            if clock.outcome == CANCELLED and any(name == clock.name for name, _ in runs):
                clock.outcome = "moved"
            elif clock.outcome == CANCELLED and self.state.suspended:
                clock.outcome = "paused"
        for key, where in runs.items():
            if key not in self.running:
                clock = self.running[key] = Clock(key[0], where, at_ms, key[1], self._terms(*key))
                self.clocks.append(clock)
            self.running[key].where = where


def _plain(value: msgspec.Struct) -> dict[str, object]:
    return {field: getattr(value, field) for field in value.__struct_fields__}


def _renamed(name: str, moves: Mapping[str, tuple[object, object]]) -> str:
    """The path of a field after the moves; of what is gone it is empty."""
    owner, _, field = name.rpartition(".")
    if owner not in moves:
        return name
    path = moves[owner][1]
    return "" if path is None else f"{path}.{field}"


def _verdict(clock: Clock, lines: list[Line]) -> str:
    gained = {named(line.place).name for line in lines if line.amount > 0}
    if MET + clock.name in gained:
        return "met"
    return "breached" if BREACHED + clock.name in gained else CANCELLED


def _structures(value: msgspec.Struct, prefix: str = "") -> Iterator[tuple[str, msgspec.Struct]]:
    """The structures inside one, each with its path, also those in lists and dictionaries."""
    for field in value.__struct_fields__:
        inner = getattr(value, field)
        if isinstance(inner, msgspec.Struct):
            held: Mapping[str, object] = {"": inner}
        elif isinstance(inner, list | tuple):
            held = {f"[{number}]": one for number, one in enumerate(inner)}
        elif isinstance(inner, dict):
            held = {f"[{key}]": one for key, one in inner.items()}
        else:
            continue
        for key, one in held.items():
            if isinstance(one, msgspec.Struct):
                path = f"{prefix}{field}{key}"
                yield path, one
                yield from _structures(one, f"{path}.")


def _flat(value: msgspec.Struct) -> dict[str, object]:
    """Every plain field by its path; what is empty, false or zero is not there."""
    found: dict[str, object] = {}
    for path, structure in (("", value), *_structures(value)):
        for field in structure.__struct_fields__:
            plain = getattr(structure, field)
            if plain and not isinstance(plain, msgspec.Struct) and not _holds_structures(plain):
                found[f"{path}.{field}" if path else field] = copy(plain)
    return found


def _holds_structures(value: object) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(isinstance(one, msgspec.Struct) for one in inner)
