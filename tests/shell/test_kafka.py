"""The way to Kafka, as three libraries want to be told it."""

import ssl
from pathlib import Path

import pytest
from faust.auth import SASLCredentials, SSLCredentials

from agents.kafka import Connection

PLAIN = Connection("one:9092, two:9093")
TLS = Connection("one:9093", tls=True)
SASL = Connection("one:9092", mechanism="SCRAM-SHA-256", username="floor", password="secret")
BOTH = Connection("one:9093", tls=True, mechanism="PLAIN", username="floor", password="secret")


@pytest.mark.parametrize(
    ("connection", "protocol"),
    [(PLAIN, "PLAINTEXT"), (TLS, "SSL"), (SASL, "SASL_PLAINTEXT"), (BOTH, "SASL_SSL")],
)
def test_each_library_is_told_the_same_protocol(connection: Connection, protocol: str) -> None:
    """TLS and SASL mix freely."""
    assert protocol == connection.asyncio_arguments()["security_protocol"]
    assert protocol == connection.native_arguments()["security.protocol"]


def test_several_brokers_are_written_as_each_library_wants_them() -> None:
    """Blanks around commas do no harm."""
    assert ["one:9092", "two:9093"] == PLAIN.asyncio_arguments()["bootstrap_servers"]
    assert "one:9092,two:9093" == PLAIN.native_arguments()["bootstrap.servers"]
    assert "kafka://one:9092;kafka://two:9093" == PLAIN.faust_url()


def test_without_tls_and_password_nothing_is_said_about_them() -> None:
    """Libraries complain about settings that have no meaning."""
    assert {"bootstrap_servers", "client_id", "security_protocol"} == set(PLAIN.asyncio_arguments())
    assert {"bootstrap.servers", "client.id", "security.protocol"} == set(PLAIN.native_arguments())
    assert PLAIN.faust_credentials() is None


def test_the_password_goes_to_each_library() -> None:
    """With its user and the mechanism."""
    arguments, native, faust = SASL.asyncio_arguments(), SASL.native_arguments(), SASL.faust_credentials()

    assert ("SCRAM-SHA-256", "floor", "secret") == tuple(
        arguments[name] for name in ("sasl_mechanism", "sasl_plain_username", "sasl_plain_password")
    )
    assert ("SCRAM-SHA-256", "floor", "secret") == tuple(
        native[f"sasl.{name}"] for name in ("mechanism", "username", "password")
    )
    assert isinstance(faust, SASLCredentials)
    assert ("floor", "secret", "SASL_PLAINTEXT") == (faust.username, faust.password, faust.protocol.value)


def test_the_password_is_not_shown() -> None:
    """A connection may end up in a log."""
    assert "secret" not in repr(BOTH)


def test_tls_checks_the_brokers() -> None:
    """Certificate and host name."""
    context = TLS.asyncio_arguments()["ssl_context"]

    assert (ssl.CERT_REQUIRED, True) == (context.verify_mode, context.check_hostname)
    assert isinstance(TLS.faust_credentials(), SSLCredentials)
    faust = BOTH.faust_credentials()
    assert isinstance(faust, SASLCredentials)
    assert (True, "SASL_SSL") == (faust.ssl_context is not None, faust.protocol.value)


def test_a_certificate_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Not a connection to anybody."""
    with pytest.raises(FileNotFoundError):
        Connection("one:9093", tls=True, ca_file=tmp_path / "ca.pem").asyncio_arguments()
    with pytest.raises(FileNotFoundError):
        Connection("one:9093", tls=True, certificate_file=tmp_path / "me.pem").asyncio_arguments()


def test_files_are_named_to_the_native_library() -> None:
    """It reads them itself; without TLS they mean nothing."""
    connection = Connection("one:9093", tls=True, ca_file=Path("ca"), certificate_file=Path("me"), key_file=Path("key"))

    assert {"ssl.ca.location": "ca", "ssl.certificate.location": "me", "ssl.key.location": "key"} == {
        name: value for name, value in connection.native_arguments().items() if name.startswith("ssl.")
    }
    assert "ssl.ca.location" not in Connection("one:9092", ca_file=Path("ca")).native_arguments()
