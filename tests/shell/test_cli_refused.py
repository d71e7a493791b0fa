"""What is told of lines that count for nothing."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from agents.cli import run
from agents.cli.recording import Recording
from agents.cli.refused import refused_lines
from tests.shell.own_process import own_process

NOON = 1_767_268_800_000
DRY_RUN = "floorwatch produce --dry-run says which"
SORT = "late ones come long after others of their contact: sort the lines by time"
AHEAD = "those too far ahead are so of their own `record`"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


@pytest.mark.parametrize(
    ("refused", "advice"),
    [
        ({"not_json": 2}, DRY_RUN),
        ({"late": 2}, SORT),
        ({"time_too_far_ahead": 2}, AHEAD),
        ({"late": 1, "time_too_far_ahead": 1, "bad_field": 2}, f"{DRY_RUN}; {SORT}; {AHEAD}"),
    ],
)
def test_each_reason_has_what_can_be_done(refused: dict[str, int], advice: str, tmp_path: Path) -> None:
    """A dry run judges by the clock of now, in the order of Kafka: it knows nothing of the one, nor of the other."""
    (tmp_path / "a").touch()
    told = refused_lines([Recording(tmp_path / "a")], Counter(refused), 1_200)

    assert told.startswith(f"{tmp_path / 'a'}: {sum(refused.values())} of 1,200 lines refused (")
    assert told.endswith(f"); {advice}")


def test_report_tells_of_lines_that_come_too_late(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two exports in one pipe: the messages stand behind the end of their contact, and nobody counted them."""
    kinds = (("started", 0), ("queued", 1), ("answered", 2), ("held", 9), ("ended", 40), ("message", 3))
    fields = {"channel": "chat", "queue": "sales", "from": "agent", "contact": "c"}
    told = [{"type": f"contact.{kind}", "time": NOON + at * 60_000, **fields} for kind, at in kinds]
    for name, lines in (("asunder", told), ("sorted", sorted(told, key=lambda event: str(event["time"])))):
        (tmp_path / name).write_bytes(b"\n".join(map(orjson.dumps, lines)))
    found = {}
    for name in ("asunder", "sorted"):
        assert run(["report", name, "--interval", "all", "--kpis", "first_response_time", "--format", "csv"]) == 0
        found[name] = capsys.readouterr()

    assert found["asunder"].err == f"asunder: 1 of 6 lines refused (1 late); {SORT}\n"
    assert ",180.0," in found["sorted"].out
    assert (found["sorted"].err, ",180.0," in found["asunder"].out) == ("", False)


def test_explain_of_a_figure_tells_what_is_missing_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As `report` does, beside the answer; of a contact every line that names it is told anyway."""
    queued = {"type": "contact.queued", "time": NOON, "contact": "c", "queue": "sales", "channel": "voice"}
    state = {"type": "agent.state", "time": NOON, "agent": "a", "state": "break"}
    (tmp_path / "noon").write_bytes(b"\n".join([orjson.dumps(queued), b"no", orjson.dumps(state), b""]))
    told = {}
    for subject in ("offered", "c"):
        assert run(["explain", subject, "noon", "--json"]) == 0
        told[subject] = capsys.readouterr()

    assert orjson.loads(told["offered"].out)[0]["value"]["value"] == 1
    assert {subject: one.err for subject, one in told.items()} == {
        "offered": f"noon: 1 of 3 lines refused (1 not_json); {DRY_RUN}\n",
        "c": "",
    }


@pytest.mark.parametrize("command", [["report", "--interval", "all"], ["explain", "offered"]])
def test_queues_that_are_not_kept_apart_are_told_of(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the table they are nobody but `other`."""
    (tmp_path / "floorwatch.toml").write_text("[floor]\nmax_queues = 3\n")
    queued = {"type": "contact.queued", "time": NOON, "channel": "voice"}
    lines = [orjson.dumps({**queued, "contact": f"c{number}", "queue": f"q{number}"}) for number in range(5)]
    told = []
    for count in (2, 5):
        (tmp_path / "noon").write_bytes(b"\n".join(lines[:count]))
        assert run([*command, "noon"]) == 0
        told.append(capsys.readouterr().err)

    reason = "so many names of queue that any further one counts as other; max_queues under [floor] allows more"
    assert told == ["", f"noon: {reason}\n"]
