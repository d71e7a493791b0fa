"""What a program writes into the checkout: `make generate` writes it, and a test says when it was forgotten."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

import typer

from agents.outputs.alerting import Alerting
from agents.outputs.files import files
from agents.outputs.grafana.folder import folder
from agents.outputs.kafka import kafka_files
from agents.topics import TopicNames
from stream.catalog import standard
from stream.pages.book import book

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = "deploy/kpis"
KAFKA: Final = "deploy/kafka"
GRAFANA: Final = "grafana"
FOLDERS: Final = (PAGES, KAFKA, f"{GRAFANA}/dashboards", f"{GRAFANA}/provisioning")
"""Folders in which nothing is written by hand."""


def texts() -> dict[str, str]:
    """Every generated file, by its path below the root of the checkout."""
    catalogue, alerting = standard(), Alerting()
    return {
        **{f"{PAGES}/{name}": text for name, text in book(catalogue).items()},
        **{f"deploy/{name}": text for name, text in files(catalogue, alerting).items()},
        **{f"{GRAFANA}/{name}": text for name, text in folder(catalogue, alerting).items()},
        **{f"{KAFKA}/{name}": text for name, text in kafka_files(TopicNames()).items()},
    }


def differences(root: Path, wanted: Mapping[str, str], folders: Collection[str] = FOLDERS) -> list[str]:
    """The paths below `root` that are not as wanted: missing, different, or in one of the folders for no reason."""
    present = {
        path.relative_to(root).as_posix() for folder in folders for path in (root / folder).rglob("*") if path.is_file()
    }
    different = {
        name
        for name, text in wanted.items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
    }
    return sorted(different | (present - wanted.keys()))


def write(root: Path, wanted: Mapping[str, str], folders: Collection[str] = FOLDERS) -> list[str]:
    """Make everything as wanted, and empty the folders of all else; the paths that were not so."""
    changed = differences(root, wanted, folders)
    for name in changed:
        path = root / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8")
        else:
            path.unlink()
    return changed


def main() -> None:
    """Write what is generated into this checkout, and say what has changed."""
    wanted = texts()
    changed = write(ROOT, wanted)
    for name in changed:
        typer.echo(name)
    typer.echo(f"{len(wanted)} files, {len(changed)} changed")


if __name__ == "__main__":
    main()
