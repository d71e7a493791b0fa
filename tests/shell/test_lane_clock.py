"""Lanes under a wall clock that is put back."""

from tests.shell.lane_rig import OFTEN, rig, until


async def test_checkpoints_go_on_when_the_wall_clock_was_put_back() -> None:
    """And not only once it is again what it was: nobody would know for how long nothing is kept."""
    async with rig(policy=OFTEN) as here:
        await here.assign(0)
        await here.running()
        here.feed(0)
        await until(lambda: here.kept() == 0)
        here.back_ms = 3_600_000
        here.feed(1)
        await until(lambda: here.kept() == 1)

        assert {0: 1} == here.lanes.durable_offsets()
