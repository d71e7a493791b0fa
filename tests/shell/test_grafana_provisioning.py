"""Grafana's provisioning files: keys that it reads and no others, and the same alerts that Prometheus has."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from promql_parser import BinaryExpr, NumberLiteral

from agents.outputs.alerting import Alerting
from agents.outputs.prometheus import ALERTS, Scraping, prometheus_files
from stream.catalog import standard
from tests.shell import grafana_lint as lint
from tests.shell.grafana_files import SITES, Document, read, rules, written
from tests.shell.grafana_schemas import FILES
from tests.shell.promql import parsed


def faults(name: str, document: Document) -> list[str]:
    """What the schema of a file says against a document."""
    return [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(FILES[name]).iter_errors(document)]


def prometheus_rules() -> dict[str, Document]:
    """Prometheus' alerts by name, each with the name of its group."""
    groups = yaml.safe_load(prometheus_files(standard(), Alerting(), Scraping())[ALERTS])["groups"]
    return {rule["alert"]: {**rule, "group": group["name"]} for group in groups for rule in group["rules"]}


def query(rule: Document, name: str) -> Document:
    """One query or condition of a rule."""
    (found,) = [one["model"] for one in rule["data"] if one["refId"] == name]
    model: Document = found
    return model


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", FILES)
def test_a_file_has_the_keys_that_grafana_reads_and_no_others(name: str, site: str) -> None:
    """Whoever is told, and by whichever way."""
    assert [] == faults(name, read(name, site))


@pytest.mark.parametrize("name", FILES)
def test_there_is_no_file_without_a_schema(name: str) -> None:
    """And no schema without a file."""
    provisioned = {path.removeprefix("provisioning/").removesuffix(".yaml") for path in written("defaults")}

    assert name in provisioned
    assert {path for path in provisioned if path.partition("/")[0] != "dashboards"} - {"playlist.json"} <= FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_an_unknown_key_is_an_error_wherever_it_stands(name: str) -> None:
    """In every object of the file; of many rules the first stands for all."""
    document = read(name)
    for group in document.get("groups", ()):
        del group["rules"][1:]
    places = list(objects(document))
    for place in places:
        place["unknown"] = 1
        assert [] != faults(name, document)
        del place["unknown"]

    assert [] == faults(name, document)
    assert len(places) >= 2


def objects(part: object) -> list[Document]:
    """Every object in a document."""
    if isinstance(part, list):
        return [found for one in part for found in objects(one)]
    if isinstance(part, dict):
        return [part, *(found for one in part.values() for found in objects(one))]
    return []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("alerting/rules", {"noDataState": "Ok"}),
        ("alerting/rules", {"uid": "a uid with spaces"}),
        ("alerting/rules", {"for": "1 minute"}),
        ("alerting/rules", {"keep_firing_for": "1m"}),
        ("alerting/rules", {"data": []}),
    ],
)
def test_what_grafana_would_refuse_or_overlook_is_found(name: str, change: Document) -> None:
    """A key of its HTTP API, which is another format, is one of them."""
    document = read(name)
    document["groups"][0]["rules"][0].update(change)

    assert [] != faults(name, document)


def test_prometheus_and_grafana_have_the_same_alerts() -> None:
    """Names, groups, labels, times; Grafana takes `0s` for none."""
    ours, theirs = rules(), prometheus_rules()

    assert list(theirs) == list(ours)
    for name, rule in ours.items():
        alert = theirs[name]
        assert alert["group"] == rule["group"]
        assert alert["labels"] == rule["labels"]
        assert (alert.get("for", "0s"), alert.get("keep_firing_for")) == (rule["for"], rule.get("keepFiringFor"))
        assert alert["annotations"]["runbook_url"] == rule["annotations"]["runbook_url"]


@pytest.mark.parametrize("name", prometheus_rules())
def test_prometheus_and_grafana_compare_the_same_value_with_the_same_limit(name: str) -> None:
    """What Prometheus parses as value and limit is Grafana's query and the parameter of its condition."""
    comparison = parsed(prometheus_rules()[name]["expr"])
    rule = rules()[name]
    condition = query(rule, rule["condition"])
    ((evaluator,),) = [[one["evaluator"]] for one in condition["conditions"]]

    assert isinstance(comparison, BinaryExpr)
    assert isinstance(comparison.rhs, NumberLiteral)
    assert (">", "gt") == (str(comparison.op), evaluator["type"])
    assert [comparison.rhs.val] == evaluator["params"]
    assert comparison.lhs.prettify() == parsed(query(rule, condition["expression"])["expr"]).prettify()


def test_ids_are_for_ever_and_each_is_of_one_rule() -> None:
    """Grafana knows a rule by its id: another one would be another rule, with its history lost."""
    ids = {name: rule["uid"] for name, rule in rules().items()}

    assert len(ids) == len(set(ids.values()))
    assert "kpi-service-level-burning-fast" == ids["KpiServiceLevelBurningFast"]


@pytest.mark.parametrize("name", rules())
def test_an_alert_leads_to_the_panel_of_its_value(name: str) -> None:
    """The panel shows the expression of the rule, and its limit."""
    rule = rules()[name]
    board = json.loads(written("defaults")[f"dashboards/{rule['annotations']['__dashboardUid__']}.json"])
    (panel,) = [one for one in lint.panels(board) if str(one["id"]) == rule["annotations"]["__panelId__"]]
    (limit,) = query(rule, "C")["conditions"][0]["evaluator"]["params"]

    assert [query(rule, "A")["expr"]] == [one["expr"] for one in panel["targets"]]
    assert limit == pytest.approx(panel["fieldConfig"]["defaults"]["thresholds"]["steps"][-1]["value"])


def test_the_sentences_of_an_alert_are_templates(tmp_path: Path) -> None:
    """Read by the program whose functions they use; `$values` is what Grafana adds to its language."""
    sentences = {
        f"{name.lower()}_{kind}": "{{ $values := .ExternalLabels }}" + rule["annotations"][kind]
        for name, rule in rules().items()
        for kind in ("summary", "description")
    }
    alert = {"alert": "Any", "expr": "vector(1)", "annotations": sentences}
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "any", "rules": [alert]}]}))

    checked = subprocess.run(
        ["promtool", "check", "rules", tmp_path / "rules.yml"], capture_output=True, text=True, check=False
    )

    assert (0, "") == (checked.returncode, checked.stderr)
    assert len(sentences) == 2 * len(rules())


def test_a_figure_that_is_not_there_is_a_dash() -> None:
    """Never 0 %: Grafana's `$values` has no key of a query without a series."""
    text = rules()["KpiServiceLevelBurningFast"]["annotations"]["summary"]

    assert (
        "{{ $labels.queue }} ({{ $labels.channel }}): service level {{ if $values.level }}"
        "{{ humanizePercentage $values.level.Value }}{{ else }}–{{ end }} in 15 minutes, target "
        "{{ if $values.target }}{{ humanizePercentage $values.target.Value }}{{ else }}–{{ end }}" == text
    )


def test_the_playlist_shows_dashboards_that_there_are() -> None:
    """As the API of Grafana 12 and later takes it."""
    playlist = json.loads(written("defaults")["playlist.json"])
    shown = [one["value"] for one in playlist["spec"]["items"]]

    assert ("playlist.grafana.app/v1", "Playlist") == (playlist["apiVersion"], playlist["kind"])
    assert "kpi-wall" == shown[0]
    assert [] == [uid for uid in shown if f"dashboards/{uid}.json" not in written("defaults")]
