"""`floorwatch demo` as it is called, with doubles of a worker and of Kafka."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents import demo
from agents.cli import run
from agents.clock import now_ms
from agents.settings.runtime import Settings
from agents.topics import KafkaAwayError
from agents.worker import Worker
from stream.units import SECOND, format_instant
from tests.shell.own_process import own_process


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


class IdleWorker:
    """A worker that shows nothing and ends well when it is told to."""

    shows_the_present = False

    def __init__(self, _settings: Settings, stop: asyncio.Event) -> None:
        self.stop = stop

    async def run(self) -> int:
        """Wait for the end."""
        await self.stop.wait()
        return 0


class ShowingWorker(IdleWorker):
    """A worker whose board is there at once, and whose metrics have a port of their own."""

    shows_the_present = True
    address = "http://127.0.0.1:8090/"
    metrics_address = "http://127.0.0.1:9100/metrics"


def test_it_names_the_port_at_which_the_metrics_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At that of the board there are none where FLOORWATCH_METRICS_PORT names another one."""

    async def send(*_arguments: object, **_options: object) -> None:
        return

    monkeypatch.setattr(demo, "Worker", ShowingWorker)
    monkeypatch.setattr(demo, "send", send)

    assert run(["demo", "--kafka", "k:1", "--port", "0", "--duration", "0"]) == 0
    assert "metrics at http://127.0.0.1:9100/metrics, " in capsys.readouterr().out


@pytest.mark.parametrize(("age_s", "shown"), [(59, True), (70, False)])
def test_a_floor_whose_source_is_set_to_tell_late_is_that_of_the_present(age_s: int, *, shown: bool) -> None:
    """Else the demo never said where the board is, and did not end either."""
    worker = Worker(Settings.model_validate({"FLOORWATCH_SOURCE_DELAY": "1m"}), stop=asyncio.Event())
    as_of = format_instant((now_ms() // SECOND - age_s) * SECOND)
    worker._store.publish({"as_of": as_of}, lambda: iter([b"{}"]))  # noqa: SLF001 - a floor without a Kafka

    assert shown is worker.shows_the_present


def test_events_that_cannot_be_sent_fail_the_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its worker has ended well, and yet there was nothing to see: a script must be able to tell."""

    async def send(*_arguments: object, **_options: object) -> None:
        raise KafkaAwayError("none of these servers answers")

    monkeypatch.setattr(demo, "Worker", IdleWorker)
    monkeypatch.setattr(demo, "send", send)

    assert run(["demo", "--kafka", "k:1", "--port", "0"]) == 1
    assert capsys.readouterr().err == "none of these servers answers\n"


def test_a_bad_configuration_is_refused_before_there_is_a_kafka(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Nobody waits for one, which may have to be fetched, to hear that a line of a file is wrong."""
    opened = []
    monkeypatch.setattr(demo, "open_broker", lambda: opened.append("a Kafka"))
    (tmp_path / "floorwatch.toml").write_text("[floor]\nmax_queues = 0\n")

    assert run(["demo", "--port", "0"]) == 2
    assert capsys.readouterr().err == "floorwatch.toml: floor.max_queues: should be greater than or equal to 1, not 0\n"
    assert opened == []
