"""What a real Grafana makes of this folder: dashboards, rules, receivers and the playlist, asked for through its API.

Starts the image with Docker on a free port and removes it afterwards, or looks at one that runs (`--address`). Every
check is printed; the status is 1 when one fails, and 2 when there is neither Docker nor an address.
"""

import asyncio
import json
import os
import secrets
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import aiohttp
import typer
import yaml

FOLDER = Path(__file__).parent
IMAGE = "grafana/grafana:13.2.3"
READY_WITHIN_S = 180
PLAYLISTS = "/apis/playlist.grafana.app/v1/namespaces/default/playlists"


class NoDockerError(Exception):
    """Docker did not do what it was asked to; the text is its reason."""


class Grafana:
    """The API of one Grafana."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        """Talk to this address; the session knows the password."""
        self._session = session
        self._address = address.rstrip("/")

    async def get(self, path: str) -> Any:  # noqa: ANN401 - a document
        """Fetch a document; None unless it is there."""
        async with self._session.get(self._address + path) as response:
            return await response.json() if response.ok else None

    async def post(self, path: str, document: Any) -> int:  # noqa: ANN401 - a document
        """Send a document and return the status."""
        async with self._session.post(self._address + path, json=document) as response:
            return response.status

    async def ready(self) -> bool:
        """Whether it is up, with everything that it provisions."""
        try:
            return await self.get("/api/health") is not None
        except aiohttp.ClientError:
            return False


def provisioned(name: str, key: str) -> list[dict[str, Any]]:
    """What stands in a file of the provisioning."""
    document = yaml.safe_load((FOLDER / "provisioning" / f"{name}.yaml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = document[key]
    return found


async def faults(grafana: Grafana) -> list[str]:
    """Everything that Grafana does not have as it stands in the files."""
    return [
        *[fault async for fault in _dashboards(grafana)],
        *[fault async for fault in _rules(grafana)],
        *[fault async for fault in _receivers(grafana)],
        *[fault async for fault in _playlist(grafana)],
    ]


async def _dashboards(grafana: Grafana) -> AsyncIterator[str]:
    for path in sorted((FOLDER / "dashboards").glob("*.json")):
        wanted = json.loads(path.read_text(encoding="utf-8"))
        found = await grafana.get(f"/api/dashboards/uid/{wanted['uid']}")
        if found is None:
            yield f"dashboard {wanted['uid']}: is not there"
        elif not found["meta"]["provisioned"]:
            yield f"dashboard {wanted['uid']}: is not provisioned"
        elif [one["title"] for one in found["dashboard"]["panels"]] != [one["title"] for one in wanted["panels"]]:
            yield f"dashboard {wanted['uid']}: has other panels"


async def _rules(grafana: Grafana) -> AsyncIterator[str]:
    found = {rule["uid"]: rule for rule in await grafana.get("/api/v1/provisioning/alert-rules") or ()}
    for group in provisioned("alerting/rules", "groups"):
        for rule in group["rules"]:
            there = found.get(rule["uid"])
            if there is None:
                yield f"rule {rule['title']}: is not there"
                continue
            asked = [one["model"].get("expr") for one in there["data"]]
            if asked != [one["model"].get("expr") for one in rule["data"]]:
                yield f"rule {rule['title']}: asks for something else"
            for key in ("title", "condition", "labels", "annotations"):
                if there.get(key) != rule[key]:
                    yield f"rule {rule['title']}: another {key}: {there.get(key)}"


async def _receivers(grafana: Grafana) -> AsyncIterator[str]:
    points = {point["name"] for point in await grafana.get("/api/v1/provisioning/contact-points") or ()}
    times = {time["name"] for time in await grafana.get("/api/v1/provisioning/mute-timings") or ()}
    texts = {text["name"] for text in await grafana.get("/api/v1/provisioning/templates") or ()}
    tree = await grafana.get("/api/v1/provisioning/policies") or {}
    for what, wanted, found in (
        ("contact point", provisioned("alerting/contact-points", "contactPoints"), points),
        ("mute time", provisioned("alerting/mute-times", "muteTimes"), times),
        ("template", provisioned("alerting/templates", "templates"), texts),
    ):
        for one in wanted:
            if one["name"] not in found:
                yield f"{what} {one['name']}: is not there"
    (policy,) = provisioned("alerting/policies", "policies")
    if (tree.get("receiver"), len(tree.get("routes", ()))) != (policy["receiver"], len(policy["routes"])):
        yield f"policies: {tree}"


async def _playlist(grafana: Grafana) -> AsyncIterator[str]:
    playlist = json.loads((FOLDER / "playlist.json").read_text(encoding="utf-8"))
    name = playlist["metadata"]["name"]
    if await grafana.get(f"{PLAYLISTS}/{name}") is None:
        status = await grafana.post(PLAYLISTS, playlist)
        if status not in {200, 201}:
            yield f"playlist {name}: is refused with {status}"


@contextmanager
def started(password: str) -> Iterator[str]:
    """A Grafana of the image with this folder, on a free port of the loopback address."""
    settings = {"GF_SECURITY_ADMIN_PASSWORD": password, "FLOORWATCH_ALERT_WEBHOOK": "http://127.0.0.1:9/"}
    mounts = {"provisioning": "/etc/grafana/provisioning", "dashboards": "/var/lib/grafana/dashboards"}
    command = ["docker", "run", "--detach", "--publish", "127.0.0.1::3000"]
    # By name only: a value on a command line is for everybody on the machine to read.
    command += [part for name in settings for part in ("--env", name)]
    command += [part for name, at in mounts.items() for part in ("--volume", f"{FOLDER / name}:{at}:ro")]
    container = _said(*command, IMAGE, **settings)
    try:
        yield f"http://{_said('docker', 'port', container, '3000/tcp').splitlines()[0]}"
    finally:
        _said("docker", "rm", "--force", container)


def _said(*command: str, **settings: str) -> str:
    ran = subprocess.run(  # noqa: S603 - a list
        command, check=False, capture_output=True, text=True, env={**os.environ, **settings}
    )
    if ran.returncode != 0:
        raise NoDockerError(ran.stderr.strip().splitlines()[0])
    return ran.stdout.strip()


async def checked(address: str, user: str, password: str) -> list[str]:
    """Wait until Grafana is up, and return what is wrong with it."""
    async with aiohttp.ClientSession(auth=aiohttp.BasicAuth(user, password)) as session:
        grafana = Grafana(session, address)
        until = time.monotonic() + READY_WITHIN_S
        while not await grafana.ready():
            if time.monotonic() > until:
                return [f"not ready within {READY_WITHIN_S} s: {address}"]
            await asyncio.sleep(1)
        return await faults(grafana)


def main(
    address: Annotated[str | None, typer.Option(help="A Grafana that runs and has this folder.")] = None,
    user: Annotated[str, typer.Option(envvar="GRAFANA_USER")] = "admin",
    password: Annotated[str | None, typer.Option(envvar="GRAFANA_PASSWORD")] = None,
) -> None:
    """Check this folder on a live Grafana."""
    secret = password or secrets.token_urlsafe()
    try:
        with nullcontext(address) if address is not None else started(secret) as there:
            found = asyncio.run(checked(there, user, secret))
    except (FileNotFoundError, NoDockerError) as missing:
        typer.echo(f"nothing was checked: {missing}", err=True)
        raise typer.Exit(2) from None
    for fault in found:
        typer.echo(fault)
    typer.echo(f"{len(found)} faults")
    raise typer.Exit(1 if found else 0)


if __name__ == "__main__":
    typer.run(main)
