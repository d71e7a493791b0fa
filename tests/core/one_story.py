"""Stories of contacts as lines of a file, for the tests of reports' explanations."""

import json
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from stream.explain.account import Accounts
from stream.explain.following import Following, heard
from stream.site import Site
from tests.core.one_contact import at

CALLER = {"queue": "sales", "channel": "voice"}


def line(kind: str, second: float, contact: str = "c", /, **members: object) -> bytes:
    """One event as a line of a file, so many seconds after ten o'clock."""
    return json.dumps({"type": f"contact.{kind}", "time": at(second), "contact": contact, **members}).encode()


def placed(lines: Iterable[bytes]) -> list[tuple[str, bytes]]:
    """Each line with its place in a file called `day`."""
    return [(f"day:{number}", text) for number, text in enumerate(lines, 1)]


def followed(lines: Sequence[bytes], wanted: str | None = None, site: Site | None = None) -> Following:
    """Lines read as a report reads them."""
    following = Following(replace(site or Site(), keeps_all=True), wanted)
    following.hear(heard(placed(lines)))
    return following


def accounts(lines: Sequence[bytes], site: Site | None = None) -> Accounts:
    """What all contacts of the lines contribute."""
    return Accounts(followed(lines, site=site))
