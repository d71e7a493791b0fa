"""The states of an agent, here always the human, and what each of them counts as."""

from typing import Final

AVAILABLE: Final = "available"
ON_CONTACT: Final = "on_contact"
AFTER_CONTACT_WORK: Final = "after_contact_work"
OFFLINE: Final = "offline"
VANISHED: Final = "vanished"
"""Nothing was heard of an agent for too long: nobody tells of this state, silence does."""

STATES: Final = (
    AVAILABLE,
    ON_CONTACT,
    AFTER_CONTACT_WORK,
    "break",
    "training",
    "meeting",
    "away",
    OFFLINE,
    VANISHED,
)
"""Every state there is; an agent is in exactly one of them from its first event on."""

UNPAID: Final = frozenset({OFFLINE, VANISHED})
"""Paid is every other state."""

OFFERED: Final = frozenset({AVAILABLE, ON_CONTACT, AFTER_CONTACT_WORK})
"""While an agent is in one of these, its slots are offered to contacts."""
