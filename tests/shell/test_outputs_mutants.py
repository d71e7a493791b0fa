"""The tests of the alerts are worth something: whatever small fault is put into an expression, one of them fails."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import promql_parser
import pytest
import yaml

from tests.shell.mutants import mutants
from tests.shell.promtool import PROMETHEUS, TESTS, Document, alerts, read, run

INPUTS = "kpi-alert-inputs"


class Rules(NamedTuple):
    """The alert and what it needs: groups of recording rules, and the groups with nothing but this alert."""

    recorded: list[Document]
    alerts: list[Document]

    def changed(self, rule: Document, expression: str) -> "Rules":
        """The same with another expression for one rule."""

        def swapped(groups: list[Document]) -> list[Document]:
            return [
                group | {"rules": [one | {"expr": expression} if one is rule else one for one in group["rules"]]}
                for group in groups
            ]

        return Rules(swapped(self.recorded), swapped(self.alerts))


def needed(alert: str) -> Rules:
    """The rules on which an alert depends: what it names, what these name, and so on. The others only take time."""
    recorded = read(PROMETHEUS / "rules.yml")["groups"]
    groups = [
        group | {"rules": own}
        for group in read(PROMETHEUS / "alerts.yml")["groups"]
        if (own := [rule for rule in group["rules"] if rule["alert"] == alert])
    ]
    (rule,) = (rule for group in groups for rule in group["rules"])
    text, kept = [rule["expr"] + str(rule["annotations"])], set[str]()
    while text:
        found = set(re.findall(r"[a-z]+:(?:kpi|floorwatch)_\w+:\w+", text.pop())) - kept
        kept |= found
        text += [one["expr"] for group in recorded for one in group["rules"] if one["record"] in found]
    left = [group | {"rules": [one for one in group["rules"] if one["record"] in kept]} for group in recorded]
    return Rules(left, groups)


def verdict(alert: str, rules: Rules) -> tuple[int, str]:
    """What promtool says of the alert's tests on these rules."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tests").mkdir()
        for file, groups in (("rules.yml", rules.recorded), ("alerts.yml", rules.alerts)):
            (folder / file).write_text(yaml.safe_dump({"groups": groups}), encoding="utf-8")
        shutil.copy(TESTS / f"{alert}.yml", folder / "tests")
        return run("promtool", "test", "rules", folder / "tests" / f"{alert}.yml")


@pytest.mark.parametrize("alert", alerts())
def test_a_fault_in_an_expression_is_found(alert: str) -> None:
    """In the alert's own, and in those of the series that are recorded for alerts only."""
    rules = needed(alert)
    own = [rule for group in rules.alerts for rule in group["rules"]]
    own += [rule for group in rules.recorded if group["name"] == INPUTS for rule in group["rules"]]
    changes = [(rule, expression) for rule in own for expression in mutants(rule["expr"])]
    with ThreadPoolExecutor(2) as threads:
        sound = threads.submit(verdict, alert, rules)
        verdicts = list(threads.map(lambda change: verdict(alert, rules.changed(*change)), changes))

    assert (0, []) == (sound.result()[0], re.findall("FAILED.*", sound.result()[1]))
    assert [] == [expression for (_, expression), (status, _) in zip(changes, verdicts, strict=True) if not status]
    assert changes
    for _, expression in changes:
        promql_parser.parse(expression)  # a fault of grammar would be found by anything
