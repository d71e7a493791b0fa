"""The table `[[boards]]` of `floorwatch.toml`: which keys there are and what each may hold.

Which windows there are `[floor]` says: they are looked at with the names of KPIs.
"""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from agents.settings.alarm_table import Limit, limit_of
from agents.settings.table import OWN_KEYS, Channel, Name
from agents.settings.values import name_of, one_of
from agents.wall.board import LANGUAGES, ORDERS, THEMES

BoardName = Annotated[str, name_of("a board", 64)]
"""It stands in an address."""


class TileTable(BaseModel):
    """One big number. A bare name is the KPI of it."""

    model_config = OWN_KEYS

    kpi: str
    title: Name | None = None
    window: str | None = None
    clock: str | None = None
    reason: str | None = None
    state: str | None = None
    queue: Name | None = None
    channel: Channel | None = None
    warning: Annotated[Limit, BeforeValidator(limit_of)] | None = None
    critical: Annotated[Limit, BeforeValidator(limit_of)] | None = None

    @property
    def labels(self) -> dict[str, str]:
        """The values of labels that it names."""
        named = {"clock": self.clock, "reason": self.reason, "state": self.state}
        return {label: value for label, value in named.items() if value is not None}


def _tile(written: object) -> object:
    return {"kpi": written} if isinstance(written, str) else written


class BoardTable(BaseModel):
    """One board: of the name `main` the one that `/` shows. A key that is left out is not in `model_fields_set`."""

    model_config = OWN_KEYS

    name: BoardName
    title: Name | None = None
    language: Annotated[str, one_of(LANGUAGES)] = "en"
    theme: Annotated[str, one_of(THEMES)] = "dark"
    hours: Annotated[int, Field(ge=12, le=24, multiple_of=12)] = 24
    window: str = "15m"
    tiles: Annotated[list[Annotated[TileTable, BeforeValidator(_tile)]], Field(min_length=1, max_length=6)] = []
    columns: Annotated[list[str], Field(max_length=3)] = []
    queues: list[Name] = []
    order: Annotated[str, one_of(ORDERS)] = "worst"
    distance: Annotated[float, Field(ge=1, le=12)] = 8.0
    screen: Annotated[float, Field(ge=10, le=200)] = 55.0
