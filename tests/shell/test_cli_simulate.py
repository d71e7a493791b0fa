"""`floorwatch simulate`: the same events for the same seed, as a file, on the standard output, into a broker."""

import asyncio
import gzip
import itertools
import signal
import zlib
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from agents.broker.embedded import EmbeddedCluster
from agents.cli import run
from stream.codec import decode
from stream.events import Rejected
from tests.shell.own_process import own_process
from tests.shell.test_cli_produce import consumed

SHORT = ["simulate", "--rate", "20", "--duration", "20", "--seed", "7"]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    with own_process(monkeypatch):
        yield


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    """Byte for byte, packed or not; another seed another floor; every line is an event that a worker takes."""
    plain, packed, again, other = (tmp_path / name for name in ("a.jsonl", "a.jsonl.gz", "b.jsonl.gz", "c.jsonl"))
    for path in (plain, packed, again):
        assert run([*SHORT, "--out", str(path)]) == 0
    assert run([*SHORT[:-1], "8", "--out", str(other)]) == 0

    assert packed.read_bytes() == again.read_bytes()
    assert packed.read_bytes()[4:8] == bytes(4), "the time of day in the header of the gzip file"
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes() != other.read_bytes()
    lines = plain.read_bytes().splitlines()
    assert len(lines) > 100
    assert [line for line in lines if isinstance(decode(line), Rejected)] == []


def test_ctrl_c_leaves_a_packed_file_that_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may come between packing an event and counting it; and whoever presses it is heard."""
    calls = itertools.count()
    checksum = zlib.crc32

    def interrupted(data: bytes, so_far: int = 0) -> int:
        if next(calls) == 50:
            signal.raise_signal(signal.SIGINT)
        return checksum(data, so_far)

    monkeypatch.setattr(zlib, "crc32", interrupted)
    out = tmp_path / "a.jsonl.gz"
    status = run([*SHORT, "--out", str(out)])
    lines = gzip.decompress(out.read_bytes()).splitlines()

    assert status == 130
    assert lines
    assert all(orjson.loads(line) for line in lines)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_a_file_it_goes_to_the_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    """So that it can be piped; the start and the past before it are the options'."""
    options = ["--start", "2026-03-01T10:00:00+01:00", "--history", "20", "--no-incidents"]
    assert run([*SHORT, *options]) == 0
    times = [orjson.loads(line)["time"] for line in capsys.readouterr().out.splitlines()]

    begin = 1_772_355_600_000
    assert times == sorted(times)
    assert begin - 20_000 <= times[0] < begin <= times[-1] < begin + 20_000


async def test_into_kafka_each_event_goes_to_its_topic(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What has happened already is told at once, and the rest when it happens."""
    async with EmbeddedCluster() as cluster:
        monkeypatch.setenv("FLOORWATCH_DURABILITY", "none")
        arguments = ["simulate", "--rate", "50", "--duration", "1", "--history", "30", "--kafka", cluster.bootstrap]
        status = await asyncio.to_thread(run, arguments)
        sent = int(capsys.readouterr().out.removesuffix(" sent\n"))
        got = await consumed(cluster.bootstrap, ["contact.events", "agent.events"], sent)

    assert status == 0
    assert {topic for topic, _, _ in got} == {"contact.events", "agent.events"}
    for topic, key, value in got:
        about = "contact" if topic == "contact.events" else "agent"
        assert orjson.loads(value)[about] == key.decode()
