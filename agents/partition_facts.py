"""What the metrics tell of one partition: both of its topics together, as on the floor."""

from agents.lane.lane import LaneView
from agents.metrics.facts import PartitionFacts
from agents.rebuilding import progress
from stream.partition import Partition
from stream.watermark import PartitionClock


def facts_of(
    view: LaneView[Partition], clock: PartitionClock | None, crew: PartitionClock | None, *, exported: bool
) -> PartitionFacts:
    """The facts of a partition by the clocks of contacts and of agents; `exported`: its figures are, too.

    It is as far as the topic that is less far, and what is being restored is not called unreadable.
    """
    memory = view.partition
    clocks = [one for one in (clock, crew) if one is not None]
    known = [one.value_ms for one in clocks if one.value_ms is not None]
    done, total = progress(view) or (view.restored_records, view.records_to_restore)
    return PartitionFacts(
        number=view.number,
        clock_at=min(known, default=None) if exported else None,
        source_delay_ms=max((one.source_delay_ms for one in clocks), default=0),
        stale=memory is not None and any(one.stale for one in clocks),
        caught_up=bool(clocks) and all(one.caught_up for one in clocks),
        lag_records=None if view.end_offset is None else max(0, view.end_offset - view.position),
        checkpoint_at=view.checkpoint_at,
        checkpoint_rows=view.checkpoint_rows,
        dirty_rows=view.dirty_rows,
        contacts=len(memory.memory.contacts) if memory else 0,
        open_contacts=len(memory.memory.live) if memory else 0,
        panes=len(memory.panes) if memory else 0,
        crowded=memory.memory.crowded if memory else 0,
        recovered_ratio=done / total if total and (memory is None or progress(view)) else None,
    )
