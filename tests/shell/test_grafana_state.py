"""The word beside a figure: worked out by the PromQL that a tile asks, on figures on both sides of each limit."""

import subprocess
from pathlib import Path

import pytest
import yaml

from agents.outputs.grafana.limits import state
from stream.definition import Definition

OK, AT_RISK, BREACH, FEW_CASES = 0, 1, 2, -1


def entry(better: str, warning: float | None, critical: float | None) -> Definition:
    """A share with these limits, of at least ten cases."""
    limits = {"warning": warning, "critical": critical}
    return Definition(
        name="any",
        title="Any",
        question="Any?",
        kind="ratio",
        unit="ratio",
        better=better,  # type: ignore[arg-type]
        source="any",
        minimum_evidence=10,
        **{name: limit for name, limit in limits.items() if limit is not None},  # type: ignore[arg-type]
    )


CASES = [
    (entry("higher", 0.8, 0.6), 0.8, 10, OK),
    (entry("higher", 0.8, 0.6), 0.799, 10, AT_RISK),
    (entry("higher", 0.8, 0.6), 0.6, 10, AT_RISK),
    (entry("higher", 0.8, 0.6), 0.599, 10, BREACH),
    (entry("higher", 0.8, 0.6), 0.1, 9, FEW_CASES),
    (entry("higher", 0.8, 0.6), 1, 9, FEW_CASES),
    (entry("lower", 0.05, 0.1), 0.05, 10, OK),
    (entry("lower", 0.05, 0.1), 0.051, 10, AT_RISK),
    (entry("lower", 0.05, 0.1), 0.1, 10, AT_RISK),
    (entry("lower", 0.05, 0.1), 0.101, 10, BREACH),
    (entry("lower", 0.05, 0.1), 0.5, None, BREACH),
    (entry("lower", None, 0.1), 0.1, 10, OK),
    (entry("lower", None, 0.1), 0.2, 10, BREACH),
    (entry("lower", 0.05, None), 0.9, 10, AT_RISK),
]


@pytest.mark.parametrize(("kpi", "value", "cases", "expected"), CASES)
def test_a_figure_is_judged_as_the_catalogue_says(
    kpi: Definition, value: float, cases: int | None, expected: int, tmp_path: Path
) -> None:
    """On a limit all is still well, and a few cases say nothing, be they good or bad."""
    evidence = None if cases is None else f"vector({cases})"
    asked = {
        "expr": state(f"vector({value})", evidence, kpi),
        "eval_time": "0s",
        "exp_samples": [{"labels": "{}", "value": expected}],
    }
    (tmp_path / "test.yml").write_text(yaml.safe_dump({"tests": [{"promql_expr_test": [asked]}]}))

    tried = subprocess.run(
        ["promtool", "test", "rules", tmp_path / "test.yml"], capture_output=True, text=True, check=False
    )

    assert (0, "") == (tried.returncode, tried.stderr)
