"""Each rule of the linter finds the fault that it is for, and none in a dashboard that has none."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.shell import grafana_lint as lint


def board() -> lint.Board:
    """A dashboard as it should be."""
    choice = {"multi": True, "includeAll": True, "allValue": ".+", "refresh": 2, "datasource": lint.SOURCE}
    chosen = [
        {"type": "query", "name": name, "label": name.title(), "query": f"label_values(up, {name})", **choice}
        for name in ("job", "instance")
    ]
    source = {"type": "datasource", "name": "datasource", "label": "Data source", "query": "prometheus"}
    query = {
        "refId": "A",
        "datasource": lint.SOURCE,
        "expr": 'rate(events_total{job=~"$job", instance=~"$instance"}[$__rate_interval])',
    }
    shown = {
        "type": "timeseries",
        "title": "Events",
        "description": "How many?",
        "datasource": lint.SOURCE,
        "fieldConfig": {"defaults": {"unit": "ops"}, "overrides": []},
        "targets": [query],
    }
    row = {"type": "row", "title": "Row", "panels": [shown]}
    return {"editable": False, "templating": {"list": [source, *chosen]}, "panels": [row]}


def panel(broken: lint.Board) -> dict[str, Any]:
    """Its one panel."""
    found: dict[str, Any] = broken["panels"][0]["panels"][0]
    return found


def asks(expr: str) -> Callable[[lint.Board], None]:
    """A change of what the panel asks for."""

    def change(broken: lint.Board) -> None:
        panel(broken)["targets"][0]["expr"] = expr

    return change


def chooses(place: int, **changed: object) -> Callable[[lint.Board], None]:
    """A change of a variable."""

    def change(broken: lint.Board) -> None:
        broken["templating"]["list"][place].update(changed)

    return change


def shows(**changed: object) -> Callable[[lint.Board], None]:
    """A change of the panel."""

    def change(broken: lint.Board) -> None:
        panel(broken).update(changed)

    return change


FAULTS: list[tuple[lint.Rule, Callable[[lint.Board], None]]] = [
    (lint.template_datasource, chooses(0, name="prometheus")),
    (lint.template_datasource, chooses(0, label="Source")),
    (lint.template_job, chooses(1, multi=False)),
    (lint.template_job, chooses(1, allValue=None)),
    (lint.template_job, chooses(1, name="jobs")),
    (lint.template_instance, chooses(2, label="Pod")),
    (lint.template_label_promql, chooses(1, query="label_values(up{, job)")),
    (lint.template_on_time_change_reload, chooses(1, refresh=1)),
    (lint.panel_datasource, shows(datasource={"type": "prometheus", "uid": "abc"})),
    (lint.panel_title_description, shows(description="")),
    (lint.panel_title_description, shows(title=None)),
    (lint.panel_units, shows(fieldConfig={"defaults": {"unit": "seconds"}, "overrides": []})),
    (lint.panel_units, shows(fieldConfig={"defaults": {}, "overrides": []})),
    (lint.panel_no_targets, shows(targets=[])),
    (lint.target_promql, asks("rate(events_total{")),
    (lint.target_job, asks('rate(events_total{instance=~"$instance"}[$__rate_interval])')),
    (lint.target_job, asks('up{job=~"$job"} - up')),
    (lint.target_instance, asks('rate(events_total{job=~"$job"}[$__rate_interval])')),
    (lint.target_rate_interval, asks("sum(rate(events_total[5m]))")),
    (lint.target_rate_interval, asks("sum(irate(events_total[$__range]))")),
    (lint.target_counter_agg, asks("sum(events_total)")),
    (lint.target_counter_agg, asks("max_over_time(events_total[$__rate_interval])")),
    (lint.uneditable, lambda broken: broken.update(editable=True)),
]


@pytest.mark.parametrize("rule", [*lint.RULES, *lint.RULES_OF_HEALTH], ids=lambda rule: rule.__name__)
def test_a_good_dashboard_has_no_fault(rule: lint.Rule) -> None:
    """Nothing is found where nothing is wrong."""
    assert [] == list(rule(board()))


@pytest.mark.parametrize(("rule", "change"), FAULTS, ids=[f"{rule.__name__}-{n}" for n, (rule, _) in enumerate(FAULTS)])
def test_a_fault_is_found(rule: lint.Rule, change: Callable[[lint.Board], None]) -> None:
    """By the rule that it is against."""
    broken = deepcopy(board())
    change(broken)

    assert len(list(rule(broken))) >= 1


def test_every_rule_has_a_fault_that_it_finds() -> None:
    """A rule that finds nothing would be none."""
    assert {*lint.RULES, *lint.RULES_OF_HEALTH} == {rule for rule, _ in FAULTS}
