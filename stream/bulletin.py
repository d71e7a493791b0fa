"""What a worker tells the others of one of its partitions, and which of two parts is shown.

A part is a function of the log up to an offset and of a clock, so of two parts of one partition the one that has read
further is the truer, whoever sent it: a worker that has lost a partition and does not know it yet sends nothing that
could replace what its successor has sent. Only another generation of the state begins from the start again.

On the wire a part is whole, or what has changed since a whole one of the same sender, which it names: numbers that
differ, by window and slice, with nought for what there is no more. So the last whole part and the last change are
all that is needed, and a compacted topic keeps both.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Final, Generic, Literal, TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from stream.alarms.alarm import Alarm
from stream.crew.partition import CrewPart
from stream.floor_clock import State
from stream.measures import MEASURES, Measures, Slice
from stream.overlay import Part
from stream.site import Site
from stream.totals import FLOOR_DAY, TODAY
from stream.units import Millis

Subject: TypeAlias = Literal["contacts", "agents"]
"""Of whom a part tells."""

Totals: TypeAlias = dict[str, dict[Slice, Measures]]
"""Window to slice to measures."""

P = TypeVar("P", Part, CrewPart)

_LAYOUT: Final = 1


class Reach(msgspec.Struct, frozen=True, order=True, array_like=True):
    """How far a part has read: the generation of its state, the last offset folded, and its clock."""

    generation: int
    offset: int
    clock_ms: Millis


class Bulletin(msgspec.Struct, Generic[P], frozen=True, kw_only=True, array_like=True):
    """A part and how to take it. `clock_at_ms` is the partition's own clock, None while it has none.

    `part` holds its totals whole where `base` is None, else what has changed since the whole part of this number.
    `newest_ms` is the greatest event time seen, `sent_ms` the wall clock of the sender.
    """

    form: str
    topic_id: str
    sender: str
    number: int
    """The running number of the whole part in its sender, or of the one that `base` names."""
    base: int | None
    sent_ms: Millis
    reach: Reach
    state: State
    clock_at_ms: Millis | None
    newest_ms: Millis
    part: P
    alarms: tuple[Alarm, ...] = ()
    """How the alarms of the whole floor stand; only with the partition whose owner looks after them."""


def form_of(site: Site) -> str:
    """What the numbers of a part mean, and of what and of which day: those of another form do not add up with ours.

    They are told by another version, or by a worker that goes by another configuration, as while one is rolled out.
    """
    days = sorted((rules.name, rules.channel, rules.day) for rules in site.queues if rules.day != site.day)
    shape = _LAYOUT, MEASURES, site.labels, site.day, days
    return blake2b(msgspec.json.encode(shape), digest_size=6).hexdigest()


class _Head(msgspec.Struct, array_like=True):
    """The one member that is read of any form."""

    form: str


_pack: Final = msgspec.msgpack.Encoder().encode
_head: Final = msgspec.msgpack.Decoder(_Head).decode
_of_contacts: Final = msgspec.msgpack.Decoder(Bulletin[Part]).decode
_of_agents: Final = msgspec.msgpack.Decoder(Bulletin[CrewPart]).decode


def snapshot(part: P) -> P:
    """The part as it is now: what it shares its numbers with goes on changing. What only metrics use is left out."""
    totals = {window: {where: dict(of) for where, of in slices.items()} for window, slices in distinct(part).items()}
    if isinstance(part, Part):
        return replace(part, totals=_with_today(totals), net={}, corrections={})
    return replace(part, totals=totals)


def encode(bulletin: "Bulletin[Part] | Bulletin[CrewPart]") -> bytes:
    """The bytes of a bulletin."""
    part = bulletin.part
    return _pack(replace(bulletin, part=replace(part, totals=distinct(part))))


def readable(value: bytes, form: str) -> bool:
    """Whether a bulletin is of this form; anything else is not for us to add up."""
    try:
        return _head(value).form == form
    except ValueError:  # msgspec's own, and that of text which is none
        return False


def decode(subject: Subject, value: bytes) -> "Bulletin[Part] | Bulletin[CrewPart]":
    """A readable bulletin; raises ValueError where it is damaged."""
    return _of_contacts(value) if subject == "contacts" else _of_agents(value)


def changes(base: Mapping[str, Mapping[Slice, Measures]], now: Mapping[str, Mapping[Slice, Measures]]) -> Totals:
    """The numbers that differ, by window and slice; nought where there is none any more."""
    found: Totals = {}
    for window in base.keys() | now.keys():
        before, after = base.get(window, {}), now.get(window, {})
        cells = {where: _differing(before.get(where, {}), after.get(where, {})) for where in before.keys() | after}
        changed = {where: cell for where, cell in cells.items() if cell}
        if changed:
            found[window] = changed
    return found


def applied(base: Mapping[str, Mapping[Slice, Measures]], changed: Mapping[str, Mapping[Slice, Measures]]) -> Totals:
    """The totals that `changes` was taken of; what has not changed is shared with `base`."""
    totals = {window: dict(slices) for window, slices in base.items()}
    for window, slices in changed.items():
        into = totals.setdefault(window, {})
        for where, cell in slices.items():
            merged = {place: amount for place, amount in (into.get(where, {}) | cell).items() if amount}
            if merged:
                into[where] = merged
            else:
                into.pop(where, None)
    return totals


def completed(bulletin: Bulletin[P], base: Mapping[str, Mapping[Slice, Measures]] | None) -> P:
    """The part of a bulletin with all its totals; `base` are those of the whole part that it names, if any."""
    part = bulletin.part
    totals = part.totals if base is None else applied(base, part.totals)
    return replace(part, totals=_with_today(totals))


def _differing(before: Measures, after: Measures) -> Measures:
    if before == after:
        return {}
    get = before.get
    changed = {place: amount for place, amount in after.items() if get(place) != amount}
    both = len(after) - sum(place not in before for place in changed)
    if both < len(before):  # seldom: looking for what is gone costs as much as all the rest
        changed |= dict.fromkeys(before.keys() - after.keys(), 0)
    return changed


def distinct(part: Part | CrewPart) -> Totals:
    """The totals without a day that is another's too: on a floor of one time zone all days are the floor's."""
    totals = part.totals
    if TODAY in totals and totals.get(TODAY) is totals.get(FLOOR_DAY):
        return {window: slices for window, slices in totals.items() if window != TODAY}
    return totals


def _with_today(totals: Totals) -> Totals:
    return totals if TODAY in totals or FLOOR_DAY not in totals else totals | {TODAY: totals[FLOOR_DAY]}
