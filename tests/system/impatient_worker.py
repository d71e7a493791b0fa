"""`floorwatch worker` that aiokafka takes for dead a second after it has read last, not after a quarter of an hour."""

import sys
from typing import Any

from agents import app
from agents.cli import run
from agents.lane.consumer import LaneApp

MAX_POLL_INTERVAL_S = 1.0


def impatient(*arguments: Any, **settings: Any) -> LaneApp:  # noqa: ANN401 - the app's own
    """Make the app."""
    return LaneApp(*arguments, broker_max_poll_interval=MAX_POLL_INTERVAL_S, **settings)


if __name__ == "__main__":
    app.LaneApp = impatient  # type: ignore[attr-defined, assignment] # the name under which it is used there
    sys.exit(run(["worker"]))
