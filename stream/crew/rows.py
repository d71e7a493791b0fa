"""The rows of the agents' state topic: as for contacts, with `[generation, "agent", id]` in the place of contacts."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import msgspec

from stream.crew.agent import Agent, AgentEvent, Standing
from stream.crew.edges import PLACES
from stream.overlay import SourceCounts
from stream.panes import LEVELS
from stream.rows import META_KEY, pane_changes
from stream.site import Site
from stream.units import Millis

if TYPE_CHECKING:
    from stream.crew.partition import CrewPartition

CREW_VERSION: Final = 2


class CrewMeta(msgspec.Struct):
    """What a partition's rows are about: the log up to `applied_offset`, folded by the rules of `fingerprint`."""

    applied_offset: int
    log_clock_ms: Millis
    newest_event_ms: Millis
    generation: int
    fingerprint: str
    topic_id: str
    partitions: int
    groups: dict[str, list[str]]
    sources: dict[str, SourceCounts]
    rows: int


class AgentRow(msgspec.Struct, array_like=True):
    """An agent without what its recent events make of it."""

    recent: list[AgentEvent]
    base: Standing | None
    settled_at: Millis | None
    settled: tuple[str, ...]
    vanished: bool


_key: Final = msgspec.json.Encoder().encode
_pack: Final = msgspec.msgpack.Encoder().encode
_keys: Final = msgspec.json.Decoder().decode
_measures: Final = msgspec.msgpack.Decoder(dict[int, int]).decode
_agent: Final = msgspec.msgpack.Decoder(AgentRow).decode
decode_meta: Final = msgspec.msgpack.Decoder(CrewMeta).decode


def fingerprint(site: Site) -> str:
    """Sixteen hexadecimal digits that change with anything that shapes the fold or the edges of agents."""
    limits = (site.settling_horizon_ms, site.allowed_skew_ms, site.agent_limit_ms, site.agent_retention_ms)
    shape = msgspec.json.encode((CREW_VERSION, PLACES, LEVELS, limits, site.keeps_all), order="sorted")
    return blake2b(shape, digest_size=8).hexdigest()


def changes(partition: "CrewPartition") -> list[tuple[bytes, bytes | None]]:
    """The rows that differ from those written last, the meta row last; None: the row is to go. Clears the marks."""
    generation = partition.generation
    rows = pane_changes(generation, partition.panes)
    for agent_id in partition.memory.changed:
        agent = partition.memory.agents.get(agent_id)
        rows.append((_key((generation, "agent", agent_id)), None if agent is None else _packed(agent)))
    partition.memory.changed = set()
    rows.append((META_KEY, _pack(_about(partition))))
    return rows


def fill(partition: "CrewPartition", meta: CrewMeta, rows: Mapping[bytes, bytes]) -> None:
    """Put what rows say back into a fresh partition; raises MsgspecError or LookupError where they are damaged."""
    partition.applied_offset = meta.applied_offset
    partition.log_clock_ms = meta.log_clock_ms
    partition.newest_event_ms = meta.newest_event_ms
    partition.generation = meta.generation
    partition.groups = {kind: set(meta.groups.get(kind, ())) for kind in partition.groups}
    partition.sources = meta.sources
    partition.came_with = partition.counted()
    for key, value in rows.items():
        match _keys(key):
            case [_, "pane", int(length), int(start), list(where)]:
                partition.panes.put(length, start, tuple(where), _measures(value))
            case [_, "agent", str(agent_id)]:
                row = _agent(value)
                partition.memory.restore(
                    Agent(agent_id, row.recent, row.base, row.settled_at, row.settled, row.vanished)
                )
            case unknown:
                raise msgspec.ValidationError(f"unknown kind of row {unknown}")


def _about(partition: "CrewPartition") -> CrewMeta:
    return CrewMeta(
        partition.applied_offset,
        partition.log_clock_ms,
        partition.newest_event_ms,
        partition.generation,
        fingerprint(partition.site),
        partition.topic_id,
        partition.partitions,
        {kind: sorted(names) for kind, names in partition.groups.items()},
        partition.sources,
        len(partition.panes) + len(partition.memory.agents),
    )


def _packed(agent: Agent) -> bytes:
    return _pack(AgentRow(agent.recent, agent.base, agent.settled_at, agent.settled, agent.vanished))
