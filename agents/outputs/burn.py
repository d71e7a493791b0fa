"""Burn rates: how many times as many entries as agreed miss the service level.

At a burn of 1 the queue meets its objective exactly; more than 1 ÷ (1 − objective) is not possible, at an objective of
80 % more than 5. A limit is passed only where a long and a short window pass it: the long one so that a few callers do
not wake anybody, the short one so that it ends soon after the trouble. The guarded series is 0, and not absent, where
the queue is closed or has had too few entries.
"""

from typing import Final, NamedTuple

from agents.outputs.rule import Rule
from agents.outputs.series import QUEUE, agreed, summed

OPEN: Final = "queue:kpi_queue_open:max"
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
    """What every rule about a queue asks: whether it is open, and whose it is (one team, also while workers differ)."""
    teams = f"max by ({', '.join(QUEUE)}, team) (kpi_queue_info)"
    return (
        Rule(OPEN, agreed("kpi_queue_open")),
        Rule(TEAM, f"topk by ({', '.join(QUEUE)}) (1, {teams})"),
    )


def burn_rates() -> tuple[Rule, ...]:
    """The burn rate of each window, and those of two windows that agree."""
    # Both from the same scrape: the record of the other group is older by up to an interval, and a burn below 0 then.
    valid = summed("kpi_window_service_level_valid")
    missed = f"({valid} - {summed('kpi_window_service_level_met')})"
    allowed = f"(1 - {agreed('kpi_service_level_target_ratio')})"
    burn = f"{missed}\n/\nclamp_min({valid}, 1)\n/ {_ON_QUEUE} group_left ()\n{allowed}"
    return (Rule(BURN, burn), *(Rule(tier.series, _both(tier)) for tier in (FAST, SLOW)))


def _both(tier: Tier) -> str:
    least = f'min without (window) ({BURN}{{window=~"{tier.long}|{tier.short}"}})'
    enough = f'(sum without (window) ({_VALID}{{window="{tier.long}"}}) >= bool {tier.entries})'
    return f"{least}\n* {enough}\n* {_ON_QUEUE}\n{OPEN}"
