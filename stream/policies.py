"""SLA policies: which contacts get which targets, from when on.

Of the policies that match a contact and have terms for a clock, one decides, by a total order: more keys matched before
fewer; then by the first key, in the order queue, topic, priority, tier, channel, that only one of the two names; then
as they stand in the file.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import msgspec

from stream.units import Millis

SUSPENDED: Final = "suspended"
PAUSES: Final = (SUSPENDED,)
"""States of a contact in which a clock can stand still."""

KEEP: Final = "keep"
RETARGET: Final = "retarget"
RESTART: Final = "restart"
PRIORITY_CHANGES: Final = (KEEP, RETARGET, RESTART)
"""A running clock keeps its terms; or takes those that match now, from its old start; or from the change on."""

MOST_ANSWERS: Final = 10_000
"""Topics may be free text: beyond so many different questions the remembered answers are dropped."""


class ClockTerms(msgspec.Struct, frozen=True, cache_hash=True, kw_only=True):
    """What a policy says about one clock. All spans are working time of `calendar`; `objective` is a share.

    The clock is at risk once less than the lead is left: `warn_ms`, or `warn_share` of the target where that is None.
    """

    target_ms: Millis
    objective: float = 0.80
    calendar: str = "always"
    warn_ms: Millis | None = None
    warn_share: float = 0.25
    pauses: tuple[str, ...] = ()
    on_priority_change: str = KEEP

    @property
    def lead_ms(self) -> Millis:
        """How much working time before the deadline the warning begins."""
        return round(self.target_ms * self.warn_share) if self.warn_ms is None else self.warn_ms


class Labels(NamedTuple):
    """What a policy may ask about a contact; None: nobody said."""

    queue: str | None = None
    topic: str | None = None
    priority: str | None = None
    tier: str | None = None
    channel: str | None = None


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """The values that each label may have; none: any, a missing one too."""

    queue: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()

    def accepts(self, labels: Labels) -> bool:
        """Whether every label that is asked for has one of its values."""
        return all(not wanted or label in wanted for wanted, label in zip(self.wanted, labels, strict=True))

    def of_queue(self, queue: str, channel: str) -> bool:
        """Whether it accepts some contact of a queue."""
        return (not self.queue or queue in self.queue) and (not self.channel or channel in self.channel)

    @property
    def wanted(self) -> tuple[tuple[str, ...], ...]:
        """The values in the order of Labels."""
        return self.queue, self.topic, self.priority, self.tier, self.channel

    @property
    def order(self) -> tuple[int, tuple[bool, ...]]:
        """Sorts what decides first to the front."""
        open_keys = tuple(not values for values in self.wanted)
        return sum(open_keys), open_keys


class PolicyVersion(msgspec.Struct, frozen=True, kw_only=True):
    """What a policy says from an instant on (None: from the beginning). A clock without terms has none."""

    match: Match = Match()
    terms: dict[str, ClockTerms] = {}
    from_ms: Millis | None = None


class Policy(msgspec.Struct, frozen=True):
    """A policy and its versions, oldest first; the first alone has no `from_ms`."""

    name: str
    versions: tuple[PolicyVersion, ...]


class Decision(NamedTuple):
    """The policy that decides about a clock, the number of its version (from 1), and the terms."""

    policy: str
    version: int
    terms: ClockTerms


class Policies(msgspec.Struct, frozen=True, dict=True):
    """The policies of a site, as they stand in its file, ready to be asked."""

    policies: tuple[Policy, ...] = ()

    def find(self, clock: str, labels: Labels, at_ms: Millis) -> Decision | None:
        """The decision about a clock that starts at an instant; None: no policy has terms for it."""
        epoch = bisect_right(self.begins, at_ms)
        answers = self._answers
        try:
            return answers[clock, labels, epoch]
        except KeyError:
            if len(answers) >= MOST_ANSWERS:
                answers.clear()
            found = answers[clock, labels, epoch] = self._search(clock, labels, epoch)
            return found

    def possible(self, clock: str, queue: str, channel: str, at_ms: Millis) -> Iterator[ClockTerms | None]:
        """All terms that a clock started then can get in a queue; None: whatever holds where no policy decides.

        What else a policy asks about a contact can always be so.
        """
        for _, _, version in self._epochs[bisect_right(self.begins, at_ms)]:
            terms, match = version.terms.get(clock), version.match
            if terms is not None and match.of_queue(queue, channel):
                yield terms
                if match.accepts(Labels(queue=queue, channel=channel)):
                    return
        yield None

    def begun(self, at_ms: Millis) -> "Policies":
        """The same with those versions only that have begun at an instant."""
        begun = (
            Policy(policy.name, tuple(v for v in policy.versions if v.from_ms is None or v.from_ms <= at_ms))
            for policy in self.policies
        )
        return Policies(tuple(policy for policy in begun if policy.versions))

    def names(self, label: str, value: str, at_ms: Millis) -> bool:
        """Whether any version of a policy that has begun by an instant asks for this value of a label."""
        return self._named.get((label, value), at_ms + 1) <= at_ms

    def calendars(self) -> set[str]:
        """The names of all calendars in use."""
        return {terms.calendar for p in self.policies for version in p.versions for terms in version.terms.values()}

    @cached_property
    def _named(self) -> dict[tuple[str, str], Millis]:
        """When the first version begins that asks for a value of a label; 0: from the beginning."""
        begins: dict[tuple[str, str], Millis] = {}
        for version in (version for policy in self.policies for version in policy.versions):
            for label, values in zip(Labels._fields, version.match.wanted, strict=True):
                for value in values:
                    begins[label, value] = min(version.from_ms or 0, begins.get((label, value), version.from_ms or 0))
        return begins

    @cached_property
    def begins(self) -> list[Millis]:
        """Every instant at which a version of any policy begins."""
        return sorted({v.from_ms for policy in self.policies for v in policy.versions if v.from_ms is not None})

    @cached_property
    def _answers(self) -> dict[tuple[str, Labels, int], Decision | None]:
        return {}

    @cached_property
    def _epochs(self) -> list[list[tuple[str, int, PolicyVersion]]]:
        """For each stretch between two beginnings, what holds then, in the order in which it decides."""
        return [
            sorted(_begun(self.policies, at_ms), key=lambda valid: valid[2].match.order)
            for at_ms in (None, *self.begins)
        ]

    def _search(self, clock: str, labels: Labels, epoch: int) -> Decision | None:
        for name, number, version in self._epochs[epoch]:
            terms = version.terms.get(clock)
            if terms is not None and version.match.accepts(labels):
                return Decision(name, number, terms)
        return None


def _begun(policies: Sequence[Policy], at_ms: Millis | None) -> Iterator[tuple[str, int, PolicyVersion]]:
    """The version of each policy that is valid at an instant (None: before any other begins), with its number."""
    for policy in policies:
        begun = [v for v in policy.versions if v.from_ms is None or (at_ms is not None and v.from_ms <= at_ms)]
        if begun:
            yield policy.name, len(begun), begun[-1]
