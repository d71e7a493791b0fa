"""What is copied from other projects: unchanged, with its licence, and told where it comes from."""

import hashlib
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

VENDOR = Path(str(files("agents.web"))) / "static" / "vendor"
FOLDERS = sorted(path for path in VENDOR.iterdir() if path.is_dir())


def differences(folder: Path) -> list[str]:
    """The files of a folder that are not what its SOURCE.toml says, or of which it says nothing."""
    wanted = tomllib.loads((folder / "SOURCE.toml").read_text())["sha256"]
    present = {path.name: path for path in folder.iterdir() if path.name not in {"SOURCE.toml", "LICENSE"}}
    changed = {
        name
        for name in wanted.keys() & present.keys()
        if hashlib.sha256(present[name].read_bytes()).hexdigest() != wanted[name]
    }
    return sorted(changed | (wanted.keys() ^ present.keys()))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_copy_is_unchanged_and_says_whose_it_is(folder: Path) -> None:
    """Name, version, licence and origin are told, the licence is there, and each file is the released one."""
    told = tomllib.loads((folder / "SOURCE.toml").read_text())

    assert {"name", "version", "licence", "origin", "sha256"} == set(told)
    assert [] == differences(folder)
    assert "Permission is hereby granted" in (folder / "LICENSE").read_text()


def test_the_charts_are_there() -> None:
    """The one library of the pages."""
    assert ["uplot"] == [folder.name for folder in FOLDERS]


def test_a_changed_a_missing_and_an_unknown_file_are_found(tmp_path: Path) -> None:
    """Whatever somebody edits, drops or adds."""
    digest = hashlib.sha256(b"as released").hexdigest()
    (tmp_path / "SOURCE.toml").write_text(
        f'[sha256]\n"same.js" = "{digest}"\n"edited.js" = "{digest}"\n"gone.js" = "{digest}"\n'
    )
    for name, text in (("same.js", "as released"), ("edited.js", "as edited"), ("new.js", ""), ("LICENSE", "")):
        (tmp_path / name).write_text(text)

    assert ["edited.js", "gone.js", "new.js"] == differences(tmp_path)
