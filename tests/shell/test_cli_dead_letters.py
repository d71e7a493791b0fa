"""`floorwatch dead-letters`: what is refused before Kafka is asked."""

import pytest

from agents.cli import run


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["requeue"], "requeue: name letters, or --reason"),
        (["requeue", "2@17", "--all"], "--all: and letters or --reason do not go together"),
        (["requeue", "--reason", "late", "--all"], "--all: and letters or --reason do not go together"),
        (["show", "2@17", "--raw", "--json"], "--raw: and --json are two forms"),
        (["show", "17"], "17: is no place of a letter, such as 2@17"),
        (
            ["list", "--from", "2026-01-02T00:00:00Z", "--to", "2026-01-01T00:00:00Z"],
            "--from: is not before the end of the range",
        ),
    ],
)
def test_what_contradicts_is_one_line_and_status_2(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of it is passed over in silence."""
    assert run(["dead-letters", *arguments]) == 2
    told = capsys.readouterr()

    assert told.err.startswith(f"command line: {line}")
    assert (told.out, told.err.count("\n")) == ("", 1)


def test_alone_it_shows_its_commands_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """As `floorwatch` alone does: who asks what there is has done nothing wrong."""
    assert run(["dead-letters"]) == 0
    told = capsys.readouterr()

    assert "requeue" in told.out
    assert told.err == ""
