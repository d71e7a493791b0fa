"""Every expression that Grafana or Prometheus is ever asked, and which values of it make sense."""

import json
from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

import yaml

from agents.outputs.alerting import Alerting
from agents.outputs.alerts import recording_groups
from agents.outputs.grafana.folder import folder
from agents.outputs.rule import Rule
from stream.catalog import WINDOWS, standard
from tests.shell import grafana_lint as lint
from tests.shell.promql import filled

BEYOND_ONE = {
    "kpi_reopen_rate:": "re-openings come on resolutions of an earlier time",
    "kpi_resolution_rate:": "what is resolved in a window may have begun before it",
    "kpi_occupancy_slots:": "a conversation counts when it is over, as a whole",
    "kpi_sl_burn_rate:": "a burn rate is a multiple of what is allowed, and what it leaves of a budget may be a debt",
    "kpi_contacts_total": "a budget may be overdrawn",
}
"""Shares that are no part of a whole, by what is in their expressions, and why."""
RIGHTLY_EMPTY = {
    "queue:kpi_aht:earlier": "there is no week before this one",
    "offset ": "there is no week before this one",
    "floorwatch_recovered_ratio": "nothing is being recovered",
    "floorwatch_names_full": "there are not too many names",
    "kpi_alarm_state": "only the alarms that stand are shown, and none has to",
    "ALERTS": "no alert has to fire",
    "absent(": "the figures are there",
    "unless": "every queue has its figures",
}
"""What has no series on a floor that is well, by what is in the expression, and why."""


UNJUDGED = "unjudged"
"""The unit of what has only to be there."""


class Expression(NamedTuple):
    """An expression, where it stands, and what its values are measured in."""

    where: str
    expr: str
    unit: str

    @property
    def may_be_empty(self) -> bool:
        """Whether there is nothing to be seen of it on a floor that is well."""
        return any(part in self.expr for part in RIGHTLY_EMPTY)

    def faults(self, value: float) -> str | None:
        """What makes no sense about a value."""
        free = any(part in self.expr for part in BEYOND_ONE)
        if self.unit == UNJUDGED:
            return None
        if not isfinite(value):
            return "is no number"
        if self.unit == "state":
            return None if value in {-1, 0, 1, 2} else "is no state"
        if self.unit == "percentunit" and not free and not 0 <= value <= 1:
            return "is no share"
        return "is less than nothing" if value < 0 and not (free and self.unit == "percentunit") else None


def boards() -> dict[str, lint.Board]:
    """The dashboards by their ids."""
    texts = folder(standard(), Alerting())
    read = (json.loads(text) for name, text in texts.items() if name.startswith("dashboards/"))
    return {board["uid"]: board for board in read}


def expressions() -> list[Expression]:
    """All of them, in each window where one can be chosen."""
    return [*_of_boards(), *_of_recordings(), *_of_alerts()]


def _of_boards() -> Iterator[Expression]:
    for uid, board in boards().items():
        for panel, target in lint.targets(board):
            unit = "state" if target["refId"] == "state" else panel["fieldConfig"]["defaults"].get("unit", "short")
            for window in WINDOWS if "$window" in target["expr"] else WINDOWS[:1]:
                where = f"{uid}: {panel['title']} ({target['refId']}, {window})"
                yield Expression(where, filled(target["expr"], {"$window": window}), unit)
        for one in lint.variables(board, "query"):
            yield Expression(
                f"{uid}: ${one['name']}", filled(f"count by ({one['name']}) ({lint.asked_by(one)})"), "short"
            )


def _of_recordings() -> Iterator[Expression]:
    for group in recording_groups(standard()):
        for rule in group.rules:
            if isinstance(rule, Rule):
                # A rule may divide by a record of its own group, which is older than what is scraped when anybody else
                # asks: the rule has to answer, and what it has recorded has to make sense.
                yield Expression(f"rule {rule.record}", f"{rule.expr} # {rule.record}", UNJUDGED)
                unit = "percentunit" if rule.record.endswith(":ratio") else "short"
                yield Expression(f"record {rule.record}", rule.record, unit)


def _of_alerts() -> Iterator[Expression]:
    texts = folder(standard(), Alerting())
    for group in yaml.safe_load(texts["provisioning/alerting/rules.yaml"])["groups"]:
        for rule in group["rules"]:
            for query in rule["data"]:
                if "expr" in query["model"]:
                    yield Expression(f"alert {rule['title']} {query['refId']}", query["model"]["expr"], "short")
