"""The configuration of a running worker, read again when somebody asks for it.

What has not begun yet, names, windows, boards and alarms are taken over at once. Anything else would label again what
is counted already: the running configuration stays, and the worker says until its restart that it needs one. So it does
with a file that it cannot read.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog

from agents.lane.lane import LaneState
from agents.lane.lanes import Lanes
from agents.settings.configuration import Configuration, ConfigurationFile
from agents.settings.differences import differences
from stream.crew.partition import CrewPartition
from stream.errors import ConfigurationError
from stream.partition import Partition
from stream.units import Millis

log = structlog.stdlib.get_logger(__name__)

Adopt = Callable[[Configuration], None]

_LOOK_EVERY_S: Final = 0.2
"""How often to look whether all partitions are restored: until then nobody knows what has begun in them."""


class Reload:
    """The configuration that a worker goes by, and what there is to say of the last attempt to change it."""

    def __init__(self, file: ConfigurationFile) -> None:
        """Read the file for the first time; raises ConfigurationError."""
        self.running: Configuration = file.read()
        self.remark: str | None = None
        """Why the running configuration is not the file's; None where it is, as far as anybody has asked."""
        self._file = file
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Read the file again as soon as that can be."""
        self._asked.set()

    async def run(
        self, lanes: Lanes[Partition], crew_lanes: Lanes[CrewPartition], wall_ms: Callable[[], Millis], adopt: Adopt
    ) -> None:
        """Read whenever it is asked for, until cancelled; `adopt` is told of what the outputs are to go by."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            read = await self._read()
            if read is not None:
                async with _whole_and_still(lanes, crew_lanes):
                    if self.take(read, lanes.partitions(), wall_ms()):
                        for crew in crew_lanes.partitions():
                            crew.adopt(read.site)
                        adopt(read)

    async def _read(self) -> Configuration | None:
        """What the file says, None where it cannot be read; beside the loop, since holidays take their time."""
        try:
            return await asyncio.to_thread(self._file.read)
        except ConfigurationError as fault:
            self.remark = "; ".join([str(fault), *getattr(fault, "__notes__", ())])
            log.warning("configuration_refused", reason=self.remark)
            return None

    def take(self, read: Configuration, partitions: Sequence[Partition], now_ms: Millis) -> bool:
        """Go by another configuration, where that changes nothing that has begun in any of these partitions.

        Without partitions all has begun by now: what other workers have counted may come to this one.
        """
        was = self.running
        reached_ms = max((partition.log_clock_ms for partition in partitions), default=now_ms)
        if was.site.fingerprint(reached_ms) != read.site.fingerprint(reached_ms):
            found = differences(was.site.begun(reached_ms), read.site.begun(reached_ms)) or ["the data of time zones"]
            what = ", ".join(found)
            self.remark = f"{self._file.name} was changed ({what}): restart to take it over and to rebuild the figures"
            log.warning("configuration_needs_restart", file=self._file.name, changed=found)
            return False
        for partition in partitions:
            partition.adopt(read.site)
        self.running, self.remark = read, None
        changed = differences(was.site, read.site)
        changed += [
            name
            for name, one, other in (("alarms", was.rules, read.rules), ("boards", was.boards, read.boards))
            if one != other
        ]
        log.info("configuration_adopted", file=self._file.name, changed=changed)
        return True


@asynccontextmanager
async def _whole_and_still(lanes: Lanes[Partition], crew_lanes: Lanes[CrewPartition]) -> AsyncIterator[None]:
    """Wait until all is restored, and keep it as it is: what is just being restored would go by the former site."""
    while True:
        async with lanes.still:
            # Asked within: while somebody else kept the memories still, one may have been dropped.
            if _whole(lanes) and _whole(crew_lanes):
                yield
                return
        await asyncio.sleep(_LOOK_EVERY_S)


def _whole(lanes: Lanes[Partition] | Lanes[CrewPartition]) -> bool:
    """Whether the group has spoken, and all that it gave to this worker is restored."""
    return lanes.assigned_at is not None and all(view.state is not LaneState.RESTORING for view in lanes.views())
