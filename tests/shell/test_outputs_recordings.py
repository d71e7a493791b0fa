"""Recording rules: as the catalogue says, worked out by Prometheus as by the engine, and nothing without evidence."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from agents.metrics.naming import Named, named, of_everything
from agents.outputs.alerting import Alerting
from agents.outputs.prometheus import RULES, Scraping, prometheus_files
from agents.outputs.recordings import recordings
from stream.catalog import Catalogue, load, standard
from stream.definition import OF_AGENTS
from stream.kpi import Kpi, evaluate
from stream.measures import MEASURES, Measures, coordinate
from stream.units import SECOND
from tests.shell.promtool import Document, run
from tests.shell.test_catalogue_entry import extended

WORKERS = ("w1:8090", "w2:8090")
WINDOW = "1h"
SUMS = frozenset(measure.name for measure in MEASURES if measure.kind == "sum_ms")
ENDS = {"ratio": "ratio", "share": "ratio", "mean": "seconds", "rate": "rate"}


def of(catalogue: Catalogue, kpi: str) -> dict[str, str]:
    """The rules of one KPI: what each records, and how, in one line."""
    mine = (rule for rule in recordings(catalogue) if f":kpi_{kpi}:" in rule.record)
    return {rule.record: " ".join(rule.expr.split()) for rule in mine}


def test_terms_keep_their_signs_and_are_added_up_before_they_are_divided() -> None:
    """Per queue over the workers, per channel over the queues too."""
    assert {
        "queue:kpi_abandonment_rate:evidence": (
            "sum without (instance, pod) (kpi_window_answered) + sum without (instance, pod) (kpi_window_abandoned) "
            "- sum without (instance, pod) (kpi_window_short_abandoned)"
        ),
        "queue:kpi_abandonment_rate:ratio": (
            "(sum without (instance, pod) (kpi_window_abandoned) "
            "- sum without (instance, pod) (kpi_window_short_abandoned)) "
            "/ (queue:kpi_abandonment_rate:evidence > 0)"
        ),
        "channel:kpi_abandonment_rate:ratio": (
            "(sum without (instance, pod, queue) (kpi_window_abandoned) "
            "- sum without (instance, pod, queue) (kpi_window_short_abandoned)) "
            "/ (sum without (instance, pod, queue) (kpi_window_answered) "
            "+ sum without (instance, pod, queue) (kpi_window_abandoned) "
            "- sum without (instance, pod, queue) (kpi_window_short_abandoned) > 0)"
        ),
    } == of(standard(), "abandonment_rate")


def test_what_is_divided_by_a_time_of_people_is_of_everything_too() -> None:
    """A queue's today is its own day, and the sum over queues of several zones nobody's."""
    (rate,) = of(standard(), "handled_per_hour").values()
    (slots,) = of(standard(), "occupancy_slots").values()

    assert rate.startswith("3600 * (sum without (instance, pod, queue, channel, team, site) (kpi_floor_handled)) /")
    assert ["kpi_floor_talk_seconds", "kpi_floor_hold_seconds", "kpi_floor_wrap_up_seconds"] == re.findall(
        "kpi_(?:floor|window)_[a-z_]+", slots
    )


def test_a_label_that_a_kpi_leaves_open_stays_on_the_series() -> None:
    """Each clock has its own attainment."""
    rules = of(standard(), "sla_attainment")

    assert (
        "(sum without (instance, pod) (kpi_window_sla_met)) / (queue:kpi_sla_attainment:evidence > 0)"
        == (rules["queue:kpi_sla_attainment:ratio"])
    )


def test_an_entry_over_measures_that_there_are_has_its_rules_without_code() -> None:
    """One more entry, three more rules, and nothing else has changed."""
    before = recordings(standard())
    added = [rule for rule in recordings(extended()) if rule not in before]

    assert ["queue:kpi_lost_rate:evidence", "queue:kpi_lost_rate:ratio", "channel:kpi_lost_rate:ratio"] == (
        [rule.record for rule in added]
    )
    assert "sum without (instance, pod) (kpi_window_offered)" == added[0].expr


def test_a_part_of_each_value_of_a_label_is_divided_by_the_one_whole() -> None:
    """A denominator without the label serves all of them; a value that is fixed in it is summed away."""
    entry = """
        [[kpi]]
        name = "{name}"
        title = "Share"
        question = "?"
        kind = "ratio"
        unit = "ratio"
        better = "none"
        label = "clock"
        numerator = ["sla_met.{{clock}}"]
        denominator = ["{whole}"]
        source = "a part of all"
    """
    share = load(entry.format(name="a", whole="answered"), "own.toml")
    fixed = load(entry.format(name="b", whole="sla_met.answer"), "own.toml")

    assert (
        "(sum without (instance, pod) (kpi_window_sla_met)) / ignoring (clock) group_left () "
        in (of(share, "a")["queue:kpi_a:ratio"])
    )
    assert (
        'sum without (instance, pod, clock) (kpi_window_sla_met{clock="answer"})'
        == (of(fixed, "b")["queue:kpi_b:evidence"])
    )


def amount(name: str) -> int:
    """A number of a measure that no other measure nearby has."""
    place = coordinate(name)
    return (11 + place * 7 % 97) * (SECOND if name in SUMS else 1)


def series(name: str, values: tuple[float, ...]) -> Iterator[dict[str, str]]:
    """The series of a measure on two workers."""
    (measure,) = (measure for measure in MEASURES if measure.name == name)
    yield from series_of(named(measure), values)
    if not measure.name.startswith(OF_AGENTS):
        yield from series_of(of_everything(measure), values)


def series_of(one: Named, values: tuple[float, ...]) -> Iterator[dict[str, str]]:
    """One of the series of a measure on two workers."""
    metric, labels, value, _ = one
    given = {"queue": "sales", "channel": "voice", "team": "front", "site": "north", "window": WINDOW}
    shown = {label: given.get(label, value or "") for label in labels}
    for worker, amount_ in zip(WORKERS, values, strict=True):
        told = ", ".join(
            f'{label}="{text}"' for label, text in ({"job": "floorwatch", "instance": worker} | shown).items()
        )
        yield {"series": f"{metric}{{{told}}}", "values": f"{amount_}+0x5"}


def used(catalogue: Catalogue) -> list[str]:
    """The measures in the formulas of the KPIs that divide."""
    places = {
        place
        for kpi in catalogue.under("event")
        if kpi.kind in ENDS
        for formula in kpi.formulas
        for place, _ in (*formula.numerator, *formula.denominator)
    }
    return [one.name for one in MEASURES if one.kind in {"count", "sum_ms"} and coordinate(one.name) in places]


def expectations(kpi: Kpi, measures: Measures) -> Iterator[Document]:
    """That each level of a KPI's rule gives what the engine gives."""
    levels = {"contacts": ("queue", "channel"), "agents": ("job", "team"), "both": ("job",)}[kpi.of]
    for level in levels:
        for formula in kpi.formulas:
            label = f', {kpi.label}="{formula.label}"' if kpi.label else ""
            record = f'{level}:kpi_{kpi.name}:{ENDS[kpi.kind]}{{window="{WINDOW}"{label}}}'
            value = evaluate(formula, measures).value
            yield {
                "eval_time": "1m",
                "expr": f"max(abs({record} / {value!r} - 1) < bool 1e-12)",
                "exp_samples": [{"value": 1}],
            }


def judged(folder: Path, inputs: list[dict[str, str]], wanted: list[Document]) -> str:
    """What promtool says of these expectations; nothing where it agrees."""
    files = prometheus_files(standard(), Alerting(), Scraping())
    (folder / RULES).write_text(files[RULES], encoding="utf-8")
    test = {
        "rule_files": [RULES],
        "evaluation_interval": "1m",
        "tests": [{"interval": "1m", "input_series": inputs, "promql_expr_test": wanted}],
    }
    (folder / "test.yml").write_text(yaml.safe_dump(test), encoding="utf-8")
    status, told = run("promtool", "test", "rules", "test.yml", folder=folder)
    return told if status else ""


def test_prometheus_works_out_what_the_engine_works_out(tmp_path: Path) -> None:
    """Every KPI that divides, on every level, from the same measures halved over two workers."""
    catalogue = standard()
    names = used(catalogue)
    measures = {coordinate(name): amount(name) for name in names}
    halves = {name: amount(name) / 2 / (SECOND if name in SUMS else 1) for name in names}
    inputs = [one for name in names for one in series(name, (halves[name], halves[name]))]
    divided = [kpi for kpi in catalogue.under("event") if kpi.kind in ENDS and WINDOW in kpi.windows]
    wanted = [one for kpi in divided for one in expectations(kpi, measures)]

    assert "" == judged(tmp_path, inputs, wanted)
    assert 20 < len(divided) < len(wanted)


def test_without_evidence_there_is_no_series(tmp_path: Path) -> None:
    """Neither 0 nor 1, and not the absence of evidence itself."""
    inputs = [one for name in used(standard()) for one in series(name, (0, 0))]
    divided = [rule.record for rule in recordings(standard()) if not rule.record.endswith(":evidence")]
    empty: list[Document] = [{"eval_time": "1m", "expr": f"count({record})", "exp_samples": []} for record in divided]
    known: Document = {"eval_time": "1m", "expr": "max(queue:kpi_asa:evidence)", "exp_samples": [{"value": 0}]}

    assert "" == judged(tmp_path, inputs, [*empty, known])


def test_without_an_entry_nothing_burns(tmp_path: Path) -> None:
    """There is no burn rate then; what the alerts look at is 0, and not the rate of the one window that has entries."""
    at = 'job="floorwatch", instance="w1:8090", queue="sales", channel="voice"'
    parts = {"5m": (0, 0), "15m": (0, 20), "1h": (0, 40), "today": (0, 0)}
    inputs = [
        {"series": f'kpi_window_service_level_{part}{{{at}, window="{window}"}}', "values": f"{amount_}+0x5"}
        for window, amounts in parts.items()
        for part, amount_ in zip(("met", "valid"), amounts, strict=True)
    ]
    inputs += [
        {"series": f"kpi_service_level_target_ratio{{{at}}}", "values": "0.75+0x5"},
        {"series": f"kpi_queue_open{{{at}}}", "values": "1+0x5"},
    ]
    wanted: list[Document] = [
        {"eval_time": "1m", "expr": f"max({expr})", "exp_samples": [{"value": value} for value in values]}
        for expr, values in (
            ('queue:kpi_sl_burn_rate:ratio{window="5m"}', ()),
            ('queue:kpi_sl_burn_rate:ratio{window="today"}', ()),
            ('queue:kpi_sl_burn_rate:ratio{window="15m"}', (4,)),
            ("queue:kpi_sl_burn_rate:min_15m_5m", (0,)),
            ("queue:kpi_sl_burn_rate:min_1h_15m", (4,)),
        )
    ]

    assert "" == judged(tmp_path, inputs, wanted)


def test_the_queue_s_own_variant_is_read_from_its_two_parts(tmp_path: Path) -> None:
    """7 of 11 and 1 of 5: per queue by itself, per channel 8 of 16."""
    parts = {"sales": (7, 11), "support": (1, 5)}
    at = 'job="floorwatch", instance="w1:8090", channel="voice", window="1h"'
    inputs = [
        {"series": f'kpi_window_service_level_{part}{{{at}, queue="{queue}"}}', "values": f"{amount_}+0x5"}
        for queue, amounts in parts.items()
        for part, amount_ in zip(("met", "valid"), amounts, strict=True)
    ]
    wanted: list[Document] = [
        {"eval_time": "1m", "expr": f"max({record})", "exp_samples": [{"value": value}]}
        for record, value in (
            ('queue:kpi_service_level:ratio{queue="support"}', 0.2),
            ('queue:kpi_service_level:evidence{queue="sales"}', 11),
            ("channel:kpi_service_level:ratio", 0.5),
        )
    ]

    assert "" == judged(tmp_path, inputs, wanted)
