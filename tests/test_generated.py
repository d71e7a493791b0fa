"""What is generated is what stands in the checkout, and says what the golden vectors say."""

from pathlib import Path

import pytest

from agents.generated import PAGES, ROOT, differences, main, texts, write

WANTED = {f"{PAGES}/a.md": "a\n", f"{PAGES}/deep/b.md": "b\n"}


def test_what_is_committed_is_what_would_be_generated() -> None:
    """A change of the catalogue and the pages of it are one commit."""
    assert [] == differences(ROOT, texts()), "run `make generate` and commit what it writes"


def test_a_missing_a_changed_and_a_superfluous_file_are_told(tmp_path: Path) -> None:
    """Outside the generated folders nothing is anybody's business."""
    write(tmp_path, WANTED)
    (tmp_path / PAGES / "a.md").write_text("by hand\n")
    (tmp_path / PAGES / "old.md").write_text("of a family that is gone\n")
    (tmp_path / "README.md").write_text("by hand\n")
    (tmp_path / PAGES / "deep" / "b.md").unlink()

    assert [f"{PAGES}/a.md", f"{PAGES}/deep/b.md", f"{PAGES}/old.md"] == differences(tmp_path, WANTED)


def test_writing_makes_it_as_wanted_and_tells_what_was_not(tmp_path: Path) -> None:
    """The second time there is nothing to do."""
    (tmp_path / PAGES).mkdir(parents=True)
    (tmp_path / PAGES / "old.md").write_text("of a family that is gone\n")

    assert [f"{PAGES}/a.md", f"{PAGES}/deep/b.md", f"{PAGES}/old.md"] == write(tmp_path, WANTED)
    assert [] == write(tmp_path, WANTED)
    assert not (tmp_path / PAGES / "old.md").exists()
    assert "b\n" == (tmp_path / PAGES / "deep" / "b.md").read_text()


def test_the_command_tells_how_much_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every path that changed, and the sum."""
    monkeypatch.setattr("agents.generated.ROOT", tmp_path)
    main()

    told = capsys.readouterr().out.splitlines()
    assert [*sorted(texts()), f"{len(texts())} files, {len(texts())} changed"] == told
    assert [] == differences(tmp_path, texts())


@pytest.mark.parametrize(
    ("page", "name", "expected"),
    [
        ("service_level", "service_level_answered_only", "86.0 %"),
        ("service_level", "service_level_abandons_within_count_as_met", "83.0 %"),
        ("service_level", "service_level_abandons_count_as_missed", "81.1 %"),
        ("service_level", "service_level_strict", "81.9 %"),
        ("service_level", "service_level_abandons_within_ignored", "82.7 %"),
        ("service_level", "service_level_short_abandons_count_as_met", "82.1 %"),
        ("service_level", "service_level_diverted_count_as_missed", "79.3 %"),
        ("abandonment", "abandonment_rate", "4.8 %"),
        ("speed_of_answer", "asa", "240 s"),
        ("handling", "aht", "3,120 s"),
        ("response", "first_response_time", "600 s"),
        ("resolution", "reopen_rate", "100.0 %"),
    ],
)
def test_the_first_example_of_a_page_is_the_golden_vector(page: str, name: str, expected: str) -> None:
    """What the vendors' own documents say of the same calls."""
    text = texts()[f"{PAGES}/{page}.md"]
    row = next(line for line in text.splitlines() if line.startswith(f"| `{name}` | ") and "÷" in line)

    assert row.rstrip(" |").rpartition(" | ")[2].startswith(expected)


def test_the_readme_leads_to_every_page() -> None:
    """Of each family, and to the index."""
    readme = (ROOT / "README.md").read_text()

    assert [] == [name for name in texts() if name.startswith(PAGES) and f"({name})" not in readme]
