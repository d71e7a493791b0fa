"""What can keep a local Kafka from serving.

BrokerError
├── ToolMissing
│   ├── JavaMissing
│   └── MavenMissing
├── FetchFailed
├── PortTaken
├── BrokerDied
└── NotReady
"""


class BrokerError(Exception):
    """Any reason why there is no local Kafka."""


class ToolMissing(BrokerError):  # noqa: N818 - named for what happened
    """A program that must be installed first is not there, or is too old."""


class JavaMissing(ToolMissing):
    """No Java that is new enough for Kafka."""


class MavenMissing(ToolMissing):
    """No Maven, and Kafka is not in the cache yet."""


class FetchFailed(BrokerError):  # noqa: N818 - as ToolMissing
    """Maven was asked for Kafka's jars and did not deliver them all."""


class PortTaken(BrokerError):  # noqa: N818 - as ToolMissing
    """Somebody else listens on the port that Kafka is to have."""


class BrokerDied(BrokerError):  # noqa: N818 - as ToolMissing
    """Kafka ended although nobody had asked it to; carries its exit status and the end of its log."""

    def __init__(self, status: int | None, tail: str) -> None:
        """Build the message; the status is None when it could not be learnt."""
        super().__init__(f"Kafka ended with status {status}; the end of its log:\n{tail}")
        self.status = status
        self.tail = tail


class NotReady(BrokerError):  # noqa: N818 - as ToolMissing
    """Kafka runs but did not answer within the deadline, or is not running at all."""
