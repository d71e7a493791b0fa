"""The tables of `floorwatch.toml`: which keys there are and what each may hold."""

from typing import Annotated, Final

from pydantic import BaseModel, Field

from agents.settings.alarm_table import AlarmTable
from agents.settings.alerting_table import AlertingTable
from agents.settings.board_table import BoardTable
from agents.settings.calendars import CalendarTable
from agents.settings.policy_tables import PolicyTable
from agents.settings.table import OWN_KEYS, Channel, Name
from agents.settings.values import (
    DayStart,
    Duration,
    Instant,
    Lead,
    OptionalDuration,
    PositiveDuration,
    WarnBefore,
    Window,
    Zone,
    one_of,
)
from stream.calendar import ALWAYS
from stream.site import STRICT, VARIANTS, Site

SLICES: Final = ("priority", "tier", "topic")
"""The labels that can be added to queue and channel."""

LATER: Final = {
    "teams": "is not needed: the events of agents say of which team they are",
}
"""Keys of a later version, refused with the reason: ignoring them would promise what is not kept."""


class Table(BaseModel):
    """A table with no other keys than its own."""

    model_config = OWN_KEYS


_DEFAULT: Final = Site()


class FloorTable(Table):
    """`[floor]`: the site as a whole."""

    name: Name = _DEFAULT.name
    time_zone: Zone = _DEFAULT.time_zone
    day_start: DayStart = _DEFAULT.day_start_minutes
    slices: list[Annotated[str, one_of(SLICES)]] = []
    windows: Annotated[list[Window], Field(max_length=4)] = []
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
    day_start: DayStart | None = None
    service_level_threshold: PositiveDuration = 0
    service_level_objective: Annotated[float, Field(gt=0, lt=1)] = 0.0
    service_level: Annotated[str, one_of(VARIANTS)] = STRICT
    short_abandon: Duration = 0
    first_response_target: OptionalDuration = None
    warn_before: Lead = WarnBefore()
    calendar: Name = ALWAYS.name
    team: Name = "floor"

    @property
    def identity(self) -> tuple[str, str]:
        """What its versions have in common."""
        return self.name, self.channel


class SiteFile(Table):
    """A whole `floorwatch.toml`."""

    floor: FloorTable = FloorTable()
    queues: list[QueueTable] = []
    calendars: dict[Name, CalendarTable] = {}
    policies: list[PolicyTable] = []
    alarms: list[AlarmTable] = []
    boards: list[BoardTable] = []
    alerting: AlertingTable = AlertingTable()
