"""What a result leaves out, told beside it: lines that count for nothing, names that are not kept apart."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from agents.cli.recording import Recording

_LATE: Final = "late"
_AHEAD: Final = "time_too_far_ahead"
"""In a recording the member `record` alone can be the reason: without it a record is as old as its event."""
_OF_NO_ROW: Final = frozenset({"source", "agent_queue"})


def refused_lines(recordings: Sequence[Recording], refused: Counter[str], read: int) -> str:
    """How many of the lines read, why, and what can be done."""
    of = f"{refused.total():,} of {read:,} lines refused"
    return f"{_names(recordings)}: {of} ({reasons(refused)}); {'; '.join(_advice(refused))}"


def full_names(recordings: Sequence[Recording], full: Collection[str]) -> str | None:
    """Of which names there are more than are kept apart; None where that touches no row."""
    kinds = sorted(set(full) - _OF_NO_ROW)
    if not kinds:
        return None
    more = "; max_queues under [floor] allows more" if "queue" in kinds else ""
    return f"{_names(recordings)}: so many names of {', '.join(kinds)} that any further one counts as other{more}"


def reasons(refused: Counter[str]) -> str:
    """Each reason with its number, the most frequent first."""
    return ", ".join(f"{count:,} {reason}" for reason, count in refused.most_common())


def _names(recordings: Sequence[Recording]) -> str:
    return ", ".join(recording.name for recording in recordings)


def _advice(refused: Counter[str]) -> Iterator[str]:
    if refused.keys() - {_LATE, _AHEAD}:
        yield "floorwatch produce --dry-run says which"
    if _LATE in refused:
        yield "late ones come long after others of their contact: sort the lines by time"
    if _AHEAD in refused:
        # What is sent is judged by the clock of Kafka, and not by what the recording knows of it.
        yield "those too far ahead are so of their own `record`"
