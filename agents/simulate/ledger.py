"""The events written down so far: plain dicts in the words of the event format."""

from typing import Any, Final

from agents.simulate.contact import Contact

Event = dict[str, Any]

STAFF_SOURCE: Final = "wfm-1"


class Ledger:
    """Collects the events of one step; whoever drives the floor reads `written` and clears it."""

    __slots__ = ("_count", "_run", "written")

    def __init__(self, run: str) -> None:
        """Start an empty ledger; `run` is the prefix of every event's id."""
        self.written: list[Event] = []
        self._run = run
        self._count = 0

    def contact(self, kind: str, at: int, contact: Contact, **facts: object) -> None:
        """Write down what happened to a contact; `kind` comes without its `contact.`."""
        self._count += 1
        self.written.append(
            {
                "type": f"contact.{kind}",
                "time": at,
                "contact": contact.id,
                "id": f"{self._run}-{self._count}",
                "source": contact.source,
                **facts,
            },
        )

    def message(self, at: int, contact: Contact, author: str, **facts: object) -> None:
        """Write down a message; `from` cannot be a keyword, so it has a method of its own."""
        self.contact("message", at, contact, **{"from": author}, **facts)

    def agent(self, at: int, agent: str, state: str, **facts: object) -> None:
        """Write down an agent's state from this moment on."""
        self._count += 1
        self.written.append(
            {
                "type": "agent.state",
                "time": at,
                "agent": agent,
                "id": f"{self._run}-{self._count}",
                "source": STAFF_SOURCE,
                "state": state,
                **facts,
            },
        )
