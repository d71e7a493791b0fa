"""The explanation of one contact as plain dictionaries and lists, for machines and for tables.

Instants are RFC 3339 in the time zone asked for, durations whole milliseconds; what is empty is left out.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from stream.codec import EARLIEST
from stream.contact import Entry
from stream.events import KINDS, Event
from stream.explain.account import Line
from stream.explain.following import Following, Life, Told
from stream.explain.naming import Movers, named
from stream.explain.trace import Clock, Part, Step, Stretch, Trace, trace
from stream.flight import decided
from stream.intervals import Intervals
from stream.measures import Slice
from stream.panes import LEVELS
from stream.units import format_duration

_TYPES: Final = {kind: name for name, kind in KINDS.items()}
_IMPOSSIBLE: Final = "impossible."
_CLOSED: Final = "closed_idle"
_EMPTY: Final[tuple[object, ...]] = (None, (), [], {}, "")
_OWN: Final = frozenset({"kind", "at", "identity"})


class Teller:
    """Tells of contacts in the local time of one zone."""

    def __init__(self, following: Following, movers: Movers, time_zone: str) -> None:
        """Read everything from what was followed; an unknown zone is a FloorwatchError."""
        self._following = following
        self._movers = movers
        self._text = Intervals(None, time_zone).text
        self._labels = following.site.labels

    def document(self, contact: str) -> dict[str, Any]:
        """Everything about a contact; its lists are empty where no record tells of it."""
        following, clock_ms = self._following, self._following.clock_ms
        traces = [self._traced(life) for life in following.lives() if life.contact == contact]
        lines = [line for one in traces for line in one.lines]
        flight = [
            Line(clock_ms if one.at_ms is None else one.at_ms, one.where, place, amount)
            for live in following.live()
            if live.id == contact
            for one in decided(following.site, clock_ms, live)
            for place, amount in one.measures.items()
        ]
        return {
            "contact": contact,
            "as_of": self._text(clock_ms),
            "records_read": following.records,
            "told": [self._told(one) for one in following.told],
            "lives": [self._life(one) for one in traces],
            "contributions": [self._line(line) for line in lines],
            "in_flight": [self._line(line) for line in flight],
            "impossible": [
                {"at": self._text(line.at_ms), "reason": named(line.place).name.removeprefix(_IMPOSSIBLE)}
                | {"title": named(line.place).title, "slice": self._slice(line.where)}
                for line in lines
                if named(line.place).name.startswith(_IMPOSSIBLE)
            ],
        }

    def _traced(self, life: Life) -> Trace:
        log_clock_ms = self._following.log_clock_ms(life.partition)
        return trace(self._following.site, life, log_clock_ms, self._following.clock_ms)

    def _told(self, told: Told) -> dict[str, Any]:
        return {
            "number": told.number,
            "place": told.place,
            "source": told.source,
            "type": told.type,
            "at": None if told.at_ms is None else self._text(told.at_ms),
            "outcome": told.outcome,
            "reason": told.reason,
            "fields": self._plain(told.fields),
        }

    def _life(self, of: Trace) -> dict[str, Any]:
        return {
            "folded": [told for step in of.steps for told in self._steps(step)],
            "state": self._structure(of.state),
            "entries": [self._part(part, of.steps) for part in of.parts if isinstance(part.value, Entry)],
            "conversations": [self._stretch(one) for one in of.conversations],
            "cycles": [self._stretch(one) for one in of.cycles],
            "clocks": [self._clock(clock) for clock in of.clocks],
        }

    def _steps(self, step: Step) -> Iterator[dict[str, Any]]:
        """A step, and before it the silence that closed the contact first, if it was so long."""
        for line in step.lines:
            if named(line.place).name == _CLOSED and line.at_ms < step.at_ms:
                yield self._step(Step(None, line.at_ms, {}, []))
        yield self._step(step)

    def _step(self, step: Step) -> dict[str, Any]:
        changes = {
            name: {"before": self._value(name, before), "after": self._value(name, after)}
            for name, (before, after) in step.changes.items()
        }
        return {
            "at": self._text(step.at_ms),
            "type": _type(step.event),
            "fields": {} if step.event is None else self._plain(_facts(step.event)),
            "changes": changes,
            "contributions": [self._line(line) for line in step.lines],
        }

    def _part(self, part: Part, steps: list[Step]) -> dict[str, Any]:
        """An entry as it was last, and the event after which the state held it no more."""
        ended = steps[min(part.last + 1, len(steps) - 1)]
        return {
            "held_as": part.paths,
            "since": self._text(steps[part.first].at_ms),
            "until": None if ended is steps[part.last] else self._text(ended.at_ms),
            "ended_by": None if ended is steps[part.last] else _type(ended.event),
            **self._structure(part.value),
        }

    def _stretch(self, of: Stretch) -> dict[str, Any]:
        to = None if of.to_at is None else self._text(of.to_at)
        return {"from": self._text(of.from_at), "to": to} | self._plain(of.fields)

    def _clock(self, clock: Clock) -> dict[str, Any]:
        return {
            "clock": clock.name,
            "slice": self._slice(clock.where),
            "started": self._text(clock.started_at),
            "deadline": self._text(clock.deadline),
            "ended": None if clock.ended_at is None else self._text(clock.ended_at),
            "outcome": clock.outcome,
            "terms": self._plain(clock.terms),
        }

    def _line(self, line: Line) -> dict[str, Any]:
        of = named(line.place)
        moved = self._movers.of(line.place, line.where, line.at_ms)
        return {
            "at": self._text(line.at_ms),
            "panes": {format_duration(length): self._text(line.at_ms // length * length) for length, _ in LEVELS},
            "slice": self._slice(line.where),
            "measure": of.name,
            "family": of.family,
            "amount": line.amount,
            **({} if line.exact_ms is None else {"duration_ms": line.exact_ms}),
            **({} if of.bin is None else {"bin": of.bin}),
            "moves": [{"kpi": one.kpi, "part": one.part, "sign": one.sign} for one in moved],
        }

    def _slice(self, where: Slice) -> dict[str, str]:
        return dict(zip(self._labels, where, strict=True))

    def _structure(self, value: msgspec.Struct) -> dict[str, Any]:
        return self._plain({name: getattr(value, name) for name in value.__struct_fields__})

    def _plain(self, fields: Mapping[str, object]) -> dict[str, Any]:
        return {name: self._value(name, value) for name, value in fields.items() if value not in _EMPTY}

    def _value(self, name: str, value: object) -> Any:  # noqa: ANN401 - whatever a field holds
        """A field as JSON has it; a number as great as an instant is one, unless its name says otherwise."""
        if isinstance(value, msgspec.Struct):
            return self._structure(value)
        if isinstance(value, dict):
            return self._plain(value)
        if isinstance(value, list | tuple | set | frozenset):
            return [self._value(name, one) for one in value]
        if isinstance(value, int) and value >= EARLIEST and not name.endswith("_ms"):
            return self._text(value)
        return value


def _type(event: Event | None) -> str:
    return "(closed: silent for too long)" if event is None else _TYPES[event.kind]


def _facts(event: Event) -> dict[str, object]:
    """What an event says beside its kind and time, as far as it is not what every event says."""
    fields = (field for field in msgspec.structs.fields(event) if field.name not in _OWN)
    return {field.name: value for field in fields if (value := getattr(event, field.name)) != field.default}
