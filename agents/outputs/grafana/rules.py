"""Alert rules as Grafana's file provisioning reads them: the same values, limits and times as Prometheus' rules.

Prometheus compares in the expression, Grafana in a condition beside the query; so a series that is well is there, and
no data means that there is none. Recording rules stay with Prometheus: Grafana asks for what it has recorded.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from grafana_foundation_sdk.models.dashboard import Dashboard, Panel, RowPanel

from agents.outputs.alerting import Alerting
from agents.outputs.grafana.alarmed import alert_title
from agents.outputs.grafana.receivers import literal
from agents.outputs.rule import VALUE, Alert, Fact, Group, matched, told
from agents.outputs.written import duration
from stream.units import SECOND

FOLDER: Final = "Customer service"
"""The title of the folder of dashboards and rules."""
SOURCE_UID: Final = "prometheus"
"""The data source by its id: a rule has no variable to choose one."""
EVERY_MS: Final = 30 * SECOND
"""Grafana's own beat is 10 s, and an interval is a multiple of it."""
QUERY: Final = "A"
CONDITION: Final = "C"
_LONGEST_UID: Final = 40
_LOOKED_BACK_S: Final = 600
_FORMS: Final = {
    "number": 'printf "%.1f"',
    "count": 'printf "%.0f"',
    "percent": "humanizePercentage",
    "duration": "humanizeDuration",
}


def rule_file(groups: Sequence[Group], alerting: Alerting, boards: Sequence[Dashboard]) -> dict[str, object]:
    """The file of alert rules; `boards` are those with a panel for each alert."""
    panels = dict(panel for board in boards for panel in _panels(board))
    return {
        "apiVersion": 1,
        "groups": [
            {
                "orgId": 1,
                "name": group.name,
                "folder": FOLDER,
                "interval": duration(EVERY_MS),
                "rules": [_rule(alert, alerting, panels) for alert in group.rules if isinstance(alert, Alert)],
            }
            for group in groups
        ],
    }


def rule_uid(alert: Alert) -> str:
    """The id of a rule, the same for ever: `KpiLongWait` is `kpi-long-wait`."""
    words = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in alert.name)
    return words.removeprefix("-")[:_LONGEST_UID]


def _panels(board: Dashboard) -> list[tuple[str, tuple[str, int]]]:
    """The panels by title: the dashboard's id and the panel's number."""
    found: list[Panel | RowPanel] = list(board.panels or [])
    inside = [panel for row in found if isinstance(row, RowPanel) for panel in row.panels]
    return [(panel.title or "", (board.uid or "", panel.id_val or 0)) for panel in (*found, *inside)]


def _rule(alert: Alert, alerting: Alerting, panels: Mapping[str, tuple[str, int]]) -> dict[str, object]:
    board, panel = panels[alert_title(alert)]
    return {
        "uid": rule_uid(alert),
        "title": alert.name,
        "condition": CONDITION,
        "data": [
            _query(QUERY, alert.value),
            *(_query(name, _asked(fact)) for name, fact in alert.facts.items()),
            _condition(alert.above),
        ],
        "for": duration(alert.hold_ms),
        **({"keepFiringFor": duration(alert.keep_ms)} if alert.keep_ms else {}),
        # A value is there while all is well too: without any there is nothing to be told, and other alerts say so.
        "noDataState": "OK",
        "execErrState": "Error",
        "labels": {"severity": alert.severity, "scope": alert.scope, **_team(alert)},
        "annotations": {
            "summary": _sentence(alert.summary),
            "description": _sentence(alert.description),
            "runbook_url": alerting.runbook_at(alert.anchor),
            "__dashboardUid__": board,
            "__panelId__": str(panel),
        },
        "isPaused": False,
    }


def _team(alert: Alert) -> dict[str, str]:
    return {"team": literal(alert.team)} if alert.team else {}


def _query(name: str, expr: str) -> dict[str, object]:
    return {
        "refId": name,
        "relativeTimeRange": {"from": _LOOKED_BACK_S, "to": 0},
        "datasourceUid": SOURCE_UID,
        "model": {"refId": name, "expr": expr, "instant": True, "range": False},
    }


def _condition(above: float) -> dict[str, object]:
    return {
        "refId": CONDITION,
        "datasourceUid": "__expr__",
        "model": {
            "refId": CONDITION,
            "type": "threshold",
            "expression": QUERY,
            "datasource": {"type": "__expr__", "uid": "__expr__"},
            "conditions": [{"evaluator": {"type": "gt", "params": [above]}}],
        },
    }


def _asked(fact: Fact) -> str:
    matchers = f"{{{matched(fact.matchers)}}}" if fact.matchers else ""
    return f"{fact.operation} by ({', '.join(('job', *fact.by))}) ({fact.series}{matchers})"


def _sentence(text: str) -> str:
    """The sentence as a template of Grafana. A figure of which there is none is a dash, and never 0."""

    def shown(name: str, form: str) -> str:
        if not form:
            return f"{{{{ $labels.{name} }}}}"
        value = f"$values.{QUERY if name == VALUE else name}"
        return f"{{{{ if {value} }}}}{{{{ {_FORMS[form]} {value}.Value }}}}{{{{ else }}}}–{{{{ end }}}}"

    return told(text, shown)
