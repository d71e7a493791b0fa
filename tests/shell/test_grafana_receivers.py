"""Whom Grafana tells: contact points, policies, mute times and the words of a message."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.outputs.alerting import Alerting, Receivers
from agents.outputs.grafana.folder import folder
from agents.outputs.grafana.receivers import contact_points
from stream.catalog import standard
from tests.shell.grafana_files import SITES, read, rules, written


def test_grafana_fills_in_nothing_that_is_not_meant() -> None:
    """A `$` is for Grafana's templates in annotations, and a name or a file where a secret is to come from."""
    for site in SITES:
        for rule in rules(site).values():
            assert [] == [text for text in rule["labels"].values() if "$" in text]
            assert [] == [text for text in rule["annotations"].values() if "${" in text]
        for name in ("alerting/contact-points", "alerting/policies", "alerting/templates"):
            words = yaml.safe_dump(read(name, site), width=10_000).split()
            meant = ("$FLOORWATCH_ALERT_WEBHOOK", "$__file{")
            assert [] == [word for word in words if "$" in word and not word.startswith(meant)]


def test_a_site_without_receivers_is_told_by_a_webhook_from_the_environment() -> None:
    """Nobody overlooks that: Grafana does not start without it."""
    (point,) = read("alerting/contact-points")["contactPoints"]
    (tree,) = read("alerting/policies")["policies"]

    assert ("default", "$FLOORWATCH_ALERT_WEBHOOK") == (point["name"], point["receivers"][0]["settings"]["url"])
    assert ("default", ["queue", "channel"]) == (tree["receiver"], tree["group_by"])


def test_a_team_is_told_by_each_of_its_ways() -> None:
    """And whatever is of no team that can be told goes to the default."""
    points = {one["name"]: one["receivers"] for one in read("alerting/contact-points", "receivers")["contactPoints"]}
    (tree,) = read("alerting/policies", "receivers")["policies"]
    sales = {one["type"]: one["settings"] for one in points["sales"]}

    assert {"default", "sales", "watchdog"} == points.keys()
    assert ["webhook", "email", "slack", "teams"] == list(sales)
    assert "$__file{/run/secrets/hook}" == sales["webhook"]["authorization_credentials"]
    assert "lead@example.com;deputy@example.com" == sales["email"]["addresses"]
    assert ("$__file{/run/secrets/slack}", "#sales") == (sales["slack"]["url"], sales["slack"]["recipient"])
    assert [[["scope", "=", "watchdog"]], [["team", "=", "sales"]]] == [
        route["object_matchers"] for route in tree["routes"]
    ]
    assert ("1m", "50s") == (tree["group_interval"], tree["routes"][0]["repeat_interval"])


def test_a_team_may_have_any_name() -> None:
    """Grafana starts with ids of forty plain signs at most: each way has one of its own that stays the same."""
    teams = ("sales", "Kundendienst Süd", "고객센터", "a" * 128)
    ways = Receivers(webhook="https://hooks.example.com/", teams_url_file="/run/secrets/teams")
    points: Any = contact_points(Alerting(receivers=dict.fromkeys(("default", *teams), ways)))
    ids = {one["name"]: [way["uid"] for way in one["receivers"]] for one in points["contactPoints"]}
    all_ids = [uid for of in ids.values() for uid in of]

    assert ["sales-webhook", "sales-teams"] == ids["sales"]
    assert [] == [uid for uid in all_ids if not re.fullmatch("[A-Za-z0-9_-]{1,40}", uid)]
    assert (10, points) == (len(set(all_ids)), contact_points(Alerting(receivers=dict.fromkeys(ids, ways))))


def test_a_dollar_of_the_site_is_none_of_grafanas() -> None:
    """In a name, an address or a channel: Grafana would fill in a variable that nobody has, which is nothing."""
    ways = Receivers(webhook="https://hooks.example.com/?sig=a$b", slack_url_file="/run/slack", slack_channel="#$b")
    alerting = Alerting(receivers={"default": ways, "ca$h": ways}, operations="ca$h")
    files = {name.rpartition("/")[2]: text for name, text in folder(standard(), alerting).items()}
    (_, point) = yaml.safe_load(files["contact-points.yaml"])["contactPoints"]
    (tree,) = yaml.safe_load(files["policies.yaml"])["policies"]
    groups = yaml.safe_load(files["rules.yaml"])["groups"]
    webhook, slack = (one["settings"] for one in point["receivers"])

    assert ("https://hooks.example.com/?sig=a$$b", "#$$b") == (webhook["url"], slack["recipient"])
    assert {"receiver": "ca$$h", "object_matchers": [["team", "=", "ca$$h"]]} in tree["routes"]
    assert "ca$$h" == point["name"]
    assert {"ca$$h"} == {rule["labels"].get("team", "ca$$h") for group in groups for rule in group["rules"]}


@pytest.mark.parametrize("site", SITES)
def test_every_name_that_a_policy_uses_is_provisioned(site: str) -> None:
    """Contact points and mute times; the templates that a message uses."""
    points = {one["name"] for one in read("alerting/contact-points", site)["contactPoints"]}
    mute = {one["name"] for one in read("alerting/mute-times", site)["muteTimes"]}
    named = {one["name"] for one in read("alerting/templates", site)["templates"]}
    (tree,) = read("alerting/policies", site)["policies"]
    used = written(site)["provisioning/alerting/contact-points.yaml"]

    assert {tree["receiver"], *(route["receiver"] for route in tree["routes"])} <= points
    assert {time for route in tree["routes"] for time in route.get("mute_time_intervals", ())} <= mute
    assert {"kpi.title", "kpi.message"} == named
    assert [] == [name for name in named if f'template "{name}"' not in used]


def rendered(folder: Path, name: str, queue: str) -> list[str]:
    """What a template says of an alert, by a program with the same language; the panel's address is Grafana's own."""
    text = "".join(one["template"] for one in read("alerting/templates")["templates"])
    (folder / "kpi.tmpl").write_text(text.replace(".PanelURL", ".GeneratorURL"))
    alert = {
        "status": "firing",
        "labels": {"alertname": "KpiLongWait", "queue": queue, "severity": "warning"},
        "annotations": {
            "summary": f"{queue} (voice): far too long",
            "description": f"See who is free on {queue}.",
            "runbook_url": "book#kpilongwait",
        },
        "generatorURL": "panel",
    }
    data = {"receiver": "default", "status": "firing", "alerts": [alert], "commonLabels": alert["labels"]}
    (folder / "data.json").write_text(json.dumps(data))
    shown = [f"--template.glob={folder}/kpi.tmpl", f"--template.data={folder}/data.json"]
    command = ["amtool", "template", "render", *shown, f'--template.text={{{{ template "{name}" . }}}}']
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()


@pytest.mark.parametrize(
    ("queue", "shown"), [("sales", "sales"), ("<https://evil.example|pay [here]>", "https://evil.example|pay here")]
)
def test_the_words_of_a_message_are_templates(tmp_path: Path, queue: str, shown: str) -> None:
    """The name of a queue makes no link of itself, as in the messages of Alertmanager."""
    assert [f"1 firing: KpiLongWait {shown}"] == rendered(tmp_path, "kpi.title", queue)
    assert [
        f"[warning] {shown} (voice): far too long",
        f"See who is free on {shown}.",
        "Runbook: book#kpilongwait",
        "Panel: panel",
    ] == rendered(tmp_path, "kpi.message", queue)
