"""Words of restored contacts: however many name a queue, a slice or a calendar, it is one object for all of them."""

from typing import Final

from msgspec.structs import force_setattr

from stream.clock import Clock
from stream.contact import Entry, State

_OF_STATE: Final = ("channel", "queue", "priority", "tier", "talker")
_OF_ENTRY: Final = ("queue", "offered_in", "outcome_in", "handled_in")
_OF_CLOCK: Final = ("counted_in", "calendar", "policy", "on_change")


class Words:
    """What has been read so far; to be dropped once all is restored."""

    def __init__(self) -> None:
        self._known: dict[object, object] = {}

    def share(self, state: State) -> None:
        """Put the words known already into the place of those that the state was decoded with."""
        known = self._known
        for name in _OF_STATE:
            word = getattr(state, name)
            if word is not None:
                setattr(state, name, known.setdefault(word, word))
        for entry in (state.waiting, state.answered, state.carrier):
            if entry is not None:
                self._share_of(entry)
        for clock in state.clocks:
            self._share_of_clock(clock)

    def _share_of(self, entry: Entry) -> None:
        known = self._known
        for name in _OF_ENTRY:
            word = getattr(entry, name)
            setattr(entry, name, known.setdefault(word, word))
        if entry.clock is not None:
            self._share_of_clock(entry.clock)

    def _share_of_clock(self, clock: Clock) -> None:
        """A clock never changes, and is equal to what it was."""
        known = self._known
        for name in _OF_CLOCK:
            word = getattr(clock, name)
            force_setattr(clock, name, known.setdefault(word, word))
