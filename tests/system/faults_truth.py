"""What a topic's records make of a floor, without any worker: folded by `replay`, and counted once more in SQL."""

import asyncio
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from agents.bench.likeness import unlike as floors_unlike
from stream.catalog import standard
from stream.floor import encode
from stream.replay import Replay
from stream.site import Site
from tests.oracle.compared import COMPARED
from tests.oracle.comparison import differences as unlike
from tests.oracle.second_opinion import Cell, Figure, Figures, SecondOpinion
from tests.system.kept_state import Expected, Topics, folded_by
from tests.system.lane_harness import read_all
from tests.system.worker_process import Document, everything

NOT_IN_SQL: Final = frozenset({"late", "key_mismatch"})
"""What can only be decided with a record's place in the log, or with its key."""
WHOLE: Final = "today"
"""The window that contains a whole history."""


class Truth:
    """What every worker must show and keep in the end; `reasons` counts the dead letters, `offered` the contacts."""

    def __init__(self, contacts: Mapping[int, Sequence[Any]], agents: Mapping[int, Sequence[Any]], site: Site) -> None:
        """Fold the records of both topics, by partition."""
        replay = Replay(site, len(contacts))
        self.kept: dict[int, Expected] = {}
        for number, records in contacts.items():
            self.kept[number] = folded_by(replay.partitions[number], records)
            replay.crews[number].fold(agents[number])
        self.records = sum(map(len, contacts.values()))
        self.floor: Document = json.loads(encode(replay.floor(standard())))
        self.offered: int = everything(self.floor)["kpis"]["offered"][WHOLE]["value"]
        self.reasons: dict[str, int] = {}
        for letter in (letter for expected in self.kept.values() for letter in expected.letters):
            self.reasons[str(letter[-1])] = self.reasons.get(str(letter[-1]), 0) + 1
        refused = {
            number: {letter[0] for letter in expected.letters if letter[-1] in NOT_IN_SQL}
            for number, expected in self.kept.items()
        }
        self._lines = [
            _line(record)
            for number, records in contacts.items()
            for record in records
            if record.offset not in refused[number] and record.value is not None
        ]

    @classmethod
    async def of(cls, topics: Topics, agents: str, site: Site | None = None) -> "Truth":
        """Read both topics to their ends."""
        contacts = await read_all(topics.connection, topics.source, topics.partitions, "read_uncommitted")
        crews = await read_all(topics.connection, agents, topics.partitions, "read_uncommitted")
        return await asyncio.to_thread(cls, contacts, crews, site or Site())

    def unlike_replay(self, floor: Document) -> list[str]:
        """Name what a floor shows and `replay` does not, to the last digit; empty: there is nothing."""
        return sorted(floors_unlike(floor, self.floor))

    def unlike_sql(self, floor: Document) -> list[str]:
        """Name the figures of the whole history that SQL counts otherwise."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "topic.jsonl"
            path.write_bytes(b"\n".join(self._lines) + b"\n")
            sql = SecondOpinion(path)
        found = _figures(floor)
        told = []
        for family in ("event", "entry"):
            counted = sql.figures(None, family)
            names = sorted({name for figures in found[family].values() for name in figures} & COMPARED[family])
            if not names or not counted[Cell(0, "", "")]["offered"].numerator:
                raise AssertionError(f"there is nothing to compare {family}")
            told += [f"{family} {place}" for place in unlike(found[family], counted, names)]
        return told


def _line(record: Any) -> bytes:  # noqa: ANN401 - a consumer's record has no type
    """A record with what Kafka knows of it; one that is no object stays as it is."""
    try:
        event = orjson.loads(record.value)
    except orjson.JSONDecodeError:
        event = None
    if not isinstance(event, dict):
        return bytes(record.value).replace(b"\n", b" ").replace(b"\r", b" ")
    return orjson.dumps({**event, "record": {"timestamp": record.timestamp, "partition": record.partition}})


def _figures(floor: Document) -> dict[str, Figures]:
    """The figures of the whole history by queue and channel, under `event` and `entry`, named as in SQL."""
    families: dict[str, Figures] = {"event": {}, "entry": {}}
    for part in floor["slices"]:
        labels = part["slice"]
        if labels.keys() not in ({*()}, {"queue", "channel"}):
            continue
        where = Cell(0, labels.get("queue", ""), labels.get("channel", ""))
        for name, told in _leaves(part["kpis"]):
            plain, marked, label = name.partition("_by_entry")
            figure = _figure(told)
            if figure is not None:
                families["entry" if marked else "event"].setdefault(where, {})[plain + label] = figure
    return families


def _leaves(kpis: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, told in kpis.items():
        if WHOLE in told:
            yield name, told[WHOLE]
        else:
            nested = {label: inner for label, inner in told.items() if isinstance(inner, dict) and "unit" not in inner}
            yield from ((f"{name}.{label}", inner) for label, inner in _leaves(nested))


def _figure(told: Mapping[str, Any]) -> Figure | None:
    if told["numerator"] is not None:
        return Figure(told.get("numerator_ms", told["numerator"]), told["denominator"])
    if "n" not in told:
        return None
    return Figure(None, told["n"], None if told["value"] is None else told["value"] * 1_000)
