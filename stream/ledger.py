"""What the fold of a contact needs around it: the site's rules, the names of slices, and where contributions go."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from stream.clock import FIRST_RESPONSE, RESOLUTION, Terms
from stream.contact import State
from stream.contributions import Post
from stream.measures import CLOCKS, Slice
from stream.policies import SUSPENDED, Decision, Labels
from stream.site import OTHER, QueueRules, QueueVersion, Site
from stream.units import Millis


class Ledger:
    """The site's side of the fold; `post` takes each contribution. One ledger serves all contacts of a partition."""

    __slots__ = (
        *("_extra", "_limits", "_only", "_policies", "_promises", "_rules", "_slices"),
        *("has_labels", "of_cycles", "post", "reconsiders", "shortest_limit_ms", "site"),
    )

    def __init__(self, site: Site, post: Post) -> None:
        """Fold by the rules of `site` and hand every contribution to `post`."""
        self.site = site
        self.post = post
        self._extra = _reader(site.labels[2:])
        self.has_labels = self._extra is not None
        """Whether slices have further labels than queue and channel, which can change in the midst of a wait."""
        self._rules: dict[tuple[str, str], QueueRules] = {}
        self._only: dict[tuple[str, str], QueueVersion] = {}
        """The queues that never promised anything else: nearly all of them."""
        self._promises: dict[tuple[str, str], tuple[Terms, Terms | None]] = {}
        """What those queues give their clocks."""
        self._policies: dict[Decision, Terms] = {}
        self.reconsiders = bool(site.policies.policies)
        """Whether a change of priority can matter to a clock."""
        self.of_cycles = (FIRST_RESPONSE, RESOLUTION) if self.reconsiders else (FIRST_RESPONSE,)
        """The clocks that a cycle can have: without a policy nothing but answers and first responses has a target."""
        self._slices: dict[Slice, Slice] = {}
        self._limits = site.idle_limits_ms
        self.shortest_limit_ms = min(site.idle_limits_ms.values(), default=site.default_retention_ms)
        """No silence that is shorter closes anything."""

    def channel_of(self, state: State, queue: str | None = None) -> str:
        """The channel that the contact named first, else that of a queue (default: the current one)."""
        return state.channel or self.site.channel_of(queue or state.queue or OTHER)

    def slice_of(self, state: State, queue: str | None = None) -> Slice:
        """The slice of a contribution that is decided now, in a queue (default: the current one).

        A contact that names no channel is on that of this queue, though it may be in another by now.
        """
        labels: Slice = (queue or state.queue or OTHER, state.channel or self.channel_of(state, queue))
        if self._extra is not None:
            labels += self._extra(state)
        return self._slices.setdefault(labels, labels)

    def relabelled(self, where: Slice, state: State) -> Slice:
        """The slice of this queue and channel with the further labels that the contact has now."""
        if self._extra is None:
            return where
        labels = where[:2] + self._extra(state)
        return self._slices.setdefault(labels, labels)

    def version(self, queue: str, channel: str, at_ms: Millis) -> QueueVersion:
        """What the queue promised at an instant."""
        only = self._only.get((queue, channel))
        if only is not None:
            return only
        rules = self._rules.get((queue, channel))
        if rules is None:
            rules = self._rules[queue, channel] = self.site.queue(queue, channel)
            if len(rules.versions) == 1:
                self._only[queue, channel] = rules.versions[0]
        return rules.at(at_ms)

    def terms(self, kind: int, state: State, at_ms: Millis, of_queue: str | None = None) -> Terms | None:
        """What a clock of this kind, started then, has to keep to in a queue (default: the current one); None: nothing.

        A policy decides before the queue's own promise, a target that holds for all (of a report) before both.
        """
        if kind > FIRST_RESPONSE and not self.reconsiders:
            return None
        queue = of_queue or state.queue or OTHER, state.channel or self.channel_of(state, of_queue)
        if self.reconsiders and not (kind == FIRST_RESPONSE and self.site.target_override_ms is not None):
            labels = Labels(queue[0], state.topic, state.priority, state.tier, queue[1])
            decision = self.site.policies.find(CLOCKS[kind], labels, at_ms)
            if decision is not None:
                return self._decided(decision)
        if kind > FIRST_RESPONSE:
            return None
        promised = self._promises.get(queue)
        if promised is None:
            promised = _promised(self.version(*queue, at_ms))
            if queue in self._only:
                self._promises[queue] = promised
        return promised[kind]

    def _decided(self, decision: Decision) -> Terms:
        """The terms of a policy, its calendar at hand."""
        terms = self._policies.get(decision)
        if terms is None:
            policy, version, written = decision
            terms = self._policies[decision] = Terms(
                written.target_ms,
                written.lead_ms,
                self.site.calendar(written.calendar),
                policy,
                version,
                SUSPENDED in written.pauses,
                written.on_priority_change,
            )
        return terms

    def idle_limit(self, state: State) -> Millis | None:
        """How long this contact may be silent."""
        return self._limits.get(state.channel or self.channel_of(state))


def _reader(labels: tuple[str, ...]) -> Callable[[State], Slice] | None:
    """What reads these labels of a contact; None where there are none."""
    if not labels:
        return None
    read: Callable[[State], Any] = attrgetter(*labels)
    if len(labels) == 1:
        return lambda state: (read(state) or "",)
    return lambda state: tuple(value or "" for value in read(state))


def nowhere(_slice: Slice, _at: Millis, _amounts: object, _sign: int) -> None:
    """Take a contribution that is already in the panes."""


def _promised(version: QueueVersion) -> tuple[Terms, Terms | None]:
    """The terms of the answer clock and of the first-response clock that a queue's own promise gives."""
    answer_ms, response_ms = version.answer_target_ms, version.first_response_target_ms
    share = version.warn_before_share
    response = None if response_ms is None else Terms(response_ms, round(response_ms * share))
    return Terms(answer_ms, round(answer_ms * share)), response
