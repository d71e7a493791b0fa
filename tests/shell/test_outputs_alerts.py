"""Every alert says whose it is, what is wrong, what to do and where to look; and every one has been tried."""

import re
from collections.abc import Iterator

import promql_parser
import pytest

from agents.metrics.business import business
from agents.metrics.pipeline import PIPELINE
from agents.outputs.alerting import Alerting
from agents.outputs.alerts import alerts as made
from agents.outputs.rule import Alert, Fact, told
from stream.catalog import load, standard
from tests.shell.promtool import DEPLOY, PROMETHEUS, TESTS, Document, alerts, read, rules_in, run
from tests.shell.test_catalogue_entry import ENTRY

RULES = PROMETHEUS / "rules.yml"
ALERTS = PROMETHEUS / "alerts.yml"
WATCHDOG = "KpiWatchdog"
ALL = {
    "KpiServiceLevelBurningFast": "critical",
    "KpiServiceLevelBurningSlow": "warning",
    "KpiAbandonmentHigh": "warning",
    "KpiLongWait": "warning",
    "KpiQueueStuck": "critical",
    "KpiHandleTimeDrift": "warning",
    "KpiDeadlineBreaches": "warning",
    "KpiOverdueTickets": "warning",
    "KpiDataStale": "critical",
    "KpiLag": "warning",
    "KpiRejects": "warning",
    "KpiEngineErrors": "warning",
    "KpiEventsLost": "warning",
    "KpiQueueSeriesMissing": "warning",
    "KpiDuplicateSeries": "critical",
    "KpiPartitionUnread": "critical",
    "KpiCheckpointOld": "warning",
    "KpiRestartLoop": "warning",
    "KpiMetricsAbsent": "critical",
    WATCHDOG: "none",
}


def rule_of(alert: str) -> Document:
    """The committed rule of an alert."""
    (rule,) = (rule for rule in rules_in(ALERTS) if rule["alert"] == alert)
    return rule


def named_in(expression: str) -> Iterator[tuple[str, set[str]]]:
    """The series in an expression, each with the labels that its matchers name."""
    left: list[object] = [promql_parser.parse(expression)]
    while left:
        part = left.pop()
        if isinstance(part, promql_parser.VectorSelector):
            yield part.name or "", {matcher.name for matcher in part.matchers.matchers}
        left += [getattr(part, name) for name in ("lhs", "rhs", "expr", "vector_selector") if hasattr(part, name)]
        left += getattr(part, "args", [])


def asked_in(annotations: dict[str, str]) -> list[str]:
    """The queries that the templates of an alert's sentences make."""
    queries = re.findall(r'with printf "((?:[^"\\]|\\.)*)" ', " ".join(annotations.values()))
    return [query.replace('\\"', '"').replace("%q", '"any"') for query in queries]


def test_the_alerts_are_these() -> None:
    """With their severities."""
    assert ALL == {rule["alert"]: rule["labels"]["severity"] for rule in rules_in(ALERTS)}


def test_promtool_has_nothing_to_say_against_the_rules() -> None:
    """Not even of style."""
    status, said = run("promtool", "check", "rules", "--lint=all", "--lint-fatal", RULES, ALERTS)

    assert (0, []) == (status, re.findall("FAILED|duplicate.*", said))


def test_promtool_accepts_what_is_scraped() -> None:
    """And the files that it names are there."""
    status, said = run("promtool", "check", "config", "--lint=all", "--lint-fatal", PROMETHEUS / "prometheus.yml")

    assert 0 == status, said


@pytest.mark.parametrize("alert", ALL)
def test_what_the_alert_is_expected_to_do_it_does(alert: str) -> None:
    """Fires, holds, stays silent, clears, and says what a person reads, as promtool sees it."""
    status, said = run("promtool", "test", "rules", TESTS / f"{alert}.yml")

    assert 0 == status, said


@pytest.mark.parametrize("alert", ALL)
def test_every_alert_is_tried_firing_silent_and_clearing(alert: str) -> None:
    """The one that always fires can do neither of the others."""
    found: dict[str, list[bool]] = {}
    for test in read(TESTS / f"{alert}.yml")["tests"]:
        looks = [bool(look["exp_alerts"]) for look in test.get("alert_rule_test", [])]
        looks += [bool(look["exp_samples"]) for look in test.get("promql_expr_test", [])]
        found.setdefault(test["name"].partition(":")[0], []).extend(looks)

    wanted = {"fires"} if alert == WATCHDOG else {"fires", "silent", "clears"}
    assert wanted == found.keys()
    assert any(found["fires"])
    assert not any(found.get("silent", []))
    if "clears" in found:
        assert (True, False) == (found["clears"][0], found["clears"][-1])


def test_there_is_no_test_of_an_alert_that_is_gone() -> None:
    """One file for each alert."""
    assert sorted(ALL) == sorted(path.stem for path in TESTS.iterdir())
    assert sorted(ALL) == sorted(alerts())


@pytest.mark.parametrize("alert", ALL)
def test_every_alert_leads_to_its_section_of_the_runbook(alert: str) -> None:
    """Which tells the meaning, where to look first, and what helps."""
    file, _, anchor = rule_of(alert)["annotations"]["runbook_url"].partition("#")
    text = (DEPLOY / "RUNBOOK.md").read_text()
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))

    assert "deploy/RUNBOOK.md" == file
    assert alert.lower() == anchor
    assert [] == [
        part for part in ("Meaning", "First look", "Remedy", "Quiet again") if f"**{part}" not in sections[alert]
    ]


def test_a_runbook_that_is_a_section_itself_is_where_every_alert_leads() -> None:
    """Two `#` are no address; a page of another kind has nothing of that name either."""
    whole, section = Alerting(runbook="https://wiki.example/floor"), Alerting(runbook="https://wiki.example/#/floor")

    assert whole.runbook_at("kpilag") == "https://wiki.example/floor#kpilag"
    assert section.runbook_at("kpilag") == "https://wiki.example/#/floor"


def test_the_runbook_has_no_section_of_an_alert_that_is_gone() -> None:
    """And its table leads to every section."""
    text = (DEPLOY / "RUNBOOK.md").read_text()

    assert list(ALL) == re.findall(r"^## (\w+)$", text, re.MULTILINE)
    assert sorted(alert.lower() for alert in ALL) == sorted(set(re.findall(r"\]\(#(\w+)\)", text)))


@pytest.mark.parametrize("alert", ALL)
def test_every_alert_says_what_is_wrong_and_what_to_do(alert: str) -> None:
    """A number in the summary, an end to each sentence, a dashboard with the queue already chosen."""
    rule = rule_of(alert)
    annotations = rule["annotations"]
    about_a_queue = rule["labels"]["scope"] == "queue"

    assert {"summary", "description", "runbook_url", "dashboard_url"} == annotations.keys()
    assert annotations["description"][-1] in ".?"
    assert about_a_queue == ("var-queue={{ $labels.queue | urlquery }}" in annotations["dashboard_url"])
    assert about_a_queue == annotations["summary"].startswith("{{ $labels.queue }} ({{ $labels.channel }}): ")
    # Whose queue it is comes with the series; floorwatch's own alerts are those of the people who run it.
    assert about_a_queue == ("team" not in rule["labels"])
    assert about_a_queue == ("queue:kpi_queue_info:team" in rule["expr"])
    if about_a_queue:
        assert re.search(r"\$value|\| value \|", annotations["summary"])


def test_every_series_is_exported_or_recorded() -> None:
    """No rule waits for a name that nobody gives; nor for a label that the metric has not."""
    exported = {metric.name: set(metric.labels) for metric in (*business(standard()), *PIPELINE)}
    rules = rules_in(RULES, ALERTS)
    recorded = {rule["record"] for rule in rules if "record" in rule}
    expressions = [text for rule in rules for text in (rule["expr"], *asked_in(rule.get("annotations", {})))]
    found = [one for expression in expressions for one in named_in(expression)]
    strange = [name for name, _ in found if name not in recorded | exported.keys()]
    labels = {(name, label) for name, used in found if name in exported for label in used - exported[name]}

    assert [] == strange
    assert set() == labels - {(name, "job") for name in exported}
    assert {"kpi_window_sla_breached", "queue:kpi_aht:earlier", "kpi_sla_objective_ratio"} <= {
        name for name, _ in found
    }


def test_an_alert_about_a_kpi_that_is_not_there_is_not_made() -> None:
    """It would be silent for ever."""
    about_kpis = {*list(ALL)[:8], "KpiQueueSeriesMissing"}
    catalogue = load(ENTRY.replace('family = "abandonment"\n', ""), "own.toml")

    assert [alert for alert in ALL if alert not in about_kpis] == (
        [alert.name for alert in made(catalogue, Alerting())]
    )


def one_alert(summary: str) -> Alert:
    """An alert with this summary."""
    return Alert(
        name="KpiOwn",
        value="up",
        above=1,
        severity="warning",
        scope="queue",
        summary=summary,
        description="{queue}.",
        facts={"target": Fact("kpi_service_level_target_ratio")},
    )


@pytest.mark.parametrize(
    ("summary", "reason"),
    [
        ("{agent} is late", "KpiOwn: 'agent' is neither a label nor a fact"),
        ("{value} is too much", "KpiOwn: 'value' cannot be shown as ''"),
        ("{queue:percent}", "KpiOwn: 'queue' cannot be shown as 'percent'"),
        ("{target:euros}", "KpiOwn: 'target' cannot be shown as 'euros'"),
    ],
)
def test_a_sentence_that_names_what_there_is_not_is_refused(summary: str, reason: str) -> None:
    """When it is written, and not when somebody is woken by it."""
    with pytest.raises(ValueError, match=re.escape(reason)):
        one_alert(summary)


def test_a_sentence_is_told_with_its_fields() -> None:
    """Each as whoever tells it writes it."""
    alert = one_alert("{queue}: {value:count} of {target:percent}")

    assert "<queue|>: <value|count> of <target|percent>" == told(alert.summary, lambda name, form: f"<{name}|{form}>")


def test_a_limit_is_compared_and_named_as_it_was_written() -> None:
    """Neither rounded to six digits in the expression nor to whole per cents in the sentence."""
    limits = Alerting(lag_records=1_234_567, fast_burn=3.141592653, rejects=0.004, abandonment=0.125)
    found = {alert.name: alert for alert in made(standard(), limits)}

    assert found["KpiLag"].expr.endswith(" > 1234567")
    assert found["KpiServiceLevelBurningFast"].expr.endswith("> 3.141592653")
    assert "up to 0.4% is expected" in found["KpiRejects"].description
    assert "no more than 12.5% are expected" in found["KpiAbandonmentHigh"].description


def test_a_scrape_that_is_refused_for_its_size_is_explained_where_it_shows() -> None:
    """Prometheus takes nothing at all of it then: no queue is known any more of which the series could be missing."""
    sections = (DEPLOY / "RUNBOOK.md").read_text().split("\n## ")

    assert ["KpiMetricsAbsent"] == [text.partition("\n")[0] for text in sections if "`sample_limit`" in text]
