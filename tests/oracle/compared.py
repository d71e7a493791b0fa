"""What must be compared: the names of KPIS.md, each in both attributions unless it stands under `BY_EVENT_ONLY`."""

from typing import Final

VARIANTS: Final = (
    "strict",
    "answered_only",
    "abandons_within_count_as_met",
    "abandons_count_as_missed",
    "abandons_within_ignored",
    "short_abandons_count_as_met",
    "diverted_count_as_missed",
)
REASONS: Final = ("overflow", "timeout", "exit_key", "full", "empty", "closed", "voicemail", "callback")

IN_BOTH: Final = frozenset(
    {
        *("offered", "answered", "abandoned", "short_abandoned", "diverted"),
        *("contacts_offered", "contacts_answered", "contacts_abandoned", "contacts_diverted"),
        *("service_level", *(f"service_level_{variant}" for variant in VARIANTS)),
        *("abandonment_rate", "abandonment_rate_with_short", "abandonment_rate_with_diverted"),
        *("asa", "handled", "aht", "talk_time", "hold_time", "wrap_up_time", "contacts_handled", "contact_aht"),
        *("hold_rate", "hold_time_per_held", "legs", "transfer_rate", "missed_offers", "missed_offer_rate"),
        *("first_response_time", "first_response_time_p50", "first_response_time_p90", "first_response_time_agent"),
        *("first_response_within_target", "next_response_time", "average_response_time"),
        *("cycles", "resolutions", "resolution_time", "resolution_rate", "reopen_rate"),
        *(f"diverted_by_reason.{reason}" for reason in REASONS),
    }
)

BY_EVENT_ONLY: Final = frozenset(
    {
        *(f"sla_{end}.{clock}" for end in ("met", "breached", "attainment") for clock in ("answer", "first_response")),
        *(f"{span}_{rank}" for span in ("answer_time", "handle_time") for rank in ("p50", "p90", "p95", "max")),
        *("first_response_time_p95", "first_response_time_max"),
        *("first_response_time_agent_p50", "first_response_time_agent_p90"),
        *(f"{span}_{rank}" for span in ("next_response_time", "response_time") for rank in ("p50", "p90")),
        *("resolution_time_p50", "resolution_time_p90"),
    }
)

COMPARED: Final = {"event": IN_BOTH | BY_EVENT_ONLY, "entry": IN_BOTH}
