"""A test as if it had a process of its own: no variables of whoever runs it, and its logging undone afterwards."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog

_LOGGERS = (None, "aiokafka", "aiokafka.conn", "faust", "kafka", "mode")


@contextmanager
def own_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the variables away while inside; put handlers and levels of logs back at the end."""
    for name in list(os.environ):
        if name.startswith("FLOORWATCH_"):
            monkeypatch.delenv(name)
    before = [(logger, list(logger.handlers), logger.level) for logger in map(logging.getLogger, _LOGGERS)]
    try:
        yield
    finally:
        for logger, handlers, level in before:
            logger.handlers[:] = handlers
            logger.setLevel(level)
        logging.captureWarnings(capture=False)
        structlog.reset_defaults()
