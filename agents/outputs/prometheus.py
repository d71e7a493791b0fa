"""Prometheus' files: what it scrapes, what it records, when it alerts."""

from typing import Final

import msgspec

from agents.outputs.alerting import Alerting
from agents.outputs.alerts import alert_groups, recording_groups
from agents.outputs.rule import VALUE, Alert, Fact, Group, Rule, matched, told
from agents.outputs.series import JOB
from agents.outputs.written import document, duration
from stream.catalog import Catalogue
from stream.units import SECOND, Millis

RULES: Final = "rules.yml"
ALERTS: Final = "alerts.yml"
CONFIGURATION: Final = "prometheus.yml"
_FORMS: Final = {
    "number": 'printf "%.1f"',
    "count": 'printf "%.0f"',
    "percent": "humanizePercentage",
    "duration": "humanizeDuration",
}
_DASHBOARDS: Final = {"queue": "kpi-queue", "pipeline": "kpi-pipeline", "watchdog": "kpi-pipeline"}
_MOST_SAMPLES: Final = 200_000
_MOST_LABELS: Final = 20
_LONGEST_VALUE: Final = 512


class Scraping(msgspec.Struct, frozen=True, kw_only=True):
    """Where Prometheus finds the workers and Alertmanager, and how often it looks."""

    workers: tuple[str, ...] = ()
    """`host:port` of each; none: all addresses of the name `worker`, as in the Compose file."""
    token_file: str | None = None
    alertmanagers: tuple[str, ...] = ("alertmanager:9093",)
    every_ms: Millis = 15 * SECOND
    haste: int = 1
    """Alerts hold and keep a so many times shorter time: for a rehearsal."""


def prometheus_files(catalogue: Catalogue, alerting: Alerting, scraping: Scraping) -> dict[str, str]:
    """Each file by its name."""
    return {
        CONFIGURATION: document(_configuration(scraping)),
        RULES: _groups(recording_groups(catalogue), alerting, scraping),
        ALERTS: _groups(alert_groups(catalogue, alerting), alerting, scraping),
    }


def annotations(alert: Alert, alerting: Alerting) -> dict[str, str]:
    """What an alert says, as templates of Prometheus."""
    link = f"{alerting.grafana.rstrip('/')}/d/{_DASHBOARDS[alert.scope]}"
    if alert.scope == "queue":
        link += "?var-queue={{ $labels.queue | urlquery }}&var-channel={{ $labels.channel | urlquery }}"
    return {
        "summary": _sentence(alert, alert.summary),
        "description": _sentence(alert, alert.description),
        "runbook_url": alerting.runbook_at(alert.anchor),
        "dashboard_url": link,
    }


def _configuration(scraping: Scraping) -> dict[str, object]:
    workers = (
        {"static_configs": [{"targets": list(scraping.workers)}]}
        if scraping.workers
        else {"dns_sd_configs": [{"names": ["worker"], "type": "A", "port": 8090, "refresh_interval": "15s"}]}
    )
    token = {"authorization": {"credentials_file": scraping.token_file}} if scraping.token_file else {}
    every = duration(scraping.every_ms)
    return {
        "global": {"scrape_interval": every, "evaluation_interval": every},
        "rule_files": [RULES, ALERTS],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": list(scraping.alertmanagers)}]}]},
        "scrape_configs": [
            {
                "job_name": JOB,
                "sample_limit": _MOST_SAMPLES,
                "label_limit": _MOST_LABELS,
                "label_value_length_limit": _LONGEST_VALUE,
                **token,
                **workers,
            }
        ],
    }


def _groups(groups: tuple[Group, ...], alerting: Alerting, scraping: Scraping) -> str:
    return document(
        {
            "groups": [
                {
                    "name": group.name,
                    "interval": duration(scraping.every_ms),
                    "rules": [_rule(rule, alerting, scraping.haste) for rule in group.rules],
                }
                for group in groups
            ]
        }
    )


def _rule(rule: Rule | Alert, alerting: Alerting, haste: int) -> dict[str, object]:
    if isinstance(rule, Rule):
        labels = {"labels": dict(rule.labels)} if rule.labels else {}
        return {"record": rule.record, "expr": rule.expr, **labels}
    held = {"for": rule.hold_ms, "keep_firing_for": rule.keep_ms}
    team = {"team": rule.team} if rule.team else {}
    return {
        "alert": rule.name,
        "expr": rule.expr,
        **{name: duration(span_ms // haste) for name, span_ms in held.items() if span_ms},
        "labels": {"severity": rule.severity, "scope": rule.scope, **team},
        "annotations": annotations(rule, alerting),
    }


def _sentence(alert: Alert, text: str) -> str:
    def shown(name: str, form: str) -> str:
        if not form:
            return f"{{{{ $labels.{name} }}}}"
        if name == VALUE:
            return f"{{{{ $value | {_FORMS[form]} }}}}"
        return _looked_up(alert.facts[name], _FORMS[form])

    return told(text, shown)


def _looked_up(fact: Fact, form: str) -> str:
    """A template that asks Prometheus for a figure of the same queue."""
    by = ("job", *fact.by)
    fixed = matched(fact.matchers).replace('"', '\\"')
    matchers = ",".join(filter(None, (fixed, *(f"{label}=%q" for label in by))))
    labels = " ".join(f"$labels.{label}" for label in by)
    query = f'printf "{fact.operation}({fact.series}{{{matchers}}})" {labels} | query'
    return f"{{{{ with {query} }}}}{{{{ . | first | value | {form} }}}}{{{{ else }}}}–{{{{ end }}}}"
