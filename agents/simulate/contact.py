"""One simulated customer case, as far as the simulation has to remember it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agents.simulate.team import Team


class Contact:
    """A contact on its way over the floor; slots, since a busy floor holds several hundred thousand of them.

    `entry` counts its waits; `waiting` is true while it stands in a line (not while it rings); `agent` is the number of
    the agent within the team; `patience_at`, `limit_at` and `leaves_at` are None where nothing ends the wait;
    `turns`, `hops` and `ends_at` belong to the conversation.
    """

    __slots__ = (
        "agent",
        "customer",
        "ends_at",
        "entry",
        "hops",
        "id",
        "leaves_at",
        "limit_at",
        "patience_at",
        "priority",
        "source",
        "team",
        "tier",
        "topic",
        "turns",
        "waiting",
    )

    def __init__(self, identity: str, customer: str, team: Team) -> None:
        """Make a contact that is about to enter the given team's queue."""
        self.id = identity
        self.customer = customer
        self.team = team
        self.source = team.queue.source
        self.priority = "normal"
        self.topic = ""
        self.tier = "standard"
        self.entry = 0
        self.waiting = False
        self.agent = -1
        self.patience_at: int | None = None
        self.limit_at: int | None = None
        self.leaves_at: int | None = None
        self.ends_at = 0
        self.turns = 0
        self.hops = 0

    @property
    def agent_name(self) -> str:
        """The agent who has it now."""
        return self.team.staff.name(self.agent)
