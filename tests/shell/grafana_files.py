"""What grafana/ holds for two sites: one with defaults, one with teams that are told by every way there is."""

from functools import cache
from typing import Any

import yaml

from agents.outputs.alerting import Alerting, Receivers
from agents.outputs.grafana.folder import folder
from stream.catalog import standard

Document = dict[str, Any]
TOLD = Alerting(
    receivers={
        "sales": Receivers(
            webhook="https://hooks.example/sales",
            webhook_token_file="/run/secrets/hook",
            email=("lead@example.com", "deputy@example.com"),
            slack_url_file="/run/secrets/slack",
            slack_channel="#sales",
            teams_url_file="/run/secrets/teams",
        ),
        "nobody": Receivers(),
    },
    watchdog=Receivers(webhook="https://hooks.example/alive"),
)
SITES = {"defaults": Alerting(), "receivers": TOLD}


@cache
def written(site: str) -> dict[str, str]:
    """The files of grafana/ for a site."""
    return folder(standard(), SITES[site])


def read(name: str, site: str = "defaults") -> Document:
    """A file of the provisioning."""
    document: Document = yaml.safe_load(written(site)[f"provisioning/{name}.yaml"])
    return document


def rules(site: str = "defaults") -> dict[str, Document]:
    """Grafana's alert rules by title, each with the name of its group."""
    groups = read("alerting/rules", site)["groups"]
    return {rule["title"]: {**rule, "group": group["name"]} for group in groups for rule in group["rules"]}
