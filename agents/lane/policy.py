"""When a checkpoint is due, when reading waits: plain values and whole milliseconds, time passed in."""

from dataclasses import dataclass
from typing import Final

SESSION_MS: Final = 10_000
"""For how long the group waits for a sign of life before it gives a worker's partitions to others."""


@dataclass(frozen=True, slots=True)
class Load:
    """What waits in memory for the next checkpoint of a partition."""

    rows: int
    letter_bytes: int


@dataclass(frozen=True, slots=True)
class CheckpointPolicy:
    """A checkpoint each `interval_ms`, earlier above the first pair of limits; above the second, reading stops."""

    interval_ms: int = 2_000
    early_rows: int = 10_000
    early_letter_bytes: int = 4 << 20
    max_rows: int = 100_000
    max_letter_bytes: int = 64 << 20
    retry_ms: int = 250
    max_retry_ms: int = 5_000
    # Well before the group gives up on us, and before the patience of who has sent TERM ends.
    release_ms: int = 5_000

    def phase_ms(self, place: int, count: int) -> int:
        """Return where in the interval the partition in that place of `count` has its turn: all at once costs most."""
        return self.interval_ms * place // max(1, count)

    def next_due(self, now_ms: int, phase_ms: int) -> int:
        """Return the first instant after now that is the partition's turn."""
        return now_ms + self.interval_ms - (now_ms - phase_ms) % self.interval_ms

    def is_due(self, now_ms: int, due_ms: int) -> bool:
        """Whether a turn has come; one that is further away than an interval was told by a clock that was put back."""
        return not 0 < due_ms - now_ms <= self.interval_ms

    def early(self, load: Load) -> bool:
        """Whether there is so much to keep that the turn is not waited for."""
        return load.rows >= self.early_rows or load.letter_bytes >= self.early_letter_bytes

    def full(self, load: Load) -> bool:
        """Whether reading must wait for a checkpoint."""
        return load.rows >= self.max_rows or load.letter_bytes >= self.max_letter_bytes

    def retry_after(self, attempt: int) -> int:
        """Return how long to wait after that many failures in a row."""
        return int(min(self.max_retry_ms, self.retry_ms * 2 ** min(attempt, 16)))
