"""Burn rates: how many times as many entries as agreed miss the service level.

At a burn of 1 the queue meets its objective exactly; more than 1 ÷ (1 − objective) is not possible, at an objective of
80 % more than 5. A limit is passed only where a long and a short window pass it: the long one so that a few callers do
not wake anybody, the short one so that it ends soon after the trouble. The guarded series is 0, and not absent, where
the queue is closed, has had too few entries, or is known in part only.
"""

from typing import Final, NamedTuple

from agents.outputs.rule import Rule
from agents.outputs.series import QUEUE, WORKER, agreed, summed

OPEN: Final = "queue:kpi_queue_open:max"
MISSING: Final = "job:kpi_partitions_missing:count"
"""How many partitions are in no figure, since no worker shows them."""
WATCHED: Final = "queue:kpi_queue_open:whole"
"""1 while a queue is open and no partition is missing: a ratio, or a nought, of half a floor may be wrong."""
TEAM: Final = "queue:kpi_queue_info:team"
BURN: Final = "queue:kpi_sl_burn_rate:ratio"
_VALID: Final = "queue:kpi_service_level:evidence"
_ON_QUEUE: Final = f"on ({', '.join(QUEUE)})"


class Tier(NamedTuple):
    """Two windows that have to agree, and how many entries the long one must have."""

    long: str
    short: str
    entries: int

    @property
    def series(self) -> str:
        """The burn rate of both windows, the smaller one."""
        return f"queue:kpi_sl_burn_rate:min_{self.long}_{self.short}"


FAST: Final = Tier("15m", "5m", 10)
SLOW: Final = Tier("1h", "15m", 30)


def most_burn(objective: float) -> float:
    """The burn rate of a queue in which every entry misses the service level."""
    return 1 / (1 - objective)


def states() -> tuple[Rule, ...]:
    """What the rules about a queue ask: whether it is open, is known as a whole, and whose it is.

    It is of one team, also while workers differ. Where no worker says how many partitions there are, as older versions
    may not, nobody can tell whether one is missing: then it is enough that the queue is open.
    """
    teams = f"max by ({', '.join(QUEUE)}, team) (kpi_queue_info)"
    whole = f"({MISSING} <= bool 0)"
    return (
        Rule(OPEN, agreed("kpi_queue_open")),
        Rule(MISSING, _missing()),
        Rule(WATCHED, f"{OPEN} * ignoring (queue, channel) group_left () {whole}\nor\n{OPEN}"),
        Rule(TEAM, f"topk by ({', '.join(QUEUE)}) (1, {teams})"),
    )


def _missing() -> str:
    # A worker that restores one of its partitions shows no figures of the others either, though it has their clocks.
    shown = "kpi_watermark_timestamp_seconds and ignoring (partition) kpi_snapshot_timestamp_seconds"
    count = f"count without (partition) (count without ({', '.join(WORKER)}) ({shown}))"
    there_are = agreed("floorwatch_source_partitions")
    return f"{there_are}\n- ({count} or 0 * {there_are})"


def burn_rates() -> tuple[Rule, ...]:
    """The burn rate of each window, and those of two windows that agree."""
    # Both from the same scrape: the record of the other group is older by up to an interval, and a burn below 0 then.
    valid = summed("kpi_window_service_level_valid")
    missed = f"({valid} - {summed('kpi_window_service_level_met')})"
    allowed = f"(1 - {agreed('kpi_service_level_target_ratio')})"
    burn = f"{missed}\n/\n({valid} > 0)\n/ {_ON_QUEUE} group_left ()\n{allowed}"
    return (Rule(BURN, burn), *(Rule(tier.series, _both(tier)) for tier in (FAST, SLOW)))


def _both(tier: Tier) -> str:
    both = f'{{window=~"{tier.long}|{tier.short}"}}'
    # Without entries there is no burn, and one of two windows alone is never enough: it burns at 0.
    least = f"min without (window) ({BURN}{both} or 0 * {_VALID}{both})"
    enough = f'(sum without (window) ({_VALID}{{window="{tier.long}"}}) >= bool {tier.entries})'
    return f"{least}\n* {enough}\n* {_ON_QUEUE}\n{WATCHED}"
