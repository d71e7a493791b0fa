"""Asks whether a locked package has a known weakness, and fails where nobody could be asked.

    python deploy/audit.py requirements.lock -- pip-audit

pip-audit finds nothing where its service knows nothing, and ends as if all were well. So every package must have been
asked about, and an old one with weaknesses known for years is asked about too: an answer that finds nothing wrong with
it is none. Exit status 0: asked, and nothing known; 1: a weakness, or no answer. Runs on Python alone.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

KNOWN_WEAK = "jinja2==2.4.1"
OPTIONS = ("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off")


def main(lock: str, command: Sequence[str]) -> int:
    """Ask about the lock and the package that is known to be weak; returns the exit status."""
    pinned = re.findall(r"^[A-Za-z0-9][\w.-]*==[^ ;\\]+", Path(lock).read_text(encoding="utf-8"), re.MULTILINE)
    try:
        unanswered, weak = _judged(_asked(pinned, command), pinned)
        _, canary = _judged(_asked([KNOWN_WEAK], command), [KNOWN_WEAK])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        return _say([f"nobody could be asked: {type(fault).__name__}: {fault}"])
    told = list(weak)
    if not canary:
        told.append(f"the service does not know the weaknesses of {KNOWN_WEAK}: what it says of others means nothing")
    if unanswered:
        names = ", ".join(name for name, _ in unanswered)
        told.append(f"{len(unanswered)} of {len(pinned)} packages were not asked about: {unanswered[0][1]}; {names}")
    if told:
        return _say(told)
    print(f"{len(pinned)} packages asked about, no known weakness")  # noqa: T201 - said to whoever asked
    return 0


def _asked(pinned: Sequence[str], command: Sequence[str]) -> list[dict[str, Any]]:
    """Return what pip-audit says of each package; raises ValueError where it says nothing that can be read."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text("".join(f"{line}\n" for line in pinned), encoding="utf-8")
        answer = subprocess.run([*command, "--requirement", wanted, *OPTIONS], capture_output=True, check=False)  # noqa: S603 - the caller's own program
    if not answer.stdout.strip():
        last = (answer.stderr.decode(errors="replace").strip().splitlines() or ["no word"])[-1]
        raise ValueError(f"{command[0]} ended with {answer.returncode}: {last}")
    said: list[dict[str, Any]] = json.loads(answer.stdout)["dependencies"]
    return said


def _judged(said: list[dict[str, Any]], pinned: Sequence[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the packages that were not asked about, with the reason, and a line for each weakness."""
    answered = {one["name"].lower(): one for one in said if "skip_reason" not in one}
    skipped = {one["name"].lower(): one["skip_reason"] for one in said if "skip_reason" in one}
    names = [pin.partition("==")[0].lower() for pin in pinned]
    unanswered = [(name, skipped.get(name, "no word about it")) for name in names if name not in answered]
    weak = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none yet'}"
        for one in answered.values()
        for fault in one["vulns"]
    ]
    return unanswered, weak


def _say(lines: Sequence[str]) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return 1


if __name__ == "__main__":
    file, program = sys.argv[1], sys.argv[2:]
    raise SystemExit(main(file, [word for word in program if word != "--"] or ["pip-audit"]))
