"""The contacts or agents that a partition remembers, and what two of them have not in common."""

from collections.abc import Mapping
from typing import Final, TypeAlias

import msgspec

from stream.audit.tracing import Folding
from stream.contact import Contact
from stream.crew.agent import Agent
from stream.partition import Partition
from stream.units import Millis

Subject: TypeAlias = Contact | Agent

_FIELDS: Final = ("recent", "base", "state", "standing", "settled_at", "settled", "idle", "vanished")


def subjects_of(partition: Folding) -> Mapping[str, Subject]:
    """The contacts, or the agents, that a partition remembers."""
    return partition.memory.contacts if isinstance(partition, Partition) else partition.memory.agents


def unlike(ours: Subject | None, theirs: Subject | None) -> dict[str, tuple[object, object]]:
    """The fields in which a contact or an agent differs; `remembered` where only one side has it at all."""
    if ours is None or theirs is None:
        return {} if ours is theirs else {"remembered": (ours is not None, theirs is not None)}
    fields = [name for name in _FIELDS if hasattr(ours, name)]
    return {
        name: (msgspec.to_builtins(getattr(ours, name)), msgspec.to_builtins(getattr(theirs, name)))
        for name in fields
        if getattr(ours, name) != getattr(theirs, name)
    }


def last_at(subject: Subject) -> Millis:
    """The time of the last event that was heard of it."""
    if isinstance(subject, Contact):
        return subject.state.last_at
    return 0 if subject.standing is None else subject.standing.at
