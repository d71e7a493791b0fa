"""What a channel adds to the way of a contact over the floor."""

from abc import ABC, abstractmethod

from agents.simulate.contact import Contact
from agents.simulate.team import Team


class Journey(ABC):
    """One channel: how a contact comes in, what happens once a human has it, and what may follow its end."""

    @abstractmethod
    def arrive(self, at: int, team: Team) -> None:
        """Let a new contact come in that wants this team."""

    @abstractmethod
    def begin(self, at: int, contact: Contact) -> None:
        """Begin the conversation: an agent has just answered."""

    def given_up(self, at: int, contact: Contact) -> None:  # noqa: B027 - most channels add nothing
        """Go on after the contact was abandoned."""

    def handled(self, at: int, contact: Contact) -> None:  # noqa: B027 - most channels add nothing
        """Go on after the agent's work on the contact is over."""
