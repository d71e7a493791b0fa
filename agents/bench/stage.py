"""What every sub-bench works with: a Kafka, names of its own, processes, how much to measure, who is told of it."""

import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from agents.bench.figures import Figure
from agents.bench.processes import Processes
from agents.bench.source import PARTITIONS


@dataclass(frozen=True, slots=True)
class Stage:
    """One run of `floorwatch bench`; all that begins with `prefix` on `kafka`, and all processes, go when it ends.

    `scale` is how much is measured, as a factor of the usual. `tell` shows what begins now.
    """

    kafka: str
    prefix: str
    processes: Processes
    scale: float = 1.0
    tell: Callable[[str], None] = lambda _step: None

    def scaled(self, usual: int, least: int = 1) -> int:
        """So many of something instead of the usual number, never less than the least that means anything."""
        return max(least, round(usual * self.scale))

    def settings(self, application: str, source: str = "source", **more: str | int) -> dict[str, str | int]:
        """The settings of an application that has only the topics of `source` in common with others; `more` wins."""
        own, of = f"{self.prefix}-{application}", f"{self.prefix}-{source}"
        settings: dict[str, str | int] = {
            "kafka": self.kafka,
            "app_id": own,
            "group": own,
            "contact_topic": f"{of}-contacts",
            "agent_topic": f"{of}-agents",
            "contact_state_topic": f"{own}-state-contacts",
            "agent_state_topic": f"{own}-state-agents",
            "dead_letter_topic": f"{own}-dead-letters",
            "alarm_topic": f"{own}-alarms",
            "floor_topic": f"{own}-floor",
            "partitions": PARTITIONS,
            "host": "127.0.0.1",
            "port": 0,
            "clock": "wall",
            "durability": "transactions",
            # The default site, whatever lies in the working directory.
            "config": os.devnull,
        }
        return settings | more


Measure: TypeAlias = Callable[[Stage], Awaitable[Sequence[Figure]]]


@dataclass(frozen=True, slots=True)
class SubBench:
    """One thing that can be measured by its name; `about` is a line for `--list`."""

    name: str
    about: str
    measure: Measure
    needs_kafka: bool = True
