"""Logs: for a person on a terminal, as JSON elsewhere; what Faust and aiokafka say goes the same way, but in no flood.

Tracebacks come without the values of variables, which may be secrets; what a record itself must not show is taken out
(redaction.py).
"""

import logging
import sys
from typing import Any, Final, Literal, TextIO

import orjson
import structlog
from structlog.types import EventDict, Processor

from agents.redaction import Redaction
from agents.throttle import Throttle

Format = Literal["auto", "console", "json"]
Level = Literal["debug", "info", "warning", "error"]

_CHATTY: Final = ("aiokafka", "faust", "kafka", "mode")
"""Libraries that tell at `info` what interests nobody but their authors."""
_REVEALING: Final = "aiokafka.conn"
"""At `debug` it tells every request word for word, and one of them holds the password."""


def log_handler(
    form: Format = "auto", stream: TextIO | None = None, redaction: Redaction | None = None
) -> logging.Handler:
    """Build the handler that writes every record, ours and the libraries'; `auto` looks whether a person reads."""
    target = sys.stderr if stream is None else stream
    for_person = form == "console" or (form == "auto" and target.isatty())
    redaction = redaction or Redaction()
    plain = structlog.dev.plain_traceback
    renderer: tuple[Processor, ...] = (
        structlog.dev.ConsoleRenderer(colors=target.isatty(), exception_formatter=plain),
    )
    if not for_person:
        renderer = (structlog.processors.format_exc_info, structlog.processors.JSONRenderer(serializer=_json))
    handler = logging.StreamHandler(target)
    handler.addFilter(Throttle())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redaction.fields,
                *renderer,
                redaction.line,
            ],
            foreign_pre_chain=_common(),
        ),
    )
    return handler


def configure_logs(
    level: Level = "info", form: Format = "auto", stream: TextIO | None = None, redaction: Redaction | None = None
) -> None:
    """Send all logs of the process to one handler; called once, by the command that runs."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            *_common(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    number = logging.getLevelNamesMapping()[level.upper()]
    root = logging.getLogger()
    root.handlers[:] = [log_handler(form, stream, redaction)]
    root.setLevel(number)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(number if level == "debug" else max(number, logging.WARNING))
    logging.getLogger(_REVEALING).setLevel(logging.INFO if level == "debug" else logging.NOTSET)
    logging.captureWarnings(capture=True)


def quieten_libraries() -> None:
    """Let the libraries tell nothing that a command reports in a line of its own, unless everything is wanted."""
    for name in _CHATTY:
        if logging.getLogger().level > logging.DEBUG:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def tell_left_out(*, at_once: bool = False) -> None:
    """Say how many lines were left out, once a minute; `at_once`: at the end of the process."""
    for handler in logging.getLogger().handlers:
        for one in handler.filters:
            if isinstance(one, Throttle):
                one.tell(at_once=at_once)


def _common() -> tuple[Processor, ...]:
    return (
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    )


def _json(event: EventDict, **_options: Any) -> str:  # noqa: ANN401 - structlog passes what json.dumps takes
    return orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS).decode()
