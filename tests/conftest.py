"""What holds for every test: reproducible examples without a stopwatch, the expensive tests last."""

import signal

import pytest
from hypothesis import settings

# A runner in the background of a shell ignores Ctrl-C, and so would every program that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)
# A runner that is told to end does so as by Ctrl-C: what its tests have started ends with it.
signal.signal(signal.SIGTERM, signal.default_int_handler)

# A deadline would assert a duration. Fixed examples make a red run repeatable; `--hypothesis-profile search` looks on.
settings.register_profile("fixed", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("fixed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests on real systems behind all others, which keep their order."""
    items.sort(key=lambda test: test.get_closest_marker("system") is not None)
