"""Prints the part of a lock (standard input) that some packages need; without names, what the project needs to run.

    python deploy/cut_lock.py <requirements.lock >runtime.lock
    python deploy/cut_lock.py hatchling <requirements.lock >build.lock

Versions and hashes stay as they are: pip checks them as it would with the whole lock. Runs on Python alone.
"""

import re
import sys
from collections.abc import Iterable

PROJECT = "floorwatch (pyproject.toml)"


def cut(lock: str, roots: Iterable[str]) -> str:
    """Return the entries of `roots` and of all that they need; `PROJECT` stands for what the project needs to run."""
    entries = {
        _name(entry): entry for entry in re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE) if entry.strip()
    }
    needed_by = {name: _needed_by(entry) for name, entry in entries.items()}
    wanted = {PROJECT, *roots} if PROJECT in roots else set(roots)
    unknown = wanted - entries.keys() - {PROJECT}
    if unknown:
        raise SystemExit(f"not in the lock: {', '.join(sorted(unknown))}")
    while more := {name for name, parents in needed_by.items() if parents & wanted} - wanted:
        wanted |= more
    return "".join(entry for name, entry in entries.items() if name in wanted)


def _name(entry: str) -> str:
    return re.split(r"[=\[ ]", entry, maxsplit=1)[0]


def _needed_by(entry: str) -> set[str]:
    """Return who needs a package, as the comments of the lock say."""
    comments = "".join(line for line in entry.splitlines(keepends=True) if line.strip().startswith("#"))
    return {match[1].split("[")[0].strip() for match in re.finditer(r"^ +# +(?:via)? *(\S.*)$", comments, re.MULTILINE)}


if __name__ == "__main__":
    sys.stdout.write(cut(sys.stdin.read(), sys.argv[1:] or [PROJECT]))
