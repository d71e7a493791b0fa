"""Every simulated contact's events tell a story that can be, and its agents do only what agents can."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import pytest

from agents.simulate.floor import Event, Scenario, simulate
from agents.simulate.plan import QUEUES
from agents.simulate.scenario import PaceName

START = 1_760_000_000_000
MAX_SLOTS: Final = {"voice": 1, "chat": 3, "email": 1}

RUNS: Final[list[tuple[PaceName, int]]] = [("demo", 1), ("demo", 2), ("floor", 1)]


@pytest.fixture(scope="module", params=RUNS, ids=str)
def floor_events(request: pytest.FixtureRequest) -> list[Event]:
    """Return enough of a floor, incidents included, for everything to have happened."""
    pace, seed = request.param
    if pace == "demo":
        return list(simulate(Scenario(start_at_ms=START, seed=seed, rate=150, duration_s=400)))
    return list(simulate(Scenario(start_at_ms=START, seed=seed, rate=15, duration_s=10_000, pace="floor")))


class Story:
    """What a contact's events so far allow next."""

    def __init__(self) -> None:
        """Begin before the first event."""
        self.queue: str | None = None
        self.ringing: str | None = None
        self.agent: str | None = None
        self.on_hold = self.over = self.done = self.solved = self.paused = False
        self.entries: set[str] = set()
        self.outcomes = 0

    def take(self, event: Event) -> bool:
        """Go on by one event; false where it cannot follow."""
        step = getattr(self, event["type"].removeprefix("contact."))
        return bool(step(event))

    def started(self, _: Event) -> bool:
        """Only once and first."""
        return not self.entries and not self.over

    def queued(self, event: Event) -> bool:
        """A new entry while no other one waits and nobody talks."""
        fresh = event["entry"] not in self.entries and self.queue is None and self.agent is None
        self.entries.add(event["entry"])
        self.queue = event["queue"]
        self.over = self.done = False
        return fresh

    def offered(self, event: Event) -> bool:
        """To one agent at a time, while it waits in that queue."""
        free = self.ringing is None and self.queue == event["queue"]
        self.ringing = event["agent"]
        return free

    def missed(self, event: Event) -> bool:
        """By the agent at whom it rings."""
        rang, self.ringing = self.ringing, None
        return bool(rang == event["agent"] and self.queue == event["queue"])

    def answered(self, event: Event) -> bool:
        """By the agent at whom it rings, while the entry waits."""
        rang, queue = self.ringing, self.queue
        self.ringing = self.queue = None
        self.agent = event["agent"]
        self.outcomes += 1
        return bool(rang == event["agent"] and queue == event["queue"])

    def abandoned(self, event: Event) -> bool:
        """While the entry waits; it may be ringing."""
        queue = self.queue
        self.queue = self.ringing = None
        self.outcomes += 1
        return bool(queue == event["queue"])

    def diverted(self, event: Event) -> bool:
        """While the entry waits, or without one where it was never let in."""
        if event["reason"] in {"closed", "full"}:
            return self.queue is None and self.agent is None
        return self.abandoned(event)

    def message(self, event: Event) -> bool:
        """An agent writes in a conversation of its own only."""
        return event["from"] != "agent" or (self.agent == event["agent"] and not self.over)

    def held(self, event: Event) -> bool:
        """Within the conversation, once at a time."""
        talking = self.agent == event["agent"] and not self.on_hold
        self.on_hold = True
        return talking

    def resumed(self, event: Event) -> bool:
        """After a hold."""
        on_hold, self.on_hold = self.on_hold, False
        return on_hold and self.agent == event["agent"]

    def transferred(self, _: Event) -> bool:
        """Out of a conversation that is not on hold."""
        talking = self.agent is not None and not self.on_hold
        self.agent = None
        return talking

    def ended(self, _: Event) -> bool:
        """Out of a conversation, or before any queue was reached."""
        talking = (self.agent is not None or not self.entries) and not self.on_hold and not self.over
        self.over = True
        return talking

    def wrapped(self, event: Event) -> bool:
        """After the end, by the agent of the conversation."""
        worked = self.over and self.agent == event["agent"]
        self.agent = None
        self.over = False
        self.done = True
        return worked

    def suspended(self, _: Event) -> bool:
        """After the agent's work."""
        self.paused = True
        return self.done

    def continued(self, _: Event) -> bool:
        """After a suspension."""
        paused, self.paused = self.paused, False
        return paused

    def updated(self, _: Event) -> bool:
        """By the agent, in the conversation."""
        return self.agent is not None

    def resolved(self, _: Event) -> bool:
        """After the agent's work, once until it is opened again."""
        fresh = self.done and not self.solved
        self.solved = True
        return fresh

    def reopened(self, _: Event) -> bool:
        """After a resolution."""
        solved, self.solved = self.solved, False
        return solved


def stories_of(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Return the events of each contact in their order."""
    stories: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if "contact" in event:
            stories[event["contact"]].append(event)
    return stories


def test_every_contact_tells_a_story_that_can_be(floor_events: list[Event]) -> None:
    """Each event is possible after those before it; each entry has one outcome or still waits."""
    for events in stories_of(floor_events).values():
        story = Story()
        for event in events:
            assert story.take(event), (event, events)
        assert story.outcomes == len(story.entries) - (story.queue is not None), events


def test_what_real_sources_do_happens_here_too(floor_events: list[Event]) -> None:
    """Transfers make second entries, some callers come back under the same id, some chats never end, reasons differ."""
    stories = stories_of(floor_events).values()
    kinds = [[event["type"].removeprefix("contact.") for event in events] for events in stories]
    after = Counter(pair for story in kinds for pair in pairwise(story))
    reasons = Counter(event["reason"] for events in stories for event in events if event["type"] == "contact.diverted")
    half_at = (floor_events[0]["time"] + floor_events[-1]["time"]) // 2
    trailing = [
        events
        for events in stories
        if events[-1]["type"] == "contact.message"
        and events[0].get("channel") == "chat"
        and events[-1]["time"] < half_at
    ]

    assert after["transferred", "queued"]
    assert after["abandoned", "queued"]
    assert after["missed", "offered"]
    assert after["offered", "abandoned"]
    assert after["diverted", "queued"]
    assert {"closed", "overflow"} <= set(reasons)
    assert trailing


def test_agents_never_have_more_contacts_than_slots(
    floor_events: list[Event],
) -> None:
    """A contact takes a slot of a present agent from its answer to its end; a state is written when it changes."""
    channel_of = {queue.name: queue.channel for queue in QUEUES}
    holds: dict[str, set[str]] = defaultdict(set)
    state: dict[str, str] = {}
    agent_of: dict[str, str] = {}
    last_words = {events[-1]["id"] for events in stories_of(floor_events).values()}
    for event in floor_events:
        kind, contact = event["type"], event.get("contact", "")
        if kind == "agent.state":
            assert state.get(event["agent"]) != event["state"], event
            assert (
                event["state"] not in {"offline", "break", "available"}
                or event["slots"] > 1
                or not holds[event["agent"]]
            )
            state[event["agent"]] = event["state"]
        elif kind == "contact.answered":
            agent_of[contact] = event["agent"]
            holds[event["agent"]].add(contact)
            assert state[event["agent"]] not in {"offline", "break", "away"}, event
            assert len(holds[event["agent"]]) <= MAX_SLOTS[channel_of[event["queue"]]], event
        elif contact in agent_of and (kind in {"contact.ended", "contact.transferred"} or event["id"] in last_words):
            holds[agent_of.pop(contact)].discard(contact)

    assert {"available", "on_contact", "after_contact_work", "break", "away", "offline"} == set(state.values())
