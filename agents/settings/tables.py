"""The tables of `floorwatch.toml`: which keys there are and what each may hold."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from agents.settings.values import Duration, Instant, Lead, OptionalDuration, PositiveDuration, WarnBefore, Zone, one_of
from stream.events import CHANNELS
from stream.site import STRICT, VARIANTS, Site
from stream.units import Millis

SLICES: Final = ("priority", "tier", "topic")
"""The labels that can be added to queue and channel."""

_POLICIES: Final = "comes with SLA policies; not supported by this version"
LATER: Final = {
    "calendar": _POLICIES,
    "calendars": _POLICIES,
    "policies": _POLICIES,
    "teams": "is not needed: the events of agents say of which team they are",
    "alarms": "comes with alarms to supervisors; not supported by this version",
}
"""Keys of a later version, refused with the reason: ignoring them would promise what is not kept."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=128)]
Channel = Annotated[str, one_of(CHANNELS)]


class Table(BaseModel):
    """A table with no other keys than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_DEFAULT: Final = Site()


class FloorTable(Table):
    """`[floor]`: the site as a whole."""

    name: Name = _DEFAULT.name
    time_zone: Zone = _DEFAULT.time_zone
    slices: list[Annotated[str, one_of(SLICES)]] = []
    max_queues: Annotated[int, Field(ge=1, le=10_000)] = _DEFAULT.max_queues
    settling_horizon: PositiveDuration = _DEFAULT.settling_horizon_ms
    allowed_skew: PositiveDuration = _DEFAULT.allowed_skew_ms
    agent_limit: PositiveDuration = _DEFAULT.agent_limit_ms
    idle_limits: dict[Channel, OptionalDuration] = {}
    retentions: dict[Channel, PositiveDuration] = {}


class QueueTable(Table):
    """`[[queues]]`: one queue, or a later version of it. A key that is left out is not in `model_fields_set`."""

    name: Name
    channel: Channel
    starts_at: Instant | None = Field(None, alias="from")
    time_zone: Zone | None = None
    service_level_threshold: PositiveDuration = 0
    service_level_objective: Annotated[float, Field(gt=0, lt=1)] = 0.0
    service_level: Annotated[str, one_of(VARIANTS)] = STRICT
    short_abandon: Duration = 0
    first_response_target: OptionalDuration = None
    warn_before: Lead = WarnBefore()

    @property
    def identity(self) -> tuple[str, str]:
        """What its versions have in common."""
        return self.name, self.channel

    @property
    def order(self) -> tuple[bool, Millis]:
        """Sorts versions by their beginning."""
        return self.starts_at is not None, self.starts_at or 0


class SiteFile(Table):
    """A whole `floorwatch.toml`."""

    floor: FloorTable = FloorTable()
    queues: list[QueueTable] = []
