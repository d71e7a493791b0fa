"""The alerts about the queues: symptoms that a supervisor can do something about, while the queue is open.

While a partition is missing from the figures only those speak of which the rest is proof enough: one who waits for too
long does so whatever the others do. Another alert tells of the partition.
"""

from typing import Final

from agents.outputs.alerting import Alerting
from agents.outputs.burn import FAST, OPEN, SLOW, TEAM, WATCHED
from agents.outputs.rule import Alert, Fact, percent
from agents.outputs.series import QUEUE, agreed, lasting, selected, summed
from stream.measures import CLOCKS
from stream.units import MINUTE

_ON_QUEUE: Final = f"on ({', '.join(QUEUE)})"
_ON_CLOCK: Final = f"on ({', '.join(QUEUE)}, clock)"
_ON_THE_LINE: Final = "voice|video|chat"
"""The channels on which a customer who waits does nothing else."""
_TICKET_CLOCKS: Final = "|".join(clock for clock in CLOCKS if clock != "answer")
"""An answer that comes too late is told of by the service level."""
_FEWEST_OFFERED: Final = 60
_FEWEST_JUST_NOW: Final = 5
_FEWEST_HANDLED: Final = 20
_STUCK: Final = 2

_TARGET: Final = Fact("kpi_service_level_target_ratio")
_THRESHOLD: Final = Fact("kpi_service_level_threshold_seconds")
_WAITING: Final = Fact("kpi_queue_waiting_contacts", "sum")


def _level(window: str) -> Fact:
    return Fact("queue:kpi_service_level:ratio", matchers={"window": window})


def _of_team(value: str, *, only: str | None = WATCHED) -> str:
    """The value with the team of its queue, and 0 where `only` is: while the queue is closed, or known in part."""
    gate = f"\n* {_ON_QUEUE} group_left ()\n{only}" if only else ""
    return f"{value}{gate}\n* {_ON_QUEUE} group_left (team)\n{TEAM}"


def burning_fast(alerting: Alerting) -> Alert:
    """Most callers have missed the service level for minutes."""
    return Alert(
        name="KpiServiceLevelBurningFast",
        value=_of_team(FAST.series, only=None),
        above=alerting.fast_burn,
        severity="critical",
        scope="queue",
        hold_ms=MINUTE,
        keep_ms=3 * MINUTE,
        summary="{queue} ({channel}): service level {level:percent} in 15 minutes, target {target:percent}",
        description=(
            "{value:number} times as many entries as agreed miss the service level, over 15 and over 5 minutes; "
            "the target is {target:percent} within {threshold:duration}, and {waiting:count} are waiting. "
            "Bring agents to this queue now, or let overflow and callbacks take from it."
        ),
        facts={"level": _level(FAST.long), "target": _TARGET, "threshold": _THRESHOLD, "waiting": _WAITING},
    )


def burning_slow(alerting: Alerting) -> Alert:
    """The day's service level is going to be missed."""
    return Alert(
        name="KpiServiceLevelBurningSlow",
        value=_of_team(SLOW.series, only=None),
        above=alerting.slow_burn,
        severity="warning",
        scope="queue",
        hold_ms=2 * MINUTE,
        keep_ms=5 * MINUTE,
        summary="{queue} ({channel}): service level {level:percent} in the last hour, target {target:percent}",
        description=(
            "{value:number} times as many entries as agreed miss the service level, over an hour and over 15 minutes; "
            "the target is {target:percent} within {threshold:duration}. "
            "Move breaks and back-office work, or plan more agents for the hours to come."
        ),
        facts={"level": _level(SLOW.long), "target": _TARGET, "threshold": _THRESHOLD},
    )


def abandonment_high(alerting: Alerting) -> Alert:
    """Customers give up."""
    rate, entries = "queue:kpi_abandonment_rate:ratio", "queue:kpi_abandonment_rate:evidence"
    value = (
        f'min without (window) ({rate}{{window=~"1h|15m"}})\n'
        f'* (sum without (window) ({entries}{{window="1h"}}) >= bool {_FEWEST_OFFERED})\n'
        f'* (sum without (window) ({entries}{{window="15m"}}) >= bool {_FEWEST_JUST_NOW})'
    )
    return Alert(
        name="KpiAbandonmentHigh",
        value=_of_team(value),
        above=alerting.abandonment,
        severity="warning",
        scope="queue",
        hold_ms=2 * MINUTE,
        keep_ms=5 * MINUTE,
        summary="{queue} ({channel}): {value:percent} of the customers give up",
        description=(
            f"Both in the last hour and in 15 minutes; no more than {percent(alerting.abandonment)} are expected, "
            "those who leave at once left out. {waiting:count} are waiting. "
            "Look at the longest wait, offer callbacks, tell callers how long it will take."
        ),
        facts={"waiting": _WAITING},
    )


def long_wait(alerting: Alerting) -> Alert:
    """One customer has been waiting for far too long: a sign that comes before the ratios."""
    longest = lasting(selected("kpi_queue_oldest_waiting_timestamp_seconds", channel=_ON_THE_LINE))
    value = f"{agreed(longest)}\n/ {_ON_QUEUE}\n{agreed('kpi_service_level_threshold_seconds')}"
    return Alert(
        name="KpiLongWait",
        value=_of_team(value, only=OPEN),
        above=alerting.long_wait,
        severity="warning",
        scope="queue",
        hold_ms=MINUTE,
        keep_ms=2 * MINUTE,
        summary="{queue} ({channel}): the longest wait is {value:number} times the threshold of {threshold:duration}",
        description=(
            "{waiting:count} are waiting; {target:percent} should be answered within {threshold:duration}. "
            "See who is free, and whether this one was passed over."
        ),
        facts={"threshold": _THRESHOLD, "target": _TARGET, "waiting": _WAITING},
    )


def queue_stuck(_: Alerting) -> Alert:
    """Customers wait, and nobody takes them."""
    late = summed("kpi_queue_waiting_past_threshold_contacts", channel=_ON_THE_LINE)
    idle = f"({summed('kpi_window_answered', ('window',), window='5m')} == bool 0)"
    return Alert(
        name="KpiQueueStuck",
        value=_of_team(f"{late}\n* {idle}"),
        above=_STUCK,
        severity="critical",
        scope="queue",
        hold_ms=MINUTE,
        keep_ms=2 * MINUTE,
        summary="{queue} ({channel}): {value:count} are waiting for too long, and nobody has answered for 5 minutes",
        description=(
            "{target:percent} should be answered within {threshold:duration}. Are agents signed in and available, "
            "does the telephone system route to them, do its events still come?"
        ),
        facts={"target": _TARGET, "threshold": _THRESHOLD},
    )


def handle_time_drift(alerting: Alerting) -> Alert:
    """Conversations take much longer, or much shorter, than at this hour of the weeks before."""
    drift = 'abs(queue:kpi_aht:seconds{window="1h"} / avg without (week) (queue:kpi_aht:earlier) - 1)'
    enough = f'(queue:kpi_aht:evidence{{window="1h"}} >= bool {_FEWEST_HANDLED})'
    return Alert(
        name="KpiHandleTimeDrift",
        value=_of_team(f"max without (window) ({drift} * {enough})"),
        above=alerting.handle_time_drift,
        severity="warning",
        scope="queue",
        hold_ms=30 * MINUTE,
        keep_ms=15 * MINUTE,
        summary="{queue} ({channel}): handle time is {value:percent} off what is usual",
        description=(
            "{aht:duration} on average in the last hour, against {usual:duration} at this hour in the weeks before; "
            f"up to {percent(alerting.handle_time_drift)} is expected. "
            "Longer: a new topic, a slow tool, a failure that customers report? Shorter: are calls cut off?"
        ),
        facts={
            "aht": Fact("queue:kpi_aht:seconds", matchers={"window": "1h"}),
            "usual": Fact("queue:kpi_aht:earlier", "avg"),
        },
    )


def deadline_breaches(alerting: Alerting) -> Alert:
    """Promises are being broken, more than the objective allows."""
    breached = summed("kpi_window_sla_breached", ("window",), clock=_TICKET_CLOCKS, window="30m")
    kept = 'sum without (window) (queue:kpi_sla_attainment:ratio{window="30m"})'
    missed = f"({kept} < bool {_ON_CLOCK}\n{agreed('kpi_sla_objective_ratio')})"
    return Alert(
        name="KpiDeadlineBreaches",
        value=_of_team(f"{breached}\n* {_ON_CLOCK}\n{missed}"),
        above=alerting.breaches,
        severity="warning",
        scope="queue",
        hold_ms=MINUTE,
        keep_ms=5 * MINUTE,
        summary="{queue} ({channel}): {value:count} deadlines of {clock} have passed in 30 minutes",
        description=(
            "{kept:percent} were kept, {objective:percent} are promised. "
            "Take the contacts nearest to their deadline first; the page of the queue lists them."
        ),
        facts={
            "kept": Fact(
                "queue:kpi_sla_attainment:ratio", matchers={"window": "30m"}, by=("queue", "channel", "clock")
            ),
            "objective": Fact("kpi_sla_objective_ratio", by=("queue", "channel", "clock")),
        },
    )


def overdue_tickets(alerting: Alerting) -> Alert:
    """Work lies beyond its deadline, and nobody gets to it."""
    return Alert(
        name="KpiOverdueTickets",
        value=_of_team(summed("kpi_queue_overdue_clocks", clock=_TICKET_CLOCKS), only=OPEN),
        above=alerting.overdue,
        severity="warning",
        scope="queue",
        hold_ms=10 * MINUTE,
        keep_ms=5 * MINUTE,
        summary="{queue} ({channel}): {value:count} contacts are overdue ({clock})",
        description=(
            f"More than {alerting.overdue} for ten minutes; of all, {{objective:percent}} should be in time. "
            "Work the oldest first, tell those who wait, and see who can help."
        ),
        facts={"objective": Fact("kpi_sla_objective_ratio", by=("queue", "channel", "clock"))},
    )
