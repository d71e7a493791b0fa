"""The samples for a secured Kafka and a worker beside it: they say the same, and a worker would start with them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.settings.connection import connection_of
from agents.settings.runtime import Settings, read_settings
from agents.settings.serving import remarks, web_options
from tests.shell.own_certificates import Authority
from tests.shell.own_process import own_process

FOLDER = Path(__file__).parents[2] / "deploy" / "secured"


def pairs(name: str) -> dict[str, str]:
    """Read the lines of a sample."""
    lines = (FOLDER / name).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Settings]:
    """Read the worker's sample, its files laid below a folder."""
    authority = Authority(tmp_path)
    board = authority.pair("board")
    files = {
        "kafka-ca.pem": authority.certificate.read_text(),
        "clients-ca.pem": authority.certificate.read_text(),
        "kafka-password": "correct horse\n",
        "token": "x" * 64,
        "board.pem": board.certificate.read_text(),
        "board.key": board.key.read_text(),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with own_process(monkeypatch):
        for name, value in pairs("worker.env").items():
            monkeypatch.setenv(name, value.replace("/etc/floorwatch", str(tmp_path)))
        yield read_settings()


def test_a_worker_starts_with_the_sample(settings: Settings) -> None:
    """Everything is asked for, everything is encrypted, and nothing is left to remark."""
    connection, options = connection_of(settings), web_options(settings)

    assert "SASL_SSL" == connection.protocol
    assert options.guard.tls is not None
    assert options.guard.certificates
    assert options.guard.token is not None
    assert [] == remarks(settings)


def test_the_samples_agree(settings: Settings) -> None:
    """Mechanism of brokers, worker and administrator; the administrator may do everything, the worker may not."""
    broker, admin = pairs("broker.properties"), pairs("admin.properties")

    assert settings.sasl_mechanism == broker["listener.name.secured.sasl.enabled.mechanisms"] == admin["sasl.mechanism"]
    assert f"listener.name.secured.{admin['sasl.mechanism'].lower()}.sasl.jaas.config" in broker
    assert "User:admin" in broker["super.users"].split(";")
    assert "User:floorwatch" not in broker["super.users"].split(";")
    assert "false" == broker["allow.everyone.if.no.acl.found"]


def test_no_sample_holds_a_secret() -> None:
    """Files and places of files are all that they name."""
    written = {name: value for sample in FOLDER.iterdir() for name, value in pairs(sample.name).items()}
    telling = {name: value for name, value in written.items() if "password" in (name + value).lower()}

    assert {"FLOORWATCH_SASL_PASSWORD_FILE", "sasl.jaas.config"} == telling.keys()
    assert 'password="${file:' in telling["sasl.jaas.config"]


def test_the_unit_of_systemd_has_a_credential_for_each_secret(settings: Settings) -> None:
    """Its service may not read what root alone may; and what the environment file says would win over the unit."""
    unit = (FOLDER.parent / "systemd" / "floorwatch@.service").read_text()
    secrets = {"FLOORWATCH_SASL_PASSWORD_FILE", "FLOORWATCH_TOKEN_FILE", "FLOORWATCH_HTTP_TLS_KEY"}
    said = (FOLDER / "worker.env").read_text().partition("FLOORWATCH_KAFKA=")[0]

    assert settings.model_fields_set >= {"sasl_password", "token", "http_tls_key"}
    for name in secrets:
        file = pairs("worker.env")[name]
        assert f"{name}=%d/{Path(file).name}" in unit
        assert f"LoadCredential={Path(file).name}:{file}" in unit
        assert "…_" + "_".join(name.split("_")[-2:]) in said
