"""A running SLA clock: a span with a target, of one of five kinds.

answer           an entry's wait, met by the answer
first_response   from the cycle's start to its first response
next_response    from the oldest unanswered message of a customer, once the cycle has had its first response
resolution       from the cycle's start to its resolution
visit            from the cycle's start until a human answers on the channel `visit`

A clock ends met, breached, or (before its deadline, without its fulfilment) cancelled, which counts nowhere. A breach
counts at the deadline however late it is noticed. Policy, version and target are stamped when a clock starts.
"""

from typing import Final

import msgspec
from msgspec.structs import replace

from stream.calendar import ALWAYS, Calendar, add_working_ms
from stream.measures import CLOCKS, Slice
from stream.policies import KEEP
from stream.units import Millis

ANSWER: Final = CLOCKS.index("answer")
FIRST_RESPONSE: Final = CLOCKS.index("first_response")
NEXT_RESPONSE: Final = CLOCKS.index("next_response")
RESOLUTION: Final = CLOCKS.index("resolution")
VISIT: Final = CLOCKS.index("visit")


class Terms(msgspec.Struct, frozen=True):
    """What a clock of a contact has to keep to: by a policy, or (without a name) by the queue's own promise."""

    target_ms: Millis
    warn_ms: Millis
    calendar: Calendar = ALWAYS
    policy: str = ""
    version: int = 0
    pauses: bool = False
    """Whether it stands while the contact is suspended."""
    on_change: str = KEEP
    """What a change of priority does to it."""


class Clock(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A running clock of the kind `CLOCKS[kind]`, at risk from `warn_at` on; each pause moves that and the deadline.

    `counted_in` is the slice in which it ends: the queue of its start, and the further labels that hold then. Of an
    answer clock there are these labels alone: queue and channel are those of the entry.
    `calendar` and the policy are names: the site knows what they stand for.
    """

    kind: int
    started_at: Millis
    deadline: Millis
    target_ms: Millis
    warn_at: Millis
    counted_in: Slice = ()
    calendar: str = ALWAYS.name
    policy: str = ""
    version: int = 0
    paused_at: Millis | None = None
    pauses: bool = False
    on_change: str = KEEP

    def slice_of(self, entry: Slice) -> Slice:
        """The slice in which an answer clock ends whose entry is in this one."""
        return entry[:2] + self.counted_in[2:] if self.counted_in else entry

    def missed(self, at: Millis) -> bool:
        """Whether its deadline has passed at an instant; it does not pass while the clock stands."""
        return self.deadline < (at if self.paused_at is None else self.paused_at)


def begun(kind: int, at: Millis, terms: Terms, counted_in: Slice = ()) -> Clock:
    """A clock that starts then."""
    target_ms, lead_ms = terms.target_ms, min(terms.warn_ms, terms.target_ms)
    if terms.calendar.always and not terms.policy:
        return Clock(kind, at, at + target_ms, target_ms, at + target_ms - lead_ms, counted_in)
    return Clock(
        kind,
        at,
        add_working_ms(terms.calendar, at, target_ms),
        target_ms,
        add_working_ms(terms.calendar, at, target_ms - lead_ms),
        counted_in,
        terms.calendar.name,
        terms.policy,
        terms.version,
        pauses=terms.pauses,
        on_change=terms.on_change,
    )


def paused(clock: Clock, at: Millis) -> Clock:
    """A clock that stands from now on, if it pauses at all and its deadline has not passed."""
    if not clock.pauses or clock.paused_at is not None or clock.missed(at):
        return clock
    return replace(clock, paused_at=at)
