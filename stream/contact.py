"""A contact: its recent events, the state that they fold to, and what is settled behind them."""

from collections.abc import Sequence
from typing import Final

import msgspec
from cramjam import lz4

from stream.clock import Clock
from stream.events import Event
from stream.measures import Slice
from stream.units import Millis

_ARRAY: Final = b"\xdd"
_COUNT_BYTES: Final = 4
_HEAD_BYTES: Final = 5
"""An array whose length takes four bytes, whatever it is: so that events can be put behind those that are there."""
_SMALL_BYTES: Final = 320
"""What is shorter is not worth the time."""
_SQUEEZED: Final = b"z"
"""How no array begins."""
_pack: Final = msgspec.msgpack.Encoder().encode
_unpack: Final = msgspec.msgpack.Decoder(list[Event]).decode


class Entry(msgspec.Struct, array_like=True, gc=False):
    """One wait in one queue, and the conversation that came of it. Instants in ms, None: not (yet) so.

    `measured` is False for an answer without a queueing: its wait is unknown. `counted` is False for outbound and
    internal contacts, which are handled but neither offered nor answered. The slices are those of the labels at the
    moments that decided: queueing, outcome, end of the conversation. `firsts` says what its contact does with this
    entry for the first time (`contributions.FIRST_…`); `legs` are the agents in turn.
    """

    queue: str
    queued_at: Millis
    offered_in: Slice
    threshold_ms: Millis
    short_ms: Millis
    clock: Clock | None = None
    measured: bool = True
    counted: bool = True
    source_id: str | None = None
    firsts: int = 0
    answered_at: Millis | None = None
    outcome_in: Slice = ()
    talking_from: Millis | None = None
    span_ms: Millis = 0
    hold_from: Millis | None = None
    hold_ms: Millis = 0
    hold_by_message_ms: Millis = 0
    """The hold up to the last message, where silence ends the conversation."""
    hold_cut: bool = False
    ended_at: Millis | None = None
    handled_in: Slice = ()
    wrap_up_ms: Millis = 0
    wrapped_at: Millis | None = None
    legs: int = 1
    transferred: bool = False

    @property
    def handled_at(self) -> Millis | None:
        """Where it counts as handled: at the end of the conversation, or of the work after it; None before that."""
        if self.talking_from is not None:
            return None
        return self.ended_at if self.wrapped_at is None else self.wrapped_at


class State(msgspec.Struct, array_like=True, gc=False):
    """What the events of a contact fold to.

    `waiting` is the entry that waits, `answered` the last one that a human took; whatever came before those two can
    change no more, but for `carrier`: the handled entry with which the contact counts as handled until the last one
    is. A cycle has a start, its first response, and clocks that run once a queue can be counted in.
    """

    last_at: Millis = 0
    channel: str | None = None
    inbound: bool | None = None
    queue: str | None = None
    priority: str | None = None
    tier: str | None = None
    topic: str | None = None
    waiting: Entry | None = None
    answered: Entry | None = None
    carrier: Entry | None = None
    counted: int = 0
    """What the contact has done before (`contributions.FIRST_…`)."""
    offered: int = 0
    """At how many agents the waiting entry rings."""
    handed_over: bool = False
    leavers: tuple[tuple[str | None, Millis], ...] = ()
    """The agents who have left a conversation and are not known to be done with the work after it, and since when."""
    left_queue: bool = False
    """The entry that began last left its queue without an answer: there is no current one."""
    talker: str | None = None
    beside: tuple[str, ...] = ()
    """Who talked before the talker joined, and still does: the others of a conference."""
    assigned_at: Millis | None = None
    """The last time that an agent took it, as the source said."""
    last_message_at: Millis | None = None
    turn_from: Millis | None = None
    """The oldest message of the customer that nobody has answered yet."""
    suspended: bool = False
    ended: bool = False
    """The source said so, and nobody came back since."""
    idle_closed: bool = False
    resolved: bool = False
    early_response: bool = False
    """A human agent spoke before anything that starts a cycle."""
    cycle_from: Millis | None = None
    cycle_entry_at: Millis | None = None
    cycle_counted: bool = False
    cycle_reopened: bool = False
    """Whether a re-opening began it."""
    responded_at: Millis | None = None
    cycle_due_at: Millis | None = None
    """When the first response was due by the last word of its clock, which may have been stopped since."""
    clocks: tuple[Clock, ...] = ()
    """Those of the cycle that run; the answer clock is the waiting entry's."""
    begun: int = 0
    """A bit for each kind of clock that this cycle has had, or can have no more; one more: its clocks were stopped."""
    stands: tuple[tuple[Millis, Millis | None], ...] = ()
    """From when until when (None: it still is) it was suspended, where a policy may pause a clock for that."""

    def copy(self) -> "State":
        """Another state that can be folded on without changing this one."""
        twin = msgspec.structs.replace(self)
        if twin.waiting is not None:
            twin.waiting = msgspec.structs.replace(twin.waiting)
        if twin.answered is not None:
            twin.answered = msgspec.structs.replace(twin.answered)
        return twin

    @property
    def talking(self) -> bool:
        """Whether a conversation runs."""
        return self.answered is not None and self.answered.talking_from is not None

    @property
    def busy(self) -> bool:
        """Whether silence can change anything: an entry waits, a conversation or a clock runs."""
        return self.waiting is not None or self.talking or bool(self.clocks)

    def is_open(self, idle_limit_ms: Millis | None) -> bool:
        """Waiting, in conversation, or with an unresolved cycle on a channel that is never closed for idleness."""
        if self.waiting is not None or self.talking:
            return True
        return idle_limit_ms is None and self.cycle_from is not None and not self.resolved and self.inbound is not False


class Contact(msgspec.Struct, gc=False):
    """One contact of a partition: `state` = the fold of `base` and `recent`, plus the idle close where `idle` is set.

    Events older than the settling horizon live on in `base` alone; `settled_at` is the time of the last of them and
    `settled` the identities of the last 32. Nothing in a contact refers back to it, so the garbage collector, which
    would walk through all of them again and again, is told to leave them out; so with states, entries and events.

    Recent events are hardly ever looked at again. `packed`, a msgpack array as it stands in the contact's row, has
    those that came before `fresh`, packed one by one, which no row has yet; there are `held` of both, none older than
    `since`.

    Nor is the state of a contact that is closed: one that is `asleep` has come back from its row without it, and its
    state tells of the last event, the channel and the queue alone until an event comes (`Memory.wake`).
    """

    id: str
    packed: bytes = b""
    fresh: bytes = b""
    held: int = 0
    since: Millis = 0
    base: State | None = None
    settled_at: Millis | None = None
    settled: tuple[str, ...] = ()
    idle: bool = False
    asleep: bool = False
    due: Millis = 0
    state: State = msgspec.field(default_factory=State)

    @property
    def recent(self) -> list[Event]:
        """The events within the settling horizon, in their order; a list of one's own."""
        return _unpack(self._array()) if self.held else []

    @recent.setter
    def recent(self, events: Sequence[Event]) -> None:
        self.packed, self.fresh, self.held = b"", b"".join(map(_pack, events)), len(events)
        self.since = events[0].at if events else 0

    def follow(self, event: Event) -> None:
        """Put an event behind the recent ones."""
        if not self.held:
            self.since = event.at
        self.fresh += _pack(event)
        self.held += 1

    def knows(self, identity: str) -> bool:
        """Whether an event of this identity is among the recent or the last settled ones."""
        # Most are new, and nothing need be unpacked to see that: it would be there as it is packed.
        if not self.held:
            return identity in self.settled
        word = _pack(identity)
        if word in self.fresh or (self.packed and word in whole(self.packed)):
            return any(known.identity == identity for known in self.recent) or identity in self.settled
        return identity in self.settled

    def pack(self) -> bytes:
        """Put the fresh events to the packed ones, and return the array of all."""
        packed = self._array()
        if self.fresh or not self.packed:
            self.packed, self.fresh = short(packed), b""
        return packed

    def _array(self) -> bytes:
        packed = whole(self.packed)
        if packed and not self.fresh:
            return packed
        return b"".join((_ARRAY, self.held.to_bytes(_COUNT_BYTES), packed[_HEAD_BYTES:], self.fresh))


def short(packed: bytes) -> bytes:
    """A packed array as a contact keeps it: events of one contact have most of their words in common."""
    return packed if len(packed) <= _SMALL_BYTES else _SQUEEZED + bytes(lz4.compress_block(packed))


def whole(packed: bytes) -> bytes:
    """The array again, as it stands in a row."""
    return bytes(lz4.decompress_block(packed[1:])) if packed.startswith(_SQUEEZED) else packed
