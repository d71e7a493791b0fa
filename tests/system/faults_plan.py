"""What one seeded run is to do to a floor, and what it has done and found."""

import random
from dataclasses import asdict, dataclass, field

from tests.system.worker_process import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one run does to a floor. Times are seconds; `gap_s` is the longest pause between two faults."""

    seed: int
    kills: int = 5
    stops: int = 1
    freezes: int = 1
    fences: int = 1
    halts: int = 0
    crashes: int = 1
    outage_s: float = 6.0
    gap_s: float = 3.0

    @property
    def outages(self) -> int:
        """How often the broker goes away."""
        return self.halts + self.crashes

    def faults(self, dice: random.Random) -> list[str]:
        """Return the faults in their order; a third of the kills is by the worker's own hand, inside a checkpoint."""
        dying = self.kills // 3
        counts = {"kill": self.kills - dying, "die": dying, "stop": self.stops, "freeze": self.freezes}
        counts |= {"fence": self.fences, "halt": self.halts, "crash": self.crashes}
        told = [name for name, count in counts.items() for _ in range(count)]
        dice.shuffle(told)
        return told


@dataclass(slots=True)
class Totals:
    """What has happened in a run, and what was found not to be right."""

    kills: int = 0
    kills_in_checkpoints: int = 0
    stops: int = 0
    freezes: int = 0
    fences: int = 0
    joins: int = 0
    outages: int = 0
    restarts: int = 0
    """Of workers that asked for it, with status 70."""
    written: int = 0
    """Records of contacts and of agents."""
    records: int = 0
    """Those of contacts."""
    duplicates: int = 0
    letters: dict[str, int] = field(default_factory=dict)
    looks: int = 0
    """How often all workers were asked at once what they export."""
    cleanings: int = 0
    """How often the broker has compacted a partition of the state meanwhile."""
    cleaned_away: int = 0
    """Rows that those have removed."""
    audited: int = 0
    """Panes and subjects that `floorwatch audit` has compared in the end."""
    unlike_replay: list[str] = field(default_factory=list)
    unlike_sql: list[str] = field(default_factory=list)
    unlike_kept: list[str] = field(default_factory=list)
    unlike_audit: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    """What an onlooker must never see."""
    ended: list[str] = field(default_factory=list)
    """Workers that have ended as nobody had asked them to."""

    @property
    def unlike(self) -> list[str]:
        """Everything that was not right."""
        figures = [*self.unlike_replay, *self.unlike_sql, *self.unlike_kept, *self.unlike_audit]
        return [*figures, *self.seen, *self.ended]

    def document(self) -> Document:
        """All of it as JSON can say it."""
        return asdict(self)
