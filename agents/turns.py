"""How soon one thread of this process lets another have its turn at the interpreter."""

import sys
from typing import Final

_TURN_S: Final = 0.001


def take_short_turns() -> None:
    """Let the event loop wait a fifth as long as usual for a thread that builds a floor.

    The loop lets go of the interpreter at each read and each write, and every time waits for it as long as a turn.
    """
    sys.setswitchinterval(_TURN_S)
