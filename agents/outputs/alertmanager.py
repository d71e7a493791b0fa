"""Alertmanager's files: who is told, what is told together, what is not told at all.

No secret is written here, only the paths of the files in which Alertmanager finds them.
"""

import importlib.resources
from typing import Final

import msgspec

from agents.outputs.alerting import Alerting, Mail, Receivers
from agents.outputs.pipeline_alerts import STALE, WATCHDOG
from agents.outputs.rule import matched
from agents.outputs.written import document, duration
from stream.units import MINUTE, SECOND, Millis

CONFIGURATION: Final = "alertmanager.yml"
TEMPLATE: Final = "templates/kpi.tmpl"
DEFAULT: Final = "default"
"""The receiver of everybody who has none of their own."""
WATCHDOG_RECEIVER: Final = "watchdog"
_TOGETHER: Final = ("job", "queue", "channel")
_TITLE: Final = '{{ template "kpi.title" . }}'


class Pacing(msgspec.Struct, frozen=True, kw_only=True):
    """How long Alertmanager waits: for more of the same incident, for news of it, until it tells the same again."""

    wait_ms: Millis = 15 * SECOND
    news_ms: Millis = MINUTE
    repeat_ms: Millis = 30 * MINUTE


def alertmanager_files(alerting: Alerting, pacing: Pacing) -> dict[str, str]:
    """Each file by its path below Alertmanager's folder."""
    template = importlib.resources.files("agents.outputs").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return {CONFIGURATION: document(_configuration(alerting, pacing)), TEMPLATE: template}


def _configuration(alerting: Alerting, pacing: Pacing) -> dict[str, object]:
    teams = [team for team in alerting.receivers if team != DEFAULT]
    default = alerting.receivers.get(DEFAULT, Receivers())
    return {
        **({"global": _mail(alerting.mail)} if alerting.mail else {}),
        "templates": ["templates/*.tmpl"],
        "route": {
            "receiver": DEFAULT,
            "group_by": list(_TOGETHER),
            "group_wait": duration(pacing.wait_ms),
            "group_interval": duration(pacing.news_ms),
            "repeat_interval": duration(pacing.repeat_ms),
            "routes": [_watchdog_route(), *(_route(team) for team in teams)],
        },
        "inhibit_rules": _inhibitions(),
        "receivers": [
            _receiver(DEFAULT, default),
            _receiver(WATCHDOG_RECEIVER, alerting.watchdog or Receivers()),
            *(_receiver(_name(team), alerting.receivers[team]) for team in teams),
        ],
    }


def _mail(mail: Mail) -> dict[str, object]:
    written = {
        "smtp_smarthost": mail.server,
        "smtp_from": mail.sender,
        "smtp_auth_username": mail.user,
        "smtp_auth_password_file": mail.password_file,
        "smtp_require_tls": None if mail.tls else False,
    }
    return {key: value for key, value in written.items() if value is not None}


def _watchdog_route() -> dict[str, object]:
    """A sign of life each minute, whatever the others wait for."""
    return {
        "receiver": WATCHDOG_RECEIVER,
        "matchers": [matched({"alertname": WATCHDOG})],
        "group_by": ["alertname"],
        "group_wait": "0s",
        "group_interval": "1m",
        # Alertmanager looks each minute whether it has told this for so long: at the very minute it has not quite.
        "repeat_interval": "50s",
    }


def _route(team: str) -> dict[str, object]:
    return {"receiver": _name(team), "matchers": [f"team={_quoted(team)}"]}


def _name(team: str) -> str:
    return f"team {team}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _inhibitions() -> list[dict[str, object]]:
    """Old figures wake nobody, and who has been told the worst is not told the rest of the same queue."""
    return [
        {
            "source_matchers": [matched({"alertname": STALE})],
            "target_matchers": [matched({"scope": "queue"})],
            "equal": ["job"],
        },
        {
            "source_matchers": [matched({"scope": "queue"}), matched({"severity": "critical"})],
            "target_matchers": [matched({"scope": "queue"}), matched({"severity": "warning"})],
            "equal": list(_TOGETHER),
        },
    ]


def _receiver(name: str, ways: Receivers) -> dict[str, object]:
    kinds = {
        "webhook_configs": _webhook(ways),
        "email_configs": _email(ways),
        "slack_configs": _slack(ways),
        "msteamsv2_configs": _teams(ways),
    }
    return {"name": name} | {kind: [{**way, "send_resolved": True}] for kind, way in kinds.items() if way}


def _webhook(ways: Receivers) -> dict[str, object]:
    if not ways.webhook:
        return {}
    token = {"http_config": {"authorization": {"credentials_file": ways.webhook_token_file}}}
    return {"url": ways.webhook, **(token if ways.webhook_token_file else {})}


def _email(ways: Receivers) -> dict[str, object]:
    if not ways.email:
        return {}
    bodies = {"html": '{{ template "kpi.html" . }}', "text": '{{ template "kpi.text" . }}'}
    return {"to": ", ".join(ways.email), "headers": {"Subject": _TITLE}, **bodies}


def _slack(ways: Receivers) -> dict[str, object]:
    if not ways.slack_url_file:
        return {}
    channel = {"channel": ways.slack_channel} if ways.slack_channel else {}
    shown = {"color": '{{ template "kpi.colour" . }}', "title": _TITLE, "text": '{{ template "kpi.text" . }}'}
    return {"api_url_file": ways.slack_url_file, **channel, **shown}


def _teams(ways: Receivers) -> dict[str, object]:
    """Alertmanager knows this kind from 0.28 on."""
    if not ways.teams_url_file:
        return {}
    return {"webhook_url_file": ways.teams_url_file, "title": _TITLE, "text": '{{ template "kpi.teams" . }}'}
