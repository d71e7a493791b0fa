"""The kinds of KPIs: what each is made of, and what it is measured in."""

from typing import Final

from stream.kpi import Kind

PARTS: Final = ("numerator", "denominator", "histogram", "quantile", "live", "variants")
NEEDS: Final[dict[Kind, frozenset[str]]] = {
    "count": frozenset({"numerator"}),
    "ratio": frozenset({"numerator", "denominator"}),
    "mean": frozenset({"numerator", "denominator"}),
    "quantile": frozenset({"histogram", "quantile"}),
    "live": frozenset({"live"}),
    "variant": frozenset({"variants"}),
    "time": frozenset({"numerator"}),
    "share": frozenset({"numerator", "denominator"}),
    "rate": frozenset({"numerator", "denominator"}),
}
UNITS: Final[dict[Kind, frozenset[str]]] = {
    "count": frozenset({"contacts"}),
    "ratio": frozenset({"ratio"}),
    "mean": frozenset({"s"}),
    "quantile": frozenset({"s"}),
    "variant": frozenset({"ratio"}),
    "time": frozenset({"s"}),
    "share": frozenset({"ratio"}),
    "rate": frozenset({"per_hour"}),
}
SUMS: Final = frozenset(
    {
        ("mean", "numerator"),
        ("time", "numerator"),
        ("share", "numerator"),
        ("share", "denominator"),
        ("rate", "denominator"),
    }
)
"""The parts that sum durations; every other part counts."""
LIVE_UNITS: Final = {
    "waiting": "contacts",
    "longest_wait_ms": "s",
    "waiting_past_threshold": "contacts",
    "open": "contacts",
    "overdue": "contacts",
    "at_risk": "contacts",
    "agents": "agents",
}
LIVE_LABELS: Final = {"overdue": "clock", "at_risk": "clock", "agents": "state"}
