"""The manifests: right by Kubernetes' own schemas, and each naming what the others have."""

import copy
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

from agents.settings.connection import connection_of
from agents.settings.runtime import Settings, read_settings
from agents.settings.serving import web_options
from tests.shell.own_certificates import Authority
from tests.shell.own_process import own_process
from tests.shell.service_monitor import SCHEMA

ROOT = Path(__file__).parents[2]
OWN = {"app.kubernetes.io/name": "floorwatch", "app.kubernetes.io/component": "worker"}
Manifest = dict[str, Any]


def manifests() -> Iterator[Manifest]:
    """Read every manifest there is."""
    for path in sorted((ROOT / "deploy" / "kubernetes").glob("*.yaml")):
        yield from yaml.safe_load_all(path.read_text())


def the(kind: str, name: str = "floorwatch") -> Manifest:
    """Return the one of this kind and name."""
    (found,) = (one for one in manifests() if (one["kind"], one["metadata"]["name"]) == (kind, name))
    return copy.deepcopy(found)


def container() -> Manifest:
    """Return the worker's container."""
    (only,) = the("Deployment")["spec"]["template"]["spec"]["containers"]
    worker: Manifest = only
    return worker


def check(manifest: Manifest) -> None:
    """Check by the schema of its kind, where an unknown key is a fault; raises ValidationError."""
    if manifest["kind"] == "ServiceMonitor":
        jsonschema.validate(manifest, SCHEMA)
    else:
        kubernetes_validate.validate(manifest, kubernetes_validate.latest_version(), strict=True)


@pytest.mark.parametrize("manifest", list(manifests()), ids=lambda one: f"{one['kind']}-{one['metadata']['name']}")
def test_every_manifest_meets_its_schema(manifest: Manifest) -> None:
    """As the server would check it."""
    check(manifest)


@pytest.mark.parametrize("kind", ["Deployment", "Service", "NetworkPolicy", "PodDisruptionBudget", "ServiceMonitor"])
def test_an_unknown_key_is_found(kind: str) -> None:
    """The check is one."""
    manifest = the(kind)
    manifest["spec"]["selektor"] = {}

    with pytest.raises((kubernetes_validate.ValidationError, jsonschema.ValidationError)):
        check(manifest)


def test_everything_selects_the_workers() -> None:
    """Services, budget, policy, spread and the deployment itself mean the same pods; the monitor finds its service."""
    pod = the("Deployment")["spec"]["template"]
    spread = pod["spec"]["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"]
    monitor = the("ServiceMonitor")["spec"]["selector"]["matchLabels"]

    assert OWN == pod["metadata"]["labels"] == spread
    assert OWN == the("Deployment")["spec"]["selector"]["matchLabels"]
    assert OWN == the("PodDisruptionBudget")["spec"]["selector"]["matchLabels"]
    assert OWN == the("NetworkPolicy")["spec"]["podSelector"]["matchLabels"]
    assert OWN == the("Service")["spec"]["selector"] == the("Service", "floorwatch-metrics")["spec"]["selector"]
    assert monitor == the("Service", "floorwatch-metrics")["metadata"]["labels"]


def test_ports_are_named_where_they_are_used() -> None:
    """Probes, services, policy and monitor name ports of the container, which are those that it serves on."""
    worker = container()
    ports = {port["name"]: port["containerPort"] for port in worker["ports"]}
    probes = [worker[probe]["httpGet"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")]
    services = [port for name in ("floorwatch", "floorwatch-metrics") for port in the("Service", name)["spec"]["ports"]]
    policy = [port["port"] for rule in the("NetworkPolicy")["spec"]["ingress"] for port in rule["ports"]]
    variables = {one["name"]: one["value"] for one in worker["env"]}

    assert {"http": 8090, "metrics": int(variables["FLOORWATCH_METRICS_PORT"])} == ports
    assert ["/health/live", "/health/live", "/health/ready"] == [probe["path"] for probe in probes]
    assert {"metrics"} == {probe["port"] for probe in probes}
    assert {"http", "metrics"} == {port["targetPort"] for port in services} == set(policy)
    assert {"metrics"} == {endpoint["port"] for endpoint in the("ServiceMonitor")["spec"]["endpoints"]}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Settings]:
    """Read the settings as the container would, its mounts laid below a folder."""
    files = {
        "/run/secrets/token/token": "x" * 64,
        "/run/secrets/kafka/password": "correct horse",
        "/run/secrets/kafka/ca.crt": Authority(tmp_path).certificate.read_text(),
    }
    for path, text in files.items():
        place = tmp_path / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    with own_process(monkeypatch):
        for one in container()["env"]:
            value = str(tmp_path / one["value"].lstrip("/")) if one["value"] in files else one["value"]
            monkeypatch.setenv(one["name"], value)
        monkeypatch.chdir(tmp_path)
        yield read_settings()


def test_the_settings_are_settings(settings: Settings) -> None:
    """Nothing is misspelt, out of bounds or missing beside another: a worker would start with them."""
    connection, options = connection_of(settings), web_options(settings)

    assert ("SASL_SSL", "SCRAM-SHA-512") == (connection.protocol, connection.mechanism)
    assert options.guard.token is not None
    assert 9100 == options.metrics_port
    assert {"board.example.org", the("Service")["metadata"]["name"]} == set(options.guard.allowed_hosts)


def test_members_of_the_group_have_no_fixed_names(settings: Settings) -> None:
    """Else a pod that is moved leaves its partitions dark for the whole session timeout."""
    assert settings.instance is None


def test_secrets_are_files_and_written_nowhere() -> None:
    """Names of secrets are all that the manifests hold, and what they name is mounted to be read."""
    pod = the("Deployment")["spec"]["template"]["spec"]
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    mounts = {mount["name"]: mount for mount in container()["volumeMounts"]}
    monitor = the("ServiceMonitor")["spec"]["endpoints"][0]["authorization"]["credentials"]

    assert "Secret" not in [manifest["kind"] for manifest in manifests()]
    assert volumes.keys() == mounts.keys()
    assert all(mount["readOnly"] for mount in mounts.values())
    assert monitor["name"] == volumes["token"]["secret"]["secretName"]
    assert the("ConfigMap")["metadata"]["name"] == volumes["site"]["configMap"]["name"]
    assert [] == [one["name"] for one in container()["env"] if one["name"].endswith(("_PASSWORD", "_TOKEN", "_SECRET"))]


def test_pods_may_do_little() -> None:
    """No root, no writing, no capabilities, no account, bounded memory, the project's version."""
    pod, worker = the("Deployment")["spec"]["template"]["spec"], container()

    assert pod["securityContext"]["runAsNonRoot"]
    assert 10001 == pod["securityContext"]["runAsUser"]
    assert "RuntimeDefault" == pod["securityContext"]["seccompProfile"]["type"]
    assert {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    } == worker["securityContext"]
    assert (False, False) == (pod["automountServiceAccountToken"], pod["enableServiceLinks"])
    assert {"cpu", "memory"} == worker["resources"]["requests"].keys()
    assert "memory" in worker["resources"]["limits"]
    assert worker["image"].endswith(f"/floorwatch:{version('floorwatch')}")


def test_the_monitor_scrapes_as_prometheus_does() -> None:
    """Job, interval and limits are those of the file that Prometheus has without an operator."""
    spec = the("ServiceMonitor")["spec"]
    configured = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())
    (job,) = configured["scrape_configs"]
    label = the("Service", "floorwatch-metrics")["metadata"]["labels"][spec["jobLabel"]]

    assert job["job_name"] == label
    assert configured["global"]["scrape_interval"] == spec["endpoints"][0]["interval"]
    assert (job["sample_limit"], job["label_limit"], job["label_value_length_limit"]) == (
        spec["sampleLimit"],
        spec["labelLimit"],
        spec["labelValueLengthLimit"],
    )
