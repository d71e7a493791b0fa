"""A contact folded again step by step: what each event changed, what it contributed, which clocks it started and ended.

Nothing here knows a field of the state, a measure or a clock by name; what the fold comes to know is shown by itself.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from stream.codec import LATEST
from stream.contact import Contact, State
from stream.events import Event
from stream.explain.account import Account, Line, close_if_silent, in_order
from stream.explain.following import Life
from stream.explain.naming import named
from stream.flight import decided
from stream.fold import steps
from stream.ledger import Ledger
from stream.measures import Slice
from stream.site import Site
from stream.units import Millis

BREACHED: Final = "sla_breached."
MET: Final = "sla_met."


class Step(msgspec.Struct):
    """One event of the fold, None where silence closed the contact: what it changed in the state and contributed."""

    event: Event | None
    at_ms: Millis
    changes: dict[str, tuple[object, object]]
    """The path of a field to its value before and after; None: it was not there."""
    lines: list[Line]


class Clock(msgspec.Struct):
    """A promise that ran: `ended_at` None: it still does. `outcome` met, breached, cancelled, or running, overdue."""

    name: str
    where: Slice
    started_at: Millis
    deadline: Millis
    ended_at: Millis | None = None
    outcome: str = "running"


class Part(msgspec.Struct):
    """Something that the state held, such as an entry: its last fields, and the steps at which it was there."""

    kind: str
    value: msgspec.Struct
    paths: list[str]
    first: int
    last: int


class Trace(msgspec.Struct):
    """The whole life of a contact up to an instant."""

    life: Life
    steps: list[Step]
    state: State
    clocks: list[Clock]
    parts: list[Part]
    lines: list[Line]
    """All that it contributes, what was taken back taken out."""


def trace(site: Site, life: Life, log_clock_ms: Millis, clock_ms: Millis) -> Trace:
    """Fold the life of a contact; what silence did by the log clock is done, clocks are read at `clock_ms`."""
    tracer = _Tracer(site)
    for event in steps(tracer.state, in_order(life.events), tracer.ledger):
        tracer.step(event)
    if close_if_silent(tracer.state, tracer.ledger, log_clock_ms):
        tracer.step(None)
    for clock in tracer.running.values():
        clock.outcome = "overdue" if clock.deadline < clock_ms else "running"
    return Trace(life, tracer.steps, tracer.state, tracer.clocks, tracer.parts, list(tracer.whole.lines()))


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
        self._known: dict[int, Part] = {}
        self._seen = _flat(self.state)

    def step(self, event: Event | None) -> None:
        """Note what has changed since the last step."""
        seen = _flat(self.state)
        names = [*self._seen, *(name for name in seen if name not in self._seen)]
        changes = {
            name: (self._seen.get(name), seen.get(name)) for name in names if self._seen.get(name) != seen.get(name)
        }
        lines = list(self._account.lines())
        at_ms = event.at if event is not None else max((line.at_ms for line in lines), default=self.state.last_at)
        self.steps.append(Step(event, at_ms, changes, lines))
        self._account.clear()
        self._seen = seen
        self._look_at_parts()
        self._look_at_clocks(at_ms, lines)

    def _post(self, where: Slice, at_ms: Millis, amounts: tuple[tuple[int, int], ...], sign: int) -> None:
        self.whole.post(where, at_ms, amounts, sign)
        self._account.post(where, at_ms, amounts, sign)

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
        for key, where in runs.items():
            if key not in self.running:
                clock = self.running[key] = Clock(key[0], where, at_ms, key[1])
                self.clocks.append(clock)
            self.running[key].where = where


def _verdict(clock: Clock, lines: list[Line]) -> str:
    gained = {named(line.place).name for line in lines if line.amount > 0}
    if MET + clock.name in gained:
        return "met"
    return "breached" if BREACHED + clock.name in gained else "cancelled"


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
                found[f"{path}.{field}" if path else field] = plain
    return found


def _holds_structures(value: object) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(isinstance(one, msgspec.Struct) for one in inner)
