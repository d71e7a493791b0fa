"""How much memory the process takes, where the system tells."""

from mmap import mmap
from pathlib import Path

from agents.resident import resident_bytes

BALLAST = 10 << 20


def test_it_is_what_was_taken_and_more() -> None:
    """Ten megabytes that are written to are among it; mapped anew, since others may have left some to be used again."""
    before = resident_bytes()
    with mmap(-1, BALLAST) as ballast:
        ballast.write(b"x" * BALLAST)
        after = resident_bytes()

    assert before is not None
    assert after is not None
    assert after - before > BALLAST // 2


def test_where_nobody_tells_it_is_unknown(tmp_path: Path) -> None:
    """No file, or one of another form."""
    other = tmp_path / "statm"
    other.write_text("many")

    assert (None, None) == (resident_bytes(tmp_path / "none"), resident_bytes(other))
