"""Every simulated event is one of the event format: known fields, of the right types, with allowed values."""

from collections import Counter
from typing import Final

import pytest

from agents.simulate.floor import Event, Scenario, simulate
from agents.simulate.plan import QUEUES
from agents.simulate.scenario import PaceName

START = 1_760_000_000_000

TEXT: Final = frozenset[str]()
QUEUE_NAMES: Final = frozenset(queue.name for queue in QUEUES)
CHANNELS: Final = frozenset({"voice", "chat", "email", "social", "sms", "video", "visit", "task"})
REASONS: Final = frozenset({"overflow", "timeout", "exit_key", "full", "empty", "closed", "voicemail", "callback"})
STATES: Final = frozenset(
    {"available", "on_contact", "after_contact_work", "break", "training", "meeting", "away", "offline"}
)

# Per type: the fields that must be there and those that may, with the values allowed (no values: any text).
REQUIRED: Final[dict[str, dict[str, frozenset[str]]]] = {
    "contact.started": {
        "channel": CHANNELS,
        "direction": frozenset({"inbound"}),
        "customer": TEXT,
        "language": TEXT,
        "site": TEXT,
    },
    "contact.queued": {
        "queue": QUEUE_NAMES,
        "channel": CHANNELS,
        "priority": frozenset({"normal", "high"}),
        "topic": TEXT,
        "tier": TEXT,
        "customer": TEXT,
        "entry": TEXT,
    },
    "contact.offered": {"agent": TEXT, "queue": QUEUE_NAMES},
    "contact.missed": {"agent": TEXT, "queue": QUEUE_NAMES},
    "contact.answered": {"agent": TEXT, "queue": QUEUE_NAMES},
    "contact.message": {"from": frozenset({"customer", "agent", "bot"})},
    "contact.held": {"agent": TEXT},
    "contact.resumed": {"agent": TEXT},
    "contact.transferred": {"queue": QUEUE_NAMES, "mode": frozenset({"blind", "attended"})},
    "contact.diverted": {"reason": REASONS, "queue": QUEUE_NAMES},
    "contact.abandoned": {"queue": QUEUE_NAMES},
    "contact.ended": {"by": frozenset({"customer", "agent", "system"})},
    "contact.wrapped": {"agent": TEXT},
    "contact.suspended": {"reason": TEXT},
    "contact.continued": {"reason": TEXT},
    "contact.updated": {"topic": TEXT},
    "contact.resolved": {},
    "contact.reopened": {},
    "agent.state": {"state": STATES, "team": QUEUE_NAMES, "site": TEXT},
}
ENVELOPE: Final = {"type", "time", "id", "source"}
OPTIONAL: Final[dict[str, set[str]]] = {
    "contact.message": {"public", "agent"},
    "agent.state": {"reason", "slots", "queues"},
}


RUNS: Final[list[tuple[PaceName, int]]] = [("demo", 1), ("demo", 2), ("floor", 1)]


@pytest.fixture(scope="module", params=RUNS, ids=str)
def floor_events(request: pytest.FixtureRequest) -> list[Event]:
    """Return enough of a floor, incidents included, for everything to have happened."""
    pace, seed = request.param
    if pace == "demo":
        return list(simulate(Scenario(start_at_ms=START, seed=seed, rate=150, duration_s=400)))
    return list(simulate(Scenario(start_at_ms=START, seed=seed, rate=15, duration_s=10_000, pace="floor")))


def test_every_event_has_the_fields_of_its_type(floor_events: list[Event]) -> None:
    """Required fields are there with allowed values, others only where the format knows them; every type occurs."""
    seen = Counter[str]()
    for event in floor_events:
        kind = event["type"]
        seen[kind] += 1
        required = REQUIRED[kind]
        about = kind.partition(".")[0]

        assert ENVELOPE | {about} | set(required) <= set(event), event
        assert set(event) <= ENVELOPE | {about} | set(required) | OPTIONAL.get(kind, set()), event
        assert type(event["time"]) is int, event
        assert all(1 <= len(event[field]) <= 128 for field in ("id", "source", about)), event
        for field, allowed in required.items():
            assert type(event[field]) is str, event
            assert event[field] in allowed if allowed else event[field], event

    assert set(REQUIRED) == set(seen)


def test_optional_fields_have_their_types(floor_events: list[Event]) -> None:
    """`public` is a truth value, `slots` a count, `queues` a list of queues; notes that are not public occur."""
    private = 0
    for event in floor_events:
        assert type(event.get("public", True)) is bool
        assert type(event.get("slots", 1)) is int
        assert set(event.get("queues", [])) <= QUEUE_NAMES
        private += event.get("public") is False

    assert private
