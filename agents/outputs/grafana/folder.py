"""Everything in grafana/ that is generated, by the path of its file below it."""

import json
from typing import Final

from grafana_foundation_sdk.builders import playlistv1
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard as ClassicDashboard

from agents.outputs.alerting import Alerting
from agents.outputs.alerts import alert_groups, alerts
from agents.outputs.grafana import queue, receivers, slo, wall
from agents.outputs.grafana.frame import encoded
from agents.outputs.grafana.pipeline import pipeline
from agents.outputs.grafana.rules import FOLDER, SOURCE_UID, rule_file
from agents.outputs.written import document
from stream.catalog import Catalogue

__all__ = ["ClassicDashboard", "dashboards", "folder"]

PLAYLIST: Final = "playlist.json"
DASHBOARDS_MOUNTED: Final = "/var/lib/grafana/dashboards"
"""Where a Grafana has the folder grafana/dashboards."""
_SCREENS: Final = "Customer service: screens"
_PROMETHEUS: Final = "http://prometheus:9090"


def folder(catalogue: Catalogue, alerting: Alerting) -> dict[str, str]:
    """Dashboards, provisioning and the playlist."""
    boards = dashboards(catalogue, alerting)
    provisioned = {
        "datasources/prometheus": _datasources(),
        "dashboards/floorwatch": _providers(),
        "alerting/rules": rule_file(alert_groups(catalogue, alerting), alerting, boards),
        "alerting/contact-points": receivers.contact_points(alerting),
        "alerting/policies": receivers.policies(alerting),
        "alerting/mute-times": receivers.mute_times(),
        "alerting/templates": receivers.templates(),
    }
    return {
        **{f"dashboards/{board.uid}.json": encoded(board) for board in boards},
        **{f"provisioning/{name}.yaml": document(content) for name, content in provisioned.items()},
        PLAYLIST: _playlist(),
    }


def dashboards(catalogue: Catalogue, alerting: Alerting) -> tuple[ClassicDashboard, ...]:
    """Every dashboard, the wall first."""
    made = alerts(catalogue, alerting)
    return wall.wall(catalogue), queue.queue(catalogue), slo.slo(made, catalogue.windows), pipeline(made)


def _datasources() -> dict[str, object]:
    source = {
        "name": "Prometheus",
        "type": "prometheus",
        "uid": SOURCE_UID,
        "access": "proxy",
        "url": _PROMETHEUS,
        "isDefault": True,
        "editable": False,
        "jsonData": {"timeInterval": "15s", "httpMethod": "POST", "manageAlerts": True},
    }
    return {"apiVersion": 1, "prune": True, "datasources": [source]}


def _providers() -> dict[str, object]:
    provider = {
        "name": "floorwatch",
        "orgId": 1,
        "folder": FOLDER,
        "type": "file",
        "disableDeletion": True,
        "allowUiUpdates": False,
        "updateIntervalSeconds": 30,
        "options": {"path": DASHBOARDS_MOUNTED},
    }
    return {"apiVersion": 1, "providers": [provider]}


def _playlist() -> str:
    """For the API, since files cannot provision a playlist."""
    screens = playlistv1.Playlist(_SCREENS).interval("1m")
    for uid in (wall.UID, slo.UID):
        screens.item(playlistv1.PlaylistItem().type("dashboard_by_uid").value(uid))
    manifest = playlistv1.manifest("floorwatch-screens", screens).build()
    # The documented API has this version; the SDK writes the name of its own package there.
    manifest.api_version = "playlist.grafana.app/v1"
    return json.dumps(manifest, cls=JSONEncoder, sort_keys=True, indent=2) + "\n"
