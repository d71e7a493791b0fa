"""What others have named, in one line that does nothing to a terminal."""

import re
import unicodedata
from typing import Final

_LONGEST_WORD: Final = 300
"""Letters: more than the longest name that is accepted, in any way of writing it."""
_LONG: Final = re.compile(rf"(\S{{{_LONGEST_WORD}}})\S+")


def plain(text: str) -> str:
    """One line of what can be printed, anything else as an escape: names come from anywhere, and are no commands."""
    if text.isprintable():
        return text
    # Of the spaces only the plain one counts as printable; those that Japanese writes with do no harm.
    return "".join(
        sign if sign.isprintable() or unicodedata.category(sign) == "Zs" else sign.encode("unicode_escape").decode()
        for sign in text
    )


def shortened(text: str) -> str:
    """The same without the ends of words that are longer than any name: nobody reads them."""
    return _LONG.sub(r"\1…", text)
