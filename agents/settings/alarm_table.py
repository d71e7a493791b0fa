"""The table `[[alarms]]` of `floorwatch.toml`: which keys there are and what each may hold."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from agents.settings.table import OWN_KEYS, Channel
from agents.settings.table import Name as QueueName
from agents.settings.values import Duration, duration_ms, name_of, one_of
from stream.alarms.rule import WATCHES
from stream.units import SECOND

Name = Annotated[str, name_of("an alarm", 128)]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as it is written: a number, or a duration in seconds."""

    amount: float
    is_duration: bool = False


def limit_of(written: object) -> Limit:
    """A limit as it is written; a ValueError says what is wrong with anything else."""
    if isinstance(written, str):
        return Limit(duration_ms(written) / SECOND, is_duration=True)
    if isinstance(written, bool) or not isinstance(written, int | float) or not 0 <= written < float("inf"):
        raise ValueError(f'{written!r} is neither a number from 0 on nor a duration in quotes, such as "60s"')
    return Limit(float(written))


class AlarmTable(BaseModel):
    """One alarm: a new one, or one of those that there are anyway. A key that is left out is not `model_fields_set`."""

    model_config = OWN_KEYS

    name: Name
    enabled: bool = True
    kpi: str | None = None
    clock: str | None = None
    window: str | None = None
    watches: Annotated[str, one_of(tuple(WATCHES))] = "queues"
    queue: QueueName | None = None
    channel: Channel | None = None
    warning: Annotated[Limit, BeforeValidator(limit_of)] | None = None
    critical: Annotated[Limit, BeforeValidator(limit_of)] | None = None
    clear: Annotated[Limit, BeforeValidator(limit_of)] | None = None
    hysteresis: Annotated[float, Field(ge=0, lt=1)] = 0.0
    raise_after: Duration = 0
    clear_after: Duration = 0
    minimum_evidence: Annotated[int, Field(ge=1)] = 1
    only_while_open: bool = False
