"""The settings of a process, from the environment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.settings.runtime import read_settings, site_file, site_of
from stream.errors import ConfigurationError
from stream.site import Site
from tests.shell.own_process import own_process


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


def refusal(**options: object) -> ConfigurationError:
    """The error that reading the settings ends in."""
    with pytest.raises(ConfigurationError) as caught:
        read_settings(**options)
    return caught.value


def test_everything_has_a_default() -> None:
    """A worker on the machine of a local Kafka needs no variable at all; the board is served to that machine only."""
    settings = read_settings()

    assert (settings.kafka, settings.bootstrap) == (None, "localhost:9092")
    assert (settings.host, settings.port) == ("127.0.0.1", 8090)
    assert (settings.clock, settings.durability, settings.checkpoint_interval_ms) == ("wall", "transactions", 2_000)
    assert settings.consumer_group == "floorwatch"


def test_variables_set_what_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durations carry their unit, words may be in capitals."""
    monkeypatch.setenv("FLOORWATCH_KAFKA", "kafka-1:9092, [::1]:9093")
    monkeypatch.setenv("FLOORWATCH_CHECKPOINT_INTERVAL", "5s")
    monkeypatch.setenv("FLOORWATCH_SOURCE_DELAY", "500ms")
    monkeypatch.setenv("FLOORWATCH_CLOCK", "Events")
    monkeypatch.setenv("FLOORWATCH_GROUP", "floor-2")
    settings = read_settings()

    assert settings.bootstrap == "kafka-1:9092,[::1]:9093"
    assert (settings.checkpoint_interval_ms, settings.source_delay_ms) == (5_000, 500)
    assert (settings.clock, settings.consumer_group) == ("events", "floor-2")


def test_an_option_wins_over_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """An option that was not given leaves the variable in force."""
    monkeypatch.setenv("FLOORWATCH_PORT", "1234")
    monkeypatch.setenv("FLOORWATCH_HOST", "0.0.0.0")  # noqa: S104 - never bound here
    settings = read_settings(port=4321, host=None)

    assert (settings.port, settings.host) == (4321, "0.0.0.0")  # noqa: S104 - as above


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files for containers leave empty what they do not set."""
    monkeypatch.setenv("FLOORWATCH_PORT", "")

    assert read_settings().port == 8090


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("FLOORWATCH_KAFKA", "kafka-1", "'kafka-1' is not host:port, such as kafka-1:9092"),
        ("FLOORWATCH_KAFKA", "a:9092,b:99999", "'b:99999' is not host:port, such as kafka-1:9092"),
        *(
            (f"FLOORWATCH_{name}", host, f"{host!r} is no address or name to listen on, such as 0.0.0.0 or ::1")
            for name, host in (("HOST", "http://x"), ("HOST", " "), ("METRICS_HOST", "[::]"))
        ),
        *(
            (
                "FLOORWATCH_FRAME_ANCESTORS",
                site,
                f"{site!r} is no site, such as https://intranet.example.org, without a path",
            )
            for site in ("intranet.example.org", "https://a/b", "https://a; script-src *", "*", "https://a:0")
        ),
        ("FLOORWATCH_CONTACT_TOPIC", "..", "'..' is no name of a topic"),
        ("FLOORWATCH_PORT", "70000", "should be less than or equal to 65535, not '70000'"),
        (
            "FLOORWATCH_PORT",
            "tcp://10.0.0.7:8090",
            "is what Kubernetes sets for a Service of this name: set enableServiceLinks: false",
        ),
        ("FLOORWATCH_CLOCK", "sun", "should be 'wall' or 'events', not 'sun'"),
        ("FLOORWATCH_CHECKPOINT_INTERVAL", "5", "'5' is not a duration such as 20s, 15m, 4h or 2d"),
        ("FLOORWATCH_CHECKPOINT_INTERVAL", "0s", "'0s' is no time at all; it must be longer"),
        ("FLOORWATCH_TLS", "perhaps", "should be a valid boolean, not 'perhaps'"),
        *(
            (name, "contact.events", "'contact.events' is the name of another topic too: FLOORWATCH_CONTACT_TOPIC")
            for name in ("FLOORWATCH_AGENT_TOPIC", "FLOORWATCH_FLOOR_TOPIC")
        ),
        ("FLOORWATCH_PROT", "1", "is not known; did you mean FLOORWATCH_PORT?"),
    ],
)
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, text: str, reason: str) -> None:
    """The error says environment, variable and reason."""
    monkeypatch.setenv(name, text)
    error = refusal()

    assert (error.file, error.key, error.reason) == ("environment", name, reason)


@pytest.mark.parametrize("host", ["0.0.0.0", "::1", "::", "fe80::1%eth0", "localhost", "floor-1.example.org"])  # noqa: S104 - as above
def test_whatever_can_be_listened_on_is_taken(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    """An address of either kind, or the name of one."""
    monkeypatch.setenv("FLOORWATCH_HOST", host)

    assert read_settings().host == host


def test_a_wrong_option_is_named_as_it_was_typed() -> None:
    """What somebody typed is not blamed on the environment."""
    assert str(refusal(kafka="nowhere")) == "command line: --kafka: 'nowhere' is not host:port, such as kafka-1:9092"


def test_what_kubernetes_adds_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Service called floorwatch brings variables that nobody wrote."""
    monkeypatch.setenv("FLOORWATCH_SERVICE_HOST", "10.0.0.7")
    monkeypatch.setenv("FLOORWATCH_SERVICE_PORT_HTTP", "8090")
    monkeypatch.setenv("FLOORWATCH_PORT_8090_TCP_ADDR", "10.0.0.7")

    assert read_settings().port == 8090


def test_a_secret_comes_from_a_file_without_its_last_newline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Spaces may be part of a password, the newline of an editor is not."""
    (tmp_path / "password").write_text(" pass word \n")
    monkeypatch.setenv("FLOORWATCH_SASL_PASSWORD_FILE", str(tmp_path / "password"))
    settings = read_settings()

    assert settings.sasl_password is not None
    assert settings.sasl_password.get_secret_value() == " pass word "
    assert "pass word" not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "cannot be read: No such file or directory"), (b"\n", "is empty"), (b"\xff", "is not UTF-8")],
)
def test_a_file_without_a_secret_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    """The variable and the file are named."""
    path = tmp_path / "password"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("FLOORWATCH_SASL_PASSWORD_FILE", str(path))

    assert str(refusal()) == f"environment: FLOORWATCH_SASL_PASSWORD_FILE: {path} {reason}"


def test_a_secret_given_twice_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Which of the two would hold is nothing to guess."""
    (tmp_path / "password").write_text("from-the-file")
    monkeypatch.setenv("FLOORWATCH_SASL_PASSWORD", "from-the-variable")
    monkeypatch.setenv("FLOORWATCH_SASL_PASSWORD_FILE", str(tmp_path / "password"))
    error = str(refusal())

    assert error.startswith("environment: FLOORWATCH_SASL_PASSWORD: is set, and")
    assert "from-the" not in error


def test_a_file_for_what_is_no_secret_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A path to a certificate is a path, not a file with a path in it."""
    monkeypatch.setenv("FLOORWATCH_TLS_CA_FILE", "/etc/ca.pem")

    assert refusal().key == "FLOORWATCH_TLS_CA_FILE"


def test_the_site_is_the_file_named_or_the_one_that_lies_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Named by variable, else of the working directory, else the defaults."""
    assert site_of(read_settings()) == Site()

    (tmp_path / "floorwatch.toml").write_text('[floor]\nname = "here"\n')
    assert site_of(read_settings()).name == "here"

    (tmp_path / "other.toml").write_text('[floor]\nname = "there"\n')
    monkeypatch.setenv("FLOORWATCH_CONFIG", str(tmp_path / "other.toml"))
    assert site_of(read_settings()).name == "there"


def test_a_link_that_leads_nowhere_is_not_passed_over(tmp_path: Path) -> None:
    """A share that is not mounted yet must not make a worker count by the defaults."""
    (tmp_path / "floorwatch.toml").symlink_to(tmp_path / "gone" / "floorwatch.toml")

    with pytest.raises(ConfigurationError, match=r"^floorwatch\.toml: cannot be read: No such file"):
        site_of(read_settings())


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    """Only the one that nobody named may be absent."""
    settings = read_settings(config=tmp_path / "gone.toml")

    assert site_file(settings) == tmp_path / "gone.toml"
    with pytest.raises(ConfigurationError, match=r"gone\.toml: cannot be read"):
        site_of(settings)


@pytest.mark.parametrize(("text", "expected"), [("", False), ("0", False), ("true", True), ("1", True)])
def test_contacts_are_shown_only_where_somebody_says_so(
    monkeypatch: pytest.MonkeyPatch, text: str, *, expected: bool
) -> None:
    """FLOORWATCH_SHOW_CONTACTS is off unless it is switched on."""
    monkeypatch.setenv("FLOORWATCH_SHOW_CONTACTS", text)

    assert expected is read_settings().show_contacts
