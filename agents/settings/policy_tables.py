"""`[[policies]]`: whom a policy is about and what it promises; one of them is one version."""

import re
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

from pydantic import BaseModel, BeforeValidator, Field, PlainValidator

from agents.settings.table import OWN_KEYS, Channel, Name
from agents.settings.values import NONE, Instant, Lead, WarnBefore, duration_ms, one_of
from stream.calendar import ALWAYS
from stream.policies import KEEP, PAUSES, PRIORITY_CHANGES
from stream.units import Millis

_WORKING_DAYS: Final = re.compile(r"(\d{1,4})wd")


@dataclass(frozen=True, slots=True)
class Target:
    """A target as it is written: working time, or so many working days of the clock's calendar."""

    working_ms: Millis = 0
    days: int = 0


def _target(text: object) -> Target:
    if isinstance(text, str) and text.endswith("wd"):
        days = _WORKING_DAYS.fullmatch(text)
        if days is None:
            raise ValueError(f"{text!r} is no whole number of working days, such as 3wd")
        target = Target(days=int(days[1]))
    else:
        target = Target(duration_ms(text))
    if target == Target():
        raise ValueError(f"{text!r} is no time at all; it must be longer")
    return target


def _values(written: object) -> object:
    if written == []:
        raise ValueError("names no value")
    return written if isinstance(written, list) else [written]


def _or_none(written: object) -> object:
    return None if written == NONE else written


Values: TypeAlias = Annotated[list[Name], BeforeValidator(_values)]
"""One value, or a list of several."""


class MatchTable(BaseModel):
    """`match`: the values that each label may have."""

    model_config = OWN_KEYS

    queue: Values = []
    topic: Values = []
    priority: Values = []
    tier: Values = []
    channel: Annotated[list[Channel], BeforeValidator(_values)] = []


class ClockTable(BaseModel):
    """The promise about one clock."""

    model_config = OWN_KEYS

    target: Annotated[Target, PlainValidator(_target)]
    objective: Annotated[float, Field(gt=0, lt=1)] = 0.80
    calendar: Name = ALWAYS.name
    warn_before: Lead = WarnBefore(share=0.25)
    pauses: list[Annotated[str, one_of(PAUSES)]] = []
    on_priority_change: Annotated[str, one_of(PRIORITY_CHANGES)] = KEEP


Promise: TypeAlias = Annotated[ClockTable | None, BeforeValidator(_or_none)]
"""None: the clock has no terms from this version on."""


class PolicyTable(BaseModel):
    """One policy, or a later version of it. A key that is left out is not in `model_fields_set`."""

    model_config = OWN_KEYS

    name: Name
    starts_at: Instant | None = Field(None, alias="from")
    match: MatchTable = MatchTable()
    answer: Promise = None
    first_response: Promise = None
    next_response: Promise = None
    resolution: Promise = None
    visit: Promise = None
