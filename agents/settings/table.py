"""What the tables of `floorwatch.toml` have in common."""

from typing import Annotated, Final

from pydantic import ConfigDict, StringConstraints

from agents.settings.values import one_of
from stream.events import CHANNELS

OWN_KEYS: Final = ConfigDict(extra="forbid", frozen=True, strict=True)
"""A table has no other keys than its own."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=128)]
Channel = Annotated[str, one_of(CHANNELS)]
