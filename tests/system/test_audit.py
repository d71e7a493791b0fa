"""`floorwatch audit` on a real Kafka: nothing after a clean run or a kill, and by its name whatever is spoilt."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient

from agents.kafka import Connection
from stream.measures import coordinate
from stream.rows import ContactRow
from tests.system.audited_floor import PARTITIONS, AuditedFloor
from tests.system.worker_process import Commands, Document, eventually

pytestmark = pytest.mark.system

RECORDS = 12_000
OFFERED = coordinate("offered")
SETTLED_AT = ContactRow.__struct_fields__.index("settled_at")


@pytest.fixture
async def floor(connection: Connection, prefix: str, commands: Commands) -> AuditedFloor:
    """Return a floor of some thousand records that nobody has read yet."""
    return await AuditedFloor(connection, prefix, commands).fill(RECORDS)


def compared(told: Document) -> list[bool]:
    """Return whether everything was compared in each partition that has anything."""
    return [
        one["compared"]["panes"] > 0 and one["compared"]["subjects"] > 0 and one["compared"]["sums_in_sql"] != 0
        for one in told["partitions"]
        if one["records"]
    ]


def counts(told: Document | None) -> list[list[Any]]:
    """Return what became of the good records of each source."""
    assert told is not None
    return [[one[name] for name in ("source", "applied", "late", "duplicates")] for one in told["sources"]]


async def replayed(floor: AuditedFloor, recordings: Sequence[Path]) -> Document:
    """Return the floor that the `replay` of recordings shows."""
    command = floor.commands.start(floor.names, "replay", "--json", *map(str, recordings))
    assert await command.ended() == 0, command.logged
    told: Document = json.loads(command.said[-1])
    return told


async def test_beside_a_running_worker_and_after_kills_there_is_no_difference(
    floor: AuditedFloor, tmp_path: Path
) -> None:
    """Each audit is about the last checkpoint; those of contacts are counted in SQL too, and written where asked."""
    worker = floor.commands.start(floor.names, "worker")
    await floor.caught_up(worker, RECORDS // 3)
    await worker.kill()
    after_kill, told_after_kill = await floor.audit("--partition", "1")
    worker = floor.commands.start(floor.names, "worker")
    await floor.caught_up(worker)
    running, told = await floor.audit("--dump", str(tmp_path / "dump"))
    written = sorted((tmp_path / "dump").iterdir())

    assert (0, 0) == (after_kill, running), (told_after_kill, told)
    assert (0, 0) == (told_after_kill["differences"], told["differences"])
    assert {1} == {one["partition"] for one in told_after_kill["partitions"]}
    assert [False, True] * 2 == [one["compared"]["sums_in_sql"] is None for one in told["partitions"]][::2] * 2
    assert 2 * PARTITIONS == len(compared(told))
    assert all(compared(told))
    assert counts(await worker.floor()) == counts(await replayed(floor, written))
    assert await worker.terminate() == 0


async def test_a_spoilt_pane_is_named_with_its_contacts_and_offsets(floor: AuditedFloor) -> None:
    """One entry too many in one pane: both the engine and SQL say so."""
    worker = floor.commands.start(floor.names, "worker")
    await floor.caught_up(worker)
    assert await worker.terminate() == 0
    rows = await floor.rows(floor.settings.contact_state_topic, 1)
    key, measures = next(
        (key, measures)
        for key, value in rows.items()
        if b'"pane",300000' in key and OFFERED in (measures := msgspec.msgpack.decode(value, type=dict[int, int]))
    )
    right = measures[OFFERED]
    await floor.spoil(floor.settings.contact_state_topic, 1, key, measures | {OFFERED: right + 1})
    status, told = await floor.audit("--partition", "0", "--partition", "1")
    (found,) = [one for one in told["partitions"] if one["differences"]]
    first = found["first_difference"]
    _, _, length, start, where = msgspec.json.decode(key)

    assert (1, 2, 1) == (status, told["differences"], found["partition"])
    assert ("pane", floor.settings.contact_topic) == (first["kind"], found["topic"])
    assert [{"measure": "offered", "attribution": "event", "kept": right + 1, "folded_again": right}] == first["unlike"]
    assert {"queue": where[0], "channel": where[1]} == first["slice"]
    assert msgspec.convert(first["from"], __import__("datetime").datetime).timestamp() * 1000 == start
    assert (["today"], 300_000) == (first["windows"], length)
    assert right == sum(who["contributes"]["offered"] for who in first["behind"])
    assert all(who["offsets"] for who in first["behind"])


async def test_a_spoilt_contact_is_named_with_its_offsets(floor: AuditedFloor) -> None:
    """Also where the first records of the topic are gone, as long as those of the contact are there."""
    worker = floor.commands.start(floor.names, "worker")
    await floor.caught_up(worker)
    assert await worker.terminate() == 0
    whole_status, whole = await _audited_without_the_first(floor)
    name, status, told = await _spoilt_contact(floor)
    (found,) = [one for one in told["partitions"] if one["differences"]]
    first = found["first_difference"]

    assert (0, 0) == (whole_status, whole["differences"]), whole
    assert all(compared(whole))
    assert ["were not read or are gone" in "".join(one["remarks"]) for one in whole["partitions"]] == [True, False]
    assert (1, "contact", name) == (status, first["kind"], first["name"])
    assert [name] == [who["name"] for who in first["behind"]]
    assert first["behind"][0]["offsets"]


async def _audited_without_the_first(floor: AuditedFloor) -> tuple[int, Document]:
    """Take the first records away, and more of them while nothing can be compared.

    One contact that began before them is enough, if it may have been in any queue and goes on for long.
    """
    admin = AdminClient({"bootstrap.servers": floor.connection.bootstrap})
    status, told = -1, Document()
    for gone in range(5, 11):
        place = TopicPartition(floor.settings.contact_topic, 0, floor.of_contacts * gone // 30)
        await asyncio.gather(*(asyncio.wrap_future(one) for one in admin.delete_records([place]).values()))
        status, told = await floor.audit("--partition", "0")
        if status or all(compared(told)):
            break
    return status, told


async def _spoilt_contact(floor: AuditedFloor) -> tuple[str, int, Document]:
    """Change the last event of contacts until the audit can know it: it knows all who told of their start."""
    rows = await floor.rows(floor.settings.contact_state_topic, 0)
    names = [key for key in rows if b'"contact"' in key]

    async def look() -> tuple[str, int, Document] | None:
        key = names.pop()
        row = msgspec.msgpack.decode(rows[key])
        row[SETTLED_AT] = 1
        await floor.spoil(floor.settings.contact_state_topic, 0, key, row)
        status, told = await floor.audit("--partition", "0", "--engine-only")
        return (msgspec.json.decode(key)[2], status, told) if status else None

    return await eventually(look, "a spoilt contact is found")


async def test_a_state_that_is_not_there_or_cannot_be_used_is_said(floor: AuditedFloor) -> None:
    """Before the first checkpoint there is nothing to compare; without its row about itself no state can be used."""
    status, told = await floor.audit()

    assert (0, 0) == (status, told["differences"])
    assert [["nothing is kept yet"]] * 4 == [one["remarks"] for one in told["partitions"]]

    await floor.spoil(floor.settings.contact_state_topic, 0, b'[0,"contact","c"]', [])
    status, told = await floor.audit("--partition", "0")

    assert (1, "state") == (status, told["partitions"][0]["first_difference"]["kind"])
