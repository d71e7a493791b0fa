"""What no log shows: ids of people and contacts, and secrets wherever they stand."""

import io
import logging
from collections.abc import Iterator

import orjson
import pytest
import structlog

from agents.logs import Format, configure_logs
from agents.redaction import Redaction
from tests.shell.own_process import own_process

SECRET = 'xyzzy"한\\ horse'


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    with own_process(monkeypatch):
        yield


def logged(redaction: Redaction, form: Format = "json") -> io.StringIO:
    """Where the logs go."""
    stream = io.StringIO()
    configure_logs("info", form, stream, redaction)
    return stream


def one(stream: io.StringIO) -> dict[str, object]:
    """The only line."""
    (line,) = stream.getvalue().splitlines()
    record: dict[str, object] = orjson.loads(line)
    return record


@pytest.mark.parametrize("name", ["contact", "contact_id", "agent", "agents", "agent_ids", "customer", "Subject"])
def test_ids_are_marks(name: str) -> None:
    """The same id has the same mark, another one has another."""
    stream = logged(Redaction())
    log = structlog.stdlib.get_logger("floorwatch")
    for person in ("kim-77", "kim-77", "lee-78"):
        log.info("seen", **{name: person})
    marks = [orjson.loads(line)[name] for line in stream.getvalue().splitlines()]

    assert "kim-77" not in stream.getvalue()
    assert marks[0] == marks[1] != marks[2]
    assert marks[0].startswith("#")


def test_marks_of_another_process_are_others() -> None:
    """Nobody can look an id up by marking all that there are."""
    first, second = (Redaction().fields(None, "", {"contact": "c-1"}) for _ in range(2))

    assert first != second


def test_ids_inside_of_other_values_are_marks_too() -> None:
    """In lists and in mappings; what is no id stays."""
    stream = logged(Redaction())
    known = {"slice": {"queue": "sales", "agent": "kim-77"}, "contacts": ["c-1", "c-2"], "waiting": 3}
    structlog.stdlib.get_logger("floorwatch").info("seen", **known)
    record = one(stream)

    assert record["waiting"] == 3
    assert "sales" in stream.getvalue()
    assert not [word for word in ("kim-77", "c-1", "c-2") if word in stream.getvalue()]


def test_somebody_may_want_ids() -> None:
    """A setting shows them; secrets stay hidden."""
    stream = logged(Redaction(show_ids=True))
    structlog.stdlib.get_logger("floorwatch").info("seen", contact="c-1", token="t-1")
    record = one(stream)

    assert ("c-1", "[hidden]") == (record["contact"], record["token"])


@pytest.mark.parametrize("name", ["token", "password", "sasl_password", "authorization", "Cookie", "client_secret"])
def test_fields_of_secrets_are_hidden(name: str) -> None:
    """Whatever stands in them."""
    assert {name: "[hidden]"} == Redaction().fields(None, "", {name: "x"})


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_known_secret_is_hidden_wherever_it_stands(form: Format) -> None:
    """In sentences of libraries, in fields of any name, in tracebacks, however it is written there."""
    stream = logged(Redaction([SECRET]), form)
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("aiokafka.conn").exception("told %s and %r", SECRET, SECRET)
    structlog.stdlib.get_logger("floorwatch").info("told", reason=f"with {SECRET}", pairs=[{"any": SECRET}])

    assert "xyzzy" not in stream.getvalue()
    assert stream.getvalue().count("[hidden]") >= 5


def test_what_is_too_short_to_be_a_secret_hides_no_words() -> None:
    """A password of one sign would hide half of every log."""
    stream = logged(Redaction(["a", "seen"]))
    structlog.stdlib.get_logger("floorwatch").info("seen")

    assert "seen" == one(stream)["event"]
