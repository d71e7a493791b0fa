"""promtool and amtool as the tests call them, and the committed rules."""

import subprocess
from pathlib import Path
from typing import Any

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
PROMETHEUS = DEPLOY / "prometheus"
TESTS = PROMETHEUS / "tests"
Document = dict[str, Any]


def run(program: str, *arguments: str | Path, folder: Path | None = None) -> tuple[int, str]:
    """Run a tool and return its exit status and everything that it said; a tool that is not there is a failure."""
    done = subprocess.run([program, *map(str, arguments)], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def read(path: Path) -> Document:
    """Return the content of a YAML file."""
    content: Document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def rules_in(*paths: Path) -> list[Document]:
    """Return all rules of some files of rules."""
    return [rule for path in paths for group in read(path)["groups"] for rule in group["rules"]]


def alerts() -> list[str]:
    """Return the names of the committed alerts."""
    return [rule["alert"] for rule in rules_in(PROMETHEUS / "alerts.yml")]
