"""A worker lets its threads alternate more often than Python does by itself."""

import sys

from agents.turns import take_short_turns


def test_turns_are_shorter_than_usual() -> None:
    """A fifth of Python's own five milliseconds; whoever comes after this test has the usual ones."""
    usual_s = sys.getswitchinterval()
    try:
        take_short_turns()
        assert sys.getswitchinterval() == 0.001 < usual_s
    finally:
        sys.setswitchinterval(usual_s)
