"""`floorwatch worker` with a bug: it raises at every contact called poison-…, half of the work done by then."""

import sys

from agents.cli import run
from stream.events import Event, Outcome
from stream.memory import Memory
from stream.units import Millis


def break_at_poison() -> None:
    """Put the bug into the engine."""
    apply = Memory.apply

    def buggy(self: Memory, contact_id: str, event: Event, log_clock_ms: Millis) -> Outcome:
        outcome = apply(self, contact_id, event, log_clock_ms)
        if contact_id.startswith("poison-"):
            raise ZeroDivisionError("the bug of this test")
        return outcome

    Memory.apply = buggy  # type: ignore[method-assign]


if __name__ == "__main__":
    break_at_poison()
    sys.exit(run(["worker"]))
