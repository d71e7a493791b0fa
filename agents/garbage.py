"""The garbage collector of a process that lives long and makes many objects that are in no cycles."""

import gc
from typing import Final

_YOUNG_OBJECTS: Final = 20_000
"""How many new objects make the garbage collector look: a few fetches of records, not each of them several times."""


def spare_the_collector() -> None:
    """Let the garbage collector look less often, and never again at what was loaded at start.

    Records, contacts and panes are in no cycles: they go when the last one who knows them does.
    """
    gc.set_threshold(_YOUNG_OBJECTS, *gc.get_threshold()[1:])
    gc.freeze()
