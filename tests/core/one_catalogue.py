"""A small catalogue with two families, documented in the tests of the pages."""

from typing import Final

from stream.catalog import Catalogue, load

_TEXT: Final = """
[[kpi]]
name = "abandonment_rate"
family = "leaving"
title = "Abandonment"
question = "Who gave up?"
kind = "ratio"
unit = "ratio"
better = "lower"
numerator = ["abandoned", "-short_abandoned"]
denominator = ["answered", "abandoned", "-short_abandoned", "waiting_late"]
attribution = ["event", "entry"]
depends_on = "threshold"
warning = 0.05
critical = 0.10
minimum_evidence = 10
source = "(B - s) / (A + B - s)"

[[kpi]]
name = "sla_met"
family = "leaving"
title = "SLA met"
question = "How many in time?"
kind = "count"
unit = "contacts"
better = "none"
label = "clock"
numerator = ["sla_met.{clock}"]
depends_on = { answer = "threshold", first_response = "target" }
source = "counted at the fulfilment"

[[kpi]]
name = "asa"
family = "waiting"
title = "Speed"
question = "How long?"
kind = "mean"
unit = "s"
better = "lower"
numerator = ["wait_ms"]
denominator = ["waited"]
windows = ["5m", "today"]
source = "wait / answered"

[[kpi]]
name = "answer_time_p90"
family = "waiting"
title = "Speed, 90th percentile"
question = "Within what time nine of ten?"
kind = "quantile"
unit = "s"
better = "lower"
histogram = "wait"
quantile = 0.9
source = "nearest rank"

[[kpi]]
name = "backlog_age"
family = "waiting"
title = "Age"
question = "How old?"
kind = "live"
unit = "s"
better = "lower"
live = "age_ms"
per = "open"
source = "mean age"

[[kpi]]
name = "overdue"
family = "waiting"
title = "Overdue"
question = "How many past their deadline?"
kind = "live"
unit = "contacts"
better = "lower"
label = "clock"
live = "overdue"
warning = 0
source = "breached and open"

[[family]]
name = "leaving"
title = "Leaving"
introduction = "Who leaves."

[[family.example]]
title = "Nineteen calls"
told = "Nineteen calls, four of them given up, two of those soon."
measures = { answered = 15, abandoned = 4, short_abandoned = 2, "sla_met.answer" = 12 }

[[family.example]]
title = "The same by entry"
told = "Counted where they were queued."
attribution = "entry"
measures = { answered = 15 }

[[family]]
name = "waiting"
title = "Waiting"
introduction = "Who waits."

[[family.example]]
title = "Two calls"
told = "They wait for 10 s and 20 s."
measures = { waited = 2, wait_ms = "30s", wait = ["10s", "20s"] }
kpis = ["asa", "answer_time_p90"]

[[family.example]]
title = "Two open"
told = "They are three minutes old together, and one is late."
live = { open = 2, age_ms = "3m", overdue = { answer = 1 } }
kpis = ["backlog_age", "overdue"]
"""


def small_catalogue() -> Catalogue:
    """The catalogue, loaded."""
    return load(_TEXT, "kpis.toml")
