"""An alert as a panel: the value that is compared, and the limit as a line."""

import re

from grafana_foundation_sdk.builders import common, timeseries
from grafana_foundation_sdk.models.common import GraphThresholdsStyleMode

from agents.outputs.grafana.limits import CRITICAL, OK, WARNING, above
from agents.outputs.grafana.panels import Query, trend
from agents.outputs.rule import Alert, exact, told


def alert_trend(alert: Alert) -> timeseries.Panel:
    """What an alert looks at, expression and limit as the rule has them."""
    colour = CRITICAL if alert.severity == "critical" else WARNING
    dashed = common.GraphThresholdsStyleConfig().mode(GraphThresholdsStyleMode.DASHED)
    return (
        trend(alert_title(alert), _question(alert), "short", [Query(alert.value, "__auto")])
        .thresholds(above(alert.above, OK, colour))
        .thresholds_style(dashed)
    )


def alert_title(alert: Alert) -> str:
    """The name of an alert as words: `KpiLongWait` is about a long wait."""
    first, *rest = re.findall(r"[A-Z][a-z]*", alert.name.removeprefix("Kpi"))
    return " ".join([first, *(word.lower() for word in rest)])


def _question(alert: Alert) -> str:
    sentence = told(alert.description, lambda name, _: f"<{name}>")
    return f"{alert.name} ({alert.severity}) fires above {exact(alert.above)}: {sentence}"
