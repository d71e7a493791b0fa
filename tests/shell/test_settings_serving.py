"""From the settings to the HTTP server: ports, tokens, certificates, and what is refused."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from agents.settings.runtime import Settings, read_settings
from agents.settings.serving import board_address, cannot_serve, check_ports, remarks, web_options
from stream.errors import ConfigurationError
from tests.shell.own_certificates import Authority, Pair
from tests.shell.own_process import own_process
from tests.shell.web_floor import WebFloor

TOKEN = "correct-horse-battery"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


def settings_of(monkeypatch: pytest.MonkeyPatch, **variables: object) -> Settings:
    """Read settings from variables."""
    for name, value in variables.items():
        monkeypatch.setenv(f"FLOORWATCH_{name}", str(value))
    return read_settings()


def test_the_default_serves_this_machine_to_everybody_on_it() -> None:
    """No token, no TLS, all on one port."""
    options = web_options(read_settings())

    assert ("127.0.0.1", 8090, None) == (options.host, options.port, options.metrics_port)
    assert (None, None, ()) == (options.guard.token, options.guard.tls, options.guard.allowed_hosts)
    assert [] == remarks(read_settings())


def test_what_is_set_reaches_the_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A token from a file, names, limits, a port for the metrics on the same address."""
    (tmp_path / "token").write_text(TOKEN + "\n")
    settings = settings_of(
        monkeypatch,
        HOST="10.0.0.7",
        TOKEN_FILE=tmp_path / "token",
        ALLOWED_HOSTS="board.example.org, worker",
        METRICS_PORT=9100,
        REQUESTS_PER_SECOND=7.5,
        CONNECTIONS=70,
        CONNECTIONS_PER_ADDRESS=7,
        BOARDS=60,
        FRAME_ANCESTORS="https://intranet.example.org, http://signs:8080",
    )
    options = web_options(settings)

    assert options.guard.token is not None
    assert TOKEN == options.guard.token.get_secret_value()
    assert ("board.example.org", "worker") == options.guard.allowed_hosts
    assert ("https://intranet.example.org", "http://signs:8080") == options.guard.frame_ancestors
    assert ("10.0.0.7", 9100) == (options.metrics_host, options.metrics_port)
    assert (7.5, 70, 7, 60) == (
        options.guard.requests_per_second,
        options.limits.connections,
        options.limits.connections_per_address,
        options.clients_limit,
    )
    assert TOKEN not in repr((settings, options))
    assert [TOKEN] == settings.secrets


@pytest.mark.parametrize(
    ("variables", "key", "reason"),
    [
        ({"TOKEN": "short"}, "TOKEN", "is shorter than 16 characters; `openssl rand -hex 32` makes a good one"),
        (
            {"TOKEN": "한국어한국어한국어한국어한국어한국어"},
            "TOKEN",
            "holds other characters than letters, digits and punctuation: no header could carry it",
        ),
        ({"METRICS_HOST": "10.0.0.7"}, "METRICS_HOST", "needs FLOORWATCH_METRICS_PORT"),
        ({"HTTP_TLS_KEY": "text.pem"}, "HTTP_TLS_KEY", "needs FLOORWATCH_HTTP_TLS_CERTIFICATE"),
        ({"HTTP_CLIENT_CA": "text.pem"}, "HTTP_CLIENT_CA", "needs FLOORWATCH_HTTP_TLS_CERTIFICATE"),
        (
            {"HTTP_TLS_CERTIFICATE": "gone.pem"},
            "HTTP_TLS_CERTIFICATE",
            "gone.pem cannot be read: No such file or directory",
        ),
        (
            {"HTTP_TLS_CERTIFICATE": "text.pem"},
            "HTTP_TLS_CERTIFICATE",
            "text.pem is no certificate (PEM) with its key, or the key is encrypted or another one's",
        ),
    ],
)
def test_what_cannot_work_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str], key: str, reason: str
) -> None:
    """Variable and reason, without the secret."""
    (tmp_path / "text.pem").write_text("no certificate")
    with pytest.raises(ConfigurationError) as caught:
        web_options(settings_of(monkeypatch, **variables))

    assert (f"FLOORWATCH_{key}", reason) == (caught.value.key, caught.value.reason)


@pytest.mark.parametrize("written", ["https://board.example.org", "board.example.org:8090", "*", "a b", "a,,b", "-a"])
def test_a_name_of_a_host_is_a_name(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """Neither an address of a page nor everything."""
    with pytest.raises(ConfigurationError, match=r"FLOORWATCH_ALLOWED_HOSTS: '.*' is no name of a host"):
        settings_of(monkeypatch, ALLOWED_HOSTS=written)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"HOST": "0.0.0.0"}, ["whoever reaches"]),  # noqa: S104 - never bound here
        ({"HOST": "board.example.org"}, ["whoever reaches"]),
        ({"HOST": "::1"}, []),
        ({"HOST": "localhost"}, []),
        ({"HOST": "0.0.0.0", "TOKEN": TOKEN}, ["the token travels unencrypted"]),  # noqa: S104 - as above
    ],
)
def test_more_openness_than_meant_is_said(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: list[str]
) -> None:
    """Beyond this machine somebody should be asked for something, and over TLS."""
    found = remarks(settings_of(monkeypatch, **variables))

    assert len(expected) == len(found)
    assert all(remark.startswith(start) for remark, start in zip(found, expected, strict=True))


def test_a_port_that_cannot_be_had_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With two ports the fault says which."""
    taken = OSError(98, "address already in use")

    assert "FLOORWATCH_PORT" == cannot_serve(read_settings(), taken).key
    settings = settings_of(monkeypatch, METRICS_PORT=9100)
    assert "FLOORWATCH_PORT or FLOORWATCH_METRICS_PORT" == cannot_serve(settings, taken).key


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8090/"),
        ("0.0.0.0", "http://localhost:8090/"),  # noqa: S104 - never bound here
        ("::1", "http://[::1]:8090/"),
    ],
)
def test_the_board_has_an_address_for_browsers(monkeypatch: pytest.MonkeyPatch, host: str, expected: str) -> None:
    """Everywhere is no place to go to."""
    assert expected == board_address(settings_of(monkeypatch, HOST=host))


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Return somebody who signs."""
    return Authority(tmp_path)


def trusting(authority: Authority, own: Pair | None = None) -> aiohttp.TCPConnector:
    """Connect as a client that trusts the authority, with a certificate or without."""
    context = ssl.create_default_context(cafile=authority.certificate)
    if own is not None:
        context.load_cert_chain(*own)
    return aiohttp.TCPConnector(ssl=context)


async def test_a_client_certificate_lets_in(
    monkeypatch: pytest.MonkeyPatch, authority: Authority, tmp_path: Path
) -> None:
    """Who shows one of the right authority reads, who shows none is told the health only, a stranger's is refused."""
    server_pair = authority.pair("server")
    settings = settings_of(
        monkeypatch,
        PORT=0,
        HTTP_TLS_CERTIFICATE=server_pair.certificate,
        HTTP_TLS_KEY=server_pair.key,
        HTTP_CLIENT_CA=authority.certificate,
    )
    stranger = Authority(tmp_path, "stranger").pair("client")
    async with WebFloor().server(web_options(settings)) as server:
        assert server.address.startswith("https://127.0.0.1:")

        async def status(path: str, own: Pair | None) -> int:
            async with (
                aiohttp.ClientSession(connector=trusting(authority, own)) as session,
                session.get(server.address + path) as response,
            ):
                return response.status

        member = authority.pair("client")
        found = [await status(path, own) for own in (member, None) for path in ("metrics", "health/live")]
        with pytest.raises(aiohttp.ClientError):
            await status("health/live", stranger)

    assert [200, 200, 401, 200] == found


async def test_token_or_certificate_is_enough(monkeypatch: pytest.MonkeyPatch, authority: Authority) -> None:
    """Scrapers show one, browsers the other; a cookie for TLS never travels without it."""
    pair = authority.pair("server")
    settings = settings_of(
        monkeypatch,
        PORT=0,
        TOKEN=TOKEN,
        HTTP_TLS_CERTIFICATE=pair.certificate,
        HTTP_TLS_KEY=pair.key,
        HTTP_CLIENT_CA=authority.certificate,
    )
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    async with WebFloor().server(web_options(settings)) as server:
        found = []
        for own, headers in ((pair, {}), (None, bearer), (None, {})):
            async with (
                aiohttp.ClientSession(connector=trusting(authority, own)) as session,
                session.get(server.address + "metrics", headers=headers) as response,
            ):
                found.append(response.status)

    assert [200, 200, 401] == found


def test_one_port_for_two_servers_is_refused_where_both_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """On another address it may be the same; and whoever asks how a worker is may do so at either."""
    settings = settings_of(monkeypatch, METRICS_PORT=8090)

    with pytest.raises(ConfigurationError, match="METRICS_PORT: 8090 is the port of the wall board too"):
        check_ports(settings)
    assert 8090 == web_options(settings).metrics_port
    check_ports(settings_of(monkeypatch, METRICS_PORT=8090, METRICS_HOST="127.0.0.2"))
