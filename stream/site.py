"""A site: its queues, what they promise and how the fold is bounded. Parsed elsewhere, frozen here."""

from bisect import bisect_right
from functools import cached_property
from hashlib import blake2b
from typing import Final, TypeAlias

import msgspec
from msgspec.structs import asdict, replace

from stream.calendar import ALWAYS, Calendar
from stream.measures import MEASURES
from stream.panes import LEVELS
from stream.policies import Policies
from stream.units import DAY, HOUR, MINUTE, SECOND, Millis
from stream.zones import digest

ENGINE_VERSION: Final = 9
OTHER: Final = "other"
"""The queue and the channel of what cannot be placed."""

STRICT: Final = "strict"
VARIANTS: Final = (
    STRICT,
    "answered_only",
    "abandons_within_count_as_met",
    "abandons_count_as_missed",
    "abandons_within_ignored",
    "short_abandons_count_as_met",
    "diverted_count_as_missed",
)

_LIVE_CHANNELS: Final = ("voice", "video")
_TYPED_CHANNELS: Final = ("chat", "sms")


Day: TypeAlias = tuple[str, int]
"""A time zone, and after how many minutes of the local day `today` starts there."""


class QueueVersion(msgspec.Struct, frozen=True):
    """What a queue promises from an instant on (None: from the beginning). Durations in ms."""

    service_level_threshold_ms: Millis
    short_abandon_ms: Millis
    from_ms: Millis | None = None
    service_level_objective: float = 0.80
    service_level: str = STRICT
    first_response_target_ms: Millis | None = None
    warn_before_share: float = 0.25
    calendar: str = ALWAYS.name
    """The name of the calendar in which the queue is open."""
    team: str = "floor"
    """Who looks after the queue and is told when something is wrong with it; no figure depends on that."""

    @property
    def answer_target_ms(self) -> Millis:
        """The target of the answer clock: without a policy the queue's threshold."""
        return self.service_level_threshold_ms


class QueueRules(msgspec.Struct, frozen=True):
    """One queue on one channel: its time zone and the versions of its promises, oldest first."""

    name: str
    channel: str
    time_zone: str
    versions: tuple[QueueVersion, ...]
    day_start_minutes: int = 0

    @property
    def day(self) -> Day:
        """When its day starts."""
        return self.time_zone, self.day_start_minutes

    def at(self, at_ms: Millis) -> QueueVersion:
        """The version valid at an instant of event time."""
        valid = self.versions[0]
        for version in self.versions[1:]:
            if version.from_ms is not None and version.from_ms <= at_ms:
                valid = version
        return valid


def default_version(channel: str) -> QueueVersion:
    """The promises of a queue that nobody configured."""
    if channel in _LIVE_CHANNELS:
        return QueueVersion(20 * SECOND, 5 * SECOND)
    if channel in _TYPED_CHANNELS:
        return QueueVersion(60 * SECOND, 0, first_response_target_ms=MINUTE if channel == "chat" else None)
    response = 4 * HOUR if channel in {"email", "social"} else None
    return QueueVersion(4 * HOUR, 0, first_response_target_ms=response)


_IDLE_LIMITS: Final = {"voice": 4 * HOUR, "chat": 24 * HOUR, "video": 24 * HOUR}
_RETENTIONS: Final = {"voice": 24 * HOUR}


class Site(msgspec.Struct, frozen=True, dict=True):
    """Everything that shapes the fold and the sums. `queues` empty: queues are learned from the events."""

    name: str = "floor"
    time_zone: str = "UTC"
    day_start_minutes: int = 0
    labels: tuple[str, ...] = ("queue", "channel")
    windows: tuple[str, ...] = ()
    """Sliding windows beside those of every floor, by name (`2h`, `90m`), the shortest first: they shape nothing."""
    queues: tuple[QueueRules, ...] = ()
    max_queues: int = 200
    settling_horizon_ms: Millis = 15 * MINUTE
    allowed_skew_ms: Millis = 5 * MINUTE
    idle_limits_ms: dict[str, Millis] = msgspec.field(default_factory=_IDLE_LIMITS.copy)
    retention_ms: dict[str, Millis] = msgspec.field(default_factory=_RETENTIONS.copy)
    default_retention_ms: Millis = 8 * DAY
    agent_limit_ms: Millis = 12 * HOUR
    """How long nothing may be heard of an agent, unless it is offline, before it has vanished."""
    agent_retention_ms: Millis = 8 * DAY
    keeps_all: bool = False
    """A report forgets nothing, and nothing about an unknown contact is late."""
    threshold_override_ms: Millis | None = None
    target_override_ms: Millis | None = None
    calendars: tuple[Calendar, ...] = ()
    """Those of the site's own; `always` is there besides."""
    policies: Policies = Policies()

    def calendar(self, name: str) -> Calendar:
        """The calendar of a name that the site uses."""
        return self._calendars[name]

    def queue(self, name: str, channel: str) -> QueueRules:
        """The rules of a queue on a channel: its own, those of its name on another channel, or the defaults."""
        own = [rules for rules in self.queues if rules.name == name]
        rules = next((rules for rules in own if rules.channel == channel), own[0] if own else None)
        versions = rules.versions if rules else (default_version(channel),)
        day = rules.day if rules else self.day
        return QueueRules(name, channel, day[0], tuple(map(self._overridden, versions)), day[1])

    def knows(self, name: str) -> bool:
        """Whether a queue of this name is configured."""
        return any(rules.name == name for rules in self.queues)

    def channels_of(self, name: str) -> tuple[str, ...]:
        """The channels on which a queue of this name is configured."""
        return tuple(rules.channel for rules in self.queues if rules.name == name)

    def channel_of(self, name: str) -> str:
        """The channel of a contact that never names one: that of its configured queue, else `other`."""
        return next((rules.channel for rules in self.queues if rules.name == name), OTHER)

    def trusts(self, at_ms: Millis, timestamp: Millis) -> bool:
        """Whether an event at this time is not too far ahead of its record's timestamp. SEMANTICS 3."""
        return at_ms - timestamp <= self.allowed_skew_ms

    def idle_limit(self, channel: str) -> Millis | None:
        """How long a contact of the channel may be silent before it is closed; None: for ever."""
        return self.idle_limits_ms.get(channel)

    def retention(self, channel: str | None) -> Millis:
        """How long a contact of the channel is remembered once it is over; None: the shortest configured."""
        if channel is None:
            return min([self.default_retention_ms, *self.retention_ms.values()])
        return self.retention_ms.get(channel, self.default_retention_ms)

    @property
    def day(self) -> Day:
        """When the floor's day starts."""
        return self.time_zone, self.day_start_minutes

    def days(self) -> tuple[Day, ...]:
        """Every start of a day: the floor's first, then those of its queues, sorted."""
        return (self.day, *sorted({rules.day for rules in self.queues} - {self.day}))

    def with_threshold(self, threshold_ms: Millis) -> "Site":
        """The same site with this service-level threshold on every queue."""
        return replace(self, threshold_override_ms=threshold_ms)

    def with_first_response_target(self, target_ms: Millis) -> "Site":
        """The same site with this first-response target on every queue."""
        return replace(self, target_override_ms=target_ms)

    def fingerprint(self, log_clock_ms: Millis) -> str:
        """Sixteen hexadecimal digits that change with anything that shapes the fold or the sums.

        A version of a queue or a policy that the log clock (plus the allowed skew) has not reached shapes nothing yet,
        nor does a calendar that nothing else uses. Between two beginnings it stays the same.
        """
        begun_ms = log_clock_ms + self.allowed_skew_ms
        stretch = bisect_right(self._begins, begun_ms)
        found = self._fingerprints.get(stretch)
        if found is None:
            found = self._fingerprints[stretch] = _fingerprint(self.begun(log_clock_ms))
        return found

    def begun(self, log_clock_ms: Millis) -> "Site":
        """The same without what shapes nothing yet at this log clock, and without what never does: names, windows."""
        begun_ms = log_clock_ms + self.allowed_skew_ms
        queues = tuple(replace(rules, versions=_begun(rules.versions, begun_ms)) for rules in self.queues)
        policies = self.policies.begun(begun_ms)
        used = policies.calendars() | {version.calendar for rules in queues for version in rules.versions}
        calendars = tuple(self.calendar(name) for name in sorted(used))
        return replace(self, name="", windows=(), queues=queues, calendars=calendars, policies=policies)

    @cached_property
    def _calendars(self) -> dict[str, Calendar]:
        return {calendar.name: calendar for calendar in (*self.calendars, ALWAYS)}

    @cached_property
    def _begins(self) -> list[Millis]:
        """Every instant at which a version begins."""
        of_queues = {v.from_ms for rules in self.queues for v in rules.versions if v.from_ms is not None}
        return sorted(of_queues.union(self.policies.begins))

    @cached_property
    def _fingerprints(self) -> dict[int, str]:
        return {}

    def _overridden(self, version: QueueVersion) -> QueueVersion:
        if self.threshold_override_ms is not None:
            version = replace(
                version,
                service_level_threshold_ms=self.threshold_override_ms,
                short_abandon_ms=min(version.short_abandon_ms, self.threshold_override_ms),
            )
        if self.target_override_ms is not None:
            version = replace(version, first_response_target_ms=self.target_override_ms)
        return version


def _begun(versions: tuple[QueueVersion, ...], at_ms: Millis) -> tuple[QueueVersion, ...]:
    """The versions that have begun, as if nobody looked after the queue."""
    return tuple(replace(v, team="") for v in versions if v.from_ms is None or v.from_ms <= at_ms)


def _fingerprint(begun: Site) -> str:
    zones = [digest(calendar.time_zone) for calendar in begun.calendars]
    # Panes are the same whatever windows add them up: states that were kept before there were any still fit.
    shaping = {name: value for name, value in asdict(begun).items() if name != "windows"}
    shape = msgspec.json.encode((ENGINE_VERSION, MEASURES, LEVELS, shaping, zones), order="sorted")
    return blake2b(shape, digest_size=8).hexdigest()
