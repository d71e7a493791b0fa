"""Partitions that tell what they do with each record, and whose contributions went where."""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from stream.compound import Amounts, spelled_out
from stream.contact import Contact
from stream.contributions import Post
from stream.crew.agent import Agent, AgentEvent
from stream.crew.memory import CrewMemory
from stream.crew.partition import CrewPartition
from stream.events import STARTED, Event, Outcome
from stream.measures import Measures, Slice
from stream.memory import Memory
from stream.panes import FINE
from stream.partition import Partition
from stream.site import Site
from stream.units import Millis

Folding: TypeAlias = Partition | CrewPartition

BEAT_MS: Final = FINE.length_ms
"""In multiples of this length the touched panes are noted."""


class PanePlace(NamedTuple):
    """One vector: the pane of a length that begins at an instant, and its slice."""

    length_ms: Millis
    start_ms: Millis
    where: Slice

    def holds(self, where: Slice, at_ms: Millis) -> bool:
        """Whether a contribution counts here."""
        return where == self.where and self.start_ms <= at_ms < self.start_ms + self.length_ms


class Share(NamedTuple):
    """What a subject contributes to one vector, and the offsets of the records about it."""

    measures: Measures
    offsets: list[int]


class Unsure:
    """Somebody of whom earlier records may be missing: the first event here, and the beats in which anything was told.

    `queues`: whether any of these events named a queue, so that it may have counted in another one before.
    """

    def __init__(self, first_at: Millis) -> None:
        self.first_at = first_at
        self.beats: set[int] = set()
        self.queues = False
        self.channel: str | None = None
        self.known = False
        """Nothing of what came before matters any more."""


class Trace:
    """What is noted while records are folded; a subject is the id of a contact or an agent."""

    def __init__(self, *, cut_ms: Millis | None = None, watched: PanePlace | None = None) -> None:
        """`cut_ms`: records before it are missing; `watched`: the vector whose contributors are asked for."""
        self.verdict: Outcome | None = None
        """What became of the last event; None after a record that became none."""
        self.life = -1
        """The offset at which the subject of the last event began to be remembered."""
        self.begun: set[str] = set()
        """Subjects all of whose records are there; only where records are missing."""
        self.unsure: dict[str, Unsure] = {}
        """The others."""
        self.shares: dict[str, Share] = {}
        self.cut_ms = cut_ms
        self.silences: tuple[Millis, ...] = ()
        """After how long a silence something may be decided about who was silent."""
        self._watched = watched
        self._subject = ""
        self._offset = -1
        self._lives: dict[str, int] = {}

    def at(self, offset: int) -> None:
        """The next record is this one."""
        self._offset, self.verdict, self.life = offset, None, -1

    def hears(self, subject: str, event: Event | AgentEvent, *, known: bool, sure_after_ms: Millis | None) -> None:
        """An event is about to be applied; `sure_after_ms`: an earlier life of the subject is over after that time."""
        self._subject = subject
        if not known:
            self._lives[subject] = self._offset
        self.life = self._lives.get(subject, -1)
        if self.cut_ms is None:
            return
        # An event of before the cut is told before it, so that whoever starts after it has told nothing before.
        starts = isinstance(event, Event) and event.kind == STARTED and event.at > self.cut_ms
        if starts and subject in self.unsure and event.at <= self.unsure[subject].first_at:
            # What came before its start was only delivered earlier.
            del self.unsure[subject]
            self.begun.add(subject)
        if not known and subject not in self.begun and subject not in self.unsure:
            if starts or (sure_after_ms is not None and event.at > self.cut_ms + sure_after_ms):
                self.begun.add(subject)
            else:
                self.unsure[subject] = Unsure(event.at)
        unsure = self.unsure.get(subject)
        if unsure is not None and not unsure.known:
            self._note(unsure, event)

    def _note(self, unsure: Unsure, event: Event | AgentEvent) -> None:
        unsure.first_at = min(unsure.first_at, event.at)
        unsure.beats.update((event.at + silence) // BEAT_MS for silence in (0, *self.silences))
        if isinstance(event, Event):
            unsure.queues = unsure.queues or event.queue is not None
            unsure.channel = unsure.channel or event.channel
        else:  # how an agent stands is wholly known once it has said everything in one event
            unsure.known = None not in {event.team, event.site, event.slots}

    def applied(self, subject: str, outcome: Outcome, *, known: bool) -> None:
        """What became of it."""
        self.verdict = outcome
        if outcome == "late" and not known:
            self.forgets(subject)
        if self._watched is not None and subject in self.shares:
            self.shares[subject].offsets.append(self._offset)

    def forgets(self, subject: str) -> None:
        """It is remembered no longer; nor is it here, so that what is noted does not grow with the log."""
        self._lives.pop(subject, None)
        self.begun.discard(subject)

    def expires(self, subject: str) -> None:
        """Silence is about to do something."""
        self._subject = subject

    def posting(self, post: Post) -> Post:
        """The same post, looked at on the way."""

        def traced(where: Slice, at_ms: Millis, amounts: Amounts, sign: int) -> None:
            self._touch(at_ms)
            if self._watched is not None and self._watched.holds(where, at_ms):
                share = self.shares.setdefault(self._subject, Share({}, []))
                for place, amount in spelled_out(dict(amounts)).items():
                    share.measures[place] = share.measures.get(place, 0) + sign * amount
            post(where, at_ms, amounts, sign)

        return traced if self._watched is not None or self.cut_ms is not None else post

    def _touch(self, at_ms: Millis) -> None:
        unsure = self.unsure.get(self._subject)
        if unsure is not None and not unsure.known:
            unsure.beats.add(at_ms // BEAT_MS)


class _TracedMemory(Memory):
    """A memory of contacts that tells its trace."""

    def __init__(self, site: Site, post: Post, trace: Trace) -> None:
        self._trace = trace
        trace.silences = tuple(site.idle_limits_ms.values())
        super().__init__(site, trace.posting(post))

    def apply(self, contact_id: str, event: Event, log_clock_ms: Millis) -> Outcome:
        known = contact_id in self.contacts
        sure_after_ms = self.site.idle_limit(event.channel or self.site.channel_of(event.queue or ""))
        self._trace.hears(contact_id, event, known=known, sure_after_ms=sure_after_ms)
        outcome = super().apply(contact_id, event, log_clock_ms)
        self._trace.applied(contact_id, outcome, known=known)
        return outcome

    def _expire(self, contact: Contact, log_clock_ms: Millis) -> None:
        self._trace.expires(contact.id)
        super()._expire(contact, log_clock_ms)

    def _forget(self, contact: Contact) -> None:
        self._trace.forgets(contact.id)
        super()._forget(contact)


class _TracedCrew(CrewMemory):
    """The same of agents. Nothing says of an agent that there was no record before: only a long silence does."""

    def __init__(self, site: Site, post: Post, trace: Trace) -> None:
        self._trace = trace
        trace.silences = (site.agent_limit_ms, site.agent_retention_ms)
        self._sure_after_ms = sum(trace.silences)
        super().__init__(site, trace.posting(post))

    def apply(self, agent_id: str, event: AgentEvent, log_clock_ms: Millis) -> Outcome:
        known = agent_id in self.agents
        self._trace.hears(agent_id, event, known=known, sure_after_ms=self._sure_after_ms)
        outcome = super().apply(agent_id, event, log_clock_ms)
        self._trace.applied(agent_id, outcome, known=known)
        return outcome

    def _expire(self, agent: Agent, log_clock_ms: Millis) -> None:
        self._trace.expires(agent.id)
        super()._expire(agent, log_clock_ms)

    def _forget(self, agent: Agent, at_ms: Millis) -> None:
        self._trace.forgets(agent.id)
        super()._forget(agent, at_ms)


def _contacts(site: Site, number: int, trace: Trace) -> Partition:
    partition = Partition(site, number)
    partition.memory = _TracedMemory(site, partition.panes.post, trace)
    return partition


def _agents(site: Site, number: int, trace: Trace) -> CrewPartition:
    partition = CrewPartition(site, number)
    partition.memory = _TracedCrew(site, partition.panes.post, trace)
    return partition


Begin: TypeAlias = Callable[[Site, int, Trace], Folding]
BEGIN_CONTACTS: Final[Begin] = _contacts
BEGIN_AGENTS: Final[Begin] = _agents
