"""`floorwatch link` and `floorwatch health`, against a server that is really there."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from agents.cli import run
from agents.clock import now_ms
from agents.web.board_state import Health
from agents.web.security import Guard
from agents.web.server import WebOptions
from tests.shell.own_process import own_process
from tests.shell.web_floor import WELL, WebFloor

TOKEN = "correct-horse-battery"
AWAY = Health(live=True, live_reason="running", ready=False, ready_reason="waiting for Kafka")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


async def test_a_link_opens_the_board(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What the command prints is all that a browser needs; the token is not part of it."""
    monkeypatch.setenv("FLOORWATCH_TOKEN", TOKEN)
    options = WebOptions(port=0, guard=Guard(token=SecretStr(TOKEN)))
    async with WebFloor(now_ms=now_ms()).server(options) as server, aiohttp.ClientSession() as session:
        assert 0 == await asyncio.to_thread(run, ["link", "--at", server.address])
        link = capsys.readouterr().out.strip()
        async with session.get(link) as response:
            status = response.status

    assert 200 == status
    assert TOKEN not in link


def test_a_link_knows_where_the_board_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Host and port of the settings, unless somebody says better."""
    monkeypatch.setenv("FLOORWATCH_TOKEN", TOKEN)
    monkeypatch.setenv("FLOORWATCH_PORT", "7777")

    assert 0 == run(["link"])
    assert capsys.readouterr().out.startswith("http://127.0.0.1:7777/enter?pass=")


@pytest.mark.parametrize(
    "at",
    [
        *("", "http://", "board.example", "board.example:8090", "ftp://x", "http://[::1"),
        *("https://x/?a=b", "https://x/#floor", "https://x:99999", "https://u:p@x", "https://x/y z"),
    ],
)
def test_a_link_leads_to_an_address_of_a_browser(
    at: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Anything else would be found out by whom the link is sent to."""
    monkeypatch.setenv("FLOORWATCH_TOKEN", TOKEN)

    assert 2 == run(["link", "--at", at])
    reason = f"{at!r} is no address, such as https://board.example.org"
    assert ("", f"command line: --at: {reason}\n") == capsys.readouterr()


def test_without_a_token_there_is_no_link(capsys: pytest.CaptureFixture[str]) -> None:
    """The line says what is missing."""
    assert 2 == run(["link"])
    assert "FLOORWATCH_TOKEN" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("health", "arguments", "expected", "said"),
    [
        (WELL, [], 0, "live: reading"),
        (WELL, ["--ready"], 0, f"ready: {WELL.ready_reason}"),
        (AWAY, [], 0, "live: running"),
        (AWAY, ["--ready"], 1, "ready: waiting for Kafka"),
    ],
)
async def test_health_is_asked_and_told(
    health: Health, arguments: list[str], expected: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit status is for machines, the line for people."""
    async with WebFloor(health=health).server() as server:
        status = await asyncio.to_thread(run, ["health", "--port", str(server.port), *arguments])
    captured = capsys.readouterr()

    assert expected == status
    assert said in captured.out + captured.err


@pytest.mark.parametrize(("host", "said"), [("127.0.0.1", "waiting for Kafka"), ("LOCALHOST", "no")])
async def test_health_shows_this_machine_the_token(
    host: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever is called at night is told why; a name may be another machine's, which is shown nothing."""
    options = WebOptions(port=0, guard=Guard(token=SecretStr(TOKEN)))
    async with WebFloor(health=AWAY).server(options) as server:
        monkeypatch.setenv("FLOORWATCH_TOKEN", TOKEN)

        assert 1 == await asyncio.to_thread(run, ["health", "--ready", "--host", host, "--port", str(server.port)])
        assert f"worker: ready: {said}\n" == capsys.readouterr().err


async def test_health_needs_no_token(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without one the answer is yes or no."""
    options = WebOptions(port=0, guard=Guard(token=SecretStr(TOKEN)))
    async with WebFloor().server(options) as server:
        monkeypatch.setenv("FLOORWATCH_PORT", str(server.port))

        assert 0 == await asyncio.to_thread(run, ["health"])
        assert "live: yes\n" == capsys.readouterr().out


async def test_what_is_no_worker_is_not_well(capsys: pytest.CaptureFixture[str]) -> None:
    """Something else on the port, or nothing."""

    async def other(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        writer.close()

    server = await asyncio.start_server(other, "127.0.0.1", 0)
    port = str(server.sockets[0].getsockname()[1])
    async with server:
        assert 1 == await asyncio.to_thread(run, ["health", "--port", port])
    assert "is no worker" in capsys.readouterr().err
    assert 1 == await asyncio.to_thread(run, ["health", "--port", port])
    assert "does not answer" in capsys.readouterr().err
