"""What can go wrong with a lane.

LaneError
├── Fenced
└── Unrecoverable
    ├── RowTooLarge
    └── NotAllowed
"""


class LaneError(Exception):
    """Anything after which the memory of a partition is dropped and read again."""


class Fenced(LaneError):  # noqa: N818 - named for what happened
    """Another producer has taken the partition over, or a transaction took too long: both look the same."""


class Unrecoverable(LaneError):  # noqa: N818 - as Fenced
    """Trying again would end the same way."""


class RowTooLarge(Unrecoverable):
    """A row of the state is longer than its topic takes."""


class NotAllowed(Unrecoverable):
    """Kafka does not let this program do what it must."""
