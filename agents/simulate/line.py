"""The waiting line of one team: high priority first, then first come, first served."""

from collections import deque

from agents.simulate.contact import Contact


class Line:
    """Contacts that stand in line.

    Who leaves early stays in the deque until its turn would have come; the number of the entry tells it from the same
    contact standing somewhere again. `length` does not count it.
    """

    __slots__ = ("_high", "_normal", "length")

    def __init__(self) -> None:
        """Start empty."""
        self._high: deque[tuple[Contact, int]] = deque()
        self._normal: deque[tuple[Contact, int]] = deque()
        self.length = 0

    def join(self, contact: Contact) -> None:
        """Stand at the end."""
        self._of(contact).append((contact, contact.entry))
        contact.waiting = True
        self.length += 1

    def rejoin(self, contact: Contact) -> None:
        """Stand at the front again, after an offer that nobody took."""
        self._of(contact).appendleft((contact, contact.entry))
        contact.waiting = True
        self.length += 1

    def leave(self, contact: Contact) -> None:
        """Walk away from the line."""
        contact.waiting = False
        self.length -= 1

    def next(self) -> Contact | None:
        """Take out whose turn it is."""
        for side in (self._high, self._normal):
            while side:
                contact, entry = side.popleft()
                if contact.waiting and contact.entry == entry:
                    self.leave(contact)
                    return contact
        return None

    def _of(self, contact: Contact) -> deque[tuple[Contact, int]]:
        return self._high if contact.priority == "high" else self._normal
