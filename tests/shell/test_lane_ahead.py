"""Rows that are written before they are cut, while the lane goes on folding."""

import asyncio

import pytest

from agents import turns
from agents.lane.checkpoint import ROWS_A_STEP
from tests.shell.lane_doubles import META
from tests.shell.test_lane_checkpoint import rig, until


async def test_others_have_their_turn_while_many_rows_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not written in one go: what is folded meanwhile is in the same checkpoint, exact."""
    monkeypatch.setattr(turns, "_LOOP_S", 0.0)
    async with rig() as here:
        await here.assign(0)
        await here.running()
        here.feed(*range(2 * ROWS_A_STEP))
        lane = here.lanes.lane(0)
        assert lane is not None
        partition = lane.partition
        assert partition is not None
        while partition.dirty_rows == 2 * ROWS_A_STEP:  # noqa: ASYNC110 - in between there is no other sign
            await asyncio.sleep(0)
        assert here.log.commits == 0
        here.feed(2 * ROWS_A_STEP)
        await until(lambda: here.log.commits == 1)
        rows = here.log.rows[0]

        assert (2 * ROWS_A_STEP, 2 * ROWS_A_STEP + 2) == (here.kept(), len(rows))
        assert {b"1"} == {count for key, count in rows.items() if key != META}
