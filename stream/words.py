"""Words of restored contacts: however many name a queue, a slice or a calendar, it is one object for all of them."""

from typing import Any, Final

from msgspec.structs import force_setattr

from stream.clock import Clock
from stream.contact import Entry, State

_OF_CLOCK: Final = ("counted_in", "calendar", "policy", "on_change")


class Words:
    """What has been read so far; to be dropped once all is restored."""

    def __init__(self) -> None:
        words: dict[Any, Any] = {}
        self._known = words.setdefault

    def share(self, state: State) -> None:
        """Put the words known already into the place of those that the state was decoded with."""
        # Each in a line of its own: a loop over names takes twice as long, and there can be a million states.
        known = self._known
        state.channel = known(state.channel, state.channel)
        state.queue = known(state.queue, state.queue)
        state.priority = known(state.priority, state.priority)
        state.tier = known(state.tier, state.tier)
        state.talker = known(state.talker, state.talker)
        if state.waiting is not None:
            self._share_of(state.waiting)
        if state.answered is not None:
            self._share_of(state.answered)
        if state.carrier is not None:
            self._share_of(state.carrier)
        for clock in state.clocks:
            self._share_of_clock(clock)

    def _share_of(self, entry: Entry) -> None:
        known = self._known
        entry.queue = known(entry.queue, entry.queue)
        entry.offered_in = known(entry.offered_in, entry.offered_in)
        entry.outcome_in = known(entry.outcome_in, entry.outcome_in)
        entry.handled_in = known(entry.handled_in, entry.handled_in)
        if entry.clock is not None:
            self._share_of_clock(entry.clock)

    def _share_of_clock(self, clock: Clock) -> None:
        """A clock never changes, and is equal to what it was."""
        known = self._known
        for name in _OF_CLOCK:
            word = getattr(clock, name)
            force_setattr(clock, name, known(word, word))
