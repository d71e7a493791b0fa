"""From the settings to Kafka: TLS, passwords, names of topics."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.settings.connection import connection_of, topic_names
from agents.settings.runtime import read_settings
from stream.errors import ConfigurationError
from tests.shell.own_process import own_process

SECRET = "correct horse"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    with own_process(monkeypatch):
        yield


def test_the_default_is_plain_text_to_this_machine() -> None:
    """What a local Kafka offers."""
    connection = connection_of(read_settings())

    assert (connection.bootstrap, connection.protocol) == ("localhost:9092", "PLAINTEXT")


def test_password_and_tls_reach_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mechanism may be written in small letters."""
    monkeypatch.setenv("FLOORWATCH_TLS", "true")
    monkeypatch.setenv("FLOORWATCH_SASL_MECHANISM", "scram-sha-512")
    monkeypatch.setenv("FLOORWATCH_SASL_USERNAME", "floor")
    monkeypatch.setenv("FLOORWATCH_SASL_PASSWORD", SECRET)
    connection = connection_of(read_settings())

    assert (connection.protocol, connection.mechanism) == ("SASL_SSL", "SCRAM-SHA-512")
    assert (connection.username, connection.password) == ("floor", SECRET)
    assert SECRET not in repr(connection)


@pytest.mark.parametrize(
    ("variables", "key", "reason"),
    [
        ({"TLS_CA": "ca.pem"}, "TLS_CA", "holds with FLOORWATCH_TLS=true only"),
        ({"TLS": "1", "TLS_KEY": "key.pem"}, "TLS_KEY", "needs FLOORWATCH_TLS_CERTIFICATE"),
        ({"TLS": "1", "TLS_CA": "gone.pem"}, "TLS_CA", "gone.pem cannot be read: No such file or directory"),
        ({"TLS": "1", "TLS_CA": "text.pem"}, "TLS_CA", "text.pem holds no certificates (PEM)"),
        (
            {"TLS": "1", "TLS_CERTIFICATE": "text.pem"},
            "TLS_CERTIFICATE",
            "text.pem is no certificate (PEM) with its key, or the key is encrypted or another one's",
        ),
        ({"SASL_PASSWORD": SECRET}, "SASL_PASSWORD", "needs FLOORWATCH_SASL_MECHANISM"),
        (
            {"SASL_MECHANISM": "PLAIN", "SASL_USERNAME": "floor"},
            "SASL_PASSWORD",
            "is missing: PLAIN asks for it (or for FLOORWATCH_SASL_PASSWORD_FILE)",
        ),
    ],
)
def test_half_of_a_pair_or_a_bad_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str], key: str, reason: str
) -> None:
    """It would be ignored, or fail much later and far away."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.pem").write_text("no certificate")
    for name, text in variables.items():
        monkeypatch.setenv(f"FLOORWATCH_{name}", text)

    with pytest.raises(ConfigurationError) as caught:
        connection_of(read_settings())
    assert str(caught.value) == f"environment: FLOORWATCH_{key}: {reason}"
    assert SECRET not in str(caught.value)


def test_topics_are_called_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by its own variable."""
    monkeypatch.setenv("FLOORWATCH_CONTACT_TOPIC", "calls")
    names = topic_names(read_settings())

    assert names.sources == ("calls", "agent.events")
    assert names.dead_letters == "floorwatch.dead-letters"
    assert names.alarms == "floorwatch.alarms"
