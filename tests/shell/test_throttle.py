"""Floods in the log: what passes, what is left out, and when that is told. Seconds are in the test's hand."""

import ast
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

import agents
from agents.throttle import LEFT_OUT, REPEATED, Throttle


class Listener(logging.Handler):
    """Keeps what passes a throttle of its own."""

    def __init__(self) -> None:
        """Begin at second 0."""
        super().__init__()
        self.now = 0.0
        self.throttle = Throttle(lambda: self.now)
        self.addFilter(self.throttle)
        self.passed: list[tuple[float, str]] = []
        self.told: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        if isinstance(record.msg, dict) and record.msg["event"] == LEFT_OUT:
            self.told.append({"at": self.now, **{name: record.msg[name] for name in ("lines", "sentences")}})
        elif isinstance(record.msg, dict):
            self.passed.append((self.now, record.msg["event"]))
        else:
            self.passed.append((self.now, str(record.msg)))


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Return who listens to everything."""
    structlog.configure(
        processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    listener, root = Listener(), logging.getLogger()
    before, root.handlers[:] = list(root.handlers), [listener]
    level = root.level
    root.setLevel(logging.INFO)
    yield listener
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_flood_of_one_sentence_is_one_line_a_minute_and_one_that_counts(listener: Listener) -> None:
    """The values in it may differ.

    second   0   1  ..  59   60  61
    heard    x   x   x   x   x   x
    passes   x               x
    told                         60 were left out: 59 and the last one
    """
    for second in range(62):
        listener.now = float(second)
        logging.getLogger("aiokafka.conn").error("no node %s", second)

    assert [(0.0, "no node %s"), (60.0, "no node %s")] == listener.passed
    assert [{"at": 61.0, "lines": 60, "sentences": {"aiokafka.conn: no node %s": 60}}] == listener.told


def test_neither_another_sentence_nor_what_of_ours_is_rare_is_held_back(listener: Listener) -> None:
    """Only what is said again is held back: of the libraries all, of ours what is known to come in numbers."""
    for name in ("faust.app", "mode.services", "asyncio"):
        for text in ("a", "b", "a"):
            logging.getLogger(name).error(text)
    for event in ("lane_restored", "lane_restored", "probe_unanswered", "probe_unanswered"):
        structlog.stdlib.get_logger("agents.lane").info(event)

    assert ["a", "b"] * 3 + ["lane_restored", "lane_restored", "probe_unanswered"] == [
        text for _, text in listener.passed
    ]


def test_what_the_event_loop_prints_of_its_objects_makes_no_new_sentence(listener: Listener) -> None:
    """It says what has happened in a first line, and of which task in the next."""
    for number in range(3):
        logging.getLogger("asyncio").error("Task was destroyed but it is pending!\ntask: <Task %d>" % number)  # noqa: G002, UP031

    assert 1 == len(listener.passed)


def test_what_was_left_out_is_told_when_asked_although_nothing_more_is_said(listener: Listener) -> None:
    """A minute after the first of it, or at once; only once, and never that nothing was."""
    listener.throttle.tell(at_once=True)
    for _ in range(3):
        logging.getLogger("aiokafka").error("away")
    for second in (59.0, 60.0, 61.0):
        listener.now = second
        listener.throttle.tell()
    logging.getLogger("faust").error("again")
    logging.getLogger("faust").error("again")
    listener.throttle.tell(at_once=True)

    assert [(60.0, 2), (61.0, 1)] == [(told["at"], told["lines"]) for told in listener.told]


def test_every_sentence_that_is_held_back_is_one_that_somebody_says() -> None:
    """A name that has changed would let the flood through."""
    folder = Path(agents.__file__).parent
    trees = [ast.parse(path.read_text()) for path in folder.rglob("*.py") if path.name != "throttle.py"]
    said = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}

    assert {"stamina.retry_scheduled"} == REPEATED - said
