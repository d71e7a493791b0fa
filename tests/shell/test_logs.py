"""Logs: ours and the libraries' in one form, without floods and without the values of variables."""

import io
import logging
from collections.abc import Iterator

import orjson
import pytest
import structlog
from aiokafka.protocol.admin import SaslAuthenticateRequest

from agents.logs import Format, configure_logs, quieten_libraries, tell_left_out
from agents.throttle import LEFT_OUT
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


@pytest.mark.parametrize("form", ["json", "console"])
def test_what_is_left_out_of_a_flood_is_told(form: Format) -> None:
    """In one line, when it is asked for: every minute, and at the end of the process."""
    stream = configured(form)
    for number in range(3):
        logging.getLogger("aiokafka").error("no node %s", number)
    tell_left_out()
    flood = stream.getvalue()
    tell_left_out(at_once=True)
    told = stream.getvalue().removeprefix(flood)

    assert 1 == flood.count("no node")
    assert LEFT_OUT not in flood
    assert 1 == told.count("\n")
    assert LEFT_OUT in told
    assert "aiokafka: no node %s" in told


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
