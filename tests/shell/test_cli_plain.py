"""What is printed of names that others have chosen."""

import pytest

from agents.cli.failure import say
from agents.cli.plain import plain, shortened


@pytest.mark.parametrize("name", ["sales", "日本語　キュー", "a\u00a0b", "[red]x", "é"])
def test_what_can_be_printed_stays(name: str) -> None:
    """Spaces of other writings too."""
    assert name == plain(name)


def test_what_cannot_be_printed_is_an_escape() -> None:
    """Commands to the terminal, ends of lines, turns of the text."""
    assert plain("a\x1b[2J\r\n\u202eb") == "a\\x1b[2J\\r\\n\\u202eb"


def test_only_what_is_longer_than_any_name_is_cut() -> None:
    """The reason behind it stays."""
    assert shortened(f"{'x' * 5_000}: cannot be read") == f"{'x' * 300}… cannot be read"
    assert shortened(f"{'x' * 300} y") == f"{'x' * 300} y"


def test_a_reason_is_one_line_that_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """It may repeat what somebody has typed, or what Kafka has said."""
    say(f"explain: \x1b[31m{'y' * 5_000}: is no KPI\nat all")
    told = capsys.readouterr().err

    assert told.startswith("explain: \\x1b[31myyy")
    assert told.endswith("y… is no KPI at all\n")
    assert len(told) < 400
