"""The check of a live Grafana, on a server that answers as Grafana's API is documented: it passes, and it finds."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web

from agents.broker.ports import LOOPBACK

FOLDER = Path(__file__).parents[2] / "grafana"
SCRIPT = FOLDER / "check_live.py"
PLAYLISTS = "/apis/playlist.grafana.app/v1/namespaces/default/playlists"


def provisioned(name: str, key: str) -> Any:  # noqa: ANN401 - what stands in a file
    """A file of the provisioning as Grafana would have read it."""
    return yaml.safe_load((FOLDER / "provisioning" / f"{name}.yaml").read_text())[key]


@dataclass
class Told:
    """What a Grafana says that has the folder, by path, and what it was sent."""

    answers: dict[str, Any] = field(default_factory=dict)
    received: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Say everything that stands in the files."""
        rules = [rule for group in provisioned("alerting/rules", "groups") for rule in group["rules"]]
        boards = [json.loads(path.read_text()) for path in (FOLDER / "dashboards").glob("*.json")]
        self.answers = {
            "/api/health": {"database": "ok"},
            "/api/v1/provisioning/alert-rules": rules,
            "/api/v1/provisioning/contact-points": provisioned("alerting/contact-points", "contactPoints"),
            "/api/v1/provisioning/mute-timings": provisioned("alerting/mute-times", "muteTimes"),
            "/api/v1/provisioning/templates": provisioned("alerting/templates", "templates"),
            "/api/v1/provisioning/policies": provisioned("alerting/policies", "policies")[0],
            **{
                f"/api/dashboards/uid/{board['uid']}": {"meta": {"provisioned": True}, "dashboard": board}
                for board in boards
            },
        }

    async def answer(self, request: web.Request) -> web.Response:
        """Answer as Grafana does."""
        if request.method == "POST":
            self.received.append(await request.json())
            return web.json_response({}, status=201)
        known = request.path in self.answers
        return web.json_response(self.answers[request.path] if known else {}, status=200 if known else 404)


@asynccontextmanager
async def served(told: Told) -> AsyncIterator[str]:
    """The address of such a server."""
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", told.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, LOOPBACK, 0)
    await site.start()
    try:
        yield f"http://{LOOPBACK}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def checked(told: Told) -> tuple[int | None, list[str]]:
    """The status of the script, and what it printed."""
    async with served(told) as address:
        command = [sys.executable, str(SCRIPT), "--address", address]
        process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
        out, _ = await process.communicate()
    return process.returncode, out.decode().splitlines()


async def test_a_grafana_that_has_the_folder_passes() -> None:
    """And is given the playlist, which files cannot provision."""
    told = Told()

    assert (0, ["0 faults"]) == await checked(told)
    assert [json.loads((FOLDER / "playlist.json").read_text())] == told.received


def _without(path: str) -> Callable[[Told], None]:
    return lambda told: told.answers.pop(path)


def _unprovisioned(told: Told) -> None:
    told.answers["/api/dashboards/uid/kpi-wall"]["meta"]["provisioned"] = False


def _fewer_panels(told: Told) -> None:
    told.answers["/api/dashboards/uid/kpi-queue"]["dashboard"]["panels"].pop()


def _another_label(told: Told) -> None:
    told.answers["/api/v1/provisioning/alert-rules"][0]["labels"] = {"severity": "none"}


def _another_query(told: Told) -> None:
    told.answers["/api/v1/provisioning/alert-rules"][0]["data"][0]["model"]["expr"] = "vector(0)"


def _no_rule(told: Told) -> None:
    told.answers["/api/v1/provisioning/alert-rules"].pop()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_without("/api/dashboards/uid/kpi-slo"), "dashboard kpi-slo: is not there"),
        (_unprovisioned, "dashboard kpi-wall: is not provisioned"),
        (_fewer_panels, "dashboard kpi-queue: has other panels"),
        (_no_rule, "rule KpiWatchdog: is not there"),
        (_another_label, "rule KpiServiceLevelBurningFast: another labels: {'severity': 'none'}"),
        (_another_query, "rule KpiServiceLevelBurningFast: asks for something else"),
        (_without("/api/v1/provisioning/contact-points"), "contact point default: is not there"),
        (_without("/api/v1/provisioning/mute-timings"), "mute time always: is not there"),
        (_without("/api/v1/provisioning/policies"), "policies: {}"),
    ],
)
async def test_what_grafana_has_not_is_found(change: Callable[[Told], None], found: str) -> None:
    """And the status says so."""
    told = Told()
    change(told)

    assert (1, [found, "1 faults"]) == await checked(told)


def test_without_docker_nothing_is_checked_and_nobody_is_told_otherwise(tmp_path: Path) -> None:
    """A status of its own, that no pipeline takes for a pass."""
    nowhere = {**os.environ, "PATH": str(tmp_path)}
    ran = subprocess.run([sys.executable, SCRIPT], env=nowhere, capture_output=True, text=True, check=False)

    assert (2, "") == (ran.returncode, ran.stdout)
    assert ran.stderr.startswith("nothing was checked: ")
