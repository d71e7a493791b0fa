"""Agents of examples: what is told of them, folded on one partition."""

import msgspec

from stream.crew.partition import CrewPart, CrewPartition
from stream.kpi import KpiValue
from stream.measures import coordinate
from stream.site import Site
from stream.units import SECOND, Millis, parse_instant
from tests.core.one_log import Record

NOON = parse_instant("2026-03-02T12:00:00Z")


def state(agent: str, at_ms: Millis, state: str, **members: object) -> bytes:
    """One event of an agent as a line of a file."""
    return msgspec.json.encode({"type": "agent.state", "time": at_ms, "agent": agent, "state": state, **members})


def told(offset: int, agent: str, at_ms: Millis, to: str, **members: object) -> Record:
    """The same as a record, at the event's own time (or `timestamp`) under the agent's key (or `key`)."""
    timestamp, key = members.pop("timestamp", at_ms), members.pop("key", agent.encode())
    assert isinstance(timestamp, int)
    assert key is None or isinstance(key, bytes)
    return Record(offset, timestamp, key, state(agent, at_ms, to, **members))


def crew(*records: Record, site: Site | None = None) -> CrewPartition:
    """A partition that has folded these."""
    partition = CrewPartition(site or Site(), 0)
    partition.fold(records)
    return partition


def spent(part: CrewPart, window: str, state: str, where: tuple[str, str] = ("", "")) -> Millis:
    """The time in a state that a part tells."""
    return part.totals[window].get(where, {}).get(coordinate(f"state_ms.{state}"), 0)


def seconds(value: object) -> float | None:
    """The value of a figure."""
    assert isinstance(value, KpiValue)
    return value.value


__all__ = ["NOON", "SECOND", "crew", "seconds", "spent", "state", "told"]
