"""`floorwatch worker` that kills itself at a random instant inside a checkpoint: `python dying_worker.py SEED [kept]`.

With `kept` it lives until one of its checkpoints is kept: where commits are slow, nothing would be else.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Sequence

from agents.cli import run
from agents.dead_letters import DeadLetter
from agents.lane.ports import Rows
from agents.lane.store import TransactionalWriter

SHARE = 0.3
LONGEST_S = 0.03


def die_in_a_checkpoint(chance: random.Random, *, mortal: bool) -> None:
    """Make a share of the checkpoints deadly: some time after their beginning, or else when all is committed."""
    commit = TransactionalWriter.commit

    async def deadly_commit(self: TransactionalWriter, rows: Rows, letters: Sequence[DeadLetter]) -> None:
        nonlocal mortal
        deadly = mortal and chance.random() < SHARE
        if deadly:
            asyncio.get_running_loop().call_later(chance.uniform(0, LONGEST_S), os.kill, os.getpid(), signal.SIGKILL)
        await commit(self, rows, letters)
        if deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        mortal = True

    TransactionalWriter.commit = deadly_commit  # type: ignore[method-assign]


if __name__ == "__main__":
    die_in_a_checkpoint(random.Random(sys.argv[1]), mortal="kept" not in sys.argv[2:])
    sys.exit(run(["worker"]))
