"""What a metric is declared as."""

from typing import Literal, NamedTuple

from agents.metrics.readers import Reader


class Family(NamedTuple):
    """One metric: its samples' labels in order, and where they come from."""

    name: str
    kind: Literal["counter", "gauge"]
    help: str
    labels: tuple[str, ...]
    read: Reader


def gauge(name: str, labels: tuple[str, ...], read: Reader, text: str) -> Family:
    """A figure that goes up and down."""
    return Family(name, "gauge", text, labels, read)


def counter(name: str, labels: tuple[str, ...], read: Reader, text: str) -> Family:
    """A figure that only grows while the process lives; the name ends in `_total`."""
    return Family(name, "counter", text, labels, read)
