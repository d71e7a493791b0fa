"""`docker-compose.yml` as a program reads it, and what must not be in it."""

import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import files
from pathlib import Path
from typing import Any

import yaml
from jsonschema.validators import validator_for

ROOT = Path(__file__).parents[2]
Service = Mapping[str, Any]


def compose() -> dict[str, Any]:
    """Read the file, anchors resolved."""
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


def schema_faults(document: Mapping[str, Any]) -> list[str]:
    """Name what the Compose specification does not allow.

    The schema is check-jsonschema's; its program cannot be called beside Faust, whose bound on click it does not meet.
    """
    name = "builtin_schemas/vendor/compose-spec.json"
    (path,) = (path for path in files("check-jsonschema") or () if str(path).endswith(name))
    schema = json.loads(path.read_text())
    validator = validator_for(schema)(schema)
    return [f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in validator.iter_errors(document)]


def unpinned(document: Mapping[str, Any], version: str) -> list[str]:
    """Name the images that may become others: without version and digest, unless they are built here."""
    pinned = re.compile(r"[\w./-]+:v?\d[\w.-]*@sha256:[0-9a-f]{64}")
    return [
        f"{name}: {service['image']}"
        for name, service in document["services"].items()
        if not (
            service["image"] == f"floorwatch:{version}" if "build" in service else pinned.fullmatch(service["image"])
        )
    ]


def open_ports(document: Mapping[str, Any]) -> list[str]:
    """Name the ports that other machines reach."""
    ports = ((name, port) for name, service in document["services"].items() for port in service.get("ports", ()))
    return [f"{name}: {port}" for name, port in ports if not str(port).startswith("127.0.0.1:")]


def mounts(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield source, target and mode of each bind mount; named volumes are none."""
    for service in document["services"].values():
        for volume in service.get("volumes", ()):
            resolved = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", volume)
            source, target, *mode = resolved.split(":")
            if source not in document["volumes"]:
                yield source, target, "".join(mode)


def careless(service: Service) -> list[str]:
    """Name what a service lacks of limits and restraint."""
    limits = service.get("deploy", {}).get("resources", {}).get("limits", {})
    wanted = {
        "limits of memory, cpus and pids": {"memory", "cpus", "pids"} <= limits.keys(),
        "a health check, or the word that there is none": bool(service.get("healthcheck")),
        "no capabilities": service.get("cap_drop") == ["ALL"],
        "no new privileges": "no-new-privileges:true" in service.get("security_opt", ()),
        "an end to its logs": "max-size" in service.get("logging", {}).get("options", {}),
        "no root of the host": "privileged" not in service and service.get("network_mode") != "host",
    }
    return [what for what, there in wanted.items() if not there]


def secrets_written(text: str) -> list[str]:
    """Name the variables of passwords and the like that are written out or have a default."""
    names = re.compile(
        r"(?i)^\s*-?\s*(\w*(?:password|secret|token|credential|api_?key)\w*)[ \t]*[:=][ \t]*(\S.*)$", re.MULTILINE
    )
    return [
        name
        for name, value in names.findall(text)
        if not value.startswith(("/run/secrets/", "[", "#")) and ":?" not in value
    ]


def optional_variables(text: str) -> list[str]:
    """Name the variables that are empty, with a warning only, where nobody sets them."""
    return [name for name, rest in re.findall(r"(?<!\$)\$\{(\w+)([^}]*)\}", text) if not rest.startswith((":?", ":-"))]
