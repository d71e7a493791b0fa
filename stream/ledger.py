"""What the fold of a contact needs around it: the site's rules, the names of slices, and where contributions go."""

from stream.contact import State
from stream.contributions import Post
from stream.measures import Slice
from stream.site import OTHER, QueueRules, QueueVersion, Site
from stream.units import Millis


class Ledger:
    """The site's side of the fold; `post` takes each contribution. One ledger serves all contacts of a partition."""

    __slots__ = ("_extra", "_limits", "_only", "_rules", "_slices", "post", "shortest_limit_ms", "site")

    def __init__(self, site: Site, post: Post) -> None:
        """Fold by the rules of `site` and hand every contribution to `post`."""
        self.site = site
        self.post = post
        self._extra = site.labels[2:]
        self._rules: dict[tuple[str, str], QueueRules] = {}
        self._only: dict[tuple[str, str], QueueVersion] = {}
        """The queues that never promised anything else: nearly all of them."""
        self._slices: dict[Slice, Slice] = {}
        self._limits = site.idle_limits_ms
        self.shortest_limit_ms = min(site.idle_limits_ms.values(), default=site.default_retention_ms)
        """No silence that is shorter closes anything."""

    def channel_of(self, state: State) -> str:
        """The channel that the contact named first, else that of its queue."""
        return state.channel or self.site.channel_of(state.queue or OTHER)

    def slice_of(self, state: State, queue: str | None = None) -> Slice:
        """The slice of a contribution that is decided now, in a queue (default: the current one)."""
        labels: Slice = (queue or state.queue or OTHER, state.channel or self.channel_of(state))
        if self._extra:
            labels += tuple(getattr(state, label) or "" for label in self._extra)
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

    def idle_limit(self, state: State) -> Millis | None:
        """How long this contact may be silent."""
        return self._limits.get(state.channel or self.channel_of(state))


def nowhere(_slice: Slice, _at: Millis, _amounts: object, _sign: int) -> None:
    """Take a contribution that is already in the panes."""
