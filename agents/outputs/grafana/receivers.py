"""Whom Grafana tells, and how: contact points, the tree of policies, mute times and the words of a message.

Values in these files with a `$` are filled in by Grafana: `$NAME` from its environment, `$__file{path}` from a file.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Final

from agents.outputs.alerting import Alerting, Receivers

DEFAULT: Final = "default"
"""Who is told of an alert of a team without receivers."""
WEBHOOK: Final = "$FLOORWATCH_ALERT_WEBHOOK"
"""Where a site without receivers is told. Grafana does not start while the name is not in its environment: that is
better than alerts that nobody gets."""
WATCHDOG: Final = "watchdog"
_UID: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
"""Grafana does not start with any other id of a contact point."""
_ALWAYS: Final = "always"
_WHOLE_DAY: Final = [{"start_time": "00:00", "end_time": "24:00"}]
_TITLE: Final = "kpi.title"
_MESSAGE: Final = "kpi.message"
_PLAIN: Final = r'reReplaceAll "[<>&\\[\\]]" ""'
"""A queue is named by events: signs that make links or markup of a name are left out."""
_TEMPLATES: Final = {
    _TITLE: (
        '{{ define "kpi.title" }}{{ if eq .Status "firing" }}{{ len .Alerts.Firing }} firing{{ else }}resolved{{ end }}'
        f": {{{{ .CommonLabels.alertname }}}}{{{{ with .CommonLabels.queue }}}} {{{{ {_PLAIN} . }}}}"
        "{{ end }}{{ end }}"
    ),
    _MESSAGE: (
        '{{ define "kpi.message" }}{{ range .Alerts }}'
        '{{ if eq .Status "firing" }}[{{ .Labels.severity }}]{{ else }}[resolved]{{ end }} '
        f"{{{{ {_PLAIN} .Annotations.summary }}}}\n"
        f"{{{{ {_PLAIN} .Annotations.description }}}}\n"
        "Runbook: {{ .Annotations.runbook_url }}{{ with .PanelURL }}\nPanel: {{ . }}{{ end }}\n\n{{ end }}{{ end }}"
    ),
}
_SAID: Final = {"title": f'{{{{ template "{_TITLE}" . }}}}', "message": f'{{{{ template "{_MESSAGE}" . }}}}'}


def literal(text: str) -> str:
    """A text in which Grafana fills in nothing: it takes what follows a single `$` for a name of its environment."""
    return text.replace("$", "$$")


def contact_points(alerting: Alerting) -> dict[str, object]:
    """The file of contact points: one for each team."""
    told = _told(alerting)
    points = [{"orgId": 1, "name": literal(name), "receivers": list(_ways(name, ways))} for name, ways in told.items()]
    return {"apiVersion": 1, "contactPoints": points}


def policies(alerting: Alerting) -> dict[str, object]:
    """The file of the policies: it replaces the whole tree of the organisation."""
    routes: list[dict[str, object]] = [_watchdog(alerting)]
    routes += [
        {"receiver": name, "object_matchers": [["team", "=", name]]}
        for name in map(literal, _told(alerting))
        if name not in {DEFAULT, WATCHDOG}
    ]
    tree = {
        "orgId": 1,
        "receiver": DEFAULT,
        "group_by": ["queue", "channel"],
        "group_wait": "15s",
        "group_interval": "1m",
        "repeat_interval": "30m",
        "routes": routes,
    }
    return {"apiVersion": 1, "policies": [tree]}


def mute_times() -> dict[str, object]:
    """The file of mute times. Opening hours are not in it: they are in the worker's calendar, with its holidays."""
    return {"apiVersion": 1, "muteTimes": [{"orgId": 1, "name": _ALWAYS, "time_intervals": [{"times": _WHOLE_DAY}]}]}


def templates() -> dict[str, object]:
    """The file of templates."""
    named = [{"orgId": 1, "name": name, "template": text} for name, text in _TEMPLATES.items()]
    return {"apiVersion": 1, "templates": named}


def _told(alerting: Alerting) -> dict[str, Receivers]:
    told = {name: ways for name, ways in alerting.receivers.items() if any(_ways(name, ways))}
    if DEFAULT not in told:
        told = {DEFAULT: Receivers(webhook=WEBHOOK), **told}
    if alerting.watchdog is not None:
        told[WATCHDOG] = alerting.watchdog
    return told


def _watchdog(alerting: Alerting) -> dict[str, object]:
    """The sign of life goes its own way once a minute; without one nobody is bothered with it."""
    matchers = [["scope", "=", WATCHDOG]]
    if alerting.watchdog is None:
        return {"receiver": DEFAULT, "object_matchers": matchers, "mute_time_intervals": [_ALWAYS]}
    # Less than the minute after which Grafana looks again: a whole one is not quite over then, and two would pass.
    return {"receiver": WATCHDOG, "object_matchers": matchers, "group_wait": "0s", "repeat_interval": "50s"}


def _ways(name: str, ways: Receivers) -> Iterator[dict[str, object]]:
    settings: Mapping[str, dict[str, object] | None] = {
        "webhook": {"url": _address(ways.webhook), **_token(ways), **_SAID} if ways.webhook else None,
        "email": {"addresses": literal(";".join(ways.email)), "subject": _SAID["title"], "message": _SAID["message"]}
        if ways.email
        else None,
        "slack": {
            "url": _file(ways.slack_url_file),
            **({"recipient": literal(ways.slack_channel)} if ways.slack_channel else {}),
            "title": _SAID["title"],
            "text": _SAID["message"],
        }
        if ways.slack_url_file
        else None,
        "teams": {"url": _file(ways.teams_url_file), **_SAID} if ways.teams_url_file else None,
    }
    for kind, said in settings.items():
        if said is not None:
            yield {"uid": _uid(name, kind), "type": kind, "settings": said, "disableResolveMessage": False}


def _uid(name: str, kind: str) -> str:
    """The id of a team's way, the same for ever, whatever the team is called."""
    plain = f"{name}-{kind}"
    return plain if _UID.fullmatch(plain) else f"{blake2b(name.encode(), digest_size=8).hexdigest()}-{kind}"


def _address(webhook: str) -> str:
    return webhook if webhook == WEBHOOK else literal(webhook)


def _token(ways: Receivers) -> dict[str, object]:
    if ways.webhook_token_file is None:
        return {}
    return {"authorization_scheme": "Bearer", "authorization_credentials": _file(ways.webhook_token_file)}


def _file(path: str | None) -> str:
    return f"$__file{{{path}}}"
