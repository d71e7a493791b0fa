"""`floorwatch worker` in which a part of Faust fails when the first lanes run: `python crashing_worker.py`."""

import sys

from agents.cli import run
from agents.lane.consumer import LaneConsumer

_read_once = LaneConsumer._read_once  # noqa: SLF001 - what is left as it is


async def _fail_when_running(consumer: LaneConsumer) -> None:
    """Read, and once there is something to read, let another part of Faust's consumer fail: it is not ours."""
    await _read_once(consumer)
    if any(lanes.running() for lanes in consumer.lanes):
        await consumer._method_queue.crash(ZeroDivisionError("on purpose"))  # noqa: SLF001 - Faust's own


if __name__ == "__main__":
    LaneConsumer._read_once = _fail_when_running  # type: ignore[method-assign, assignment]  # noqa: SLF001 - as above
    sys.exit(run(["worker"]))
