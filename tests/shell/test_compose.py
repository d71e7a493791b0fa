"""`docker-compose.yml`: right by its schema, pinned, closed to other machines, without a password in it."""

import copy
from importlib.metadata import version
from typing import Any

import pytest

from agents.cli import run
from agents.settings.runtime import read_settings
from agents.settings.serving import web_options
from tests.shell.compose_file import (
    ROOT,
    careless,
    compose,
    mounts,
    open_ports,
    optional_variables,
    schema_faults,
    secrets_written,
    unpinned,
)
from tests.shell.own_process import own_process

TEXT = (ROOT / "docker-compose.yml").read_text()


@pytest.fixture
def broken() -> dict[str, Any]:
    """Return a copy to break."""
    return copy.deepcopy(compose())


def test_the_schema_is_met() -> None:
    """As Compose itself checks it."""
    assert [] == schema_faults(compose())


def test_an_unknown_key_and_a_wrong_type_are_found(broken: dict[str, Any]) -> None:
    """The check is one."""
    broken["services"]["worker"]["imgae"] = "x"
    assert ["services.worker: Unevaluated properties are not allowed ('imgae' was unexpected)"] == schema_faults(broken)

    broken["services"]["kafka"]["ports"] = 9092
    assert "services.kafka.ports: 9092 is not of type 'array'" in schema_faults(broken)


def test_the_services_of_the_chain_are_there() -> None:
    """Two workers; customers only when asked for."""
    services = compose()["services"]

    assert {"kafka", "worker", "simulator", "prometheus", "alertmanager", "grafana"} == services.keys()
    assert 2 == services["worker"]["deploy"]["replicas"]
    assert {"simulator": ["simulator"]} == {
        name: one["profiles"] for name, one in services.items() if "profiles" in one
    }


def test_images_are_pinned(broken: dict[str, Any]) -> None:
    """By version and digest; what is built here has the project's version."""
    assert [] == unpinned(compose(), version("floorwatch"))

    broken["services"]["kafka"]["image"] = "apache/kafka:4.3.1"
    broken["services"]["worker"]["image"] = "floorwatch:latest"
    assert ["kafka: apache/kafka:4.3.1", "worker: floorwatch:latest"] == unpinned(broken, version("floorwatch"))


def test_ports_are_this_machines(broken: dict[str, Any]) -> None:
    """No other machine reaches anything."""
    assert [] == open_ports(compose())

    broken["services"]["grafana"]["ports"] = ["3000:3000"]
    assert ["grafana: 3000:3000"] == open_ports(broken)


def test_mounted_files_exist_and_are_only_read() -> None:
    """A path that does not exist would be made, as a folder of root's."""
    found = list(mounts(compose()))

    assert [] == [source for source, _, _ in found if source.startswith(".") and not (ROOT / source).exists()]
    assert {"ro"} == {mode for _, _, mode in found}
    assert {"/etc/prometheus", "/etc/alertmanager", "/var/lib/grafana/dashboards"} <= {target for _, target, _ in found}


@pytest.mark.parametrize("name", sorted(compose()["services"]))
def test_services_are_careful(name: str, broken: dict[str, Any]) -> None:
    """Limits, a health check, no privileges, bounded logs."""
    assert [] == careless(compose()["services"][name])

    for key in ("deploy", "healthcheck", "cap_drop", "security_opt", "logging"):
        del broken["services"][name][key]
    assert 5 == len(careless(broken["services"][name]))


def test_only_kafka_writes_to_its_own_root() -> None:
    """Its start script does; all others have a root that is read-only."""
    services = compose()["services"]

    assert ["kafka"] == [name for name, service in services.items() if not service.get("read_only")]


def test_every_volume_network_and_secret_is_used_and_declared() -> None:
    """Nothing left over, nothing forgotten."""
    document = compose()
    volumes = [volume.split(":")[0] for one in document["services"].values() for volume in one.get("volumes", ())]

    assert document["volumes"].keys() == {name for name in volumes if not name.startswith((".", "/", "$"))}
    for kind in ("networks", "secrets"):
        assert document[kind].keys() == {name for one in document["services"].values() for name in one.get(kind, ())}


def test_no_password_has_a_default() -> None:
    """It comes from a file that somebody names, or nothing starts."""
    assert [] == secrets_written(TEXT)
    assert [] == optional_variables(TEXT)
    assert "${GRAFANA_ADMIN_PASSWORD_FILE:?" in TEXT


@pytest.mark.parametrize(
    "line", ["  GF_SECURITY_ADMIN_PASSWORD: admin", "  - KAFKA_TOKEN=abc", "  API_KEY: ${KEY:-abc}", "  secret: ${KEY}"]
)
def test_a_written_password_is_found(line: str) -> None:
    """With a default it is as good as written."""
    assert secrets_written(line)


def test_the_workers_settings_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is misspelt or out of bounds would stop the worker; here it stops the test."""
    with own_process(monkeypatch):
        for name, value in compose()["services"]["worker"]["environment"].items():
            monkeypatch.setenv(name, value.replace("${FLOORWATCH_ALLOWED_HOSTS:-worker}", "worker"))
        settings = read_settings()

    assert "kafka:9092" == settings.kafka
    assert ("worker",) == web_options(settings).guard.allowed_hosts


def test_the_commands_are_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """What the containers are told to run exists with these options."""
    command = compose()["services"]["simulator"]["command"]
    assert 0 == run([command[0], "--help"])
    shown = capsys.readouterr().out

    assert [] == [word for word in command if word.startswith("--") and word not in shown]
    assert ["CMD", "floorwatch", "health"] == compose()["services"]["worker"]["healthcheck"]["test"]
