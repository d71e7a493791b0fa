"""Logs: ours and the libraries' in one form, without floods and without the values of variables."""

import io
import logging
from collections.abc import Iterator

import orjson
import pytest
import structlog
from aiokafka.protocol.admin import SaslAuthenticateRequest

from agents.logs import Format, Throttle, configure_logs, quieten_libraries
from tests.shell.own_process import own_process


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    with own_process(monkeypatch):
        yield


def configured(form: Format) -> io.StringIO:
    """Where the logs go."""
    stream = io.StringIO()
    configure_logs("info", form, stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    """What was logged as JSON."""
    return [orjson.loads(line) for line in stream.getvalue().splitlines()]


def test_ours_is_json_where_nobody_watches() -> None:
    """A stream that is no terminal gets one object a line, below the level nothing."""
    stream = configured("auto")
    log = structlog.stdlib.get_logger("floorwatch.lane")
    log.info("checkpoint", partition=3)
    log.debug("unseen")
    (line,) = lines(stream)

    assert (line["event"], line["partition"], line["level"], line["logger"]) == (
        "checkpoint",
        3,
        "info",
        "floorwatch.lane",
    )
    assert str(line["timestamp"]).endswith("Z")


def test_the_libraries_go_the_same_way() -> None:
    """Their warnings are ours, their small talk is not."""
    stream = configured("json")
    logging.getLogger("faust.app").warning("lost %s", "partition")
    logging.getLogger("mode.worker").info("starting")

    assert [line["event"] for line in lines(stream)] == ["lost partition"]


def log_in(password: str) -> None:
    """Fail with a secret in a variable."""
    raise ValueError(len(password))


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_shows_no_variables(form: Format) -> None:
    """They may hold passwords; the frames stay."""
    stream = configured(form)
    try:
        log_in("correct" + " horse")
    except ValueError:
        logging.getLogger("faust.app").exception("failed")

    assert "in log_in" in stream.getvalue()
    assert "ValueError: 13" in stream.getvalue()
    assert "correct horse" not in stream.getvalue()


def test_a_flood_of_one_sentence_is_one_line_a_minute() -> None:
    """The values in it may differ; the next one that passes says how many did not.

    second   0   1  ..  59   60
    heard    x   x   x   x   x
    passes   1               1 (suppressed: 59)
    """
    now = 0.0
    throttle = Throttle(lambda: now)
    passed = []
    for second in range(61):
        now = float(second)
        record = logging.LogRecord("aiokafka.conn", logging.ERROR, "", 0, "no node %s", (second,), None)
        if throttle.filter(record):
            passed.append((second, getattr(record, "suppressed", 0)))

    assert passed == [(0, 0), (60, 59)]


def test_the_throttle_holds_back_neither_ours_nor_another_sentence() -> None:
    """Only what is said again is held back, and only where a library says it."""
    throttle = Throttle(lambda: 0.0)
    said = [("agents.worker", "a"), ("agents.worker", "a"), ("faust", "a"), ("faust", "b"), ("faust", "a")]
    records = [logging.LogRecord(name, logging.ERROR, "", 0, text, (), None) for name, text in said]

    assert [throttle.filter(record) for record in records] == [True, True, True, True, False]


def test_how_many_were_held_back_is_logged() -> None:
    """Both forms carry it; here a minute is no time at all, so that the third record passes."""
    stream = configured("json")
    (handler,) = logging.getLogger().handlers
    clock = iter((0.0, 1.0, 100.0))
    handler.filters[:] = [Throttle(lambda: next(clock))]
    for _ in range(3):
        logging.getLogger("aiokafka").error("away")

    assert [line.get("suppressed") for line in lines(stream)] == [None, 1]


def test_a_command_that_reports_itself_silences_the_libraries() -> None:
    """One line of its own is enough, unless everything was asked for."""
    stream = configured("json")
    quieten_libraries()
    logging.getLogger("aiokafka").error("unable to connect")
    assert lines(stream) == []

    configure_logs("debug", "json", stream)
    quieten_libraries()
    logging.getLogger("aiokafka").error("unable to connect")
    assert [line["event"] for line in lines(stream)] == ["unable to connect"]


def test_the_request_that_holds_the_password_is_never_logged() -> None:
    """Not even where everything is asked for: this one logger tells its requests byte for byte."""
    stream = io.StringIO()
    configure_logs("debug", "json", stream)
    request = SaslAuthenticateRequest(b"\0floor\0correct horse").prepare({SaslAuthenticateRequest.API_KEY: (0, 1)})
    logging.getLogger("aiokafka.conn").debug("Request: %s", request)
    logging.getLogger("aiokafka.conn").info("Authenticated as %s", "floor")
    logging.getLogger("aiokafka.client").debug("Received cluster metadata")

    assert "correct horse" in repr(request)
    assert [line["event"] for line in lines(stream)] == ["Authenticated as floor", "Received cluster metadata"]
