"""What holds for every test of the shell: a command that a test runs leaves the loggers of the process as they were."""

import logging
from collections.abc import Iterator

import pytest

LIBRARIES = ("aiokafka", "aiokafka.conn", "faust", "kafka", "mode")


@pytest.fixture(autouse=True)
def loggers_as_before() -> Iterator[None]:
    """Whoever listens to a library afterwards would hear nothing, in whatever order the tests run."""
    root = logging.getLogger()
    levels = {logger: logger.level for logger in (root, *map(logging.getLogger, LIBRARIES))}
    handlers = list(root.handlers)
    yield
    root.handlers[:] = handlers
    for logger, level in levels.items():
        logger.setLevel(level)
