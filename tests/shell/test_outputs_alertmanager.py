"""Alertmanager: who is told by which way, what is told together and what is not, and what people read."""

import json
from pathlib import Path

import pytest

from agents.outputs.alerting import Alerting, Mail, Receivers
from agents.outputs.alertmanager import Pacing, alertmanager_files
from tests.shell.promtool import DEPLOY, Document, read, run

FRONT = Receivers(
    webhook="https://hooks.example/front",
    webhook_token_file="/run/secrets/hook",
    email=("front@example.org", "lead@example.org"),
    slack_url_file="/run/secrets/slack",
    slack_channel="#front",
)
SITE = Alerting(
    receivers={
        "default": Receivers(webhook="https://hooks.example/all"),
        "front": FRONT,
        "back": Receivers(email=("back@example.org",)),
        "teams": Receivers(teams_url_file="/run/secrets/teams"),
    },
    mail=Mail(server="smtp.example:587", sender="floor@example.org", user="floor", password_file="/run/secrets/smtp"),
    watchdog=Receivers(webhook="https://beat.example/floor"),
)
TOO_NEW = "teams"
"""The kind of receiver that the amtool of Debian 12 does not know yet."""


def written(folder: Path, alerting: Alerting, *, without: str = "") -> Path:
    """The configuration of a site in a folder."""
    receivers = {team: ways for team, ways in alerting.receivers.items() if team != without}
    kept = Alerting(receivers=receivers, mail=alerting.mail, watchdog=alerting.watchdog)
    for name, text in alertmanager_files(kept, Pacing()).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "alertmanager.yml"


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """The configuration of the site, as far as amtool knows it."""
    return written(tmp_path, SITE, without=TOO_NEW)


def receiver(configuration: Document, name: str) -> Document:
    """One receiver."""
    (found,) = (one for one in configuration["receivers"] if one["name"] == name)
    return dict(found)


def test_amtool_accepts_a_site_of_its_own(file: Path) -> None:
    """With its template."""
    status, said = run("amtool", "check-config", file)

    assert 0 == status, said
    assert "- 2 inhibit rules" in said
    assert "- 1 templates" in said


def test_amtool_accepts_what_is_committed() -> None:
    """Where nobody is configured nobody is told, and the alerts can still be looked at."""
    status, said = run("amtool", "check-config", DEPLOY / "alertmanager" / "alertmanager.yml")

    assert 0 == status, said
    assert [{"name": "default"}, {"name": "watchdog"}] == read(DEPLOY / "alertmanager" / "alertmanager.yml")[
        "receivers"
    ]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (
            {"alertname": "KpiServiceLevelBurningFast", "team": "front", "queue": "sales", "severity": "critical"},
            "team front",
        ),
        ({"alertname": "KpiOverdueTickets", "team": "back", "queue": "care", "severity": "warning"}, "team back"),
        ({"alertname": "KpiLongWait", "team": "floor", "queue": "other", "severity": "warning"}, "default"),
        ({"alertname": "KpiDataStale", "team": "operations", "severity": "critical"}, "default"),
        ({"alertname": "KpiWatchdog", "team": "operations", "severity": "none"}, "watchdog"),
    ],
)
def test_an_alert_goes_to_its_team(file: Path, labels: dict[str, str], expected: str) -> None:
    """To everybody's receiver where the team has none, and the sign of life to its own."""
    pairs = [f"{name}={value}" for name, value in labels.items()]
    status, said = run(
        "amtool", "config", "routes", "test", f"--config.file={file}", f"--verify.receivers={expected}", *pairs
    )

    assert 0 == status, said


def test_one_incident_of_a_queue_is_told_once(file: Path) -> None:
    """All alerts of a queue together, after a moment for those that follow; the sign of life waits for nothing."""
    route = read(file)["route"]
    (watchdog,) = (one for one in route["routes"] if one["receiver"] == "watchdog")

    assert ["job", "queue", "channel"] == route["group_by"]
    assert ("15s", "1m", "30m") == (route["group_wait"], route["group_interval"], route["repeat_interval"])
    assert ("0s", "1m", "50s") == tuple(watchdog[key] for key in ("group_wait", "group_interval", "repeat_interval"))


def test_old_figures_and_what_is_worse_silence_the_rest(file: Path) -> None:
    """Those of the same workers; of the same queue."""
    stale, critical = read(file)["inhibit_rules"]

    assert ['alertname="KpiDataStale"'] == stale["source_matchers"]
    assert (['scope="queue"'], ["job"]) == (stale["target_matchers"], stale["equal"])
    assert ['scope="queue"', 'severity="critical"'] == critical["source_matchers"]
    assert ['scope="queue"', 'severity="warning"'] == critical["target_matchers"]
    assert ["job", "queue", "channel"] == critical["equal"]


def test_every_way_is_there_and_also_tells_the_end(file: Path) -> None:
    """The token, the password and the address of Slack as files."""
    configuration = read(file)
    front = receiver(configuration, "team front")
    (webhook,), (email,), (slack,) = front["webhook_configs"], front["email_configs"], front["slack_configs"]

    assert ("https://hooks.example/front", True) == (webhook["url"], webhook["send_resolved"])
    assert "/run/secrets/hook" == webhook["http_config"]["authorization"]["credentials_file"]
    assert ("front@example.org, lead@example.org", True) == (email["to"], email["send_resolved"])
    assert ("/run/secrets/slack", "#front", True) == (slack["api_url_file"], slack["channel"], slack["send_resolved"])
    assert {
        "smtp_smarthost": "smtp.example:587",
        "smtp_from": "floor@example.org",
        "smtp_auth_username": "floor",
        "smtp_auth_password_file": "/run/secrets/smtp",
    } == configuration["global"]


def test_a_relay_that_cannot_encrypt_is_given_mail_where_the_site_says_so(tmp_path: Path) -> None:
    """Alertmanager gives it none else: every mail would fail."""
    relay = Mail(server="[::1]:25", sender="floor@example.org", tls=False)
    file = written(tmp_path, Alerting(receivers={"default": Receivers(email=("lead@example.org",))}, mail=relay))

    assert {"smtp_smarthost": "[::1]:25", "smtp_from": "floor@example.org", "smtp_require_tls": False} == read(file)[
        "global"
    ]
    assert 0 == run("amtool", "check-config", file)[0]


def test_microsoft_teams_is_told_by_a_workflow(tmp_path: Path) -> None:
    """In the form that Alertmanager has for it since 0.28, the address in a file."""
    (way,) = receiver(read(written(tmp_path, SITE)), "team teams")["msteamsv2_configs"]

    assert {
        "webhook_url_file": "/run/secrets/teams",
        "title": '{{ template "kpi.title" . }}',
        "text": '{{ template "kpi.teams" . }}',
        "send_resolved": True,
    } == way


def notification(status: str, *severities: str, queue: str = "sales") -> Document:
    """What Alertmanager has at hand when it writes a notification."""
    alerts = [
        {
            "status": status,
            "labels": {"alertname": "KpiLongWait", "severity": severity, "queue": queue, "channel": "voice"},
            "annotations": {
                "summary": f"{queue} (voice): the longest wait is 9.0 times the threshold of 20s",
                "description": "3 are waiting.",
                "runbook_url": "https://wiki.example/runbook#kpilongwait",
                "dashboard_url": "https://grafana.example/d/kpi-queue?var-queue=sales&var-channel=voice",
            },
        }
        for severity in severities
    ]
    common = {"severity": severities[0]} if len(set(severities)) == 1 else {}
    return {
        "status": status,
        "alerts": alerts,
        "groupLabels": {"job": "floorwatch", "queue": queue, "channel": "voice"},
        "commonLabels": common,
        "commonAnnotations": {},
    }


def half_over(over: str, left: str) -> Document:
    """A notification of two alerts, the first of which is over."""
    data = notification("firing", over, left)
    data["alerts"][0]["status"] = "resolved"
    return data


def rendered(folder: Path, template: str, data: Document, kind: str = "text") -> str:
    """What people read."""
    (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
    status, said = run(
        "amtool",
        "template",
        "render",
        f"--template.glob={DEPLOY / 'alertmanager' / 'templates' / '*.tmpl'}",
        f"--template.text={{{{ template {json.dumps(template)} . }}}}",
        f"--template.data={folder / 'data.json'}",
        f"--template.type={kind}",
    )
    assert 0 == status, said
    return said.strip()


@pytest.mark.parametrize(
    ("data", "title", "colour"),
    [
        (notification("firing", "warning"), "WARNING · sales (voice) · 1 alert", "#E69F00"),
        (notification("firing", "critical", "warning"), "CRITICAL · sales (voice) · 2 alerts", "#D55E00"),
        (notification("resolved", "critical"), "RESOLVED · sales (voice) · 1 alert", "#56B4E9"),
        (
            notification("firing", "critical") | {"groupLabels": {"job": "floorwatch"}},
            "CRITICAL · floorwatch · 1 alert",
            "#D55E00",
        ),
        (
            notification("firing", "warning", queue="<https://evil.example|pay [here]>"),
            "WARNING · https://evil.example|pay here (voice) · 1 alert",
            "#E69F00",
        ),
        (half_over("critical", "warning"), "WARNING · sales (voice) · 1 alert", "#E69F00"),
        (half_over("warning", "critical"), "CRITICAL · sales (voice) · 1 alert", "#D55E00"),
    ],
)
def test_the_title_says_how_bad_where_and_how_many(tmp_path: Path, data: Document, title: str, colour: str) -> None:
    """In words, and in a colour that all eyes can tell apart."""
    assert title == rendered(tmp_path, "kpi.title", data)
    assert colour == rendered(tmp_path, "kpi.colour", data)


def test_a_message_has_number_action_and_both_links(tmp_path: Path) -> None:
    """For Slack and mail as plain text, for Teams with links."""
    data = notification("firing", "warning")

    assert [
        "WARNING: sales (voice): the longest wait is 9.0 times the threshold of 20s",
        "3 are waiting.",
        "What to do: https://wiki.example/runbook#kpilongwait",
        "Dashboard: https://grafana.example/d/kpi-queue?var-queue=sales&var-channel=voice",
    ] == rendered(tmp_path, "kpi.text", data).splitlines()
    assert [
        "**WARNING** sales (voice): the longest wait is 9.0 times the threshold of 20s",
        "3 are waiting.",
        (
            "[What to do](https://wiki.example/runbook#kpilongwait) · "
            "[Dashboard](https://grafana.example/d/kpi-queue?var-queue=sales&var-channel=voice)"
        ),
    ] == rendered(tmp_path, "kpi.teams", data).splitlines()[::2]


def test_the_name_of_a_queue_is_no_markup_in_a_mail(tmp_path: Path) -> None:
    """It shows as it is written."""
    data = notification("firing", "warning", queue="<img src=x onerror=alert(1)>")
    text = rendered(tmp_path, "kpi.html", data, "html")

    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt; (voice): the longest wait" in text
    assert 'href="https://wiki.example/runbook#kpilongwait"' in text
