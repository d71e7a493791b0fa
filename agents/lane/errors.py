"""What can go wrong with a lane.

LaneError
├── Fenced
├── Spoiled
└── Unrecoverable
    ├── RowTooLarge
    └── NotAllowed
"""

import traceback
from pathlib import PurePath


class LaneError(Exception):
    """Anything after which the memory of a partition is dropped and read again."""


class Fenced(LaneError):  # noqa: N818 - named for what happened
    """Another producer has taken the partition over, or a transaction took too long: both look the same."""


class Spoiled(LaneError):  # noqa: N818 - as Fenced
    """A record has broken the engine in the middle of a fold; `offset` is None while it is not known which."""

    def __init__(self, offset: int | None, cause: Exception) -> None:
        """Name the record and what it did."""
        super().__init__(f"offset {offset}: {placed(cause)}")
        self.offset = offset
        self.cause = cause


class Unrecoverable(LaneError):  # noqa: N818 - as Fenced
    """Trying again would end the same way."""


class RowTooLarge(Unrecoverable):
    """A row of the state is longer than its topic takes."""


class NotAllowed(Unrecoverable):
    """Kafka does not let this program do what it must."""


def placed(error: BaseException) -> str:
    """What kind of error it is and where it was raised; what it says may be of a record, and belongs into no log."""
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    return type(error).__name__ + "".join(f" at {PurePath(one.filename).name}:{one.lineno}" for one in frames)
