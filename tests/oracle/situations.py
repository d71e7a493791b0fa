"""Everything that can become of a contact besides the ordinary, read from `situations.txt`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

VOICE, WRITTEN, AT_THE_END = "voice", "written", "at the end"


def read(lines: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """The steps of each situation (`3-90 queued queue=A channel=voice`) by group and name; indentation tells which."""
    groups: dict[str, dict[str, list[str]]] = {}
    group, name = "", ""
    for line in lines:
        words, depth = line.strip(), len(line) - len(line.lstrip())
        if not words or words.startswith("#"):
            continue
        if depth == 0:
            group = words
            groups[group] = {}
        elif depth == 2:
            name = words
            groups[group][name] = []
        else:
            groups[group][name] += words.split(" ; ")
    return groups


SITUATIONS: Final = read(Path(__file__).with_suffix(".txt").read_text().splitlines())
EVERY: Final = {name: steps for scripts in SITUATIONS.values() for name, steps in scripts.items()}
