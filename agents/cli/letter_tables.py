"""Dead letters for a person. What they carry comes from anywhere: nothing in it reaches the terminal as a command."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich import box
from rich.table import Table

from agents.cli.plain import plain
from agents.cli.tables import NOTHING, console_of_stdout
from agents.dead_letters import decode
from agents.letters import Pile, Place, document
from agents.requeue import Sent

_WIDEST: Final = 60
_LEFT_OUT: Final = {
    "already": "were sent again before",
    "came_back": "came back after they had been sent again (--again sends them once more)",
    "cut": "are cut off and cannot be sent",
    "elsewhere": "came from a topic or partition that is no source any more",
    "beyond_limit": "are beyond --limit",
    "missing": "are not there, or not of those that the options name",
}

Document = Mapping[str, Any]


def listed(piles: Sequence[Pile], limit: int) -> dict[str, Any]:
    """The document of a list: all counted, the newest told."""
    counts: Counter[tuple[str, str, str]] = Counter()
    told: list[tuple[int, int, dict[str, Any]]] = []
    for pile in piles:
        counts.update(pile.counts())
        for record in pile.newest:
            letter = decode(record)
            if letter is not None:
                place = Place(pile.partition, record.offset)
                shown = document(place, record, letter, pile.fate(record.offset))
                told.append((record.timestamp, record.offset, shown))
    # By the offset too: a checkpoint writes many in one millisecond.
    told.sort(key=lambda one: one[:2], reverse=True)
    return {
        "counts": [
            {"reason": reason, "source": source, "fate": fate, "letters": number}
            for (reason, source, fate), number in sorted(counts.items())
        ],
        "letters": [shown for *_, shown in told[:limit]],
    }


def print_list(told: Document) -> None:
    """Print the counts and, below, the newest letters."""
    console = console_of_stdout()
    counts = _table("Reason", "Source", "", "Letters")
    for one in told["counts"]:
        counts.add_row(one["reason"], _plain(one["source"]), one["fate"], f"{one['letters']:,}")
    letters = _table("Letter", "Refused at", "Source", "Key", "Came from", "Why", "")
    for one in told["letters"]:
        origin = f"{one['topic']}[{one['partition']}]@{one['offset']}"
        what = (_plain(one["source"]), _plain(one["key"]), origin, _plain(one["detail"]))
        letters.add_row(one["place"], one["refused_at"], *what, one["fate"])
    if not told["counts"]:
        console.print("no dead letters")
        return
    console.print(counts)
    console.print(letters)


def print_letter(told: Document) -> None:
    """Print all of one letter."""
    console = console_of_stdout()
    for name, value in told.items():
        if name == "headers":
            for header, text in value:
                console.print(f"header {_plain(header)}: {_plain(text)}", soft_wrap=True)
        elif name == "error" and value is not None:
            console.print("traceback:", *value.splitlines(), sep="\n", soft_wrap=True)
        elif name != "error":
            console.print(f"{name.replace('_', ' ')}: {_plain(value, None)}", soft_wrap=True)


def sent_document(sent: Sent, *, dry_run: bool) -> dict[str, Any]:
    """The document of what was sent, or would be."""
    left_out = {name: getattr(sent, name) for name in _LEFT_OUT}
    return {"dry_run": dry_run, "sent": [str(place) for place in sent.places], "left_out": left_out}


def print_sent(sent: Sent, *, dry_run: bool) -> None:
    """Print how many were sent, and why others were not."""
    console = console_of_stdout()
    for place in sent.places if dry_run else ():
        console.print(str(place))
    console.print(f"{len(sent.places):,} {'would be sent' if dry_run else 'sent'} again")
    for name, reason in _LEFT_OUT.items():
        if getattr(sent, name):
            console.print(f"{getattr(sent, name):,} {reason}")


def _table(*heads: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for head in heads:
        table.add_column(head, overflow="fold", justify="right" if head == "Letters" else "left")
    return table


def _plain(value: object, widest: int | None = _WIDEST) -> str:
    """A value in one line, a dash where there is none."""
    if value in {None, ""}:
        return NOTHING
    text = plain(str(value))
    return text if widest is None or len(text) <= widest else text[:widest] + "…"
